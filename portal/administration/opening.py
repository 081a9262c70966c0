"""Opening the reports of a period with the form of all indicators: the short way beside the pages of forms."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from indicators.actions import Refused, default_form, open_reports
from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.administration.forms import OpenReportsForm
from portal.history.models import Via
from portal.workflow.receipts import SentOnce, once

NOBODY_WAITS = (
    "Không có đơn vị nào chờ mở báo cáo của kỳ này: đơn vị đã có báo cáo, chưa được giao chỉ tiêu, "
    "hoặc không hoạt động vào ngày chốt số liệu của kỳ."
)


class OpenReports(PermissionRequired, SentOnce, TemplateView):
    """Choose the period; the reports of all units are opened with one event."""

    permission = Permission.ADMINISTER
    template_name = "administration/open_reports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"form": OpenReportsForm(), "breadcrumb": [("Mở báo cáo của kỳ", "")]}
        return super().get_context_data(**{**page, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OpenReportsForm(request.POST)
        if form.is_valid():
            period = form.cleaned_data["period"]
            try:
                with once(request, to=request.path):
                    opened = open_reports(default_form(), period, by=request.user, via=Via.FORM)
                    if not opened.new:
                        raise Refused(NOBODY_WAITS)
                messages.success(request, f"Đã mở {len(opened.new)} báo cáo {period}.")
                return redirect("administration:open_reports")
            except Refused as refusal:
                form.add_error("period", refusal.message)
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
