"""Deciding on a report: approve, return, reopen, receive."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import bulk
from indicators.actions.publishing import Written, follow_up, put_in_force
from indicators.checks import refuse_closed_period
from indicators.models import Entry
from indicators.refusals import NotAllowed, Refused
from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.workflow import actions as workflow
from portal.workflow.models import Submission
from portal.workflow.rules import IllegalMove, Move, State

CHANGED_SINCE = "Báo cáo đã thay đổi từ lúc đồng chí mở trang duyệt. Xem lại số liệu mới rồi duyệt."
NOT_YOURS = "Tài khoản này không được duyệt hoặc trả lại báo cáo của đơn vị đó."


def approve(submission: Submission, *, by: Any, seen_version: int | None = None, via: str = Via.FORM) -> Submission:
    """Put the report's figures in force and derive everything above them, in one transaction.

    Raises NotAllowed outside the scope, and Refused for one's own figures, a second time, any other state, or a
    report that is not the one of `seen_version` any more: nobody signs what they have not seen.
    """
    with transaction.atomic():
        submission = _held(submission, by)
        if seen_version not in (None, submission.version) and submission.state == State.SUBMITTED:
            raise Refused(CHANGED_SINCE)
        entries = list(Entry.objects.of_submission(submission).order_by("series_id", "period_id"))
        event = _event(Move.APPROVE, submission, by, via, rows=len(entries))
        makers = {submission.submitted_by_id, *(entry.entered_by_id for entry in entries)}
        now = timezone.now()
        _moved(submission, Move.APPROVE, by=by, at=now, makers=makers)
        written = _put_in_force(entries, submission, event, by=by, at=now)
        ids = [entry.pk for entry in entries]
        bulk.update_rows(Entry, ids, {"status": Entry.Status.APPROVED, "event_id": event.id})
        at = take_write_lock()
        bulk.write_history(Entry, ids, at=at, by=by)
        bulk.write_history(Submission, [submission.pk], at=at, by=by, first="false")
        reason = "; ".join(dict.fromkeys(entry.reason for entry in entries if entry.reason))
        follow_up(written, event, at=at, by=by, reason=reason)
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


def return_to_maker(submission: Submission, *, by: Any, reason: str, via: str = Via.FORM) -> Submission:
    """Give the report back with a reason that its maker reads."""
    return _decide(submission, Move.RETURN, Entry.Status.RETURNED, by=by, reason=reason, via=via)


def reopen(submission: Submission, *, by: Any, reason: str, via: str = Via.FORM) -> Submission:
    """Let an approved report be corrected; its figures stay in force until the correction is approved."""
    return _decide(submission, Move.REOPEN, None, by=by, reason=reason, via=via)


def _decide(submission: Submission, what: Move, status: str | None, *, by: Any, reason: str, via: str) -> Submission:
    with transaction.atomic():
        submission = _held(submission, by)
        ids = list(Entry.objects.of_submission(submission).values_list("id", flat=True)) if status else []
        event = _event(what, submission, by, via, rows=len(ids), reason=reason)
        _moved(submission, what, by=by, at=timezone.now(), reason=reason.strip())
        bulk.update_rows(Entry, ids, {"status": status, "event_id": event.id})
        at = take_write_lock()
        bulk.write_history(Entry, ids, at=at, by=by, reason=reason)
        workflow.remember(submission, by=by, at=at, reason=reason)
        write_event(event, at=at)
    return submission


def receive(submission: Submission, *, by: Any, via: str = Via.FORM) -> Submission:
    """The level above takes the approved report."""
    with transaction.atomic():
        bulk.lock_rows(Submission, [submission.pk])
        if not by.may(Permission.RECEIVE) or not Submission.objects.visible_to(by).within([submission.pk]):
            raise NotAllowed("Tài khoản này không được tiếp nhận báo cáo.")
        submission.refresh_from_db()
        event = _event(Move.RECEIVE, submission, by, via)
        _moved(submission, Move.RECEIVE, by=by, at=timezone.now())
        at = take_write_lock()
        workflow.remember(submission, by=by, at=at)
        write_event(event, at=at)
    return submission


def _held(submission: Submission, by: Any) -> Submission:
    """The report as it stands now, its row held; NotAllowed outside the person's scope."""
    bulk.lock_rows(Submission, [submission.pk])
    found = Submission.objects.decidable_one(by, submission.pk)
    if found is None:
        raise NotAllowed(NOT_YOURS)
    refuse_closed_period(found)
    return found


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
