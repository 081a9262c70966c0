"""Writing the lines of a report: what its unit tells of its tasks and of what stands in its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.units.models import Agency
from portal.workflow import actions as workflow
from portal.workflow.models import Submission
from portal.workflow.rules import STATE_WORDS, State
from resolutions.models import Obstacle, Task, TaskUpdate
from resolutions.refusals import LineFault, NotAllowed, Refused
from resolutions.rules import LONGEST_WORDS, Standing, progress_faults

CHANGED_MEANWHILE = "Đ/c {person} vừa ghi dòng này: “{words}”. Lưu lần nữa để thay bằng nội dung của đồng chí."
GONE = "Bản nháp của dòng này vừa được duyệt hoặc bỏ. Lưu lần nữa để ghi thành bản nháp mới."
FOREIGN_TASK = "Nhiệm vụ này không thuộc phần việc của tài khoản."


@dataclass(frozen=True)
class ProgressChange:
    """One task's line as a person wants it. `expected_version` is that of the draft they saw, 0 when there was none."""

    task_id: int
    words: str = ""
    percent: int | None = None
    state: str = ""
    expected_version: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the line tells nothing."""
        return not self.words and self.percent is None and not self.state


@dataclass(frozen=True)
class ObstacleChange:
    """One difficulty as a person wants it: a new one (no `obstacle_id`), a draft, or a correction of a published one.

    `line` is its name on the page; `expected_version` as in ProgressChange.
    """

    line: str
    text: str = ""
    cause_type: str = ""
    recommendation: str = ""
    addressed_to_id: int | None = None
    obstacle_id: int | None = None
    expected_version: int = 0


def record_progress(
    submission: Submission, changes: Iterable[ProgressChange], *, by: Any, via: str = Via.FORM
) -> list[TaskUpdate]:
    """Write the lines of tasks as drafts of the report: all of them or, with the reasons, none. Returns what changed.

    A draft whose line is emptied is withdrawn. Raises NotAllowed outside the person's scope, and Refused for a report
    that cannot be written, for wrong lines, and for lines that someone else has changed.
    """
    with transaction.atomic():
        report = _held(submission, by)
        own = Task.objects.of_unit(report.unit_id).assigned().of_office(by.agency_id).in_bulk()
        drafts = {one.task_id: one for one in TaskUpdate.objects.of_report(report).drafts().for_line()}
        wanted = [one for one in changes if not _stands(one, drafts.get(one.task_id))]
        if any(one.task_id not in own for one in wanted):
            raise NotAllowed(FOREIGN_TASK)
        _refuse([fault for one in wanted for fault in _progress_faults(one, drafts.get(one.task_id))])
        return _write([_drafted(one, drafts.get(one.task_id), report, by) for one in wanted], report, by, via)


def record_obstacle(
    submission: Submission, changes: Iterable[ObstacleChange], *, by: Any, via: str = Via.FORM
) -> list[Obstacle]:
    """Write difficulties and recommendations as drafts of the report; as `record_progress` refuses and returns."""
    with transaction.atomic():
        report = _held(submission, by)
        rows = {one.pk: one for one in Obstacle.objects.of_report(report).for_line()}
        drafted = {one.replaces_id: one for one in rows.values() if one.is_draft}
        agencies = Agency.objects.in_bulk([one.addressed_to_id for one in changes if one.addressed_to_id])
        moving, faults = [], []
        for change in changes:
            row = rows.get(change.obstacle_id)
            row = drafted.get(change.obstacle_id, row)  # a correction of a published one is drafted once
            if change.obstacle_id and (row is None or not (row.is_draft or row.is_published)):
                raise NotAllowed("Báo cáo này không có dòng khó khăn, kiến nghị đó.")
            if row is not None and _told(row) == _told(change):
                continue
            faults += _obstacle_faults(change, row, agencies)
            moving.append((change, row))
        _refuse(faults)
        return _write([_obstacle(change, row, report, by) for change, row in moving], report, by, via)


def withdraw(row: TaskUpdate | Obstacle, *, by: Any, via: str = Via.FORM) -> None:
    """Take a draft out of its report; the row and its history stay. Raises as `record_progress`."""
    with transaction.atomic():
        if row.submission is None:
            raise NotAllowed("Dòng này không thuộc báo cáo nào nên không bỏ được.")
        report = _held(row.submission, by)
        row.refresh_from_db()
        if not row.is_draft:
            raise Refused("Chỉ bỏ được dòng đang là bản nháp. Tải lại trang để xem nội dung mới.")
        if isinstance(row, TaskUpdate) and not _is_own(row.task_id, by):
            raise NotAllowed(FOREIGN_TASK)
        row.standing = Standing.WITHDRAWN
        row.version += 1
        _write([row], report, by, via, verb="withdraw")


def _is_own(task_id: int, by: Any) -> bool:
    return Task.objects.of_office(by.agency_id).filter(pk=task_id).exists()


def _held(submission: Submission, by: Any) -> Submission:
    """The report with its row held, writable by the person."""
    Submission.objects.within([submission.pk]).held()
    allowed = Submission.objects.editable_by(by).within([submission.pk])
    found = allowed.select_related("unit", "period").order_by("pk").first()
    if found is None:
        raise NotAllowed("Tài khoản này không được nhập báo cáo của đơn vị đó.")
    if not found.is_writable:
        state = "đã khóa" if not found.is_open else f"đang ở trạng thái “{STATE_WORDS[State(found.state)]}”"
        raise Refused(f"Báo cáo “{found}” {state} nên không nhập được.")
    return found


def _refuse(faults: Sequence[LineFault]) -> None:
    if faults:
        raise Refused(f"Có {len(faults)} lỗi cần sửa.", tuple(faults))


def _changed(row: TaskUpdate | Obstacle, words: str) -> str:
    return CHANGED_MEANWHILE.format(person=row.made_by, words=words[:200])


def _stands(change: ProgressChange, draft: TaskUpdate | None) -> bool:
    if draft is None:
        return change.is_empty
    return (draft.narrative, draft.percent, draft.state) == (change.words, change.percent, change.state)


def _progress_faults(change: ProgressChange, draft: TaskUpdate | None) -> Iterable[LineFault]:
    line = f"nv-{change.task_id}"
    if change.expected_version != (draft.version if draft else 0):
        yield LineFault(line, "words", _changed(draft, draft.narrative) if draft else GONE)
        return
    if change.state and change.state not in TaskUpdate.State:
        yield LineFault(line, "state", "Trạng thái không có trong danh sách. Chọn lại.")
    for field, message in progress_faults(change.state, change.percent, change.words):
        yield LineFault(line, field, message)


def _drafted(change: ProgressChange, draft: TaskUpdate | None, report: Submission, by: Any) -> TaskUpdate:
    row = draft or TaskUpdate(task_id=change.task_id, submission=report, standing=Standing.DRAFT, version=0)
    # the report speaks of its own day; of a day that is still to come nobody can tell
    row.reported_on = min(report.period.as_of_on, timezone.localdate())
    row.version += 1
    row.made_by = by
    if change.is_empty:
        row.standing = Standing.WITHDRAWN
        return row
    row.narrative, row.percent, row.state = change.words, change.percent, change.state
    row.is_done = change.state == TaskUpdate.State.DONE
    return row


def _told(row: Any) -> tuple[Any, ...]:
    return row.text, row.cause_type, row.recommendation, row.addressed_to_id


def _obstacle_faults(change: ObstacleChange, row: Obstacle | None, agencies: Any) -> Iterable[LineFault]:
    if row is not None and row.is_draft and change.expected_version != row.version:
        yield LineFault(change.line, "text", _changed(row, row.text or row.recommendation))
        return
    if not change.text and not change.recommendation:
        message = "Chưa ghi nội dung. Ghi khó khăn hoặc kiến nghị, hay bỏ dòng này."
        yield LineFault(change.line, "text", message)
    for field in ("text", "recommendation"):
        if (length := len(getattr(change, field))) > LONGEST_WORDS:
            message = f"Nội dung dài {length} ký tự. Rút gọn còn không quá {LONGEST_WORDS} ký tự."
            yield LineFault(change.line, field, message)
    if change.cause_type and change.cause_type not in Obstacle.CauseType:
        yield LineFault(change.line, "cause", "Tính chất nguyên nhân không có trong danh sách. Chọn lại.")
    if change.addressed_to_id and change.addressed_to_id not in agencies:
        yield LineFault(change.line, "to", "Cơ quan trả lời không có trong danh sách. Chọn lại.")


def _obstacle(change: ObstacleChange, row: Obstacle | None, report: Submission, by: Any) -> Obstacle:
    if row is None or row.is_published:
        row = Obstacle(submission=report, unit=report.unit, standing=Standing.DRAFT, version=0, replaces=row)
    row.kind = Obstacle.Kind.DIFFICULTY if change.text else Obstacle.Kind.PROPOSAL
    row.text, row.cause_type, row.recommendation, row.addressed_to_id = _told(change)
    row.version += 1
    row.made_by = by
    return row


def _write(rows: list[Any], report: Submission, by: Any, via: str, verb: str = "") -> list[Any]:
    """Save the rows of one kind with their history and one event; nothing when there are none."""
    if not rows:
        return rows
    model = type(rows[0])
    new = [row for row in rows if row.pk is None]
    for row in rows:
        row.skip_history_when_saving = True  # written below, at the event's instant
        row.save()
    workflow.touch([report])
    at = take_write_lock()
    model.history.bulk_history_create(new, default_user=by, default_date=at)
    old = [row for row in rows if row not in new]
    model.history.bulk_history_create(old, update=True, default_user=by, default_date=at)
    event = Draft(
        verb=verb or f"record_{'progress' if model is TaskUpdate else 'obstacle'}", subject_type="workflow.Submission",
        by=by, via=via, rows=len(rows), subject_id=report.pk, subject_text=str(report), unit_id=report.unit_id,
    )  # fmt: skip
    event.values = [[row._meta.model_name, row.pk, row.version, row.standing] for row in rows]
    write_event(event, at=at)
    return rows
