"""What the daily command does: reminders of deadlines, one digest per person, letters sent.

Every step may run again at any time: what was written or sent once is not written or sent a second time.
"""

import smtplib
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.notices.actions import Message, tell
from portal.notices.models import Letter, Notice
from portal.notices.rules import reminder, step_on
from portal.vietnamese.dates import write_date
from portal.workflow.models import Submission
from portal.workflow.rules import State

TRIES = 5  # a letter that fails as often is left for people to look at
LONGEST_DIGEST = 50


def remind(today: date) -> int:
    """Remind the people of every open report that nears or passed its deadline; returns how many messages are new.

    One message per report, person and step, whatever the number of its cells. An extension arms the steps anew.
    """
    waited_for = Submission.objects.in_states(State.DRAFT, State.RETURNED).in_open_periods().not_waived().for_page()
    reports = [one for one in waited_for.order_by("pk") if one.due_on is not None and step_on(one.due_on, today)]
    people: dict[int, list[User]] = {}
    for person in User.objects.answering_for({one.unit_id for one in reports}, Role.CLERK, Role.LEADER):
        people.setdefault(person.unit_id, []).append(person)
    return tell([message for one in reports for message in _messages(one, people.get(one.unit_id, []), today)])


def _messages(report: Submission, people: list[User], today: date) -> list[Message]:
    step = step_on(report.due_on, today)
    clerks = [one for one in people if one.role == Role.CLERK]
    # who leads hears of it when it is late, or when nobody else writes the report
    told = people if step.is_overdue or not clerks else clerks
    kind = Notice.Kind.OVERDUE if step.is_overdue else Notice.Kind.DUE
    text = reminder(f"Báo cáo {report.period} – {report.unit}", write_date(report.due_on), step)
    key = f"remind:{report.pk}:{report.due_on}:{step.name}"
    return [Message(one, kind, text, report.get_absolute_url(), report.pk, key) for one in told]


def write_digests(today: date) -> int:
    """One letter per person and day with what they have not read and no letter carried; returns how many are new."""
    key = f"digest:{today}"
    with transaction.atomic():
        done = Letter.objects.carried(key)
        waiting = [one for one in Notice.objects.for_digest() if one.person_id not in done]
        letters = 0
        for _, group in groupby(waiting, key=lambda one: one.person_id):
            _write_digest(list(group), key, today)
            letters += 1
    return letters


def _write_digest(notices: list[Notice], key: str, today: date) -> None:
    person = notices[0].person
    lines = [f"- {one.text}\n  {settings.PUBLIC_URL}{one.url}" for one in notices[:LONGEST_DIGEST]]
    if len(notices) > LONGEST_DIGEST:
        lines.append(f"… và {len(notices) - LONGEST_DIGEST} thông báo khác: {settings.PUBLIC_URL}/thong-bao/")
    letter = Letter.objects.create(
        person=person, address=person.email, key=key,
        subject=f"Thông báo ngày {write_date(today)}: {len(notices)} việc",
        body=f"Kính gửi đồng chí {person},\n\n" + "\n".join(lines) + "\n",
    )  # fmt: skip
    Notice.objects.within([one.pk for one in notices]).update(letter=letter)


@dataclass(frozen=True)
class Sent:
    """How many letters went out, and how many failed and wait for the next run."""

    sent: int = 0
    failed: int = 0


def send_letters() -> Sent:
    """Send what waits in the outbox, each letter claimed first so that two senders never send one twice."""
    connection = get_connection()
    sent = failed = 0
    for letter in Letter.objects.waiting(TRIES):
        if not Letter.objects.claim(letter):
            continue
        fault = _send(letter, connection)
        mark: dict[str, datetime | str] = {"fault": fault[:300]} if fault else {"sent_at": timezone.now(), "fault": ""}
        Letter.objects.filter(pk=letter.pk).update(**mark)
        sent, failed = sent + (not fault), failed + bool(fault)
    return Sent(sent, failed)


def _send(letter: Letter, connection: object) -> str:
    mail = EmailMessage(letter.subject, letter.body, to=[letter.address], connection=connection)
    try:
        mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ""
