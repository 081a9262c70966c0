"""What is noted about a report without moving it: cells given back and answered, urging, a field's receipt.

The functions of cells are steps of an action that moves the report: the caller holds transaction and lock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.workflow.models import ReturnedCell, SectorReceipt, Submission, Urge
from portal.workflow.rules import WAIVABLE, IllegalMove, State


@dataclass(frozen=True)
class CellReason:
    """One cell to give back, and why; `label` names it, `anchor` is its input on the entry form."""

    series_id: int
    label: str
    anchor: str
    reason: str


def give_back_cells(submission: Submission, cells: Sequence[CellReason], *, by: Any, at: datetime) -> None:
    """Note the cells that the report is returned for. Two statements."""
    rows = [
        ReturnedCell(
            submission=submission, series_id=one.series_id, label=one.label[:250], anchor=one.anchor,
            reason=one.reason.strip(), returned_by=by, returned_at=at,
        )
        for one in cells
    ]  # fmt: skip
    made = ReturnedCell.objects.bulk_create(rows)
    ReturnedCell.history.bulk_history_create(made, default_user=by, default_date=at)


def answer_cells(submission: Submission, *, by: Any, at: datetime) -> int:
    """The report is handed in again: its returned cells are answered. One query when there are none."""
    waiting = list(ReturnedCell.objects.of_submissions([submission.pk]).waiting())
    for one in waiting:
        one.answered_at = at
    if waiting:
        ReturnedCell.objects.bulk_update(waiting, ["answered_at"])
        ReturnedCell.history.bulk_history_create(waiting, update=True, default_user=by, default_date=at)
    return len(waiting)


def urge(submissions: Iterable[Submission], *, by: Any, via: str = Via.FORM) -> tuple[list[Urge], datetime]:
    """Note that the units were reminded, with one event; the caller tells the people in the same transaction.

    Raises IllegalMove without the right, for a report out of sight, or when none is waited for any more.
    """
    with transaction.atomic():
        ids = Submission.objects.within([one.pk for one in submissions]).held()
        at = take_write_lock()
        found = list(Submission.objects.visible_to(by).not_waived().in_open_periods().within(ids).for_page())
        if not by.may(Permission.RECEIVE):
            raise IllegalMove("Tài khoản này không được đôn đốc các đơn vị.")
        late = [one for one in found if State(one.state) in WAIVABLE]
        if not late:
            raise IllegalMove("Các báo cáo đã chọn đã được nộp hoặc được miễn, không còn đơn vị nào cần đôn đốc.")
        made = Urge.objects.bulk_create([Urge(submission=one, urged_by=by, urged_at=at) for one in late])
        Urge.history.bulk_history_create(made, default_user=by, default_date=at)
        event = Draft("urge", "workflow.Submission", by=by, via=via, rows=len(made))
        if len(late) == 1:
            event.subject_id, event.unit_id = late[0].pk, late[0].unit_id
        event.subject_text = "; ".join(str(one) for one in late)
        event.values = [one.pk for one in late]
        write_event(event, at=at)
    return made, at


def take_for_sector(submission: Submission, *, by: Any, via: str = Via.FORM) -> SectorReceipt:
    """The person's agency takes its indicators of an approved report. Raises IllegalMove twice or in another state."""
    with transaction.atomic():
        Submission.objects.within([submission.pk]).held()
        at = take_write_lock()
        submission.refresh_from_db()
        if submission.state != State.APPROVED:
            raise IllegalMove("Chỉ tiếp nhận số liệu của báo cáo đã được đơn vị duyệt.")
        taken = SectorReceipt.objects.of_submissions([submission.pk])
        if any(one.agency_id == by.agency_id and one.received_at >= submission.decided_at for one in taken):
            raise IllegalMove(f"{by.agency} đã tiếp nhận các chỉ tiêu của ngành trong báo cáo này.")
        made = SectorReceipt(submission=submission, agency=by.agency, received_by=by, received_at=at)
        made.skip_history_when_saving = True  # written below, at the event's instant
        made.save()
        SectorReceipt.history.bulk_history_create([made], default_user=by, default_date=at)
        event = Draft(
            "take_for_sector", "workflow.Submission", by=by, via=via, rows=1, subject_id=submission.pk,
            subject_text=f"{submission}: {by.agency}", unit_id=submission.unit_id,
        )  # fmt: skip
        write_event(event, at=at)
    return made
