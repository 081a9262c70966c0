"""The way of a file: read and check (no transaction), keep, show, confirm once, write in one short transaction."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators.refusals import Refused
from indicators.sheets import CellFault
from portal.imports.body import SKIPPED_BECAUSE
from portal.imports.catalogue import SheetKind, kind_of
from portal.imports.cells import CELL_WARNINGS
from portal.imports.models import ImportBatch
from portal.imports.places import column_letter
from portal.imports.preflight import FileFacts, inspect
from portal.imports.reader import SheetRows, read_rows

MAX_FAULTS = 1000
State = ImportBatch.State


class NotConfirmed(Exception):
    """The batch was not written; the message says why and what to do."""


def check_file(path: Path, name: str, *, kind: str, by: Any) -> ImportBatch:
    """Read and check a file, keep the outcome. Raises FileRefused when it cannot be read at all; nothing is written."""
    sheet_kind = kind_of(kind)
    facts = inspect(path, name)
    return _keep(sheet_kind, facts, read_rows(path, facts, sheet_kind.layout), by=by)


def _keep(kind: SheetKind, facts: FileFacts, read: SheetRows, *, by: Any) -> ImportBatch:
    named = {column.column_name: name for name, column in kind.columns.items()}
    rows = [(number, {named[column]: cell.value for column, cell in cells.items()}) for number, cells in read.rows]
    checked = kind.check(rows, by=by)
    if not rows:
        checked.faults.append(_no_rows(read))
    refused = bool(checked.faults)
    nothing = not refused and not (checked.count("new") + checked.count("changed"))
    return ImportBatch.objects.create(
        owner=by,
        kind=kind.code,
        file_name=facts.name[:255],
        sha256=facts.sha256,
        size=facts.size,
        sheet=read.sheet[:60],
        state=State.REFUSED if refused else State.UNCHANGED if nothing else State.CHECKED,
        token=secrets.token_hex(16),
        new=checked.count("new"),
        changed=checked.count("changed"),
        unchanged=checked.count("unchanged"),
        headers={column: column_letter(place) for column, place in read.places.items()},
        skipped=[{"row": one.row, "reason": SKIPPED_BECAUSE[one.reason]} for one in read.skipped],
        faults=[_described(fault, kind, read) for fault in checked.faults[:MAX_FAULTS]],
        warnings=[*_cell_warnings(read), *({"message": notice} for notice in read.notices)][:MAX_FAULTS],
        payload="[]" if refused else pack(rows),
        outlook="" if refused else outlook(checked.rows),
    )


def _no_rows(read: SheetRows) -> CellFault:
    message = "Bảng không có dòng số liệu nào dưới dòng tiêu đề."
    return CellFault(None, "", "", "no_rows", message, "Nhập ít nhất một dòng số liệu rồi gửi lại.")


def _described(fault: CellFault, kind: SheetKind, read: SheetRows) -> dict[str, Any]:
    """A fault in the file's own coordinates: row and column as Excel shows them."""
    header = kind.columns[fault.column].column_name if fault.column else ""
    return {
        "sheet": read.sheet,
        "row": fault.row,
        "column": column_letter(read.places[header]) if header in read.places else "",
        "header": header,
        "value": fault.value,
        "code": fault.code,
        "message": fault.message,
        "remedy": fault.remedy,
    }


def _cell_warnings(read: SheetRows) -> list[dict[str, Any]]:
    """Odd cells that were read all the same; they refuse nothing."""
    return [
        {
            "sheet": read.sheet,
            "row": number,
            "column": column_letter(read.places[column]),
            "header": column,
            "value": cell.text,
            "code": code,
            "message": CELL_WARNINGS.get(code, code),
        }
        for number, cells in read.rows
        for column, cell in cells.items()
        for code in cell.warnings
    ]


def pack(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    """Rows as text; numbers and days are marked, so that they come back as what they were."""
    return json.dumps(
        [[number, {k: _packed(v) for k, v in cells.items()}] for number, cells in rows], ensure_ascii=False
    )


def _packed(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return {"d": value.isoformat()} if isinstance(value, date) else {"n": str(value)}


def unpack(payload: str) -> list[tuple[int, dict[str, Any]]]:
    """The rows that pack() made text of."""
    return [(number, {k: _unpacked(v) for k, v in cells.items()}) for number, cells in json.loads(payload)]


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Decimal(value["n"]) if "n" in value else date.fromisoformat(value["d"])


def outlook(rows: Sequence[Any]) -> str:
    """Digest of what a preview promises: each row's status, beside which version of the portal's own figure."""
    promised = [[row.number, row.unit_id, row.indicator_id, row.status, row.version] for row in rows]
    return hashlib.sha256(json.dumps(promised).encode()).hexdigest()


def confirm(batch: ImportBatch, *, token: str, by: Any, reason: str = "") -> ImportBatch:
    """Write the batch, once. A second confirmation, or one after the figures moved, raises NotConfirmed.

    The rows are checked again inside the transaction: permission, period and versions may have changed meanwhile.
    """
    kind = kind_of(batch.kind)
    with transaction.atomic():
        taken = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED, token=token)
        if not taken.update(state=State.APPLIED, applied_at=timezone.now(), reason=reason):
            raise NotConfirmed(_why_not(batch, token))
        checked = kind.check(unpack(batch.payload), by=by)
        if checked.faults or outlook(checked.rows) != batch.outlook:
            raise NotConfirmed(
                "Số liệu trong hệ thống đã thay đổi sau khi xem trước. Hãy tải tệp lên lại để xem bản mới."
            )
        try:
            kind.apply(checked.rows, by=by, batch_id=batch.pk, reason=reason)
        except Refused as refusal:
            raise NotConfirmed(refusal.message) from refusal
    batch.refresh_from_db()
    return batch


def _why_not(batch: ImportBatch, token: str) -> str:
    batch.refresh_from_db()
    if batch.state == State.APPLIED:
        when = timezone.localtime(batch.applied_at)
        return f"Đợt nhập này đã được ghi lúc {when:%H:%M} ngày {when.day}/{when.month}/{when.year}, không ghi lần nữa."
    if token != batch.token:
        return "Mã xác nhận không đúng. Mở lại trang xem trước rồi xác nhận."
    return f"Đợt nhập đang ở trạng thái “{batch.get_state_display()}” nên không xác nhận được."
