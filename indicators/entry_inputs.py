"""What the inputs of a report's row hold: which numbers are asked for, how they are written, and reading them back."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from indicators.entry_page import EntryRow
from indicators.keeping import previous_figures
from indicators.models import Figure, Indicator
from portal.vietnamese.numbers import AmbiguousNumber, ReadingError, read_decimal, write_number

PARTS_DECIMALS = 2  # parts are lengths, areas, money: a dot with three digits behind it is asked about
NUMBER_LABELS = {"numerator": "Tử số", "denominator": "Mẫu số", "value": "Giá trị"}
# "reason" is the kind of figure, or why there is none; "remark" the note; "note" why a figure is changed or odd.
TEXTS = ("numerator", "denominator", "value", "reason", "remark", "note")
OFFICIAL = Figure.Quality.OFFICIAL
QUALITIES = frozenset(set(Figure.Quality.values) - {OFFICIAL})
MISSING = frozenset(Figure.Missing.values)
KINDS = [
    ("", "Chính thức"),
    *((code, str(label).capitalize()) for code, label in Figure.Quality.choices if code in QUALITIES),
    *((code, str(label).capitalize()) for code, label in Figure.Missing.choices),
]
STATED = "stated"


class FigureField(forms.CharField):
    """A figure as text; cleaned it is a Decimal, or None for a blank."""

    def __init__(self, *, decimals: int, unit: str, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.decimals, self.unit = decimals, unit

    def clean(self, value: str | None) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_decimal(text, decimals=self.decimals, unit=self.unit).value
        except AmbiguousNumber as question:
            raise forms.ValidationError(_asked(text, question), code=question.code) from question
        except ReadingError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


def _asked(text: str, question: AmbiguousNumber) -> str:
    thousands, decimal = question.choices
    return (
        f"“{text}” là {question.written[0]} (dấu chấm phân cách hàng nghìn) hay {question.written[1]} "
        f"(dấu phẩy thập phân)? Ghi {thousands:f} hoặc {write_number(decimal)}."
    )


def typed(value: Decimal | None, decimals: int, places: int) -> str:
    """The figure as one would type it, so that it is read back as the same: 84.053 only where it is no question.

    A figure with decimals gets `places` of them at least: 103,10 beside 110,43.
    """
    if value is None:
        return ""
    needed = max(0, -int(value.normalize().as_tuple().exponent))
    text = write_number(value, max(needed, places) if needed else 0)
    try:
        read_decimal(text, decimals=decimals)
    except AmbiguousNumber:
        return text.replace(".", "")
    return text


def number_fields(indicator: Indicator) -> tuple[str, ...]:
    """Which numbers are asked for; where the parts are not stated, the ratio itself may be entered instead."""
    if not indicator.has_parts or not indicator.denominator_name:
        return ("value",)
    return (
        ("numerator", "denominator") if indicator.parts_certainty == STATED else ("numerator", "denominator", "value")
    )


def decimals_of(indicator: Indicator, name: str) -> int:
    """The decimals that a number is read with: a share can always have some, a count only what it declares."""
    if name != "value":
        return PARTS_DECIMALS
    return max(indicator.precision, 1) if indicator.is_percent else indicator.precision


def places_of(indicator: Indicator, name: str) -> int:
    """The decimals that a number is written with, where it has any."""
    return indicator.precision if name == "value" else PARTS_DECIMALS


def texts_of(row: EntryRow) -> dict[str, str]:
    """What the inputs of the row hold before anyone types."""
    figure, pending = row.shows, row.pending
    kind = figure.missing_reason or (figure.quality if figure.quality in QUALITIES else "") if figure else ""
    numbers = _written(figure, row.indicator)
    if row.enters_cumulative:
        numbers["value"] = typed(row.cumulative, decimals_of(row.indicator, "value"), row.indicator.precision)
    return {
        **numbers,
        "reason": kind,
        "remark": pending.note if pending else "",
        "note": pending.reason if pending else "",
    }


def texts_before(row: EntryRow) -> dict[str, str]:
    """The numbers of the last period before as one would type them; empty where it had none."""
    kept = previous_figures(row)
    if kept is None:
        return {}
    texts = {name: text for name, text in _written(row.previous, row.indicator).items() if text}
    return texts | ({"reason": kept.quality} if kept.quality in QUALITIES else {})


def _written(figure: Any, indicator: Indicator) -> dict[str, str]:
    return {
        name: typed(getattr(figure, name, None), decimals_of(indicator, name), places_of(indicator, name))
        for name in number_fields(indicator)
    }


def fingerprint(texts: Mapping[str, str]) -> str:
    """Short digest of a row's texts: a row that comes back as it was shown was not touched."""
    joined = "\x1f".join((texts.get(name) or "").replace("\r\n", "\n").strip() for name in TEXTS)
    return hashlib.blake2s(joined.encode(), digest_size=6).hexdigest()
