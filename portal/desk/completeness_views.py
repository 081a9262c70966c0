"""Pages of a period's completeness: who is where, urging, texts to copy, waiving, closing."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.desk.completeness import completeness_of, reports_in_sight, request_for, rows_of
from portal.desk.urging import urge
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.workflow.actions import close_period, waive
from portal.workflow.receipts import SentOnce, once
from portal.workflow.rules import IllegalMove

LIST = ("Tiến độ báo cáo", "desk:completeness")


def chosen_ids(sent: Any) -> list[int]:
    """Ids of the reports that were ticked; what is no number is left out."""
    return [int(one) for one in sent.getlist("bao-cao") if one.isascii() and one.isdigit() and len(one) < 12]


class CompletenessPage(PermissionRequired, TemplateView):
    """Where each report of a period stands."""

    permission = Permission.SEE_DRAFTS
    template_name = "desk/completeness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, chosen = self.request.user, self.request.GET
        found = completeness_of(
            user, timezone.localdate(), period_code=chosen.get("ky", ""), level=chosen.get("cap", "")
        )
        return super().get_context_data(
            page=found, levels=AdminUnit.Level.choices, may_urge=user.may(Permission.RECEIVE),
            may_close=user.is_general_reviewer, breadcrumb=[(LIST[0], "")], **kwargs,
        )  # fmt: skip


class UrgeUnits(PermissionRequired, SentOnce, View):
    """Urge one unit or several: one click, one message each, recorded once."""

    permission = Permission.RECEIVE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.POST.get("ky", "")
        period = Period.objects.by_code(code) if code else None
        address = reverse(LIST[1]) + (f"?ky={period.code}" if period else "")
        try:
            with once(request, to=address):
                urged = urge(chosen_ids(request.POST), by=request.user)
        except IllegalMove as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"Đã đôn đốc {len(urged)} đơn vị.")
        return redirect(address)


class RequestTexts(PermissionRequired, TemplateView):
    """Polite texts about the reports that are waited for, ready to be copied."""

    permission = Permission.RECEIVE
    template_name = "desk/request_texts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ids = chosen_ids(self.request.GET)
        reports = list(reports_in_sight(self.request.user).within(ids).for_page().by_level())
        rows = [row for row in rows_of(reports, timezone.localdate()) if row.is_waited_for]
        above = (LIST[0], reverse(LIST[1]))
        return super().get_context_data(
            texts=[(row, request_for(row)) for row in rows], breadcrumb=[above, ("Tin nhắn đôn đốc", "")], **kwargs
        )


class ReasonedPage(PermissionRequired, SentOnce, TemplateView):
    """A page that asks before something is done, for a general reviewer only."""

    permission = Permission.RECEIVE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.may(Permission.RECEIVE) and not user.is_general_reviewer:
            raise PermissionDenied("Chuyên viên theo dõi một ngành không miễn báo cáo, không khóa kỳ.")
        return super().dispatch(request, *args, **kwargs)

    def refused(self, fault: str, status: int) -> HttpResponse:
        """The page again with what is wrong."""
        return self.render_to_response(self.get_context_data(fault=fault), status=status)


class WaiveReport(ReasonedPage):
    """Doing without the report of one unit, with a reason."""

    template_name = "desk/waive.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = reports_in_sight(self.request.user).for_page().within([self.kwargs["pk"]]).first()
        if report is None:
            raise Http404("Không có báo cáo này.")
        above = (LIST[0], f"{reverse(LIST[1])}?ky={report.period.code}")
        reason = self.request.POST.get("reason", "")
        return super().get_context_data(report=report, reason=reason, breadcrumb=[above, ("Miễn", "")], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.get_context_data()["report"]
        reason = request.POST.get("reason", "").strip()
        if not reason:
            return self.refused("Cần ghi rõ lý do miễn báo cáo.", HTTPStatus.UNPROCESSABLE_ENTITY)
        address = f"{reverse(LIST[1])}?ky={report.period.code}"
        try:
            with once(request, to=address):
                waive(report, by=request.user, reason=reason)
        except IllegalMove as refusal:
            return self.refused(str(refusal), HTTPStatus.CONFLICT)
        messages.success(request, f"Đã miễn báo cáo “{report}”.")
        return redirect(address)


class ClosePeriod(ReasonedPage):
    """Closing a period: the page names who is missing, a POST closes when nobody is."""

    template_name = "desk/close_period.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = completeness_of(self.request.user, timezone.localdate(), period_code=self.kwargs["period"])
        if found.period is None or found.period.code != self.kwargs["period"]:
            raise Http404("Không có báo cáo nào của kỳ này.")
        above = (LIST[0], f"{reverse(LIST[1])}?ky={found.period.code}")
        return super().get_context_data(page=found, breadcrumb=[above, ("Khóa kỳ", "")], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        period = self.get_context_data()["page"].period
        address = f"{reverse(LIST[1])}?ky={period.code}"
        try:
            with once(request, to=address):
                close_period(period, by=request.user)
        except IllegalMove as refusal:
            return self.refused(str(refusal), HTTPStatus.CONFLICT)
        messages.success(request, f"Đã khóa kỳ “{period}”. Sửa số liệu của kỳ này cần mở lại từng báo cáo, có lý do.")
        return redirect(address)
