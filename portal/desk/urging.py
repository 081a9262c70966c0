"""Urging units: the note, the event and the messages of one click, all or none."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.desk.completeness import reports_in_sight
from portal.notices.actions import Message, tell
from portal.notices.models import Notice
from portal.vietnamese.dates import write_date
from portal.workflow import actions as workflow
from portal.workflow.models import Submission, Urge
from portal.workflow.rules import IllegalMove


def urge(report_ids: Iterable[int], *, by: Any) -> list[Urge]:
    """Urge the units of the reports: who writes them reads one message per report. Raises IllegalMove.

    Who follows one field for an agency urges only units that report on it.
    """
    with transaction.atomic():
        reports = list(reports_in_sight(by).within(report_ids))
        if not reports:
            raise IllegalMove("Chưa chọn báo cáo nào để đôn đốc.")
        made, at = workflow.urge(reports, by=by)
        writers = _writers([one.submission for one in made])
        messages = [
            Message(person, Notice.Kind.URGED, _text(one.submission, by), _address(one.submission), one.submission_id)
            for one in made
            for person in writers.get(one.submission.unit_id, ())
        ]
        tell(messages, at=at)
    return made


def _writers(reports: Iterable[Submission]) -> dict[int, list[User]]:
    """Clerks of each unit, its leaders where it has none. One query."""
    found: dict[int, dict[str, list[User]]] = {}
    for person in User.objects.answering_for({one.unit_id for one in reports}, Role.CLERK, Role.LEADER):
        found.setdefault(person.unit_id, {}).setdefault(person.role, []).append(person)
    return {unit: by_role.get(Role.CLERK) or by_role[Role.LEADER] for unit, by_role in found.items()}


def _address(report: Submission) -> str:
    return report.get_absolute_url()


def _text(report: Submission, by: Any) -> str:
    due = f", hạn nộp {write_date(report.due_on)}" if report.due_on else ""
    return f"Báo cáo {report.period} – {report.unit}: {by} đôn đốc nộp báo cáo{due}."
