"""Pages of units: the tree on a day, and the life line of one unit."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.views.generic import DetailView, TemplateView

from portal.units.days import day_in_address
from portal.units.filters import UnitFilters
from portal.units.models import AdminUnit
from portal.units.tree import unit_page, unit_tree


class UnitList(TemplateView):
    """The tree of units on a day; the day of the last arrangement and the day before it are one click away."""

    template_name = "units/unit_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = day_in_address(self.request)
        units = AdminUnit.objects.visible_to(self.request.user)
        chosen = UnitFilters(self.request.GET or None, queryset=units, request=self.request)
        arranged = units.last_change_by(day)
        return super().get_context_data(
            filter=chosen,
            nodes=unit_tree(day, **chosen.narrowing),
            empty_text=_empty_text(chosen),
            day=day,
            arranged_on=arranged,
            before=arranged - timedelta(days=1) if arranged else None,
            breadcrumb=[("Đơn vị hành chính", "")],
            **kwargs,
        )


class UnitView(DetailView):
    """One unit: facts, what it came from and became, its bodies and the units below it."""

    queryset = AdminUnit.objects.in_reading_order()
    template_name = "units/unit_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=unit_page(self.object, day_in_address(self.request)),
            breadcrumb=[("Đơn vị hành chính", reverse("units:unit_list")), (self.object.name, "")],
            **kwargs,
        )


def _empty_text(chosen: UnitFilters) -> str:
    words = chosen.choices_in_words
    return f"Không có đơn vị nào khớp: {words}." if words else "Ngày này chưa có đơn vị hành chính nào trong hệ thống."
