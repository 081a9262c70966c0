"""Pages of administrators on which an indicator is made to follow from others, or gets what weighs its means."""

from functools import cached_property
from typing import Any

from indicators import actions
from indicators.catalogue import operands_in_words
from indicators.deriving_forms import OPERATIONS, DeriveForm, WeightForm
from indicators.models import Derivation, Indicator
from indicators.version_forms import document_text
from indicators.views.versions import OfIndicator


class Derive(OfIndicator):
    """How an indicator follows from others."""

    form_class = DeriveForm
    title = "Cách tính chỉ tiêu"
    button = "Ghi cách tính"
    lead = (
        "Đơn vị không có số riêng thì được tính từ các chỉ tiêu này, ở mọi kỳ; số đã duyệt của đơn vị vẫn đứng trước "
        "số tính. Ghi xong, hệ thống tính lại ngay tất cả các kỳ."
    )

    @cached_property
    def held(self) -> Derivation | None:
        """The derivation that the indicator has. Two queries where it has one."""
        return Derivation.objects.of_indicator(self.indicator.pk).with_operands().first()

    def get_initial(self) -> dict[str, Any]:
        if self.held is None:
            return {}
        held = self.held
        return {
            "operation": held.operation,
            "operands": "\n".join(one.code for one in held.operands),
            "document": document_text(held.document),
            "explanation": held.explanation,
        }

    def rows(self, form: DeriveForm) -> list[tuple[str, str, str]]:
        """Operation, operands, document and words of explanation, before and after."""
        held, wanted, words = self.held, form.wanted, dict(OPERATIONS)
        names = {one.code: one.name for one in Indicator.objects.of_codes(wanted.operands)}
        return [
            ("Phép tính", held.get_operation_display() if held else "", words[wanted.operation]),
            ("Chỉ tiêu đưa vào", operands_in_words(held), "\n".join(names[code] for code in wanted.operands)),
            ("Văn bản", str(held.document or "") if held else "", str(form.cleaned_data["document"] or "")),
            ("Giải thích", held.explanation if held else "", form.cleaned_data["explanation"]),
        ]

    def carry_out(self, form: DeriveForm) -> str:
        """Define the derivation."""
        cleaned = form.cleaned_data
        actions.define_derivation(
            form.wanted, by=self.request.user, explanation=cleaned["explanation"], document=cleaned["document"]
        )
        return "Đã ghi cách tính; các kỳ đã có số liệu được tính lại."


class Weigh(OfIndicator):
    """Which indicator weighs the means of this one over units."""

    form_class = WeightForm
    title = "Quyền số"
    button = "Ghi quyền số"
    lead = "Đơn vị thiếu số liệu làm quyền số không được đưa vào bình quân, và trang chỉ tiêu nói rõ điều đó."

    def get_initial(self) -> dict[str, Any]:
        return {"weight": self.indicator.weight.code if self.indicator.weight else ""}

    def rows(self, form: WeightForm) -> list[tuple[str, str, str]]:
        """The weight before and after."""
        return [("Quyền số", str(self.indicator.weight or ""), form.chosen.name)]

    def carry_out(self, form: WeightForm) -> str:
        """Set the weight."""
        actions.set_weight(self.indicator, form.chosen, by=self.request.user)
        return "Đã ghi quyền số; các bình quân đã có được tính lại."
