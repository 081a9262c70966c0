"""Naming a deputy and ending a mandate: changes of accounts' rights, each with one ledger event."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actions import AccountRefused
from portal.accounts.models import Deputy, User
from portal.accounts.roles import Role
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via

LONGEST_MANDATE = timedelta(days=92)  # longer is a matter of the person's role, not of standing in


def name_deputy(*, by: Any, deputy: User, from_on: date, to_on: date, reason: str, via: str = Via.FORM) -> Deputy:
    """The leader `by` has somebody of their own place decide from one day to another. Raises AccountRefused."""
    with transaction.atomic():
        at = take_write_lock()
        _refuse(by, deputy, from_on, to_on, reason)
        made = Deputy(leader=by, deputy=deputy, from_on=from_on, to_on=to_on, reason=reason.strip(), named_at=at)
        made.skip_history_when_saving = True  # written below, at the event's instant
        made.save()
        Deputy.history.bulk_history_create([made], default_user=by, default_change_reason=made.reason, default_date=at)
        write_event(_event("name_deputy", made, by, via), at=at)
    return made


def _refuse(by: Any, deputy: User, from_on: date, to_on: date, reason: str) -> None:
    today = timezone.localdate()
    if by.role != Role.LEADER:
        raise AccountRefused("Chỉ lãnh đạo đơn vị được giao người ký thay.")
    if not User.objects.possible_deputies_of(by).with_ids([deputy.pk]).exists():
        raise AccountRefused("Người ký thay phải là cán bộ, lãnh đạo đang làm việc của chính đơn vị, cơ quan này.")
    if to_on < from_on:
        raise AccountRefused("Đến ngày phải sau hoặc trùng từ ngày.")
    if to_on < today:
        raise AccountRefused("Thời gian ký thay đã qua. Chọn đến ngày từ hôm nay trở đi.")
    if to_on - from_on > LONGEST_MANDATE:
        raise AccountRefused(f"Thời gian ký thay dài nhất {LONGEST_MANDATE.days} ngày.")
    if not reason.strip():
        raise AccountRefused("Cần ghi rõ lý do giao ký thay.")
    other = Deputy.objects.overlapping(by, from_on, to_on).first()
    if other:
        raise AccountRefused(
            f"Thời gian này trùng với thời gian đã giao cho {other.deputy}. Thôi giao trước rồi giao lại."
        )


def end_mandate(mandate: Deputy, *, by: Any, via: str = Via.FORM) -> Deputy:
    """Take the mandate back from now on; what the deputy decided stays. Raises AccountRefused."""
    with transaction.atomic():
        at = take_write_lock()
        found = Deputy.objects.endable_by(by).filter(pk=mandate.pk).select_related("leader", "deputy").first()
        if found is None:
            raise AccountRefused("Việc giao ký thay này đã thôi hoặc không do đồng chí giao.")
        found.ended_at, found.skip_history_when_saving = at, True
        found.save(update_fields=["ended_at"])
        Deputy.history.bulk_history_create([found], update=True, default_user=by, default_date=at)
        write_event(_event("end_deputy", found, by, via), at=at)
    return found


def _event(verb: str, mandate: Deputy, by: Any, via: str) -> Draft:
    return Draft(
        verb, "accounts.Deputy", by=by, via=via, rows=1, reason=mandate.reason, subject_id=mandate.pk,
        subject_text=f"{mandate}, {mandate.from_on:%d/%m/%Y}–{mandate.to_on:%d/%m/%Y}", unit_id=by.unit_id,
    )  # fmt: skip
