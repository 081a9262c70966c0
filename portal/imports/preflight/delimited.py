"""CSV: looked at and read in the web process with Python's own csv, within bounds; no foreign parser is involved.

Offices save it as UTF-8, as UTF-16 (Excel's "Unicode text"), as Windows-1258 or with the bytes of TCVN3 fonts.
"""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from portal.imports import limits
from portal.imports.places import column_letter
from portal.imports.preflight.facts import FileFacts, SheetFacts
from portal.imports.refusals import refusal
from portal.vietnamese.legacy import TCVN3, from_tcvn3, is_tcvn3

SHEET = "CSV"
_DELIMITERS = ";,\t"
_LONGEST_LINE = 256 * 1024
_LONGEST_RECORD = limits.MIB
_EXCEL_HINT = re.compile(r"sep=([;,\t])\s*", re.IGNORECASE)
# A letter of Vietnamese alone in three bytes, or the mark of UTF-8: no text of the older encodings has them.
_VIETNAMESE_IN_UTF8 = re.compile(rb"\xe1\xba[\xa0-\xbf]|\xe1\xbb[\x80-\xb9]|\A\xef\xbb\xbf")
_QUOTED = re.compile(r'"[^"]*"')
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8, UTF16, CP1258 = "utf-8-sig", "utf-16", "cp1258"


def look(file: Path, name: str, sha256: str, size: int) -> FileFacts:
    """The facts of a CSV file; raises FileRefused."""
    encoding = _encoding(file, name)
    delimiter = _delimiter(file, name, encoding)
    rows = columns = 0
    for row, cells in records(file, name, delimiter, encoding):
        if any(cell.strip() for cell in cells):
            rows, columns = row, max(columns, len(cells))
    if not rows:
        raise refusal("empty_file", name=name)
    return FileFacts("csv", name, sha256, size, (SheetFacts(SHEET, True, rows, columns),), (), delimiter, encoding)


def records(file: Path, name: str, delimiter: str, encoding: str = UTF8) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of each record, blank ones too; a cell with line breaks is still one row, as in Excel."""
    with _opened(file, encoding) as stream:
        lines = _Lines(stream, name, encoding)
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

    def __init__(self, stream: TextIO, name: str, encoding: str) -> None:
        self._stream, self._name, self._encoding = stream, name, encoding
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        number = 0
        while line := self._stream.readline(_LONGEST_LINE):
            number += 1
            self.taken += len(line)
            if len(line) == _LONGEST_LINE or self.taken > _LONGEST_RECORD:
                raise refusal("bad_csv", name=self._name, row=number)
            yield _in_unicode(line, self._encoding)


def _opened(file: Path, encoding: str) -> TextIO:
    return file.open(encoding="latin-1" if encoding == TCVN3 else encoding, newline="")


def _in_unicode(line: str, encoding: str) -> str:
    if encoding == TCVN3:
        return from_tcvn3(line)
    # Windows-1258 writes a tone as a character of its own behind the letter.
    return unicodedata.normalize("NFC", line) if encoding == CP1258 else line


def _bound(name: str, row: int, cells: list[str]) -> None:
    if row > limits.LAST_ROW:
        raise refusal("too_many_rows", sheet=name)
    if len(cells) > limits.COLUMNS and any(cells[limits.COLUMNS :]):
        raise refusal("too_many_columns", sheet=name, column=column_letter(len(cells)))
    if any(len(cell) > limits.CELL_CHARACTERS for cell in cells):
        raise refusal("long_cell", name=name)


def _encoding(file: Path, name: str) -> str:
    """How the file writes its letters; a file that is no text is refused."""
    with file.open("rb") as stream:
        if stream.read(2) in _UTF16_MARKS:
            return UTF16
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8, odd = True, bytearray()
        while chunk := stream.read(limits.CHUNK_BYTES):
            if b"\0" in chunk:
                raise refusal("binary_text", name=name)
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            if len(odd) < limits.MIB:
                odd += chunk
        return UTF8 if is_utf8 and not decoder.getstate()[0] else _of_before_unicode(bytes(odd), name)


def _of_before_unicode(content: bytes, name: str) -> str:
    """Windows-1258 or TCVN3; a file that is UTF-8 but for a few bytes is damaged and none of them."""
    if _VIETNAMESE_IN_UTF8.search(content):
        raise refusal("wrong_encoding", name=name)
    return TCVN3 if is_tcvn3(content) else CP1258


def _delimiter(file: Path, name: str, encoding: str) -> str:
    """The separator that some line near the top has most of: the header has one between any two columns."""
    most = dict.fromkeys(_DELIMITERS, 0)
    lines = _beginning(file, name, encoding)
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


def _beginning(file: Path, name: str, encoding: str) -> list[str]:
    try:
        with _opened(file, encoding) as stream:
            return [line for _ in range(limits.HEADER_WITHIN_ROWS) if (line := stream.readline(_LONGEST_LINE))]
    except UnicodeDecodeError as error:
        raise refusal("wrong_encoding", name=name) from error
