"""How complete a period is: where each unit's report stands, how late, who was urged, and how punctual units are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from indicators.models import Entry, Series
from portal.notices.rules import polite_request
from portal.periods.models import Period
from portal.periods.rules import overdue_days
from portal.units.models import AdminUnit
from portal.vietnamese.dates import write_date
from portal.workflow.models import Submission, Urge, Waiver
from portal.workflow.querysets import SubmissionQuerySet
from portal.workflow.rules import STATE_WORDS, WAIVABLE, State

HISTORY = 6  # periods that say whether a unit is punctual
NOT_BEGUN, WAIVED = "not_begun", "waived"
WORDS = {NOT_BEGUN: "Chưa bắt đầu", WAIVED: "Được miễn", **STATE_WORDS, State.SUBMITTED: "Đã nộp, chờ duyệt"}
SYMBOLS = {
    NOT_BEGUN: "○", State.DRAFT: "…", State.RETURNED: "●", State.SUBMITTED: "▲", State.APPROVED: "✓",
    State.RECEIVED: "✓", State.LOCKED: "✓", WAIVED: "–",
}  # fmt: skip


@dataclass(frozen=True)
class Past:
    """How one earlier report was handed in."""

    period: str
    days_late: int

    @property
    def word(self) -> str:
        """ "đúng hạn" or how late."""
        return f"trễ {self.days_late} ngày" if self.days_late else "đúng hạn"


@dataclass(frozen=True)
class Row:
    """One unit's report of the period."""

    report: Submission
    status: str
    days_late: int
    urges: tuple[Urge, ...] = ()
    waiver: Waiver | None = None
    past: tuple[Past, ...] = ()

    @property
    def word(self) -> str:
        """The status in words."""
        return WORDS[self.status]

    @property
    def symbol(self) -> str:
        """The sign before the word."""
        return SYMBOLS[self.status]

    @property
    def is_waited_for(self) -> bool:
        """Whether the unit still has to hand it in."""
        return self.status == NOT_BEGUN or self.status in WAIVABLE

    @property
    def punctual(self) -> int:
        """How many of the earlier reports were in time."""
        return sum(not one.days_late for one in self.past)


@dataclass(frozen=True)
class Completeness:
    """Everything on the page; at most nine queries, whatever the number of units."""

    periods: tuple[Period, ...]
    period: Period | None
    level: str
    rows: tuple[Row, ...]

    @property
    def sums(self) -> list[tuple[str, int]]:
        """How many reports have each status, and how many are late."""
        counted = [(WORDS[status], sum(row.status == status for row in self.rows)) for status in WORDS]
        return [(word, count) for word, count in counted if count] + [("Trễ hạn", len(self.late))]

    @property
    def late(self) -> list[Row]:
        """Reports past their deadline that were not handed in."""
        return [row for row in self.rows if row.days_late and row.is_waited_for]

    @property
    def waited_for(self) -> list[Row]:
        """Reports that a unit still has to hand in."""
        return [row for row in self.rows if row.is_waited_for]

    @property
    def unsettled(self) -> list[Row]:
        """What keeps the period open: neither received nor waived."""
        settled = (State.RECEIVED, State.LOCKED, WAIVED)
        return [row for row in self.rows if row.status not in settled]


def reports_in_sight(user: Any) -> SubmissionQuerySet:
    """Reports whose state the person follows: their scope, and for an agency the units that report on its field."""
    found = Submission.objects.visible_to(user)
    is_sector = user.is_province_wide and user.agency_id
    return found.of_units_in(Series.objects.received_by(user.agency_id)) if is_sector else found


def completeness_of(user: Any, day: date, *, period_code: str = "", level: str = "") -> Completeness:
    """The page of one period, of the newest with reports without a choice."""
    in_sight = reports_in_sight(user)
    periods = tuple(Period.objects.with_ids(in_sight.period_ids()).newest_first())
    period = next((one for one in periods if one.code == period_code), periods[0] if periods else None)
    level = level if level in AdminUnit.Level.values else ""
    found = list(in_sight.of_period(period).of_level(level).for_page().by_level()) if period else []
    return Completeness(periods, period, level, rows_of(found, day))


def rows_of(reports: Sequence[Submission], day: date) -> tuple[Row, ...]:
    """The reports with what was noted about each. Four queries."""
    ids = [one.pk for one in reports]
    begun = Entry.objects.begun_reports(ids)
    urges = _grouped(Urge.objects.of_submissions(ids).named())
    waivers = {one.submission_id: one for one in Waiver.objects.of_submissions(ids)}
    past = _past(reports)
    return tuple(
        Row(
            one, _status(one, begun, waivers), days_late(one, day), tuple(urges.get(one.pk, ())), waivers.get(one.pk),
            tuple(past.get(one.unit_id, ())),
        )
        for one in reports
    )  # fmt: skip


def _status(report: Submission, begun: set[int], waivers: dict[int, Waiver]) -> str:
    if report.pk in waivers and report.state in WAIVABLE:
        return WAIVED
    return NOT_BEGUN if report.state == State.DRAFT and report.pk not in begun else report.state


def days_late(report: Submission, day: date) -> int:
    """Days from the deadline to the day it was handed in, or to the given day while it was not; 0 in time."""
    if report.due_on is None:
        return 0
    is_handed_in = report.submitted_at is not None and report.state not in WAIVABLE
    if not is_handed_in and report.state not in WAIVABLE:
        return 0  # a report loaded as approved was handed in on a day that nobody noted
    return overdue_days(report.due_on, timezone.localdate(report.submitted_at) if is_handed_in else day)


def _past(reports: Sequence[Submission]) -> dict[int, list[Past]]:
    if not reports:
        return {}
    units, until = {one.unit_id for one in reports}, reports[0].period.position
    found: dict[int, list[Past]] = {}
    for one in Submission.objects.latest_of_units(units, until - 1, HISTORY):
        if one.submitted_at is not None and one.state not in WAIVABLE:
            late = overdue_days(one.due_on, timezone.localdate(one.submitted_at))
            found.setdefault(one.unit_id, []).append(Past(one.period.short, late))
    return found


def _grouped(urges: Iterable[Urge]) -> dict[int, list[Urge]]:
    found: dict[int, list[Urge]] = {}
    for one in urges:
        found.setdefault(one.submission_id, []).append(one)
    return found


def request_for(row: Row) -> str:
    """The polite text about one report, ready to be copied."""
    report = row.report
    return polite_request(
        unit=str(report.unit), period=str(report.period), days_late=row.days_late,
        due_text=write_date(report.due_on) if report.due_on else "",
        address=f"{settings.PUBLIC_URL}{report.get_absolute_url()}",
    )  # fmt: skip
