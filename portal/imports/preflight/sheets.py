"""One sheet's XML: how far its cells reach, which are errors, percentages or dates, what is hidden."""

from array import array

from portal.imports import limits
from portal.imports.places import COLUMN_NUMBERS, column_letter
from portal.imports.preflight.archive import Archive
from portal.imports.preflight.facts import Marks, SheetFacts
from portal.imports.preflight.markup import Part, by_name
from portal.imports.preflight.styles import Styles

_ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!")
UNKNOWN_ERROR = "#LỖI!"
# A formula that nothing has calculated yet: files written by programs, never opened in Excel.
UNCALCULATED = "#CHƯA_TÍNH!"
_LAST_ROW_OF_EXCEL = 1_048_576


class Budget:
    """Rows and cells of all sheets together, and the old fonts that their texts use."""

    def __init__(self) -> None:
        self.left = limits.CELLS
        self.legacy_fonts: set[str] = set()


class Sheet(Part):
    """A look at one worksheet; `facts()` afterwards. A cell is judged when the next one begins."""

    def __init__(self, archive: Archive, part: str, name: str, styles: Styles, budget: Budget) -> None:
        super().__init__(archive, part)
        self.name = name
        self.on = {
            "c": self._cell,
            "v": self._content,
            "is": self._content,
            "f": self._formula,
            "row": self._open_row,
            "col": self._column_range,
        }
        self._styles, self._budget = styles, budget
        self._row, self._row_text, self._row_count, self._cell_count = 0, "", 0, 0
        self._column, self._letters, self._kind, self._style = 0, "", "", ""
        self._is_bare_formula = False
        self._error: list[str] | None = None
        self._rows = self._columns = 0
        self._hidden_rows = array("I")
        self._hidden_columns: set[int] = set()
        self._formats, self._errors, self._fonts = Marks(), Marks(), Marks()

    def look(self) -> None:
        """Go through the sheet; raises FileRefused for one that reaches too far."""
        super().look()
        self._finish_cell()
        self.pause()

    def pause(self) -> None:
        """Rows and cells are paid for between chunks."""
        super().pause()
        self._budget.left -= self._cell_count
        self._cell_count = 0
        if self._budget.left < 0:
            raise self.archive.refusal("too_many_cells")

    def facts(self, *, visible: bool) -> SheetFacts:
        """What was found, once looked at."""
        return SheetFacts.of(
            self.name, visible, self._rows, self._columns, self._hidden_rows, self._hidden_columns,
            self._formats, self._errors, self._fonts,
        )  # fmt: skip

    def _open_row(self, attributes: list[str]) -> None:
        self._finish_cell()
        said = by_name(attributes)
        self._row = self.number(said["r"]) if "r" in said else self._row + 1
        if not 1 <= self._row <= _LAST_ROW_OF_EXCEL:
            self.refuse_damage()
        self._row_text, self._column, self._kind = str(self._row), 0, ""
        self._row_count += 1
        self._cell_count += 1
        if self._row_count > limits.LAST_ROW:
            raise self.archive.refusal("too_many_rows", sheet=self.name)
        if said.get("hidden") in ("1", "true"):
            self._hidden_rows.append(self._row)

    def _cell(self, attributes: list[str]) -> None:
        if self._is_bare_formula or self._error is not None:
            self._finish_cell()
        self._cell_count += 1
        place = self._kind = self._style = ""
        for at in range(0, len(attributes), 2):
            name = attributes[at]
            if name == "r":
                place = attributes[at + 1]
            elif name == "t":
                self._kind = attributes[at + 1]
            elif name == "s":
                self._style = attributes[at + 1]
        if not place:
            self._column, self._letters = self._column + 1, ""
            return
        letters = place.rstrip("0123456789")
        if place[len(letters) :] != self._row_text:
            self.refuse_damage()
        # Columns past the limit count as the first too many: they matter only if the cell holds something.
        self._column = COLUMN_NUMBERS.get(letters, limits.COLUMNS + 1)
        self._letters = letters

    def _formula(self, attributes: list[str]) -> None:
        self._is_bare_formula = True

    def _content(self, attributes: list[str]) -> None:
        if self._is_bare_formula:
            # Programs write an empty <v/> behind a formula that nothing has calculated.
            self.parser.CharacterDataHandler = self._hear_result
        if self._row > self._rows or self._column > self._columns:
            self._reach()
        if self._kind in ("", "n"):
            form = self._styles.formats.get(self._style)
            if form:
                self._formats.add(form, self._row, self._column)
        elif self._kind == "e":
            self._error = []
            self.parser.CharacterDataHandler = self._hear_error
        elif self._styles.legacy and self._style in self._styles.legacy:
            font = self._styles.legacy[self._style]
            self._budget.legacy_fonts.add(font)
            self._fonts.add(font, self._row, self._column)

    def _hear_result(self, text: str) -> None:
        if text.strip():
            self._is_bare_formula = False
            self.parser.CharacterDataHandler = None

    def _hear_error(self, text: str) -> None:
        if self._error is not None and len(self._error) < 20:
            self._error.append(text)

    def _finish_cell(self) -> None:
        """The cell before is over: an error's text is complete, a formula had no result."""
        if self._error is not None:
            text = "".join(self._error).strip()
            self._errors.add(text if text in _ERRORS else UNKNOWN_ERROR, self._row, self._column)
        elif self._is_bare_formula:
            self._reach()
            self._errors.add(UNCALCULATED, self._row, self._column)
        self._error, self._is_bare_formula = None, False
        self.parser.CharacterDataHandler = None

    def _reach(self) -> None:
        """The cell holds something: calamine will make room for a rectangle up to it."""
        if self._column > limits.COLUMNS:
            column = self._letters[:4] or column_letter(self._column)
            raise self.archive.refusal("too_many_columns", sheet=self.name, column=column)
        if self._row > limits.LAST_ROW:
            raise self.archive.refusal("too_many_rows", sheet=self.name)
        self._rows, self._columns = max(self._row, self._rows), max(self._column, self._columns)
        if self._rows * self._columns > limits.AREA:
            raise self.archive.refusal("too_wide", sheet=self.name)

    def _column_range(self, attributes: list[str]) -> None:
        said = by_name(attributes)
        if said.get("hidden") in ("1", "true"):
            first, last = self.number(said.get("min", "1")), self.number(said.get("max", "1"))
            self._hidden_columns.update(range(first, min(last, limits.COLUMNS) + 1))
