"""CSV: looked at and read in the web process with Python's own csv, within bounds; no foreign parser is involved."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from portal.imports import limits
from portal.imports.places import column_letter
from portal.imports.preflight.facts import FileFacts, SheetFacts
from portal.imports.refusals import refusal

SHEET = "CSV"
_DELIMITERS = ";,\t"
_LONGEST_LINE = 256 * 1024
_LONGEST_RECORD = limits.MIB
_EXCEL_HINT = re.compile(r"sep=([;,\t])\s*", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def look(file: Path, name: str, sha256: str, size: int) -> FileFacts:
    """The facts of a CSV file; raises FileRefused."""
    _refuse_binary(file, name)
    delimiter = _delimiter(file, name)
    rows = columns = 0
    for row, cells in records(file, name, delimiter):
        if any(cell.strip() for cell in cells):
            rows, columns = row, max(columns, len(cells))
    if not rows:
        raise refusal("empty_file", name=name)
    return FileFacts("csv", name, sha256, size, (SheetFacts(SHEET, True, rows, columns),), (), delimiter)


def records(file: Path, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of each record, blank ones too; a cell with line breaks is still one row, as in Excel."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        lines = _Lines(stream, name)
        row = 0
        try:
            for cells in csv.reader(lines, delimiter=delimiter):
                row += 1
                lines.taken = 0
                if row == 1 and len(cells) <= 2 and _EXCEL_HINT.fullmatch(delimiter.join(cells)):
                    cells = []
                _bound(name, row, cells)
                yield row, cells
        except csv.Error as error:
            raise refusal("bad_csv", name=name, row=row + 1) from error
        except UnicodeDecodeError as error:
            raise refusal("wrong_encoding", name=name) from error


class _Lines:
    """The lines of a stream, refusing a record that would grow without end: an open quote, a line of commas."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        number = 0
        while line := self._stream.readline(_LONGEST_LINE):
            number += 1
            self.taken += len(line)
            if len(line) == _LONGEST_LINE or self.taken > _LONGEST_RECORD:
                raise refusal("bad_csv", name=self._name, row=number)
            yield line


def _bound(name: str, row: int, cells: list[str]) -> None:
    if row > limits.LAST_ROW:
        raise refusal("too_many_rows", sheet=name)
    if len(cells) > limits.COLUMNS and any(cells[limits.COLUMNS :]):
        raise refusal("too_many_columns", sheet=name, column=column_letter(len(cells)))
    if any(len(cell) > limits.CELL_CHARACTERS for cell in cells):
        raise refusal("long_cell", name=name)


def _refuse_binary(file: Path, name: str) -> None:
    with file.open("rb") as stream:
        beginning = stream.read(2)
        if beginning in _UTF16_MARKS:
            raise refusal("wrong_encoding", name=name)
        stream.seek(0)
        while chunk := stream.read(limits.CHUNK_BYTES):
            if b"\0" in chunk:
                raise refusal("binary_text", name=name)


def _delimiter(file: Path, name: str) -> str:
    """The separator that some line near the top has most of: the header has one between any two columns."""
    most = dict.fromkeys(_DELIMITERS, 0)
    lines = _beginning(file, name)
    for line in lines:
        hint = _EXCEL_HINT.fullmatch(line)
        if hint:
            return hint[1]
        bare = _QUOTED.sub("", line)
        for delimiter in _DELIMITERS:
            most[delimiter] = max(most[delimiter], bare.count(delimiter))
    best = max(_DELIMITERS, key=lambda delimiter: most[delimiter])
    if most[best] == 0 and any(line.strip() for line in lines):
        raise refusal("no_delimiter", name=name)
    return best


def _beginning(file: Path, name: str) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return [line for _ in range(limits.HEADER_WITHIN_ROWS) if (line := stream.readline(_LONGEST_LINE))]
    except UnicodeDecodeError as error:
        raise refusal("wrong_encoding", name=name) from error
