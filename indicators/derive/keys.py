"""Which readings follow from which figures, and in which order."""

from collections.abc import Sequence
from itertools import groupby

from indicators import bulk
from indicators.models import Series

Key = tuple[int, int]  # series id, period id

KEYS = "SELECT CAST(e.value->>0 AS bigint) AS series_id, CAST(e.value->>1 AS bigint) AS period_id FROM {rows}"

# The code of the same months a year on ({step} = + 1) or before (- 1), as portal.periods.rules has it; campaigns and
# spans of several years have none. The casts stand inside CASE, because PostgreSQL would try them on any code.
_YEAR = "CAST(CAST(SUBSTR({p}.code, 1, 4) AS integer) {step} AS text)"
SAME_PERIOD = f"""CASE
  WHEN {{p}}.kind IN ('month', 'quarter', 'half', 'nine_months', 'year') THEN {_YEAR} || SUBSTR({{p}}.code, 5)
  WHEN {{p}}.kind = 'span' AND SUBSTR({{p}}.code, 8, 2) = '..' AND SUBSTR({{p}}.code, 1, 4) = SUBSTR({{p}}.code, 10, 4)
    THEN {_YEAR} || SUBSTR({{p}}.code, 5, 5) || {_YEAR} || SUBSTR({{p}}.code, 14)
END"""

# Everything that hangs on the touched figures. One step leads to the unit above on the period's own day (a roll-up,
# or a mean that the indicator weighs), to an indicator derived in the same unit, or a year on where it is a growth.
# What has a derivation is never rolled up: a district's share comes from its own operands. The longest way to a
# reading is its height: all that it needs stands lower. A series may not exist yet.
_ABOVE = f"""
WITH RECURSIVE touched AS ({{touched}}),
edges(source_id, result_id, step) AS (
  SELECT i.id, i.id, 'up' FROM indicators_indicator i
  WHERE i.unit_rollup IN ('sum', 'ratio', 'weighted', 'last')
    AND NOT EXISTS (SELECT 1 FROM indicators_derivation d WHERE d.indicator_id = i.id)
  UNION ALL
  SELECT i.weight_id, i.id, 'up' FROM indicators_indicator i
  WHERE i.unit_rollup = 'weighted' AND i.weight_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM indicators_derivation d WHERE d.indicator_id = i.id)
  UNION ALL
  SELECT q.operand_id, q.derivation_id, 'same' FROM indicators_derivationpart q
  UNION ALL
  SELECT q.operand_id, q.derivation_id, 'year' FROM indicators_derivationpart q
  JOIN indicators_derivation d ON d.indicator_id = q.derivation_id AND d.operation = 'growth'
),
climb(unit_id, indicator_id, period_id, height) AS (
  SELECT s.unit_id, s.indicator_id, t.period_id, 0 FROM touched t JOIN indicators_series s ON s.id = t.series_id
  UNION
  SELECT COALESCE(pl.parent_id, c.unit_id), e.result_id, COALESCE(n.id, c.period_id), c.height + 1
  FROM climb c
  JOIN edges e ON e.source_id = c.indicator_id
  JOIN periods_period p ON p.id = c.period_id
  LEFT JOIN units_placement pl
    ON e.step = 'up' AND pl.unit_id = c.unit_id AND pl.valid_from <= p.as_of_on AND pl.valid_to > p.as_of_on
  LEFT JOIN periods_period n ON e.step = 'year' AND n.code = {SAME_PERIOD.format(p="p", step="+ 1")}
  WHERE e.step = 'same' OR pl.parent_id IS NOT NULL OR n.id IS NOT NULL
)
SELECT s.id, c.period_id, c.unit_id, c.indicator_id, MAX(c.height)
FROM climb c LEFT JOIN indicators_series s ON s.unit_id = c.unit_id AND s.indicator_id = c.indicator_id
WHERE c.height > 0
GROUP BY s.id, c.period_id, c.unit_id, c.indicator_id
"""
ABOVE = _ABOVE.replace("{touched}", KEYS)
# Two million keys need not travel to us and back.
ABOVE_ALL = _ABOVE.replace(
    "{touched}", "SELECT o.series_id, o.period_id FROM indicators_observation o WHERE o.status = 'in_force'"
)

Above = tuple[int | None, int, int, int, int]  # series, period, unit, indicator, height


def above(keys: Sequence[Key] | None) -> list[Above]:
    """Rows of all that follows from the keys, from all figures in force without; a unit may have no series yet."""
    return bulk.fetch(ABOVE_ALL, []) if keys is None else list(bulk.fetch_for(ABOVE, keys))


def levels(keys: Sequence[Key] | None) -> list[list[Key]]:
    """All that `above()` finds, the lowest level first; series are made where a unit has none yet."""
    rows = above(keys)
    missing = sorted({(unit, indicator) for series, _, unit, indicator, _ in rows if series is None})
    if missing:
        made = [Series(unit_id=unit, indicator_id=indicator, is_derived=True) for unit, indicator in missing]
        Series.objects.bulk_create(made, ignore_conflicts=True)
        rows = above(keys)
    heights: dict[Key, int] = {}
    for series, period, _, _, height in rows:
        heights[series, period] = max(height, heights.get((series, period), 0))
    ordered = sorted(heights, key=lambda key: (heights[key], key))
    return [list(level) for _, level in groupby(ordered, key=heights.__getitem__)]
