"""Units of measure as they stand behind a figure; money words scale to đồng."""

import re
from dataclasses import dataclass
from decimal import Decimal

from portal.vietnamese.names import fold

_SCALES = {
    "chục": ("chục", 10), "trăm": ("trăm", 100), "nghìn": ("nghìn", 1000), "ngàn": ("nghìn", 1000),
    "triệu": ("triệu", 10**6), "tr": ("triệu", 10**6), "tr.": ("triệu", 10**6),
    "tỷ": ("tỷ", 10**9), "tỉ": ("tỷ", 10**9),
}  # fmt: skip
_SCALE = r"chục|trăm|nghìn|ngàn|triệu|tr\.?|tỷ|tỉ"
_MONEY = re.compile(rf"(?P<scales>(?:(?:{_SCALE})\s*)*)(?:đồng(?: việt nam)?|đ|vnđ|vnd)(?P<per>/.+)?", re.IGNORECASE)
_SCALE_ALONE = re.compile(rf"(?:{_SCALE})(?: (?:{_SCALE}))*", re.IGNORECASE)
_DIGIT_ALONE = re.compile(r"(?<![^\W\d_])[0-9]")
# Behind a measure's sign come words that say of what ("km đường thôn, bon, bản", "% dân số"): no part of the unit.
_MEASURED = re.compile(r"(km[2²]?|m[2²3³]|ha|[kM]W(?:h|p)?|[%‰])\s+[^\W\d_](?:[^\W\d_]|[\s,])*")
_SUPERSCRIPTS = str.maketrans("²³", "23")


@dataclass(frozen=True)
class Unit:
    """A unit of measure: `name` after scaling, `scale` to multiply by, `written` in its official spelling."""

    name: str
    scale: Decimal
    written: str

    @property
    def shown(self) -> str | None:
        """The unit the figure was written in, None where nothing was scaled."""
        return self.written if self.scale != 1 else None

    @property
    def lacks_noun(self) -> bool:
        """Whether only "triệu" or "tỷ" stands there: of what, the text does not say."""
        return _SCALE_ALONE.fullmatch(self.written) is not None


def read_unit(text: str | None) -> Unit | None:
    """The unit of a text that is nothing else, None for a blank; ValueError where it cannot be a unit."""
    tidy = re.sub(r"\s*/\s*", "/", (text or "").strip())
    if not tidy:
        return None
    if not (tidy[0].isalpha() or tidy[0] in "%‰°") or _DIGIT_ALONE.search(tidy):
        raise ValueError(f"not a unit: {text}")
    measured = _MEASURED.fullmatch(tidy)
    tidy = measured[1] if measured else tidy
    money = _MONEY.fullmatch(tidy)
    if money is None:
        return Unit(tidy, Decimal(1), tidy)
    scales = [_SCALES[word.lower()] for word in re.findall(_SCALE, money["scales"], re.IGNORECASE)]
    scale = Decimal(1)
    for _, factor in scales:
        scale *= factor
    name = "đồng" + (money["per"] or "")
    return Unit(name, scale, " ".join([*(word for word, _ in scales), name]))


def same_unit(one: str, other: str) -> bool:
    """Whether two spellings mean the same unit: km2 and km², tr.đ and triệu đồng."""
    return bool(one and other) and _key(one) == _key(other)


def common_unit(one: str | None, other: str | None) -> str | None:
    """The unit two figures of one cell share ("47,78km/110,43km đường xã": km); ValueError where they differ."""
    if not one or not other:
        return one or other
    if same_unit(one, other) or _key(other).startswith(_key(one) + " "):
        return one
    if _key(one).startswith(_key(other) + " "):
        return other
    raise ValueError(f"{one} and {other} differ")


def _key(unit: str) -> str:
    try:
        read = read_unit(unit)
    except ValueError:
        read = None
    written = (read.written if read else unit).translate(_SUPERSCRIPTS)
    # fold() drops every sign, and a rate is not a unit without its sign.
    return fold(written.replace("%", " phan tram ").replace("‰", " phan nghin ").replace("/", " tren "))
