"""The header of an office's table: one to three rows, merged or not, and what each column under it holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.imports.body import is_numbering
from portal.imports.cells import Cell
from portal.imports.limits import HEADER_WITHIN_ROWS
from portal.imports.offices import words
from portal.imports.offices.names import Names, Proposal
from portal.imports.offices.questions import Answers
from portal.imports.places import column_letter
from portal.vietnamese.names import clean, fold

Rows = Mapping[int, Sequence[Cell]]
DEEPEST = 3
JOINT = " / "
_OFFICE = re.compile(r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|huyen uy|dang uy|don vi bao cao|don vi) (?=.)")


@dataclass(frozen=True)
class Column:
    """A column: its header texts from top to bottom, and what they say. `near` = an indicator may be meant."""

    number: int
    texts: tuple[str, ...]
    role: str = ""
    indicator: str = ""
    period: str = ""
    part: str = ""
    measure: str = ""
    unit: str = ""
    near: tuple[Proposal, ...] = ()

    @property
    def letter(self) -> str:
        """The letters of the column."""
        return column_letter(self.number)

    @property
    def title(self) -> str:
        """All header texts as one."""
        return JOINT.join(self.texts)

    @property
    def holds_figures(self) -> bool:
        """Whether figures stand in it."""
        return not self.role and bool(self.indicator or self.near or self.period or self.part or self.unit)


@dataclass(frozen=True)
class Title:
    """What the lines above a table say for all of it."""

    period: str = ""
    measure: str = ""
    indicator: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Head:
    """A header: its rows, its columns, and what stands above."""

    first_row: int
    row: int
    columns: tuple[Column, ...]
    title: Title

    def of_role(self, role: str) -> Column | None:
        """The first column of the role."""
        return next((column for column in self.columns if column.role == role), None)

    @property
    def clarity(self) -> tuple[int, int]:
        """How many columns of figures it has, and how much its own texts say."""
        said = sum(
            bool(one.role and not one.role.endswith("?")) + bool(one.indicator or one.near) for one in self.columns
        )
        return len(self.figures), said

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns whose cells have an indicator and a unit, whether from the row, the column or the title."""
        by_row = {column.role for column in self.columns}
        has_indicator = bool(by_row & {words.INDICATOR, words.INDICATOR_CODE}) or bool(self.title.indicator)
        has_unit = bool(by_row & {words.UNIT, words.UNIT_CODE}) or bool(self.title.unit)
        return tuple(
            column
            for column in self.columns
            if column.holds_figures and (column.indicator or column.near or has_indicator) and (column.unit or has_unit)
        )


def find_head(rows: Rows, names: Names, answers: Answers, *, hidden: frozenset[int], own_unit: str) -> Head | None:
    """The header with the most columns of figures that say the most; of equal ones the one with the fewest rows."""
    best: Head | None = None
    for bottom in sorted(rows):
        if bottom > HEADER_WITHIN_ROWS:
            break
        for depth in range(1, DEEPEST + 1):
            top = bottom - depth + 1
            # a row that numbers the columns ends a header and is none of it
            if top not in rows or is_numbering([cell for cell in rows[top] if not cell.is_empty]):
                break
            texts = stacked(rows, bottom, depth, hidden)
            columns = tuple(understand(number, said, names, answers) for number, said in texts.items())
            title = read_title(rows, top, names)
            head = Head(top, bottom, columns, replace(title, unit=title.unit or own_unit))
            if head.figures and (best is None or head.clarity > best.clarity):
                best = head
    return best


def likely_header(rows: Rows, hidden: frozenset[int]) -> tuple[int, dict[int, tuple[str, ...]]] | None:
    """The row with the most texts near the top, for asking what its columns are."""
    found = [
        (sum(cell.kind == "text" for cell in cells), -row) for row, cells in rows.items() if row <= HEADER_WITHIN_ROWS
    ]
    count, row = max(found, default=(0, 0))
    return (-row, stacked(rows, -row, 1, hidden)) if count >= 2 else None


def stacked(rows: Rows, bottom: int, depth: int, hidden: frozenset[int]) -> dict[int, tuple[str, ...]]:
    """The header texts of each column over `depth` rows; a merged cell counts for all columns below it."""
    levels = [[clean(cell.text)[:200] for cell in rows[row]] for row in range(bottom - depth + 1, bottom + 1)]
    width = max(map(len, levels))
    levels = [level + [""] * (width - len(level)) for level in levels]
    for at, level in enumerate(levels[:-1]):
        below = levels[at + 1 :]
        for column in range(1, width):
            # Only the first cell of a merged block holds its text; a header merged downwards covers no neighbour.
            covers = level[column - 1] and any(lower[column - 1] for lower in below)
            if not level[column] and covers and any(lower[column] for lower in below):
                level[column] = level[column - 1]
    found = {}
    for column in range(width):
        texts = tuple(dict.fromkeys(level[column] for level in levels if level[column]))
        if texts and column + 1 not in hidden:
            found[column + 1] = texts
    return found


def understand(number: int, texts: tuple[str, ...], names: Names, answers: Answers) -> Column:
    """What the header texts of a column say; an answer of a person goes before all else."""
    column = Column(number, texts)
    answered = answers.columns.get(fold(column.title))
    if answered:
        return _as_answered(column, answered)
    role = words.role_of(texts[-1]) or (words.role_of(texts[0]) if len(texts) == 1 else "")
    if role:
        return replace(column, role=role)
    for text in texts:
        column = _with(column, text, names)
        if column.role:
            return column
    if not column.indicator and len(texts) > 1:
        match = names.indicator(" ".join(texts))
        column = replace(column, indicator=match.code)
    return column


def _as_answered(column: Column, answer: str) -> Column:
    kind, _, rest = answer.partition(":")
    if kind != "figure":
        return replace(column, role=kind)
    code, _, part = rest.partition(":")
    measure = next((found for text in reversed(column.texts) if (found := words.measure_in(text))), "")
    return replace(column, indicator=code, part=part or "value", measure=measure)


def _with(column: Column, text: str, names: Names) -> Column:
    """The column with what one more text says of it; a text that says nothing makes it a column of no figures."""
    column = replace(column, measure=words.measure_in(text) or column.measure)
    bare = words.without_brackets(text)
    period, rest = words.split_period(bare)
    if period:
        column = replace(column, period=period)
    if not rest:
        return column
    if words.role_of(rest):
        return replace(column, role=words.role_of(rest))
    if words.part_of(rest):
        return replace(column, part=words.part_of(rest))
    if column.indicator and (part := _own_part(rest, names.indicator_of(column.indicator))):
        return replace(column, part=part)
    match = names.indicator(rest)
    if match.code:
        return replace(column, indicator=match.code)
    if match.near:
        return replace(column, near=match.near)
    unit = "" if rest.isdigit() else names.unit_code(rest)
    if unit:
        return replace(column, unit=unit)
    return replace(column, role=words.IGNORED + "?")


def _own_part(text: str, indicator: object) -> str:
    key = fold(text)
    if key and key == fold(getattr(indicator, "numerator_name", "") or ""):
        return "numerator"
    return "denominator" if key and key == fold(getattr(indicator, "denominator_name", "") or "") else ""


def read_title(rows: Rows, before: int, names: Names) -> Title:
    """What the lines above the header say: a period, a unit of measure, one indicator, one unit."""
    title = Title()
    for row in sorted(row for row in rows if row < before):
        for cell in rows[row]:
            if cell.kind == "text":
                title = _titled(title, clean(cell.text), names)
    return title


def _titled(title: Title, text: str, names: Names) -> Title:
    title = replace(
        title,
        period=words.period_in(text) or title.period,
        measure=words.measure_of_title(text) or title.measure,
    )
    if not title.unit and len(text) < 100:
        name = _OFFICE.sub("", fold(text).replace("don vi bao cao ", ""), count=1)
        title = replace(title, unit="" if name.isdigit() else names.unit_code(name))
    if not title.indicator:
        _, rest = words.split_period(text)
        title = replace(title, indicator=names.indicator(words.without_brackets(rest)).code)
    return title


def samples_of(rows: Iterable[tuple[int, Sequence[Cell]]], number: int, count: int = 3) -> tuple[str, ...]:
    """What stands in the first rows of a column."""
    found = []
    for _, cells in rows:
        text = clean(cells[number - 1].text)[:40] if number <= len(cells) else ""
        found.append(text or "–")
        if len(found) == count:
            break
    return tuple(found)
