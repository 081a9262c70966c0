"""From a file that passed the look to typed rows under a recognised header."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from portal.imports import limits, process
from portal.imports.body import Skipped, sort_out
from portal.imports.cells import EMPTY, Cell, doubt_days, typed_cell
from portal.imports.headers import Header, Layout, recognise
from portal.imports.places import spans
from portal.imports.preflight import FileFacts, SheetFacts
from portal.imports.preflight.delimited import CP1258, records
from portal.imports.refusals import FileRefused, refusal
from portal.vietnamese.legacy import TCVN3, to_unicode

Row = tuple[int, list[Cell]]
# Codes, periods and names come again on every row; beyond this many different cells they are not shared.
_SHARED_CELLS = 50_000
# The second sheet of the portal's own template; nobody needs to be told that it is not read.
LISTS_SHEET = "Danh mục"
ENCODING_NAMES = {TCVN3: "TCVN3", CP1258: "Windows-1258"}


@dataclass(frozen=True)
class SheetRows:
    """A table as read: rows by column name with Excel's row numbers; what was skipped; what people should know."""

    sheet: str
    header_row: int
    headers: tuple[tuple[str, str], ...]
    places: dict[str, int]
    rows: list[tuple[int, dict[str, Cell]]]
    skipped: list[Skipped]
    notices: tuple[str, ...]


def read_rows(path: str | Path, facts: FileFacts, layout: Layout, sheet: str | None = None) -> SheetRows:
    """The table of one sheet, or of the first shown sheet that has the header; raises FileRefused in Vietnamese."""
    file = Path(path)
    chosen, header = find_header(file, facts, layout, sheet)
    rows = rows_of(file, facts, chosen)
    body = sort_out(rows, header, layout, hidden_rows=frozenset(chosen.hidden_rows))
    for name in header.places:
        doubted = doubt_days([cells[name] for _, cells in body.rows])
        for (_, cells), cell in zip(body.rows, doubted, strict=True):
            cells[name] = cell
    notices = (*column_notices(header), *file_notices(facts, chosen))
    return SheetRows(chosen.name, header.row, header.headers, dict(header.places), body.rows, body.skipped, notices)


def find_header(file: Path, facts: FileFacts, layout: Layout, sheet: str | None) -> tuple[SheetFacts, Header]:
    """The sheet that has the table, and its header; raises FileRefused."""
    candidates = candidates_in(facts, sheet)
    heads = heads_of(file, facts, candidates)
    refusals: list[FileRefused] = []
    for one in candidates:
        try:
            return one, recognise(heads[one.name], layout, sheet=one.name, hidden_columns=one.hidden_columns)
        except FileRefused as refused:
            refusals.append(refused)
    # A table that lacks a column tells more than a sheet without any table.
    raise next((one for one in refusals if one.code != "no_header"), refusals[0])


def candidates_in(facts: FileFacts, sheet: str | None) -> list[SheetFacts]:
    """The shown sheets, or the one that is named; raises FileRefused."""
    shown = facts.visible_sheets
    if not shown:
        raise refusal("no_sheet", name=facts.name)
    if sheet is None:
        return list(shown)
    found = [one for one in shown if one.name == sheet]
    if not found:
        raise refusal("unknown_sheet", name=facts.name, sheet=sheet, choices=", ".join(one.name for one in shown))
    return found


def heads_of(file: Path, facts: FileFacts, sheets: Sequence[SheetFacts]) -> dict[str, list[Row]]:
    """The first rows of each sheet; one child for all of them."""
    heads: dict[str, list[Row]] = {sheet.name: [] for sheet in sheets}
    for name, row in _read(file, facts, sheets, limits.HEADER_WITHIN_ROWS):
        heads[name].append(row)
    return heads


def rows_of(file: Path, facts: FileFacts, sheet: SheetFacts) -> Iterator[Row]:
    """All rows of a sheet with their numbers."""
    return (row for _, row in _read(file, facts, [sheet], 0))


def _read(file: Path, facts: FileFacts, sheets: Sequence[SheetFacts], row_limit: int) -> Iterator[tuple[str, Row]]:
    """Sheet name and typed row for each row; `row_limit` 0 means all."""
    if facts.kind == "csv":
        return _read_csv(file, facts, row_limit)
    return _read_workbook(file, facts, sheets, row_limit)


def _read_csv(file: Path, facts: FileFacts, row_limit: int) -> Iterator[tuple[str, Row]]:
    typed = _shared()
    for row, cells in records(file, facts.name, facts.delimiter, facts.encoding):
        if row_limit and row > row_limit:
            return
        yield facts.sheets[0].name, (row, [typed("text", cell, "") for cell in cells])


def _read_workbook(
    file: Path, facts: FileFacts, sheets: Sequence[SheetFacts], row_limit: int
) -> Iterator[tuple[str, Row]]:
    typed = _shared()
    known = {sheet.name: sheet for sheet in sheets}
    current: SheetFacts | None = None
    with closing(process.lines(process.command(file, list(known), row_limit), facts.name)) as lines:
        for line in lines:
            content = json.loads(line, parse_float=Decimal)
            if isinstance(content, dict):
                current = known[content["sheet"]]
                continue
            row, values = content
            yield current.name, (row, _typed_row(row, values, current, typed))


def _typed_row(row: int, values: list, sheet: SheetFacts, typed: Callable[[str, object, str], Cell]) -> list[Cell]:
    formats, errors = sheet.formats.of_row(row), sheet.errors.of_row(row)
    cells = [_typed(value, formats.get(column, ""), typed) for column, value in enumerate(values, start=1)]
    for column, font in sheet.fonts.of_row(row).items():
        if column <= len(cells) and cells[column - 1].kind == "text":
            cells[column - 1] = typed("text", to_unicode(cells[column - 1].text, font), "")
    for column, text in errors.items():
        # calamine gives '' for an error, so a row may end before it.
        cells += [EMPTY] * (column - len(cells))
        cells[column - 1] = typed("error", text, "")
    return cells


def _typed(value: object, form: str, typed: Callable[[str, object, str], Cell]) -> Cell:
    match value:
        case None:
            return EMPTY
        case bool():
            return typed("bool", value, "")
        case dict():
            return typed("date", value["date"], "")
        case str():
            return typed("text", value, "")
        case _:
            return typed("number", value, form)


def _shared() -> Callable[[str, object, str], Cell]:
    """A typed_cell that gives equal cells as one object: a hundred thousand rows stay small."""
    known: dict[tuple, Cell] = {}

    def typed(kind: str, stored: object, form: str) -> Cell:
        key = (kind, type(stored), stored, form)
        cell = known.get(key)
        if cell is None:
            cell = typed_cell(kind, stored, number_format=form)
            if len(known) < _SHARED_CELLS:
                known[key] = cell
        return cell

    return typed


def column_notices(header: Header) -> Iterable[str]:
    """What is not read of a header."""
    if header.unknown:
        yield f"Cột không dùng đến nên bỏ qua: {named_columns(header.unknown)}."
    if header.hidden:
        yield f"Cột đang ẩn nên không đọc: {named_columns(header.hidden)}."


def file_notices(facts: FileFacts, sheet: SheetFacts) -> Iterable[str]:
    """What people should know of a file: what is hidden, other sheets, letters that were converted."""
    if sheet.hidden_rows:
        yield f"Dòng đang ẩn nên không đọc: {spans(list(sheet.hidden_rows))}."
    if facts.hidden_sheets:
        yield f"Trang tính đang ẩn nên không đọc: {', '.join(facts.hidden_sheets[:6])}."
    others = [one.name for one in facts.visible_sheets if one.name not in (sheet.name, LISTS_SHEET)]
    if others:
        yield f"Chỉ đọc trang “{sheet.name}”; không đọc: {', '.join(others[:6])}."
    if facts.legacy_fonts:
        yield (
            f"Tệp dùng phông chữ cũ không phải Unicode ({', '.join(facts.legacy_fonts)}): chữ đã được chuyển sang "
            "Unicode. Hãy đối chiếu tên với bản gốc."
        )
    if facts.encoding in ENCODING_NAMES:
        yield f"Tệp dùng bảng mã {ENCODING_NAMES[facts.encoding]}, đã chuyển sang Unicode. Hãy đối chiếu chữ có dấu."


def named_columns(headers: Sequence[tuple[str, str]]) -> str:
    """Columns by letter and header, for a sentence."""
    return ", ".join(f"{letter} “{text}”" for letter, text in headers[:12])
