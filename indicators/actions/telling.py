"""Whom a step of a report concerns, and what they read: a step of the action, in its transaction, after its rows."""

from datetime import datetime
from typing import Any

from portal.notices.actions import about, deciders_of, writers_of
from portal.notices.models import Notice
from portal.vietnamese.dates import write_date
from portal.workflow.models import Submission
from portal.workflow.rules import Move

KINDS = {
    Move.SUBMIT: Notice.Kind.SUBMITTED,
    Move.RETURN: Notice.Kind.RETURNED,
    Move.SEND_BACK: Notice.Kind.RETURNED,
    Move.APPROVE: Notice.Kind.APPROVED,
    Move.RECEIVE: Notice.Kind.RECEIVED,
    Move.REOPEN: Notice.Kind.REOPENED,
    Move.UNLOCK: Notice.Kind.REOPENED,
}


def tell_of(what: Move, submission: Submission, *, by: Any, at: datetime, reason: str = "", anchor: str = "") -> None:
    """One message per person about the report; who took the step is told nothing. At most nine queries."""
    if what not in KINDS:
        return
    people = deciders_of(submission) if what is Move.SUBMIT else writers_of(submission)
    others = [one for one in people if one.pk != by.pk]
    if others:
        url = f"{submission.get_absolute_url()}#{anchor}" if anchor else ""
        about(submission, KINDS[what], _text(what, submission, by, reason), others, at=at, url=url)


def _text(what: Move, submission: Submission, by: Any, reason: str) -> str:
    report = f"Báo cáo {submission.period} – {submission.unit}"
    match what:
        case Move.SUBMIT:
            return f"{report}: {by} đã nộp, chờ duyệt."
        case Move.RETURN | Move.SEND_BACK:
            return f"{report}: {by} trả lại – “{reason}”"
        case Move.REOPEN | Move.UNLOCK:
            until = submission.reopened_until
            return f"{report}: {by} mở lại đến hết ngày {write_date(until)} – “{reason}”"
        case Move.RECEIVE:
            return f"{report}: {by} đã tiếp nhận."
    return f"{report}: {by} đã duyệt, số liệu có hiệu lực."
