"""Questions about submissions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.querysets import decision_scope, in_scope
from portal.accounts.roles import Permission
from portal.workflow.rules import SETTLED, WRITABLE, State

UNFINISHED_FIRST = (State.RETURNED, State.DRAFT, State.SUBMITTED, State.APPROVED)


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
        return self.filter(decision_scope(user, unit="unit", as_of="period__as_of_on"))

    def receivable_by(self, user: Any) -> "SubmissionQuerySet":
        """Reports that the person may take, send back or urge for the level above, whatever their state."""
        if not user.is_authenticated or not user.may(Permission.RECEIVE):
            return self.none()
        return self.visible_to(user)

    def decidable_one(self, user: Any, pk: int) -> Any:
        """The one of decidable_by() with this id and its unit and period, None when it is not among them.

        Nearly always the unit is the person's own: then neither successions nor the tree need be asked.
        """
        if not user.is_authenticated or not user.may(Permission.APPROVE):
            return None
        found = self.filter(pk=pk).select_related("unit", "period").order_by("pk").first()
        is_theirs = found is not None and (
            found.unit_id == user.unit_id
            or found.unit_id in user.home_unit_ids
            or self.decidable_by(user).within([pk]).exists()
        )
        return found if is_theirs else None

    def for_page(self) -> "SubmissionQuerySet":
        """With everything a list row shows."""
        return self.select_related("unit", "period", "form", "submitted_by", "decided_by", "decided_for")

    def within(self, ids: Any) -> "SubmissionQuerySet":
        """The reports with these ids."""
        return self.filter(id__in=ids)

    def of_units(self, unit_ids: Iterable[int]) -> "SubmissionQuerySet":
        """Reports of the units."""
        return self.filter(unit__in=unit_ids)

    def of_form(self, form: Any) -> "SubmissionQuerySet":
        """Reports made with one form."""
        return self.filter(form=form)

    def of_units_in(self, series: models.QuerySet) -> "SubmissionQuerySet":
        """Reports of the units that hold one of the series."""
        return self.filter(unit__in=series.values("unit"))

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
        """Reports of periods that nobody has closed, and those reopened by themselves whose time is not over."""
        return self.filter(Q(period__is_closed=False) | Q(reopened_until__gte=timezone.localdate()))

    def held(self) -> list[int]:
        """Ids of the reports, their rows held until the transaction ends: before the write lock, sorted. One query.

        On SQLite the transaction already keeps other writers out.
        """
        return list(self.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))

    def of_period(self, period: Any) -> "SubmissionQuerySet":
        """Reports of one period."""
        return self.filter(period=period)

    def of_level(self, level: str) -> "SubmissionQuerySet":
        """Reports of the units of one level; "" for all."""
        return self.filter(unit__level=level) if level else self

    def unsettled(self) -> "SubmissionQuerySet":
        """Reports that keep their period open: neither received nor waived."""
        return self.exclude(state__in=SETTLED).filter(waiver=None)

    def waived(self) -> "SubmissionQuerySet":
        """Reports that somebody has done without."""
        return self.exclude(waiver=None)

    def not_waived(self) -> "SubmissionQuerySet":
        """Reports that are still waited for."""
        return self.filter(waiver=None)

    def lapsed_on(self, day: date) -> "SubmissionQuerySet":
        """Reopened reports whose time is over on the day and that nobody has to decide on any more."""
        late = self.filter(reopened_until__lt=day)
        return late.filter(Q(state__in=WRITABLE) | Q(state=State.SUBMITTED, period__is_closed=True))

    def period_ids(self) -> models.QuerySet:
        """Ids of their periods, for a question about periods."""
        return self.order_by().values("period")

    def counts_by_state(self) -> dict[str, int]:
        """How many reports are in each state. One query."""
        rows = self.order_by("state").values_list("state")
        return dict(rows.annotate(how_many=models.Count("pk")))

    def longest_waiting_first(self) -> "SubmissionQuerySet":
        """The order of an inbox: what has waited longest first."""
        waiting = models.F("submitted_at").asc(nulls_last=True)
        return self.order_by(waiting, "period__position", "unit__sort_text", "pk")

    def by_level(self) -> "SubmissionQuerySet":
        """The order of a province's list: late and missing first, then levels and names."""
        rank = models.Case(*(models.When(state=state, then=n) for n, state in enumerate(UNFINISHED_FIRST)), default=9)
        return self.order_by(rank, models.F("due_on").asc(nulls_last=True), "unit__sort_text", "pk")

    def latest_of_units(self, unit_ids: Iterable[int], until: int, how_many: int) -> "SubmissionQuerySet":
        """Reports of the units whose deadline was set, of the periods up to a position, newest first."""
        found = self.filter(unit__in=list(unit_ids), period__position__lte=until).exclude(due_on=None)
        rank = models.Window(
            models.functions.RowNumber(), partition_by="unit", order_by=models.F("period__position").desc()
        )
        return found.annotate(rank=rank).filter(rank__lte=how_many).select_related("period").order_by("unit", "rank")

    def most_urgent_first(self) -> "SubmissionQuerySet":
        """Returned reports first, then by deadline, those without one last."""
        returned_first = models.Case(models.When(state=State.RETURNED, then=0), default=1)
        deadline = models.F("due_on").asc(nulls_last=True)
        return self.order_by(returned_first, deadline, "-period__position", "unit__sort_text")

    def latest_decided_first(self) -> "SubmissionQuerySet":
        """The newest decision first."""
        return self.order_by(models.F("decided_at").desc(nulls_last=True), "-period__position", "unit__sort_text")


class ReportingFormQuerySet(models.QuerySet):
    """Reporting forms."""

    def with_id(self, pk: int) -> Any:
        """The form with this id, None when there is none."""
        return self.filter(pk=pk).first()

    def versions_of(self, code: str) -> "ReportingFormQuerySet":
        """The versions of the form with this code."""
        return self.filter(code=code)

    def holding_in(self, code: str, year: int) -> Any:
        """The version of the year, else the one that holds for all years; None when there is neither."""
        found = {form.year: form for form in self.versions_of(code).filter(Q(year=year) | Q(year=None))}
        return found.get(year) or found.get(None)

    def counted(self) -> "ReportingFormQuerySet":
        """With the number of reports (`reports`) and of indicators (`indicators`) of each."""
        return self.annotate(
            reports=models.Count("submissions", distinct=True), indicators=models.Count("items", distinct=True)
        ).order_by("code", "year")


class FormUnitQuerySet(models.QuerySet):
    """Units chosen for forms."""

    def of_form(self, form: Any) -> "FormUnitQuerySet":
        """The chosen units of a form, with the units, by name."""
        return self.filter(form=form).select_related("unit").order_by("unit__sort_text", "pk")

    def unit_ids(self) -> list[int]:
        """Ids of the units. One query."""
        return list(self.values_list("unit_id", flat=True))


class ExtensionQuerySet(models.QuerySet):
    """More time for reports."""

    def of_submission(self, submission: Any) -> "ExtensionQuerySet":
        """Extensions of one report, the one in force first."""
        return self.filter(submission=submission).select_related("granted_by").order_by("-id")

    def latest_days(self, submission_ids: Iterable[int]) -> dict[int, date]:
        """The last day granted to each report. One query."""
        rows = self.filter(submission__in=submission_ids).order_by("id")
        return dict(rows.values_list("submission_id", "until_on"))


class ReturnedCellQuerySet(models.QuerySet):
    """Cells given back."""

    def waiting(self) -> "ReturnedCellQuerySet":
        """Cells that nobody has handed in again."""
        return self.filter(answered_at=None)

    def of_submissions(self, ids: Iterable[int]) -> "ReturnedCellQuerySet":
        """Cells of the reports in the order they were given back, with who did."""
        return self.filter(submission__in=list(ids)).select_related("returned_by").order_by("submission", "pk")


class NoteQuerySet(models.QuerySet):
    """Notes about reports."""

    def of_submissions(self, ids: Iterable[int]) -> "NoteQuerySet":
        """Notes of the reports, the newest first."""
        return self.filter(submission__in=list(ids)).order_by("submission", "-pk")

    def named(self) -> "NoteQuerySet":
        """With the person of an urging."""
        return self.select_related("urged_by")

    def of_report(self, submission: Any) -> "NoteQuerySet":
        """Receipts of the fields of one report, with agency and person; none while it is not approved."""
        if submission.state not in (State.APPROVED, *SETTLED):
            return self.none()
        return self.filter(submission=submission).select_related("agency", "received_by").order_by("pk")


class ReceiptQuerySet(models.QuerySet):
    """Receipts of forms."""

    def of_key(self, key: str) -> Any:
        """The receipt with the key, None when the form has had no effect."""
        return self.filter(key=key).first()

    def older_than(self, moment: datetime) -> "ReceiptQuerySet":
        """Receipts that nobody will ask for any more."""
        return self.filter(created_at__lt=moment)
