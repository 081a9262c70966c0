"""Vietnamese as it was written before Unicode, for tests: the ways back of portal.vietnamese.legacy."""

import unicodedata

from portal.vietnamese.legacy import _TCVN3, _VNI

_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_IN_TCVN3 = {meant: chr(written) for written, meant in _TCVN3.items()}
_IN_VNI = {meant: written for written, meant in _VNI.items()}


def in_tcvn3(text: str) -> str:
    """The Latin letters whose bytes a .VnTime font shows as this text; toned capitals have none and turn small."""
    return "".join(_IN_TCVN3.get(one) or _IN_TCVN3.get(one.lower(), one) for one in unicodedata.normalize("NFC", text))


def in_vni(text: str) -> str:
    """The Latin letters that a VNI-Times font shows as this text."""
    return "".join(_IN_VNI.get(one, one) for one in unicodedata.normalize("NFC", text))


def in_cp1258(text: str) -> bytes:
    """The bytes of Windows-1258: a tone stands behind its letter."""
    out = []
    for one in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", one)
        tones = "".join(part for part in parts if part in _TONES)
        out.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tones)
    return "".join(out).encode("cp1258")
