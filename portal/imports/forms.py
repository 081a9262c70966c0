"""Forms of handing in a workbook, confirming its import, and choosing what goes out."""

from typing import Any

from django import forms

from portal.imports.catalogue import KINDS
from portal.periods.models import Period
from portal.units.actions import UnitNotFound, resolve

CLEAN_TEXT = {"null_characters_not_allowed": "Có ký tự không hợp lệ."}


class UploadForm(forms.Form):
    """The file and what is in it. What stands inside the file is looked at by the action, not here."""

    kind = forms.ChoiceField(
        label="Loại dữ liệu",
        choices=[(kind.code, kind.label) for kind in KINDS.values()],
        error_messages={"invalid_choice": "Không có loại dữ liệu này.", "required": "Hãy chọn loại dữ liệu."},
    )
    file = forms.FileField(
        label="Tệp số liệu",
        allow_empty_file=True,  # an empty one is refused with the reason, like every other file
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        help_text="Tệp .xlsx, .xls, .ods hoặc .csv, tối đa 20 MB, 100.000 dòng. Tên cột không cần đúng hoa thường.",
        error_messages={"required": "Hãy chọn tệp .xlsx, .xls, .ods hoặc .csv.", "invalid": "Tệp không gửi lên được."},
    )

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refusal:
            self.fields["file"].error_messages = {**self.fields["file"].error_messages, "required": refusal}


class ConfirmForm(forms.Form):
    """The one-time token of the preview, and why the figures are imported."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=32, error_messages=CLEAN_TEXT)
    reason = forms.CharField(
        label="Lý do nhập",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi vào nhật ký. Số đã có bị sửa mà dòng không có ghi chú thì lấy lý do này làm lý do sửa.",
        error_messages={**CLEAN_TEXT, "max_length": "Lý do dài quá 2.000 ký tự."},
    )

    def about_records(self) -> "ConfirmForm":
        """The form of a sheet of records: no figure takes its reason from here."""
        self.fields["reason"].help_text = "Ghi vào nhật ký. Tệp có tài khoản bị khóa thì phải ghi lý do."
        return self


class UndoForm(forms.Form):
    """Why a batch is taken back."""

    reason = forms.CharField(
        label="Lý do hoàn tác",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi vào nhật ký, ví dụ: nhập nhầm tệp của kỳ khác.",
        error_messages={
            **CLEAN_TEXT,
            "required": "Hãy ghi lý do hoàn tác.",
            "max_length": "Lý do dài quá 2.000 ký tự.",
        },
    )


class ChoiceForm(forms.Form):
    """Which figures go into a file: of one unit, of one period, or all."""

    unit = forms.CharField(
        label="Mã đơn vị",
        required=False,
        max_length=30,
        help_text="Ví dụ 665. Mã dùng cho hai đơn vị thì thêm ngày: 24722@2025-07-01.",
        error_messages=CLEAN_TEXT,
    )
    period = forms.CharField(
        label="Mã kỳ", required=False, max_length=30, help_text="Ví dụ 2023, 2023-Q3.", error_messages=CLEAN_TEXT
    )

    def clean_unit(self) -> Any:
        code = self.cleaned_data["unit"]
        try:
            return resolve(code) if code else None
        except (UnitNotFound, ValueError) as error:
            known = isinstance(error, UnitNotFound)
            raise forms.ValidationError(str(error) if known else "Ngày sau @ viết như 2025-07-01.") from error

    def clean_period(self) -> Any:
        code = self.cleaned_data["period"]
        found = Period.objects.by_code(code) if code else None
        if code and found is None:
            raise forms.ValidationError(f"Chưa có kỳ nào mang mã “{code}”.")
        return found
