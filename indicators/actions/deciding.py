"""Deciding on a report: approve, return, reopen, receive."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import bulk
from indicators.actions.publishing import Written, follow_up, put_in_force
from indicators.actions.telling import tell_of
from indicators.checks import received_series, refuse_closed_period
from indicators.models import Entry
from indicators.refusals import NotAllowed, Refused
from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.workflow import actions as workflow
from portal.workflow.actions import CellReason
from portal.workflow.models import Submission
from portal.workflow.rules import REOPENED_FOR, IllegalMove, Move, State, reopening_fault
from resolutions.actions import publish_of_report
from resolutions.reporting import draft_makers

CHANGED_SINCE = "Báo cáo đã thay đổi từ lúc đồng chí mở trang duyệt. Xem lại số liệu mới rồi duyệt."
NOT_YOURS = "Tài khoản này không được duyệt hoặc trả lại báo cáo của đơn vị đó."


def approve(submission: Submission, *, by: Any, seen_version: int | None = None, via: str = Via.FORM) -> Submission:
    """Put the report's figures and its other lines in force and derive everything above them, in one transaction.

    Raises NotAllowed outside the scope, and Refused for one's own figures, a second time, any other state, or a
    report that is not the one of `seen_version` any more: nobody signs what they have not seen.
    """
    with transaction.atomic():
        submission = _held(submission, by)
        if seen_version not in (None, submission.version) and submission.state == State.SUBMITTED:
            raise Refused(CHANGED_SINCE)
        entries = list(Entry.objects.of_submission(submission).bare().order_by("series_id", "period_id"))
        event = _event(Move.APPROVE, submission, by, via, rows=len(entries))
        drafters = draft_makers(submission)
        makers = {submission.submitted_by_id, *(entry.entered_by_id for entry in entries), *drafters}
        now = timezone.now()
        leader = _instead_of(by, event)
        _moved(submission, Move.APPROVE, by=by, at=now, makers=makers, instead_of=leader)
        written = _put_in_force(entries, submission, event, by=by, at=now)
        ids = [entry.pk for entry in entries]
        bulk.update_rows(Entry, ids, {"status": Entry.Status.APPROVED, "event_id": event.id})
        at = take_write_lock()
        bulk.write_history(Entry, ids, at=at, by=by)
        bulk.write_history(Submission, [submission.pk], at=at, by=by, first="false")
        if drafters and (lines := publish_of_report(submission, by=by, at=at)):  # most reports tell figures alone
            event.rows, event.values = len(entries) + len(lines), [*(row.values for row in written), *lines]
        reason = "; ".join(dict.fromkeys(entry.reason for entry in entries if entry.reason))
        follow_up(written, event, at=at, by=by, reason=reason)
        tell_of(Move.APPROVE, submission, by=by, at=at)
    return submission


def _put_in_force(entries: Sequence[Entry], submission: Submission, event: Draft, *, by: Any, at: Any) -> list[Written]:
    as_of, today = submission.period.as_of_on, timezone.localdate(at)
    written = []
    for maker in sorted({entry.entered_by_id for entry in entries}):
        rows = [
            (
                entry.series_id, entry.period_id, entry.numerator, entry.denominator, entry.value, entry.as_reported,
                entry.qualifier, entry.quality, entry.missing_reason, entry.source_text, entry.note, entry.reason,
                as_of, today, False,
            )
            for entry in entries
            if entry.entered_by_id == maker
        ]  # fmt: skip
        people = {"entered_by": maker, "approved_by": by.pk, "approved_at": at}
        written += put_in_force(rows, {"via": event.via, "event_id": event.id, **people})
    return written


def return_to_maker(
    submission: Submission, *, by: Any, reason: str = "", cells: Sequence[CellReason] = (), via: str = Via.FORM
) -> Submission:
    """Give the report back, as a whole or for some cells, with reasons that its maker reads.

    A leader returns what waits for approval, a reviewer what was approved and not received yet; who follows one field
    for an agency returns cells of that field only.
    """
    reason = reason.strip() or _reason_from(cells)
    is_above = not by.may(Permission.APPROVE)
    if is_above:
        _refuse_outside_field(submission, by, [one.series_id for one in cells])
    what, status = (Move.SEND_BACK, None) if is_above else (Move.RETURN, Entry.Status.RETURNED)
    return _decide(submission, what, status, by=by, reason=reason, via=via, cells=cells)


def _reason_from(cells: Sequence[CellReason]) -> str:
    named = "; ".join(f"{one.label}: {one.reason.strip()}" for one in cells if one.reason.strip())
    return f"{len(cells)} ô cần sửa: {named}" if named else ""


def reopen(
    submission: Submission, *, by: Any, reason: str, until_on: date | None = None, via: str = Via.FORM
) -> Submission:
    """Let an approved report be corrected until a day; its figures stay in force until the correction is approved.

    A locked report of a closed period is reopened by the level above, for itself alone. Raises Refused for a day that
    is past or too far.
    """
    today = timezone.localdate()
    until_on = until_on or today + REOPENED_FOR
    if fault := reopening_fault(until_on, today):
        raise Refused(fault)
    what = Move.REOPEN if by.may(Permission.APPROVE) else Move.UNLOCK
    if what is Move.UNLOCK and not by.is_general_reviewer:
        raise NotAllowed(NOT_YOURS)
    return _decide(submission, what, None, by=by, reason=reason, via=via, until_on=until_on)


def _decide(
    submission: Submission, what: Move, status: str | None, *, by: Any, reason: str, via: str,
    cells: Sequence[CellReason] = (), until_on: date | None = None,
) -> Submission:  # fmt: skip
    with transaction.atomic():
        submission = _held(submission, by, what)
        ids = list(Entry.objects.of_submission(submission).values_list("id", flat=True)) if status else []
        event = _event(what, submission, by, via, rows=len(ids), reason=reason)
        leader = _instead_of(by, event)
        now = timezone.now()
        _moved(submission, what, by=by, at=now, reason=reason.strip(), instead_of=leader, until_on=until_on)
        bulk.update_rows(Entry, ids, {"status": status, "event_id": event.id})
        at = take_write_lock()
        bulk.write_history(Entry, ids, at=at, by=by, reason=reason)
        workflow.remember(submission, by=by, at=at, reason=reason)
        if cells:
            workflow.give_back_cells(submission, cells, by=by, at=at)
            event.values = [[one.series_id, one.reason] for one in cells]
        write_event(event, at=at)
        tell_of(what, submission, by=by, at=at, reason=reason.strip(), anchor=cells[0].anchor if cells else "")
    return submission


def receive(submission: Submission, *, by: Any, via: str = Via.FORM) -> Submission:
    """The level above takes the approved report; who follows one field for an agency takes that field's indicators."""
    with transaction.atomic():
        bulk.lock_rows(Submission, [submission.pk])
        if not by.may(Permission.RECEIVE) or not Submission.objects.visible_to(by).within([submission.pk]):
            raise NotAllowed("Tài khoản này không được tiếp nhận báo cáo.")
        submission.refresh_from_db()
        if by.agency_id:
            return _take_for_sector(submission, by, via)
        event = _event(Move.RECEIVE, submission, by, via)
        _moved(submission, Move.RECEIVE, by=by, at=timezone.now())
        at = take_write_lock()
        workflow.remember(submission, by=by, at=at)
        write_event(event, at=at)
        tell_of(Move.RECEIVE, submission, by=by, at=at)
    return submission


def _take_for_sector(submission: Submission, by: Any, via: str) -> Submission:
    if not received_series(submission, by.agency_id):
        raise NotAllowed(f"Báo cáo này không có chỉ tiêu nào do {by.agency} tiếp nhận.")
    try:
        workflow.take_for_sector(submission, by=by, via=via)
    except IllegalMove as refusal:
        raise Refused(str(refusal)) from refusal
    return submission


def _refuse_outside_field(submission: Submission, by: Any, series_ids: Sequence[int]) -> None:
    if not by.agency_id:
        return
    own = received_series(submission, by.agency_id)
    if not own:
        raise NotAllowed(f"Báo cáo này không có chỉ tiêu nào do {by.agency} tiếp nhận.")
    if not series_ids or not own.issuperset(series_ids):
        raise Refused(f"{by.agency} chỉ trả lại các ô thuộc chỉ tiêu do mình tiếp nhận. Chọn đúng các ô đó.")


def _held(submission: Submission, by: Any, what: Move = Move.APPROVE) -> Submission:
    """The report as it stands now, its row held; NotAllowed outside the person's scope."""
    bulk.lock_rows(Submission, [submission.pk])
    if what in (Move.SEND_BACK, Move.UNLOCK):
        allowed = Submission.objects.receivable_by(by).within([submission.pk])
        found = allowed.select_related("unit", "period").order_by("pk").first()
    else:
        found = Submission.objects.decidable_one(by, submission.pk)
    if found is None:
        raise NotAllowed(NOT_YOURS)
    if what is not Move.UNLOCK:
        refuse_closed_period(found)
    return found


def _instead_of(by: Any, event: Draft) -> Any:
    """The leader for whom a deputy signs, named in the ledger; None for who decides by their own office."""
    mandate = next(iter(by.mandates), None)
    if mandate is None:
        return None
    event.reason = f"KT. {mandate.leader}" + (f": {event.reason}" if event.reason else "")
    return mandate.leader


def _moved(submission: Submission, what: Move, **arguments: Any) -> None:
    try:
        workflow.move(submission, what, **arguments)
    except IllegalMove as refusal:
        raise Refused(str(refusal)) from refusal


def _event(what: Move, submission: Submission, by: Any, via: str, *, rows: int = 0, reason: str = "") -> Draft:
    return Draft(
        verb=what, subject_type="workflow.Submission", by=by, via=via, rows=rows, reason=reason,
        subject_id=submission.pk, subject_text=str(submission), unit_id=submission.unit_id,
    )  # fmt: skip
