"""Pages of "Biểu của tôi": a report as a workbook to take along, and the filled one handed in."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from indicators.entry_page import find_report
from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.imports.actions import NotConfirmed
from portal.imports.exporting import CONTENT_TYPES
from portal.imports.forms import CLEAN_TEXT
from portal.imports.models import ImportBatch
from portal.imports.own_workbook import own_file, take_in
from portal.imports.refusals import FileRefused
from portal.workflow.models import Submission

_SHOWN_FAULTS = 200
State = ImportBatch.State


class OwnForm(forms.Form):
    """The filled workbook, and why figures in force are corrected."""

    file = forms.FileField(
        label="Biểu đã điền",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        help_text="Tệp tải từ trang này; dòng để trống được bỏ qua.",
        error_messages={"required": "Hãy chọn tệp đã điền.", "invalid": "Tệp không gửi lên được."},
    )
    reason = forms.CharField(
        label="Lý do sửa số đã duyệt",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={**CLEAN_TEXT, "max_length": "Lý do dài quá 2.000 ký tự."},
    )

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refusal:
            self.fields["file"].error_messages = {**self.fields["file"].error_messages, "required": refusal}


def _report(request: HttpRequest, unit: str, period: str) -> Submission:
    """The report at the address. Raises Http404 for a stranger's, PermissionDenied while it takes nothing."""
    report = find_report(request.user, unit, period)
    if report is None:
        raise Http404("Không có báo cáo này.")
    if not report.is_writable:
        raise PermissionDenied("Báo cáo đã nộp hoặc đã duyệt nên không nhận số liệu mới.")
    return report


class OwnTemplate(PermissionRequired, View):
    """The workbook of the report."""

    permission = Permission.ENTER
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, unit: str, period: str) -> HttpResponse:
        report = _report(request, unit, period)
        name = f"bieu-{report.unit.code}-{report.period.code}.xlsx"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(own_file(report, request.user), content_type=CONTENT_TYPES[".xlsx"], headers=disposition)


class OwnWorkbook(PermissionRequired, TemplateView):
    """Where the workbook is taken and handed in; what is wrong in it is listed with row and column."""

    permission = Permission.ENTER
    template_name = "imports/own.html"

    def get(self, request: HttpRequest, unit: str, period: str) -> HttpResponse:
        return self.answer(_report(request, unit, period), OwnForm())

    def post(self, request: HttpRequest, unit: str, period: str) -> HttpResponse:
        report = _report(request, unit, period)
        form = OwnForm(request.POST, request.FILES, refusal=getattr(request, "upload_refusal", ""))
        if not form.is_valid():
            return self.answer(report, form)
        file = form.cleaned_data["file"]
        try:
            path = Path(file.temporary_file_path())
            batch = take_in(path, file.name, report, by=request.user, reason=form.cleaned_data["reason"])
        except (FileRefused, NotConfirmed) as refused:
            form.add_error("file", str(refused))
            return self.answer(report, form)
        if batch.state == State.REFUSED:
            return self.answer(report, form, batch=batch, faults=batch.faults[:_SHOWN_FAULTS])
        messages.success(request, self.told(batch))
        return redirect(report)

    @staticmethod
    def told(batch: ImportBatch) -> str:
        """What came of the file."""
        if batch.state == State.UNCHANGED:
            return f"Tệp {batch.file_name} giống số liệu đang có, không có gì thay đổi."
        return f"Đã đưa biểu vào bản nháp: {batch.new} số mới, {batch.changed} số sửa, {batch.unchanged} không đổi."

    def answer(self, report: Submission, form: OwnForm, **more: Any) -> HttpResponse:
        """The page; what was sent and refused is 422."""
        above = [
            ("Nhập liệu", reverse("indicators:entry_list")),
            (f"{report.unit} · {report.period.short}", report.get_absolute_url()),
            ("Biểu của tôi", ""),
        ]
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        page = {"report": report, "form": form, "breadcrumb": above, **more}
        return self.render_to_response(self.get_context_data(**page), status=status)
