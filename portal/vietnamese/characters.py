"""Characters that look like others: blanks, dashes, full-width forms, letters taken for digits."""

import re
import unicodedata

_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Hyphen, non-breaking hyphen, figure dash, en dash, em dash, bar, minus, small hyphen.
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_TABLE = _FULLWIDTH | _DASHES | _INVISIBLE

# Letters typed for digits: O and o (also Cyrillic) for 0; l, I and | for 1. They must touch a digit.
_MIXED = re.compile(r"(?<![^\W_])(?=[0-9OoОоlI|.,]*[0-9])(?=[0-9.,]*[OoОоlI|])[0-9OoОоlI|.,]++(?![^\W\d_])")
_MEANT = dict.fromkeys("OoОо", "0") | dict.fromkeys("lI|", "1")


def plain(text: str) -> str:
    """The text as NFC with one kind of dash, ordinary digits and letters, and single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TABLE).split())


def has_fullwidth(text: str) -> bool:
    """Whether any character is a full-width form, as Asian input methods type them."""
    return any(ord(character) in _FULLWIDTH for character in text)


def look_alike(text: str) -> tuple[str, str] | None:
    """The first letter that stands where a digit was meant, with that digit."""
    found = _MIXED.search(text)
    if found is None:
        return None
    letter = next(character for character in found[0] if character in _MEANT)
    return letter, _MEANT[letter]
