"""The sheet `observations`: its columns, how each is read and written; one class imports and exports."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from import_export import resources

from indicators.models import Figure, Observation
from portal.units.columns import Cell, FigureWidget, SheetField, TextWidget, WordWidget, refuse_formula
from portal.vietnamese.dates import read_period, write_date
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.numbers import write_number


class RemarkWidget(TextWidget):
    """Words of people; a formula that failed is none of them. `longest` is what the column holds."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
        text = super().clean(value)
        refuse_formula(text)
        if len(text) > self.longest:
            message = f"Ô dài {write_number(len(text))} ký tự, tối đa {write_number(self.longest)}."
            raise ReadingError("too_long", f"{message} Rút gọn nội dung ô.")
        return text


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
