"""What a figure that nobody reported came from: units below, operands, or the months of its year; they add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.models import Derivation, Indicator, Observation, Reading, Series
from indicators.rules import CannotRollUp, Part, ratio, roll_up_periods
from indicators.rules.derivations import Operation
from indicators.shown import ShownFigure, rolled_up_from, shown_figure
from portal.periods.models import Period
from portal.periods.rules import same_period_last_year
from portal.units.models import AdminUnit

NOT_COUNTED = "chưa có số liệu, không tính vào"
WITHOUT_WEIGHT = "chưa có quyền số, không tính vào"
OLDER = "số liệu cũ hơn, không lấy"
CARRIED = {
    "sum": "Cộng số liệu của các đơn vị trực thuộc",
    "ratio": "Tổng tử số trên tổng mẫu số của các đơn vị trực thuộc",
    "weighted": "Bình quân gia quyền của các đơn vị trực thuộc, quyền số là “{weight}”",
    "last": "Số liệu mới nhất của các đơn vị trực thuộc",
}
# Parts of a year that make it whole, and what they are called.
WITHIN_YEAR = ((Period.Kind.MONTH, 12, "tháng"), (Period.Kind.QUARTER, 4, "quý"))


MAKES_A_YEAR = frozenset(kind for kind, _, _ in WITHIN_YEAR)


@dataclass(frozen=True)
class Component:
    """One row that a figure came from; `row` is the figure itself, None where there is none."""

    name: str
    url: str
    row: Observation | Reading | None
    figure: ShownFigure
    parts: str = ""
    remark: str = ""

    @property
    def counts(self) -> bool:
        """Whether it went into the figure."""
        return not self.remark


@dataclass(frozen=True)
class Breakdown:
    """The rows that a reading was joined from, and how."""

    reading: Reading
    figure: ShownFigure
    rule: str
    explanation: str
    head: str
    components: tuple[Component, ...]
    is_derived: bool = False


@dataclass(frozen=True)
class PeriodSum:
    """What the months or quarters of a year come to, beside the year's own figure; nothing of it is stored."""

    period: str
    figure: ShownFigure
    words: str
    own: ShownFigure | None


def breakdown(series: Series, readings: Sequence[Reading], code: str = "") -> Breakdown | None:
    """What the reading of the period with this code came from, of the newest when there is none such.

    None where there are no readings. Eight queries at most, whatever the number of units.
    """
    chosen = next((one for one in readings if one.period.code == code), readings[0] if readings else None)
    if chosen is None:
        return None
    derivation = Derivation.objects.of_indicator(series.indicator_id).with_operands().first()
    shown = shown_figure(chosen, series.indicator)
    if derivation:
        rows = tuple(_operands(series, chosen.period, derivation))
        words = derivation.get_operation_display()
        return Breakdown(chosen, shown, words.capitalize(), derivation.explanation, "Chỉ tiêu", rows, is_derived=True)
    rows = tuple(_children(series, chosen.period))
    rule = CARRIED.get(series.indicator.unit_rollup, "").format(weight=series.indicator.weight)
    return Breakdown(chosen, shown, rule, "", "Đơn vị", rows)


def _children(series: Series, period: Period) -> Iterable[Component]:
    """The units below on the period's own day, each with its own figure or what it is rolled up from."""
    indicator = series.indicator
    units = list(AdminUnit.objects.children_of(series.unit, period.as_of_on))
    held = {
        one.unit_id: one
        for one in Series.objects.of_units([one.pk for one in units]).of_indicators([indicator.pk]).by_unit()
    }
    found = {key[0]: row for key, row in _figures(held.values(), [period.pk]).items()}
    weights = _weights(indicator, units, period)
    newest = max((row.as_of_on for row in found.values() if _has_figure(row, indicator)), default=None)
    for unit in units:
        child = held.get(unit.pk)
        row, weight = found.get(child.pk) if child else None, weights.get(unit.pk)
        weighed = f"quyền số {shown_figure(weight, indicator.weight).text}" if weight else ""
        yield Component(
            name=str(unit),
            url=child.get_absolute_url() if child else "",
            row=row,
            figure=shown_figure(row, indicator),
            parts="; ".join(filter(None, [rolled_up_from(row) if row else "", weighed])),
            remark=_remark(row, indicator, weight, newest),
        )


def _remark(row: Any, indicator: Indicator, weight: Any, newest: Any) -> str:
    """Why a unit's figure did not go into the roll-up; empty for one that did."""
    if row is None or not _has_figure(row, indicator):
        return NOT_COUNTED
    if indicator.unit_rollup == Indicator.UnitRollup.WEIGHTED and weight is None:
        return WITHOUT_WEIGHT
    if indicator.unit_rollup == Indicator.UnitRollup.LAST and row.as_of_on != newest:
        return OLDER
    return ""


def _has_figure(row: Any, indicator: Indicator) -> bool:
    """Whether the row has what the roll-up joins: sums take values, ratios both parts."""
    if indicator.unit_rollup == Indicator.UnitRollup.SUM:
        return row.value is not None
    if indicator.unit_rollup == Indicator.UnitRollup.RATIO:
        return row.denominator is not None
    return _exact(row, indicator) is not None


def _weights(indicator: Indicator, units: Sequence[AdminUnit], period: Period) -> dict[int, Any]:
    """The figures that weigh a mean, by unit; none where nothing is weighed."""
    if indicator.unit_rollup != Indicator.UnitRollup.WEIGHTED:
        return {}
    held = list(Series.objects.of_units([unit.pk for unit in units]).of_indicators([indicator.weight_id]))
    found = {key[0]: row for key, row in _figures(held, [period.pk]).items()}
    rows = {one.unit_id: found.get(one.pk) for one in held}
    return {unit: row for unit, row in rows.items() if row is not None and row.value is not None}


def _operands(series: Series, period: Period, derivation: Derivation) -> Iterable[Component]:
    """The operands in the same unit and period; of a growth the same period of last year, too."""
    parts = list(derivation.parts.all())
    found_series = Series.objects.of_unit(series.unit).of_indicators([part.operand_id for part in parts]).by_unit()
    held = {one.indicator_id: one for one in found_series}
    periods = [period]
    if derivation.operation == Operation.GROWTH:
        before = same_period_last_year(period.code)
        periods += filter(None, [Period.objects.by_code(before) if before else None])
    found = _figures(held.values(), [one.pk for one in periods])
    for part in parts:
        operand = held.get(part.operand_id)
        for one in periods:
            row = found.get((operand.pk, one.pk)) if operand else None
            name = f"{part.operand} ({part.get_role_display()}{f', {one}' if len(periods) > 1 else ''})"
            missing = row is None or _exact(row, part.operand) is None
            yield Component(
                name, operand.get_absolute_url() if operand else part.operand.get_absolute_url(), row,
                shown_figure(row, part.operand), rolled_up_from(row) if row else "", NOT_COUNTED if missing else "",
            )  # fmt: skip


def _figures(series: Iterable[Series], period_ids: Sequence[int]) -> dict[tuple[int, int], Observation | Reading]:
    """The own figure of each series and period, else the reading; two queries."""
    ids = [one.pk for one in series]
    rows: list[Any] = [*Reading.objects.reported().at_keys(ids, period_ids)]
    rows += Observation.objects.in_force().at_keys(ids, period_ids)  # an own figure takes the place of the reading
    return {(row.series_id, row.period_id): row for row in rows}


def _exact(row: Any, indicator: Indicator) -> Decimal | None:
    computed = ratio(row.numerator, row.denominator, percent=indicator.is_percent)
    return row.value if computed is None else computed


def sums_of_years(series: Series, figures: Sequence[Observation], readings: Sequence[Reading]) -> tuple[PeriodSum, ...]:
    """Years whose months or quarters have figures, newest first, as the indicator joins periods. No query.

    `figures` are the series' own figures and `readings` its others, with their periods; own before other.
    """
    cells: dict[str, Any] = {row.period.code: row for row in readings}
    cells |= {row.period.code: row for row in figures if row.status == Observation.Status.IN_FORCE}
    years = sorted({row.period.code[:4] for row in cells.values() if row.period.kind in MAKES_A_YEAR}, reverse=True)
    return tuple(filter(None, (_sum_of_year(series.indicator, year, cells) for year in years)))


def _sum_of_year(indicator: Indicator, year: str, cells: dict[str, Any]) -> PeriodSum | None:
    for kind, count, word in WITHIN_YEAR:
        codes = [f"{year}-{n:02}" if kind == Period.Kind.MONTH else f"{year}-Q{n}" for n in range(1, count + 1)]
        rows = [cells.get(code) for code in codes]
        if not any(rows):
            continue
        joined = roll_up_periods(indicator.period_rollup, [_part(row) for row in rows], percent=indicator.is_percent)
        if isinstance(joined, CannotRollUp) or not joined.reported:
            return None
        verb = "lấy số cuối kỳ" if indicator.period_rollup == Indicator.PeriodRollup.LAST else "cộng"
        own = cells.get(year)
        return PeriodSum(
            f"Năm {year}", shown_figure(joined, indicator), f"hệ thống {verb} từ {joined.reported}/{count} {word}",
            shown_figure(own, indicator) if own else None,
        )  # fmt: skip
    return None


def _part(row: Any) -> Part:
    return Part() if row is None else Part(row.numerator, row.denominator, row.value)
