"""Everything the page of a task shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.history.sources import Sentence, sentences
from portal.periods.rules import write_partial
from resolutions.models import Clause, Document, Obstacle, Task, TaskUpdate
from resolutions.progress import TaskRow, task_row
from resolutions.rules import SIX_CLEAR


@dataclass(frozen=True)
class TaskPage:
    """The page of a task fetched `for_detail()`; one query, for the drafts that the person may see."""

    row: TaskRow
    facts: tuple[tuple[str, str], ...]
    six_clear: tuple[tuple[str, bool], ...]
    documents: tuple[tuple[str, Document], ...]
    clauses: tuple[Clause, ...]
    obstacles: tuple[Obstacle, ...]
    related: tuple[Task, ...]
    updates: tuple[TaskUpdate, ...]
    drafts: tuple[TaskUpdate, ...]
    sources: tuple[Sentence, ...]


def task_page(task: Task, *, on: date, user: Any) -> TaskPage:
    """What is known of the task on the day: approved news, and drafts to who sees the report they stand in."""
    row = task_row(task, on)
    given = [("Giao tại", task.ordered_in), ("Nêu trong", task.reported_in)]
    documents = [(label, document) for label, document in given if document]
    return TaskPage(
        row=row,
        facts=_facts(task, row),
        six_clear=tuple((words, getattr(row.clarity, name)) for name, words in SIX_CLEAR.items()),
        documents=(*documents, *(("Về văn bản", document) for document in task.about.all())),
        clauses=tuple(task.clauses.all()),
        obstacles=tuple(task.obstacles.all()),
        related=tuple(task.related.all()),
        updates=tuple(update for update in task.updates.all() if update.is_published and update.reported_on <= on),
        drafts=tuple(TaskUpdate.objects.visible_to(user).of_task(task).drafts().for_line()),
        sources=sentences(task.sources),
    )


def _facts(task: Task, row: TaskRow) -> tuple[tuple[str, str], ...]:
    """Name and text of what the source says; what it does not say and nobody asks for is left out."""
    always = (
        ("Đơn vị", task.unit.titled),
        ("Cơ quan chủ trì", _joined(task.leads.all()) or "chưa giao"),
        ("Người phụ trách", str(task.person_in_charge or "chưa giao")),
        ("Hạn", row.deadline or (f"thường xuyên ({task.recurs})" if task.recurs else "chưa có hạn")),
        ("Sản phẩm", task.deliverable or "chưa nêu"),
    )
    sometimes = (
        ("Cơ quan phối hợp", _joined(task.coordinating.all())),
        ("Cơ quan giao", str(task.assigned_by or "")),
        ("Cơ quan đề xuất", str(task.proposed_by or "")),
        ("Báo cáo cho", _joined(task.reports_to.all())),
        ("Đối tượng", ", ".join(task.addressees)),
        ("Đối tượng thụ hưởng", task.beneficiary),
        ("Địa bàn", _joined(task.places.all())),
        ("Tại cuộc họp", str(task.meeting or "")),
        ("Bắt đầu", _written(task.started_on)),
        ("Đạt được", _written(task.reached_on)),
        ("Tiến độ", f"{row.percent}%" if row.percent is not None else ""),
        ("Lý do tạm dừng", task.suspended_reason),
    )
    return (*always, *(fact for fact in sometimes if fact[1]))


def _joined(rows: Iterable[object]) -> str:
    return "; ".join(str(row) for row in rows)


def _written(text: str) -> str:
    return write_partial(text) if text else ""
