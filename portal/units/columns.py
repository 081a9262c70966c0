"""Columns of sheets of every room: how a cell is read and written, its other spellings, whether it must be there."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from import_export import fields, widgets

from portal.vietnamese.dates import read_date, write_date
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import clean, fold
from portal.vietnamese.numbers import read_decimal
from portal.vietnamese.numbers.figures import refuse_excel_error

Cell = str | Decimal | int | date | bool | None

# What the reader of workbooks puts where a formula has no stored result.
UNCALCULATED = "#CHƯA_TÍNH!"
_HORIZON = re.compile(r"[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")


class TextWidget(widgets.Widget):
    """A text as it stands, cleaned of odd blanks; numbers become their digits (a code typed as a number)."""

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        return "" if value is None else clean(str(value)).removeprefix("'")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The text for a cell; nothing is an empty one."""
        return str(value or "")


class BriefWidget(TextWidget):
    """A text that is no longer than its column."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        text = super().clean(value)
        if len(text) > self.longest:
            raise ReadingError("too_long", f"Ô dài {len(text)} ký tự, tối đa {self.longest}. Rút gọn nội dung ô.")
        return text


class DayWidget(widgets.Widget):
    """A day as people write it, or a true date of the workbook; blank stands for `blank`."""

    def __init__(self, blank: date | None) -> None:
        self.blank = blank
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> date | None:
        if value is None or value == "":
            return self.blank
        return value if isinstance(value, date) else read_date(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The day for a cell; what `blank` stands for is an empty one."""
        return "" if value == self.blank else write_date(value)


class OptionalDayWidget(DayWidget):
    """A day that may be missing: blank is None."""

    def __init__(self) -> None:
        super().__init__(blank=None)


class HorizonWidget(TextWidget):
    """A year, a month or a day as far as it is known: 2025, 2025-06, 2025-06-30; kept as written."""

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        text = value.isoformat() if isinstance(value, date) else super().clean(value)
        if not text or _HORIZON.fullmatch(text):
            return text
        try:
            return read_date(text).isoformat()
        except ReadingError as error:
            message = f"{quoted(text)} không phải năm, tháng hay ngày. Ghi 2025, 2025-06 hoặc 30/6/2025."
            raise ReadingError("bad_horizon", message) from error


def refuse_formula(text: str) -> None:
    """Raises for a formula whose result is an error, or was never stored because no spreadsheet computed it."""
    if text == UNCALCULATED:
        message = "Ô có công thức nhưng tệp không lưu kết quả."
        raise ReadingError("uncalculated", f"{message} Mở tệp bằng Excel, lưu lại rồi gửi, hoặc dán dạng giá trị.")
    refuse_excel_error(text)


class FigureWidget(widgets.Widget):
    """A figure in Vietnamese writing, or a true number of the workbook; empty is None, never 0."""

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            raise ReadingError("bad_number", "Ô chứa giá trị đúng/sai, không phải số. Hãy gõ số, ví dụ 47,78.")
        if isinstance(value, date):
            message = f"Ô chứa ngày {write_date(value)}, không phải số."
            raise ReadingError("bad_number", f"{message} Định dạng ô là Số (Number) rồi gõ lại.")
        if isinstance(value, (Decimal, int)):
            return _stored(Decimal(value))
        refuse_formula(value)
        return read_decimal(value, decimals=kwargs.get("decimals"), unit=kwargs.get("unit", "")).value

    def render(self, value: Decimal | None, obj: Any = None, **kwargs: Any) -> Decimal | str:
        """The number for a cell, without zeros at its end; nothing is an empty one."""
        return "" if value is None else value.normalize() + 0


def _stored(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ReadingError("bad_number", "Ô chứa giá trị không phải là số. Hãy gõ lại số.")
    if abs(number) >= 10**11:
        raise ReadingError("too_many_digits", "Số quá lớn: tối đa 11 chữ số trước dấu phẩy. Hãy đổi đơn vị tính.")
    return number.quantize(Decimal("0.0001"))


class CountWidget(FigureWidget):
    """A whole number from `least` to `most`; empty is `blank`."""

    def __init__(self, least: int, most: int, *, blank: int | None = None) -> None:
        self.least, self.most, self.blank = least, most, blank
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> int | None:
        number = super().clean(value)
        if number is None:
            return self.blank
        if number != int(number) or not self.least <= number <= self.most:
            message = f"Ô này nhận số nguyên từ {self.least} đến {self.most}. Sửa lại số."
            raise ReadingError("bad_count", message)
        return int(number)

    def render(self, value: int | None, obj: Any = None, **kwargs: Any) -> int | str:
        """The number for a cell; nothing is an empty one."""
        return "" if value is None else int(value)


class WordWidget(TextWidget):
    """One of a few words, accents and case do not matter; `blank` is what an empty cell means."""

    def __init__(self, choices: Any, *, blank: str = "") -> None:
        self.labels = dict(choices if isinstance(choices, Mapping) else choices.choices)
        self.words = {fold(label): value for value, label in self.labels.items()}
        self.blank = blank
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        text = super().clean(value)
        if not text:
            return self.blank
        if fold(text) not in self.words:
            listed = ", ".join(self.labels.values())
            raise ReadingError("unknown_word", f"{quoted(text)} không có trong danh sách. Dùng một trong: {listed}.")
        return self.words[fold(text)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The word that people read and write."""
        return self.labels.get(value, "")

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """What a cell can be chosen from."""
        return tuple((label,) for label in self.labels.values())


class YesWidget(TextWidget):
    """Yes or no: "có" or "x" is yes, blank or "không" is no."""

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        text = fold(super().clean(value))
        if text in ("co", "x", "1", "dung", "true"):
            return True
        if text in ("", "khong", "0", "sai", "false"):
            return False
        raise ReadingError("unknown_word", f"{quoted(str(value))} không rõ là có hay không. Ghi “có” hoặc để trống.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The word of a yes; no is an empty cell."""
        return "có" if value else ""

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """What a cell can be chosen from."""
        return (("có",), ("không",))


class SheetField(fields.Field):
    """A column with its other spellings, and whether a workbook must have it.

    `attribute` is the path to the value, or a function of the record for what is no attribute of it.
    """

    def __init__(
        self,
        column: str,
        attribute: str | Callable[[Any], Any],
        widget: widgets.Widget,
        *,
        aliases: tuple[str, ...] = (),
        required: bool = False,
    ) -> None:
        path = attribute if isinstance(attribute, str) else None
        super().__init__(attribute=path, column_name=column, widget=widget, readonly=True)
        self.aliases, self.required = aliases, required
        self.asked = None if path else attribute

    @property
    def is_stored(self) -> bool:
        """Whether the record itself holds the value, so that it can be set."""
        return self.attribute is not None and "__" not in self.attribute

    def get_value(self, instance: Any) -> Any:
        """The record's own value."""
        return self.asked(instance) if self.asked else super().get_value(instance)
