"""Moving a report from state to state: compare and set, so that of two people at once exactly one succeeds."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F

from portal.workflow.models import Submission
from portal.workflow.rules import IllegalMove, Move, State, check_move

MOVED_MEANWHILE = "Báo cáo vừa được người khác xử lý. Tải lại trang để xem trạng thái mới."

DECISIONS = frozenset({Move.RETURN, Move.SEND_BACK, Move.APPROVE, Move.REOPEN, Move.UNLOCK})


def move(
    submission: Submission,
    what: Move,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    makers: set[int] | None = None,
    instead_of: Any = None,
    until_on: date | None = None,
) -> Submission:
    """Move the report inside the caller's transaction. Raises IllegalMove, also when someone was faster.

    `makers` are the people whose own work this is: they may not approve it, and nobody may in their stead.
    `instead_of` is the leader whose deputy decides; `until_on` the day until whose end a reopened report stands open.
    """
    is_maker = bool({by.pk, getattr(instead_of, "pk", by.pk)} & (makers or set()))
    target = check_move(what, State(submission.state), reason=reason, is_maker=is_maker)
    changes = {"state": target, "version": submission.version + 1, **_marks(what, by, at, reason)}
    if "decided_by" in changes:
        changes["decided_for"] = instead_of
    if what in (Move.REOPEN, Move.UNLOCK):
        changes |= {"reopened_until": until_on, "reopened_from": submission.state if until_on else ""}
    elif what is Move.APPROVE:
        changes |= {"reopened_until": None, "reopened_from": ""}
    found = Submission.objects.filter(pk=submission.pk, state=submission.state, version=submission.version)
    if not found.update(**changes):
        raise IllegalMove(MOVED_MEANWHILE)
    for name, value in changes.items():
        setattr(submission, name, value)
    return submission


def _marks(what: Move, by: Any, at: datetime, reason: str) -> dict[str, Any]:
    if what is Move.SUBMIT:
        return {"submitted_by": by, "submitted_at": at, "reason": ""}
    if what in DECISIONS:
        return {"decided_by": by, "decided_at": at, "reason": reason}
    return {}


def touch(submissions: Iterable[Submission]) -> None:
    """Count the reports' versions up because their cells changed; the caller holds the transaction. One query."""
    held = list(submissions)
    Submission.objects.within([submission.pk for submission in held]).update(version=F("version") + 1)
    for submission in held:
        submission.version += 1


def remember(submission: Submission, *, by: Any, at: datetime, reason: str = "") -> None:
    """Write the report's row history, after the write lock, at the event's instant."""
    Submission.history.bulk_history_create(
        [submission], update=True, default_user=by, default_change_reason=reason, default_date=at
    )
