"""The way of a file: read and check (no transaction), keep, show, confirm once, write in one short transaction."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators.refusals import Refused
from portal.accounts.roles import Permission
from portal.imports.body import SKIPPED_BECAUSE
from portal.imports.catalogue import SheetKind, kind_of
from portal.imports.cells import CELL_WARNINGS, Cell
from portal.imports.models import ImportBatch
from portal.imports.offices.questions import Answers
from portal.imports.offices.reading import read_table
from portal.imports.payload import pack, raw_rows
from portal.imports.places import column_letter
from portal.imports.preflight import FileFacts, inspect
from portal.imports.reader import SheetRows
from portal.imports.refusals import refusal
from portal.units.actions import ReorganisationRefused
from portal.units.registers import MOVED, CellFault, Checked, RegisterRefused
from portal.vietnamese.numbers import half_up, write_number

# A page of messages is for people; whoever has more of them mends the cause, not the cells.
MAX_FAULTS = 10_000
DECIMALS = 4
State = ImportBatch.State


class NotConfirmed(Exception):
    """The batch was not written; the message says why and what to do."""


def check_file(path: Path, name: str, *, kind: str, by: Any, answers: Answers | None = None) -> ImportBatch:
    """Read and check a file, keep the outcome. Raises FileRefused when it cannot be read at all; nothing is written.

    Asked, a FileRefused too, says that it can be read once its questions have `answers`.
    """
    sheet_kind = kind_of(kind)
    if not (by.may(Permission.IMPORT) or by.may(Permission.ENTER)):
        raise refusal("not_allowed", name=name)
    facts = inspect(path, name)
    return keep_read(sheet_kind, facts, read_table(path, facts, sheet_kind, by=by, answers=answers), by=by)


def keep_read(kind: SheetKind, facts: FileFacts, read: SheetRows, *, by: Any) -> ImportBatch:
    """Check rows that were read and keep the outcome as a batch."""
    columns = kind.columns
    named = {column.column_name: name for name, column in columns.items()}
    rows = [(number, {named[column]: _given(cell) for column, cell in cells.items()}) for number, cells in read.rows]
    checked = kind.check(rows, by=by)
    if not rows:
        checked.faults.append(_no_rows())
    refused = bool(checked.faults)
    return ImportBatch.objects.create(
        owner=by,
        kind=kind.code,
        file_name=facts.name[:255],
        sha256=facts.sha256,
        size=facts.size,
        sheet=read.sheet[:60],
        state=_state(checked),
        token=secrets.token_hex(16),
        new=checked.count("new"),
        changed=checked.count("changed"),
        unchanged=checked.count("unchanged"),
        headers={column: column_letter(place) for column, place in read.places.items()},
        skipped=[{"row": one.row, "reason": SKIPPED_BECAUSE[one.reason]} for one in read.skipped],
        faults=[_described(fault, columns, read) for fault in checked.faults[:MAX_FAULTS]],
        warnings=[*_remarks(read, checked), *_cell_warnings(read)][:MAX_FAULTS],
        payload=pack([] if refused else rows, checked.rows),
        outlook="" if refused else outlook(checked.rows),
    )


def _state(checked: Checked) -> str:
    if checked.faults:
        return State.REFUSED
    return State.CHECKED if checked.count("new") + checked.count("changed") else State.UNCHANGED


def _given(cell: Cell) -> Any:
    """What a column reads. A percentage keeps its sign: 99,63 % is no length in km, whatever Excel has stored."""
    if cell.kind != "percent":
        return cell.value
    percent = half_up(Decimal(cell.value), DECIMALS).normalize() + 0  # adding 0 turns 5E+1 back into 50
    return f"{write_number(percent).replace('.', '')}%"


def _remarks(read: SheetRows, checked: Checked) -> list[dict[str, Any]]:
    """What people should know of the file as a whole."""
    remarks = list(read.notices)
    if len(checked.faults) > MAX_FAULTS:
        remarks.insert(
            0, f"Tệp có {write_number(len(checked.faults))} lỗi; chỉ liệt kê {write_number(MAX_FAULTS)} lỗi đầu."
        )
    return [{"message": remark} for remark in remarks]


def _no_rows() -> CellFault:
    message = "Bảng không có dòng dữ liệu nào dưới dòng tiêu đề."
    return CellFault(None, "", "", "no_rows", message, "Nhập ít nhất một dòng rồi gửi lại.")


def _described(fault: CellFault, columns: dict[str, Any], read: SheetRows) -> dict[str, Any]:
    """A fault in the file's own coordinates: row and column as Excel shows them."""
    header = columns[fault.column].column_name if fault.column else ""
    return {
        "sheet": read.sheet,
        "row": fault.row,
        "column": _letter(fault.row, header, read),
        "header": header,
        "value": fault.value,
        "code": fault.code,
        "message": fault.message,
        "remedy": fault.remedy,
    }


def _letter(row: int | None, header: str, read: SheetRows) -> str:
    """The column of the cell: in a wide table each figure knows its own."""
    own = getattr(row, "letters", {}).get(header, "")
    return own or (column_letter(read.places[header]) if header in read.places else "")


def _cell_warnings(read: SheetRows) -> list[dict[str, Any]]:
    """Odd cells that were read all the same; they refuse nothing."""
    return [
        {
            "sheet": read.sheet,
            "row": number,
            "column": _letter(number, column, read),
            "header": column,
            "value": cell.text,
            "code": code,
            "message": CELL_WARNINGS.get(code, code),
        }
        for number, cells in read.rows
        for column, cell in cells.items()
        for code in cell.warnings
    ]


def outlook(rows: Sequence[Any]) -> str:
    """Digest of what a preview promises: each row's status, beside which version of the portal's own figure."""
    promised = [[row.number, *row.place, row.status, row.version] for row in rows]
    return hashlib.sha256(json.dumps(promised).encode()).hexdigest()


def confirm(batch: ImportBatch, *, token: str, by: Any, reason: str = "") -> ImportBatch:
    """Write the batch, once, for whoever handed it in. Raises NotConfirmed, also when the figures moved meanwhile.

    The rows are checked again inside the transaction: permission, period and versions may have changed. The batch
    returned has `issued`: what is shown this once and kept nowhere, the one-time passwords of new accounts.
    """
    kind = kind_of(batch.kind)
    prepared = {"prepared": kind.prepare(raw_rows(batch.payload), by=by)} if kind.prepare else {}
    with transaction.atomic():
        taken = ImportBatch.objects.ready(batch.pk, owner=by, token=token)
        if not taken.update(state=State.APPLIED, applied_at=timezone.now(), reason=reason):
            raise NotConfirmed(_why_not(batch, token, by))
        checked = kind.check(raw_rows(batch.payload), by=by)
        if checked.faults or outlook(checked.rows) != batch.outlook:
            raise NotConfirmed(MOVED)
        try:
            outcome = kind.apply(checked.rows, by=by, batch_id=batch.pk, reason=reason, **prepared)
        except Refused as refused:
            raise NotConfirmed(refused.message) from refused
        except (ReorganisationRefused, RegisterRefused) as refused:
            raise NotConfirmed(str(refused)) from refused
    batch.refresh_from_db()
    batch.issued = getattr(outcome, "issued", ())
    return batch


def _why_not(batch: ImportBatch, token: str, by: Any) -> str:
    batch.refresh_from_db()
    if batch.state == State.APPLIED:
        return f"Đợt nhập này đã được ghi lúc {batch.applied_in_words}, không ghi lần nữa."
    if batch.owner_id != by.pk:
        return "Chỉ người tải tệp lên được xác nhận đợt nhập này."
    if token != batch.token:
        return "Mã xác nhận không đúng. Mở lại trang xem trước rồi xác nhận."
    return f"Đợt nhập đang ở trạng thái “{batch.get_state_display()}” nên không xác nhận được."
