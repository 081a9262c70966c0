"""Finding the header row of a table, whatever stands above it, and what its columns are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.imports.cells import Cell
from portal.imports.limits import HEADER_WITHIN_ROWS
from portal.imports.places import column_letter
from portal.imports.refusals import FileRefused, refusal
from portal.vietnamese.names import clean, fold

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_OR = " hoặc "


@dataclass(frozen=True)
class Column:
    """A column a kind of sheet knows: its name, other names people give it, whether every table must have it."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of sheet; of the groups in `one_of` one must be there with all its columns."""

    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that every table of this kind has."""
        return tuple(column.name for column in self.columns if column.required)

    def names(self) -> dict[str, str]:
        """Folded name or alias to the column's name."""
        return {fold(word): column.name for column in self.columns for word in (column.name, *column.aliases)}

    def missing(self, present: Iterable[str]) -> list[str]:
        """The required columns that are not there; of alternatives one entry that names them all."""
        there = set(present)
        absent = [name for name in self.required if name not in there]
        if self.one_of and not any(there.issuperset(group) for group in self.one_of):
            absent.append(_OR.join(" + ".join(group) for group in self.one_of))
        return absent

    def wanted(self) -> str:
        """All that a table must have, for a message."""
        return ", ".join(self.missing(()))


@dataclass(frozen=True)
class Header:
    """A header row: the place of each known column (counted from 1), and the headers that mean nothing here."""

    row: int
    places: Mapping[str, int]
    headers: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...] = ()


def recognise(
    rows: Iterable[tuple[int, Sequence[Cell]]],
    layout: Layout,
    *,
    sheet: str,
    hidden_columns: frozenset[int] = frozenset(),
) -> Header:
    """The first row near the top that has all required columns; case, accents and "(km)" do not matter.

    Raises FileRefused: no_header, missing_columns (of the row that comes nearest), duplicate_columns.
    """
    best: Header | None = None
    for row, cells in rows:
        if row > HEADER_WITHIN_ROWS:
            break
        header = _read(row, cells, layout, sheet, hidden_columns)
        if not layout.missing(header.places):
            _refuse_duplicates(row, cells, layout, sheet, hidden_columns)
            return header
        if best is None or len(header.places) > len(best.places):
            best = header
    raise _refusal(best, layout, sheet)


def _read(row: int, cells: Sequence[Cell], layout: Layout, sheet: str, hidden: frozenset[int]) -> Header:
    places: dict[str, int] = {}
    visible, unknown, unseen = [], [], []
    for number, text, name in _named(cells, layout):
        head = (column_letter(number), text)
        if number in hidden:
            unseen.append(head)
            continue
        visible.append(head)
        if name is None:
            unknown.append(head)
        else:
            places.setdefault(name, number)
    return Header(row, places, tuple(visible), tuple(unknown), tuple(unseen))


def _named(cells: Sequence[Cell], layout: Layout) -> list[tuple[int, str, str | None]]:
    """Number, text and the known name of each cell that is not empty."""
    names = layout.names()
    found = []
    for number, cell in enumerate(cells, start=1):
        text = clean(cell.text)[:200]
        if text:
            name = names.get(fold(text)) or names.get(fold(_IN_BRACKETS.sub(" ", text)))
            found.append((number, text, name))
    return found


def _refuse_duplicates(row: int, cells: Sequence[Cell], layout: Layout, sheet: str, hidden: frozenset[int]) -> None:
    seen: dict[str, str] = {}
    for number, text, name in _named(cells, layout):
        if name is None or number in hidden:
            continue
        place = f"{column_letter(number)} “{text}”"
        if name in seen:
            raise refusal("duplicate_columns", sheet=sheet, row=row, column=name, first=seen[name], second=place)
        seen[name] = place


def _refusal(best: Header | None, layout: Layout, sheet: str) -> FileRefused:
    if best is None or len(best.places) < 2:
        return refusal("no_header", sheet=sheet, columns=layout.wanted())
    columns = ", ".join(layout.missing(best.places))
    return refusal("missing_columns", sheet=sheet, row=best.row, columns=columns)
