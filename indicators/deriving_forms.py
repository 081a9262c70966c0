"""Forms of how an indicator follows from others, and of what weighs its means."""

from typing import Any

from django import forms

from indicators import actions
from indicators.models import Derivation, Indicator
from indicators.rules.derivations import ROLES, Wanted
from indicators.version_forms import DOCUMENT_HELP, AboutIndicator, DocumentField

OPERATIONS = Derivation._meta.get_field("operation").choices
OPERANDS_HELP = (
    "Mỗi dòng một mã chỉ tiêu. Tỷ trọng: dòng đầu là phần, dòng sau là toàn bộ. Thương: tử số rồi đến mẫu số. "
    "Tổng: từng số hạng. Tốc độ tăng: một chỉ tiêu, so với cùng kỳ năm trước."
)


class DeriveForm(AboutIndicator):
    """The operation and its operands, by code."""

    operation = forms.ChoiceField(
        label="Phép tính",
        choices=[("", "Chọn phép tính"), *OPERATIONS],
        error_messages={"required": "Hãy chọn phép tính.", "invalid_choice": "Hãy chọn một phép tính trong danh sách."},
    )
    operands = forms.CharField(
        label="Mã chỉ tiêu đưa vào",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=OPERANDS_HELP,
        max_length=2000,
        error_messages={"required": "Hãy ghi mã chỉ tiêu, mỗi dòng một mã."},
    )
    document = DocumentField(label="Văn bản quy định", required=False, help_text=DOCUMENT_HELP, max_length=80)
    explanation = forms.CharField(
        label="Giải thích", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )

    wanted: Wanted | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            codes = [line.strip().lower() for line in cleaned["operands"].splitlines() if line.strip()]
            self.wanted = Wanted(self.indicator.code, cleaned["operation"], _in_roles(cleaned["operation"], codes))
            for sentence in actions.review_derivation(self.wanted):
                self.add_error("operands", sentence)
        return cleaned


class WeightForm(AboutIndicator):
    """The indicator that weighs the means of another over units, by code."""

    weight = forms.CharField(
        label="Mã chỉ tiêu làm quyền số", max_length=80,
        help_text="Một chỉ tiêu là số lượng, ví dụ dân số khi bình quân thu nhập đầu người.",
        error_messages={"required": "Hãy ghi mã chỉ tiêu làm quyền số."},
    )  # fmt: skip

    chosen: Indicator | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            code = cleaned["weight"].strip().lower()
            for sentence in actions.review_weight(self.indicator, code):
                self.add_error("weight", sentence)
            self.chosen = Indicator.objects.by_code(code).first()
        return cleaned


def _in_roles(operation: str, codes: list[str]) -> tuple[tuple[str, str], ...]:
    """The codes in the roles of the operation, the last of which takes all others: terms of a sum, else refused."""
    roles = ROLES[operation]
    return tuple(zip([*roles, *[roles[-1]] * len(codes)], codes, strict=False))
