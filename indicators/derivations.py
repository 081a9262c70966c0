"""Questions about how indicators follow from others."""

from indicators.querysets import OpenToStaff


class DerivationQuerySet(OpenToStaff):
    """How indicators follow from others."""

    def of_indicator(self, indicator_id: int) -> "DerivationQuerySet":
        """The derivation of the indicator, where it has one."""
        return self.filter(pk=indicator_id)

    def with_operands(self) -> "DerivationQuerySet":
        """With the operands in their places and the document. One query more."""
        return self.select_related("document").prefetch_related("parts__operand")

    def operands(self) -> list[tuple[str, str, str]]:
        """Code of the derived indicator, operation and code of an operand, in order. One query."""
        rows = self.order_by("indicator", "parts__position").exclude(parts=None)
        return list(rows.values_list("indicator__code", "operation", "parts__operand__code"))
