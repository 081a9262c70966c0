"""Giving a unit more time for its report."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from indicators.views.entry import ReportPage, to_report
from portal.accounts.roles import Permission
from portal.vietnamese.dates import write_date
from portal.workflow.actions import extend_deadline
from portal.workflow.forms import ExtensionForm
from portal.workflow.models import Extension
from portal.workflow.receipts import once
from portal.workflow.rules import EXTENDABLE, IllegalMove, State


class EntryExtend(ReportPage):
    """The deadline, all that it has been moved by, and a form that moves it on."""

    permission = Permission.EXTEND
    template_name = "indicators/entry_extend.html"
    title = "Gia hạn"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(form=ExtensionForm())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = State(self.report.state) in EXTENDABLE and not self.report.period.is_closed
        return super().get_context_data(
            extensions=Extension.objects.of_submission(self.report), is_extendable=is_open, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExtensionForm(request.POST)
        if not form.is_valid():
            return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            with once(request, to=self.report.get_absolute_url()):
                extension = extend_deadline(self.report, by=request.user, **form.cleaned_data)
        except IllegalMove as refusal:
            form.add_error(None, str(refusal))
            return self.answer(HTTPStatus.CONFLICT, form=form)
        messages.success(request, f"Đã gia hạn báo cáo đến hết ngày {write_date(extension.until_on)}.")
        return to_report(self)
