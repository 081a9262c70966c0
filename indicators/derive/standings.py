"""Standings: the latest figures of each series, judged and kept, so that dashboards need not look at history."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from indicators import bulk, judging
from indicators.derive.keys import KEYS, Key
from indicators.models import Standing
from portal.units.models import OPEN_END

POINTS = 24

# Figures of the touched series: its own, else its reading; {same} narrows them to the touched periods.
_FIGURES = """
WITH touched AS ({touched}),
figures AS (
  SELECT o.series_id, o.period_id, p.code, p.position, o.as_of_on, o.numerator, o.denominator, o.value, o.as_reported,
    o.qualifier, o.quality, o.missing_reason, o.is_simulated, o.id AS observation_id,
    CAST(NULL AS bigint) AS parts_reported, CAST(NULL AS bigint) AS parts_of
  FROM touched t
  JOIN indicators_observation o ON o.series_id = t.series_id {same_o} AND o.status = 'in_force' AND o.as_of_on <= %s
  JOIN periods_period p ON p.id = o.period_id
  UNION ALL
  SELECT r.series_id, r.period_id, p.code, p.position, r.as_of_on, r.numerator, r.denominator, r.value, NULL,
    '', r.quality, '', r.is_simulated, NULL, r.parts_reported, r.parts_of
  FROM touched t
  JOIN indicators_reading r ON r.series_id = t.series_id {same_r} AND r.parts_reported > 0 AND r.as_of_on <= %s
  JOIN periods_period p ON p.id = r.period_id
  WHERE NOT EXISTS (SELECT 1 FROM indicators_observation o
    WHERE o.series_id = r.series_id AND o.period_id = r.period_id AND o.status = 'in_force')
)
"""
_COLUMNS = """f.series_id, f.period_id, f.code, f.as_of_on, f.numerator, f.denominator, f.value, f.as_reported,
  f.qualifier, f.quality, f.missing_reason, f.is_simulated, f.observation_id, f.parts_reported, f.parts_of"""
_OF_SERIES = "SELECT CAST(e.value->>0 AS bigint) AS series_id FROM {rows}"

# The latest figures of each series, newest first.
LATEST = f"""{_FIGURES.format(touched=_OF_SERIES, same_o="", same_r="")},
ranked AS (
  SELECT f.*, ROW_NUMBER() OVER (PARTITION BY series_id ORDER BY position DESC, period_id DESC) AS rank FROM figures f
)
SELECT {_COLUMNS} FROM ranked f WHERE rank <= %s ORDER BY f.series_id, rank
"""

# The touched figures that are not older than what their series stands at, newest first, with that standing. Nearly
# every figure is one: reading these costs the same whatever the length of history.
NEWER = f"""{
    _FIGURES.format(touched=KEYS, same_o="AND o.period_id = t.period_id", same_r="AND r.period_id = t.period_id")
}
SELECT {_COLUMNS}, s.period_id, s.numerator, s.denominator, s.value, s.previous_period_id, s.previous_value, s.points
FROM figures f
JOIN indicators_standing s ON s.series_id = f.series_id
JOIN periods_period now ON now.id = s.period_id
WHERE f.position > now.position OR f.period_id = s.period_id
ORDER BY f.series_id, f.position DESC, f.period_id DESC
"""


class Latest(NamedTuple):
    """A figure of a series as LATEST returns it; observation_id is None for a roll-up."""

    series_id: int
    period_id: int
    period_code: str
    as_of_on: date
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    as_reported: Decimal | None
    qualifier: str
    quality: str
    missing_reason: str
    is_simulated: bool
    observation_id: int | None
    parts_reported: int | None
    parts_of: int | None


class Course(NamedTuple):
    """The figures of a series, newest first; of those in `earlier` only the points are known, as text."""

    figures: list[Latest]
    older: tuple[Latest, ...] = ()
    earlier: tuple[str, ...] = ()


def latest(series_ids: Sequence[int], *, until: date = OPEN_END, points: int = POINTS) -> dict[int, list[Latest]]:
    """The newest figures of each series whose cut-off has come by `until`, newest first; none: left out."""
    found: dict[int, list[Latest]] = {}
    for row in bulk.fetch_for(LATEST, series_ids, until, until, points):
        found.setdefault(row[0], []).append(_latest(row))
    return found


def _latest(row: Sequence[Any]) -> Latest:
    series, period, code, as_of, numerator, denominator, value, reported, *rest = row
    exact = bulk.exact
    return Latest(
        series, period, code, bulk.day(as_of), exact(numerator), exact(denominator), exact(value), exact(reported),
        *rest[:3], bool(rest[3]), *rest[4:],
    )  # fmt: skip


def moved(keys: Sequence[Key]) -> dict[int, Course]:
    """Courses of the series that only went on: every touched figure is there, and none is older than the standing."""
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for row in bulk.fetch_for(NEWER, keys, OPEN_END, OPEN_END):
        rows.setdefault(row[0], []).append(row)
    touched = Counter(series for series, _ in keys)
    return {series: _course(found) for series, found in rows.items() if len(found) == touched[series]}


def _course(rows: Sequence[tuple[Any, ...]]) -> Course:
    figures = [_latest(row[:15]) for row in rows]
    period, numerator, denominator, value, before, before_value, points = rows[0][15:]
    stood = figures[0]._replace(period_id=period, numerator=None, denominator=None, value=None)
    if figures[-1].period_id != period:
        parts = {"numerator": bulk.exact(numerator), "denominator": bulk.exact(denominator)}
        return Course(figures, (stood._replace(value=bulk.exact(value), **parts),), tuple(points.split()))
    # the standing's own figure is among them: it takes the place of the last point
    older = () if before is None else (stood._replace(period_id=before, value=bulk.exact(before_value)),)
    return Course(figures, older, tuple(points.split()[:-1]))


STANDING_FIELDS = (
    "series", "period", "as_of_on", "numerator", "denominator", "value", "as_reported", "qualifier", "quality",
    "missing_reason", "observation_ref", "is_simulated", "parts_reported", "parts_of", "previous_period",
    "previous_value", "target", "verdict", "verdict_reason", "gap", "judged_on", "recheck_on", "points",
)  # fmt: skip


def carry_on(keys: Iterable[Key], *, on: date) -> None:
    """Standings of the touched series: carried on where they only went on, else from all their figures."""
    touched = set(keys)
    found = moved(sorted(touched))
    rest = sorted({series_id for series_id, _ in touched} - set(found))
    _keep_standings(found | _whole(rest), rest, on=on)


def write_standings(series_ids: Sequence[int], *, on: date) -> None:
    """Judge the series on the day and keep the result; a series that has no figure left loses its standing."""
    _keep_standings(_whole(series_ids), series_ids, on=on)


def _whole(series_ids: Sequence[int]) -> dict[int, Course]:
    return {series: Course(figures) for series, figures in latest(series_ids).items()} if series_ids else {}


def _keep_standings(found: dict[int, Course], looked_at: Sequence[int], *, on: date) -> None:
    bulk.upsert(Standing, STANDING_FIELDS, standings(found, on=on), key=("series",), compare=STANDING_FIELDS[1:])
    gone = [pk for pk in looked_at if pk not in found]
    if gone:
        Standing.objects.filter(series__in=gone).delete()


def standings(found: Mapping[int, Course], *, on: date) -> list[tuple[Any, ...]]:
    """Rows of STANDING_FIELDS for the courses found."""
    facts = judging.facts_of_series(list(found), [course.figures[0] for course in found.values()])
    return [_standing(facts[series], course, on) for series, course in found.items()]


def _standing(facts: judging.SeriesFacts, course: Course, on: date) -> tuple[Any, ...]:
    now, before = (*course.figures, *course.older, None)[:2]
    shown = [facts.shown(figure) for figure in course.figures]
    previous = None if before is None else shown[1] if len(shown) > 1 else facts.shown(before)
    verdict = judging.judge(facts, now, on=on)
    return (
        now.series_id, now.period_id, now.as_of_on, now.numerator, now.denominator, now.value, now.as_reported,
        now.qualifier, now.quality, now.missing_reason, now.observation_id, now.is_simulated,
        now.parts_reported, now.parts_of, before.period_id if before else None, previous,
        facts.target_id(on), verdict.code, verdict.reason, judging.stored(verdict.gap), on, verdict.recheck_on,
        " ".join((*course.earlier, *judging.points(shown[::-1]))[-POINTS:]),
    )  # fmt: skip
