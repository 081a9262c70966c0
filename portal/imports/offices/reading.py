"""From a file to rows of figures whatever way its table is drawn: the portal's own columns first, then an office's."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from indicators.models import Indicator
from portal.imports.catalogue import SheetKind
from portal.imports.offices import words
from portal.imports.offices.conventions import with_conventions
from portal.imports.offices.heads import Head, find_head, likely_header, samples_of
from portal.imports.offices.layouts import aliases_of, remembered_columns
from portal.imports.offices.names import Names
from portal.imports.offices.questions import COLUMNS, Answers, Asked, Question
from portal.imports.offices.spread import Spreader
from portal.imports.places import column_letter
from portal.imports.preflight import FileFacts, SheetFacts
from portal.imports.reader import (
    Row,
    SheetRows,
    candidates_in,
    file_notices,
    heads_of,
    named_columns,
    read_rows,
    rows_of,
)
from portal.imports.refusals import FileRefused
from portal.periods.actions import unsaved_period
from portal.periods.models import Period
from portal.periods.rules import UnknownPeriod
from portal.units.models import AdminUnit
from portal.vietnamese.names import fold

_OTHERWISE = ("no_header", "missing_columns")
_FEWEST_HEADERS = 3


def read_table(path: Path, facts: FileFacts, kind: SheetKind, *, by: Any, answers: Answers | None = None) -> SheetRows:
    """The table of a file. Raises FileRefused, and Asked where a person has to say what is meant."""
    said = answers or Answers()
    try:
        read = read_rows(path, facts, kind.layout)
    except FileRefused as refused:
        if not kind.holds_figures or refused.code not in _OTHERWISE:
            raise
        read = read_office(path, facts, by=by, answers=said, otherwise=refused)
    read, questions = with_conventions(read, said, figures=kind.holds_figures)
    if questions:
        raise Asked(questions)
    return read


def read_office(path: Path, facts: FileFacts, *, by: Any, answers: Answers, otherwise: FileRefused) -> SheetRows:
    """A table as an office draws it; `otherwise` is the refusal for a file that holds none. Nine queries at most."""
    names = Names(
        AdminUnit.objects.in_reading_order(),
        Indicator.objects.all(),
        aliases_of(),
    )
    found = _find(path, facts, names, answers, by)
    if found is None:
        raise _columns_asked(path, facts, otherwise) if otherwise.code == "no_header" else otherwise
    sheet, head = found
    known = {period.code: period.as_of_on for period in Period.objects.all()}
    spreader = Spreader(head, names, answers, partial(_day_of, known), sheet=sheet.name)
    spread = spreader.read(rows_of(path, facts, sheet), frozenset(sheet.hidden_rows))
    if spread.questions:
        raise Asked(list(spread.questions.values()))
    if not spread.rows:  # what was taken for the header is a row of figures
        raise _columns_asked(path, facts, otherwise)
    headers = tuple((column.letter, column.title) for column in head.columns)
    notices = (*_head_notices(head, sheet), *spread.notices, *file_notices(facts, sheet))
    return SheetRows(sheet.name, head.row, headers, {}, spread.rows, spread.skipped, notices)


def _find(path: Path, facts: FileFacts, names: Names, answers: Answers, by: Any) -> tuple[SheetFacts, Head] | None:
    """The first sheet with an office's table."""
    sheets = candidates_in(facts, None)
    tops = heads_of(path, facts, sheets)
    own_unit = by.unit.code if getattr(by, "unit", None) and not by.agency_id else ""
    for sheet in sheets:
        rows = dict(tops[sheet.name])
        asked = Answers(**{**answers.as_json(), "columns": answers.columns or _remembered(rows, sheet)})
        head = find_head(rows, names, asked, hidden=sheet.hidden_columns, own_unit=own_unit)
        if head is not None:
            return sheet, head
    return None


def _remembered(rows: dict[int, Any], sheet: SheetFacts) -> dict[str, str]:
    likely = likely_header(rows, sheet.hidden_columns)
    return remembered_columns(fingerprint(likely[1].values())) if likely else {}


def fingerprint(headers: Any) -> str:
    """What two files of one layout share: the folded texts of their header row."""
    return "|".join(fold(" / ".join(texts)) for texts in headers)[:2000]


def _columns_asked(path: Path, facts: FileFacts, otherwise: FileRefused) -> FileRefused:
    """The questions what each column is, with three rows of samples; a refusal where there is no table at all."""
    sheets = candidates_in(facts, None)
    tops: dict[str, list[Row]] = heads_of(path, facts, sheets)
    for sheet in sheets:
        rows = dict(tops[sheet.name])
        likely = likely_header(rows, sheet.hidden_columns)
        if likely is None or len(likely[1]) < _FEWEST_HEADERS:
            continue
        row, texts = likely
        below = [(number, cells) for number, cells in rows.items() if number > row]
        if not any(cell.kind == "number" for _, cells in below for cell in cells):
            continue
        key = fingerprint(texts.values())
        return Asked([
            Question(
                COLUMNS, f"Cột {column_letter(number)} “{' / '.join(said)}” chứa gì?", fold(" / ".join(said)),
                f"{key}", (), samples_of(below, number),
            )
            for number, said in texts.items()
        ])  # fmt: skip
    return otherwise


def _day_of(known: dict[str, date], code: str) -> date | None:
    if code in known:
        return known[code]
    try:
        return unsaved_period(code).as_of_on
    except UnknownPeriod:
        return None


def _head_notices(head: Head, sheet: SheetFacts) -> list[str]:
    used = {column.number for column in head.figures}
    unused = [
        (column.letter, column.title)
        for column in head.columns
        if column.number not in used and column.role in ("", words.IGNORED + "?", words.NOTE, words.IGNORED)
        and fold(column.title) not in ("stt", "tt")
    ]  # fmt: skip
    hidden = [column_letter(number) for number in sorted(sheet.hidden_columns)]
    return [
        *([f"Cột không dùng đến nên bỏ qua: {named_columns(unused)}."] if unused else []),
        *([f"Cột đang ẩn nên không đọc: {', '.join(hidden[:12])}."] if hidden else []),
    ]
