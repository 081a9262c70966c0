"""Pages of the dashboards."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.dashboards.context import RESOLUTION_PARAMETER, UNIT_PARAMETER, ContextForm, day_params
from portal.dashboards.freshness import page_etag, stamp, unchanged
from portal.dashboards.opening import Opening, open_province, open_unit
from portal.dashboards.pages import ProvincePage, UnitPage, province_page, unit_page
from portal.dashboards.places import province_of
from portal.dashboards.shown_day import day_of_unit, shown_day
from portal.units.models import AdminUnit

HOME = ("Tổng quan", "dashboards:home")
NO_UNIT = "Không có đơn vị này."
PAPER_PARAMETER = "in"
# How many indicators fit beside the units on one sheet; whoever wants everything chooses neither.
SHEETS = {"a4": 12, "a3": 24}
WHOLE = "day-du"


class NoProvince(Exception):
    """On the shown day there is no unit at all: before the first one, or in an installation that is still empty."""


class Home(PermissionRequired, View):
    """To the person's own unit, or to the province for those who look after all of it."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if user.is_province_wide or user.unit is None or user.unit.level == AdminUnit.Level.PROVINCE:
            return redirect("dashboards:province")
        return redirect("dashboards:unit", user.unit.slug)


class Dashboard(PermissionRequired, TemplateView):
    """What the dashboards have in common: the bar that chooses unit and resolution, and 304 while nothing changed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = request.GET.get(UNIT_PARAMETER)
        if chosen is not None and chosen != kwargs.get("slug"):
            return redirect(_address(chosen, request.GET))
        kept = unchanged(request)
        if kept:
            return kept
        response = self.render_to_response(self.get_context_data(**kwargs))
        return stamp(response, page_etag(request, self.opening.position))

    @cached_property
    def opening(self) -> Opening:
        """What is asked first."""
        raise NotImplementedError

    def page(self) -> UnitPage | ProvincePage:
        """Everything the page shows."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, params = self.page(), self.request.GET
        if page.day.problem:
            messages.warning(self.request, page.day.problem)
        today = day_params(params, page.day)
        return super().get_context_data(
            page=page,
            simulated=page.simulated,
            context_form=ContextForm(page.places, page.resolutions, params),
            today_url=f"?{urlencode(today)}" if today else "",
            breadcrumb=_breadcrumb(page),
            **kwargs,
        )


class UnitDashboard(Dashboard):
    """One unit, at any level."""

    template_name = "dashboards/unit_detail.html"

    @cached_property
    def opening(self) -> Opening:
        """The unit of the address."""
        found = open_unit(self.kwargs["slug"], self.request.GET, self.request.user)
        if found is None:
            raise Http404(NO_UNIT)
        return found

    def page(self) -> UnitPage:
        """The page of the unit in the address."""
        user, params = self.request.user, self.request.GET
        day = day_of_unit(params, self.opening.latest, self.opening.unit)
        return unit_page(self.opening, user=user, day=day, resolution=params.get(RESOLUTION_PARAMETER, ""))


class ProvinceDashboard(Dashboard):
    """All units of the province."""

    template_name = "dashboards/province_detail.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NoProvince as nothing:
            if AdminUnit.objects.exists():
                raise Http404(str(nothing)) from nothing
            administers = request.user.may(Permission.ADMINISTER)
            return TemplateResponse(request, "dashboards/nothing_yet.html", {"administers": administers})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = self.request.GET.get(PAPER_PARAMETER, "a4")
        paper = chosen if chosen in (*SHEETS, WHOLE) else "a4"
        kept = {name: value for name, value in self.request.GET.items() if name != PAPER_PARAMETER}
        papers = [
            (words, f"?{urlencode({**kept, PAPER_PARAMETER: name})}", name == paper)
            for name, words in (("a4", "một trang A4"), ("a3", "một trang A3"), (WHOLE, "đầy đủ"))
        ]
        matrix = context["page"].matrix
        sheet = matrix.sheet(SHEETS[paper]) if paper in SHEETS else None
        return {**context, "paper": paper, "papers": papers, "sheet": sheet}

    @cached_property
    def opening(self) -> Opening:
        """The latest day: the province follows from the day."""
        return open_province(self.request.GET, self.request.user)

    def page(self) -> ProvincePage:
        """The page of the province that the person belongs to on the shown day."""
        user, params = self.request.user, self.request.GET
        day = shown_day(params, self.opening.latest)
        places = province_of(user, day.on)
        if places is None:
            raise NoProvince("Ngày này chưa có đơn vị hành chính nào.")
        return province_page(places, user=user, day=day, resolution=params.get(RESOLUTION_PARAMETER, ""))


def _address(slug: str, params: Mapping[str, str]) -> str:
    kept = {name: value for name, value in params.items() if name != UNIT_PARAMETER and value}
    try:
        address = reverse("dashboards:unit", args=[slug])
    except NoReverseMatch:  # what was chosen is no word of an address
        raise Http404(NO_UNIT) from None
    return f"{address}?{urlencode(kept)}" if kept else address


def _breadcrumb(page: UnitPage | ProvincePage) -> list[tuple[str, str]]:
    above = [(one.name, one.get_absolute_url()) for one in page.places.above]
    return [(HOME[0], reverse(HOME[1])), *above, (page.unit.name, "")]
