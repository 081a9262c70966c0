"""What the catalogue and the page of an indicator show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.judging import facts_of, judge
from indicators.models import Indicator, Series, Standing, Target
from indicators.rules.words import COMPARATORS
from indicators.shown import Chip, ShownFigure, chip, judged, rolled_up_from, shown_figure, with_unit
from indicators.topics import topic_name
from portal.units.models import AdminUnit
from portal.vietnamese.numbers import write_number

FREQUENCIES = {"month": "hằng tháng", "quarter": "hằng quý", "half": "6 tháng", "year": "hằng năm"}
ARROWS = {"up": "↑", "down": "↓", "none": "·"}


@dataclass(frozen=True)
class StandingRow:
    """A series with its latest figure and the verdict on the shown day."""

    series: Series
    figure: ShownFigure
    period: str
    rolled_up: str
    verdict: Chip


@dataclass(frozen=True)
class CatalogueRow:
    """An indicator of the catalogue, and the one series that the list can speak of."""

    indicator: Indicator
    topic: str
    unit_count: int
    standing: StandingRow | None


def standing_rows(series: Sequence[Series], on: date) -> list[StandingRow]:
    """Latest figures with verdicts on the day; series with indicator, unit and baseline period. Three queries."""
    ids = [row.pk for row in series]
    standings = {row.series_id: row for row in Standing.objects.of_series(ids)}
    figures = {pk: judged(row) for pk, row in standings.items()}
    facts = facts_of(series, figures=figures.values())
    rows = []
    for one in series:
        standing = standings.get(one.pk)
        rows.append(
            StandingRow(
                series=one,
                figure=shown_figure(standing, one.indicator),
                period=str(standing.period) if standing else "",
                rolled_up=rolled_up_from(standing),
                verdict=chip(judge(facts[one.pk], figures.get(one.pk), on=on)),
            )
        )
    return rows


def catalogue_rows(
    indicators: Iterable[Indicator], *, user: Any, on: date, unit: AdminUnit | None = None
) -> list[CatalogueRow]:
    """Rows of the catalogue: the figure of the chosen unit, or of the only unit that holds it. Four queries."""
    listed = list(indicators)
    series = Series.objects.visible_to(user).shown_in_catalogue([one.pk for one in listed], unit)
    by_indicator = {row.series.indicator_id: row for row in standing_rows(series, on)}
    return [CatalogueRow(one, topic_name(one.topic), one.unit_count, by_indicator.get(one.pk)) for one in listed]


def definition(indicator: Indicator, operation: str = "") -> tuple[tuple[str, str], ...]:
    """Name and text of each part of the definition; what is not defined is said to be so.

    `operation` says in words how a derived indicator follows from others.
    """
    parts_unit = f" ({indicator.parts_unit})" if indicator.parts_unit else ""
    known = (
        ("Mã", indicator.code),
        ("Đơn vị tính", indicator.unit_of_measure),
        ("Lĩnh vực", topic_name(indicator.topic)),
        ("Loại", indicator.get_kind_display()),
        ("Chiều tốt", f"{ARROWS[indicator.direction]} {indicator.get_direction_display()}"),
        ("Công thức", indicator.formula or operation or ("tử số ÷ mẫu số" if indicator.has_parts else "không có")),
        ("Tử số", f"{indicator.numerator_name}{parts_unit}" if indicator.numerator_name else ""),
        ("Mẫu số", f"{indicator.denominator_name}{parts_unit}" if indicator.denominator_name else ""),
        ("Tổng hợp theo đơn vị", indicator.get_unit_rollup_display()),
        ("Tổng hợp theo kỳ", indicator.get_period_rollup_display()),
        ("Tần suất", FREQUENCIES.get(indicator.frequency, indicator.frequency or "không nêu trong nguồn")),
        ("Cơ quan cung cấp", str(indicator.source_agency or "không nêu trong nguồn")),
        ("Nhóm", str(indicator.group or "")),
        ("Giá", (indicator.price_basis or "chưa rõ giá hiện hành hay giá so sánh") if indicator.is_money else ""),
        ("Mức chậm cho phép", f"{indicator.tolerance_percent}% quãng đường từ mức gốc đến mục tiêu"),
        ("Lưu ý", indicator.note),
    )
    return tuple(fact for fact in known if fact[1])


@dataclass(frozen=True)
class TargetRow:
    """A target in words, with the unit that it is set for and the document that sets it."""

    target: Target
    demand: str
    horizon: str


def target_rows(targets: Iterable[Target]) -> list[TargetRow]:
    """Targets (series, indicator, unit and document fetched) in words. No query."""
    return [TargetRow(target, _demand(target), _horizon(target)) for target in targets]


def _demand(target: Target) -> str:
    if target.value is None or target.series is None:
        return target.text
    indicator = target.series.indicator
    high = with_unit(target.value_high, indicator) if target.value_high is not None else ""
    # The precision of the indicator would turn a target of 8,5 into 8,50: it is written as it was set.
    words = COMPARATORS[target.comparator].format(value=_as_set(target), high=high)
    average = target.kind == Target.Kind.AVERAGE_OVER_HORIZON
    return f"bình quân {words}" if average else words


def _as_set(target: Target) -> str:
    measure = target.unit_of_measure or target.series.indicator.unit_of_measure
    written = write_number(target.value.normalize())
    return f"{written}{measure}" if measure.startswith("%") else f"{written}\u00a0{measure}"


def _horizon(target: Target) -> str:
    years = [year for year in (target.horizon_from, target.horizon_to) if year]
    if not years:
        return "nguồn không nêu thời hạn"
    return "–".join(years) if target.horizon_from and target.horizon_to else f"đến {years[-1]}"
