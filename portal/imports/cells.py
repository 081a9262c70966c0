"""Cells with their types: what a spreadsheet says about them beyond their text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from portal.imports.preflight.styles import shape
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.numbers import CellReading, half_up, read_cell, write_number

DAY_MONTH_SWAP = "possible_day_month_swap"
SCALED_FORMAT = "scaled_number_format"
CELL_WARNINGS = {
    DAY_MONTH_SWAP: "ngày và tháng có thể bị Excel đảo chỗ (7/12 thành 12/7): hãy đối chiếu với bản gốc",
    SCALED_FORMAT: "Excel đang hiện số này theo nghìn hoặc triệu; giá trị được lấy là số lưu trong ô",
}

# Excel counts days from 1900 and believes in 29 February 1900: serial 60 is no day, later ones are one too many.
_EPOCH_1900, _FALSE_LEAP_DAY = date(1899, 12, 31), 60
# Excel keeps and shows 15 digits; what a double has behind them (30.299999999999997) nobody typed.
_AS_EXCEL = Context(prec=15)
_EXACT = Context(prec=100)
_SHOWN_DATE = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4}).*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `kind` is empty, text, number, percent, date, bool or error.

    `value` is a str, int (whole numbers), Decimal, date or bool; a percentage is in percent (99.63), unit "%".
    `shown` is what Excel shows where it rounds; the stored figure counts.
    """

    kind: str
    value: str | int | Decimal | date | bool | None = None
    unit: str | None = None
    shown: Decimal | None = None
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The cell as a code or a name: 665 is "665", a date is 19/8/2021."""
        match self.value:
            case None:
                return ""
            case bool():
                return "TRUE" if self.value else "FALSE"
            case date():
                return f"{self.value.day}/{self.value.month}/{self.value.year}"
            case Decimal():
                return write_number(self.value) + (self.unit or "")
            case _:
                return f"{self.value}{self.unit or ''}"

    @property
    def is_empty(self) -> bool:
        """Nothing stands in it, or only blanks."""
        return self.kind == "empty"

    def read(self, *, decimals: int | None = None) -> CellReading:
        """What the cell says as a figure; a text is read as Vietnamese. Raises ReadingError as read_cell does."""
        if self.kind in ("number", "percent"):
            return CellReading("number", value=Decimal(self.value), unit=self.unit, warnings=self.warnings)
        if self.kind == "date":
            return CellReading("date", date=self.value.isoformat(), warnings=self.warnings)
        if self.kind == "error":
            raise ReadingError(
                "excel_error",
                f"Ô chứa lỗi công thức Excel {quoted(self.text)}. Hãy sửa công thức trong tệp gốc rồi nhập lại.",
            )
        return read_cell(self.text, decimals=decimals)


EMPTY = Cell("empty")


def typed_cell(
    cell_type: str,
    stored: str | int | Decimal | bool | None,
    *,
    number_format: str = "",
    shown: str | None = None,
) -> Cell:
    """The cell of a type as files have it (text, number, date, bool, error) with its stored value.

    A date is stored as a serial number of the 1900 system or as ISO text; `shown` is how somebody saw it displayed.
    """
    if stored is None or stored == "":
        return EMPTY
    if cell_type == "number":
        return _number(stored, shape(number_format))
    if cell_type == "date":
        return _date(stored, shown)
    if cell_type == "text":
        # An apostrophe in front is Excel's mark for "this is text", not part of it.
        text = str(stored).removeprefix("'")
        return Cell("text", text) if text.strip() else EMPTY
    return Cell(cell_type, stored)


def _number(stored: str | int | Decimal, form: str) -> Cell:
    try:
        value = _AS_EXCEL.create_decimal(str(stored))
    except InvalidOperation:
        return Cell("text", str(stored))
    if not value.is_finite():
        return Cell("text", str(stored))
    percent = form.endswith("%")
    exact = _EXACT.multiply(value, 100) if percent else value
    warnings = (SCALED_FORMAT,) if "," in form else ()
    places = _fixed_places(form)
    shown = None if places is None else half_up(exact, places)
    return Cell("percent" if percent else "number", _short(exact), "%" if percent else None, shown, warnings)


@lru_cache(maxsize=1024)
def _fixed_places(form: str) -> int | None:
    """The decimals that a format always shows, or None where it rounds nothing."""
    fixed = re.fullmatch(r"0(?:\.(0+))?%?", form)
    return len(fixed[1] or "") if fixed else None


def _short(value: Decimal) -> int | Decimal:
    """Whole numbers as int, others without zeros at their end."""
    whole = value.to_integral_value()
    if whole == value:
        return int(whole)
    return value.normalize(_EXACT)


def _date(stored: str | int | Decimal, shown: str | None) -> Cell:
    try:
        day = date.fromisoformat(stored) if isinstance(stored, str) else _day_of_serial(int(stored))
    except (ValueError, OverflowError):
        return Cell("text", str(stored))
    seen = _SHOWN_DATE.fullmatch(shown or "")
    # Shown as 07/12/2021 but stored as 12 July: whoever typed it day first meant 7 December.
    swapped = seen is not None and (int(seen[1]), int(seen[2])) == (day.month, day.day) and _is_doubtful(day)
    return Cell("date", day, warnings=(DAY_MONTH_SWAP,) if swapped else ())


def _day_of_serial(serial: int) -> date:
    if serial <= 0 or serial == _FALSE_LEAP_DAY:
        raise ValueError("no day")
    return _EPOCH_1900 + timedelta(days=serial if serial < _FALSE_LEAP_DAY else serial - 1)


def _is_doubtful(day: date) -> bool:
    return day.day <= 12 and day.day != day.month


def doubt_days(column: Sequence[Cell]) -> list[Cell]:
    """The cells of a column, its dates with a warning where day and month may be swapped.

    An Excel with American settings turns 07/12/2021 into 12 July and leaves 19/8/2021 as text. One real date after the
    twelfth proves that the column was understood.
    """
    days = [cell.value for cell in column if cell.kind == "date"]
    if any(day.day > 12 for day in days):
        return list(column)
    return [_doubted(cell) for cell in column]


def _doubted(cell: Cell) -> Cell:
    if cell.kind != "date" or not _is_doubtful(cell.value) or DAY_MONTH_SWAP in cell.warnings:
        return cell
    return replace(cell, warnings=(*cell.warnings, DAY_MONTH_SWAP))
