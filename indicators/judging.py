"""From rows to a judgement: collects what assess() needs for many series with a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from indicators import backdrop
from indicators.models import Series, Target
from indicators.querysets import DOCUMENT_COLUMNS, TARGET_COLUMNS
from indicators.rules import Figure, Freshness, TargetFacts, Verdict, assess, half_up, ratio
from portal.periods.rules import partial_end

# A yearly figure is published in the spring; a monthly one within weeks.
GRACE_DAYS = {"month": 20, "quarter": 30, "half": 45, "year": 120}
LASTING_KINDS = frozenset({"count", "level"})
# What sources say of their own figures: observation → (met or not_met, their words).
Stated = Mapping[int, tuple[str, str]]


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
    stated: Stated = field(default_factory=dict)

    def target(self, document_id: int | None = None) -> ChosenTarget | None:
        """The context's document first, else the primary one, else the latest issued."""
        return max(
            self.targets,
            key=lambda t: (t.document_id == document_id, t.is_primary, t.issued_on or date.min, t.id),
            default=None,
        )

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


def facts_of_series(series_ids: Sequence[int], figures: Iterable[Any]) -> dict[int, SeriesFacts]:
    """Facts of many series by id; `figures` are those to be judged. Three queries."""
    chosen: dict[int, list[ChosenTarget]] = {}
    for series, *row in backdrop.targets(series_ids):
        chosen.setdefault(series, []).append(_chosen(*row))
    return _facts(backdrop.definitions(series_ids), chosen, _stated(figures))


def facts_of(
    series: Iterable[Series], targets: Iterable[Target] | None = None, *, figures: Iterable[Any]
) -> dict[int, SeriesFacts]:
    """Facts of series whose indicator and baseline period are fetched, by id; `figures` are those to be judged.

    Two queries, one with their targets.
    """
    rows = _definitions(series)
    chosen: dict[int, list[ChosenTarget]] = {}
    for target in _targets_of([row[0] for row in rows]) if targets is None else targets:
        chosen.setdefault(target.series_id, []).append(_chosen_of(target))
    return _facts(rows, chosen, _stated(figures))


def facts_beside(rows: Sequence[Any], stated: Stated) -> dict[int, SeriesFacts]:
    """Facts of series fetched `for_lines()`, a row for each target, by id. No query."""
    chosen: dict[int, list[ChosenTarget]] = {}
    for row in rows:
        if row.target_id is not None:
            target = (getattr(row, f"target_{name}") for name in TARGET_COLUMNS)
            document = (getattr(row, f"document_{name}") for name in DOCUMENT_COLUMNS)
            chosen.setdefault(row.pk, []).append(_chosen(*target, row.indicator.kind, *document))
    return _facts(_definitions(rows), chosen, stated)


def _definitions(series: Iterable[Series]) -> list[tuple[Any, ...]]:
    return [
        (
            one.pk, one.unit_id, one.indicator.unit_of_measure, one.indicator.precision, one.indicator.direction,
            one.indicator.frequency, one.indicator.tolerance_percent, one.baseline_value,
            one.baseline_period.as_of_on if one.baseline_period else None,
        )
        for one in series
    ]  # fmt: skip


def _stated(figures: Iterable[Any]) -> Stated:
    return backdrop.stated(figure.observation_id for figure in figures)


def _facts(
    rows: Iterable[tuple[Any, ...]], chosen: dict[int, list[ChosenTarget]], stated: Stated
) -> dict[int, SeriesFacts]:
    return {
        pk: SeriesFacts(
            pk, unit, measure, precision, direction, frequency, tolerance, measure.startswith("%"),
            (baseline, baseline_on) if baseline is not None and baseline_on else None,
            tuple(chosen.get(pk, ())), stated,
        )
        for pk, unit, measure, precision, direction, frequency, tolerance, baseline, baseline_on in rows
    }  # fmt: skip


def _targets_of(series_ids: Iterable[int]) -> Iterable[Target]:
    found = Target.objects.filter(series__in=series_ids).select_related("document", "series__indicator")
    return found.defer("document__text", "document__search_text")


def _chosen_of(row: Target) -> ChosenTarget:
    document = row.document
    return _chosen(
        row.pk, document.pk, row.comparator, row.value, row.value_high, row.kind, row.horizon_from, row.horizon_to,
        row.text, row.is_primary, row.note, row.series.indicator.kind, document.code, document.title,
        document.type_name, document.issued_on, document.term_to,
    )  # fmt: skip


def _chosen(
    pk: int, document_id: int, comparator: str, value: Decimal | None, high: Decimal | None, kind: str, start: str,
    end: str, text: str, is_primary: bool, note: str, measured: str, code: str, title: str, type_name: str,
    issued_on: date | None, term_to: str,
) -> ChosenTarget:  # fmt: skip
    demanded = TargetFacts(
        comparator=comparator,
        value=value,
        value_high=high,
        starts_on=_first_day(start),
        due_on=_last_day(end),
        kind=kind,
        horizon_known=bool(start and end),
        document_code=code,
        lasting=measured in LASTING_KINDS,
    )
    called = code or title or type_name  # as Document.__str__ has it
    return ChosenTarget(pk, document_id, called, demanded, text, is_primary, issued_on, _last_day(term_to), note)


@lru_cache(maxsize=512)
def _first_day(text: str) -> date | None:
    """First day of a horizon written as a year, a month or a day."""
    parts = [int(part) for part in text.split("-")] if text else []
    return date(*parts, *[1] * (3 - len(parts))) if parts else None


@lru_cache(maxsize=512)
def _last_day(text: str) -> date | None:
    return partial_end(text) if text else None


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


def points(values: Sequence[Decimal | None]) -> list[str]:
    """Figures of a sparkline as words; a gap is a dash, never 0."""
    return ["-" if value is None else str(value) for value in values]


def read_points(text: str) -> list[Decimal | None]:
    """The figures of a stored sparkline."""
    return [None if word == "-" else Decimal(word) for word in text.split()]
