"""Questions about what is derived from figures: roll-ups, and where series stand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from indicators.querysets import OpenToStaff


class ReadingQuerySet(OpenToStaff):
    """Roll-ups of units."""

    def reported(self) -> "ReadingQuerySet":
        """Readings with at least one part."""
        return self.filter(parts_reported__gt=0)

    def of_series(self, series: Any) -> "ReadingQuerySet":
        """Roll-ups of one series, newest period first."""
        return self.filter(series=series).select_related("period").order_by("-period__position")

    def of_units(self, unit_ids: Iterable[int]) -> "ReadingQuerySet":
        """Roll-ups of several units."""
        return self.filter(series__unit__in=list(unit_ids))

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
