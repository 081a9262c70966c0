"""Declared filters of the catalogue of indicators."""

from typing import Any

from indicators.models import Series
from indicators.topics import TOPICS
from portal.units.lists import AddressedFilterSet, choice_filter, row_filter, words_filter
from portal.units.models import AdminUnit


def units_with_series(request: Any) -> Any:
    """Units that hold an indicator, in reading order."""
    return AdminUnit.objects.filter(pk__in=Series.objects.values("unit")).in_reading_order()


def _of_unit(queryset: Any, name: str, value: AdminUnit) -> Any:
    return queryset.held_by(value)


class IndicatorFilters(AddressedFilterSet):
    """Words, topic and unit."""

    addresses = {"words": "tim", "topic": "linh-vuc", "unit": "don-vi"}

    words = words_filter("Tên hoặc mã chỉ tiêu")
    topic = choice_filter("Lĩnh vực", tuple(TOPICS.items()), "topic")
    unit = row_filter("Đơn vị", units_with_series, _of_unit, "slug")

    @property
    def chosen_unit(self) -> AdminUnit | None:
        """The unit that the list is narrowed to."""
        return self.form.cleaned_data.get("don-vi") if self.is_bound and self.form.is_valid() else None
