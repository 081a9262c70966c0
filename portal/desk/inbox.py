"""The inbox of who decides: which reports wait for them, how odd each is, and which may be approved together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from indicators.checks import warnings_of
from indicators.models import Entry, Finding, Indicator, Observation, Series
from portal.accounts.roles import Permission
from portal.workflow.models import ReturnedCell, Submission
from portal.workflow.querysets import SubmissionQuerySet
from portal.workflow.rules import State

WAITING, RETURNED, DONE = "cho-toi", "da-tra-lai", "da-duyet"
PAGE = 50  # a province of hundreds of units works through its inbox page by page


@dataclass(frozen=True)
class Tab:
    """One heading of the inbox with how many reports stand under it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Item:
    """One report of the inbox. `warnings` are of what is on its way, `findings` of the figures in force, unanswered."""

    report: Submission
    warnings: int
    findings: int
    mended: int
    days_waiting: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing about it needs a closer look, so that it may be approved together with others."""
        return not (self.warnings or self.findings)


@dataclass(frozen=True)
class Inbox:
    """Everything on the page; at most ten queries, whatever the number of reports."""

    tabs: tuple[Tab, ...]
    chosen: str
    items: tuple[Item, ...]
    total: int
    may_approve: bool

    @property
    def clean(self) -> tuple[Item, ...]:
        """What may be approved together: waiting, and without any warning or finding."""
        return tuple(one for one in self.items if one.is_clean) if self.chosen == WAITING and self.may_approve else ()

    @property
    def left_out(self) -> int:
        """How many more there are than the page lists."""
        return self.total - len(self.items)


def states_of(user: Any) -> dict[str, tuple[State, ...]]:
    """Which states stand under which heading: a leader approves, the level above receives."""
    if user.may(Permission.APPROVE):
        return {
            WAITING: (State.SUBMITTED,),
            RETURNED: (State.RETURNED,),
            DONE: (State.APPROVED, State.RECEIVED, State.LOCKED),
        }
    return {WAITING: (State.APPROVED,), RETURNED: (State.RETURNED,), DONE: (State.RECEIVED, State.LOCKED)}


def reports_for(user: Any) -> SubmissionQuerySet:
    """Reports that the person decides on: as leader or deputy, or for the level above within their field."""
    if user.may(Permission.APPROVE):
        return Submission.objects.decidable_by(user)
    found = Submission.objects.receivable_by(user)
    return found.of_units_in(Series.objects.received_by(user.agency_id)) if user.agency_id else found


def inbox_of(user: Any, day: date, *, tab: str = WAITING, topic: str = "") -> Inbox:
    """The person's inbox on the day, `topic` narrows it to units that report on one field."""
    states, reports = states_of(user), reports_for(user)
    if topic:
        reports = reports.of_units_in(Series.objects.entered().of_topic(topic))
    counts = reports.counts_by_state()
    chosen = tab if tab in states else WAITING
    done = "Đã duyệt" if user.may(Permission.APPROVE) else "Đã tiếp nhận"
    labels = {WAITING: "Chờ tôi", RETURNED: "Đã trả lại", DONE: done}
    tabs = tuple(Tab(key, labels[key], sum(counts.get(one, 0) for one in states[key])) for key in states)
    found = reports.in_states(*states[chosen]).for_page()
    ordered = found.longest_waiting_first() if chosen == WAITING else found.latest_decided_first()
    items = items_of(list(ordered[:PAGE]), day)
    total = next(one.count for one in tabs if one.key == chosen)
    return Inbox(tabs, chosen, items, total, user.may(Permission.APPROVE))


def items_of(reports: Sequence[Submission], day: date) -> tuple[Item, ...]:
    """The reports with what is odd about each. Five queries."""
    warned, found = _warnings(reports), _findings(reports)
    mended: dict[int, int] = {}
    for cell in ReturnedCell.objects.of_submissions([one.pk for one in reports]):
        mended[cell.submission_id] = mended.get(cell.submission_id, 0) + (cell.answered_at is not None)
    return tuple(
        Item(
            one, warned.get(one.pk, 0), found.get((one.unit_id, one.period_id), 0), mended.get(one.pk, 0),
            _waited(one, day),
        )
        for one in reports
    )  # fmt: skip


def _waited(report: Submission, day: date) -> int:
    moment = report.submitted_at if report.state == State.SUBMITTED else report.decided_at
    return max(0, (day - timezone.localdate(moment)).days) if moment else 0


def _warnings(reports: Iterable[Submission]) -> dict[int, int]:
    """How many cells of each report look odd beside the period before. Two queries."""
    position = {one.pk: one.period.position for one in reports}
    entries = list(Entry.objects.of_submissions(position).pending().select_related("series__indicator"))
    before: dict[int, list[Observation]] = {}
    for row in Observation.objects.in_force().history_of({one.series_id for one in entries}):
        before.setdefault(row.series_id, []).append(row)
    counts: dict[int, int] = {}
    for entry in entries:
        rows = before.get(entry.series_id, ())
        earlier = [row for row in rows if row.period.position < position[entry.submission_id]]
        odd = bool(tuple(warnings_of(entry.series, entry, earlier[-1] if earlier else None)))
        counts[entry.submission_id] = counts.get(entry.submission_id, 0) + odd
    return counts


def _findings(reports: Iterable[Submission]) -> dict[tuple[int, int], int]:
    """How many findings nobody has answered, by unit and period. One query."""
    places = {(one.unit_id, one.period_id) for one in reports}
    units, periods = {unit for unit, _ in places}, {period for _, period in places}
    return Finding.objects.unanswered().counts_by_place(units, periods)


def topics_of() -> list[str]:
    """Fields that indicators belong to, for the filter. One query."""
    return Indicator.objects.topics()
