"""Moving a report from state to state: compare and set, so that of two people at once exactly one succeeds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F

from portal.workflow.models import Submission
from portal.workflow.rules import IllegalMove, Move, State, check_move

MOVED_MEANWHILE = "Báo cáo vừa được người khác xử lý. Tải lại trang để xem trạng thái mới."


def move(
    submission: Submission, what: Move, *, by: Any, at: datetime, reason: str = "", makers: set[int] | None = None
) -> Submission:
    """Move the report inside the caller's transaction. Raises IllegalMove, also when someone was faster.

    `makers` are the people whose own work this is: they may not approve it.
    """
    target = check_move(what, State(submission.state), reason=reason, is_maker=by.pk in (makers or set()))
    changes = {"state": target, "version": submission.version + 1, **_marks(what, by, at, reason)}
    found = Submission.objects.filter(pk=submission.pk, state=submission.state, version=submission.version)
    if not found.update(**changes):
        raise IllegalMove(MOVED_MEANWHILE)
    for name, value in changes.items():
        setattr(submission, name, value)
    return submission


def _marks(what: Move, by: Any, at: datetime, reason: str) -> dict[str, Any]:
    if what is Move.SUBMIT:
        return {"submitted_by": by, "submitted_at": at, "reason": ""}
    if what in (Move.RETURN, Move.APPROVE, Move.REOPEN):
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
