"""Abbreviations in document codes: types of documents and the bodies that issue them."""

import re
import unicodedata

# Nghị định 30/2020/NĐ-CP appendix III, Hướng dẫn 36-HD/VPTW, and the types of legal documents.
TYPES = {
    "NQ": "Nghị quyết", "CT": "Chỉ thị", "KL": "Kết luận", "QĐ": "Quyết định, quy định", "QC": "Quy chế",
    "QyĐ": "Quy định", "TB": "Thông báo", "TC": "Thông cáo", "TT": "Thông tư, thông tri", "HD": "Hướng dẫn",
    "BC": "Báo cáo", "KH": "Kế hoạch", "CTr": "Chương trình", "CTHĐ": "Chương trình hành động", "ĐA": "Đề án",
    "DA": "Dự án", "PA": "Phương án", "TTr": "Tờ trình", "CV": "Công văn", "GM": "Giấy mời", "GGT": "Giấy giới thiệu",
    "GUQ": "Giấy ủy quyền", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo",
    "BB": "Biên bản", "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "LKG": "Lời kêu gọi", "QĐNS": "Quyết định nhân sự", "QCPH": "Quy chế phối hợp", "CTrPH": "Chương trình phối hợp",
    "NQLT": "Nghị quyết liên tịch", "TTLT": "Thông tư liên tịch", "HDLT": "Hướng dẫn liên tịch",
    "KHLT": "Kế hoạch liên tịch", "NĐ": "Nghị định", "L": "Luật, lệnh", "PL": "Pháp lệnh", "SL": "Sắc lệnh",
    "VBHN": "Văn bản hợp nhất",
}  # fmt: skip

_COMMITTEES = ("TW", "TU", "HU", "ThU", "QU", "ĐU")
_PARTY = (*_COMMITTEES, "ĐUK", "BCSĐ", "ĐĐ")
_PARTY_OFFICES = ("VP", "BTG", "BTC", "BDV", "BTGDV", "UBKT", "BNC", "BKT", "BCĐ", "BCS", "BTV", "BCH", "TTVH")
_OFFICE_OF_PARTY = re.compile(rf"(?:{'|'.join(_PARTY_OFFICES)})[A-ZĐ]*(?:{'|'.join(_COMMITTEES)})")

_STATE = (
    "UBND", "HĐND", "CP", "TTg", "CTN", "QH", "UBTVQH", "VPUBND", "VPCP", "VPQH", "VPCTN", "VPHĐND", "TTHĐND",
    "VPĐĐBQH", "ĐĐBQH", "CATTT", "TTCP", "NHNN", "KTNN", "UBDT", "TANDTC", "VKSNDTC", "BHXH", "TCTK", "BTC", "BCT",
    "BYT", "BXD", "BGTVT", "BNV", "BTP", "BCA", "BQP", "BNG", "BGDĐT", "BKHĐT", "BTTTT", "BKHCN", "BNNPTNT", "BNN",
    "BNNMT", "BTNMT", "BLĐTBXH", "BVHTTDL", "BDTTG", "SCT", "SKHĐT", "STC", "SNV", "STP", "SXD", "SYT", "SGTVT",
    "SGDĐT", "STTTT", "SKHCN", "SNN", "SNNPTNT", "SNNMT", "STNMT", "SLĐTBXH", "SVHTTDL", "SDTTG", "BQLKCN", "BQLDA",
    "PTCKH", "PKTHT", "PTNMT", "PNN", "PVHTT", "PNV",
)  # fmt: skip
_OTHER = ("UBMTTQ", "MTTQ", "UBMTTQVN", "ĐTN", "TĐTN", "HLHPN", "HND", "LĐLĐ", "HCCB", "KTTH", "KTN", "TH", "NC")
_NUMBERED = re.compile(r"(QH|UBTVQH)([0-9]{1,2})")


def _bare(letters: str) -> str:
    """The letters as typed without Vietnamese keys: capitals, Đ as D."""
    flat = unicodedata.normalize("NFD", letters.upper().replace("Đ", "D"))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def _spellings(names: tuple[str, ...]) -> dict[str, str]:
    # The exact letters win over the bare ones: DA is a project, ĐA a scheme.
    return {_bare(name): name for name in names} | {name.upper(): name for name in names}


_TYPE_SPELLINGS = _spellings(tuple(TYPES))
_ISSUER_SPELLINGS = _spellings((*_OTHER, *_STATE, *_PARTY))


def known_type(letters: str) -> str | None:
    """The official spelling of a type's abbreviation, however it was capitalised: CTR → CTr, QD → QĐ."""
    return _TYPE_SPELLINGS.get(letters.upper()) or _TYPE_SPELLINGS.get(_bare(letters))


def known_issuer(letters: str) -> str | None:
    """The official spelling of a body this room knows: TTG → TTg, bcdtw → BCĐTW, None for others."""
    named = _ISSUER_SPELLINGS.get(letters.upper()) or _ISSUER_SPELLINGS.get(_bare(letters))
    if named or _NUMBERED.fullmatch(letters.upper()):
        return named or letters.upper()
    return _office_of_party(letters)


def _office_of_party(letters: str) -> str | None:
    """BTGTU, UBKTHU, BCĐTW: an office's letters before those of its committee."""
    bare = _bare(letters)
    for office in sorted(_PARTY_OFFICES, key=len, reverse=True):
        for committee in _COMMITTEES:
            if bare == _bare(office) + _bare(committee):
                return office + committee
    return None


def write_issuer(letters: str) -> str:
    """The body in its official spelling; an unknown one as written, in capitals where none were typed."""
    parts = letters.split("-")
    return "-".join(known_issuer(part) or (part.upper() if part.islower() else part) for part in parts)


def is_party(issuer: str) -> bool:
    """Whether the body, in its official spelling, is one of the Party's."""
    return issuer in _PARTY or _OFFICE_OF_PARTY.fullmatch(issuer) is not None


def is_state(issuer: str) -> bool:
    """Whether the body, in its official spelling, is one of the State's."""
    return issuer.split("-")[0] in _STATE or _NUMBERED.fullmatch(issuer) is not None


def split_glued(letters: str) -> tuple[str, str] | None:
    """The type and the body of QĐUBND; both must be known, and a body's own name is not split (HĐND)."""
    if known_issuer(letters):
        return None
    for cut in range(len(letters) - 1, 0, -1):
        kind, issuer = known_type(letters[:cut]), known_issuer(letters[cut:])
        if kind and issuer:
            return kind, issuer
    return None
