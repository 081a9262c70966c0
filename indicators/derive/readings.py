"""Readings: what the units below a unit add up to, and what its own operands come to."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from indicators import bulk
from indicators.derive.keys import KEYS, SAME_PERIOD, Key
from indicators.judging import stored
from indicators.models import Reading
from indicators.rules import ratio
from indicators.rules.derivations import DOUBT, Computed, Operand, compute

READING_FIELDS = (
    "series", "period", "numerator", "denominator", "value", "as_of_on", "parts_reported", "parts_of", "is_simulated",
    "quality",
)  # fmt: skip

# How provisional a figure is, as its place in DOUBT; what is missing is not provisional.
_DOUBT = """CASE WHEN {missing} THEN 0 WHEN {quality} = 'estimate' THEN 2 WHEN {quality} = 'preliminary' THEN 1
    ELSE 0 END"""
_CHILD = f"""CASE WHEN o.id IS NOT NULL THEN {_DOUBT.format(missing="o.missing_reason <> ''", quality="o.quality")}
    ELSE {_DOUBT.format(missing="r.id IS NULL", quality="r.quality")} END"""
_CHILDREN = """JOIN units_placement pl
  ON pl.parent_id = t.unit_id AND pl.valid_from <= t.as_of_on AND pl.valid_to > t.as_of_on
LEFT JOIN indicators_series cs ON cs.unit_id = pl.unit_id AND cs.indicator_id = t.indicator_id
LEFT JOIN indicators_observation o
  ON o.series_id = cs.id AND o.period_id = t.period_id AND o.status = 'in_force'
LEFT JOIN indicators_reading r ON r.series_id = cs.id AND r.period_id = t.period_id"""
_TOUCHED = f"""
  SELECT k.series_id, k.period_id, s.unit_id, s.indicator_id, i.unit_rollup, i.weight_id, i.unit_of_measure, p.as_of_on,
    d.operation, d.operation IS NULL AND i.unit_rollup IN ('sum', 'ratio') AS is_summed
  FROM ({KEYS}) k
  JOIN indicators_series s ON s.id = k.series_id
  JOIN indicators_indicator i ON i.id = s.indicator_id
  JOIN periods_period p ON p.id = k.period_id
  LEFT JOIN indicators_derivation d ON d.indicator_id = s.indicator_id"""

# A child counts by its own figure, else by its reading; never an ancestor plus its descendant. Sums are rounded to
# the column's scale in the same statement, because SQLite adds in binary: 449.66, not 449.65999999999997. Looking up
# the keys first halves what PostgreSQL takes to plan: the time grows with the joins that it may reorder. Keys that
# something else makes come back with its name instead of sums, so that nothing more is asked where there are none.
# `is_summed` is a column because PostgreSQL guesses half of the rows then; of conditions it guesses one row in all,
# and reads every period of every child for each of thousands.
SUMS = f"""
WITH touched AS MATERIALIZED ({_TOUCHED})
SELECT t.series_id, t.period_id,
  ROUND(CAST(SUM(CASE WHEN t.unit_rollup = 'ratio' THEN
    CASE WHEN o.id IS NOT NULL THEN o.numerator ELSE r.numerator END END) AS numeric), 4),
  ROUND(CAST(SUM(CASE WHEN t.unit_rollup = 'ratio' THEN
    CASE WHEN o.id IS NOT NULL THEN o.denominator ELSE r.denominator END END) AS numeric), 4),
  ROUND(CAST(SUM(CASE WHEN t.unit_rollup = 'sum' THEN
    CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END END) AS numeric), 4),
  COALESCE(MAX(CASE WHEN o.id IS NOT NULL THEN o.as_of_on ELSE r.as_of_on END), MAX(t.as_of_on)),
  COUNT(CASE WHEN t.unit_rollup = 'ratio' THEN
    CASE WHEN o.id IS NOT NULL THEN o.denominator ELSE r.denominator END
    ELSE CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END END),
  COUNT(CASE WHEN o.missing_reason = 'not_applicable' THEN NULL ELSE 1 END),
  COUNT(CASE WHEN o.is_simulated OR (o.id IS NULL AND r.is_simulated) THEN 1 END),
  MAX({_CHILD}), ''
FROM touched t
{_CHILDREN}
WHERE t.is_summed
GROUP BY t.series_id, t.period_id
UNION ALL
SELECT t.series_id, t.period_id, NULL, NULL, NULL, NULL, 0, 0, 0, 0, COALESCE(t.operation, t.unit_rollup)
FROM touched t WHERE NOT t.is_summed AND (t.operation IS NOT NULL OR t.unit_rollup IN ('weighted', 'last'))
"""


def _agree(column: str) -> str:
    """Whether all used figures have the same in the column, or none has anything."""
    empty = f"MAX(CASE WHEN c.used = 1 AND c.{column} IS NULL THEN 1 ELSE 0 END)"
    return f"COUNT(DISTINCT CASE WHEN c.used = 1 THEN c.{column} END) + {empty} <= 1"


# Children of means and of latest figures. A mean counts the children that have both figure and weight; of the latest
# figures those of the newest day, which must agree. The quotients are taken in Decimal, not here.
MEANS = f"""
WITH touched AS MATERIALIZED ({_TOUCHED}),
weights AS MATERIALIZED (
  SELECT t.series_id, t.period_id, pl.unit_id, CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END AS weight,
    CASE WHEN o.is_simulated OR (o.id IS NULL AND r.is_simulated) THEN 1 ELSE 0 END AS made_up, {_CHILD} AS doubt
  FROM touched t
  {_CHILDREN.replace("t.indicator_id", "t.weight_id")}
  WHERE t.unit_rollup = 'weighted'
),
children AS (
  SELECT t.series_id, t.period_id, t.unit_rollup, t.as_of_on, w.weight, o.missing_reason,
    CASE WHEN SUBSTR(t.unit_of_measure, 1, 1) = '%%' THEN 100.0 ELSE 1.0 END AS factor,
    CASE WHEN o.id IS NOT NULL THEN o.numerator ELSE r.numerator END AS numerator,
    CASE WHEN o.id IS NOT NULL THEN o.denominator ELSE r.denominator END AS denominator,
    CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END AS value,
    CASE WHEN o.id IS NOT NULL THEN o.as_of_on ELSE r.as_of_on END AS seen_on,
    CASE WHEN o.is_simulated OR (o.id IS NULL AND r.is_simulated) OR w.made_up = 1 THEN 1 ELSE 0 END AS made_up,
    CASE WHEN {_CHILD} > COALESCE(w.doubt, 0) THEN {_CHILD} ELSE COALESCE(w.doubt, 0) END AS doubt
  FROM touched t
  {_CHILDREN}
  LEFT JOIN weights w ON w.series_id = t.series_id AND w.period_id = t.period_id AND w.unit_id = pl.unit_id
  WHERE t.operation IS NULL AND t.unit_rollup IN ('weighted', 'last')
),
valued AS (
  SELECT c.*, CASE WHEN c.denominator > 0 THEN c.factor * c.numerator / c.denominator ELSE c.value END AS figure
  FROM children c
),
counted AS (
  SELECT v.*,
    CASE WHEN v.figure IS NOT NULL AND (v.unit_rollup = 'last' OR v.weight IS NOT NULL) THEN 1 ELSE 0 END AS counts,
    CASE WHEN v.figure IS NOT NULL AND (v.unit_rollup = 'weighted' OR v.seen_on = MAX(
      CASE WHEN v.figure IS NOT NULL THEN v.seen_on END) OVER (PARTITION BY v.series_id, v.period_id))
      THEN 1 ELSE 0 END AS used
  FROM valued v
)
SELECT c.series_id, c.period_id, MAX(c.unit_rollup),
  MAX(CASE WHEN c.used = 1 THEN c.numerator END), MAX(CASE WHEN c.used = 1 THEN c.denominator END),
  MAX(CASE WHEN c.used = 1 THEN c.value END),
  CASE WHEN {" AND ".join(map(_agree, ("numerator", "denominator", "value")))} THEN 1 ELSE 0 END,
  ROUND(CAST(SUM(CASE WHEN c.counts = 1 THEN c.figure * c.weight END) AS numeric), 8),
  ROUND(CAST(SUM(CASE WHEN c.counts = 1 THEN c.weight END) AS numeric), 4),
  COALESCE(MAX(CASE WHEN c.counts = 1 THEN c.seen_on END), MAX(c.as_of_on)),
  SUM(c.counts), COUNT(CASE WHEN c.missing_reason = 'not_applicable' THEN NULL ELSE 1 END), MAX(c.made_up),
  MAX(CASE WHEN c.counts = 1 AND c.used = 1 THEN c.doubt ELSE 0 END)
FROM counted c
GROUP BY c.series_id, c.period_id
"""

# The figures of the operands in the same unit and period, own before reading; of a growth also those a year before.
OPERANDS = f"""
WITH touched AS MATERIALIZED (
  SELECT t.series_id, t.period_id, t.unit_id, t.indicator_id, t.operation, t.as_of_on, e.id AS earlier_id
  FROM ({_TOUCHED}) t
  JOIN periods_period p ON p.id = t.period_id
  LEFT JOIN periods_period e ON t.operation = 'growth' AND e.code = {SAME_PERIOD.format(p="p", step="- 1")}
  WHERE t.operation IS NOT NULL
),
wanted AS MATERIALIZED (
  SELECT t.*, q.operand_id, q.role, q.position, y.before,
    CASE WHEN y.before = 1 THEN t.earlier_id ELSE t.period_id END AS seen_id
  FROM touched t
  JOIN indicators_derivationpart q ON q.derivation_id = t.indicator_id
  JOIN (SELECT 0 AS before UNION ALL SELECT 1) y ON y.before = 0 OR t.operation = 'growth'
)
SELECT w.series_id, w.period_id, w.operation, w.as_of_on, w.role, w.before, SUBSTR(i.unit_of_measure, 1, 1) = '%%',
  CASE WHEN o.id IS NOT NULL THEN o.numerator ELSE r.numerator END,
  CASE WHEN o.id IS NOT NULL THEN o.denominator ELSE r.denominator END,
  CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END,
  CASE WHEN o.id IS NOT NULL THEN o.as_of_on ELSE r.as_of_on END,
  CASE WHEN o.id IS NOT NULL THEN o.is_simulated ELSE r.is_simulated END,
  CASE WHEN o.id IS NOT NULL THEN o.quality ELSE r.quality END,
  CASE WHEN o.id IS NOT NULL THEN 1 ELSE COALESCE(r.parts_reported, 0) END,
  CASE WHEN o.id IS NOT NULL THEN 1 ELSE COALESCE(r.parts_of, 1) END
FROM wanted w
JOIN indicators_indicator i ON i.id = w.operand_id
LEFT JOIN indicators_series s ON s.unit_id = w.unit_id AND s.indicator_id = w.operand_id
LEFT JOIN indicators_observation o ON o.series_id = s.id AND o.period_id = w.seen_id AND o.status = 'in_force'
LEFT JOIN indicators_reading r ON r.series_id = s.id AND r.period_id = w.seen_id
ORDER BY w.series_id, w.period_id, w.before, w.position
"""


def sums(keys: Sequence[Key]) -> list[tuple[Any, ...]]:
    """Rows of READING_FIELDS computed from children and operands as they stand now.

    A key below which nothing stands has none. One statement, one more for means and latest figures and one for
    derived indicators where there are any among the keys.
    """
    found, elsewhere = [], {}
    for row in bulk.fetch_for(SUMS, keys):
        if row[10]:
            elsewhere.setdefault(row[10] in ("weighted", "last"), []).append((row[0], row[1]))
        else:
            found.append(_summed(row))
    if True in elsewhere:
        found += [_mean(row) for row in bulk.fetch_for(MEANS, elsewhere[True])]
    if False in elsewhere:
        found += _derived(elsewhere[False])
    return found


def _summed(row: Sequence[Any]) -> tuple[Any, ...]:
    return (
        *row[:2], *map(bulk.exact, row[2:5]), bulk.day(row[5]), *row[6:8], row[8] > 0, _quality(row[9], row[6]),
    )  # fmt: skip


def _quality(doubt: int, reported: int) -> str:
    """Empty for official figures, as of a unit's own figure that says nothing of itself."""
    return DOUBT[doubt] if doubt and reported else ""


def _mean(row: Sequence[Any]) -> tuple[Any, ...]:
    series, period, rule, *figure, agreed, weighted, weights, as_of, reported, of, made_up, doubt = row
    parts: Sequence[Decimal | None] = [bulk.exact(number) for number in figure]
    if rule == "weighted":
        parts = (None, None, stored(ratio(bulk.exact(weighted), bulk.exact(weights), percent=False)))
    elif not agreed:
        parts = (None, None, None)
    counted = reported if any(part is not None for part in parts) else 0
    return (series, period, *parts, bulk.day(as_of), counted, of, made_up > 0, _quality(doubt, counted))


def _derived(keys: Sequence[Key]) -> list[tuple[Any, ...]]:
    rows = groupby(bulk.fetch_for(OPERANDS, keys), key=lambda row: tuple(row[:4]))
    return [_computed(*key, [row[4:] for row in operands]) for key, operands in rows]


def _computed(series: int, period: int, operation: str, due_on: Any, rows: Iterable[Sequence[Any]]) -> tuple[Any, ...]:
    rows = list(rows)
    made: Computed = compute(operation, [_operand(*row) for row in rows])
    days = [bulk.day(row[6]) for row in rows if row[6] is not None and not row[1]]
    numbers = (stored(number) for number in (made.numerator, made.denominator, made.value))
    quality = "" if made.quality == DOUBT[0] else made.quality
    as_of = max(days, default=bulk.day(due_on))
    return (series, period, *numbers, as_of, made.reported, made.of, made.is_simulated, quality)


def _operand(
    role: str, before: int, percent: Any, numerator: Any, denominator: Any, value: Any, as_of: Any, simulated: Any,
    quality: str | None, reported: int, of: int,
) -> Operand:  # fmt: skip
    quotient = ratio(bulk.exact(numerator), bulk.exact(denominator), percent=bool(percent))
    exact = bulk.exact(value) if quotient is None else quotient
    return Operand(role, exact, bool(before), bool(simulated), quality or DOUBT[0], reported, of)


def write_readings(keys: Sequence[Key]) -> list[Key]:
    """Compute the readings and keep those that differ; the keys of what was written."""
    if not keys:
        return []
    rows = bulk.upsert(Reading, READING_FIELDS, sums(keys), key=("series", "period"), compare=READING_FIELDS[2:])
    return [(series, period) for _, series, period in rows]
