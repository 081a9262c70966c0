"""Safe files out: texts stay texts, numbers stay numbers, and nothing in a cell is ever run by a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from portal.vietnamese.numbers import write_number

# What Excel and LibreOffice take for the start of a formula, in the full-width forms as well.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> bytes:
    """A workbook of one sheet; strings are typed as strings, so that a leading "=" is only a character."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value=name) for name in headers]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_typed(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    return cell


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV as Vietnamese Excel opens it: UTF-8 with BOM, semicolons, decimal comma."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode()


def _csv_text(value: Any) -> str:
    if isinstance(value, (Decimal, int)):
        return write_number(Decimal(value)).replace("\u2212", "-").replace(".", "")
    text = str(value or "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
