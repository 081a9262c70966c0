"""Figures "theo đơn vị hiện nay": what earlier units reported, along successions whose share is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from indicators import derive, known
from indicators.derive import Latest
from indicators.models import Indicator, Series
from indicators.rules import Part, RolledUp, ratio
from indicators.rules.conversion import WHOLE, CannotConvert, SharedPart, convert
from portal.periods.models import Period
from portal.units.models import OPEN_END, AdminUnit, UnitSuccession
from portal.units.querysets import SuccessionRow

ALL_FIGURES = 10_000
ROLLING = ("sum", "ratio")

# What the figures joined to, the units they came from, and whether one was made up for a demonstration.
Joined = tuple[RolledUp | CannotConvert | None, list[int], bool]
NOTHING: Joined = (None, [], False)


@dataclass(frozen=True)
class TodaysFigure:
    """A figure of a period in a unit of today; with a `reason` there is none, and the reason says why.

    `sources` are the units whose figures went in (or that cannot be converted), `reported` of `of` units had one.
    """

    indicator: Indicator
    period: Period
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    sources: tuple[AdminUnit, ...] = ()
    reported: int = 0
    of: int = 0
    is_own: bool = False
    is_simulated: bool = False
    reason: str = ""

    @property
    def missing_reason(self) -> str:
        """A figure of units that are no more is not missing for one of the known reasons."""
        return ""

    @property
    def exact(self) -> Decimal | None:
        """The figure itself: from its parts where both stand."""
        computed = ratio(self.numerator, self.denominator, percent=self.indicator.is_percent)
        return self.value if computed is None else computed


@dataclass(frozen=True)
class Origin:
    """A unit that the present one stands for up to a day (not included), with the share taken of it."""

    unit: int
    share: Decimal | None
    until: date


def in_todays_units(
    unit: AdminUnit, *, on: date, today: date, known_on: date | None = None, indicator_ids: Sequence[int] | None = None
) -> list[TodaysFigure]:
    """Every figure up to `on` of the unit and of those it came from, in the units of `today`; newest period first.

    A unit without figures of its own or of predecessors is joined from the units below it today. Twelve queries at
    most, whatever the number of units and figures.
    """
    lineages = Lineages(UnitSuccession.objects.rows_until(today))
    below = list(AdminUnit.objects.placed_below(unit, today))
    reader = _Reader(unit, below, lineages)
    reader.load(on=on, known_on=known_on, indicator_ids=indicator_ids)
    found = [figure for key in reader.cells_asked() if (figure := reader.figure(*key))]
    return sorted(found, key=lambda one: (one.indicator.position, one.indicator.code, -one.period.position))


class Lineages:
    """Who stands for whom, from all successions in force by a day."""

    def __init__(self, rows: Iterable[SuccessionRow]) -> None:
        self.before: dict[int, list[SuccessionRow]] = {}
        self.grounds: dict[int, list[int]] = {}
        for row in rows:
            if row.successor is not None:
                self.before.setdefault(row.successor, []).append(row)
            elif row.heir is not None:
                self.grounds.setdefault(row.heir, []).append(row.predecessor)

    def origins(self, unit: int) -> list[Origin]:
        """The unit itself and all it took over, directly or through others."""
        found = [Origin(unit, WHOLE, OPEN_END)]
        seen = {unit}
        for one in found:  # grows while it is walked
            for row in self.before.get(one.unit, ()):
                if row.predecessor not in seen:
                    seen.add(row.predecessor)
                    taken = None if one.share is None or row.share is None else one.share * row.share
                    found.append(Origin(row.predecessor, taken, min(one.until, row.effective_on)))
        return found

    def ground_of(self, unit: int) -> list[int]:
        """Dissolved units on whose ground the unit stands; nothing of theirs can be converted."""
        return self.grounds.get(unit, [])


@dataclass
class _Reader:
    """Everything the conversion works with, read with a fixed number of queries."""

    unit: AdminUnit
    below: Sequence[tuple[int, int]]  # (parent, child) under the unit today
    lineages: Lineages
    units: Mapping[int, AdminUnit] = field(default_factory=dict)
    indicators: Mapping[int, Indicator] = field(default_factory=dict)
    periods: Mapping[int, Period] = field(default_factory=dict)
    cells: dict[tuple[int, int, int], Latest] = field(default_factory=dict)  # unit, indicator, period

    def load(self, *, on: date, known_on: date | None, indicator_ids: Sequence[int] | None) -> None:
        """Read the figures of all units that may count. Eight queries at most."""
        targets = [self.unit.pk, *(child for _, child in self.below)]
        involved = {one.unit for target in targets for one in self.lineages.origins(target)}
        involved |= set(self.lineages.ground_of(self.unit.pk))
        series = list(Series.objects.of_units(involved).of_only(indicator_ids).for_lines())
        if known_on is None:
            figures = derive.latest([row.pk for row in series], until=on, points=ALL_FIGURES)
        else:
            figures = known.known_lines(series, known_on=known_on)
        self.units = AdminUnit.objects.in_bulk(involved)
        self.indicators = {row.indicator_id: row.indicator for row in series}
        self.periods = Period.objects.in_bulk({one.period_id for rows in figures.values() for one in rows})
        for row in series:
            for figure in figures.get(row.pk, ()):
                if self.periods[figure.period_id].as_of_on <= on:
                    self.cells[row.unit_id, row.indicator_id, figure.period_id] = figure

    def cells_asked(self) -> list[tuple[int, int]]:
        """Indicators and periods that any of the units has a figure for."""
        return list(dict.fromkeys((indicator, period) for _, indicator, period in self.cells))

    def figure(self, indicator: int, period: int) -> TodaysFigure | None:
        """The figure of the asked unit: of itself and its predecessors, else of the units below it today."""
        joined, sources, simulated = self._joined(self.unit.pk, indicator, period)
        if joined is None:
            joined, sources, simulated = self._from_below(self.unit.pk, indicator, period)
        if joined is None:
            return self._of_the_ground(indicator, period)
        known_ = self.indicators[indicator], self.periods[period]
        named = tuple(self.units[pk] for pk in sources)
        if isinstance(joined, CannotConvert):
            return TodaysFigure(*known_, sources=named, reason=joined.message)
        return TodaysFigure(
            *known_, joined.numerator, joined.denominator, None if joined.numerator is not None else joined.value,
            named, joined.reported, joined.of, sources == [self.unit.pk], simulated,
        )  # fmt: skip

    def _joined(self, unit: int, indicator: int, period: int) -> Joined:
        day = self.periods[period].as_of_on
        stood = [
            one for one in self.lineages.origins(unit) if day < one.until and self.units[one.unit].is_valid_on(day)
        ] or [one for one in self.lineages.origins(unit) if (one.unit, indicator, period) in self.cells]
        found = [(one, self.cells.get((one.unit, indicator, period))) for one in stood]
        sources = [one.unit for one, cell in found if cell and _part(cell).is_reported]
        if not sources:
            return NOTHING
        parts = [SharedPart(_part(cell), one.share) for one, cell in found]
        rule = self.indicators[indicator]
        simulated = any(cell.is_simulated for _, cell in found if cell)
        joined = convert(rule.unit_rollup, parts, percent=rule.is_percent)
        return _counted(joined, [_parts(cell) for _, cell in found]), sources, simulated

    def _from_below(self, unit: int, indicator: int, period: int) -> Joined:
        rule = self.indicators[indicator]
        children = [child for parent, child in self.below if parent == unit]
        if rule.unit_rollup not in ROLLING or not children:
            return NOTHING
        parts, counts, sources, simulated = [], [], [], False
        for child in children:
            joined, own, made_up = self._joined(child, indicator, period)
            if joined is None:
                joined, own, made_up = self._from_below(child, indicator, period)
            if isinstance(joined, CannotConvert):
                return joined, own, made_up
            parts.append(SharedPart(_as_part(joined)))
            counts.append((joined.reported, joined.of) if joined else (0, 1))
            sources, simulated = [*sources, *own], simulated or made_up
        if not sources:
            return NOTHING
        whole = convert(rule.unit_rollup, parts, percent=rule.is_percent)
        return _counted(whole, counts), sources, simulated

    def _of_the_ground(self, indicator: int, period: int) -> TodaysFigure | None:
        """Figures of a dissolved unit: shown with the reason why none of them is the present unit's."""
        for pk in self.lineages.ground_of(self.unit.pk):
            cell = self.cells.get((pk, indicator, period))
            if cell and _part(cell).is_reported:
                why = CannotConvert("dissolved").message
                return TodaysFigure(
                    self.indicators[indicator], self.periods[period], sources=(self.units[pk],), reason=why
                )
        return None


def _part(cell: Latest | None) -> Part:
    if cell is None:
        return Part()
    return Part(cell.numerator, cell.denominator, cell.value, cell.missing_reason or None)


def _parts(cell: Latest | None) -> tuple[int, int]:
    """How many of how many units a figure comes from: of a roll-up its parts, else one."""
    if cell and cell.parts_of:
        return cell.parts_reported or 0, cell.parts_of
    if cell and cell.missing_reason == "not_applicable":
        return 0, 0
    return int(_part(cell).is_reported), 1


def _counted(joined: RolledUp | CannotConvert, counts: Sequence[tuple[int, int]]) -> RolledUp | CannotConvert:
    """The same with the units behind it counted down to those that reported: a sum of partial sums is partial."""
    if isinstance(joined, CannotConvert):
        return joined
    return replace(joined, reported=sum(had for had, _ in counts), of=sum(of for _, of in counts))


def _as_part(joined: Any) -> Part:
    return Part() if joined is None else Part(joined.numerator, joined.denominator, joined.value)
