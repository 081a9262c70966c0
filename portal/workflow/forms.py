"""Forms about reports."""

from django import forms

from portal.workflow.models import Extension


class ExtensionForm(forms.ModelForm):
    """Until when a unit is given more time, and why."""

    until_on = forms.DateField(
        label="Gia hạn đến hết ngày",
        help_text="Ngày/tháng/năm, ví dụ 15/9/2026.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text="Đơn vị đọc lý do này."
    )

    class Meta:
        model = Extension
        fields = ("until_on", "reason")
