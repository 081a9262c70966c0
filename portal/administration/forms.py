"""Forms of administrators."""

from django import forms

from portal.periods.models import Holiday


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
