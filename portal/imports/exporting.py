"""Figures out as a sheet that the same kind takes back in unchanged, and the sheet to fill in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from portal.imports.catalogue import SheetKind
from portal.imports.writers import Drawer, write_csv, write_template, write_xlsx

CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}


def sheet_rows(kind: SheetKind, records: Iterable[Any]) -> Iterator[list[Any]]:
    """One list of cells a record, in the order of the kind's columns; numbers stay numbers."""
    columns = list(kind.columns.values())
    for record in records:
        yield [column.widget.render(column.get_value(record)) for column in columns]


def as_file(kind: SheetKind, queryset: Any, *, suffix: str) -> bytes:
    """The bytes of a .xlsx or .csv with all rows of the queryset."""
    headers = [column.column_name for column in kind.columns.values()]
    rows = sheet_rows(kind, queryset.iterator(chunk_size=2000))
    return write_csv(headers, rows) if suffix == ".csv" else write_xlsx(headers, rows, title=kind.label)


def as_template(kind: SheetKind, *, unit: Any = None, period: Any = None) -> bytes:
    """The bytes of a .xlsx to fill in: typed columns, lists to choose from, and the unit's rows where one is named."""
    places = {name: place for place, name in enumerate(kind.columns, start=1)}
    headers = [column.column_name for column in kind.columns.values()]
    texts = {place for name, place in places.items() if name not in kind.numbers}
    lists = [Drawer(places[one.column], one.headers, one.rows, one.is_closed) for one in kind.lists()]
    return write_template(headers, sheet_rows(kind, kind.prefilled(unit, period)), texts, lists, title=kind.label)


def file_name(words: str, kind: SheetKind, suffix: str, *, unit: Any, period: Any) -> str:
    """A name without accents or blanks that says what is inside: so-lieu-chi-tieu-665-2023.xlsx."""
    named = [words, kind.file_name, unit.slug if unit else "", period.code if period else ""]
    return re.sub(r"[^A-Za-z0-9-]+", "-", "-".join(part for part in named if part)) + suffix
