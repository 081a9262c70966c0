"""Finding Vietnamese words whatever their accents."""

import re
import unicodedata
from collections.abc import Iterator

from portal.vietnamese.names import fold

_MARKS = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_QUALITIES = {"a": "aăâ", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y", "d": "dđ"}


def _variants(base: str) -> Iterator[str]:
    for letter in _QUALITIES[base]:
        yield letter
        if base != "d":
            yield from (unicodedata.normalize("NFC", letter + mark) for mark in _MARKS)


_CLASSES = {base: f"[{''.join(_variants(base))}]" for base in _QUALITIES}


def any_accent(word: str) -> str:
    """A regular expression for the word: exact where it is accented, else with any accents ("dien gio" → điện gió)."""
    text = unicodedata.normalize("NFC", word)
    if fold(text) != text.lower():
        return re.escape(text)
    return "".join(_CLASSES.get(letter, re.escape(letter)) for letter in text.lower())
