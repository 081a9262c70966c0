"""Declared filters of the desk."""

from typing import Any

from indicators.models import Finding
from indicators.rules.quality import RULES
from portal.units.lists import AddressedFilterSet, choice_filter, row_filter
from portal.units.models import AdminUnit

SEVERITIES = Finding._meta.get_field("severity").choices


def units_with_findings(request: Any) -> Any:
    """Units that something was found about, in reading order."""
    return AdminUnit.objects.filter(pk__in=Finding.objects.values("series__unit")).in_reading_order()


def _of_unit(queryset: Any, name: str, value: AdminUnit) -> Any:
    return queryset.of_unit(value)


class FindingFilters(AddressedFilterSet):
    """Unit, severity, rule and state."""

    addresses = {"unit": "don-vi", "severity": "muc-do", "rule": "quy-tac", "state": "trang-thai"}

    unit = row_filter("Đơn vị", units_with_findings, _of_unit, "slug")
    severity = choice_filter("Mức độ", [(code, word.capitalize()) for code, word in SEVERITIES], "severity")
    rule = choice_filter("Quy tắc", [(rule.code, rule.title) for rule in RULES], "rule")
    state = choice_filter("Trạng thái", [(code, word.capitalize()) for code, word in Finding.State.choices], "state")
