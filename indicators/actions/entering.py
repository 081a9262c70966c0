"""Entering figures into a report: one door for a form, a grid and a workbook, for one cell and for 100,000."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from indicators import bulk
from indicators.actions.telling import tell_of
from indicators.checks import entry_faults, refuse_closed_period, refuse_lapsed, submission_faults
from indicators.models import Entry, FormIndicator, Observation, Series
from indicators.refusals import NotAllowed, Refused, RowFault
from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.workflow import actions as workflow
from portal.workflow.models import Submission
from portal.workflow.rules import STATE_WORDS, IllegalMove, Move, State, check_move
from resolutions.reporting import has_drafts, unready_lines

ENTRY_FIELDS = (
    "submission", "series", "period", "numerator", "denominator", "value", "as_reported", "qualifier", "quality",
    "missing_reason", "source_text", "note", "reason", "status", "version",
)  # fmt: skip
CONTENT = ENTRY_FIELDS[3:-2]
KEY = ("series_id", "period_id")
NOW = (*CONTENT, "status", "version")


@dataclass(frozen=True)
class EntryChange:
    """One cell as a person wants it. `expected_version` is the entry's version they saw, 0 when there was none."""

    submission_id: int
    series_id: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    as_reported: Decimal | None = None
    qualifier: str = ""
    quality: str = Entry.Quality.OFFICIAL
    missing_reason: str = ""
    source_text: str = ""
    note: str = ""
    reason: str = ""
    expected_version: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the cell holds neither a figure nor a reason for its absence."""
        return self.numerator is None and self.denominator is None and self.value is None and not self.missing_reason


@dataclass(frozen=True)
class Recorded:
    """What was written: series of new and of changed cells; the rest stood already."""

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    unchanged: int = 0


class _Now(NamedTuple):
    """A row as it stands: the fields of CONTENT in order, then what tells an entry from another."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    as_reported: Decimal | None
    qualifier: str
    quality: str
    missing_reason: str
    source_text: str
    note: str
    reason: str
    status: str
    version: int
    submission_id: int | None = None


@dataclass
class _Context:
    """Everything the checks need, read with a fixed number of queries before anything is written."""

    submissions: dict[int, Submission]
    series: dict[int, Series]
    in_force: dict[tuple[int, int], _Now]
    entries: dict[tuple[int, int], _Now]
    items: dict[tuple[int, int], FormIndicator]

    def item_of(self, submission: Submission, series: Series) -> FormIndicator | None:
        """The cell's place on its form, None on the form that holds everything."""
        return self.items.get((submission.form_id, series.indicator_id))


def record(
    changes: Iterable[EntryChange], *, by: Any, via: str = Via.FORM, batch_id: int | None = None, reason: str = ""
) -> Recorded:
    """Write cells as drafts: all of them or, with the reasons, none.

    Raises NotAllowed outside the person's scope, Refused with a fault for each wrong cell, and Refused with code
    "conflict" for cells that someone else changed since they were read. Six queries (one more for a form with
    indicators of its own) and six statements, whatever the number of cells.
    """
    changes = list(changes)
    with transaction.atomic():
        context = _context(changes, by)
        _refuse_closed(context)
        faults = [fault for change in changes for fault in _faults(change, context, by)]
        if faults:
            raise Refused(f"Có {len(faults)} lỗi cần sửa.", tuple(faults))
        moving = [change for change in changes if not _stands_already(change, context)]
        if not moving:
            return Recorded(unchanged=len(changes))
        return _write(moving, context, by=by, via=via, batch_id=batch_id, reason=reason, total=len(changes))


def _context(changes: Sequence[EntryChange], by: Any) -> _Context:
    ids = {change.submission_id for change in changes}
    # held first, read afterwards: whoever waits here for another's decision must see what was decided
    bulk.lock_rows(Submission, sorted(ids))
    allowed = Submission.objects.visible_to(by) if by.may(Permission.IMPORT) else Submission.objects.editable_by(by)
    submissions = {row.pk: row for row in allowed.for_page().within(ids)}
    if len(submissions) < len(ids):
        raise NotAllowed("Tài khoản này không được nhập số liệu của đơn vị đó.")
    wanted = {change.series_id for change in changes}
    series = {row.pk: row for row in Series.objects.for_entry().among(wanted)}
    periods = {submission.period_id for submission in submissions.values()}
    observations = Observation.objects.in_force().at_keys(wanted, periods).values_list(*KEY, *NOW)
    entries = Entry.objects.at_keys(wanted, periods).values_list(*KEY, *NOW, "submission_id")
    own_forms = {row.form_id for row in submissions.values() if not row.form.is_default}
    return _Context(
        submissions,
        series,
        {(row[0], row[1]): _Now(*row[2:]) for row in observations},
        {(row[0], row[1]): _Now(*row[2:]) for row in entries},
        FormIndicator.objects.by_form_and_indicator(own_forms) if own_forms else {},
    )


def _refuse_closed(context: _Context) -> None:
    for submission in context.submissions.values():
        refuse_closed_period(submission)
        refuse_lapsed(submission)
        if not submission.is_writable:
            words = STATE_WORDS[State(submission.state)]
            raise Refused(f"Báo cáo “{submission}” đang ở trạng thái “{words}” nên không nhập được.")


def _faults(change: EntryChange, context: _Context, by: Any) -> Iterable[RowFault]:
    series, submission = context.series.get(change.series_id), context.submissions[change.submission_id]
    if series is None or series.unit_id != submission.unit_id:
        yield RowFault(change.series_id, "series", "foreign_series", "Chỉ tiêu này không thuộc báo cáo của đơn vị.")
        return
    if by.agency_id and series.owner_id and series.owner_id != by.agency_id and not by.may(Permission.IMPORT):
        message = f"Chỉ tiêu do {series.owner} phụ trách, cơ quan khác không nhập được."
        yield RowFault(change.series_id, "series", "foreign_owner", message)
        return
    entry = context.entries.get((series.pk, submission.period_id))
    if (entry.version if entry else 0) != change.expected_version and not _stands_already(change, context):
        yield _conflict(change, submission)
        return
    yield from entry_faults(change, series, context.item_of(submission, series))


def _conflict(change: EntryChange, submission: Submission) -> RowFault:
    """Names who was faster; one query, and only when it happens."""
    entry = Entry.objects.at_keys([change.series_id], [submission.period_id]).first()
    if entry is None:
        return RowFault(change.series_id, "value", "conflict", "Ô này đã thay đổi. Tải lại trang rồi nhập lại.")
    when = timezone.localtime(entry.entered_at)
    message = (
        f"Đ/c {entry.entered_by} vừa nhập ô này lúc {when:%H:%M} ngày {when.day}/{when.month}/{when.year}. "
        "Chọn giữ số của mình hay lấy số đó."
    )
    return RowFault(change.series_id, "value", "conflict", message)


def _figures(row: Any) -> tuple[Any, ...]:
    return row.numerator, row.denominator, row.value, row.missing_reason


def _stands_already(change: EntryChange, context: _Context) -> bool:
    """Whether the cell shows just this: in the pending entry, or else in the figure in force (or is empty in both)."""
    key = (change.series_id, context.submissions[change.submission_id].period_id)
    entry, current = context.entries.get(key), context.in_force.get(key)
    if entry and entry.status != Entry.Status.APPROVED:
        same = all(getattr(entry, name) == getattr(change, name) for name in CONTENT)
        return same and entry.submission_id == change.submission_id
    return _equals_in_force(change, current)


def _equals_in_force(change: EntryChange, current: _Now | None) -> bool:
    """An empty cell over a figure in force asks for nothing: a figure is withdrawn by an action of its own."""
    if current is None or change.is_empty:
        return change.is_empty
    reported = change.as_reported is None or change.as_reported == current.as_reported
    return _figures(change) == _figures(current) and reported and change.quality == current.quality


def _row(change: EntryChange, context: _Context) -> tuple[Any, ...]:
    period = context.submissions[change.submission_id].period_id
    current = context.in_force.get((change.series_id, period))
    # a correction taken back, typed again as the figure in force, has nothing left to approve
    taken_back = current is not None and _equals_in_force(change, current)
    status = Entry.Status.APPROVED if taken_back else Entry.Status.DRAFT
    content = (getattr(change, name) for name in CONTENT)
    return (change.submission_id, change.series_id, period, *content, status, change.expected_version + 1)


def _write(
    changes: Sequence[EntryChange],
    context: _Context,
    *,
    by: Any,
    via: str,
    batch_id: int | None,
    reason: str,
    total: int,
) -> Recorded:
    subject = next(iter(context.submissions.values()))
    event = Draft(
        verb="record", subject_type="workflow.Submission", by=by, via=via, batch_id=batch_id, reason=reason,
        subject_id=subject.pk, subject_text=str(subject), unit_id=subject.unit_id,
    )  # fmt: skip
    rows = sorted((_row(change, context) for change in changes), key=lambda row: row[1:3])
    written = bulk.upsert(
        Entry, ENTRY_FIELDS, rows, key=("series", "period"), compare=(*CONTENT, "status"), version="expected",
        constants={"entered_by": by.pk, "entered_at": timezone.now(), "event_id": event.id},
    )  # fmt: skip
    if len(written) < len(rows):
        kept = {(series, period) for _, series, period in written}
        lost = [row for row in rows if (row[1], row[2]) not in kept]
        message = "Ô này vừa được người khác nhập. Chọn giữ số của mình hay lấy số đó."
        raise Refused(
            "Có ô vừa được người khác nhập.", tuple(RowFault(r[1], "value", "conflict", message) for r in lost)
        )
    workflow.touch(context.submissions.values())
    at = take_write_lock()
    bulk.write_history(Entry, [row[0] for row in written], at=at, by=by, reason=reason)
    event.rows, event.values = len(written), [[str(value) for value in row] for row in rows]
    write_event(event, at=at)
    new = tuple(change.series_id for change in changes if change.expected_version == 0)
    changed = tuple(change.series_id for change in changes if change.expected_version)
    return Recorded(new, changed, total - len(changes))


def submit(submission: Submission, *, by: Any, via: str = Via.FORM) -> Submission:
    """Hand the report in: its drafts become submitted. Raises Refused with every cell that is not ready."""
    with transaction.atomic():
        bulk.lock_rows(Submission, [submission.pk])
        if not Submission.objects.editable_by(by).within([submission.pk]):
            raise NotAllowed("Tài khoản này không được nộp báo cáo của đơn vị đó.")
        submission.refresh_from_db()
        refuse_closed_period(submission)
        refuse_lapsed(submission)
        _check(Move.SUBMIT, submission)
        faults = submission_faults(submission)
        if faults:
            raise Refused(f"Chưa nộp được: còn {len(faults)} ô cần xử lý.", tuple(faults))
        if lines := unready_lines(submission, by):
            raise Refused(f"Chưa nộp được: còn {len(lines)} nhiệm vụ cần ghi rõ tình hình. {lines[0].message}")
        entries = list(Entry.objects.of_submission(submission))
        if not entries and submission.state != State.RETURNED and not has_drafts(submission):
            raise Refused("Chưa có số liệu mới nào để nộp. Nhập hoặc sửa ít nhất một chỉ tiêu rồi nộp.")
        return _hand_over(submission, entries, Move.SUBMIT, Entry.Status.SUBMITTED, by=by, via=via)


def recall(submission: Submission, *, by: Any, via: str = Via.FORM) -> Submission:
    """Take a submitted report back before anyone has decided on it."""
    with transaction.atomic():
        bulk.lock_rows(Submission, [submission.pk])
        if not Submission.objects.editable_by(by).within([submission.pk]):
            raise NotAllowed("Tài khoản này không được thu hồi báo cáo của đơn vị đó.")
        submission.refresh_from_db()
        refuse_closed_period(submission)
        entries = list(Entry.objects.of_submission(submission))
        return _hand_over(submission, entries, Move.RECALL, Entry.Status.DRAFT, by=by, via=via)


def _check(move: Move, submission: Submission) -> None:
    """The state is named before the cells: nothing is to be mended in a report that is under way already."""
    try:
        check_move(move, State(submission.state))
    except IllegalMove as refusal:
        raise Refused(str(refusal)) from refusal


def _hand_over(
    submission: Submission, entries: Sequence[Entry], move: Move, status: str, *, by: Any, via: str
) -> Submission:
    event = Draft(
        verb=move, subject_type="workflow.Submission", by=by, via=via, rows=len(entries),
        subject_id=submission.pk, subject_text=str(submission), unit_id=submission.unit_id,
    )  # fmt: skip
    ids = [entry.pk for entry in entries]
    try:
        workflow.move(submission, move, by=by, at=timezone.now())
    except IllegalMove as refusal:
        raise Refused(str(refusal)) from refusal
    bulk.update_rows(Entry, ids, {"status": status, "event_id": event.id})
    at = take_write_lock()
    bulk.write_history(Entry, ids, at=at, by=by)
    workflow.remember(submission, by=by, at=at)
    if move is Move.SUBMIT:
        workflow.answer_cells(submission, by=by, at=at)
    write_event(event, at=at)
    tell_of(move, submission, by=by, at=at)
    return submission
