"""Ending a period: units let off by name, the period closed when nobody is missing, reopened reports locked again."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.periods.models import Period
from portal.workflow.models import Submission, Waiver
from portal.workflow.rules import IllegalMove, State, waiver_fault

NAMED_AT_MOST = 10  # units in one sentence; the page lists them all


def waive(submission: Submission, *, by: Any, reason: str, via: str = Via.FORM) -> Waiver:
    """Do without the unit's report. Raises IllegalMove without right or reason, twice, or when it was handed in."""
    with transaction.atomic():
        Submission.objects.within([submission.pk]).held()
        at = take_write_lock()
        found = Submission.objects.visible_to(by).for_page().within([submission.pk]).first()
        if found is None or not by.is_general_reviewer:
            raise IllegalMove("Chỉ chuyên viên tổng hợp cấp tỉnh được miễn báo cáo của đơn vị.")
        if found.period.is_closed:
            raise IllegalMove(f"Kỳ “{found.period}” đã khóa.")
        if Submission.objects.waived().within([found.pk]).exists():
            raise IllegalMove(f"Báo cáo “{found}” đã được miễn.")
        if fault := waiver_fault(State(found.state), reason):
            raise IllegalMove(fault)
        made = Waiver(submission=found, reason=reason.strip(), waived_by=by, waived_at=at)
        made.skip_history_when_saving = True  # written below, at the event's instant
        made.save()
        Waiver.history.bulk_history_create([made], default_user=by, default_change_reason=made.reason, default_date=at)
        event = Draft(
            "waive", "workflow.Submission", by=by, via=via, rows=1, reason=made.reason, subject_id=found.pk,
            subject_text=str(found), unit_id=found.unit_id,
        )  # fmt: skip
        write_event(event, at=at)
    return made


def close_period(period: Period, *, by: Any, via: str = Via.FORM) -> Period:
    """Close the period and lock its reports. Raises IllegalMove naming who is neither received nor waived.

    The reports are held first, then the write lock: whoever decides about one meanwhile waits or has been seen.
    """
    with transaction.atomic():
        Submission.objects.of_period(period).held()
        at = take_write_lock()
        if not by.is_general_reviewer:
            raise IllegalMove("Chỉ chuyên viên tổng hợp cấp tỉnh được khóa kỳ.")
        period.refresh_from_db()
        if period.is_closed:
            raise IllegalMove(f"Kỳ “{period}” đã khóa.")
        of_period = Submission.objects.of_period(period)
        if missing := [str(one.unit) for one in of_period.unsettled().for_page().by_level()]:
            raise IllegalMove(_who_is_missing(period, missing))
        received = list(of_period.in_states(State.RECEIVED))
        if not of_period.exists():
            raise IllegalMove(f"Kỳ “{period}” không có báo cáo nào để khóa.")
        period.is_closed, period.skip_history_when_saving = True, True
        period.save(update_fields=["is_closed"])
        Period.history.bulk_history_create([period], update=True, default_user=by, default_date=at)
        _put(received, State.LOCKED)
        Submission.history.bulk_history_create(received, update=True, default_user=by, default_date=at)
        event = Draft("close_period", "periods.Period", by=by, via=via, rows=len(received), subject_id=period.pk)
        event.subject_text = str(period)
        write_event(event, at=at)
    return period


def _who_is_missing(period: Period, units: list[str]) -> str:
    named = ", ".join(units[:NAMED_AT_MOST])
    more = len(units) - NAMED_AT_MOST
    tail = f" và {more} đơn vị khác" if more > 0 else ""
    return (
        f"Chưa khóa được kỳ “{period}”: còn {len(units)} báo cáo chưa được tiếp nhận hoặc miễn ({named}{tail}). "
        "Tiếp nhận hoặc miễn có lý do rồi khóa."
    )


def lapse_reopenings(*, on: date, via: str = Via.COMMAND) -> int:
    """Put reopened reports whose time is over back where they were, locked where their period is closed.

    Nothing is approved by it: drafts of the correction stay drafts, the approved figures stay in force. Returns how
    many; a second time none.
    """
    with transaction.atomic():
        Submission.objects.lapsed_on(on).held()
        at = take_write_lock()
        late = list(Submission.objects.lapsed_on(on).for_page().order_by("pk"))
        if late:
            for one in late:
                one.state = State.LOCKED if one.period.is_closed else one.reopened_from
                one.reopened_until, one.reopened_from = None, ""
            _write(late)
            Submission.history.bulk_history_create(late, update=True, default_date=at)
            write_event(Draft("lapse", "workflow.Submission", via=via, rows=len(late)), at=at)
    return len(late)


def _put(reports: list[Submission], state: State) -> None:
    for one in reports:
        one.state = state
    _write(reports)


def _write(reports: list[Submission]) -> None:
    Submission.objects.bulk_update(reports, ["state", "reopened_until", "reopened_from"])
    Submission.objects.within([one.pk for one in reports]).update(version=F("version") + 1)
    for one in reports:
        one.version += 1
