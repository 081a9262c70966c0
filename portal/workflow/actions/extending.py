"""More time for reports: granted to one, or judged again for all after days off changed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.workflow.actions.moving import MOVED_MEANWHILE, remember
from portal.workflow.deadlines import Timetable, deadline_of
from portal.workflow.models import Extension, Submission
from portal.workflow.rules import IllegalMove, State, extension_fault


def extend_deadline(submission: Submission, *, until_on: date, by: Any, reason: str, via: str = Via.FORM) -> Extension:
    """Give the unit until the end of this day, its old deadline kept; the report is due then wherever it is shown.

    Raises IllegalMove in Vietnamese: without the right, without a reason, for a day that gives no more time, in a
    closed period, or when someone moved the deadline meanwhile.
    """
    with transaction.atomic():
        found = Submission.objects.visible_to(by).for_page().within([submission.pk]).first()
        if found is None or not by.may(Permission.EXTEND):
            raise IllegalMove("Tài khoản này không được gia hạn báo cáo của đơn vị đó.")
        if not found.is_open:
            raise IllegalMove(f"Kỳ “{found.period}” đã khóa, không gia hạn được nữa.")
        fault = extension_fault(State(found.state), found.due_on, until_on, reason, timezone.localdate())
        if fault:
            raise IllegalMove(fault)
        before = submission.due_on
        held = Submission.objects.filter(pk=found.pk, due_on=before, state=found.state)
        if before != found.due_on or not held.update(due_on=until_on):
            raise IllegalMove(MOVED_MEANWHILE)
        submission.due_on = found.due_on = until_on
        return _extended(found, before, by=by, reason=reason.strip(), via=via)


def _extended(submission: Submission, before: date | None, *, by: Any, reason: str, via: str) -> Extension:
    event = Draft(
        verb="extend", subject_type="workflow.Submission", by=by, via=via, rows=1, reason=reason,
        subject_id=submission.pk, subject_text=str(submission), unit_id=submission.unit_id,
        values=[str(before), str(submission.due_on)],
    )  # fmt: skip
    at = take_write_lock()
    extension = Extension(
        submission=submission, until_on=submission.due_on, due_before=before, reason=reason, granted_by=by,
        granted_at=at,
    )  # fmt: skip
    extension.skip_history_when_saving = True  # written below, at the event's instant and with its reason
    extension.save()
    Extension.history.bulk_history_create([extension], default_user=by, default_change_reason=reason, default_date=at)
    remember(submission, by=by, at=at, reason=reason)
    write_event(event, at=at)
    return extension


def refresh_deadlines(*, by: Any, via: str = Via.FORM) -> int:
    """Judge the deadlines of open reports again after days off changed; returns how many moved.

    More time that was granted is never taken back.
    """
    with transaction.atomic():
        reports = list(Submission.objects.in_states(State.DRAFT, State.RETURNED).in_open_periods().for_page())
        granted = Extension.objects.latest_days([one.pk for one in reports])
        timetable = Timetable.read()
        moved = []
        for one in reports:
            due = max(deadline_of(one.form, one.period, one.unit, timetable), granted.get(one.pk, date.min))
            if one.due_on is not None and due != one.due_on:
                one.due_on = due
                moved.append(one)
        if moved:
            Submission.objects.bulk_update(moved, ["due_on"])
            at = take_write_lock()
            Submission.history.bulk_history_create(moved, update=True, default_user=by, default_date=at)
            write_event(Draft("refresh_deadlines", "workflow.Submission", by=by, via=via, rows=len(moved)), at=at)
    return len(moved)
