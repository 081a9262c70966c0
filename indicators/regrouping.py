"""What an arrangement of units makes of the figures: only readings that the moved units touch are derived again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators import derive
from indicators.derive import Key
from indicators.models import Observation, Reading, Series, Standing


@dataclass(frozen=True)
class Regrouped:
    """How many readings were looked at and how many of them written or dropped; series judged anew."""

    looked_at: int = 0
    written: int = 0
    judged: int = 0


def regroup(children: Iterable[int], parents: Iterable[int], *, since: date, on: date) -> Regrouped:
    """Derive readings again above units that were placed anew, in periods whose own day is `since` or later.

    `children` are the units that moved, ended or began, `parents` those they stood or stand under. The write lock of
    portal.history must be held.
    """
    below, beside = _figures(children, since), _readings(parents, since)
    changed = _dropped(beside)
    looked_at = set(beside)
    for level in [sorted(set(beside) - changed), *derive.levels(sorted({*below, *beside}))]:
        looked_at |= set(level)
        changed |= set(derive.write_readings(level)) if level else set()
    judged = sorted({series for series, _ in changed})
    derive.write_standings(judged, on=on)
    return Regrouped(len(looked_at), len(changed), len(judged))


def _figures(units: Iterable[int], since: date) -> list[Key]:
    """Series and periods of the units' own figures and readings."""
    ids = list(units)
    own = Observation.objects.in_force().of_places(ids).from_day(since).keys()
    return sorted({*own, *_readings(ids, since)})


def _readings(units: Iterable[int], since: date) -> list[Key]:
    return Reading.objects.of_units(units).from_day(since).keys()


def _dropped(keys: Sequence[Key]) -> set[Key]:
    """Readings below which nothing stands any more are taken out; their keys."""
    standing = {(row[0], row[1]) for row in derive.sums(keys)} if keys else set()
    empty = set(keys) - standing
    rows = Reading.objects.filter(series__in={series for series, _ in empty}).values_list("id", "series", "period")
    found = {pk: (series, period) for pk, series, period in rows if (series, period) in empty}
    Reading.objects.filter(id__in=list(found)).delete()
    return set(found.values())


def drop_derived(units: Iterable[int]) -> None:
    """Take out series that roll-ups alone made for the units, with what is derived of them: their units go too."""
    held = Series.objects.of_units(units).derived()
    Reading.objects.filter(series__in=held).delete()
    unused = Series.objects.among(list(held.values_list("id", flat=True))).unused()
    Standing.objects.of_series(unused).delete()
    unused.delete()
