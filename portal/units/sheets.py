"""Checking and writing the sheet `units`: its rows are read, then tried as arrangements in a transaction taken back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from portal.history.actions import Draft, recorded
from portal.history.models import Via
from portal.units.actions.arranging import ReorganisationRefused, apply, plan_reorganisation, save
from portal.units.models import OPEN_END, AdminUnit
from portal.units.planning import Dissolve, Establish, Merge, NewUnit, Rename
from portal.units.planning.changes import Change, Ref
from portal.units.planning.planner import RANKS
from portal.units.registers import Checked
from portal.units.resources import UnitResource
from portal.vietnamese.errors import ReadingError

RESOURCE = UnitResource()
COLUMNS = UnitResource.Meta.export_order
NO_BASIS = "Danh mục đơn vị hành chính"
ELSEWHERE = "Đổi tên, đổi cấp của đơn vị đang có bằng trang Sắp xếp đơn vị, hoặc sửa dòng cho khớp danh mục."


@dataclass(frozen=True)
class UnitRow:
    """A row that can be written; `before` is what the portal holds, in the order of COLUMNS."""

    number: int
    code: str
    name: str
    level: str
    parent: str
    valid_from: date
    valid_to: date
    legal_basis: str
    predecessors: tuple[str, ...]
    status: str = "new"
    unit_id: int = 0
    before: tuple[str, ...] | None = None
    version: int = 0

    @property
    def place(self) -> tuple[int, int, str]:
        """The unit when there is one; a sheet of units knows no indicator and no period."""
        return self.unit_id, 0, ""

    @property
    def now(self) -> tuple[str, ...]:
        """The row as the sheet writes it."""
        written = {**vars(self), "predecessors": ", ".join(self.predecessors)}
        return tuple(RESOURCE.fields[name].widget.render(written[name]) for name in COLUMNS)


def check_unit_rows(rows: Sequence[tuple[int, Mapping[str, Any]]], *, by: Any) -> Checked:
    """Check every row; nothing stays written. Rows without a fault of their own are tried together."""
    checked = Checked()
    if not by.may("administer"):
        checked.fault(None, "", "", "not_allowed", "Chỉ quản trị được nhập danh mục đơn vị.", "Liên hệ quản trị.")
        return checked
    known = {(unit.code, unit.valid_from): unit for unit in AdminUnit.objects.for_export()}
    seen: dict[tuple[str, date], int] = {}
    for number, cells in rows:
        row = _read(number, cells, checked)
        if row is None:
            continue
        first = seen.setdefault((row.code, row.valid_from), number)
        if first != number:
            message = f"Trùng mã và ngày hiệu lực với dòng {first}."
            checked.fault(number, "code", row.code, "duplicate_key", message, "Giữ một dòng, xóa dòng thừa.")
            continue
        compared = _compared(row, known.get((row.code, row.valid_from)), checked)
        checked.rows += [compared] if compared else []
    if not checked.faults:
        _try(checked, by)
    return checked


def _read(number: int, cells: Mapping[str, Any], checked: Checked) -> UnitRow | None:
    before, given = len(checked.faults), {}
    for name in COLUMNS:
        try:
            given[name] = RESOURCE.fields[name].widget.clean(cells.get(name))
        except ReadingError as error:
            checked.fault(number, name, cells.get(name), error.code, error.message, "Sửa ô này rồi nhập lại.")
    for name in ("code", "name"):
        if not given.get(name, "-"):
            checked.fault(number, name, "", "empty_key", "Thiếu mã hoặc tên đơn vị.", "Ghi mã và tên đơn vị.")
    if len(checked.faults) > before:
        return None
    given["predecessors"] = tuple(given["predecessors"].replace(",", " ").replace(";", " ").split())
    return UnitRow(number, **given)


def _compared(row: UnitRow, unit: AdminUnit | None, checked: Checked) -> UnitRow | None:
    """The row beside the unit that the portal holds; a name or level is never changed in place."""
    if unit is None:
        return row
    held = UnitRow(
        row.number, unit.code, unit.name, unit.level, unit.parent_code or "", unit.valid_from, unit.valid_to,
        unit.legal_basis, tuple(unit.predecessor_codes.split(", ")) if unit.predecessor_codes else (),
    )  # fmt: skip
    for name, words in (("name", "tên"), ("level", "cấp")):
        if getattr(row, name) != getattr(unit, name):
            message = f"Mã {unit.code} có {words} “{RESOURCE.fields[name].widget.render(getattr(unit, name))}”."
            checked.fault(row.number, name, getattr(row, name), "differs", message, ELSEWHERE)
            return None
    if unit.valid_to != OPEN_END and row.valid_to != unit.valid_to:
        message = f"{unit.titled}: ngày hết hiệu lực đã ghi khác với tệp."
        checked.fault(row.number, "valid_to", row.valid_to, "differs", message, ELSEWHERE)
        return None
    basis = bool(row.legal_basis) and row.legal_basis != unit.legal_basis
    moving = basis or row.valid_to != unit.valid_to
    return replace(row, status="changed" if moving else "unchanged", unit_id=unit.pk, before=held.now)


def _try(checked: Checked, by: Any) -> None:
    """Write everything and take it back: only so do later rows see what earlier ones have made."""
    with transaction.atomic():
        try:
            _write(checked.rows, by=by, event=Draft("import_units", "units.AdminUnit"), batch_id=None)
        except RowsRefused as refused:
            for message in refused.reasons:
                checked.fault(refused.row, "code", refused.code, "arrangement", message, "Sửa dòng này rồi nhập lại.")
        transaction.set_rollback(True)


class RowsRefused(ReorganisationRefused):
    """Rows of one day that cannot be carried out; `row` is the first of them."""

    def __init__(self, reasons: Iterable[str], row: UnitRow) -> None:
        super().__init__(reasons)
        self.row, self.code = row.number, row.code


def enter_unit_rows(rows: Sequence[UnitRow], *, by: Any, batch_id: int | None, reason: str = "") -> int:
    """Write the new and changed rows, one arrangement for each day and basis, with one event; how many there were."""
    moving = [row for row in rows if row.status != "unchanged"]
    known = {"by": by, "via": Via.WORKBOOK, "batch_id": batch_id, "reason": reason, "subject_text": NO_BASIS}
    with recorded("import_units", "units.AdminUnit", **known) as event:
        _write(moving, by=by, event=event, batch_id=batch_id)
        event.rows = len(moving)
    return len(moving)


def _write(rows: Sequence[UnitRow], *, by: Any, event: Draft, batch_id: int | None) -> None:
    moving = [row for row in rows if row.status != "unchanged"]
    for row in moving:
        if row.status == "changed" and row.legal_basis:
            unit = AdminUnit.objects.in_bulk([row.unit_id])[row.unit_id]
            unit.legal_basis = row.legal_basis
            save(unit, by)
    for (day, basis), group in _groups(moving):
        changes = list(_changes(group, day))
        if not changes:
            continue
        try:
            plan = plan_reorganisation(changes, day, basis)
            apply(plan, by=by, event=event, batch_id=batch_id)
        except ReorganisationRefused as refused:
            raise RowsRefused(refused.reasons, group[0]) from refused


def _groups(rows: Sequence[UnitRow]) -> list[tuple[tuple[date, str], list[UnitRow]]]:
    """Rows of one day and basis together, in the order of days; of one day the higher levels first."""
    found: dict[tuple[date, str], list[UnitRow]] = {}
    for row in rows:
        day = row.valid_from if row.status == "new" else row.valid_to
        found.setdefault((day, row.legal_basis or NO_BASIS), []).append(row)
    return sorted(found.items(), key=lambda one: (one[0][0], min(RANKS[row.level] for row in one[1]), one[0][1]))


def _changes(group: Sequence[UnitRow], day: date) -> Iterator[Change]:
    fresh = {row.code: row for row in group if row.status == "new"}
    taken = {code for row in fresh.values() for code in row.predecessors}
    for row in group:
        if row.status == "changed" and row.valid_to == day and row.code not in taken:
            unit = AdminUnit.objects.in_bulk([row.unit_id])[row.unit_id]
            if unit.valid_to == OPEN_END:
                yield Dissolve(row.unit_id)
        elif row.status == "new":
            yield _begun(row, fresh, day)


def _begun(row: UnitRow, fresh: Mapping[str, UnitRow], day: date) -> Change:
    parent: Ref | None = None
    if row.parent:
        parent = row.parent if row.parent in fresh else _unit(row.parent, row.valid_from, row)
    new = NewUnit(row.code, row.name, row.level, parent, row.valid_to)
    if not row.predecessors:
        return Establish(new)
    old = tuple(_unit(code, date.fromordinal(day.toordinal() - 1), row) for code in row.predecessors)
    return Merge(old, new) if len(old) > 1 else Rename(old[0], new.name, new.code, new.level, parent)


def _unit(code: str, day: date, row: UnitRow) -> int:
    candidates = list(AdminUnit.objects.with_code(code))
    for unit in candidates:
        if unit.is_valid_on(day):
            return unit.pk
    if not candidates:
        raise RowsRefused([f"Không có đơn vị nào mang mã {code}."], row)
    raise RowsRefused([f"Mã {code} không có đơn vị nào hoạt động vào ngày {day.day}/{day.month}/{day.year}."], row)
