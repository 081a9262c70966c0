"""Where the series of units stand on a shown day: what dashboards, scorecards and lists are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators import definitions, derive, known
from indicators.backing import Approval, Backing, backing_of
from indicators.derive import Latest
from indicators.judging import ChosenTarget, SeriesFacts, facts_beside, judge, read_points
from indicators.models import Indicator, Series
from indicators.rules import ReportedDifference, Verdict, half_up, ratio, reported_difference
from indicators.rules.redefining import break_between


@dataclass(frozen=True)
class Line:
    """One series of one unit on a shown day. A missing figure is None, never 0.

    `indicator` is as it was defined on the figure's day. With `broken_on` the definition changed between the figure
    before and this one, so that there is no `previous` and the points begin anew.
    """

    series_id: int
    unit_id: int
    indicator: Indicator
    verdict: Verdict
    figure: Latest | None = None
    previous: tuple[str, Decimal | None] | None = None
    target: ChosenTarget | None = None
    points: tuple[Decimal | None, ...] = ()
    backing: Backing | None = None
    broken_on: date | None = None

    @property
    def code(self) -> str:
        """Code of the indicator."""
        return self.indicator.code

    @property
    def approval(self) -> Approval | None:
        """Who answers for the figure; None for a roll-up."""
        return self.backing.approval if self.backing else None

    @property
    def computed(self) -> Decimal | None:
        """The ratio worked out from its parts, exact; None where a part is missing."""
        if self.figure is None:
            return None
        return ratio(self.figure.numerator, self.figure.denominator, percent=self.indicator.is_percent)

    @property
    def value(self) -> Decimal | None:
        """The figure: computed where both parts stand, else as entered; not rounded."""
        if self.figure is None:
            return None
        return self.figure.value if self.computed is None else self.computed

    @property
    def shown(self) -> Decimal | None:
        """The figure as a screen shows it: half up to the indicator's precision."""
        return None if self.value is None else half_up(self.value, self.indicator.precision)

    @property
    def as_reported(self) -> Decimal | None:
        """The number that a report printed, without the zeros that PostgreSQL pads a stored figure with."""
        printed = self.figure.as_reported if self.figure else None
        return None if printed is None else printed.normalize() + 0

    @property
    def difference(self) -> ReportedDifference:
        """How the printed number stands to the computed one."""
        return reported_difference(self.as_reported, self.computed, self.indicator.precision)

    @property
    def is_rolled_up(self) -> bool:
        """Whether the figure is joined from the units below."""
        return self.figure is not None and self.figure.observation_id is None

    @property
    def parts(self) -> tuple[int, int] | None:
        """Of a roll-up: how many units reported, of how many."""
        return (self.figure.parts_reported, self.figure.parts_of) if self.is_rolled_up else None

    @property
    def look(self) -> str:
        """The look of the verdict: one of the six."""
        return self.verdict.look


def lines(
    unit_ids: Sequence[int],
    *,
    on: date,
    known_on: date | None = None,
    document_id: int | None = None,
    period_code: str = "",
    indicator_ids: Sequence[int] | None = None,
) -> list[Line]:
    """Lines of all series of the units, in the order of units and of the catalogue.

    `on` picks the periods (cut-off by that day) and judges lateness; figures are those in force now, or with
    `known_on` those known at the end of that day. Two queries, whatever the number of units
    and indicators, and one more where a newer figure hides the one of the day; of a past day or period at most eight.
    Where a definition has changed, two more at most.
    """  # fmt: skip
    rows = list(Series.objects.of_units(unit_ids).of_only(indicator_ids).for_lines())
    series = list({row.pk: row for row in rows}.values())
    found = _figures(series, on=on, known_on=known_on, period_code=period_code)
    _as_defined_then(rows, found)
    backing = backing_of(figures[0].observation_id for figures, _ in found.values() if figures)
    facts = facts_beside(rows, {pk: one.stated for pk, one in backing.items() if one.stated})
    return [
        _line(row, facts[row.pk], *found.get(row.pk, ((), ())), on, document_id, backing)
        for row in series
        if row.pk in found or not row.is_derived
    ]


Found = dict[int, tuple[Sequence[Latest], Sequence[Decimal | None]]]


def _figures(series: Sequence[Series], *, on: date, known_on: date | None, period_code: str) -> Found:
    if known_on is not None:
        rows = known.known_lines(series, known_on=known_on)
        return _until({pk: [r for r in found if r.as_of_on <= on] for pk, found in rows.items()}, period_code, series)
    if period_code:
        return _until(derive.latest([row.pk for row in series]), period_code, series)
    standing = [row for row in series if getattr(row, "standing", None)]
    # the points of a standing have no days: whether the definition changed among them, only the figures tell
    late = [row.pk for row in standing if row.standing.as_of_on > on or row.indicator.defined_from]
    found = _until(derive.latest(late, until=on) if late else {}, "", series)
    return {row.pk: _where_it_stands(row) for row in standing if row.pk not in set(late)} | found


def _as_defined_then(rows: Sequence[Series], found: Found) -> None:
    """Give each row the definition that its figure was made by. At most one query, none where nothing changed."""
    days = {pk: figures[0].as_of_on for pk, (figures, _) in found.items() if figures}
    older = [row for row in rows if _is_older(row.indicator, days.get(row.pk))]
    if older:
        versions = definitions.versions_of(row.indicator_id for row in older)
        for row in older:
            row.indicator = definitions.on_day(row.indicator, versions, days[row.pk])


def _is_older(indicator: Indicator, day: date | None) -> bool:
    return bool(day and indicator.defined_from and day < indicator.defined_from)


def _until(rows: dict[int, list[Latest]], period_code: str, series: Sequence[Series]) -> Found:
    """Newest figures with the points up to them; of one period only where a code is given."""
    indicators = {row.pk: row.indicator for row in series}
    found: Found = {}
    for pk, figures in rows.items():
        start = next((n for n, row in enumerate(figures) if not period_code or row.period_code == period_code), None)
        if start is not None:
            since = indicators[pk].defined_from
            same = [one for one in figures[start:] if not break_between(since, one.as_of_on, figures[start].as_of_on)]
            points = [_shown(row, indicators[pk]) for row in reversed(same[: derive.POINTS])]
            found[pk] = (figures[start : start + 2], points)
    return found


def _shown(row: Any, indicator: Indicator) -> Decimal | None:
    computed = ratio(row.numerator, row.denominator, percent=indicator.is_percent)
    value = row.value if computed is None else computed
    return None if value is None else half_up(value, indicator.precision)


def _where_it_stands(series: Any) -> tuple[list[Latest], list[Decimal | None]]:
    row = series.standing
    now = Latest(
        series.pk, row.period_id, series.standing_code, row.as_of_on, row.numerator, row.denominator, row.value,
        row.as_reported, row.qualifier, row.quality, row.missing_reason, row.is_simulated, row.observation_ref,
        row.parts_reported, row.parts_of,
    )  # fmt: skip
    if row.previous_period_id is None:
        return [now], read_points(row.points)
    before = now._replace(
        period_id=row.previous_period_id, period_code=series.previous_code, as_of_on=series.previous_day,
        numerator=None, denominator=None, value=row.previous_value,
    )  # fmt: skip
    return [now, before], read_points(row.points)


def _line(
    series: Series, facts: SeriesFacts, figures: Sequence[Latest], points: Sequence[Decimal | None], on: date,
    document_id: int | None, backing: dict[int, Backing],
) -> Line:  # fmt: skip
    now = figures[0] if figures else None
    before = figures[1] if len(figures) > 1 else None
    broken_on = break_between(series.indicator.defined_from, before.as_of_on, now.as_of_on) if before else None
    return Line(
        series_id=series.pk,
        unit_id=series.unit_id,
        indicator=series.indicator,
        verdict=judge(facts, now, on=on, document_id=document_id),
        figure=now,
        previous=(before.period_code, _shown(before, series.indicator)) if before and not broken_on else None,
        target=facts.target(document_id, on=on),
        points=tuple(points),
        backing=backing.get(now.observation_id) if now else None,
        broken_on=broken_on,
    )
