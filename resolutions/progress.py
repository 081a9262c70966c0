"""Where tasks stand: the facts that the rules ask for, gathered from rows that are already fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.periods.rules import write_partial
from resolutions.models import Task
from resolutions.querysets import TaskQuerySet
from resolutions.rules import (
    ASSIGNED_KINDS,
    STATE_WORDS,
    Clarity,
    StateWords,
    TaskFacts,
    TaskState,
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


@dataclass(frozen=True)
class News:
    """What the approved updates of a task told by a day; `said` is the latest state that one names, with its words."""

    done_on: date | None
    last_on: date | None
    percent: int | None
    said: str = ""
    said_words: str = ""


def news_of(task: Task, on: date) -> News:
    """What was told of a task by the day. No query for tasks fetched `with_progress()`."""
    told = [update for update in task.updates.all() if update.is_published and update.reported_on <= on]
    done = [update.reported_on for update in told if update.is_done]
    percents = [update.percent for update in told if update.percent is not None]
    last_on = max((update.reported_on for update in told), default=None)
    said = next(((update.state, update.narrative) for update in told if update.state), ("", ""))
    return News(min(done, default=None), last_on, percents[0] if percents else None, *said)


def facts_of(task: Task, news: News) -> TaskFacts:
    """The facts of a task with what was told of it. No query for tasks with their documents and meeting."""
    return TaskFacts(
        deadline=task.deadline,
        started_on=task.started_on,
        reached_on=task.reached_on,
        # a unit that says "in progress" again takes back what it said before
        done_on=news.done_on if news.said in ("", TaskState.DONE) else None,
        is_reported=task.kind == Task.Kind.REPORTED_ACTIVITY,
        last_news_on=news.last_on,
        last_source_on=_last_source_day(task),
        suspended_reason=_suspended_reason(task, news),
        said=news.said,
    )


def _suspended_reason(task: Task, news: News) -> str:
    if news.said == TaskState.SUSPENDED:
        return news.said_words
    return "" if news.said else task.suspended_reason


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
    return _row(task, news_of(task, on), tuple(agency.short for agency in task.leads.all()), on)


def task_rows(tasks: TaskQuerySet, on: date) -> list[TaskRow]:
    """All the tasks on the day. One query."""
    found: dict[int, Task] = {}
    leads: dict[int, list[str]] = {}
    for one in tasks.with_news(on):
        found.setdefault(one.pk, one)
        leads.setdefault(one.pk, []).extend([one.lead_short or one.lead_name] if one.lead_name else [])
    return [_row(task, _news_read(task), tuple(leads[pk]), on) for pk, task in found.items()]


def _news_read(task: Task) -> News:
    """The news of a task fetched `with_news()`."""
    return News(task.done_on, task.news_on, task.percent, task.said or "", task.said_words or "")


def _row(task: Task, news: News, leads: tuple[str, ...], on: date) -> TaskRow:
    return TaskRow(
        task=task,
        state=STATE_WORDS[task_state(facts_of(task, news), on=on)],
        clarity=clarity_of(task, bool(leads)),
        leads=leads[:SHOWN_LEADS],
        more_leads=max(0, len(leads) - SHOWN_LEADS),
        deadline=write_partial(task.deadline) if task.deadline else "",
        percent=news.percent,
    )


def clarity_summary(rows: Iterable[TaskRow]) -> ClaritySummary:
    """How clear the assigned ones among the rows are."""
    assigned = [row.clarity for row in rows if row.is_assigned]
    complete = sum(clarity.is_complete for clarity in assigned)
    return ClaritySummary(len(assigned), complete, clarity_counts(assigned))
