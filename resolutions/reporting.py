"""The blocks of a unit's report beside its figures: what it tells of its tasks, and what stands in its way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from portal.workflow.models import Submission
from resolutions.models import Obstacle, Task, TaskUpdate
from resolutions.progress import TaskRow, task_row
from resolutions.refusals import LineFault
from resolutions.rules import TaskState, words_missing

FINISHED = frozenset({TaskState.DONE, TaskState.DONE_ON_TIME, TaskState.DONE_LATE})


@dataclass(frozen=True)
class TaskLine:
    """One task on a report: where it stands by what is approved, what was told before, and what this report tells."""

    row: TaskRow
    before: TaskUpdate | None
    here: TaskUpdate | None
    is_writable: bool

    @property
    def name(self) -> str:
        """The names of its inputs begin with it."""
        return f"nv-{self.row.task.pk}"

    @property
    def draft(self) -> TaskUpdate | None:
        """What waits for the report's approval."""
        return self.here if self.here and self.here.is_draft else None

    @property
    def version(self) -> int:
        """Version of the draft, 0 without one."""
        return self.draft.version if self.draft else 0

    @property
    def missing_words(self) -> str:
        """Why the draft cannot be handed in as it stands, "" when it can."""
        return words_missing(self.draft.state, self.draft.narrative, self.row.state.code) if self.draft else ""


@dataclass(frozen=True)
class Blocks:
    """Both blocks of a report. `tasks` are open or told of here; `obstacles` are its drafts and published ones."""

    tasks: tuple[TaskLine, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def told(self) -> tuple[TaskLine, ...]:
        """The tasks that the report tells of."""
        return tuple(line for line in self.tasks if line.here)

    @property
    def drafts(self) -> int:
        """How many lines wait for the approval."""
        return sum(line.draft is not None for line in self.tasks) + sum(one.is_draft for one in self.obstacles)

    @property
    def faults(self) -> tuple[LineFault, ...]:
        """What keeps the report from being handed in."""
        return tuple(LineFault(one.name, "words", one.missing_words) for one in self.tasks if one.missing_words)


def blocks_of(submission: Submission, user: Any) -> Blocks:
    """The blocks of a report that the person sees. Four queries, five for who works for one office."""
    day = min(submission.period.as_of_on, timezone.localdate())
    tasks = Task.objects.of_unit(submission.unit_id).assigned().with_report(submission)
    if user.agency_id:
        tasks = tasks.prefetch_related("coordinating")
    lines = (_line(task, submission, user, day) for task in tasks)
    obstacles = list(Obstacle.objects.of_report(submission).for_line())
    corrected = {one.replaces_id for one in obstacles if one.is_draft}
    return Blocks(
        tasks=tuple(line for line in lines if line.here or line.row.state.code not in FINISHED),
        obstacles=tuple(one for one in obstacles if one.is_draft or (one.is_published and one.pk not in corrected)),
    )


def _line(task: Task, submission: Submission, user: Any, day: date) -> TaskLine:
    updates = list(task.updates.all())
    own = [one for one in updates if one.submission_id == submission.pk]
    before = (one for one in updates if one.is_published and one not in own and one.reported_on <= day)
    return TaskLine(
        row=task_row(task, day),
        before=next(before, None),
        here=next((one for one in own if one.is_draft), None) or next(iter(own), None),
        is_writable=user.agency_id is None or _is_of_office(task, user.agency_id),
    )


def _is_of_office(task: Task, agency_id: int) -> bool:
    """As `TaskQuerySet.of_office`, of rows already read."""
    leads = {agency.pk for agency in task.leads.all()}
    return not leads or agency_id in leads or any(agency.pk == agency_id for agency in task.coordinating.all())


def unready_lines(submission: Submission, user: Any) -> tuple[LineFault, ...]:
    """What keeps the report's lines from being handed in. One query when it has no drafts."""
    if not TaskUpdate.objects.of_report(submission).drafts().exists():
        return ()
    return blocks_of(submission, user).faults


def draft_makers(submission: Submission) -> set[int]:
    """Who wrote the drafts of the report: they may not approve it. Two queries."""
    return {pk for drafts in _drafts([submission.pk]) for pk in drafts.maker_ids()}


def has_drafts(submission: Submission) -> bool:
    """Whether the report tells anything beside its figures that is not approved yet."""
    return any(drafts.exists() for drafts in _drafts([submission.pk]))


def waiting_lines(submission_ids: Iterable[int]) -> dict[int, int]:
    """How many drafts of lines each report has, by its id. Two queries."""
    found: dict[int, int] = {}
    for drafts in _drafts(list(submission_ids)):
        for pk, amount in drafts.counts_by_report().items():
            found[pk] = found.get(pk, 0) + amount
    return found


def _drafts(ids: list[int]) -> tuple[Any, Any]:
    return tuple(model.objects.of_reports(ids).drafts() for model in (TaskUpdate, Obstacle))
