"""Units × indicators: one table per field, so that none is wider than a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from indicators.lines import Line
from indicators.models import Indicator
from indicators.shown import shown_figure
from indicators.topics import TOPICS, topic_name
from portal.dashboards.badges import NOT_REPORTED, Badge, badge, legend
from portal.dashboards.rows import series_address
from portal.units.models import AdminUnit


@dataclass(frozen=True)
class Cell:
    """The verdict and the figure of one unit for one indicator; no link where the unit does not hold it."""

    badge: Badge
    text: str
    url: str


@dataclass(frozen=True)
class MatrixRow:
    """One unit; cells in the order of the columns."""

    unit: AdminUnit
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Indicators of one field that at least one unit has figures for."""

    name: str
    columns: tuple[Indicator, ...]
    rows: tuple[MatrixRow, ...]
    total: tuple[str, ...]
    reported: int
    is_open: bool

    @property
    def has_total(self) -> bool:
        """Whether any column adds up over the units."""
        return any(self.total)


@dataclass(frozen=True)
class Matrix:
    """All fields; the field with a group of indicators stands open. Empty without figures below the unit."""

    tables: tuple[Table, ...]
    legend: tuple[Badge, ...]

    @property
    def breadth(self) -> int:
        """How many indicators there are in all."""
        return sum(len(table.columns) for table in self.tables)

    def sheet(self, most: int) -> Table | None:
        """The first indicators of all fields side by side, for one sheet of paper; None without figures."""
        if not self.tables:
            return None
        beside = zip(*(table.rows for table in self.tables), strict=True)
        return Table(
            name="Đơn vị và chỉ tiêu",
            columns=tuple(chain.from_iterable(table.columns for table in self.tables))[:most],
            rows=tuple(
                MatrixRow(rows[0].unit, tuple(chain.from_iterable(row.cells for row in rows))[:most]) for rows in beside
            ),
            total=tuple(chain.from_iterable(table.total for table in self.tables))[:most],
            reported=max(table.reported for table in self.tables),
            is_open=True,
        )


def matrix_of(units: Sequence[AdminUnit], lines: Iterable[Line], *, over: AdminUnit, query: str) -> Matrix:
    """The matrix of the units below one. A missing figure is a dash, never 0. No query."""
    found = list(lines)
    cells = {(line.unit_id, line.indicator.pk): line for line in found}
    below = {unit.pk for unit in units}
    columns: dict[str, dict[int, Indicator]] = {}
    for line in found:
        if line.unit_id in below and line.value is not None:
            columns.setdefault(line.indicator.topic, {})[line.indicator.pk] = line.indicator
    topics = [topic for topic in [*TOPICS, *(one for one in columns if one not in TOPICS)] if topic in columns]
    opened = _opened(topics, columns)
    topics.sort(key=lambda topic: topic != opened)
    tables = tuple(
        _table(topic, _ordered(columns[topic].values()), units, cells, over, query, topic == opened) for topic in topics
    )
    drawn = (cell.badge for table in tables for row in table.rows for cell in row.cells)
    return Matrix(tables, legend(drawn))


def _opened(topics: Sequence[str], columns: dict[str, dict[int, Indicator]]) -> str:
    grouped = [topic for topic in topics if any(one.group_id for one in columns[topic].values())]
    return next(iter([*grouped, *topics]), "")


def _ordered(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    return tuple(sorted(indicators, key=lambda one: (one.position, one.code)))


def _table(
    topic: str, columns: tuple[Indicator, ...], units: Sequence[AdminUnit], cells: dict[tuple[int, int], Line],
    over: AdminUnit, query: str, is_open: bool,
) -> Table:  # fmt: skip
    rows = tuple(MatrixRow(unit, tuple(_cell(unit, one, cells, query) for one in columns)) for unit in units)
    return Table(
        name=topic_name(topic),
        columns=columns,
        rows=rows,
        total=tuple(_total(cells.get((over.pk, one.pk))) for one in columns),
        reported=sum(any(cell.text for cell in row.cells) for row in rows),
        is_open=is_open,
    )


def _cell(unit: AdminUnit, indicator: Indicator, cells: dict[tuple[int, int], Line], query: str) -> Cell:
    line = cells.get((unit.pk, indicator.pk))
    if line is None:
        return Cell(NOT_REPORTED, "", "")
    mark = NOT_REPORTED if line.figure is None else badge(line)
    return Cell(mark, _written(line), series_address(line.code, unit.slug, query))


def _written(line: Line) -> str:
    return shown_figure(line.figure, line.indicator).number


def _total(line: Line | None) -> str:
    """The roll-up of the unit above; its own figure is no total of the column."""
    if line is None or not line.is_rolled_up or line.parts is None:
        return ""
    return f"{_written(line)} ({line.parts[0]}/{line.parts[1]})"
