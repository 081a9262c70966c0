"""Declared filters of projects and facilities."""

from datetime import date
from typing import Any

from django.utils import timezone

from portal.units.days import day_in_address
from portal.units.lists import AddressedFilterSet, choice_filter, row_filter, words_filter
from portal.units.models import AdminUnit, Ancestry
from projects.models import Facility, FacilityPlace, Project, ProjectPlace


def units_with_projects(request: Any) -> Any:
    """Units that a project lies in, and all above them, in reading order."""
    return _at_or_above(ProjectPlace.objects.values("unit"))


def units_with_facilities(request: Any) -> Any:
    """Units that a facility stands in, and all above them, in reading order."""
    return _at_or_above(FacilityPlace.objects.values("unit"))


def _at_or_above(places: Any) -> Any:
    above = Ancestry.objects.filter(descendant__in=places).values("ancestor")
    return AdminUnit.objects.filter(pk__in=above).in_reading_order()


def day_of(unit: AdminUnit, shown: date) -> date:
    """The day whose tree tells what lies below the unit: the shown one, or the unit's last day once it has ended."""
    return shown if unit.is_valid_on(shown) else (unit.last_day or unit.valid_from)


class PlacedFilterSet(AddressedFilterSet):
    """Filters of what lies in a unit or below it on the shown day."""

    def narrow_to_unit(self, queryset: Any, name: str, value: AdminUnit) -> Any:
        """What lies in the unit or below it."""
        shown = day_in_address(self.request) if self.request else timezone.localdate()
        return queryset.within(value, day_of(value, shown))


class ProjectFilters(PlacedFilterSet):
    """Words, kind, stage and unit."""

    addresses = {"words": "tim", "kind": "loai", "stage": "giai-doan", "unit": "don-vi"}

    words = words_filter("Tên hoặc địa bàn")
    kind = choice_filter("Loại", Project.Kind.choices, "kind")
    stage = choice_filter("Giai đoạn", Project.Stage.choices, "stage")
    unit = row_filter("Địa bàn", units_with_projects, "narrow_to_unit", "slug")


class FacilityFilters(PlacedFilterSet):
    """Kind and unit."""

    addresses = {"kind": "loai", "unit": "don-vi"}

    kind = choice_filter("Loại", Facility.Kind.choices, "kind")
    unit = row_filter("Địa bàn", units_with_facilities, "narrow_to_unit", "slug")
