"""The page on which a new unit confirms the baselines that its predecessors leave it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from indicators import actions
from indicators.actions import NotAllowed, Refused
from indicators.shown import shown_figure
from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.units.models import AdminUnit
from portal.workflow.receipts import SentOnce, once


class Baselines(PermissionRequired, SentOnce, TemplateView):
    """Proposals with where they come from; those that are ticked are stored."""

    permission = Permission.SEE_DRAFTS
    template_name = "indicators/baselines.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.unit = AdminUnit.objects.visible_to(request.user).with_slug(kwargs["slug"]).first()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ids = [int(pk) for pk in request.POST.getlist("series") if pk.isdecimal()]
        address = reverse("indicators:baselines", args=[self.kwargs["slug"]])
        try:
            with once(request, to=address):
                done = actions.confirm_baselines(self._unit(), ids, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            context = self.get_context_data(obstacle=refusal.message)
            return self.render_to_response(context, status=HTTPStatus.CONFLICT)
        messages.success(request, f"Đã ghi {len(done)} số gốc của {self.unit}.")
        return redirect(address)

    def _unit(self) -> AdminUnit:
        if self.unit is None:
            raise Http404("Không có đơn vị này.")
        return self.unit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            found = actions.propose_baselines(self._unit(), by=self.request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        return super().get_context_data(
            unit=self.unit,
            proposals=[(one, shown_figure(one.figure, one.series.indicator)) for one in found],
            offered=sum(one.value is not None for one in found),
            breadcrumb=[(self.unit.name, reverse("units:unit", args=[self.unit.slug])), ("Số gốc đầu nhiệm kỳ", "")],
            **kwargs,
        )
