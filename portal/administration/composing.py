"""The inputs of a reporting form and of an indicator on it."""

from typing import Any

from django import forms
from django.utils import timezone

from indicators.actions import FormRefused
from indicators.entry_inputs import FigureField
from indicators.models import FormIndicator, Indicator
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.workflow.models import FormUnit, ReportingForm

FIRST_YEAR, LAST_YEAR = 2000, 2100


class YearField(forms.CharField):
    """A year as text; cleaned it is an int, or None for a blank."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=4, **options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
            raise forms.ValidationError(f"“{text}” không phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}, ví dụ 2026.")
        return int(text)


class Refusable(forms.Form):
    """A form that shows a refusal of the actions at its input."""

    def refuse(self, refusal: FormRefused) -> None:
        """Show the refusal where it belongs."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class DetailsOfForm(Refusable):
    """What a form says of itself and who reports it."""

    code = forms.RegexField(
        r"^[A-Za-z0-9À-ỹĐđ][A-Za-z0-9À-ỹĐđ/._-]*$", label="Mã biểu", max_length=30,
        help_text="Chữ, số và dấu / . _ -, ví dụ 01/BC-XA. Các bản của từng năm giữ chung một mã.",
        error_messages={"invalid": "Mã biểu chỉ gồm chữ, số và dấu / . _ -, không có khoảng trắng, ví dụ 01/BC-XA."},
    )  # fmt: skip
    name = forms.CharField(label="Tên biểu", max_length=200)
    calendar = forms.ChoiceField(label="Lịch báo cáo", choices=ReportingForm.Calendar.choices)
    frequency = forms.ChoiceField(
        label="Tần suất", required=False, choices=[("", "Mọi loại kỳ"), *ReportingForm.Frequency.choices]
    )
    year = YearField(label="Năm áp dụng", help_text="Để trống: dùng cho mọi năm, không có bản của từng năm.")
    level = forms.ChoiceField(
        label="Cấp báo cáo", required=False, choices=[("", "Chọn từng đơn vị"), *AdminUnit.Level.choices]
    )
    units = forms.ModelMultipleChoiceField(
        None, label="Đơn vị báo cáo", required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Chỉ dùng khi không chọn cấp. Giữ Ctrl để chọn nhiều đơn vị.",
    )  # fmt: skip
    term_from = YearField(label="Năm đầu nhiệm kỳ", help_text="Cần cho cột lũy kế từ đầu nhiệm kỳ, ví dụ 2025.")

    def __init__(self, *args: Any, held: ReportingForm | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = AdminUnit.objects.valid_on(timezone.localdate())
        if held:  # a unit chosen before stays choosable after it has ended
            chosen = FormUnit.objects.of_form(held).unit_ids()
            units = units | AdminUnit.objects.filter(pk__in=chosen)
            names = ("code", "name", "calendar", "frequency", "year", "level", "term_from")
            self.initial = {**{name: getattr(held, name) for name in names}, "units": chosen}
        self.fields["units"].queryset = units.in_reading_order()


class PositionField(forms.CharField):
    """A place in an order as text; cleaned it is an int, 0 for a blank."""

    def clean(self, value: Any) -> int:
        text = super().clean(value) or "0"
        if not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(f"“{text}” không phải là số thứ tự. Nhập số nguyên, ví dụ 10.")
        return int(text)


class ItemForm(Refusable):
    """The place, columns and limits of an indicator on a form."""

    section = forms.CharField(label="Mục", max_length=120, required=False, help_text="Trống: xếp theo lĩnh vực.")
    position = PositionField(
        label="Thứ tự", max_length=5, required=False, help_text="Trống: đứng sau các chỉ tiêu đã có.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    is_required = forms.BooleanField(label="Bắt buộc có số hoặc lý do", required=False, initial=True)
    needs_evidence = forms.BooleanField(label="Phải có tài liệu kiểm chứng", required=False)
    cumulative = forms.ChoiceField(
        label="Cột lũy kế", required=False, choices=FormIndicator.Cumulative.choices,
        help_text="Chỉ cho chỉ tiêu phát sinh trong kỳ.",
    )  # fmt: skip
    entered_as = forms.ChoiceField(
        label="Cán bộ nhập", choices=FormIndicator.EnteredAs.choices, initial=FormIndicator.EnteredAs.OWN,
        help_text="Nhập một số, hệ thống tính số kia từ các kỳ trước.",
    )  # fmt: skip
    has_estimate = forms.BooleanField(label="Có cột ước cả kỳ", required=False)
    minimum = FigureField(decimals=4, unit="", label="Mức thấp nhất", help_text="Số nhỏ hơn là lỗi.")
    maximum = FigureField(decimals=4, unit="", label="Mức cao nhất", help_text="Số lớn hơn là lỗi.")


class NewItemForm(ItemForm):
    """The same with the choice of the indicator."""

    indicator = forms.ModelChoiceField(Indicator.objects.all(), label="Chỉ tiêu", empty_label="Chọn chỉ tiêu")
    field_order = ("indicator",)


class PeriodForm(Refusable):
    """Which period's reports are opened."""

    period = forms.ModelChoiceField(None, label="Kỳ báo cáo", to_field_name="code", empty_label="Chọn kỳ")

    def __init__(self, *args: Any, of: ReportingForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = Period.objects.newest_first()
        self.fields["period"].queryset = periods.of_kind(of.frequency) if of.frequency else periods
