"""What lies in a unit on a day: projects counted by kind and stage, and the facilities and firms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, DecimalField, IntegerField, Value

from portal.units.models import AdminUnit
from projects.models import Facility, Project

NOTHING, NO_TEXT = Value(None, output_field=DecimalField()), Value("", output_field=CharField())


@dataclass(frozen=True)
class FacilityRow:
    """A facility, or several of one kind, as a list shows it."""

    name: str
    kind: str
    count: int
    place_text: str


@dataclass(frozen=True)
class Within:
    """Projects as the rows of `by_kind_and_stage`, and the facilities by kind and name."""

    projects: tuple[Mapping[str, Any], ...]
    facilities: tuple[FacilityRow, ...]


def lying_in(unit: AdminUnit, day: date, *, user: Any) -> Within:
    """What the person sees of the unit and of all below it on the day. One query.

    Both are a few columns of a few dozen rows; a query of its own for either would cost a dashboard more than them.
    """
    is_project = (Value(value, output_field=BooleanField()) for value in (True, False))
    counted = Project.objects.visible_to(user).within(unit, day).by_kind_and_stage().order_by()
    named = Facility.objects.visible_to(user).within(unit, day).order_by()
    rows = counted.values_list(next(is_project), "kind", "stage", "total", "capacity", "capacity_known", NO_TEXT).union(
        named.values_list(
            next(is_project), "kind", "name", "count", NOTHING, Value(0, output_field=IntegerField()), "place_text"
        ),
        all=True,
    )
    found = list(rows)
    names = ("kind", "stage", "total", "capacity", "capacity_known")
    groups = sorted(row[1:-1] for row in found if row[0])
    facilities = sorted(row[1:] for row in found if not row[0])
    return Within(
        projects=tuple(dict(zip(names, row, strict=True)) for row in groups),
        facilities=tuple(
            FacilityRow(name, str(Facility.Kind(kind).label), count, place)
            for kind, name, count, _, _, place in facilities
        ),
    )
