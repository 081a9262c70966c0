"""Figures out as a sheet that the same kind takes back in unchanged."""

from collections.abc import Iterator
from typing import Any

from portal.imports.catalogue import SheetKind
from portal.imports.writers import write_csv, write_xlsx


def sheet_rows(kind: SheetKind, queryset: Any) -> Iterator[list[Any]]:
    """One list of cells a row, in the order of the kind's columns; numbers stay numbers."""
    columns = list(kind.columns.values())
    for row in queryset.iterator(chunk_size=2000):
        yield [column.widget.render(column.get_value(row)) for column in columns]


def as_file(kind: SheetKind, queryset: Any, *, suffix: str) -> bytes:
    """The bytes of a .xlsx or .csv with all rows of the queryset."""
    headers = [column.column_name for column in kind.columns.values()]
    rows = sheet_rows(kind, queryset)
    return write_csv(headers, rows) if suffix == ".csv" else write_xlsx(headers, rows, title=kind.label)
