"""From rows to situations: what the quality rules look at, for many series with a fixed number of queries."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q

from indicators import definitions
from indicators.judging import GRACE_DAYS
from indicators.models import Comparison, ComparisonInput, Indicator, Observation, Reading, Series
from indicators.rules import check_comparison, ratio
from indicators.rules.quality import Point, Recomputed, Situation
from indicators.rules.redefining import break_between
from portal.periods.models import Period
from portal.periods.rules import PeriodKind, UnknownPeriod, parse

FORMULA = re.compile(r"[a-z0-9_]+(?: ([+/]) [a-z0-9_]+)(?: \+ [a-z0-9_]+)*")
OPERATIONS = {"+": Comparison.Operation.SUM, "/": Comparison.Operation.RATIO_PCT}
PLACES = 6
# Spans differ in length, and so do the figures of campaigns that count what happened in between.
COMPARABLE_KINDS = frozenset({Period.Kind.MONTH, Period.Kind.QUARTER, Period.Kind.HALF, Period.Kind.NINE_MONTHS,
                              Period.Kind.YEAR})  # fmt: skip
STOCKS = frozenset({Indicator.Kind.COUNT, Indicator.Kind.LEVEL})


class Row(NamedTuple):
    """A figure in force with its period."""

    series_id: int
    period_id: int
    code: str
    kind: str
    starts_on: date | None
    ends_on: date
    point: Point


@dataclass(frozen=True)
class Evidence:
    """What stands beside the figures of many series, by series and period."""

    rows: Mapping[int, Sequence[Row]]
    roll_ups: Mapping[tuple[int, int], tuple[Decimal, int]]
    recomputed: Mapping[tuple[int, int], Sequence[Recomputed]] = field(default_factory=dict)


def situations(series_ids: Sequence[int], on: date) -> Iterator[tuple[int, int, Situation]]:
    """Series, period and situation of every real figure in force. At most eight queries, whatever their number.

    What stands beside a figure is of its own definition: earlier figures of another one are left out.
    """
    series = {row.pk: row for row in Series.objects.among(series_ids).select_related("indicator", "unit")}
    evidence = _evidence(series)
    changed = [row.indicator_id for row in series.values() if row.indicator.defined_from]
    versions = definitions.versions_of(changed) if changed else {}
    for pk, rows in evidence.rows.items():
        for number, row in enumerate(rows):
            one = series[pk]
            one.indicator = definitions.on_day(one.indicator, versions, row.point.as_of_on)
            since = one.indicator.defined_from
            before = [
                other for other in rows[:number] if not break_between(since, other.point.as_of_on, row.point.as_of_on)
            ]
            yield pk, row.period_id, _situation(one, before, row, evidence, on, rows[-1] is row)


def _evidence(series: Mapping[int, Series]) -> Evidence:
    rows = _rows(Q(series__in=list(series)))
    recomputed: dict[tuple[int, int], list[Recomputed]] = {}
    for key, one in (*_of_comparisons(series), *_of_formulas(series, rows)):
        held = recomputed.setdefault(key, [])
        if one not in held:
            held.append(one)
    return Evidence(rows, _roll_ups(series), recomputed)


def _rows(which: Q) -> dict[int, list[Row]]:
    """Real figures in force by series, earliest first. One query."""
    found: dict[int, list[Row]] = {}
    columns = (
        "series_id", "series__indicator__unit_of_measure", "period_id", "period__code", "period__kind",
        "period__starts_on", "period__ends_on", "as_of_on", "value", "numerator", "denominator", "as_reported",
    )  # fmt: skip
    rows = Observation.objects.in_force().filter(which, is_simulated=False)
    for pk, unit, period, code, kind, starts, ends, day, value, numerator, denominator, reported in rows.order_by(
        "series_id", "period__position", "period_id"
    ).values_list(*columns):
        computed = ratio(numerator, denominator, percent=unit.startswith("%"))
        exact = value if computed is None else computed
        point = Point(code, day, exact, numerator, denominator, reported)
        found.setdefault(pk, []).append(Row(pk, period, code, kind, starts, ends, point))
    return found


def _roll_ups(series: Mapping[int, Series]) -> dict[tuple[int, int], tuple[Decimal, int]]:
    """Roll-ups that every unit below has reported for. One query."""
    found = {}
    for one in Reading.objects.reported().filter(series__in=list(series), is_simulated=False):
        percent = series[one.series_id].indicator.is_percent
        computed = ratio(one.numerator, one.denominator, percent=percent)
        value = one.value if computed is None else computed
        if value is not None and one.parts_reported == one.parts_of:
            found[one.series_id, one.period_id] = (value, one.parts_of)
    return found


def _of_comparisons(series: Mapping[int, Series]) -> Iterator[tuple[tuple[int, int], Recomputed]]:
    """What the comparisons of the sources come to with the figures in force now. Two queries."""
    ids = list(series)
    inputs = ComparisonInput.objects.select_related("target", "figure__observation__series__indicator")
    found = Comparison.objects.filter(
        Q(reported__observation__series__in=ids) | Q(inputs__figure__observation__series__in=ids, is_comparable=False)
    ).distinct()
    for one in found.select_related("reported__observation").prefetch_related(Prefetch("inputs", inputs)):
        figures = [operand.figure.observation for operand in one.inputs.all() if operand.figure]
        if one.is_comparable is False:
            told = Recomputed(one.operation, (), None, is_comparable=False)
            yield from (((row.series_id, row.period_id), told) for row in figures if row.series_id in series)
        elif one.reported is not None:
            told = _recomputed(one, figures)
            if told is not None:
                yield (one.reported.observation.series_id, one.reported.observation.period_id), told


def _recomputed(one: Comparison, figures: Sequence[Observation]) -> Recomputed | None:
    """None where an operand is no figure (a target, a name in a list) or has been withdrawn."""
    values = [row.computed(percent=row.series.indicator.is_percent) for row in figures if row.status == "in_force"]
    if len(values) != len(one.inputs.all()) or None in values or one.operation == Comparison.Operation.SUM_RATIO_PCT:
        return None
    computed = check_comparison(one.operation, values, PLACES, one.intervals)
    return None if computed is None else Recomputed(one.operation, tuple(values), computed)


def _of_formulas(
    series: Mapping[int, Series], rows: Mapping[int, Sequence[Row]]
) -> Iterator[tuple[tuple[int, int], Recomputed]]:
    """What the formula of an indicator comes to in the same unit and period. At most two queries."""
    asked = {pk: _terms(one.indicator.formula) for pk, one in series.items() if one.indicator.formula and pk in rows}
    codes = {code for _, terms in asked.values() for code in terms}
    if not codes:
        return
    places = Series.objects.of_units({series[pk].unit_id for pk in asked}).filter(indicator__code__in=codes)
    by_place = {(unit, code): pk for pk, unit, code in places.values_list("pk", "unit_id", "indicator__code")}
    others = _rows(Q(series__in=list(by_place.values())))
    values = {(pk, row.period_id): row.point.value for pk, found in others.items() for row in found}
    for pk, (sign, terms) in asked.items():
        parts = [by_place.get((series[pk].unit_id, code)) for code in terms]
        for row in rows[pk]:
            operands = [values.get((part, row.period_id)) for part in parts if part is not None]
            if sign and len(operands) == len(terms) and None not in operands:
                computed = check_comparison(OPERATIONS[sign], operands, PLACES)
                if computed is not None:
                    yield (pk, row.period_id), Recomputed(OPERATIONS[sign], tuple(operands), computed)


def _terms(formula: str) -> tuple[str, tuple[str, ...]]:
    """The sign and the codes of "hydro + wind" or "believers / population"; nothing for any other text."""
    match = FORMULA.fullmatch(formula)
    if match is None or (match[1] == "/" and formula.count("+")):
        return "", ()
    return match[1], tuple(re.split(r" [+/] ", formula))


def _situation(
    series: Series, before: Sequence[Row], row: Row, evidence: Evidence, on: date, is_latest: bool
) -> Situation:
    indicator = series.indicator
    return Situation(
        figure=row.point,
        on=on,
        earlier=tuple(_earlier(indicator, before, row)),
        contains=tuple(_contained(indicator, before, row)),
        recomputed=tuple(evidence.recomputed.get((series.pk, row.period_id), ())),
        roll_up=evidence.roll_ups.get((series.pk, row.period_id)),
        single_year=_single_year(indicator, row),
        unit=indicator.unit_of_measure,
        precision=indicator.precision,
        is_part_of_whole=indicator.is_part_of_whole,
        is_latest=is_latest,
        frequency=indicator.frequency,
        grace_days=GRACE_DAYS.get(indicator.frequency, 0),
        unit_ends_on=series.unit.valid_to,
    )


def _earlier(indicator: Indicator, before: Sequence[Row], row: Row) -> Iterable[Point]:
    is_stock_of_campaigns = row.kind == Period.Kind.CAMPAIGN and indicator.kind in STOCKS
    if row.kind in COMPARABLE_KINDS or is_stock_of_campaigns:
        return [one.point for one in before if one.kind == row.kind]
    return ()


def _contained(indicator: Indicator, before: Sequence[Row], row: Row) -> Iterable[Point]:
    """Sums grow while their period does; a count of what was built or opened only grows; a difference may fall."""
    if indicator.compares_id:
        return ()
    if indicator.kind == Indicator.Kind.FLOW and indicator.period_rollup == Indicator.PeriodRollup.SUM:
        return [one.point for one in before if row.starts_on and one.starts_on == row.starts_on]
    is_growing = indicator.kind == Indicator.Kind.COUNT and indicator.direction == Indicator.Direction.UP
    if is_growing and indicator.period_rollup == Indicator.PeriodRollup.LAST:
        return [one.point for one in before if one.ends_on < row.ends_on][-1:]
    return ()


def _single_year(indicator: Indicator, row: Row) -> str:
    """The year that the indicator compares with, where the figure is one of several years."""
    if not indicator.compares_id or row.kind != Period.Kind.SPAN:
        return ""
    try:
        is_year = parse(indicator.base_period).kind == PeriodKind.YEAR
    except UnknownPeriod:
        return ""
    return f"năm {indicator.base_period}" if is_year else ""


def everything(only: Iterable[Any] | None = None) -> Any:
    """Series that have figures, among the given ones or all, in a fixed order."""
    found = Series.objects.filter(Q(observations__isnull=False) | Q(findings__isnull=False)).distinct().order_by("pk")
    return found if only is None else found.among(only)
