"""What a spreadsheet cell says: a figure, a ratio, a range, a status, a date, a period, or why there is nothing."""

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Any, NoReturn

from portal.vietnamese.characters import has_fullwidth, look_alike, plain
from portal.vietnamese.dates import read_date, read_period
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.numbers.figures import (
    FIGURE,
    ReadNumber,
    is_scientific,
    read_figure,
    refuse_excel_error,
    refuse_figure,
)
from portal.vietnamese.numbers.units import Unit, common_unit, read_unit
from portal.vietnamese.numbers.words import MISSING, STATUS, split_qualifier, word_code
from portal.vietnamese.numbers.writing import half_up

LONGEST_CELL = 200
LONGEST_FIGURE = 20
OVER_100 = "over_100: actual/target, not part/whole?"


def _side(name: str) -> str:
    """A figure with the unit behind it, as groups `name` and `name`_unit; a comma only between words."""
    return rf"(?P<{name}>{FIGURE})\s*(?P<{name}_unit>(?:[^\W\d_]|[%‰°])(?:[^()=;,:]|,(?=\s[^\W\d_]))*?)?\s*"


_VERB = r"(?:(?:đạt|chiếm|bằng|tương ứng|tương đương)\s+)?(?:t[ỷỉ] lệ\s+)?"
_REPORTED = rf"{_VERB}(?P<reported>{FIGURE})\s*%\s*"
_RATIO_TEXT = rf"{_side('numerator')}/\s*{_side('denominator')}"
_RATIO = re.compile(rf"{_RATIO_TEXT}(?:[,;:(=-]?\s*{_REPORTED}\)?)?", re.IGNORECASE)
_REPORTED_FIRST = re.compile(rf"{_REPORTED}[,;:(=-]\s*{_RATIO_TEXT}\)?", re.IGNORECASE)
_RANGE = re.compile(rf"(?:từ\s+)?{_side('low')}(?:-|đến|tới)\s*{_side('high')}", re.IGNORECASE)
_NUMBER = re.compile(_side("value"))
_NEGATIVE = re.compile(rf"\(\s*(?P<value>{FIGURE})\s*(?P<percent>%?)\s*\)\s*(?P<value_unit>[^\W\d_%].*|%)?")

_DATE = re.compile(
    r"ngày\b.*|[0-9]{1,2}\s?([./-])\s?[0-9]{1,2}\s?\1\s?[0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:chưa |không )?đạt\b.*[0-9].*\(.*[0-9].*\).*", re.IGNORECASE)
_CONTEXT = Context(prec=100)


@dataclass(frozen=True)
class CellReading:
    """One cell read; which fields are filled depends on `kind`: number, ratio, range, missing, status, date, period."""

    kind: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    percent: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    shown: str | None = None
    qualifier: str | None = None
    reported: Decimal | None = None
    reason: str | None = None
    status: str | None = None
    date: str | None = None
    period: str | None = None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fields that belong to the kind, as `read_text` prints them; figures stay Decimals."""
        always = _FIELDS[self.kind]
        optional = [name for name in ("shown", "qualifier", "reported") if getattr(self, name) is not None]
        return {name: getattr(self, name) for name in ("kind", *always, *optional)} | {"warnings": list(self.warnings)}


_FIELDS = {
    "number": ("value", "unit"),
    "ratio": ("numerator", "denominator", "unit", "percent"),
    "range": ("low", "high", "unit"),
    "missing": ("reason",),
    "status": ("status",),
    "date": ("date",),
    "period": ("period",),
}


def read_cell(text: str, *, decimals: int | None = None) -> CellReading:
    """What the text of a cell says, read as Vietnamese; without `decimals` nothing is known of its indicator.

    Raises ReadingError: empty, excel_error, bad_number, bad_month, bad_date, not_a_figure, unit_mismatch, ...
    """
    tidy = plain(text).removeprefix("'").strip()
    _refuse_what_is_no_cell(tidy)
    reading = _read_words(tidy) or _read_day(tidy) or _read_span(tidy) or _read_figures(tidy, decimals)
    if has_fullwidth(text):
        reading = replace(reading, warnings=("fullwidth", *reading.warnings))
    return reading


def _refuse_what_is_no_cell(text: str) -> None:
    if not text:
        raise ReadingError("empty", "Ô còn trống. Hãy nhập số liệu hoặc ghi lý do chưa có số liệu.")
    if len(text) > LONGEST_CELL:
        raise ReadingError(
            "not_a_figure", f"Ô dài quá {LONGEST_CELL} ký tự, không phải số liệu. Hãy chỉ để lại con số."
        )
    refuse_excel_error(text)


def _read_words(text: str) -> CellReading | None:
    reason = word_code(text, MISSING)
    if reason:
        return CellReading("missing", reason=reason)
    status = word_code(text, STATUS)
    return CellReading("status", status=status) if status else None


def _read_day(text: str) -> CellReading | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return CellReading("date", date=read_date(text).isoformat())
    except ReadingError as error:
        raise ReadingError("bad_month" if error.code.startswith("month") else "bad_date", error.message) from error


def _read_span(text: str) -> CellReading | None:
    """The period a cell names; a bare year is a number, and what merely resembles a period is none."""
    if text.isdecimal():
        return None
    try:
        return CellReading("period", period=read_period(text))
    except ReadingError as error:
        if error.code == "bad_period":
            return None
        raise


def _read_figures(text: str, decimals: int | None) -> CellReading:
    if look_alike(text) or is_scientific(text):
        refuse_figure(text)
    qualifier, rest, achieved = split_qualifier(text)
    reading = _read_ratio(rest, decimals) or _read_range(rest, decimals) or _read_number(rest, decimals)
    if reading is None:
        # "đạt 91,38% (47,78/52,29 km)": the verb belongs to the reported rate.
        reading = _read_ratio(text, decimals)
    if reading is None:
        _refuse_text(text)
    warnings = (*reading.warnings, "status_word") if achieved and reading.kind == "number" else reading.warnings
    return replace(reading, qualifier=qualifier, warnings=warnings)


def _refuse_text(text: str) -> NoReturn:
    if _NOTE.fullmatch(text):
        _refuse_meaning(text, "là một câu ghi chú có nhiều con số")
    refuse_figure(text)


def _read_number(text: str, decimals: int | None) -> CellReading | None:
    found = _NUMBER.fullmatch(text)
    negative = None if found else _NEGATIVE.fullmatch(text)
    if not found and not negative:
        return None
    match = found or negative
    written = match["value_unit"] or (negative["percent"] if negative else None)
    unit = _unit(written, text)
    number = _figure(match["value"], decimals, negative=negative is not None)
    warnings = number.warnings + (("scale_without_unit",) if unit and unit.lacks_noun else ())
    if unit is None:
        return CellReading("number", value=number.value, warnings=warnings)
    return CellReading("number", value=number.value * unit.scale, unit=unit.name, shown=unit.shown, warnings=warnings)


def _read_range(text: str, decimals: int | None) -> CellReading | None:
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    low, high = (_figure(found[name], decimals) for name in ("low", "high"))
    unit = _unit(_shared(found["low_unit"], found["high_unit"], text), text)
    if low.value > high.value:
        reason = f"Trong khoảng {quoted(text)} số đầu lớn hơn số cuối. Hãy viết số nhỏ trước."
        raise ReadingError("bad_number", reason)
    scale = unit.scale if unit else 1
    return CellReading(
        "range",
        low=low.value * scale,
        high=high.value * scale,
        unit=unit.name if unit else None,
        shown=unit.shown if unit else None,
        warnings=_once(low.warnings + high.warnings),
    )


def _read_ratio(text: str, decimals: int | None) -> CellReading | None:
    found = _RATIO.fullmatch(text) or _REPORTED_FIRST.fullmatch(text)
    if not found:
        return None
    numerator, denominator = (_figure(found[name], decimals) for name in ("numerator", "denominator"))
    unit = _unit(_shared(found["numerator_unit"], found["denominator_unit"], text), text)
    if unit is None and found["reported"] is None:
        _refuse_day_and_month(text, numerator.value, denominator.value)
    if denominator.value == 0:
        raise ReadingError("zero_denominator", f"Mẫu số trong {quoted(text)} bằng 0. Hãy kiểm tra lại mẫu số.")
    exact = _CONTEXT.divide(100 * numerator.value, denominator.value)
    warnings = numerator.warnings + denominator.warnings + ((OVER_100,) if exact > 100 else ())
    reported = _figure(found["reported"], None) if found["reported"] else None
    if reported and half_up(exact, -reported.value.as_tuple().exponent) != reported.value:
        warnings += ("reported_differs",)
    return CellReading(
        "ratio",
        numerator=numerator.value,
        denominator=denominator.value,
        percent=half_up(exact, 2),
        unit=unit.written if unit else None,
        reported=reported.value if reported else None,
        warnings=_once(warnings),
    )


def _figure(token: str, decimals: int | None, *, negative: bool = False) -> ReadNumber:
    if sum(character.isdigit() for character in token) > LONGEST_FIGURE:
        raise ReadingError("too_many_digits", f"{quoted(token)} có quá {LONGEST_FIGURE} chữ số. Hãy kiểm tra lại.")
    return read_figure(token.strip(), decimals=decimals, negative=negative)


def _unit(written: str | None, text: str) -> Unit | None:
    try:
        return read_unit(written)
    except ValueError:
        refuse_figure(text)


def _shared(one: str | None, other: str | None, text: str) -> str | None:
    try:
        return common_unit(one, other)
    except ValueError as error:
        reason = f"Hai số trong {quoted(text)} khác đơn vị tính: {one} và {other}. Hãy đổi về cùng một đơn vị."
        raise ReadingError("unit_mismatch", reason) from error


def _refuse_day_and_month(text: str, numerator: Decimal, denominator: Decimal) -> None:
    """Bare 24/7 and 23/5 are an idiom and a day; 2021/2022 is a school year. None of them is part of a whole."""
    if denominator < numerator <= 31 and denominator <= 12:
        _refuse_meaning(text, "giống ngày/tháng hoặc một cách nói, không phải tử số/mẫu số")
    if 1990 <= numerator <= 2100 and 1990 <= denominator <= 2100:
        _refuse_meaning(text, "giống hai năm, không phải tử số/mẫu số")


def _refuse_meaning(text: str, meaning: str) -> NoReturn:
    raise ReadingError("not_a_figure", f"{quoted(text)} {meaning}. Hãy ghi con số kèm đơn vị tính.")


def _once(warnings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(warnings))
