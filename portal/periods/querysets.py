"""Questions about periods and holidays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models


class PeriodQuerySet(models.QuerySet):
    """Periods in the order of time."""

    def by_code(self, code: str) -> "models.Model | None":
        """The period with this code, or None."""
        return self.filter(code=code).first()

    def with_codes(self, codes: Iterable[str]) -> "PeriodQuerySet":
        """The periods with these codes."""
        return self.filter(code__in=list(codes))

    def with_ids(self, ids: Any) -> "PeriodQuerySet":
        """The periods with these ids."""
        return self.filter(pk__in=ids)

    def newest_first(self) -> "PeriodQuerySet":
        """The latest cut-off first."""
        return self.order_by("-position")

    def of_kind(self, kind: str) -> "PeriodQuerySet":
        """Periods of one kind."""
        return self.filter(kind=kind)

    def up_to(self, on: date) -> "PeriodQuerySet":
        """Periods whose cut-off has come by the day."""
        return self.filter(as_of_on__lte=on)


class HolidayQuerySet(models.QuerySet):
    """Public holidays."""

    def days(self) -> frozenset[date]:
        """All days off as a set. One query."""
        return frozenset(self.values_list("day", flat=True))

    def of_year(self, year: int) -> "HolidayQuerySet":
        """Days off of one year, first to last."""
        return self.filter(day__year=year).order_by("day")

    def on(self, day: date) -> "HolidayQuerySet":
        """The holiday of this day."""
        return self.filter(day=day)

    def with_id(self, pk: int) -> "HolidayQuerySet":
        """The holiday with this id."""
        return self.filter(pk=pk)

    def years(self) -> list[int]:
        """Years that have days off, first to last. One query."""
        return [day.year for day in self.dates("day", "year")]
