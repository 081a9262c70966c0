"""Names: cleaning, comparing and sorting Vietnamese text."""

import re
import unicodedata

from vn_collate import collate_key

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"))

# Abbreviations only count with a dot or a blank behind them: "H'Ra" is a name, "H. Ra" a district.
_PREFIXES = {
    "tt": "thi tran", "tx": "thi xa", "tp": "thanh pho", "t": "tinh", "h": "huyen", "q": "quan", "p": "phuong",
    "x": "xa", "đk": "dac khu",
}  # fmt: skip
_PREFIX = re.compile(rf"({'|'.join(_PREFIXES)})(?:\s*\.\s*|\s+)(?=\w)", re.IGNORECASE)
_LEADING_ZERO = re.compile(r"\b0+(?=\d)")


def clean(text: str) -> str:
    """The text as NFC with single blanks and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """The form in which texts are searched and compared: lower case, unaccented, words with one blank between.

    It makes uỷ and ủy, hoà and hòa, Đăk and Đắk, N'Drung and N’Drung equal.
    """
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(character for character in bare if not unicodedata.combining(character))
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def unit_key(name: str) -> str:
    """The folded name of a unit with its type spelled out: "TT. Đức An" and "Thị trấn Đức An" give one key."""
    text = clean(name)
    short = _PREFIX.match(text)
    if short:
        text = f"{_PREFIXES[short[1].lower()]} {text[short.end() :]}"
    return _LEADING_ZERO.sub("", fold(text))


def sort_key(text: str) -> str:
    """A key in whose binary order texts stand as in a Vietnamese dictionary, Đ after D, a shorter word first."""
    levels = [_levels(word) for word in clean(text).translate(_APOSTROPHES).split()]
    # vn-collate puts a blank behind every letter; joined by the lowest byte, "An Giang" precedes "Ang".
    return "".join("00".join(level) + "00" for level in zip(*levels, strict=True))


def _levels(word: str) -> tuple[str, str, str]:
    """The letters, tones and cases of a word: the three equal parts of its collation key."""
    key = collate_key(word)
    size = len(key) // 3
    letters, tones, cases = (key[start : start + size - 2] for start in range(0, 3 * size, size))
    return letters, tones, cases
