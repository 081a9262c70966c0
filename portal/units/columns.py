"""Columns of sheets of every room: how a cell is read and written, its other spellings, whether it must be there."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from import_export import fields, widgets

from portal.vietnamese.dates import read_date, write_date
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.names import clean

Cell = str | Decimal | int | date | bool | None


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

    def __init__(self, blank: date) -> None:
        self.blank = blank
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> date:
        if value is None or value == "":
            return self.blank
        return value if isinstance(value, date) else read_date(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The day for a cell; what `blank` stands for is an empty one."""
        return "" if value == self.blank else write_date(value)


class SheetField(fields.Field):
    """A column with its other spellings, and whether a workbook must have it."""

    def __init__(
        self,
        column: str,
        attribute: str,
        widget: widgets.Widget,
        *,
        aliases: tuple[str, ...] = (),
        required: bool = False,
    ) -> None:
        super().__init__(attribute=attribute, column_name=column, widget=widget, readonly=True)
        self.aliases, self.required = aliases, required
