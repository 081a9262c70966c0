"""Everything derived, computed again from the figures: compared with what is stored, and repaired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import bulk, derive
from indicators.derive import READING_FIELDS, STANDING_FIELDS, Course, Key
from indicators.models import Reading, Series, Standing
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via

REPORTED = READING_FIELDS.index("parts_reported")
JUDGED_ON = STANDING_FIELDS.index("judged_on")
Standings = dict[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Compared:
    """How many derived rows were looked at, and how many are not what the figures make of them."""

    checked: int
    different: int

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(self.checked + other.checked, self.different + other.different)


def compare(*, on: date | None = None) -> Compared:
    """Compute readings and standings again without writing; a missing or surplus row counts as different.

    A reading without parts counts as none. A standing is judged as of the day on which it was judged; one that is
    missing, on `on`.
    """
    return _compare_readings() + _compare_standings(on or timezone.localdate())


def rebuild(*, by: Any = None) -> Compared:
    """Write what should stand there, in one transaction; returns what was found before."""
    with transaction.atomic():
        at = take_write_lock()
        found = _write_readings() + _write_standings(on=timezone.localdate(at))
        if found.different:
            write_event(_event(found, by), at=at)
    return found


def _write_readings() -> Compared:
    """Level by level, each from the one below it as it now stands."""
    levels = derive.levels(None)
    held = {key for level in levels for key in level}
    rows = Reading.objects.values_list("series_id", "period_id", "id", "parts_reported")
    rest = {(series, period): kept for series, period, *kept in rows if (series, period) not in held}
    different = _write_rest(rest) + sum(len(derive.write_readings(level)) for level in levels)
    return Compared(len(held) + len(rest), different)


def _write_rest(rest: Mapping[Key, Sequence[int]]) -> int:
    """Readings (id, parts) that no figure leads to any more: emptied, or taken out where nothing stands below the unit.

    How they hang on each other nobody knows, so they are written until nothing changes; there are hardly ever any.
    """
    possible = {(row[0], row[1]) for row in derive.sums(sorted(rest))}
    gone = {key: kept for key, kept in rest.items() if key not in possible}
    Reading.objects.filter(id__in=[pk for pk, _ in gone.values()]).delete()
    changed = {key for key, (_, parts) in gone.items() if parts}
    while written := derive.write_readings(sorted(possible)):
        changed.update(written)
    return len(changed)


def _write_standings(*, on: date) -> Compared:
    """Those that differ; a verdict stays that of its day."""
    wanted, stored = _standings(on)
    different = [row for series, row in wanted.items() if stored.get(series) != row]
    bulk.upsert(Standing, STANDING_FIELDS, different, key=("series",), compare=STANDING_FIELDS[1:])
    Standing.objects.filter(series__in=stored.keys() - wanted.keys()).delete()
    return _differences(wanted, stored)


def _event(found: Compared, by: Any) -> Draft:
    return Draft(verb="rebuild", subject_type="indicators.Reading", by=by, via=Via.COMMAND, rows=found.different)


def _keys_to_hold() -> tuple[list[Key], int]:
    """Series and periods above all figures, and how many units lack even the series."""
    rows = derive.above(None)
    homeless = {(period, unit, indicator) for series, period, unit, indicator, _ in rows if series is None}
    return sorted({(series, period) for series, period, *_ in rows if series is not None}), len(homeless)


def _compare_readings() -> Compared:
    keys, homeless = _keys_to_hold()
    stored = _by_key(Reading.objects.values_list(*READING_FIELDS))
    wanted = _by_key(derive.sums(sorted({*keys, *stored})))
    return _differences(_reported(wanted), _reported(stored)) + Compared(homeless, homeless)


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[Key, tuple[Any, ...]]:
    return {(row[0], row[1]): tuple(row) for row in rows}


def _reported(rows: Mapping[Key, tuple[Any, ...]]) -> dict[Key, tuple[Any, ...]]:
    return {key: row for key, row in rows.items() if row[REPORTED]}


def _compare_standings(on: date) -> Compared:
    return _differences(*_standings(on))


def _standings(on: date) -> tuple[Standings, Standings]:
    """Rows by series: those that should stand there, judged on the day of those that do, else on `on`; and these."""
    figures = derive.latest(_all_series())
    stored = {row[0]: tuple(row) for row in Standing.objects.values_list(*STANDING_FIELDS)}
    days: dict[date, list[int]] = {}
    for series in figures:
        days.setdefault(stored[series][JUDGED_ON] if series in stored else on, []).append(series)
    wanted = {
        row[0]: row
        for day, ids in days.items()
        for row in derive.standings({series: Course(figures[series]) for series in ids}, on=day)
    }
    return wanted, stored


def _all_series() -> list[int]:
    return list(Series.objects.order_by("id").values_list("id", flat=True))


def _differences(wanted: Mapping[Any, tuple[Any, ...]], stored: Mapping[Any, tuple[Any, ...]]) -> Compared:
    keys = {*wanted, *stored}
    return Compared(len(keys), sum(wanted.get(key) != stored.get(key) for key in keys))
