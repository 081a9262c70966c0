"""Undoing a written batch within thirty days: its figures go back to what stood before, what was edited since stays."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators.actions import undo_entries
from indicators.refusals import NotAllowed
from portal.accounts.roles import Permission
from portal.imports.catalogue import KINDS
from portal.imports.models import ImportBatch
from portal.imports.payload import preview_rows
from portal.periods.models import Period
from portal.vietnamese.dates import write_date

DAYS = 30
State = ImportBatch.State


class NotUndone(Exception):
    """Nothing was undone; the message says why, `left` names the cells that keep what they hold."""

    def __init__(self, message: str, left: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.left = left


def why_not(batch: ImportBatch, by: Any) -> str:
    """Why the person cannot undo the batch now, "" when it can be tried."""
    if batch.owner_id != by.pk and not by.may(Permission.ADMINISTER):
        return "Chỉ người nhập hoặc quản trị được hoàn tác đợt nhập này."
    if batch.state == State.UNDONE:
        return f"Đợt nhập này đã được hoàn tác lúc {batch.undone_in_words}, không hoàn tác lần nữa."
    if batch.state != State.APPLIED:
        return f"Đợt nhập đang ở trạng thái “{batch.get_state_display()}”, chưa ghi gì nên không có gì để hoàn tác."
    if not KINDS[batch.kind].holds_figures:
        return f"Loại “{KINDS[batch.kind].label}” chưa hoàn tác được cả đợt. Sửa từng dòng, hoặc nhập lại tệp trước đó."
    last = timezone.localtime(batch.applied_at + timedelta(days=DAYS))
    if timezone.now() > last:
        return (
            f"Chỉ hoàn tác được trong {DAYS} ngày; hạn của đợt nhập này là {last:%H:%M} ngày {write_date(last.date())}."
        )
    return ""


def undo(batch: ImportBatch, *, by: Any, reason: str = "") -> ImportBatch:
    """Take the batch back, once; the batch returned says how many cells and has those left. Raises NotUndone."""
    if refused := why_not(batch, by):
        raise NotUndone(refused)
    rows = [*preview_rows(batch.payload, "new"), *preview_rows(batch.payload, "changed")]
    with transaction.atomic():
        now = timezone.now()
        taken = ImportBatch.objects.written(batch.pk)
        if not taken.update(state=State.UNDONE, undone_at=now, undone_by=by):
            batch.refresh_from_db()
            raise NotUndone(why_not(batch, by))
        periods = Period.objects.in_bulk({row.period_code for row in rows}, field_name="code").values()
        try:
            done = undo_entries(
                batch_id=batch.pk,
                unit_ids={row.unit_id for row in rows},
                period_ids=[period.pk for period in periods],
                by=by,
                reason=reason,
            )
        except NotAllowed as refusal:
            raise NotUndone(str(refusal)) from refusal
        if not done.restored + done.removed:
            raise NotUndone("Không hoàn tác được ô nào: tất cả đã được sửa, nộp hoặc khóa sau khi nhập.", done.left)
        batch.undone_rows = done.restored + done.removed
        batch.left = [{"cell": cell, "why": why} for cell, why in done.left]
        ImportBatch.objects.with_id(batch.pk).update(undone_rows=batch.undone_rows, left=batch.left)
    batch.refresh_from_db()
    return batch
