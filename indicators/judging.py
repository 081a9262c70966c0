"""From rows to a judgement: collects what assess() needs for many series with a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from indicators import backdrop
from indicators.models import Series, Target
from indicators.querysets import DOCUMENT_COLUMNS, STEP_COLUMNS, TARGET_COLUMNS
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
    """A version of a target that a series may be judged by, with where it comes from and its yearly path."""

    id: int
    document_id: int
    document_code: str
    facts: TargetFacts
    text: str
    is_primary: bool
    issued_on: date | None
    final_day: date | None
    note: str = ""
    replaces_id: int | None = None
    in_force_from: date | None = None
    path: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True)
class SeriesFacts:
    """What stays the same for a series whatever its figure: definition, baseline, targets, the source's own words.

    `targets` are all versions of all authorities; `defined_from` the first day of a definition that is not the first.
    """

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
    defined_from: date | None = None

    def in_force(self, on: date) -> tuple[ChosenTarget, ...]:
        """Targets set by the day and not replaced by then; one of unknown start counts as always in force."""
        begun = [one for one in self.targets if one.in_force_from is None or one.in_force_from <= on]
        replaced = {one.replaces_id for one in begun}
        return tuple(one for one in begun if one.id not in replaced)

    def target(self, document_id: int | None = None, *, on: date) -> ChosenTarget | None:
        """In force on the day: the context's document first, else the primary one, else the latest issued."""
        return max(
            self.in_force(on),
            key=lambda t: (self._is_of(t, document_id), t.is_primary, t.issued_on or date.min, t.id),
            default=None,
        )

    def _is_of(self, target: ChosenTarget, document_id: int | None) -> bool:
        """Whether the document set the target, or set what it amends."""
        held = {one.id: one for one in self.targets} if document_id is not None else {}
        while target.document_id != document_id:
            if target.replaces_id not in held:
                return False
            target = held[target.replaces_id]
        return True

    def target_id(self, on: date) -> int | None:
        """The target judged by on the day without a context."""
        chosen = self.target(on=on)
        return chosen.id if chosen else None

    def next_change(self, on: date) -> date | None:
        """The first later day on which another target comes into force."""
        days = (one.in_force_from for one in self.targets if one.in_force_from)
        return min((day for day in days if day > on), default=None)

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
    return _facts(backdrop.definitions(series_ids), _gathered(backdrop.targets(series_ids)), _stated(figures))


def facts_of(
    series: Iterable[Series], targets: Iterable[Target] | None = None, *, figures: Iterable[Any]
) -> dict[int, SeriesFacts]:
    """Facts of series whose indicator and baseline period are fetched, by id; `figures` are those to be judged.

    Two queries, one with their targets (fetched `with_steps()`).
    """
    rows = _definitions(series)
    found = _targets_of([row[0] for row in rows]) if targets is None else targets
    return _facts(rows, _gathered(_row_of(target) for target in found), _stated(figures))


def facts_beside(rows: Sequence[Any], stated: Stated) -> dict[int, SeriesFacts]:
    """Facts of series fetched `for_lines()`, a row for each target and step, by id. No query."""
    found = (
        (
            row.pk,
            *(getattr(row, f"target_{name}") for name in TARGET_COLUMNS),
            row.indicator.kind,
            *(getattr(row, f"document_{name}") for name in DOCUMENT_COLUMNS),
            *(getattr(row, f"step_{name}") for name in STEP_COLUMNS),
        )
        for row in rows
        if row.target_id is not None
    )
    return _facts(_definitions(rows), _gathered(found), stated)


def _gathered(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[ChosenTarget]]:
    """Targets by series from rows of a target and one step of its path."""
    targets: dict[int, tuple[Any, ...]] = {}
    paths: dict[int, list[tuple[date, Decimal]]] = {}
    for series, *target, year, value in rows:
        targets.setdefault(target[0], (series, *target))
        if year is not None:
            paths.setdefault(target[0], []).append((partial_end(year), value))
    found: dict[int, list[ChosenTarget]] = {}
    for pk, (series, *target) in targets.items():
        found.setdefault(series, []).append(_chosen(*target, path=tuple(sorted(paths.get(pk, ())))))
    return found


def _definitions(series: Iterable[Series]) -> list[tuple[Any, ...]]:
    return [
        (
            one.pk, one.unit_id, one.indicator.unit_of_measure, one.indicator.precision, one.indicator.direction,
            one.indicator.frequency, one.indicator.tolerance_percent, one.indicator.defined_from, one.baseline_value,
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
            tuple(chosen.get(pk, ())), stated, since,
        )
        for pk, unit, measure, precision, direction, frequency, tolerance, since, baseline, baseline_on in rows
    }  # fmt: skip


def _targets_of(series_ids: Iterable[int]) -> Iterable[Target]:
    found = Target.objects.filter(series__in=series_ids).select_related("document", "series__indicator")
    return found.with_steps().defer("document__text", "document__search_text")


def _row_of(row: Any) -> tuple[Any, ...]:
    """Columns of a target fetched `with_steps()`, as `_gathered` takes them."""
    return (
        row.series_id,
        *(getattr(row, name) for name in TARGET_COLUMNS),
        row.series.indicator.kind,
        *(getattr(row.document, name) for name in DOCUMENT_COLUMNS),
        *(getattr(row, f"step_{name}") for name in STEP_COLUMNS),
    )


def _chosen(
    pk: int, document_id: int, comparator: str, value: Decimal | None, high: Decimal | None, kind: str, start: str,
    end: str, text: str, is_primary: bool, note: str, unit: str, replaces_id: int | None, in_force_from: date | None,
    measured: str, code: str, title: str, type_name: str, issued_on: date | None, term_to: str,
    *, path: tuple[tuple[date, Decimal], ...],
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
        unit=unit,
    )
    called = code or title or type_name  # as Document.__str__ has it
    return ChosenTarget(
        pk, document_id, called, demanded, text, is_primary, issued_on, _last_day(term_to), note, replaces_id,
        in_force_from, path,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _first_day(text: str) -> date | None:
    """First day of a horizon written as a year, a month or a day."""
    parts = [int(part) for part in text.split("-")] if text else []
    return date(*parts, *[1] * (3 - len(parts))) if parts else None


@lru_cache(maxsize=512)
def _last_day(text: str) -> date | None:
    return partial_end(text) if text else None


def judge(facts: SeriesFacts, figure: Any | None, *, on: date, document_id: int | None = None) -> Verdict:
    """Judge a figure (with period_id, as_of_on, missing_reason, qualifier, quality, observation_id) on a day.

    The target is the version in force on that day.
    """
    return judge_by(facts.target(document_id, on=on), facts, figure, on=on)


def judge_by(chosen: ChosenTarget | None, facts: SeriesFacts, figure: Any | None, *, on: date) -> Verdict:
    """Judge a figure against one of the targets."""
    verdict = assess(
        target=chosen.facts if chosen else None,
        actual=_actual(facts, figure) if figure else None,
        on=on,
        baseline=_baseline(facts, figure),
        path=chosen.path if chosen else (),
        freshness=Freshness(facts.frequency or None, GRACE_DAYS.get(facts.frequency, 0)),
        tolerance_percent=facts.tolerance_percent,
        direction=facts.direction,
        final_day=chosen.final_day if chosen else None,
        unit=facts.unit_of_measure,
        precision=facts.precision,
    )
    days = [day for day in (verdict.recheck_on, facts.next_change(on)) if day]
    return verdict if not days or min(days) == verdict.recheck_on else replace(verdict, recheck_on=min(days))


def _baseline(facts: SeriesFacts, figure: Any | None) -> tuple[Decimal, date] | None:
    """The baseline, unless the definition changed between its day and the figure's: there is no way from it then."""
    since, baseline = facts.defined_from, facts.baseline
    day = figure.as_of_on if figure else None
    return None if since and baseline and day and baseline[1] < since <= day else baseline


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
