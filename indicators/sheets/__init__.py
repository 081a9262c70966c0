"""Checking a sheet of figures: every row in memory, every fault at once, with a fixed number of queries."""

from collections.abc import Sequence
from typing import Any

from indicators.sheets.comparing import compare
from indicators.sheets.reading import Reader, read_books
from indicators.sheets.rows import COLUMNS, COMPARED, FigureRow, RawRow
from portal.units.registers import Checked

__all__ = ["COMPARED", "FigureRow", "RawRow", "check_rows"]


def check_rows(rows: Sequence[RawRow], *, by: Any) -> Checked:
    """Check every row; nothing is written. At most nine queries, whatever the number of rows."""
    reader = Reader(read_books(rows, by))
    checked = reader.checked
    for number, cells in rows:
        row = reader.read(number, cells)
        if row is not None:
            checked.rows.append(row)
    compare(checked, reader.books, by=by)
    checked.faults.sort(key=lambda fault: (fault.row or 0, COLUMNS.index(fault.column)))
    return checked
