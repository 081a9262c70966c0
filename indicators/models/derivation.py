"""How an indicator follows from others in the same unit: a table of operations and operands, no formula language."""

from django.db import models

from indicators.derivations import DerivationQuerySet
from indicators.models.catalogue import Indicator
from indicators.rules.derivations import Operation, Role
from portal.history.records import row_history
from resolutions.models import Document

OPERATION_WORDS = {
    Operation.SHARE: "tỷ trọng: phần ÷ toàn bộ × 100",
    Operation.SUM: "tổng các chỉ tiêu",
    Operation.GROWTH: "tăng so với cùng kỳ năm trước, %",
    Operation.RATIO_OF_TWO: "thương của hai chỉ tiêu",
}
ROLE_WORDS = {
    Role.PART: "phần",
    Role.WHOLE: "toàn bộ",
    Role.TERM: "số hạng",
    Role.NUMERATOR: "tử số",
    Role.DENOMINATOR: "mẫu số",
    Role.LEVEL: "mức",
}


class Derivation(models.Model):
    """The operation that gives an indicator its figures where a unit has none of its own; changed by actions only."""

    indicator = models.OneToOneField(
        Indicator, models.PROTECT, related_name="derivation", primary_key=True, verbose_name="chỉ tiêu"
    )
    operation = models.CharField(
        "phép tính", max_length=12, choices=[(one.value, OPERATION_WORDS[one]) for one in Operation]
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="derivations", null=True, blank=True, verbose_name="văn bản quy định"
    )
    explanation = models.TextField("giải thích", blank=True)

    objects = DerivationQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "cách tính chỉ tiêu"
        verbose_name_plural = "cách tính chỉ tiêu"
        ordering = ["indicator"]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.get_operation_display()}"

    @property
    def operands(self) -> list[Indicator]:
        """The operands in their places; without a query on a row fetched `with_operands`."""
        return [part.operand for part in self.parts.all()]


class DerivationPart(models.Model):
    """One operand of a derivation, in its place."""

    derivation = models.ForeignKey(Derivation, models.PROTECT, related_name="parts", verbose_name="cách tính")
    operand = models.ForeignKey(Indicator, models.PROTECT, related_name="goes_into", verbose_name="chỉ tiêu đưa vào")
    role = models.CharField("vai trò", max_length=11, choices=[(one.value, ROLE_WORDS[one]) for one in Role])
    position = models.PositiveSmallIntegerField("thứ tự")

    history = row_history()

    class Meta:
        verbose_name = "chỉ tiêu đưa vào phép tính"
        verbose_name_plural = "chỉ tiêu đưa vào phép tính"
        ordering = ["derivation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["derivation", "position"], name="derivation_part_place"),
            models.UniqueConstraint(fields=["derivation", "operand"], name="derivation_part_once"),
            models.CheckConstraint(
                condition=~models.Q(derivation=models.F("operand")), name="derivation_not_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.operand}"
