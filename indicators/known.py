"""Figures as they were known at the end of a past day: read from the row history, with roll-ups worked out again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from indicators import bulk
from indicators.derive import Latest
from indicators.models import Series
from indicators.rules import Part, RolledUp, roll_up_units
from portal.periods.models import Period
from portal.units.models import Ancestry, Placement

# The newest row of each cell that was known by the day; a later correction leaves an earlier day as it was.
KNOWN = """
WITH touched AS (SELECT CAST(e.value->>0 AS bigint) AS series_id FROM {rows}),
ranked AS (
  SELECT h.*, ROW_NUMBER() OVER (PARTITION BY h.series_id, h.period_id ORDER BY h.history_id DESC) AS rank
  FROM touched t JOIN indicators_historicalobservation h ON h.series_id = t.series_id AND h.known_on <= %s
)
SELECT h.series_id, h.period_id, p.code, h.as_of_on, h.numerator, h.denominator, h.value, h.as_reported, h.qualifier,
  h.quality, h.missing_reason, h.is_simulated, h.id
FROM ranked h JOIN periods_period p ON p.id = h.period_id
WHERE h.rank = 1 AND h.status = 'in_force' AND h.history_type <> '-'
ORDER BY h.series_id, p.position DESC
"""


def known_figures(series_ids: Sequence[int], *, known_on: date) -> dict[int, list[Latest]]:
    """Own figures of each series as known at the end of the day, newest period first. One query."""
    found: dict[int, list[Latest]] = {}
    for row in bulk.fetch_for(KNOWN, series_ids, known_on):
        figures = (bulk.exact(number) for number in row[4:8])
        latest = Latest(*row[:3], bulk.day(row[3]), *figures, *row[8:11], bool(row[11]), row[12], None, None)
        found.setdefault(row[0], []).append(latest)
    return found


def known_lines(series: Sequence[Series], *, known_on: date) -> dict[int, list[Latest]]:
    """Figures of each series as known on the day: its own, else the roll-up of what was known below it.

    Five queries, whatever the number of series; the figures of the whole subtree are read where something rolls up.
    """
    found = known_figures([row.pk for row in series], known_on=known_on)
    rolling = [row for row in series if row.pk not in found and row.indicator.unit_rollup in ("sum", "ratio")]
    if rolling:
        found |= _rolled_up(rolling, known_on)
    return found


def _rolled_up(rolling: Sequence[Series], known_on: date) -> dict[int, list[Latest]]:
    units = {row.unit_id for row in rolling}
    below = set(Ancestry.objects.filter(ancestor__in=units).values_list("descendant_id", flat=True))
    tree = list(Placement.objects.filter(unit__in=below).values_list("parent_id", "unit_id", "valid_from", "valid_to"))
    held = Series.objects.filter(unit__in=below, indicator__in={row.indicator_id for row in rolling})
    by_place = {(unit, indicator): pk for pk, unit, indicator in held.values_list("id", "unit_id", "indicator_id")}
    figures = known_figures(sorted(by_place.values()), known_on=known_on)
    cells = {(pk, row.period_id): row for pk, rows in figures.items() for row in rows}
    periods = Period.objects.in_bulk({period for _, period in cells})
    reader = _Reader(tree, by_place, cells)
    found = {}
    for row in rolling:
        rows = [(period, reader.read(row, period)) for period in periods.values()]
        kept = [_latest(row.pk, period, joined, reader) for period, joined in rows if joined and joined.reported]
        if kept:
            found[row.pk] = sorted(kept, key=lambda latest: periods[latest.period_id].position, reverse=True)
    return found


class _Reader:
    """Joins known figures bottom-up along the placements of each period's own day."""

    def __init__(self, tree: list[Any], by_place: dict[Any, int], cells: dict[Any, Latest]) -> None:
        self.tree, self.by_place, self.cells = tree, by_place, cells
        self.simulated = any(cell.is_simulated for cell in cells.values())

    def read(self, series: Series, period: Period) -> RolledUp | None:
        joined = self._join(series.unit_id, series.indicator, period)
        return joined if isinstance(joined, RolledUp) else None

    def _join(self, unit: int, indicator: Any, period: Period) -> Any:
        day = period.as_of_on
        children = [child for parent, child, start, end in self.tree if parent == unit and start <= day < end]
        parts = [self._part(child, indicator, period) for child in children]
        return roll_up_units(indicator.unit_rollup, parts, percent=indicator.is_percent) if parts else None

    def _part(self, unit: int, indicator: Any, period: Period) -> Part:
        cell = self.cells.get((self.by_place.get((unit, indicator.pk)), period.pk))
        if cell:
            return Part(cell.numerator, cell.denominator, cell.value, cell.missing_reason or None)
        joined = self._join(unit, indicator, period)
        return Part(joined.numerator, joined.denominator, joined.value) if isinstance(joined, RolledUp) else Part()


def _latest(series_id: int, period: Period, joined: RolledUp, reader: _Reader) -> Latest:
    value = None if joined.denominator is not None else joined.value
    return Latest(
        series_id, period.pk, period.code, period.as_of_on, joined.numerator, joined.denominator, value, None,
        "", "", "", reader.simulated, None, joined.reported, joined.of,
    )  # fmt: skip
