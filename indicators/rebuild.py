"""Everything derived, computed again from the figures: compared with what is stored, and repaired."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import derive
from indicators.derive import READING_FIELDS, STANDING_FIELDS, Course, Key
from indicators.models import Observation, Reading, Series, Standing
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via

REPORTED = READING_FIELDS.index("parts_reported")
JUDGED_ON = STANDING_FIELDS.index("judged_on")


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
        found = compare(on=timezone.localdate(at))
        if found.different:
            derive.levels(Observation.objects.in_force().keys())  # makes the series that a unit above lacks
            keys = sorted({*_keys_to_hold()[0], *_stored_readings()})
            while derive.write_readings(keys):
                pass  # a level that changed may change the one above it
            _drop_surplus()
            derive.write_standings(_all_series(), on=timezone.localdate(at))
            write_event(_event(found, by), at=at)
    return found


def _event(found: Compared, by: Any) -> Draft:
    return Draft(verb="rebuild", subject_type="indicators.Reading", by=by, via=Via.COMMAND, rows=found.different)


def _keys_to_hold() -> tuple[list[Key], int]:
    """Series and periods above all figures, and how many units lack even the series."""
    rows = derive.above(Observation.objects.in_force().keys())
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
    return _differences(wanted, stored)


def _all_series() -> list[int]:
    return list(Series.objects.order_by("id").values_list("id", flat=True))


def _differences(wanted: Mapping[Any, tuple[Any, ...]], stored: Mapping[Any, tuple[Any, ...]]) -> Compared:
    keys = {*wanted, *stored}
    return Compared(len(keys), sum(wanted.get(key) != stored.get(key) for key in keys))


def _stored_readings() -> dict[Key, int]:
    rows = Reading.objects.values_list("id", "series_id", "period_id")
    return {(series, period): pk for pk, series, period in rows}


def _drop_surplus() -> None:
    """Readings of units that have nothing below them on the period's day."""
    stored = _stored_readings()
    wanted = _by_key(derive.sums(sorted(stored)))
    Reading.objects.filter(id__in=[pk for key, pk in stored.items() if key not in wanted]).delete()
