"""Everything the page of a series shows: all figures of an indicator in a unit, and where each came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.catalogue import TargetRow, definition, target_rows
from indicators.drill_down import Breakdown, PeriodSum, breakdown, sums_of_years
from indicators.judging import facts_of, judge
from indicators.models import (
    Comparison,
    ComparisonInput,
    Observation,
    Provenance,
    Reading,
    ReportedVerdict,
    Series,
    Target,
)
from indicators.rules.words import FIGURE_KINDS
from indicators.shown import Chip, ShownFigure, chip, judged, rolled_up_from, shown_figure, with_unit
from portal.accounts.models import User
from portal.history.models import Via
from portal.history.sources import Sentence, sentences
from portal.vietnamese.numbers import write_number

COMPARISON_STATUS = {
    "ok": "khớp với số báo cáo",
    "differs": "khác số báo cáo, cần làm rõ",
    "not_comparable": "không so sánh trực tiếp được",
    "truncated": "chênh lệch do làm tròn",
}
PERCENT_PLACES = 2
CHANGING = (("number", "số liệu"), ("parts", "tử số/mẫu số"), ("missing", "lý do chưa có số liệu"))


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
class ChangedField:
    """A text before and after a correction."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """One change of a figure: when, by whom, of which period, what, why and through which door."""

    at: datetime
    by: str
    summary: str
    changes: tuple[ChangedField, ...]
    reason: str
    via: str


@dataclass(frozen=True)
class SeriesPage:
    """The page of a series. Eight queries at most beside its own, whatever the number of figures.

    Eight more where something is rolled up or derived: what it came from.
    """

    series: Series
    definition: tuple[tuple[str, str], ...]
    latest: FigureRow | RollUp | None
    latest_period: str
    verdict: Chip | None
    figures: tuple[FigureRow, ...]
    roll_ups: tuple[RollUp, ...]
    breakdown: Breakdown | None
    years: tuple[PeriodSum, ...]
    targets: tuple[TargetRow, ...]
    baseline: str
    comparisons: tuple[ComparisonRow, ...]
    corrections: tuple[Correction, ...]


def series_page(series: Series, *, user: Any, on: date, broken_down: str = "") -> SeriesPage:
    """What the person sees of the series (fetched `with_address`) on the day.

    `broken_down` is the code of the period whose roll-up is shown with the rows that it came from.
    """
    found = Observation.objects.visible_to(user).of_series(series).with_provenance()
    rows = tuple(_figure_row(observation, series) for observation in found)
    roll_ups = tuple(_roll_ups(series, user))
    broken = breakdown(series, [row.reading for row in roll_ups], broken_down)
    latest = next((row for row in rows if _counts_on(row.observation, on)), None) or next(
        (row for row in roll_ups if row.reading.period.as_of_on <= on), None
    )
    targets = list(Target.objects.visible_to(user).of_series(series))
    row_of_latest = latest and (latest.observation if isinstance(latest, FigureRow) else latest.reading)
    return SeriesPage(
        series=series,
        definition=definition(series.indicator, broken.rule if broken and broken.is_derived else ""),
        latest=latest,
        latest_period=str(row_of_latest.period) if row_of_latest else "",
        verdict=_verdict(series, targets, row_of_latest, on),
        figures=rows,
        roll_ups=roll_ups,
        breakdown=broken,
        years=sums_of_years(series, [row.observation for row in rows], [row.reading for row in roll_ups]),
        targets=tuple(target_rows(targets)),
        baseline=_baseline(series),
        comparisons=tuple(_comparisons([row.observation for row in rows], user)),
        corrections=tuple(_corrections(series, rows)),
    )


def _verdict(series: Series, targets: Sequence[Target], latest: Observation | Reading | None, on: date) -> Chip | None:
    if latest is None:
        return None
    figure = judged(latest)
    return chip(judge(facts_of([series], targets, figures=[figure])[series.pk], figure, on=on))


def _roll_ups(series: Series, user: Any) -> Iterable[RollUp]:
    for reading in Reading.objects.visible_to(user).of_series(series).reported():
        kind = FIGURE_KINDS.get(reading.quality, "") if reading.quality else ""
        yield RollUp(reading, shown_figure(reading, series.indicator), rolled_up_from(reading), kind)


def _counts_on(observation: Observation, on: date) -> bool:
    return observation.status == Observation.Status.IN_FORCE and observation.as_of_on <= on


def _baseline(series: Series) -> str:
    if series.baseline_value is None:
        return ""
    return f"{with_unit(series.baseline_value, series.indicator)} ({series.baseline_period})"


def _figure_row(observation: Observation, series: Series) -> FigureRow:
    provenance: Provenance | None = getattr(observation, "provenance", None)
    document = provenance.document if provenance else None
    files = {source["file"]: document.headline for source in provenance.sources} if provenance else {}
    return FigureRow(
        observation=observation,
        figure=shown_figure(observation, series.indicator),
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
            status=COMPARISON_STATUS.get(one.status, ""),
            operands=tuple(_operand(operand) for operand in one.inputs.all()),
        )
        for one in Comparison.objects.visible_to(user).touching(ids)
    )


def _computed(one: Comparison) -> str:
    """The result as offices write it; a rate of six decimals is no better than one of two."""
    if one.unit_of_measure.startswith("%"):
        return f"{write_number(one.computed, min(one.places, PERCENT_PLACES))}{one.unit_of_measure}"
    return f"{write_number(one.computed, one.places)}\u00a0{one.unit_of_measure}"


def _operand(operand: ComparisonInput) -> Operand:
    if operand.figure:
        series = operand.figure.observation.series
        return Operand(f"{series.indicator}: {operand.figure.printed}", series.get_absolute_url())
    return Operand(str(operand.target or operand.text), "")


def _corrections(series: Series, rows: Sequence[FigureRow]) -> Iterable[Correction]:
    """Every change after the first writing of each figure, latest first. Two queries, none where nothing changed."""
    if all(_is_untouched(row.observation) for row in rows):
        return ()
    history = list(Observation.history.model.objects.filter(series_id=series.pk).order_by("history_id"))
    changed = [(before, after) for before, after in _pairs(history) if before]
    people = User.objects.in_bulk({after.history_user_id for _, after in changed if after.history_user_id})
    periods = {row.observation.pk: str(row.observation.period) for row in rows}
    found = [_correction(before, after, series, people, periods) for before, after in changed]
    return [one for one in reversed(found) if one.changes or one.reason]


def _is_untouched(observation: Observation) -> bool:
    return observation.version == 1 and observation.status == Observation.Status.IN_FORCE


def _pairs(history: Iterable[Any]) -> Iterable[tuple[Any | None, Any]]:
    last: dict[int, Any] = {}
    for row in history:
        yield last.get(row.id), row
        last[row.id] = row


def _correction(
    before: Any, after: Any, series: Series, people: Mapping[int, User], periods: Mapping[int, str]
) -> Correction:
    old, new = (shown_figure(row, series.indicator) for row in (before, after))
    person = people.get(after.history_user_id)
    is_withdrawn = after.status == Observation.Status.WITHDRAWN
    return Correction(
        at=after.history_date,
        by=str(person or ""),
        summary=f"{'Rút' if is_withdrawn else 'Sửa'} số liệu {periods.get(after.id, '')}".strip(),
        changes=tuple(
            ChangedField(label, getattr(old, name), getattr(new, name))
            for name, label in CHANGING
            if getattr(old, name) != getattr(new, name)
        ),
        reason=after.reason or after.history_change_reason or "",
        via=str(Via(after.via).label) if after.via in Via.values else after.via,
    )
