"""Forms of evidence: a new file, or one that the unit has already."""

from typing import Any

from django import forms

from portal.evidence.actions import LONGEST_NOTE
from portal.evidence.models import EvidenceFile
from portal.evidence.rules import ALLOWED, KINDS

CLEAN_TEXT = {
    "null_characters_not_allowed": "Có ký tự không hợp lệ.",
    "max_length": f"Ghi chú dài quá {LONGEST_NOTE} ký tự. Rút gọn rồi gửi lại.",
}
ACCEPTED = ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.endings)
OFFERED = 100


def _note_field() -> forms.CharField:
    return forms.CharField(
        label="Ghi chú", required=False, max_length=LONGEST_NOTE, error_messages=CLEAN_TEXT,
        help_text="Ví dụ: Biên bản nghiệm thu số 12/BB-UBND ngày 5/8/2023.",
    )  # fmt: skip


class AttachForm(forms.Form):
    """A file to send. What it is, is judged by the action from its content."""

    file = forms.FileField(
        label="Tệp minh chứng",
        allow_empty_file=True,  # an empty one is refused with the reason, like every other file
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=f"Báo cáo đã ký, ảnh, bảng số liệu. Loại tệp: {ALLOWED}; tối đa 10 MB. Điện thoại chụp ảnh được.",
        error_messages={
            "required": f"Hãy chọn một tệp {ALLOWED}.",
            "invalid": f"Hãy chọn một tệp {ALLOWED}.",
            "max_length": "Tên tệp dài quá 255 ký tự. Đổi tên ngắn hơn rồi gửi lại.",
        },
    )
    note = _note_field()

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, auto_id="tep_%s", **kwargs)
        if refusal:
            messages = self.fields["file"].error_messages
            self.fields["file"].error_messages = {**messages, "required": refusal}


class ReuseForm(forms.Form):
    """One of the files that the unit has already."""

    kept = forms.TypedChoiceField(
        label="Tệp đã tải lên",
        coerce=int,
        error_messages={
            "required": "Hãy chọn một tệp trong danh sách.",
            "invalid_choice": "Không còn tệp này trong kho của đơn vị. Chọn tệp khác.",
        },
    )
    note = _note_field()

    def __init__(self, *args: Any, files: list[EvidenceFile], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="kho_%s", **kwargs)
        self.fields["kept"].choices = [("", "– Chọn tệp –")] + [
            (one.pk, f"{one.name} ({one.size_in_words}, {one.uploaded_at:%d/%m/%Y})") for one in files
        ]
