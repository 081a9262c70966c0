"""Forms of administrators."""

from django import forms

from portal.periods.models import Holiday, Period


class HolidayForm(forms.ModelForm):
    """A day off and what it is for."""

    day = forms.DateField(
        label="Ngày nghỉ",
        help_text="Ngày/tháng/năm, ví dụ 2/9/2026. Thứ Bảy, Chủ nhật không cần nhập.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label="Nghỉ nhân dịp", max_length=120)

    class Meta:
        model = Holiday
        fields = ("day", "name")

    def validate_unique(self) -> None:
        """The action says it, naming the day."""


class OpenReportsForm(forms.Form):
    """The period whose reports are opened."""

    period = forms.ModelChoiceField(
        Period.objects.newest_first(),
        label="Kỳ báo cáo",
        empty_label="Chọn kỳ",
        help_text="Chưa có kỳ cần mở: trên máy chủ chạy “python manage.py make_periods” kèm năm.",
        error_messages={"required": "Hãy chọn kỳ báo cáo.", "invalid_choice": "Không có kỳ này. Hãy chọn kỳ."},
    )
