"""Codes of documents: 05-NQ/TU of the Party, 312/KH-UBND and 30/2020/NĐ-CP of the State."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from portal.vietnamese.characters import plain
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.issuers import is_party, is_state, known_issuer, known_type, split_glued, write_issuer

_WORD = r"[A-Za-zĐđ][A-Za-zĐđ0-9&]*"
_ISSUER = rf"{_WORD}(?:-{_WORD})*"
_TYPE = r"[A-Za-zĐđ]+"
_PREFIX = re.compile(r"(?:[^\W\d_]|[\s.,:])*(?:[\s:])(?=[0-9])")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,5})(?P<suffix>[A-Za-zđĐ](?=[-/]))?(?P<rest>[^0-9].*)", re.DOTALL)
_GLUED_SUFFIX = re.compile(r"(?P<suffix>[a-zđ])(?P<rest>[A-ZĐ].*)")
_PARTY_ORDER = re.compile(rf"(?P<hyphen>-?)(?P<type>{_TYPE})(?P<slash>[/-])(?P<issuer>{_ISSUER})")
_PARTY_GLUED = re.compile(rf"(?P<hyphen>-?)(?P<glued>{_WORD})")
_STATE_ORDER = re.compile(rf"/(?:(?P<year>(?:19|20)[0-9]{{2}})/)?(?P<type>{_WORD})-(?P<issuer>{_ISSUER})")
_STATE_GLUED = re.compile(rf"/(?:(?P<year>(?:19|20)[0-9]{{2}})/)?(?P<glued>{_WORD}(?: {_WORD})?)")
_LAW = re.compile(r"/(?P<year>(?:19|20)[0-9]{2})/(?P<issuer>(?:QH|UBTVQH)[0-9]{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class DocumentCode:
    """A code read: `kind` is party, state, state_normative (with a year), state_law or state_letter (no type written).

    It is no identity: 05-NQ/TU exists in every province and every term.
    """

    canonical: str
    system: str
    kind: str
    number: int
    suffix: str | None
    type: str | None
    issuer: str
    year: int | None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fields as `read_text` prints them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"warnings": list(self.warnings)}


@dataclass(frozen=True)
class _Signature:
    """What stands behind the number of a code."""

    kind: str
    type: str | None
    issuer: str
    year: int | None = None
    warnings: tuple[str, ...] = ()


def read_code(text: str) -> DocumentCode:
    """The code a text consists of, in its canonical spelling, with what had to be mended as warnings.

    Raises ReadingError with code "empty", "number zero" or "not a document code: <text>".
    """
    raw = unicodedata.normalize("NFC", text).strip()
    if not raw:
        raise ReadingError("empty", "Chưa có số, ký hiệu văn bản. Hãy nhập, ví dụ 05-NQ/TU hoặc 312/KH-UBND.")
    body = _body(raw)
    parts = _NUMBER.fullmatch(body)
    signature = _signature(parts["rest"]) if parts else None
    suffix = parts["suffix"] if parts else None
    if parts and signature is None:
        glued = _GLUED_SUFFIX.fullmatch(parts["rest"])
        signature, suffix = (_signature(glued["rest"]), glued["suffix"]) if glued else (None, None)
    if parts is None or signature is None:
        reason = f"{quoted(raw)} không phải số, ký hiệu văn bản. Hãy nhập như 05-NQ/TU, 312/KH-UBND, 30/2020/NĐ-CP."
        raise ReadingError(f"not a document code: {raw}", reason)
    if int(parts["number"]) == 0:
        raise ReadingError("number zero", f"Số văn bản trong {quoted(raw)} là 0. Hãy kiểm tra lại số văn bản.")
    if body != raw:
        signature = replace(signature, warnings=("normalised", *signature.warnings))
    return _document_code(int(parts["number"]), suffix.lower() if suffix else None, signature)


def _body(raw: str) -> str:
    """The text without the words before the code, blanks around its signs and a full stop behind it."""
    body = plain(raw).rstrip(".,;")
    body = _PREFIX.sub("", body, count=1) if _PREFIX.match(body) else body
    body = re.sub(r"\s*([-/&])\s*", r"\1", body)
    return re.sub(r"^([0-9]+)\s+(?=[^\W\d_])", r"\1", body)


def _document_code(number: int, suffix: str | None, signed: _Signature) -> DocumentCode:
    start = f"{number:02d}{suffix or ''}"
    behind = {
        "party": f"-{signed.type}/{signed.issuer}",
        "state": f"/{signed.type}-{signed.issuer}",
        "state_normative": f"/{signed.year}/{signed.type}-{signed.issuer}",
        "state_law": f"/{signed.year}/{signed.issuer}",
        "state_letter": f"/{signed.issuer}",
    }
    return DocumentCode(
        canonical=start + behind[signed.kind],
        system="party" if signed.kind == "party" else "state",
        kind=signed.kind,
        number=number,
        suffix=suffix,
        type=signed.type,
        issuer=signed.issuer,
        year=signed.year,
        warnings=signed.warnings,
    )


def _signature(rest: str) -> _Signature | None:
    return _party_order(rest) or _law(rest) or _state_order(rest) or _letter(rest)


def _party_order(rest: str) -> _Signature | None:
    """-NQ/TU, also with its hyphen or slash lost; a State body in Party order is put right."""
    found = _PARTY_ORDER.fullmatch(rest)
    glued = None if found else _PARTY_GLUED.fullmatch(rest)
    pair = (known_type(found["type"]), write_issuer(found["issuer"])) if found else None
    if glued:
        pair = split_glued(glued["glued"])
    if pair is None or pair[0] is None:
        return None
    kind, issuer = pair
    lost_hyphen = not (found or glued)["hyphen"]
    lost_slash = found is None or found["slash"] == "-"
    if lost_slash and not is_party(issuer):
        return None
    # "5 TB/xa" is a rate: with the hyphen lost, the body has to look like one.
    if lost_hyphen and found and found["issuer"] != issuer and known_issuer(issuer) is None:
        return None
    warnings = ("missing hyphen",) if lost_hyphen else ()
    warnings += ("missing slash",) if lost_slash else ()
    if is_state(issuer):
        return _Signature("state", kind, issuer, warnings=(*warnings, "state code in party order"))
    return _Signature("party", kind, issuer, warnings=warnings)


def _law(rest: str) -> _Signature | None:
    found = _LAW.fullmatch(rest)
    return _Signature("state_law", None, found["issuer"].upper(), int(found["year"])) if found else None


def _state_order(rest: str) -> _Signature | None:
    """/KH-UBND and /2020/NĐ-CP, also with the hyphen lost; a Party body in State order is put right."""
    found = _STATE_ORDER.fullmatch(rest)
    glued = None if found else _STATE_GLUED.fullmatch(rest)
    pair = (known_type(found["type"]), write_issuer(found["issuer"])) if found else None
    if glued:
        pair = split_glued(glued["glued"].replace(" ", ""))
    if pair is None or pair[0] is None:
        return None
    kind, issuer = pair
    year = (found or glued)["year"]
    warnings = ("missing hyphen",) if glued else ()
    if is_party(issuer) and year is None:
        return _Signature("party", kind, issuer, warnings=(*warnings, "party code in non-party order"))
    return _Signature("state_normative" if year else "state", kind, issuer, int(year) if year else None, warnings)


def _letter(rest: str) -> _Signature | None:
    """/CATTT-ATHTTT: an official letter names the body and the section that wrote it, no type."""
    found = _STATE_ORDER.fullmatch(rest)
    if not found or found["year"]:
        return None
    body = found["type"]
    # "5/km-h" is no letter: an unknown body counts only when it is written like one.
    if known_issuer(body) is None and (len(body) < 2 or not body[:2].isupper()):
        return None
    return _Signature("state_letter", "CV", write_issuer(f"{body}-{found['issuer']}"))
