"""The engine of sheets whose rows are records: read, settled, compared with the record of their key, and written.

Nothing is deleted, and nothing made that the preview does not show. A column that the file lacks changes nothing.
"""

import zlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from django.db import IntegrityError, models
from django.utils import timezone
from import_export.resources import ModelResource

from portal.history.actions import recorded, take_write_lock
from portal.history.models import Via
from portal.units.models import AdminUnit
from portal.units.references import ManyWidget
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.names import clean
from portal.vietnamese.numbers import write_number

MOVED = "Số liệu trong hệ thống đã thay đổi sau khi xem trước. Hãy tải tệp lên lại để xem bản mới."
MEND = "Sửa ô này rồi nhập lại."


class CellFault(NamedTuple):
    """What is wrong with one cell, in the file's own coordinates; `column` is a field of the resource."""

    row: int | None
    column: str
    value: str
    code: str
    message: str
    remedy: str


@dataclass
class Checked:
    """The outcome of checking a sheet: rows to write, and all faults."""

    rows: list[Any] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many rows have the status."""
        return sum(row.status == status for row in self.rows)

    def fault(self, number: int | None, column: str, value: Any, code: str, message: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(CellFault(number, column, str(value or ""), code, message, remedy))


@dataclass(frozen=True)
class ChoiceList:
    """Values for a column (a field of the resource) with what explains them; `is_closed` = nothing else is right."""

    column: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_closed: bool = True


class RegisterRefused(ValueError):
    """The rows cannot be written; the message is for people."""


@dataclass(eq=False)
class RecordRow:
    """A row with what its cells mean; `record` is that of its key, or a new one that is not saved yet.

    `now` and `before` are texts in the order of the columns, `before` None of a new record.
    """

    number: int
    cells: Mapping[str, Any]
    values: dict[str, Any]
    record: Any = None
    key: Hashable = None
    status: str = "new"
    changed: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    before: tuple[str, ...] | None = None

    @property
    def place(self) -> tuple[int, int, str]:
        """The record when there is one."""
        return (self.record.pk if self.record and self.record.pk else 0), 0, ""

    @property
    def version(self) -> int:
        """A digest of what the portal held when the row was compared."""
        return zlib.crc32("\x1f".join(self.before).encode()) if self.before else 0


class Register:
    """One kind of sheet. A subclass says what identifies a record, and what a row may not say.

    `additive` are columns of links: they only add. `late` are columns that may name records of the same sheet.
    `first` are those that say on which day the others are read, `needed` those whose cells may not be empty.
    """

    resource: ClassVar[type[ModelResource]]
    verb: ClassVar[str]
    title: ClassVar[str]
    needed: ClassVar[tuple[str, ...]] = ()
    additive: ClassVar[frozenset[str]] = frozenset()
    late: ClassVar[tuple[str, ...]] = ()
    first: ClassVar[tuple[str, ...]] = ()

    def __init__(self, by: Any) -> None:
        self.by, self.today = by, timezone.localdate()
        self.sheet = self.resource()
        self.model = self.resource._meta.model
        self.columns: tuple[str, ...] = tuple(self.resource._meta.export_order)
        self.checked = Checked()
        self.first_rows: dict[Hashable, int] = {}

    @classmethod
    def check_rows(cls, rows: Sequence[tuple[int, Mapping[str, Any]]], *, by: Any) -> Checked:
        """Check every row, all faults at once; nothing is written."""
        return cls(by).check(rows)

    @classmethod
    def enter_rows(cls, rows: Sequence[RecordRow], *, by: Any, batch_id: int | None, reason: str = "") -> int:
        """Write the new and changed rows of a checked sheet, with history and one event; how many there were."""
        return cls(by).enter(rows, batch_id=batch_id, reason=reason)

    @classmethod
    def choices(cls) -> Iterator[ChoiceList]:
        """What the cells can be chosen from."""
        for name, column in cls.resource().fields.items():
            many = isinstance(column.widget, ManyWidget)
            widget = column.widget.of if many else column.widget
            rows = widget.offered() if hasattr(widget, "offered") else ()
            if rows:
                headers = getattr(widget, "explained", ()) or (column.column_name,)
                yield ChoiceList(name, headers, rows, not hasattr(widget, "found"))

    @classmethod
    def for_export(cls) -> Any:
        """The records that go out, with all that their columns show."""
        return cls.resource._meta.model.objects.all()

    # What a kind says of itself.

    def key_of_row(self, row: RecordRow) -> Hashable:
        """What identifies the record."""
        raise NotImplementedError

    def key_of_record(self, record: Any) -> Hashable:
        """The same of a record."""
        raise NotImplementedError

    def day_of(self, row: RecordRow) -> date:
        """The day on which names in the row are read."""
        return self.today

    def complete(self, row: RecordRow) -> None:
        """Fill what the row leaves open and its record, held or new, must have."""

    def rules(self, row: RecordRow) -> None:
        """Note what a new or changed row may not say; what stands unchanged is not judged."""

    def rules_of_change(self, row: RecordRow) -> None:
        """Note what may not change of a record that is held; `row.changed` names the columns."""

    def rules_of_all(self, rows: Sequence[RecordRow]) -> None:
        """Note what rows together may not say."""

    def derive(self, record: Any, row: RecordRow) -> None:
        """Fill the columns that follow from others, before the record is saved."""

    def link(self, record: Any, row: RecordRow, at: Any) -> None:
        """Write what hangs on the saved record."""

    def finish(self, rows: Sequence[RecordRow], at: Any) -> None:
        """What follows from all rows together, under the write lock."""

    # The way of a sheet.

    def check(self, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> Checked:
        """Read, settle and compare the rows."""
        if not self.by.may("administer"):
            self.checked.fault(None, "", "", "not_allowed", "Chỉ quản trị được nhập danh mục này.", "Liên hệ quản trị.")
            return self.checked
        held = {self.key_of_record(record): record for record in self.for_export()}
        found = [row for number, cells in rows if (row := self._read(number, cells)) and self._identified(row, held)]
        kept = [row for row in found if self._settled(row)]
        self.rules_of_all(kept)
        self.checked.rows = kept
        order = (*self.columns, "")
        self.checked.faults.sort(key=lambda fault: (fault.row or 0, order.index(fault.column)))
        return self.checked

    def note(self, row: RecordRow, column: str, code: str, message: str, remedy: str = MEND) -> None:
        """Note a fault of the row."""
        value = self.text_of(column, row.values[column]) if column in row.values else ""
        self.checked.fault(row.number, column, row.cells.get(column) or value, code, message, remedy)

    def text_of(self, column: str, value: Any) -> str:
        """A value as people read it."""
        shown = self.sheet.fields[column].widget.render(value)
        return write_number(Decimal(shown)) if isinstance(shown, Decimal | int) else clean(str(shown))

    def told(self, record: Any) -> tuple[str, ...]:
        """A record as texts in the order of the columns."""
        return tuple(self.text_of(name, self.sheet.fields[name].get_value(record)) for name in self.columns)

    def _read(self, number: int, cells: Mapping[str, Any]) -> RecordRow | None:
        row, before = RecordRow(number, cells, {}), len(self.checked.faults)
        for name in self.columns:
            if name not in cells:
                continue
            try:
                row.values[name] = self.sheet.fields[name].widget.clean(cells[name])
            except ReadingError as error:
                self._refuse(row, name, error)
        for name in self.needed:
            if name in row.values and row.values[name] in ("", None, ()):
                header = self.sheet.fields[name].column_name
                self.note(row, name, "empty_key", f"Thiếu “{header}”.", f"Ghi “{header}” rồi nhập lại.")
        return row if len(self.checked.faults) == before else None

    def _refuse(self, row: RecordRow, name: str, error: ReadingError) -> None:
        *said, remedy = error.message.strip().rsplit(". ", 1)
        message, remedy = (f"{said[0]}.", remedy) if said else (error.message, MEND)
        self.checked.fault(row.number, name, row.cells.get(name), error.code, message, remedy)

    def _identified(self, row: RecordRow, held: Mapping[Hashable, Any]) -> bool:
        """Find the record of the row, or begin a new one that later rows may name."""
        if not self._refer(row, [name for name in row.values if name not in self.late]):
            return False
        row.key = self.key_of_row(row)
        first = self.first_rows.setdefault(row.key, row.number)
        if first != row.number:
            message = f"Trùng với dòng {first}."
            self.note(row, self.needed[0], "duplicate_key", message, "Giữ một dòng, xóa dòng thừa.")
            return False
        row.record = held.get(row.key) or self.model()
        self.complete(row)
        if row.record.pk is None:
            self._store(row, [name for name in row.values if name not in self.late])
            for name in self.late:
                self.sheet.fields[name].widget.announce(row.record)
        return True

    def _refer(self, row: RecordRow, names: Iterable[str]) -> bool:
        before = len(self.checked.faults)
        for name in sorted(names, key=lambda name: name not in self.first):
            widget = self.sheet.fields[name].widget
            if hasattr(widget, "found"):
                unit = row.values.get("unit")
                try:
                    row.values[name] = widget.found(
                        row.values[name], on=self.day_of(row), unit=unit if isinstance(unit, AdminUnit) else None
                    )
                except ReadingError as error:
                    self._refuse(row, name, error)
        return len(self.checked.faults) == before

    def _settled(self, row: RecordRow) -> bool:
        before = len(self.checked.faults)
        if not self._refer(row, [name for name in self.late if name in row.values]):
            return False
        self._compare(row)
        if row.status != "unchanged":
            self.rules(row)
        if row.status == "changed":
            self.rules_of_change(row)
        return len(self.checked.faults) == before

    def _compare(self, row: RecordRow) -> None:
        if row.record.pk:
            row.before = self.told(row.record)
            for name in self.additive & set(row.values):
                known = self.sheet.fields[name].get_value(row.record)
                row.values[name] = _joined(known, row.values[name])
        before = row.before or ("",) * len(self.columns)
        row.now = tuple(
            self.text_of(name, row.values[name]) if name in row.values else old
            for name, old in zip(self.columns, before, strict=True)
        )
        row.changed = tuple(name for name, new, old in zip(self.columns, row.now, before, strict=True) if new != old)
        if row.record.pk:
            row.status = "changed" if row.changed else "unchanged"

    def _store(self, row: RecordRow, names: Iterable[str]) -> None:
        for name in names:
            column = self.sheet.fields[name]
            if column.is_stored and name in row.values:
                setattr(row.record, column.attribute, row.values[name])

    def enter(self, rows: Sequence[RecordRow], *, batch_id: int | None, reason: str) -> int:
        """Write what is new or changed. Raises RegisterRefused when another did so meanwhile."""
        moving = [row for row in rows if row.status != "unchanged"]
        known = {"by": self.by, "via": Via.WORKBOOK, "batch_id": batch_id, "reason": reason}
        try:
            with recorded(self.verb, self.model._meta.label, subject_text=self.title, **known) as event:
                at = take_write_lock()
                self._require_as_checked(moving)
                for row in self._in_order(moving):
                    self._write(row, at)
                self.finish(moving, at)
                event.rows, event.values = len(moving), [[row.record.pk, *row.now] for row in moving]
        except IntegrityError as error:
            raise RegisterRefused(MOVED) from error
        return len(moving)

    def _require_as_checked(self, rows: Sequence[RecordRow]) -> None:
        held = {self.key_of_record(record): record for record in self.for_export()}
        for row in rows:
            record = held.get(row.key)
            if (self.told(record) if record else None) != row.before:
                raise RegisterRefused(MOVED)
            row.record = record or row.record

    def _in_order(self, rows: Sequence[RecordRow]) -> Iterator[RecordRow]:
        """The rows, each after those that it names."""
        waiting = list(rows)
        while waiting:
            ready = [row for row in waiting if all(one.pk for one in self._named(row))]
            if not ready:
                numbers = ", ".join(str(row.number) for row in waiting)
                raise RegisterRefused(f"Các dòng {numbers} dẫn vòng tới nhau. Bỏ một liên kết rồi nhập lại.")
            yield from ready
            waiting = [row for row in waiting if row not in ready]

    def _named(self, row: RecordRow) -> Iterator[models.Model]:
        for name in self.late:
            value = row.values.get(name)
            yield from value if isinstance(value, list) else [value] if value else []

    def _write(self, row: RecordRow, at: Any) -> None:
        self._store(row, self.columns if row.status == "new" else row.changed)
        self.derive(row.record, row)
        keep(row.record, by=self.by, at=at)
        self.link(row.record, row, at)


def _joined(known: Iterable[Any], more: Iterable[Any]) -> list[Any]:
    """What stands and what comes, each once; records that are not saved yet cannot stand already."""
    held = list(known)
    there = set(held)
    return [*held, *(one for one in more if getattr(one, "pk", one) is None or one not in there)]


def keep(record: models.Model, *, by: Any, at: Any) -> None:
    """Save a record with its history under the person's name at the instant of the action."""
    record._history_user, record._history_date = by, at
    record.save()
