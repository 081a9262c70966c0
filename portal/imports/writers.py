"""Safe files out: texts stay texts, numbers stay numbers, and nothing in a cell is ever run by a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from portal.imports.limits import ROWS
from portal.imports.places import column_letter
from portal.imports.reader import LISTS_SHEET
from portal.vietnamese.numbers import write_number

# What Excel and LibreOffice take for the start of a formula, in the full-width forms as well.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
TEXT_FORMAT = "@"
NARROWEST, WIDEST = 12, 40


@dataclass(frozen=True)
class Drawer:
    """A list that the cells of a column (counted from 1) offer; `is_closed` = nothing else may be typed."""

    column: int
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_closed: bool


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> bytes:
    """A workbook of one sheet; strings are typed as strings, so that a leading "=" is only a character."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    _append(sheet, headers, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _append(sheet: Any, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    head = [WriteOnlyCell(sheet, value=name) for name in headers]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_typed(sheet, value) for value in row])


def _typed(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
    return cell


def write_template(
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    texts: Set[int],
    drawers: Sequence[Drawer],
    *,
    title: str,
    stamp: tuple[str, Sequence[str]] | None = None,
) -> bytes:
    """A workbook to fill in: the columns of `texts` are text throughout, drop-downs refer to a second sheet.

    A list written into the validation itself may hold 255 characters; a range may hold any number of cells.
    `stamp` names a hidden sheet and what stands in it: for whom and when the workbook was made.
    """
    book = Workbook(write_only=True)
    sheet, lists = book.create_sheet(title[:31]), book.create_sheet(LISTS_SHEET)
    sheet.freeze_panes = lists.freeze_panes = "A2"
    for place, header in enumerate(headers, start=1):
        column = sheet.column_dimensions[column_letter(place)]
        column.width = max(NARROWEST, len(header) + 2)
        if place in texts:
            column.number_format = TEXT_FORMAT
    for validation in _fill_lists(lists, drawers):
        sheet.data_validations.append(validation)
    _append(sheet, headers, rows)
    if stamp:
        told = book.create_sheet(stamp[0])
        told.sheet_state = "hidden"
        told.append([_typed(told, text) for text in stamp[1]])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_lists(lists: Any, drawers: Sequence[Drawer]) -> list[DataValidation]:
    """Write the lists beside each other; the validations that offer them."""
    place, headers, validations = 1, [], []
    for drawer in drawers:
        letter, length = column_letter(place), max(len(drawer.rows), 1) + 1
        found = DataValidation(
            type="list", formula1=f"'{LISTS_SHEET}'!${letter}$2:${letter}${length}", showErrorMessage=drawer.is_closed
        )
        found.errorTitle, found.error = "Không có trong danh mục", f"Chọn giá trị có trên trang {LISTS_SHEET}."
        target = column_letter(drawer.column)
        found.add(f"{target}2:{target}{ROWS}")
        validations.append(found)
        for offset, header in enumerate((*drawer.headers, "")):
            widths = [len(row[offset]) for row in drawer.rows if offset < len(row)]
            lists.column_dimensions[column_letter(place + offset)].width = min(max([NARROWEST, *widths]), WIDEST)
            headers.append(header)
        place += len(drawer.headers) + 1
    longest = max((len(drawer.rows) for drawer in drawers), default=0)
    _append(lists, headers, (_beside(drawers, number) for number in range(longest)))
    return validations


def _beside(drawers: Sequence[Drawer], number: int) -> list[str]:
    blank = ("",)
    return [
        text
        for drawer in drawers
        for text in ((drawer.rows[number] if number < len(drawer.rows) else blank * len(drawer.headers)) + blank)
    ]


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
