"""Tasks and what stands in their way, of the units of a page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from resolutions.models import Obstacle, Task
from resolutions.progress import ClaritySummary, TaskRow, clarity_summary, task_rows
from resolutions.rules import STATE_WORDS, StateWords, TaskState

LISTED = 10
# What needs somebody's attention, the worst first.
URGENT = (TaskState.OVERDUE, TaskState.NO_INFORMATION, TaskState.SUSPENDED, TaskState.NO_DEADLINE)


@dataclass(frozen=True)
class Tasks:
    """Counts by state in the order of the states, and the tasks that need attention, the worst first."""

    total: int
    counts: tuple[tuple[StateWords, int], ...]
    urgent: tuple[TaskRow, ...]
    urgent_total: int
    clarity: ClaritySummary
    of_one_unit: bool  # whether the list of tasks can be narrowed to them

    @property
    def left_out(self) -> int:
        """How many more need attention than are listed."""
        return self.urgent_total - len(self.urgent)


def tasks_of(unit_ids: Sequence[int], *, user: Any, on: date) -> Tasks:
    """Tasks of the units on the day. One query."""
    rows = task_rows(Task.objects.visible_to(user).of_units(unit_ids), on)
    counted = Counter(row.state.code for row in rows)
    urgent = sorted((row for row in rows if _needs_attention(row)), key=lambda row: URGENT.index(row.state.code))
    return Tasks(
        total=len(rows),
        counts=tuple((STATE_WORDS[state], counted[state]) for state in TaskState if counted[state]),
        urgent=tuple(urgent[:LISTED]),
        urgent_total=len(urgent),
        clarity=clarity_summary(rows),
        of_one_unit=len(unit_ids) == 1,
    )


def _needs_attention(row: TaskRow) -> bool:
    return row.is_assigned and row.state.code in URGENT


@dataclass(frozen=True)
class ObstacleKind:
    """Obstacles of one kind."""

    name: str
    rows: tuple[Obstacle, ...]


def obstacles_of(unit_ids: Sequence[int], *, user: Any) -> tuple[ObstacleKind, ...]:
    """Difficulties, causes and recommendations of the units by kind. One query."""
    return _by_kind(Obstacle.objects.visible_to(user).published().of_units(unit_ids).raised())


def _by_kind(obstacles: Iterable[Obstacle]) -> tuple[ObstacleKind, ...]:
    found: dict[str, list[Obstacle]] = {}
    for one in obstacles:
        found.setdefault(one.kind, []).append(one)
    return tuple(
        ObstacleKind(str(kind.label).capitalize(), tuple(found[kind])) for kind in Obstacle.Kind if kind in found
    )
