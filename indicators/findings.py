"""Questions about what the quality rules found."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from indicators.querysets import OpenToStaff
from indicators.rules.quality import Severity
from portal.accounts.querysets import in_scope
from portal.accounts.roles import Permission

CLOSED = "closed"
OPEN = "open"


class FindingQuerySet(OpenToStaff):
    """Findings: they are about approved figures, so that every signed-in person may read them."""

    def with_id(self, pk: int) -> "FindingQuerySet":
        """The finding with this id."""
        return self.filter(pk=pk)

    def lasting(self) -> "FindingQuerySet":
        """Findings whose cause stands, answered or not."""
        return self.exclude(state=CLOSED)

    def unanswered(self) -> "FindingQuerySet":
        """Findings that wait for an explanation."""
        return self.filter(state=OPEN)

    def of_series(self, series_ids: Iterable[int]) -> "FindingQuerySet":
        """Findings about figures of these series."""
        return self.filter(series__in=list(series_ids))

    def of_unit(self, unit: Any) -> "FindingQuerySet":
        """Findings about figures of one unit."""
        return self.filter(series__unit=unit)

    def of_report(self, submission: Any) -> "FindingQuerySet":
        """Findings about figures of the report's unit and period."""
        return self.filter(series__unit=submission.unit_id, period=submission.period_id)

    def answerable_by(self, user: Any) -> "FindingQuerySet":
        """Findings that the person may explain: people of the unit, those of an agency only about its own figures."""
        if not user.is_authenticated:
            return self.none()
        if user.may(Permission.RECEIVE):
            return self
        if not (user.may(Permission.ENTER) or user.may(Permission.APPROVE)):
            return self.none()
        found = self.filter(in_scope(user, unit="series__unit", as_of="period__as_of_on"))
        return found.filter(Q(series__owner=user.agency_id) | Q(series__owner=None)) if user.agency_id else found

    def acceptable_by(self, user: Any) -> "FindingQuerySet":
        """Findings that the person may accept an answer to."""
        return self if user.is_authenticated and user.may(Permission.RECEIVE) else self.none()

    def for_page(self) -> "FindingQuerySet":
        """With figure, unit and people named."""
        return self.select_related("series__indicator", "series__unit", "period", "explained_by", "accepted_by")

    def gravest_first(self) -> "FindingQuerySet":
        """Errors before warnings before questions, then by unit and indicator."""
        rank = Case(
            *(When(severity=severity, then=Value(number)) for number, severity in enumerate(Severity)),
            default=Value(len(Severity)),
        )
        return self.order_by(
            rank, "series__unit__sort_text", "series__indicator__position", "-period__position", "rule"
        )

    def counts_by_place(self, unit_ids: Iterable[int], period_ids: Iterable[int]) -> dict[tuple[int, int], int]:
        """How many findings each unit has in each period. One query."""
        found = self.filter(series__unit__in=list(unit_ids), period__in=list(period_ids)).order_by("series__unit")
        rows = found.values_list("series__unit", "period").annotate(how_many=Count("pk"))
        return {(unit, period): how_many for unit, period, how_many in rows}

    def counts_by_unit(self) -> list[tuple[str, str, str, int]]:
        """Address and name of each unit, severity, and how many findings. One query."""
        rows = self.order_by("series__unit__sort_text", "series__unit__valid_from")
        names = ("series__unit__slug", "series__unit__name", "severity")
        return list(rows.values_list(*names).annotate(how_many=Count("pk")))
