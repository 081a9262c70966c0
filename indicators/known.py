"""Figures as they were known at the end of a past day: read from row history, with what follows worked out again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from indicators import bulk
from indicators.derive import Latest
from indicators.judging import stored
from indicators.models import Derivation, Indicator, Series
from indicators.rules import Part, ratio, roll_up_units
from indicators.rules.derivations import Operand, compute
from portal.periods.models import Period
from portal.periods.rules import same_period_last_year
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
    """Figures of each series as known on the day: its own, else what followed from what was known then.

    Eight queries, whatever the number of series; the figures of the whole subtree are read where something follows.
    How an indicator follows from others is taken as it is defined now.
    """
    found = known_figures([row.pk for row in series], known_on=known_on)
    following = [
        row for row in series if row.pk not in found and (row.is_derived or row.indicator.unit_rollup != "none")
    ]
    if following:
        found |= _followed(following, known_on)
    return found


def _followed(following: Sequence[Series], known_on: date) -> dict[int, list[Latest]]:
    rules = _rules({row.indicator_id: row.indicator for row in following})
    units = {row.unit_id for row in following}
    below = units | set(Ancestry.objects.filter(ancestor__in=units).values_list("descendant_id", flat=True))
    tree = list(Placement.objects.filter(unit__in=below).values_list("parent_id", "unit_id", "valid_from", "valid_to"))
    held = Series.objects.filter(unit__in=below, indicator__in=rules)
    by_place = {(unit, indicator): pk for pk, unit, indicator in held.values_list("id", "unit_id", "indicator_id")}
    figures = known_figures(sorted(by_place.values()), known_on=known_on)
    cells = {(pk, row.period_id): row for pk, rows in figures.items() for row in rows}
    periods = Period.objects.in_bulk({period for _, period in cells})
    reader = _Reader(tree, by_place, cells, rules, {period.code: period for period in periods.values()})
    found = {}
    for row in following:
        rows = [(period, reader.followed(row.unit_id, row.indicator_id, period)) for period in periods.values()]
        kept = [_latest(row.pk, period, seen, reader) for period, seen in rows if seen.reported]
        if kept:
            found[row.pk] = sorted(kept, key=lambda latest: periods[latest.period_id].position, reverse=True)
    return found


class Rule(NamedTuple):
    """How an indicator follows: from the units below, or by an operation from (role, operand)."""

    indicator: Indicator
    operation: str = ""
    parts: tuple[tuple[str, int], ...] = ()


def _rules(indicators: dict[int, Indicator]) -> dict[int, Rule]:
    """The rules of these indicators and of all that they follow from. Three queries, rarely more."""
    derivations = {one.pk: one for one in Derivation.objects.with_operands()}
    known = {part.operand_id: part.operand for one in derivations.values() for part in one.parts.all()} | indicators
    rules: dict[int, Rule] = {}
    waiting = list(indicators)
    while waiting:
        pk = waiting.pop()
        if pk in rules:
            continue
        indicator = known.get(pk) or Indicator.objects.in_bulk([pk])[pk]
        made = derivations.get(pk)
        parts = tuple((part.role, part.operand_id) for part in made.parts.all()) if made else ()
        rules[pk] = Rule(indicator, made.operation if made else "", parts)
        waiting += [operand for _, operand in parts]
        if indicator.unit_rollup == Indicator.UnitRollup.WEIGHTED and indicator.weight_id:
            waiting.append(indicator.weight_id)
    return rules


class Seen(NamedTuple):
    """A figure, own or worked out, with its day, its quality and the units behind it; nothing where there is none."""

    part: Part = Part()
    as_of_on: date | None = None
    reported: int = 0
    of: int = 0
    quality: str = ""

    def exact(self, indicator: Indicator) -> Decimal | None:
        """The figure itself."""
        computed = ratio(self.part.numerator, self.part.denominator, percent=indicator.is_percent)
        return self.part.value if computed is None else computed


NOTHING = Seen()


@dataclass
class _Reader:
    """Works known figures out bottom-up along the placements of each period's own day."""

    tree: Sequence[Any]
    by_place: Mapping[tuple[int, int], int]
    cells: Mapping[tuple[int | None, int], Latest]
    rules: Mapping[int, Rule]
    periods: Mapping[str, Period]

    @cached_property
    def simulated(self) -> bool:
        """Whether anything made up is among the figures."""
        return any(cell.is_simulated for cell in self.cells.values())

    def seen(self, unit: int, indicator: int, period: Period) -> Seen:
        """The unit's own figure, else what follows."""
        cell = self.cells.get((self.by_place.get((unit, indicator)), period.pk))
        if cell is None:
            return self.followed(unit, indicator, period)
        part = Part(cell.numerator, cell.denominator, cell.value, cell.missing_reason or None)
        return Seen(part, cell.as_of_on, 1, 1, cell.quality)

    def followed(self, unit: int, indicator: int, period: Period) -> Seen:
        """What the operands of the unit come to, or the units below it add up to."""
        if self.rules[indicator].operation:
            return self._derived(unit, self.rules[indicator], period)
        day = period.as_of_on
        children = [child for parent, child, start, end in self.tree if parent == unit and start <= day < end]
        return self._joined(children, self.rules[indicator].indicator, period) if children else NOTHING

    def _derived(self, unit: int, rule: Rule, period: Period) -> Seen:
        before = self.periods.get(same_period_last_year(period.code) or "")
        stretches = [(period, False), (before, True)] if rule.operation == "growth" else [(period, False)]
        operands, days = [], []
        for role, operand in rule.parts:
            for stretch, earlier in stretches:
                seen = self.seen(unit, operand, stretch) if stretch else NOTHING
                exact = seen.exact(self.rules[operand].indicator)
                quality = seen.quality or "official"
                operands.append(Operand(role, exact, earlier, False, quality, seen.reported, max(seen.of, 1)))
                days += [seen.as_of_on] if seen.as_of_on and not earlier else []
        made = compute(rule.operation, operands)
        part = Part(stored(made.numerator), stored(made.denominator), stored(made.value))
        return Seen(part, max(days, default=None), made.reported, made.of, made.quality)

    def _joined(self, children: Sequence[int], indicator: Indicator, period: Period) -> Seen:
        seen = [self.seen(child, indicator.pk, period) for child in children]
        parts, weights = [one.part for one in seen], None
        if indicator.unit_rollup == Indicator.UnitRollup.WEIGHTED:
            weights = [self._weight(child, indicator.weight_id, period) for child in children]
            parts = [Part(value=one.exact(indicator), missing_reason=one.part.missing_reason) for one in seen]
        elif indicator.unit_rollup == Indicator.UnitRollup.LAST:
            parts = _newest(seen, indicator)
        joined = roll_up_units(indicator.unit_rollup, parts, weights, percent=indicator.is_percent)
        if not getattr(joined, "reported", 0):
            return NOTHING
        value = None if joined.denominator is not None else stored(joined.value)
        days = [one.as_of_on for one in seen if one.as_of_on]
        return Seen(Part(joined.numerator, joined.denominator, value), max(days), joined.reported, joined.of)

    def _weight(self, unit: int, weight: int | None, period: Period) -> Decimal | None:
        return self.seen(unit, weight, period).part.value if weight else None


def _newest(seen: Iterable[Seen], indicator: Indicator) -> list[Part]:
    """Parts of which the last one with a figure is the newest; none has any where the newest differ."""
    figures = [one for one in seen if one.exact(indicator) is not None]
    newest = [one.part for one in figures if one.as_of_on == max(other.as_of_on for other in figures)]
    if len(set(newest)) > 1:
        return [Part() for _ in seen]
    return sorted((one.part for one in seen), key=lambda part: part in newest)


def _latest(series_id: int, period: Period, seen: Seen, reader: _Reader) -> Latest:
    quality = "" if seen.quality == "official" else seen.quality
    return Latest(
        series_id, period.pk, period.code, period.as_of_on, seen.part.numerator, seen.part.denominator,
        seen.part.value, None, "", quality, "", reader.simulated, None, seen.reported, seen.of,
    )  # fmt: skip
