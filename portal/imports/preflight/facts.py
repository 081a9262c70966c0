"""What a look at a file finds: things that calamine does not tell."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.imports.limits import COLUMNS


class Marks:
    """Labels of cells in four bytes a cell, so that two million of them fit into a web process."""

    def __init__(self) -> None:
        self._places: dict[str, array] = {}

    def add(self, label: str, row: int, column: int) -> None:
        """Label a cell; rows and columns count from 1, columns up to COLUMNS."""
        self._places.setdefault(label, array("I")).append(row << 8 | column)

    def settle(self) -> None:
        """Sort the places once all are added: a file may write its rows in any order."""
        self._places = {label: array("I", sorted(places)) for label, places in self._places.items()}

    def of_row(self, row: int) -> dict[int, str]:
        """The labels of one row, by column."""
        found: dict[int, str] = {}
        for label, places in self._places.items():
            for place in places[bisect_left(places, row << 8) : bisect_left(places, (row + 1) << 8)]:
                found[place & 0xFF] = label
        return found

    def count(self, ending: str = "") -> int:
        """How many cells have a label with this ending."""
        return sum(len(places) for label, places in self._places.items() if label.endswith(ending))


assert COLUMNS < 256, "a column of Marks has eight bits"


@dataclass(frozen=True)
class SheetFacts:
    """One sheet: its last row and column with content, what is hidden, and the labels of its cells.

    `formats` holds the formats of numbers in the short form of styles.shape(), `errors` the texts of error cells,
    `fonts` the fonts of before Unicode that texts are written in.
    """

    name: str
    visible: bool = True
    rows: int = 0
    columns: int = 0
    hidden_rows: array = field(default_factory=lambda: array("I"))
    hidden_columns: frozenset[int] = frozenset()
    formats: Marks = field(default_factory=Marks)
    errors: Marks = field(default_factory=Marks)
    fonts: Marks = field(default_factory=Marks)

    @classmethod
    def of(
        cls, name: str, visible: bool, rows: int, columns: int, hidden_rows: Iterable[int],
        hidden_columns: Iterable[int], *marks: Marks,
    ) -> "SheetFacts":  # fmt: skip
        """What was found, once the whole sheet was looked at; `marks` are formats, errors and fonts."""
        for one in marks:
            one.settle()
        return cls(name, visible, rows, columns, array("I", sorted(hidden_rows)), frozenset(hidden_columns), *marks)

    @property
    def percent_cells(self) -> int:
        """How many numbers are formatted as percentages."""
        return self.formats.count("%")

    @property
    def date_cells(self) -> int:
        """How many numbers are formatted as days or times."""
        return self.formats.count("date")


@dataclass(frozen=True)
class FileFacts:
    """A file that may be read: `kind` is xlsx, xls, ods or csv (then with delimiter and encoding); fonts by name."""

    kind: str
    name: str
    sha256: str
    size: int
    sheets: tuple[SheetFacts, ...]
    legacy_fonts: tuple[str, ...] = ()
    delimiter: str = ""
    encoding: str = "utf-8-sig"

    @property
    def visible_sheets(self) -> tuple[SheetFacts, ...]:
        """The sheets that are shown and hold something; only these are read."""
        return tuple(sheet for sheet in self.sheets if sheet.visible and sheet.rows)

    @property
    def hidden_sheets(self) -> tuple[str, ...]:
        """The names of the sheets that are not shown; they are not read."""
        return tuple(sheet.name for sheet in self.sheets if not sheet.visible)
