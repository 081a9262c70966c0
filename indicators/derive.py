"""What follows from figures, derived again for the touched keys only: readings level by level, then standings.

The write lock of portal.history must be held: without it two approvals under one parent lose figures on PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from indicators import bulk, judging
from indicators.models import Reading, Series, Standing
from portal.units.models import OPEN_END

Key = tuple[int, int]  # series id, period id
POINTS = 24

_KEYS = "SELECT CAST(e.value->>0 AS bigint) AS series_id, CAST(e.value->>1 AS bigint) AS period_id FROM {rows}"

# The series above a touched one, on the period's own day; the parent's series may not exist yet.
PARENTS = f"""
WITH touched AS ({_KEYS})
SELECT DISTINCT above.id, t.period_id, pl.parent_id, s.indicator_id
FROM touched t
JOIN indicators_series s ON s.id = t.series_id
JOIN indicators_indicator i ON i.id = s.indicator_id AND i.unit_rollup IN ('sum', 'ratio')
JOIN periods_period p ON p.id = t.period_id
JOIN units_placement pl ON pl.unit_id = s.unit_id AND pl.valid_from <= p.as_of_on AND pl.valid_to > p.as_of_on
LEFT JOIN indicators_series above ON above.unit_id = pl.parent_id AND above.indicator_id = s.indicator_id
"""

# A child counts by its own figure, else by its reading; never an ancestor plus its descendant. Sums are rounded to
# the column's scale in the same statement, because SQLite adds in binary: 449.66, not 449.65999999999997.
SUMS = f"""
WITH touched AS ({_KEYS})
SELECT t.series_id, t.period_id,
  ROUND(CAST(SUM(CASE WHEN i.unit_rollup = 'ratio' THEN
    CASE WHEN o.id IS NOT NULL THEN o.numerator ELSE r.numerator END END) AS numeric), 4),
  ROUND(CAST(SUM(CASE WHEN i.unit_rollup = 'ratio' THEN
    CASE WHEN o.id IS NOT NULL THEN o.denominator ELSE r.denominator END END) AS numeric), 4),
  ROUND(CAST(SUM(CASE WHEN i.unit_rollup = 'sum' THEN
    CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END END) AS numeric), 4),
  COALESCE(MAX(CASE WHEN o.id IS NOT NULL THEN o.as_of_on ELSE r.as_of_on END), MAX(p.as_of_on)),
  COUNT(CASE WHEN i.unit_rollup = 'ratio' THEN
    CASE WHEN o.id IS NOT NULL THEN o.denominator ELSE r.denominator END
    ELSE CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END END),
  COUNT(CASE WHEN o.missing_reason = 'not_applicable' THEN NULL ELSE 1 END),
  COUNT(CASE WHEN o.is_simulated OR (o.id IS NULL AND r.is_simulated) THEN 1 END)
FROM touched t
JOIN indicators_series ps ON ps.id = t.series_id
JOIN indicators_indicator i ON i.id = ps.indicator_id
JOIN periods_period p ON p.id = t.period_id
JOIN units_placement pl ON pl.parent_id = ps.unit_id AND pl.valid_from <= p.as_of_on AND pl.valid_to > p.as_of_on
LEFT JOIN indicators_series cs ON cs.unit_id = pl.unit_id AND cs.indicator_id = ps.indicator_id
LEFT JOIN indicators_observation o
  ON o.series_id = cs.id AND o.period_id = t.period_id AND o.status = 'in_force'
LEFT JOIN indicators_reading r ON r.series_id = cs.id AND r.period_id = t.period_id
GROUP BY t.series_id, t.period_id
"""

# The latest figures of each series: its own, else its reading; newest first.
LATEST = """
WITH touched AS (SELECT CAST(e.value->>0 AS bigint) AS series_id FROM {rows}),
figures AS (
  SELECT o.series_id, o.period_id, p.code, p.position, o.as_of_on, o.numerator, o.denominator, o.value, o.as_reported,
    o.qualifier, o.quality, o.missing_reason, o.is_simulated, o.id AS observation_id,
    CAST(NULL AS bigint) AS parts_reported, CAST(NULL AS bigint) AS parts_of
  FROM touched t
  JOIN indicators_observation o ON o.series_id = t.series_id AND o.status = 'in_force' AND o.as_of_on <= %s
  JOIN periods_period p ON p.id = o.period_id
  UNION ALL
  SELECT r.series_id, r.period_id, p.code, p.position, r.as_of_on, r.numerator, r.denominator, r.value, NULL,
    '', '', '', r.is_simulated, NULL, r.parts_reported, r.parts_of
  FROM touched t JOIN indicators_reading r ON r.series_id = t.series_id AND r.parts_reported > 0 AND r.as_of_on <= %s
  JOIN periods_period p ON p.id = r.period_id
  WHERE NOT EXISTS (SELECT 1 FROM indicators_observation o
    WHERE o.series_id = r.series_id AND o.period_id = r.period_id AND o.status = 'in_force')
), ranked AS (
  SELECT figures.*, ROW_NUMBER() OVER (PARTITION BY series_id ORDER BY position DESC) AS rank FROM figures
)
SELECT series_id, period_id, code, as_of_on, numerator, denominator, value, as_reported, qualifier, quality,
  missing_reason, is_simulated, observation_id, parts_reported, parts_of
FROM ranked WHERE rank <= {points} ORDER BY series_id, rank
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


READING_FIELDS = (
    "series",
    "period",
    "numerator",
    "denominator",
    "value",
    "as_of_on",
    "parts_reported",
    "parts_of",
    "is_simulated",
)


def refresh(touched: Iterable[Key], *, on: date) -> set[int]:
    """Derive everything that follows from the touched figures; returns the series whose standing was judged anew."""
    front = sorted(set(touched))
    series = {series_id for series_id, _ in front}
    while front:
        front = sorted((series_id, period_id) for _, series_id, period_id in write_readings(parents(front)))
        series |= {series_id for series_id, _ in front}
    write_standings(sorted(series), on=on)
    return series


def above(keys: Sequence[Key]) -> list[tuple[int | None, int, int, int]]:
    """Rows (series, period, unit, indicator) above the keys; the series is None where the unit has none yet."""
    sql = PARENTS.format(rows=bulk.json_rows())
    return [row for part in bulk.chunks(keys) for row in bulk.fetch(sql, [bulk.as_json(part)])]


def parents(keys: Sequence[Key]) -> list[Key]:
    """The series above the keys' own, made where a unit does not hold the indicator yet."""
    rows = above(keys)
    missing = {(unit, indicator) for series, _, unit, indicator in rows if series is None}
    if not missing:
        return sorted({(series, period) for series, period, _, _ in rows})
    made = [Series(unit_id=unit, indicator_id=indicator, is_derived=True) for unit, indicator in sorted(missing)]
    Series.objects.bulk_create(made, ignore_conflicts=True)
    return parents(keys)


def sums(keys: Sequence[Key]) -> list[tuple[Any, ...]]:
    """Rows of READING_FIELDS computed from the children as they stand now."""
    sql = SUMS.format(rows=bulk.json_rows())
    found = [row for part in bulk.chunks(keys) for row in bulk.fetch(sql, [bulk.as_json(part)])]
    return [
        (
            series,
            period,
            bulk.exact(num),
            bulk.exact(den),
            bulk.exact(value),
            bulk.day(as_of),
            reported,
            of,
            made_up > 0,
        )
        for series, period, num, den, value, as_of, reported, of, made_up in found
    ]


def write_readings(keys: Sequence[Key]) -> list[tuple[int, ...]]:
    """Compute the readings and keep those that differ; (id, series, period) of what was written."""
    if not keys:
        return []
    return bulk.upsert(Reading, READING_FIELDS, sums(keys), key=("series", "period"), compare=READING_FIELDS[2:])


def latest(series_ids: Sequence[int], *, until: date = OPEN_END, points: int = POINTS) -> dict[int, list[Latest]]:
    """The newest figures of each series whose cut-off has come by `until`, newest first; none: left out."""
    found: dict[int, list[Latest]] = {}
    sql = LATEST.format(rows=bulk.json_rows(), points=points)
    for part in bulk.chunks(series_ids):
        for row in bulk.fetch(sql, [bulk.as_json([[pk] for pk in part]), until, until]):
            found.setdefault(row[0], []).append(_latest(row))
    return found


def _latest(row: tuple[Any, ...]) -> Latest:
    series, period, code, as_of, numerator, denominator, value, reported, *rest = row
    figures = (bulk.exact(number) for number in (numerator, denominator, value, reported))
    return Latest(series, period, code, bulk.day(as_of), *figures, *rest[:3], bool(rest[3]), *rest[4:])


STANDING_FIELDS = (
    "series", "period", "as_of_on", "numerator", "denominator", "value", "as_reported", "qualifier", "quality",
    "missing_reason", "observation_ref", "is_simulated", "parts_reported", "parts_of", "previous_period",
    "previous_value", "target", "verdict", "verdict_reason", "gap", "judged_on", "recheck_on", "points",
)  # fmt: skip


def write_standings(series_ids: Sequence[int], *, on: date) -> None:
    """Judge the series on the day and keep the result; a series that has no figure left loses its standing."""
    found = latest(series_ids)
    bulk.upsert(Standing, STANDING_FIELDS, standings(found, on=on), key=("series",), compare=STANDING_FIELDS[1:])
    gone = [pk for pk in series_ids if pk not in found]
    if gone:
        Standing.objects.filter(series__in=gone).delete()


def standings(found: dict[int, list[Latest]], *, on: date) -> list[tuple[Any, ...]]:
    """Rows of STANDING_FIELDS for the figures found."""
    facts = judging.facts_of_series(list(found))
    return [_standing(facts[series], figures, on) for series, figures in found.items()]


def _standing(facts: judging.SeriesFacts, figures: list[Latest], on: date) -> tuple[Any, ...]:
    now, before = figures[0], (figures[1] if len(figures) > 1 else None)
    verdict = judging.judge(facts, now, on=on)
    previous = facts.shown(before) if before else None
    return (
        now.series_id, now.period_id, now.as_of_on, now.numerator, now.denominator, now.value, now.as_reported,
        now.qualifier, now.quality, now.missing_reason, now.observation_id, now.is_simulated,
        now.parts_reported, now.parts_of, before.period_id if before else None, previous,
        facts.target_id, verdict.code, verdict.reason, judging.stored(verdict.gap), on, verdict.recheck_on,
        judging.points([facts.shown(figure) for figure in reversed(figures)]),
    )  # fmt: skip
