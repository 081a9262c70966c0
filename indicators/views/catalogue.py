"""Pages that read: the catalogue of indicators, one indicator in all units, one indicator in one unit."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, ListView

from indicators.catalogue import (
    catalogue_rows,
    definition,
    rule_in_words,
    shared_target,
    standing_rows,
    target_rows,
    unit_bars,
)
from indicators.definitions import version_rows, versions_of
from indicators.filters import IndicatorFilters
from indicators.models import Finding, Indicator, Observation, Series, Target
from indicators.series_page import series_page
from indicators.todays_page import todays_units
from portal.accounts.roles import Permission
from portal.units.days import address_of_today, day_asked
from portal.units.lists import FilteredList

UNITS_PARAMETER, UNITS_OF_TODAY = "theo", "don-vi-hien-nay"
PERIOD_PARAMETER = "ky"  # of the roll-up that is shown with the rows it came from
CATALOGUE = ("Chỉ tiêu", "indicators:indicator_list")


def opening_day(request: HttpRequest) -> date:
    """The day of the address, else the latest that has figures, else today. At most one query."""
    asked = day_asked(request)
    if asked:
        return asked
    return min([timezone.localdate(), *Observation.objects.cut_off_days()])


class IndicatorList(FilteredList):
    """The catalogue, with the figure of the chosen unit, or of the only unit that holds an indicator."""

    queryset = Indicator.objects.for_catalogue()
    filterset_class = IndicatorFilters
    template_name = "indicators/indicator_list.html"
    title = "Chỉ tiêu"
    thing = "chỉ tiêu"
    nothing_yet = "Chưa có chỉ tiêu nào. Người quản trị xem các bước chuẩn bị ở trang Quản trị."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        unit = self.filterset.chosen_unit
        day = opening_day(self.request)
        rows = catalogue_rows(context["object_list"], user=self.request.user, on=day, unit=unit)
        return {**context, "rows": rows, "day": day, "unit": unit, "today_url": address_of_today(self.request)}


class IndicatorView(ListView):
    """One indicator: its definition, the units that hold it with their latest figures, and the targets."""

    template_name = "indicators/indicator_detail.html"
    paginate_by = 100

    def get_queryset(self) -> Any:
        found = Indicator.objects.visible_to(self.request.user).by_code(self.kwargs["code"]).for_page()
        self.indicator = found.first()
        if self.indicator is None:
            raise Http404("Không có chỉ tiêu này.")
        return Series.objects.visible_to(self.request.user).of_indicators([self.indicator.pk]).by_unit()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        day, indicator = opening_day(self.request), self.indicator
        rows = standing_rows(list(context["object_list"]), day)
        targets = target_rows(list(Target.objects.visible_to(self.request.user).of_indicator(indicator)), on=day)
        return {
            **context,
            "indicator": indicator,
            "definition": definition(indicator, rule_in_words(indicator)),
            "rows": rows,
            "only": rows[0] if context["paginator"].count == 1 else None,
            "targets": targets,
            "bars": unit_bars(rows, shared_target(targets)),
            "bars_period": next((row.period for row in rows if row.value is not None), ""),
            "versions": version_rows(versions_of([indicator.pk])[indicator.pk]) if indicator.defined_from else (),
            "may_change": self.request.user.may(Permission.ADMINISTER),
            "day": day,
            "today_url": address_of_today(self.request),
            "breadcrumb": [(CATALOGUE[0], reverse(CATALOGUE[1])), (indicator.name, "")],
        }


class SeriesView(DetailView):
    """One indicator in one unit: the latest figure with its verdict, all figures, their sources and corrections."""

    template_name = "indicators/series_detail.html"

    def _asks_for_today(self) -> bool:
        return self.request.GET.get(UNITS_PARAMETER) == UNITS_OF_TODAY

    def get_object(self, queryset: Any = None) -> Series:
        found = Series.objects.visible_to(self.request.user).with_address(self.kwargs["code"], self.kwargs["slug"])
        series = found.first()
        if series is None:
            raise Http404("Đơn vị không có chỉ tiêu này.")
        return series

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series, user = self.object, self.request.user
        day = opening_day(self.request)
        return super().get_context_data(
            page=series_page(series, user=user, on=day, broken_down=self.request.GET.get(PERIOD_PARAMETER, "")),
            day=day,
            today_url=address_of_today(self.request),
            todays=todays_units(series, on=day, today=timezone.localdate()) if self._asks_for_today() else None,
            may_change=user.may(Permission.ADMINISTER),
            may_enter=user.may(Permission.ENTER) and user.unit_id == series.unit_id,
            findings=Finding.objects.visible_to(user).of_series([series.pk]).lasting().for_page().gravest_first(),
            breadcrumb=[
                (CATALOGUE[0], reverse(CATALOGUE[1])),
                (series.indicator.name, series.indicator.get_absolute_url()),
                (series.unit.name, ""),
            ],
            **kwargs,
        )
