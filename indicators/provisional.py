"""Which figures a roll-up is joined from that are not official yet."""

from typing import Any

from indicators.models import Observation, Series
from portal.periods.models import Period
from portal.units.models import Ancestry, Placement

OFFICIAL = Observation.Quality.OFFICIAL


def provisional_parts(series: Series, period: Period) -> int:
    """How many figures that go into the roll-up are estimates or preliminary. Three queries.

    A child counts by its own figure, else by those of its children, as the roll-up itself is made.
    """
    day = period.as_of_on
    below = set(Ancestry.objects.filter(ancestor=series.unit_id).values_list("descendant_id", flat=True))
    tree = Placement.objects.filter(unit__in=below, valid_from__lte=day, valid_to__gt=day)
    children: dict[int, list[int]] = {}
    for parent, child in tree.values_list("parent_id", "unit_id"):
        children.setdefault(parent, []).append(child)
    own = Observation.objects.in_force().filter(series__unit__in=below, series__indicator=series.indicator_id)
    kinds = dict(list(own.of_period(period).values_list("series__unit_id", "quality")))  # the queryset has keys()
    return _count(series.unit_id, children, kinds)


def _count(unit: int, children: dict[int, list[int]], kinds: dict[int, Any]) -> int:
    found = 0
    for child in children.get(unit, ()):
        found += kinds[child] != OFFICIAL if child in kinds else _count(child, children, kinds)
    return found


def provisional_note(count: int) -> str:
    """What stands beside a roll-up that is not official in all its parts; empty where it is."""
    return f"gồm {count} số liệu chưa chính thức" if count else ""
