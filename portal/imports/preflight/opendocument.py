"""The parts of an .ods: what it is, what it reaches for, its sheets with what is hidden in them."""

from portal.imports import limits
from portal.imports.places import column_letter
from portal.imports.preflight.archive import Archive
from portal.imports.preflight.facts import FileFacts, Marks, SheetFacts
from portal.imports.preflight.markup import Part, by_name
from portal.vietnamese.legacy import encoding_of_font

CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
MIME_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_PERCENT = "0%"
_MACRO_PARTS = ("basic/", "scripts/")


def is_opendocument(archive: Archive) -> bool:
    """Whether the archive says that it is a spreadsheet of OpenDocument."""
    if CONTENT not in archive.parts or "mimetype" not in archive.parts:
        return False
    return next(archive.read("mimetype"), b"").startswith(MIME_TYPE)


def look(archive: Archive, sha256: str, size: int) -> FileFacts:
    """The facts of an opened .ods; raises FileRefused."""
    if any(part.lower().startswith(_MACRO_PARTS) for part in archive.parts):
        raise archive.refusal("macro")
    archive.weigh()
    if MANIFEST in archive.parts:
        _Manifest(archive).look()
    styles = _Styles(archive, STYLES)
    if STYLES in archive.parts:
        styles.look()
    content = _Content(archive, styles)
    content.look()
    return FileFacts("ods", archive.name, sha256, size, content.facts(), tuple(sorted(content.used_fonts)))


class _Manifest(Part):
    def __init__(self, archive: Archive) -> None:
        super().__init__(archive, MANIFEST)
        self.on = {"encryption-data": self._lock}

    def _lock(self, attributes: list[str]) -> None:
        raise self.archive.refusal("password")


class _Styles(Part):
    """Styles by name: the old font of cells, and tables that are not shown."""

    def __init__(self, archive: Archive, part: str) -> None:
        super().__init__(archive, part)
        self.fonts: dict[str, str] = {}
        self.hidden: set[str] = set()
        self._style = ""
        self.on = {"style": self._open, "text-properties": self._text, "table-properties": self._table}

    def _open(self, attributes: list[str]) -> None:
        self._style = by_name(attributes).get("name", "")

    def _text(self, attributes: list[str]) -> None:
        said = by_name(attributes)
        font = said.get("font-name") or said.get("font-family", "")
        if encoding_of_font(font) and len(self.fonts) < limits.STYLES:
            self.fonts[self._style] = font

    def _table(self, attributes: list[str]) -> None:
        if by_name(attributes).get("display") == "false":
            self.hidden.add(self._style)


class _Table:
    def __init__(self, name: str, is_hidden: bool) -> None:
        self.name, self.is_hidden = name, is_hidden
        self.rows = self.columns = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.formats, self.fonts = Marks(), Marks()
        self.row, self.height, self.column, self.width, self.next_column = 0, 0, 0, 0, 1

    def facts(self) -> SheetFacts:
        hidden = (row for row in self.hidden_rows if row <= self.rows)
        return SheetFacts.of(
            self.name, not self.is_hidden, self.rows, self.columns, hidden, self.hidden_columns,
            self.formats, Marks(), self.fonts,
        )  # fmt: skip


class _Content(_Styles):
    def __init__(self, archive: Archive, shared: _Styles) -> None:
        super().__init__(archive, CONTENT)
        self.fonts, self.hidden = dict(shared.fonts), set(shared.hidden)
        self.used_fonts: set[str] = set()
        self._tables: list[_Table] = []
        self._cells = 0
        self.on |= {
            "table": self._open_table,
            "table-column": self._columns,
            "table-row": self._open_row,
            "table-cell": self._cell,
            "covered-table-cell": self._cell,
            "table-source": self._outside,
        }

    def facts(self) -> tuple[SheetFacts, ...]:
        return tuple(table.facts() for table in self._tables)

    def _outside(self, attributes: list[str]) -> None:
        raise self.archive.refusal("external_link")

    def _open_table(self, attributes: list[str]) -> None:
        said = by_name(attributes)
        if len(self._tables) >= limits.MEMBERS:
            self.refuse_damage()
        self._tables.append(_Table(said.get("name", "")[:255], said.get("style-name", "") in self.hidden))

    def _now(self) -> _Table:
        if not self._tables:
            self.refuse_damage()
        return self._tables[-1]

    def _columns(self, attributes: list[str]) -> None:
        said, table = by_name(attributes), self._now()
        width = self.number(said.get("number-columns-repeated", "1"))
        if said.get("visibility") in ("collapse", "filter"):
            end = min(table.next_column + width, limits.COLUMNS + 1)
            table.hidden_columns.update(range(table.next_column, end))
        table.next_column += width

    def _open_row(self, attributes: list[str]) -> None:
        said, table = by_name(attributes), self._now()
        table.row += table.height or 1
        table.height = self.number(said.get("number-rows-repeated", "1"))
        table.column, table.width = 0, 0
        if said.get("visibility") in ("collapse", "filter"):
            table.hidden_rows.update(range(table.row, min(table.row + table.height, limits.LAST_ROW + 1)))

    def _cell(self, attributes: list[str]) -> None:
        said, table = by_name(attributes), self._now()
        table.column += table.width or 1
        table.width = self.number(said.get("number-columns-repeated", "1"))
        kind = said.get("value-type", "")
        if not kind:
            return
        last_row, last_column = table.row + table.height - 1, table.column + table.width - 1
        self._reach(table, last_row, last_column)
        font = self.fonts.get(said.get("style-name", "")) if kind == "string" else None
        label, marks = (font, table.fonts) if font else (_PERCENT if kind == "percentage" else "", table.formats)
        if font:
            self.used_fonts.add(font)
        if label:
            for row in range(table.row, last_row + 1):
                for column in range(table.column, last_column + 1):
                    marks.add(label, row, column)

    def _reach(self, table: _Table, row: int, column: int) -> None:
        """A filled cell: however often it is repeated, it must stay within what a sheet may hold."""
        if column > limits.COLUMNS:
            raise self.archive.refusal("too_many_columns", sheet=table.name, column=column_letter(column))
        if row > limits.LAST_ROW:
            raise self.archive.refusal("too_many_rows", sheet=table.name)
        self._cells += table.height * table.width
        table.rows, table.columns = max(row, table.rows), max(column, table.columns)
        if self._cells > limits.CELLS:
            raise self.archive.refusal("too_many_cells")
        if table.rows * table.columns > limits.AREA:
            raise self.archive.refusal("too_wide", sheet=table.name)
