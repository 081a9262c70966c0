"""The records of an .xls (BIFF8): sheets, what is hidden, formats, errors and fonts of before Unicode."""

import struct
from collections.abc import Iterator
from pathlib import Path

from portal.imports import limits
from portal.imports.places import column_letter
from portal.imports.preflight.compound import Compound
from portal.imports.preflight.facts import FileFacts, Marks, SheetFacts
from portal.imports.preflight.sheets import UNKNOWN_ERROR
from portal.imports.preflight.styles import BUILT_IN, shape
from portal.vietnamese.legacy import encoding_of_font

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FONT, _FORMAT, _XF, _SUPBOOK = 0x809, 0x0A, 0x2F, 0x85, 0x31, 0x41E, 0xE0, 0x1AE
_ROW, _COLINFO, _MULRK, _BOOLERR, _FORMULA = 0x208, 0x7D, 0xBD, 0x205, 0x06
_TEXTS, _NUMBERS = (0xFD, 0x204, 0xD6), (0x203, 0x27E)
_BIFF8, _MACRO_SHEETS = 0x600, (0x01, 0x06)
_OWN_SHEETS, _ADD_INS = 0x0401, 0x3A01
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def look(file: Path, name: str, sha256: str, size: int) -> FileFacts:
    """The facts of an .xls; raises FileRefused."""
    container = Compound(file, name)
    if "EncryptedPackage" in container.entries:
        raise container.refusal("password")
    if "WordDocument" in container.entries:
        raise container.refusal("wrong_content", found="văn bản Word kiểu cũ")
    if any(entry.startswith(("_VBA_PROJECT", "VBA")) for entry in container.entries):
        raise container.refusal("macro")
    content = container.stream("Workbook")
    if not content:
        raise container.refusal("old_excel")
    try:
        return _Book(container, content).facts(sha256, size)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise container.refusal("damaged") from error


def _records(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of each record up to the end of its part."""
    at = start
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        yield kind, content[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length


def _text(content: bytes, at: int, length: int) -> str:
    """A text with its byte of flags: two bytes a character, or one."""
    if content[at] & 1:
        return content[at + 1 : at + 1 + 2 * length].decode("utf-16-le")
    return content[at + 1 : at + 1 + length].decode("latin-1")


class _Book:
    def __init__(self, container: Compound, content: bytes) -> None:
        self.refusal, self.name = container.refusal, container.name
        self._content = content
        self._fonts: list[str] = []
        self._codes = dict(BUILT_IN)
        self.cells = limits.CELLS
        self.used_fonts: set[str] = set()
        self.formats: list[str] = []
        self.legacy: list[str] = []
        self._styles: list[tuple[int, int]] = []
        self._sheets: list[tuple[int, bool, str]] = []

    def facts(self, sha256: str, size: int) -> FileFacts:
        readers = {_BOF: self._begin, _FILEPASS: self._lock, _BOUNDSHEET: self._sheet, _FONT: self._font}
        readers |= {_FORMAT: self._format, _XF: self._style, _SUPBOOK: self._outside}
        for kind, record in _records(self._content, 0):
            if kind in readers:
                readers[kind](record)
        for font, code in self._styles:
            self.formats.append(shape(self._codes.get(code, "")))
            name = self._fonts[font - (font > 4)] if font - (font > 4) < len(self._fonts) else ""
            self.legacy.append(name if encoding_of_font(name) else "")
        sheets = tuple(_Sheet(self, name).facts(self._content, at, visible) for at, visible, name in self._sheets)
        return FileFacts("xls", self.name, sha256, size, sheets, tuple(sorted(self.used_fonts)))

    def _begin(self, record: bytes) -> None:
        if struct.unpack_from("<H", record)[0] != _BIFF8:
            raise self.refusal("old_excel")

    def _lock(self, record: bytes) -> None:
        raise self.refusal("password")

    def _sheet(self, record: bytes) -> None:
        at, hidden, kind, length = struct.unpack_from("<IBBB", record)
        if kind in _MACRO_SHEETS:
            raise self.refusal("macro")
        if len(self._sheets) >= limits.MEMBERS:
            raise self.refusal("damaged")
        if kind == 0:
            self._sheets.append((at, hidden & 3 == 0, _text(record, 7, length)))

    def _font(self, record: bytes) -> None:
        self._fonts.append(_text(record, 15, record[14]))

    def _format(self, record: bytes) -> None:
        code, length = struct.unpack_from("<HH", record)
        self._codes[code] = _text(record, 4, length)[:255]

    def _style(self, record: bytes) -> None:
        self._styles.append(struct.unpack_from("<HH", record))

    def _outside(self, record: bytes) -> None:
        if struct.unpack_from("<H", record, 2)[0] not in (_OWN_SHEETS, _ADD_INS):
            raise self.refusal("external_link")


class _Sheet:
    def __init__(self, book: _Book, name: str) -> None:
        self.book, self.name = book, name
        self._rows = self._columns = 0
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._formats, self._errors, self._fonts = Marks(), Marks(), Marks()

    def facts(self, content: bytes, start: int, visible: bool) -> SheetFacts:
        for kind, record in _records(content, start):
            if kind in _TEXTS or kind in _NUMBERS or kind in (_BOOLERR, _FORMULA, _MULRK):
                self._cell(kind, record)
            elif kind == _ROW:
                row, grbit = struct.unpack_from("<H10xH", record)
                if grbit & 0x20:
                    self._hidden_rows.add(row + 1)
            elif kind == _COLINFO:
                first, last, _, _, grbit = struct.unpack_from("<5H", record)
                if grbit & 1:
                    self._hidden_columns.update(range(first + 1, min(last + 1, limits.COLUMNS) + 1))
        return SheetFacts.of(
            self.name, visible, self._rows, self._columns, self._hidden_rows, self._hidden_columns,
            self._formats, self._errors, self._fonts,
        )  # fmt: skip

    def _cell(self, kind: int, record: bytes) -> None:
        row, column, style = struct.unpack_from("<3H", record)
        row, column = row + 1, column + 1
        if kind == _MULRK:
            for offset in range((len(record) - 6) // 6):
                self._number(row, column + offset, struct.unpack_from("<H", record, 4 + 6 * offset)[0])
            return
        self._reach(row, column)
        if kind in _TEXTS:
            font = self.book.legacy[style] if style < len(self.book.legacy) else ""
            if font:
                self.book.used_fonts.add(font)
                self._fonts.add(font, row, column)
        elif kind == _BOOLERR:
            if record[7]:
                self._errors.add(_ERRORS.get(record[6], UNKNOWN_ERROR), row, column)
        elif kind == _FORMULA and record[12:14] == b"\xff\xff":
            if record[6] == 2:
                self._errors.add(_ERRORS.get(record[8], UNKNOWN_ERROR), row, column)
        else:
            self._number(row, column, style)

    def _number(self, row: int, column: int, style: int) -> None:
        self._reach(row, column)
        form = self.book.formats[style] if style < len(self.book.formats) else ""
        if form:
            self._formats.add(form, row, column)

    def _reach(self, row: int, column: int) -> None:
        self.book.cells -= 1
        if self.book.cells < 0:
            raise self.book.refusal("too_many_cells")
        if column > limits.COLUMNS:
            raise self.book.refusal("too_many_columns", sheet=self.name, column=column_letter(column))
        self._rows, self._columns = max(row, self._rows), max(column, self._columns)
