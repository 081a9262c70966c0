"""Declared filters of documents and tasks."""

from datetime import MINYEAR
from typing import Any

from django.forms import TextInput
from django_filters import CharFilter

from portal.units.lists import AddressedFilterSet, choice_filter, row_filter, words_filter
from portal.units.models import AdminUnit, Agency
from resolutions.models import Document, Task

YEAR_BOX = TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
LEVELS = (("central", "trung ương"), ("province", "tỉnh"), ("district", "huyện"), ("commune", "xã"))


def _issued_in(queryset: Any, name: str, value: str) -> Any:
    year = int(value) if value.isdecimal() else 0
    return queryset.issued_in(year) if year >= MINYEAR else queryset.none()


class DocumentFilters(AddressedFilterSet):
    """System, level, year and words: what lists of one kind offer."""

    addresses = {"words": "tim", "system": "he-thong", "level": "cap", "year": "nam"}

    words = words_filter("Số, ký hiệu hoặc trích yếu")
    system = choice_filter("Hệ thống", Document.System.choices, "system")
    level = choice_filter("Cấp ban hành", LEVELS, "level")
    year = CharFilter(label="Năm ban hành", method=_issued_in, max_length=4, widget=YEAR_BOX)


class AnyDocumentFilters(DocumentFilters):
    """The same with the kind, for the list of all documents."""

    addresses = {**DocumentFilters.addresses, "kind": "loai"}

    kind = choice_filter("Loại văn bản", Document.Kind.choices, "kind")


def units_with_tasks(request: Any) -> Any:
    """Units that have a task, in reading order."""
    return AdminUnit.objects.filter(pk__in=Task.objects.values("unit")).in_reading_order()


def agencies_that_lead(request: Any) -> Any:
    """Agencies that lead a task."""
    return Agency.objects.filter(pk__in=Task.objects.values("leads"))


def _of_unit(queryset: Any, name: str, value: AdminUnit) -> Any:
    return queryset.of_unit(value)


def _led_by(queryset: Any, name: str, value: Agency) -> Any:
    return queryset.led_by(value)


class TaskFilters(AddressedFilterSet):
    """Unit, kind, lead agency and words."""

    addresses = {"words": "tim", "unit": "don-vi", "kind": "loai", "lead": "chu-tri"}

    words = words_filter("Nội dung")
    unit = row_filter("Đơn vị", units_with_tasks, _of_unit, "slug")
    kind = choice_filter("Loại", Task.Kind.choices, "kind")
    lead = row_filter("Cơ quan chủ trì", agencies_that_lead, _led_by)
