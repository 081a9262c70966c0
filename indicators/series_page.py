"""Everything the page of a series shows: all figures of an indicator in a unit, and where each came from."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from indicators.attachments import by_period
from indicators.catalogue import TargetRow, definition, demand_of, target_rows
from indicators.corrections import Correction, Past, Stage, past_of
from indicators.definitions import VersionRow, Versions, on_day, version_rows, versions_of
from indicators.drill_down import Breakdown, PeriodSum, breakdown, sums_of_years
from indicators.judging import SeriesFacts, facts_of, judge, judge_by
from indicators.models import (
    Comparison,
    ComparisonInput,
    Indicator,
    Observation,
    Provenance,
    Reading,
    ReportedVerdict,
    Series,
    Target,
)
from indicators.path_chart import Drawn, PathChart, path_chart
from indicators.progress import Beside, Measure, gap_sentence, measures_beside, price_note
from indicators.provisional import provisional_note, provisional_parts
from indicators.rules import Verdict, half_up, ratio
from indicators.rules.redefining import break_between, break_note
from indicators.rules.words import FIGURE_KINDS
from indicators.shown import Chip, ShownFigure, chip, judged, rolled_up_from, shown_figure, with_unit
from portal.evidence.models import Attachment
from portal.history.sources import Sentence, sentences
from portal.periods.rules import same_period_last_year
from portal.vietnamese.numbers import write_number

COMPARISON_STATUS = {
    "ok": "khớp với số báo cáo",
    "differs": "khác số báo cáo, cần làm rõ",
    "not_comparable": "không so sánh trực tiếp được",
    "truncated": "chênh lệch do làm tròn",
}
PERCENT_PLACES = 2


@dataclass(frozen=True)
class FigureRow:
    """A figure in force, who answers for it, and the sentences that it was read from."""

    observation: Observation
    figure: ShownFigure
    kind: str
    document: Any
    reported_by: str
    reported_text: str
    remark: str
    stated: ReportedVerdict | None
    sources: tuple[Sentence, ...]
    stages: tuple[Stage, ...] = ()
    broken: str = ""  # why the figure is not compared with the one of the period before
    evidence: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class RollUp:
    """What the units below add up to in a period."""

    reading: Reading
    figure: ShownFigure
    parts: str
    kind: str = ""


@dataclass(frozen=True)
class Operand:
    """What went into a comparison, and where it stands."""

    text: str
    url: str


@dataclass(frozen=True)
class ComparisonRow:
    """A figure computed from figures; never one of the source."""

    comparison: Comparison
    computed: str
    reported: str
    status: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True)
class SeriesPage:
    """The page of a series. Thirteen queries at most beside its own, whatever the number of figures.

    Eight more where something is rolled up or derived: what it came from. `verdict` is the badge, by the primary
    target; each authority's own stands at its row of `targets`.
    """

    series: Series
    definition: tuple[tuple[str, str], ...]
    latest: FigureRow | RollUp | None
    latest_period: str
    verdict: Chip | None
    gap: str
    measures: tuple[Measure, ...]
    chart: PathChart | None
    figures: tuple[FigureRow, ...]
    roll_ups: tuple[RollUp, ...]
    breakdown: Breakdown | None
    years: tuple[PeriodSum, ...]
    targets: tuple[TargetRow, ...]
    baseline: str
    comparisons: tuple[ComparisonRow, ...]
    versions: tuple[VersionRow, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class _Judged:
    """The latest figure with all that it is judged by, and the verdict of the badge."""

    figure: Any
    facts: SeriesFacts
    verdict: Verdict


def series_page(series: Series, *, user: Any, on: date, broken_down: str = "") -> SeriesPage:
    """What the person sees of the series (fetched `with_address`) on the day.

    `broken_down` is the code of the period whose roll-up is shown with the rows that it came from.
    """
    found = list(Observation.objects.visible_to(user).of_series(series).with_provenance())
    versions = versions_of([series.indicator_id]) if series.indicator.defined_from else {}
    past = past_of(series, found, versions)
    rows = tuple(_with_evidence(_figure_rows(found, series, versions, past), series, user) if found else ())
    roll_ups = tuple(_roll_ups(series, user, versions))
    broken = breakdown(series, [row.reading for row in roll_ups], broken_down)
    latest = _latest(series, rows, roll_ups, on)
    steps = list(Target.objects.visible_to(user).of_series(series).with_steps())
    targets = list({row.pk: row for row in steps}.values())
    row_of_latest = latest and (latest.observation if isinstance(latest, FigureRow) else latest.reading)
    judged_ = _judge(series, steps, row_of_latest, versions, on)
    measures = _measures(judged_, row_of_latest, series, [row for row in found if _is_in_force(row)], versions)
    kept = versions.get(series.indicator_id, ())
    return SeriesPage(
        series=series,
        definition=definition(series.indicator, broken.rule if broken and broken.is_derived else ""),
        latest=latest,
        latest_period=str(row_of_latest.period) if row_of_latest else "",
        verdict=_badge(judged_, measures),
        gap=_gap(judged_, targets, on),
        measures=measures,
        chart=path_chart(
            _drawn(rows, roll_ups, latest, series), series.indicator, judged_.verdict if judged_ else None, kept
        ),
        figures=rows,
        roll_ups=roll_ups,
        breakdown=broken,
        years=sums_of_years(series, [row.observation for row in rows], [row.reading for row in roll_ups]),
        targets=tuple(_verdicts(target_rows(targets, on=on), judged_, on)),
        baseline=_baseline(series),
        comparisons=tuple(_comparisons(found, user)),
        versions=version_rows(kept),
        corrections=past.corrections,
    )


def _gap(judged_: _Judged | None, targets: Sequence[Target], on: date) -> str:
    chosen = judged_.facts.target(on=on) if judged_ else None
    demand = next((demand_of(target) for target in targets if chosen and target.pk == chosen.id), "")
    return gap_sentence(judged_.verdict if judged_ else None, demand)


def _with_evidence(rows: Iterable[FigureRow], series: Series, user: Any) -> Iterator[FigureRow]:
    evidence = by_period(series, user)
    for row in rows:
        yield replace(row, evidence=tuple(evidence.get(row.observation.period_id, ())))


def _latest(
    series: Series, rows: Sequence[FigureRow], roll_ups: Sequence[RollUp], on: date
) -> FigureRow | RollUp | None:
    """The newest figure of the unit itself, else the newest roll-up, which says how much of it is not official."""
    own = next((row for row in rows if _counts_on(row.observation, on)), None)
    joined = next((row for row in roll_ups if row.reading.period.as_of_on <= on), None)
    if own or joined is None or not joined.reading.quality:
        return own or joined
    note = provisional_note(provisional_parts(series, joined.reading.period))
    return replace(joined, parts=f"{joined.parts}, {note}") if note else joined


def _judge(
    series: Series, targets: Sequence[Target], latest: Observation | Reading | None, versions: Versions, on: date
) -> _Judged | None:
    """The figure judged with the definition of its own day. One query."""
    if latest is None:
        return None
    figure, then = judged(latest), copy(series)
    then.indicator = on_day(series.indicator, versions, figure.as_of_on)
    facts = facts_of([then], targets, figures=[figure])[series.pk]
    return _Judged(figure, facts, judge(facts, figure, on=on))


def _badge(judged_: _Judged | None, measures: Iterable[Measure]) -> Chip | None:
    """The badge with the lines behind "vì sao", what stands beside the verdict among them."""
    if judged_ is None:
        return None
    shown = chip(judged_.verdict)
    beside = [f"{one.label}: {one.text}." for one in measures if one.label.startswith("So cùng kỳ")]
    return replace(shown, explanation=(*shown.explanation[:-2], *beside, *shown.explanation[-2:]))


def _verdicts(rows: Iterable[TargetRow], judged_: _Judged | None, on: date) -> Iterable[TargetRow]:
    """Each target in force with its own verdict; the one of the badge is marked."""
    held = {one.id: one for one in judged_.facts.in_force(on)} if judged_ else {}
    badge = judged_.facts.target_id(on) if judged_ else None
    for row in rows:
        pk = row.target.pk
        if pk in held:
            verdict = chip(judge_by(held[pk], judged_.facts, judged_.figure, on=on))
            yield replace(row, verdict=verdict, is_badge=pk == badge)
        else:
            yield row


def _measures(
    judged_: _Judged | None, latest: Any, series: Series, found: Sequence[Observation], versions: Versions
) -> tuple[Measure, ...]:
    if judged_ is None:
        return ()

    def beside(row: Any) -> Beside:
        then = on_day(series.indicator, versions, row.as_of_on)
        value = row.computed(percent=then.is_percent) if isinstance(row, Observation) else judged_.facts.exact(row)
        return Beside(row.period.code, row.as_of_on, value, then)

    code = same_period_last_year(latest.period.code)
    before = next((row for row in found if row.period.code == code), None)
    return measures_beside(judged_.verdict, beside(latest), beside(before) if before else None)


def _drawn(
    rows: Sequence[FigureRow], roll_ups: Sequence[RollUp], latest: FigureRow | RollUp | None, series: Series
) -> list[Drawn]:
    """Figures to draw, newest first: the unit's own, or the roll-ups where it has none."""
    if isinstance(latest, RollUp):
        found = [_to_draw(row.reading, row.figure, series.indicator) for row in roll_ups]
    else:
        own = [row for row in rows if _is_in_force(row.observation)]
        found = [_to_draw(row.observation, row.figure, series.indicator) for row in own]
    return [one for one in found if one]


def _to_draw(row: Any, figure: ShownFigure, indicator: Indicator) -> Drawn | None:
    computed = ratio(row.numerator, row.denominator, percent=indicator.is_percent)
    value = row.value if computed is None else computed
    if value is None:
        return None
    short = row.period.short.removeprefix("Năm ")
    rounded = half_up(value, indicator.precision)
    return Drawn(
        row.period.code, short, row.period.kind, row.as_of_on, rounded, figure.number, getattr(row, "quality", "")
    )


def _is_in_force(observation: Observation) -> bool:
    return observation.status == Observation.Status.IN_FORCE


def _counts_on(observation: Observation, on: date) -> bool:
    return _is_in_force(observation) and observation.as_of_on <= on


def _baseline(series: Series) -> str:
    if series.baseline_value is None:
        return ""
    return f"{with_unit(series.baseline_value, series.indicator)} ({series.baseline_period})"


def _roll_ups(series: Series, user: Any, versions: Versions) -> Iterable[RollUp]:
    for reading in Reading.objects.visible_to(user).of_series(series).reported():
        then = on_day(series.indicator, versions, reading.as_of_on)
        kind = FIGURE_KINDS.get(reading.quality, "") if reading.quality else ""
        yield RollUp(reading, shown_figure(reading, then), rolled_up_from(reading), kind)


def _figure_rows(found: Sequence[Observation], series: Series, versions: Versions, past: Past) -> Iterable[FigureRow]:
    """Rows with the units and names that each figure had, newest first; a change of the definition is marked."""
    for observation, before in zip(found, [*found[1:], None], strict=False):
        then = on_day(series.indicator, versions, observation.as_of_on)
        since = break_between(then.defined_from, before.as_of_on, observation.as_of_on) if before else None
        row = _figure_row(observation, then)
        yield replace(row, stages=past.of(observation), broken=break_note(since) if since else "")


def _figure_row(observation: Observation, indicator: Indicator) -> FigureRow:
    provenance: Provenance | None = getattr(observation, "provenance", None)
    document = provenance.document if provenance else None
    files = {source["file"]: document.headline for source in provenance.sources} if provenance else {}
    return FigureRow(
        observation=observation,
        figure=shown_figure(observation, indicator),
        kind=FIGURE_KINDS.get(observation.quality, ""),
        document=document,
        reported_by=str(provenance.reported_by or "") if provenance else "",
        reported_text=provenance.reported_text if provenance else "",
        remark=provenance.remark if provenance else observation.note,
        stated=getattr(provenance, "reported_verdict", None) if provenance else None,
        sources=sentences(provenance.sources, files) if provenance else (),
    )


def _comparisons(observations: Iterable[Observation], user: Any) -> Iterable[ComparisonRow]:
    ids = [one.provenance.pk for one in observations if getattr(one, "provenance", None)]
    if not ids:
        return ()
    return (
        ComparisonRow(
            comparison=one,
            computed=_computed(one),
            reported=one.reported.reported_text if one.reported else "",
            status=_two_prices(one) or _redefined(one) or COMPARISON_STATUS.get(one.status, ""),
            operands=tuple(_operand(operand) for operand in one.inputs.all()),
        )
        for one in Comparison.objects.visible_to(user).touching(ids)
    )


def _computed(one: Comparison) -> str:
    """The result as offices write it; a rate of six decimals is no better than one of two."""
    if one.unit_of_measure.startswith("%"):
        return f"{write_number(one.computed, min(one.places, PERCENT_PLACES))}{one.unit_of_measure}"
    return f"{write_number(one.computed, one.places)}\u00a0{one.unit_of_measure}"


def _two_prices(one: Comparison) -> str:
    """Why a comparison of money is none: its sums are of two price bases; empty where they are of one."""
    figures = [operand.figure.observation.series.indicator for operand in one.inputs.all() if operand.figure]
    priced = [indicator for indicator in figures if indicator.is_money and indicator.price_basis]
    other = next((one for one in priced if one.price_basis != priced[0].price_basis), None)
    return price_note(priced[0], other) if other else ""


def _redefined(one: Comparison) -> str:
    """Why a comparison is none: the definition changed between two figures of one indicator; empty where it did not."""
    days: dict[int, list[date]] = {}
    held = [operand.figure.observation for operand in one.inputs.all() if operand.figure]
    for row in held:
        days.setdefault(row.series.indicator_id, []).append(row.as_of_on)
    breaks = (
        break_between(row.series.indicator.defined_from, min(found), max(found))
        for row in held
        if (found := days[row.series.indicator_id])
    )
    since = next((day for day in breaks if day), None)
    return break_note(since) if since else ""


def _operand(operand: ComparisonInput) -> Operand:
    if operand.figure:
        series = operand.figure.observation.series
        return Operand(f"{series.indicator}: {operand.figure.printed}", series.get_absolute_url())
    return Operand(str(operand.target or operand.text), "")
