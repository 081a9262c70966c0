"""Questions about what is derived: how indicators follow from others, readings and standings."""

from collections.abc import Iterable
from datetime import date
from typing import Any

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


class ReadingQuerySet(OpenToStaff):
    """Roll-ups of units."""

    def reported(self) -> "ReadingQuerySet":
        """Readings with at least one part."""
        return self.filter(parts_reported__gt=0)

    def of_series(self, series: Any) -> "ReadingQuerySet":
        """Roll-ups of one series, newest period first."""
        return self.filter(series=series).select_related("period").order_by("-period__position")

    def at_keys(self, series_ids: Iterable[int], period_ids: Iterable[int]) -> "ReadingQuerySet":
        """What was derived for the series in the periods."""
        return self.filter(series__in=list(series_ids), period__in=list(period_ids))

    def of_units(self, unit_ids: Iterable[int]) -> "ReadingQuerySet":
        """Roll-ups of several units."""
        return self.filter(series__unit__in=list(unit_ids))

    def of_indicators(self, indicator_ids: Iterable[int]) -> "ReadingQuerySet":
        """Roll-ups and derived figures of these indicators."""
        return self.filter(series__indicator__in=list(indicator_ids))

    def from_day(self, day: date) -> "ReadingQuerySet":
        """Roll-ups of periods whose own day is this one or later."""
        return self.filter(period__as_of_on__gte=day)

    def keys(self) -> list[tuple[int, int]]:
        """Series and period of every roll-up. One query."""
        return list(self.order_by("series_id", "period_id").values_list("series_id", "period_id"))


class StandingQuerySet(OpenToStaff):
    """Where series stand."""

    def of_series(self, ids: Iterable[int]) -> "StandingQuerySet":
        """Standings of the series, with their periods. One query."""
        return self.filter(series__in=ids).select_related("period", "previous_period")

    def judged_by(self, target_ids: Iterable[int]) -> "StandingQuerySet":
        """Standings that were judged by one of the targets."""
        return self.filter(target__in=list(target_ids))

    def expired_on(self, day: date) -> "StandingQuerySet":
        """Standings whose verdict may have changed by the day without a write."""
        return self.filter(recheck_on__lte=day)
