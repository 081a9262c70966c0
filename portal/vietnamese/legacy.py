"""Texts from before Unicode: bytes that only a TCVN3 (.VnTime) or VNI font showed as Vietnamese."""

import re
import unicodedata

TCVN3, VNI = "TCVN3", "VNI"
_TCVN3_LETTERS = (
    "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợ"
    "ïùóúñủòũôụ\u00adưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư"
)
_TCVN3 = {ord(_TCVN3_LETTERS[at]): _TCVN3_LETTERS[at + 1] for at in range(0, len(_TCVN3_LETTERS), 2)}
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _ROOF, _BREVE = "\u0300\u0301\u0309\u0303\u0323\u0302\u0306"
_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_ROOFS = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BREVES = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_pairs() -> dict[str, str]:
    pairs = {base + mark: base + tone for base in "aeouy" for mark, tone in _TONES.items()}
    pairs |= {base + mark: _ALONE[base] + tone for base in "ôö" for mark, tone in _TONES.items()}
    pairs |= {base + mark: base + _ROOF + tone for base in "aeo" for mark, tone in _ROOFS.items()}
    pairs |= {"a" + mark: "a" + _BREVE + tone for mark, tone in _BREVES.items()}
    pairs |= _ALONE
    lower = {written: unicodedata.normalize("NFC", meant) for written, meant in pairs.items()}
    return lower | {written.upper(): meant.upper() for written, meant in lower.items()}


_VNI = _vni_pairs()
_VNI_WRITTEN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)), re.IGNORECASE)
# Bytes that TCVN3 uses for its most frequent letters and that hardly stand in a text of Windows-1258 (ă â ê ô ơ ư đ à).
_TCVN3_BYTES = frozenset([*range(0xA1, 0xAF), *range(0xB5, 0xBF)])
# Tone marks of Windows-1258, which stand behind a letter of their own.
_CP1258_BYTES = frozenset([0xCC, 0xD2, 0xDE, 0xEC, 0xF2])


def encoding_of_font(font: str) -> str:
    """TCVN3 for .VnTime and its kin, VNI for VNI-Times, "" for a font of Unicode."""
    name = font.strip().lower()
    if name.startswith((".vn", "vntime", "vnarial")):
        return TCVN3
    return VNI if name.startswith(("vni-", ".vni", "vni ")) else ""


def to_unicode(text: str, font: str) -> str:
    """The text that this font shows; what is written in Unicode already stays, whatever its font."""
    encoding = encoding_of_font(font)
    if not encoding or any(ord(character) > 0xFF for character in text):
        return text
    if encoding == VNI:
        return from_vni(text)
    # .VnTimeH shows capitals where the bytes are of small letters.
    meant = from_tcvn3(text)
    return meant.upper() if font.strip().endswith("H") else meant


def from_tcvn3(text: str) -> str:
    """Bytes of TCVN3, seen as Latin letters ("Dù ¸n"), as Vietnamese."""
    return unicodedata.normalize("NFC", text.translate(_TCVN3))


def from_vni(text: str) -> str:
    """Letters of VNI-Times ("Huyeän Ñaék Song") as Vietnamese."""
    return unicodedata.normalize("NFC", _VNI_WRITTEN.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    written = found[0]
    if written in _VNI:
        return _VNI[written]
    # A small letter with a capital mark, or the other way round: the letter decides.
    meant = _VNI[written.lower()]
    return meant.upper() if written[0].isupper() else meant


def is_tcvn3(content: bytes) -> bool:
    """Whether bytes that are no UTF-8 look like TCVN3 and not like Windows-1258."""
    tcvn3 = sum(byte in _TCVN3_BYTES for byte in content)
    marks = sum(
        one in _CP1258_BYTES and chr(before).isalpha() for before, one in zip(content, content[1:], strict=False)
    )
    return 0 < tcvn3 >= marks
