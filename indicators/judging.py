"""From rows to a judgement: collects what assess() needs for many series with a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from indicators.models import ReportedVerdict, Series, Target
from indicators.rules import Figure, Freshness, TargetFacts, Verdict, assess, half_up, ratio
from portal.periods.rules import partial_end

# A yearly figure is published in the spring; a monthly one within weeks.
GRACE_DAYS = {"month": 20, "quarter": 30, "half": 45, "year": 120}
LASTING_KINDS = frozenset({"count", "level"})


class FigureLike(Protocol):
    """Anything with the parts of a figure: an observation, a reading, a standing, a row of one."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


@dataclass(frozen=True)
class ChosenTarget:
    """A target that a series is judged by, with where it comes from."""

    id: int
    document_id: int
    document_code: str
    facts: TargetFacts
    text: str
    is_primary: bool
    issued_on: date | None
    final_day: date | None
    note: str = ""


@dataclass(frozen=True)
class SeriesFacts:
    """What stays the same for a series whatever its figure: definition, baseline, targets, the source's own words."""

    series_id: int
    unit_id: int
    unit_of_measure: str
    precision: int
    direction: str
    frequency: str
    tolerance_percent: int
    is_percent: bool
    baseline: tuple[Decimal, date] | None = None
    targets: tuple[ChosenTarget, ...] = ()
    stated: dict[int, tuple[str, str]] = field(default_factory=dict)

    def target(self, document_id: int | None = None) -> ChosenTarget | None:
        """The context's document first, else the primary one, else the latest issued."""
        ranked = sorted(
            self.targets,
            key=lambda t: (t.document_id == document_id, t.is_primary, t.issued_on or date.min, t.id),
            reverse=True,
        )
        return ranked[0] if ranked else None

    @property
    def target_id(self) -> int | None:
        """The target judged by without a context."""
        chosen = self.target()
        return chosen.id if chosen else None

    def exact(self, figure: FigureLike) -> Decimal | None:
        """The figure itself: from its parts where both stand, else as entered."""
        computed = ratio(figure.numerator, figure.denominator, percent=self.is_percent)
        return figure.value if computed is None else computed

    def shown(self, figure: FigureLike) -> Decimal | None:
        """The figure rounded half up to the indicator's precision, as a screen shows it."""
        value = self.exact(figure)
        return None if value is None else half_up(value, self.precision)


def facts_of_series(series_ids: Sequence[int]) -> dict[int, SeriesFacts]:
    """Facts of many series by id. Three queries."""
    targets, stated = _targets(series_ids), _stated(series_ids)
    rows = Series.objects.filter(id__in=series_ids).values_list(
        "id", "unit_id", "indicator__unit_of_measure", "indicator__precision", "indicator__direction",
        "indicator__frequency", "indicator__tolerance_percent", "baseline_value", "baseline_period__as_of_on",
    )  # fmt: skip
    return {
        pk: SeriesFacts(
            pk, unit, measure, precision, direction, frequency, tolerance, measure.startswith("%"),
            (baseline, baseline_on) if baseline is not None and baseline_on else None,
            tuple(targets.get(pk, ())), stated.get(pk, {}),
        )
        for pk, unit, measure, precision, direction, frequency, tolerance, baseline, baseline_on in rows
    }  # fmt: skip


def _targets(series_ids: Iterable[int]) -> dict[int, list[ChosenTarget]]:
    found: dict[int, list[ChosenTarget]] = {}
    rows = Target.objects.filter(series__in=series_ids).select_related("document", "series__indicator")
    for row in rows:
        found.setdefault(row.series_id, []).append(_chosen(row))
    return found


def _chosen(row: Target) -> ChosenTarget:
    document = row.document
    facts = TargetFacts(
        comparator=row.comparator,
        value=row.value,
        value_high=row.value_high,
        starts_on=_start(row.horizon_from),
        due_on=partial_end(row.horizon_to) if row.horizon_to else None,
        kind=row.kind,
        horizon_known=bool(row.horizon_from and row.horizon_to),
        document_code=document.code,
        lasting=row.series.indicator.kind in LASTING_KINDS,
    )
    final_day = partial_end(document.term_to) if document.term_to else None
    return ChosenTarget(
        row.pk, document.pk, str(document), facts, row.text, row.is_primary, document.issued_on, final_day, row.note
    )


def _start(text: str) -> date | None:
    """First day of a horizon written as a year, a month or a day."""
    parts = [int(part) for part in text.split("-")] if text else []
    return date(*parts, *[1] * (3 - len(parts))) if parts else None


def _stated(series_ids: Iterable[int]) -> dict[int, dict[int, tuple[str, str]]]:
    """What sources say of their own figures: series → observation → (met or not_met, their words)."""
    found: dict[int, dict[int, tuple[str, str]]] = {}
    rows = ReportedVerdict.objects.filter(figure__observation__series__in=series_ids).values_list(
        "figure__observation__series", "figure__observation", "verdict", "text"
    )
    for series, observation, verdict, text in rows:
        found.setdefault(series, {})[observation] = (verdict.removeprefix("reported_"), text)
    return found


def judge(facts: SeriesFacts, figure: Any | None, *, on: date, document_id: int | None = None) -> Verdict:
    """Judge a figure (with period_id, as_of_on, missing_reason, qualifier, quality, observation_id) on a day."""
    chosen = facts.target(document_id)
    return assess(
        target=chosen.facts if chosen else None,
        actual=_actual(facts, figure) if figure else None,
        on=on,
        baseline=facts.baseline,
        freshness=Freshness(facts.frequency or None, GRACE_DAYS.get(facts.frequency, 0)),
        tolerance_percent=facts.tolerance_percent,
        direction=facts.direction,
        final_day=chosen.final_day if chosen else None,
        unit=facts.unit_of_measure,
        precision=facts.precision,
    )


def _actual(facts: SeriesFacts, figure: Any) -> Figure:
    stated, words = facts.stated.get(figure.observation_id, (None, ""))
    return Figure(
        value=facts.exact(figure),
        missing_reason=figure.missing_reason,
        as_of_on=figure.as_of_on,
        period_code=getattr(figure, "period_code", ""),
        qualifier=figure.qualifier,
        kind=figure.quality,
        reported_verdict=stated,
        reported_text=words,
    )


def stored(number: Decimal | None) -> Decimal | None:
    """A derived number at the scale of its column."""
    return None if number is None else half_up(number, 4)


def points(values: Sequence[Decimal | None]) -> str:
    """Figures of a sparkline as text, oldest first; a gap is empty, never 0."""
    return " ".join("-" if value is None else str(value) for value in values)


def read_points(text: str) -> list[Decimal | None]:
    """The figures of a stored sparkline."""
    return [None if word == "-" else Decimal(word) for word in text.split()]
