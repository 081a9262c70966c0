"""Questions about submissions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from portal.accounts.querysets import in_scope
from portal.accounts.roles import Permission
from portal.workflow.rules import State


class SubmissionQuerySet(models.QuerySet):
    """Reports of units."""

    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """Reports, with their drafts, in the person's scope; nobody else sees that they exist."""
        if not user.is_authenticated or not user.may(Permission.SEE_DRAFTS):
            return self.none()
        return self.filter(in_scope(user, unit="unit", as_of="period__as_of_on"))

    def editable_by(self, user: Any) -> "SubmissionQuerySet":
        """Reports whose cells the person may write, whatever their state."""
        if not user.is_authenticated or not user.may(Permission.ENTER):
            return self.none()
        return self.filter(in_scope(user, unit="unit", as_of="period__as_of_on"))

    def decidable_by(self, user: Any) -> "SubmissionQuerySet":
        """Reports that the person may approve or return, whatever their state."""
        if not user.is_authenticated or not user.may(Permission.APPROVE):
            return self.none()
        return self.filter(in_scope(user, unit="unit", as_of="period__as_of_on"))

    def decidable_one(self, user: Any, pk: int) -> Any:
        """The one of decidable_by() with this id and its unit and period, None when it is not among them.

        Nearly always the unit is the person's own: then the tree need not be asked.
        """
        if not user.is_authenticated or not user.may(Permission.APPROVE):
            return None
        found = self.filter(pk=pk).select_related("unit", "period").order_by("pk").first()
        is_theirs = found is not None and (
            found.unit_id in user.home_unit_ids or self.decidable_by(user).within([pk]).exists()
        )
        return found if is_theirs else None

    def for_page(self) -> "SubmissionQuerySet":
        """With everything a list row shows."""
        return self.select_related("unit", "period", "form", "submitted_by", "decided_by")

    def within(self, ids: Any) -> "SubmissionQuerySet":
        """The reports with these ids."""
        return self.filter(id__in=ids)

    def of_units(self, unit_ids: Iterable[int]) -> "SubmissionQuerySet":
        """Reports of the units."""
        return self.filter(unit__in=unit_ids)

    def begun_by(self, day: date) -> "SubmissionQuerySet":
        """Reports of periods that have begun by the day; one without a first day begins at its cut-off."""
        begun = Q(period__starts_on__lte=day) | Q(period__starts_on=None, period__as_of_on__lte=day)
        return self.filter(begun)

    def newest_by_unit(self) -> dict[int, Any]:
        """The report of the last period of each unit, by unit. One query."""
        return {row.unit_id: row for row in self.for_page().order_by("period__position")}

    def at(self, unit: Any, period: Any) -> "SubmissionQuerySet":
        """The report of one unit for one period."""
        return self.filter(unit=unit, period=period)

    def of_units_and_periods(self, units: Any, periods: Any) -> "SubmissionQuerySet":
        """Reports of the units for the periods, with both named."""
        return self.filter(unit__in=units, period__in=periods).select_related("unit", "period")

    def in_states(self, *states: State) -> "SubmissionQuerySet":
        """Reports in one of the states."""
        return self.filter(state__in=states)

    def due_by(self, on: date) -> "SubmissionQuerySet":
        """Reports whose deadline has come by the day."""
        return self.filter(due_on__lte=on)

    def overdue_on(self, day: date) -> "SubmissionQuerySet":
        """Reports not handed in whose deadline is past on the day."""
        return self.in_states(State.DRAFT, State.RETURNED).filter(due_on__lt=day)

    def without_deadline(self) -> "SubmissionQuerySet":
        """Reports not handed in that nobody has set a deadline for."""
        return self.in_states(State.DRAFT, State.RETURNED).filter(due_on=None)

    def in_open_periods(self) -> "SubmissionQuerySet":
        """Reports of periods that nobody has closed."""
        return self.filter(period__is_closed=False)

    def most_urgent_first(self) -> "SubmissionQuerySet":
        """Returned reports first, then by deadline, those without one last."""
        returned_first = models.Case(models.When(state=State.RETURNED, then=0), default=1)
        deadline = models.F("due_on").asc(nulls_last=True)
        return self.order_by(returned_first, deadline, "-period__position", "unit__sort_text")

    def latest_decided_first(self) -> "SubmissionQuerySet":
        """The newest decision first."""
        return self.order_by(models.F("decided_at").desc(nulls_last=True), "-period__position", "unit__sort_text")


class ExtensionQuerySet(models.QuerySet):
    """More time for reports."""

    def of_submission(self, submission: Any) -> "ExtensionQuerySet":
        """Extensions of one report, the one in force first."""
        return self.filter(submission=submission).select_related("granted_by").order_by("-id")

    def latest_days(self, submission_ids: Iterable[int]) -> dict[int, date]:
        """The last day granted to each report. One query."""
        rows = self.filter(submission__in=submission_ids).order_by("id")
        return dict(rows.values_list("submission_id", "until_on"))


class ReceiptQuerySet(models.QuerySet):
    """Receipts of forms."""

    def of_key(self, key: str) -> Any:
        """The receipt with the key, None when the form has had no effect."""
        return self.filter(key=key).first()

    def older_than(self, moment: datetime) -> "ReceiptQuerySet":
        """Receipts that nobody will ask for any more."""
        return self.filter(created_at__lt=moment)
