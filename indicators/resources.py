"""The sheet `observations`: its columns, how each is read and written; one class imports and exports."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from import_export import resources, widgets

from indicators.models import Figure, Observation
from portal.units.columns import Cell, SheetField, TextWidget
from portal.vietnamese.dates import read_period, write_date
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import fold
from portal.vietnamese.numbers import read_decimal, write_number
from portal.vietnamese.numbers.figures import refuse_excel_error

# What the reader of workbooks puts where a formula has no stored result.
UNCALCULATED = "#CHƯA_TÍNH!"


class RemarkWidget(TextWidget):
    """Words of people; a formula that failed is none of them. `longest` is what the column holds."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        text = super().clean(value)
        _refuse_formula(text)
        if len(text) > self.longest:
            message = f"Ô dài {write_number(len(text))} ký tự, tối đa {write_number(self.longest)}."
            raise ReadingError("too_long", f"{message} Rút gọn nội dung ô.")
        return text


def _refuse_formula(text: str) -> None:
    """Raises for a formula whose result is an error, or was never stored because no spreadsheet computed it."""
    if text == UNCALCULATED:
        message = "Ô có công thức nhưng tệp không lưu kết quả."
        raise ReadingError("uncalculated", f"{message} Mở tệp bằng Excel, lưu lại rồi gửi, hoặc dán dạng giá trị.")
    refuse_excel_error(text)


class PeriodWidget(TextWidget):
    """A period in any wording; a year may stand as a number. Campaign codes pass through as they are."""

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        if isinstance(value, date):
            raise ReadingError(
                "period_is_date",
                f"Excel đã đổi kỳ thành ngày {write_date(value)}. "
                "Định dạng cột Kỳ là Văn bản (Text) rồi gõ lại, ví dụ 2023-08 hoặc Tháng 8/2023.",
            )
        text = super().clean(value)
        if not text:
            raise ReadingError("empty_key", "Thiếu kỳ báo cáo. Ghi kỳ, ví dụ 2023, 2023-Q3 hoặc Tháng 8/2023.")
        if text in kwargs.get("campaigns", ()):
            return text
        return read_period(text)


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
        _refuse_formula(value)
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


class WordWidget(TextWidget):
    """One of a few words, accents and case do not matter; blank is the first choice or none."""

    def __init__(self, choices: Any, *, blank: str = "") -> None:
        self.words = {fold(label): value for value, label in choices.choices}
        self.labels = dict(choices.choices)
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


class ObservationResource(resources.ModelResource):
    """Figures of units, one row a unit, indicator and period."""

    unit_code = SheetField(
        "Mã đơn vị", "series__unit__code", TextWidget(), aliases=("Mã ĐVHC", "Mã đơn vị hành chính"), required=True
    )
    unit_name = SheetField(
        "Tên đơn vị", "series__unit__name", TextWidget(), aliases=("Đơn vị", "Tên đơn vị hành chính")
    )
    indicator_code = SheetField("Mã chỉ tiêu", "series__indicator__code", TextWidget(), required=True)
    period = SheetField("Kỳ", "period__code", PeriodWidget(), aliases=("Kỳ báo cáo", "Kỳ số liệu"), required=True)
    numerator = SheetField("Tử số", "numerator", FigureWidget())
    denominator = SheetField("Mẫu số", "denominator", FigureWidget())
    value = SheetField("Giá trị", "value", FigureWidget(), aliases=("Số liệu",))
    as_reported = SheetField("Giá trị theo báo cáo", "as_reported", FigureWidget(), aliases=("Số báo cáo",))
    quality = SheetField("Loại số liệu", "quality", WordWidget(Figure.Quality, blank=Figure.Quality.OFFICIAL))
    missing_reason = SheetField(
        "Lý do chưa có số liệu", "missing_reason", WordWidget(Figure.Missing), aliases=("Lý do không có số", "Lý do")
    )
    source_text = SheetField("Nguồn", "source_text", RemarkWidget(longest=300), aliases=("Nguồn số liệu",))
    note = SheetField("Ghi chú", "note", RemarkWidget(longest=5000))

    class Meta:
        model = Observation
        fields = (
            "unit_code", "unit_name", "indicator_code", "period", "numerator", "denominator", "value", "as_reported",
            "quality", "missing_reason", "source_text", "note",
        )  # fmt: skip
        export_order = fields

    def read_cell(self, name: str, value: Cell, **context: Any) -> Any:
        """One cell by the column's own widget. Raises ReadingError in Vietnamese."""
        return self.fields[name].widget.clean(value, None, **context)
