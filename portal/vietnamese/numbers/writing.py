"""Figures as Vietnamese officials write them."""

from decimal import ROUND_HALF_UP, Context, Decimal

# Twice what any figure of the portal has, so that rounding never runs out of digits.
_CONTEXT = Context(prec=100, rounding=ROUND_HALF_UP)
_MINUS = "\u2212"


def half_up(value: Decimal | int, places: int) -> Decimal:
    """The value rounded to so many decimals, a half away from zero, as figures are rounded by hand."""
    return _CONTEXT.quantize(Decimal(value), Decimal(1).scaleb(-places))


def write_number(value: Decimal | int | None, places: int | None = None) -> str:
    """The figure with dots between thousands and a decimal comma, "" for None; without `places` all its digits.

    Read back by `read_decimal` it is the same number; only 1.241 is asked about where decimals are declared.
    """
    if value is None:
        return ""
    number = _finite(value)
    if places is not None:
        number = half_up(number, places)
    whole, _, fraction = f"{abs(number):,f}".partition(".")
    sign = _MINUS if number < 0 else ""
    return sign + whole.replace(",", ".") + ("," + fraction if fraction else "")


def write_percent(value: Decimal | int | None, places: int | None = None) -> str:
    """The rate (0–100) with the sign behind it and no blank, "" for None."""
    return "" if value is None else write_number(value, places) + "%"


def _finite(value: Decimal | int) -> Decimal:
    if not isinstance(value, (Decimal, int)):
        raise TypeError(f"a figure is a Decimal or an int, never {type(value).__name__}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("NaN and infinity are no figures")
    return number
