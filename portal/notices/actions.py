"""Telling people: inside the transaction of what happened, so that a message exists exactly when its cause does.

Messages are no figures: they have neither row history nor a ledger event of their own; the event of their cause names
who did what. `User.unread_notices` is counted anew with every change, so that each page shows it without a query.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.notices.models import Letter, Notice
from portal.workflow.models import Submission

# One statement that counts and keeps; every step of a report pays for it.
_COUNT_UNREAD = """UPDATE accounts_user SET unread_notices = (
  SELECT COUNT(*) FROM notices_notice n WHERE n.person_id = accounts_user.id AND n.read_at IS NULL)
WHERE id IN ({people})"""
# Of these people hear by e-mail at once; all else waits for the digest of the day.
AT_ONCE = frozenset({Notice.Kind.RETURNED, Notice.Kind.OVERDUE})


@dataclass(frozen=True)
class Message:
    """What one person is to read. A `key` that the person already has a message under is not written again."""

    person: Any
    kind: str
    text: str
    url: str
    submission_id: int | None = None
    key: str = ""


def tell(messages: Sequence[Message], *, at: datetime | None = None) -> int:
    """Write the messages, letters for the urgent ones; returns how many were new. At most six queries."""
    # no savepoint inside an action: a message that cannot be written takes the whole step back
    with transaction.atomic(savepoint=False):
        known = Notice.objects.known_keys({one.key for one in messages if one.key})
        new = [one for one in messages if not one.key or (one.person.pk, one.key) not in known]
        if not new:
            return 0
        moment = at or timezone.now()
        made = [
            Notice(
                person=one.person, kind=one.kind, text=one.text, url=one.url, submission_id=one.submission_id,
                key=one.key, created_at=moment, letter=_letter_at_once(one),
            )
            for one in new
        ]  # fmt: skip
        Notice.objects.bulk_create(made)
        count_unread({one.person.pk for one in new})
    return len(new)


def _letter_at_once(message: Message) -> Letter | None:
    if message.kind not in AT_ONCE or not message.person.email:
        return None
    title = Notice.Kind(message.kind).label
    return Letter.objects.create(
        person=message.person, address=message.person.email, subject=f"{title}: {message.text}"[:200],
        body=f"{message.text}\n{settings.PUBLIC_URL}{message.url}\n",
    )  # fmt: skip


def about(
    submission: Submission, kind: str, text: str, people: Iterable[Any], *, at: datetime | None = None, url: str = ""
) -> int:
    """Tell the people one thing about one report, each once; `url` leads to a cell of it."""
    each = {one.pk: one for one in people}.values()
    address = url or submission.get_absolute_url()
    return tell([Message(one, kind, text, address, submission.pk) for one in each], at=at)


def writers_of(submission: Submission) -> list[User]:
    """Who writes the unit's report: its clerks, its leaders where it has none. At most two queries."""
    people, unit = User.objects.addressed(), [submission.unit_id]
    return list(people.answering_for(unit, Role.CLERK)) or list(people.answering_for(unit, Role.LEADER))


def deciders_of(submission: Submission) -> list[User]:
    """Who decides about the unit's report: its leaders, and today's deputies of theirs. Two queries."""
    leaders = list(User.objects.answering_for([submission.unit_id], Role.LEADER))
    return leaders + list(User.objects.deputies_on(timezone.localdate(), [one.pk for one in leaders]))


def read(ids: Iterable[int] | None, *, by: Any) -> int:
    """Mark the person's messages as read, all of them without ids; returns how many were unread."""
    with transaction.atomic():
        unread = Notice.objects.visible_to(by).unread()
        found = (unread if ids is None else unread.within(ids)).update(read_at=timezone.now())
        if found:
            count_unread({by.pk})
    return found


def count_unread(people: Iterable[int]) -> None:
    """Keep the number beside the bell: counted, not added up, so that it cannot drift."""
    wanted = sorted(people)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UNREAD.format(people=", ".join(["%s"] * len(wanted))), wanted)
