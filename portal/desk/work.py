"""What one person has to do: reports to write, to decide on or to receive, and what became of the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from indicators.models import Entry, Observation, Series
from portal.accounts.roles import Role
from portal.desk.wording import SOON, Line, Progress, describe, describe_task
from portal.units.models import AdminUnit
from portal.workflow.models import ReturnedCell, Submission
from portal.workflow.querysets import SubmissionQuerySet
from portal.workflow.rules import State
from resolutions.models import Task, TaskUpdate
from resolutions.querysets import TaskQuerySet
from resolutions.reporting import waiting_lines

LONGEST_LIST = 100  # a province has hundreds of units below; the rest is counted
LATEST_DONE = 10


@dataclass(frozen=True)
class Desk:
    """Which reports a role works on: the question that finds them, and the states they wait in for whom."""

    scope: str
    todo: tuple[State, ...]
    waiting: tuple[State, ...]
    done: tuple[State, ...] = (State.APPROVED, State.RECEIVED, State.LOCKED)


DESKS: dict[str, Desk] = {
    Role.CLERK: Desk("editable_by", todo=(State.RETURNED, State.DRAFT), waiting=(State.SUBMITTED,)),
    Role.LEADER: Desk("decidable_by", todo=(State.SUBMITTED,), waiting=(State.RETURNED, State.DRAFT)),
    Role.REVIEWER: Desk(
        "visible_to", todo=(State.APPROVED,), waiting=(State.SUBMITTED,), done=(State.RECEIVED, State.LOCKED)
    ),
}
# The menu counts for those who answer for a unit; a province always has something to receive.
COUNTED = (Role.CLERK, Role.LEADER)


@dataclass(frozen=True)
class Section:
    """Lines of one heading; `total` counts those, too, that the page leaves out."""

    lines: tuple[Line, ...] = ()
    total: int = 0

    @property
    def left_out(self) -> int:
        """How many more there are than lines."""
        return self.total - len(self.lines)


@dataclass(frozen=True)
class Work:
    """Everything on the page "Việc của tôi".

    At most seventeen queries, whatever the number of reports and tasks: the person's units (1) and mandates (1), the
    lists (3), cells returned (1) and, where a list is cut, its total (2), figures entered (2) and expected (2), lines
    not handed in (2), tasks without news and their drafts (2), and whether there are units at all (1).
    """

    day: date
    todo: Section
    waiting: Section
    done: Section
    has_desk: bool  # whether the role has work of this kind
    is_installed: bool  # whether there is any unit

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing under any heading."""
        return not (self.todo.lines or self.waiting.lines or self.done.lines)


def work_of(user: Any, day: date) -> Work:
    """What the person has to do, seen on the day."""
    desk = DESKS.get(user.role)
    sections = (Section(), Section(), Section())
    if desk:
        done = _reports(user, desk, desk.done).for_page().latest_decided_first()
        done_lines = _lines(user, done[:LATEST_DONE], day)
        sections = (
            _with_tasks(_section(user, _pending(user, desk, desk.todo), day), user, day),
            _section(user, _pending(user, desk, desk.waiting), day),
            Section(done_lines, len(done_lines)),
        )
    has_lines = any(section.lines for section in sections)
    return Work(day, *sections, has_desk=bool(desk), is_installed=has_lines or AdminUnit.objects.exists())


def pending_count(user: Any) -> int:
    """How many reports, and tasks without news, wait for a clerk or leader, 0 for others.

    One query, beside the one for the person's units.
    """
    if user.role not in COUNTED:
        return 0
    desk = DESKS[user.role]
    reports = _pending(user, desk, desk.todo).order_by().values_list("pk")
    if user.role != Role.CLERK:
        return reports.count()
    tasks = _silent_tasks(user, timezone.localdate()).order_by().values_list("pk")
    return reports.union(tasks, all=True).count()


def _silent_tasks(user: Any, day: date) -> TaskQuerySet:
    """Tasks of a clerk's unit or office that are due within a week, or past it without news."""
    return Task.objects.of_units(user.home_unit_ids).of_office(user.agency_id).silent(day, day + SOON)


def _with_tasks(reports: Section, user: Any, day: date) -> Section:
    """The section with a clerk's tasks behind the reports. Two queries, none for others."""
    if user.role != Role.CLERK:
        return reports
    tasks = list(_silent_tasks(user, day).order_by("due_text", "pk"))
    listed = tasks[:LONGEST_LIST]
    drafts = TaskUpdate.objects.visible_to(user).drafts().of_tasks([task.pk for task in listed]).for_line()
    waiting = {update.task_id: update.submission for update in drafts} if listed else {}
    lines = (describe_task(task, day, waiting.get(task.pk)) for task in listed)
    return Section((*reports.lines, *lines), reports.total + len(tasks))


def _reports(user: Any, desk: Desk, states: Iterable[State]) -> SubmissionQuerySet:
    return getattr(Submission.objects, desk.scope)(user).in_states(*states)


def _pending(user: Any, desk: Desk, states: Iterable[State]) -> SubmissionQuerySet:
    return _reports(user, desk, states).in_open_periods()


def _section(user: Any, reports: SubmissionQuerySet, day: date) -> Section:
    lines = _lines(user, reports.for_page().most_urgent_first()[:LONGEST_LIST], day)
    return Section(lines, reports.count() if len(lines) == LONGEST_LIST else len(lines))


def _lines(user: Any, reports: Iterable[Submission], day: date) -> tuple[Line, ...]:
    found = list(reports)
    returned = [report.pk for report in found if report.state == State.RETURNED] if user.role == Role.CLERK else []
    cells: dict[int, list[ReturnedCell]] = {}
    for cell in ReturnedCell.objects.of_submissions(returned).waiting() if returned else ():
        cells.setdefault(cell.submission_id, []).append(cell)
    drafts = [report for report in found if report.state == State.DRAFT] if user.role == Role.CLERK else []
    progress = progress_of(user, drafts) if drafts else {}
    unsent = waiting_lines([*returned, *(report.pk for report in drafts)]) if returned or drafts else {}
    return tuple(
        describe(report, user, day, progress.get(report.pk), cells.get(report.pk, ()), unsent.get(report.pk, 0))
        for report in found
    )


def progress_of(user: Any, reports: list[Submission]) -> dict[int, Progress]:
    """How far each report is filled, by its id, counting what the person may write. At most four queries.

    A figure in force for the report's own day counts like one just entered: nobody types twice what stands approved.
    """
    ours = Series.objects.entered().ownable_by(user)
    units = {report.unit_id for report in reports}
    filled = _filled(ours, reports)
    of_unit = dict(ours.of_units(units).order_by().values_list("unit").annotate(Count("pk")))
    forms = {report.form_id for report in reports if not report.form.is_default}
    of_form = _expected_on_forms(ours.of_units(units), forms) if forms else {}
    return {
        report.pk: Progress(
            len(filled[report.pk]),
            of_unit.get(report.unit_id, 0)
            if report.form.is_default
            else of_form.get((report.unit_id, report.form_id), 0),
        )
        for report in reports
    }


def _filled(ours: Any, reports: list[Submission]) -> dict[int, set[int]]:
    """Series of each report that hold a draft, or a figure in force as of the report's day. Two queries."""
    found: dict[int, set[int]] = {report.pk: set() for report in reports}
    for report, series in Entry.objects.filter(submission__in=reports, series__in=ours).values_list(
        "submission", "series"
    ):
        found[report].add(series)
    places: dict[tuple[int, date], list[int]] = {}
    for report in reports:
        places.setdefault((report.unit_id, report.period.as_of_on), []).append(report.pk)
    standing = Observation.objects.in_force().filter(
        series__in=ours, series__unit__in={unit for unit, _ in places}, as_of_on__in={day for _, day in places}
    )
    for unit, day, series in standing.values_list("series__unit", "as_of_on", "series"):
        for report in places.get((unit, day), ()):
            found[report].add(series)
    return found


def _expected_on_forms(series: Any, forms: set[int]) -> dict[tuple[int, int], int]:
    """How many series each (unit, form) reports. One query."""
    rows = series.filter(indicator__form_items__form__in=forms).order_by()
    counted = rows.values_list("unit", "indicator__form_items__form").annotate(Count("pk"))
    return {(unit, form): count for unit, form, count in counted}
