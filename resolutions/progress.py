"""Where tasks stand: the facts that the rules ask for, gathered from rows that are already fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.periods.rules import write_partial
from resolutions.models import Task
from resolutions.rules import (
    ASSIGNED_KINDS,
    STATE_WORDS,
    Clarity,
    StateWords,
    TaskFacts,
    clarity_counts,
    task_state,
)

SHOWN_LEADS = 2  # of a list; the task's own page names all


@dataclass(frozen=True)
class TaskRow:
    """One task as a list or a page shows it on a day."""

    task: Task
    state: StateWords
    clarity: Clarity
    leads: tuple[str, ...]
    more_leads: int
    deadline: str
    percent: int | None

    @property
    def is_assigned(self) -> bool:
        """Whether somebody ordered it, so that the "6 rõ" are asked for."""
        return self.task.kind in ASSIGNED_KINDS


@dataclass(frozen=True)
class ClaritySummary:
    """How clear the assigned tasks of a page are: of `total` so many have all six, and each of the six."""

    total: int
    complete: int
    counts: dict[str, int]


def facts_of(task: Task, on: date) -> TaskFacts:
    """The facts of a task known by the day. No query for tasks fetched `with_progress()`."""
    news = [update for update in task.updates.all() if update.reported_on <= on]
    done = [update.reported_on for update in news if update.is_done]
    return TaskFacts(
        deadline=task.deadline,
        started_on=task.started_on,
        reached_on=task.reached_on,
        done_on=min(done, default=None),
        is_reported=task.kind == Task.Kind.REPORTED_ACTIVITY,
        last_news_on=max((update.reported_on for update in news), default=None),
        last_source_on=_last_source_day(task),
        suspended_reason=task.suspended_reason,
    )


def _last_source_day(task: Task) -> date | None:
    days = [document.issued_on for document in (task.reported_in, task.ordered_in) if document]
    days += [task.meeting.held_on] if task.meeting else []
    return max((day for day in days if day), default=None)


def clarity_of(task: Task, has_lead: bool) -> Clarity:
    """Which of the "6 rõ" the task has."""
    return Clarity(
        person=task.person_in_charge_id is not None,
        work=bool(task.text.strip()),
        time=bool(task.deadline or task.recurs),
        responsibility=has_lead,
        product=bool(task.deliverable.strip()),
        authority=task.assigned_by_id is not None,
    )


def task_row(task: Task, on: date) -> TaskRow:
    """The task on the day. No query for tasks fetched `with_progress()`."""
    leads = tuple(agency.short for agency in task.leads.all())
    percents = [one.percent for one in task.updates.all() if one.reported_on <= on and one.percent is not None]
    return TaskRow(
        task=task,
        state=STATE_WORDS[task_state(facts_of(task, on), on=on)],
        clarity=clarity_of(task, bool(leads)),
        leads=leads[:SHOWN_LEADS],
        more_leads=max(0, len(leads) - SHOWN_LEADS),
        deadline=write_partial(task.deadline) if task.deadline else "",
        percent=percents[0] if percents else None,
    )


def clarity_summary(rows: Iterable[TaskRow]) -> ClaritySummary:
    """How clear the assigned ones among the rows are."""
    assigned = [row.clarity for row in rows if row.is_assigned]
    complete = sum(clarity.is_complete for clarity in assigned)
    return ClaritySummary(len(assigned), complete, clarity_counts(assigned))
