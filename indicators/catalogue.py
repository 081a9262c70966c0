"""What the catalogue and the page of an indicator show."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.judging import facts_of, judge
from indicators.models import Derivation, Indicator, Series, Standing, Target
from indicators.rules.amending import Terms
from indicators.rules.words import COMPARATORS
from indicators.shown import Chip, ShownFigure, chip, judged, rolled_up_from, shown_figure, with_unit
from indicators.topics import topic_name
from portal import charts
from portal.units.models import AdminUnit
from portal.vietnamese.dates import write_date
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
    value: Decimal | None = None
    is_whole: bool = True


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
                value=facts[one.pk].shown(standing) if standing else None,
                is_whole=standing is None or standing.parts_reported == standing.parts_of,
            )
        )
    return rows


FEWEST_BARS = 2
MOST_BARS = 30  # more are read in the table


def unit_bars(rows: Sequence[StandingRow], target: Decimal | None) -> charts.BarChart | None:
    """Units of one level as bars, the best first by its direction; None where there is nothing to compare.

    A unit never stands beside what it is a part of. A roll-up that lacks parts, and figures of different periods, are
    left to the table.
    """
    whole = [row for row in rows if row.value is not None and row.is_whole]
    levels = Counter(row.series.unit.level for row in whole)
    known = [row for row in whole if row.series.unit.level == max(levels, key=levels.__getitem__)]
    comparable = len({row.period for row in known}) == 1
    if len(known) < FEWEST_BARS or len(known) > MOST_BARS or not comparable:
        return None
    rising = known[0].series.indicator.direction == Indicator.Direction.DOWN
    ordered = sorted(known, key=lambda row: row.value if rising else -row.value)
    items = [
        charts.BarItem(
            row.series.unit.titled, row.value, row.figure.text, row.verdict.look, row.series.get_absolute_url()
        )
        for row in ordered
    ]
    return charts.bars(items, target)


def catalogue_rows(
    indicators: Iterable[Indicator], *, user: Any, on: date, unit: AdminUnit | None = None
) -> list[CatalogueRow]:
    """Rows of the catalogue: the figure of the chosen unit, or of the only unit that holds it. Four queries."""
    listed = list(indicators)
    series = Series.objects.visible_to(user).shown_in_catalogue([one.pk for one in listed], unit)
    by_indicator = {row.series.indicator_id: row for row in standing_rows(series, on)}
    return [CatalogueRow(one, topic_name(one.topic), one.unit_count, by_indicator.get(one.pk)) for one in listed]


def operands_in_words(derivation: Derivation | None) -> str:
    """The operands by name, one in a line; empty where there is none."""
    return "\n".join(one.name for one in derivation.operands) if derivation else ""


def rule_in_words(indicator: Indicator) -> str:
    """How the indicator follows from others, "tỷ trọng: A; B"; empty where it does not. Two queries at most."""
    derivation = Derivation.objects.of_indicator(indicator.pk).with_operands().first()
    if derivation is None:
        return ""
    return f"{derivation.get_operation_display()}: {operands_in_words(derivation).replace(chr(10), '; ')}"


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
    """A target in words, with the unit that it is set for and the document that sets it.

    `state` says from when to when it is in force; `verdict` is its own, `is_badge` whether it is the one of the badge.
    """

    target: Target
    demand: str
    horizon: str
    state: str = ""
    is_in_force: bool = True
    is_replaced: bool = False
    verdict: Chip | None = None
    is_badge: bool = False


def target_rows(targets: Sequence[Target], *, on: date) -> list[TargetRow]:
    """All versions of targets (series, indicator, unit and document fetched) in words, those in force first.

    No query.
    """
    newer = {one.replaces_id: one for one in targets if one.replaces_id}
    rows = [_target_row(target, newer.get(target.pk), on) for target in targets]
    return sorted(rows, key=lambda row: not row.is_in_force)


def _target_row(target: Target, newer: Target | None, on: date) -> TargetRow:
    since = target.in_force_from
    begun = since is None or since <= on
    ended = newer is not None and newer.in_force_from <= on
    words = [f"từ {write_date(since)}" if since else ""]
    if not begun:
        words = [f"có hiệu lực từ {write_date(since)}"]
    if newer is not None:
        words.append(f"đến trước {write_date(newer.in_force_from)}, thay bằng {newer.document}")
    return TargetRow(
        target, demand_of(target), horizon_of(target), " ".join(word for word in words if word), begun and not ended,
        newer is not None,
    )  # fmt: skip


def demand_of(target: Target) -> str:
    """What the target asks for: "bình quân trên 8,5%/năm"; its own text where it has no number."""
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


def horizon_of(target: Target | Terms) -> str:
    """Until when: "2021–2025", "đến 2030", or that the source does not say."""
    years = [year for year in (target.horizon_from, target.horizon_to) if year]
    if not years:
        return "nguồn không nêu thời hạn"
    return "–".join(years) if target.horizon_from and target.horizon_to else f"đến {years[-1]}"


def terms_in_words(terms: Terms) -> dict[str, str]:
    """The terms of a target by label, as a preview sets old and new side by side."""
    numbers = [write_number(one.normalize()) if one is not None else "" for one in (terms.value, terms.value_high)]
    return {
        "So sánh": str(Target.Comparator(terms.comparator).label),
        "Mức": numbers[0],
        "Mức trên": numbers[1],
        "Đơn vị tính": terms.unit,
        "Cách đánh giá": str(Target.Kind(terms.kind).label),
        "Thời hạn": horizon_of(terms),
        "Lời văn": terms.text,
        "Lộ trình từng năm": "\n".join(f"{year}: {write_number(value.normalize())}" for year, value in terms.path),
    }


def shared_target(rows: Iterable[TargetRow]) -> Decimal | None:
    """The number that all units are held to; None where there is none, or more than one."""
    values = {row.target.value for row in rows if row.is_in_force and row.target.value is not None}
    return values.pop() if len(values) == 1 else None
