"""What series are judged by, as rows: definitions, targets and the source's own words, with three statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from indicators import bulk

_TOUCHED = "WITH touched AS (SELECT CAST(e.value->>0 AS bigint) AS id FROM {rows})"
DEFINITIONS = f"""
{_TOUCHED}
SELECT s.id, s.unit_id, i.unit_of_measure, i.precision, i.direction, i.frequency, i.tolerance_percent,
  i.defined_from, s.baseline_value, p.as_of_on
FROM touched t
JOIN indicators_series s ON s.id = t.id
JOIN indicators_indicator i ON i.id = s.indicator_id
LEFT JOIN periods_period p ON p.id = s.baseline_period_id
"""
TARGETS = f"""
{_TOUCHED}
SELECT g.series_id, g.id, g.document_id, g.comparator, g.value, g.value_high, g.kind, g.horizon_from, g.horizon_to,
  g.text, g.is_primary, g.note, g.unit_of_measure, g.replaces_id, g.in_force_from, i.kind, d.code, d.title, d.type_name,
  d.issued_on, d.term_to, y.period_code, y.value
FROM touched t
JOIN indicators_target g ON g.series_id = t.id
JOIN indicators_series s ON s.id = t.id
JOIN indicators_indicator i ON i.id = s.indicator_id
JOIN resolutions_document d ON d.id = g.document_id
LEFT JOIN indicators_targetstep y ON y.target_id = g.id
ORDER BY g.source_key, g.id, y.period_code
"""
# By figure, not by series: what a source said of a hundred older figures is nobody's question.
STATED = f"""
{_TOUCHED}
SELECT p.observation_id, v.verdict, v.text
FROM touched t
JOIN indicators_provenance p ON p.observation_id = t.id
JOIN indicators_reportedverdict v ON v.figure_id = p.id
"""


def definitions(series_ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """Series, unit, then what the indicator says of itself, and the baseline with its day."""
    for *row, since, baseline, day in bulk.fetch_for(DEFINITIONS, series_ids):
        yield (*row, since and bulk.day(since), bulk.exact(baseline), None if day is None else bulk.day(day))


def targets(series_ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """All versions of the targets with what their documents are called, a row for each step of a path."""
    for series, *row in bulk.fetch_for(TARGETS, series_ids):
        row[3], row[4], row[21] = (bulk.exact(row[column]) for column in (3, 4, 21))
        row[9] = bool(row[9])
        row[13], row[18] = (row[column] and bulk.day(row[column]) for column in (13, 18))
        yield (series, *row)


def stated(observation_ids: Iterable[int | None]) -> dict[int, tuple[str, str]]:
    """What sources say of these figures themselves: met or not_met, and their words."""
    rows = bulk.fetch_for(STATED, [pk for pk in observation_ids if pk is not None])
    return {pk: (verdict.removeprefix("reported_"), text) for pk, verdict, text in rows}
