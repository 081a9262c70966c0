"""How a list of a fixture becomes rows of a model, as a table: field of the model → key of the record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from portal.desk.loading.books import Book
from portal.desk.loading.reading import Record, in_order, mentions, sentences
from portal.history.models import Sourced
from portal.units.models import AdminUnit

SOURCE_DAY = date(2023, 8, 30)  # a unit code in a record means the unit of this day, on which the later source speaks
CERTAINTY = "_certainty"


def same(*names: str) -> dict[str, str]:
    """Fields whose name in the record is that in the model."""
    return {name: name for name in names}


def unit_on(book: Book, code: str | None, day: date = SOURCE_DAY) -> AdminUnit | None:
    """The unit that had the code on the day; None for no code, LookupError for an unknown one."""
    if code is None:
        return None
    for (unit_code, _), unit in book.shelf(AdminUnit, "code", "valid_from").items():
        if unit_code == code and unit.is_valid_on(day):
            return unit
    raise LookupError(f"Ngày {day:%d/%m/%Y} không có đơn vị nào mang mã {code}.")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The table of one model.

    `references` and `links` name rows by the key they have in the fixtures; links join several keys of the record.
    `certain` tells which field a key like `date_certainty` speaks of where its name does not; `unit_day` on which day
    a unit code is read, None for a model without a unit.
    """

    model: type[Model]
    fields: Mapping[str, str]
    references: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    certain: Mapping[str, str] = field(default_factory=dict)
    key: str = "id"
    key_field: str = "source_key"
    note: str | None = "note_vi"
    unit_day: Callable[[Record], date] | None = lambda record: SOURCE_DAY

    def load(self, book: Book, records: Iterable[Record]) -> list[Any]:
        """Keep a row for every record, those it names first, then its links; in that order."""
        own = [key for name, key in self.references.items() if self._target(name) is self.model]
        ordered = list(in_order(records, self.key, *own))
        rows = [book.keep(self.model, {self.key_field: one[self.key]}, self._values(book, one)) for one in ordered]
        for row, record in zip(rows, ordered, strict=True):
            for name, keys in self.links.items():
                target = self._target(name)
                book.link(row, name, [book.named(target, other) for other in mentions(record, *keys)])
        return rows

    def _target(self, name: str) -> type[Model]:
        return self.model._meta.get_field(name).related_model

    def _values(self, book: Book, record: Record) -> dict[str, Any]:
        values = {name: record.get(key) for name, key in self.fields.items()}
        for name, key in self.references.items():
            values[name] = book.named(self._target(name), record.get(key))
        if self.unit_day and "unit_code" in record:
            values["unit"] = unit_on(book, record["unit_code"], self.unit_day(record))
        if issubclass(self.model, Sourced):
            values |= self._sourced(record)
        return values

    def _sourced(self, record: Record) -> dict[str, Any]:
        # `note` of a record is a remark in English for those who read the fixtures; people on the screen get note_vi.
        return {
            "certainty": record.get("certainty"),
            "certainties": self._certainties(record),
            "sources": sentences(record),
            "note": record.get(self.note) if self.note else None,
        }

    def _certainties(self, record: Record) -> dict[str, str]:
        named = {key: name for name, key in (*self.fields.items(), *self.references.items())}
        named |= {key: name for name, keys in self.links.items() for key in keys}
        named |= {"unit_code": "unit", **self.certain}
        found = {key.removesuffix(CERTAINTY): value for key, value in record.items() if key.endswith(CERTAINTY)}
        return {named.get(key, key): value for key, value in found.items() if value}
