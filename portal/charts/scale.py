"""From values to places: Decimal in, text with one decimal and a dot out, ready for SVG attributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")
NICE_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Dot:
    """Centre of a mark."""

    x: str
    y: str


def ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Three to six round values that enclose the range."""
    span = high - low or abs(high) / 5 or Decimal(1)
    rough = span / 4
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * nice for nice in NICE_STEPS if unit * nice >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * count + Decimal(0) for count in range(int(first), int(last) + 1)]  # "+ 0": 5000, not 5E+3


def scaled(value: Decimal, low: Decimal, high: Decimal, start: Decimal, end: Decimal) -> Decimal:
    """Where the value falls between start and end; the middle when the range is a single value."""
    if low == high:
        return (start + end) / 2
    return start + (value - low) / (high - low) * (end - start)


def clamp(value: Decimal, top: Decimal) -> Decimal:
    """The value kept between 0 and ``top``."""
    return min(max(value, Decimal(0)), top)


def polyline(dots: Sequence[Dot]) -> str:
    """The dots as the ``points`` of an SVG polyline."""
    return " ".join(f"{dot.x},{dot.y}" for dot in dots)


def tenth(value: Decimal) -> Decimal:
    """The value rounded half up to one decimal."""
    return value.quantize(TENTH, ROUND_HALF_UP) + 0  # "+ 0" turns -0.0 into 0.0


def written(value: Decimal) -> str:
    """The coordinate as SVG reads it, whatever the language of the page."""
    return str(tenth(value))
