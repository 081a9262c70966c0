"""Questions about periods and holidays."""

from datetime import date

from django.db import models


class PeriodQuerySet(models.QuerySet):
    """Periods in the order of time."""

    def by_code(self, code: str) -> "models.Model | None":
        """The period with this code, or None."""
        return self.filter(code=code).first()

    def up_to(self, on: date) -> "PeriodQuerySet":
        """Periods whose cut-off has come by the day."""
        return self.filter(as_of_on__lte=on)


class HolidayQuerySet(models.QuerySet):
    """Public holidays."""

    def days(self) -> frozenset[date]:
        """All days off as a set. One query."""
        return frozenset(self.values_list("day", flat=True))
