"""Pages of handing in a workbook: start, preview and confirmation, result; and files going out."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import ListView, TemplateView, View

from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.imports.actions import NotConfirmed, check_file, confirm
from portal.imports.catalogue import KINDS, SheetKind
from portal.imports.exporting import CONTENT_TYPES, as_file, as_template, file_name
from portal.imports.forms import ChoiceForm, ConfirmForm, UndoForm, UploadForm
from portal.imports.models import ImportBatch
from portal.imports.offices.questions import Asked
from portal.imports.preview import PER_PAGE, chosen, page_of, skipped_in_words, tabs
from portal.imports.refusals import FileRefused
from portal.imports.remembered import WaitingFile
from portal.imports.results import touched_reports
from portal.imports.undoing import NotUndone, undo, why_not
from portal.imports.waiting import keep_waiting

TITLE = "Nhập từ Excel"
State = ImportBatch.State


class Start(PermissionRequired, ListView):
    """Where a file is handed in; the earlier ones below. The file is read by a child process, never here."""

    permission = Permission.IMPORT
    template_name = "imports/start.html"
    paginate_by = 20

    def get_queryset(self) -> Any:
        return ImportBatch.objects.visible_to(self.request.user).without_rows()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = {"form": UploadForm(), "choice": ChoiceForm(auto_id="xuat_%s")}
        page = {"breadcrumb": [(TITLE, "")], "kinds": list(KINDS.values())}
        page["waiting"] = WaitingFile.objects.visible_to(self.request.user).without_content().first()
        return super().get_context_data(**{**forms, **page, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, refusal=getattr(request, "upload_refusal", ""))
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                kind, path = form.cleaned_data["kind"], Path(file.temporary_file_path())
                return redirect(check_file(path, file.name, kind=kind, by=request.user))
            except Asked as asked:
                waiting = keep_waiting(path, file.name, asked, kind=kind, by=request.user)
                return redirect("imports:questions", pk=waiting.pk)
            except FileRefused as refused:
                form.add_error("file", str(refused))
        return self.answer(form=form)

    def answer(self, **context: Any) -> HttpResponse:
        """The page again, with what is to be mended."""
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(**context), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class BatchPage(PermissionRequired, TemplateView):
    """A page about one batch; a stranger's is 404."""

    permission = Permission.IMPORT
    title = ""

    def find(self, *, with_rows: bool = True) -> ImportBatch:
        """The batch at the address. Raises Http404."""
        found = ImportBatch.objects.visible_to(self.request.user).with_id(self.kwargs["pk"])
        return get_object_or_404(found if with_rows else found.without_payload())

    def get_context_data(self, batch: ImportBatch, **kwargs: Any) -> dict[str, Any]:
        above = [(TITLE, reverse("imports:start")), (f"Đợt nhập số {batch.pk}", "")]
        return super().get_context_data(batch=batch, kind=KINDS[batch.kind], breadcrumb=above, **kwargs)


class Preview(BatchPage):
    """What a file would change and what is wrong with it; its owner confirms here, once."""

    template_name = "imports/preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(self.find())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.find()
        if batch.owner_id != request.user.pk:
            raise PermissionDenied("Chỉ người tải tệp lên được xác nhận đợt nhập này.")
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            return self.answer(batch, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            written = confirm(batch, by=request.user, **form.cleaned_data)
        except NotConfirmed as refused:
            if batch.state == State.APPLIED:
                messages.info(request, str(refused))
                return redirect("imports:result", pk=batch.pk)
            return self.answer(batch, HTTPStatus.CONFLICT, form=form, obstacle=str(refused))
        if written.issued:
            return self.hand_out(written)
        messages.success(request, f"Đã ghi đợt nhập số {batch.pk}.")
        return redirect("imports:result", pk=batch.pk)

    def hand_out(self, batch: ImportBatch) -> HttpResponse:
        """The one-time passwords of the new accounts, in the answer itself: they are kept nowhere."""
        page = render(self.request, "imports/issued.html", {"batch": batch, "breadcrumb": [(TITLE, "")]})
        page["Cache-Control"] = "no-store, private"
        return page

    def answer(self, batch: ImportBatch, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        """The page with this status."""
        return self.render_to_response(self.get_context_data(batch, **context), status=status)

    def get_context_data(self, batch: ImportBatch, **kwargs: Any) -> dict[str, Any]:
        offered = tabs(batch)
        tab = chosen(self.request.GET.get("xem", ""), offered)
        context = {
            "tabs": offered,
            "tab": tab,
            "page_obj": page_of(batch, tab, self.request.GET.get("page", "1")),
            "skipped": skipped_in_words(batch),
            "earlier": ImportBatch.objects.visible_to(self.request.user).same_file(batch).without_rows().first(),
            "may_confirm": batch.state == State.CHECKED and batch.owner_id == self.request.user.pk,
            "form": ConfirmForm(initial={"token": batch.token}),
        }
        context |= kwargs
        if not KINDS[batch.kind].holds_figures:
            context["form"].about_records()
        return super().get_context_data(batch, **context)


class Result(BatchPage):
    """What a batch has written, as the database says; a batch that waits for confirmation leads back to it."""

    template_name = "imports/result.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.find()
        if batch.state == State.CHECKED:
            return redirect(batch)
        holds_figures = KINDS[batch.kind].holds_figures
        reports = touched_reports(batch) if batch.state == State.APPLIED and holds_figures else []
        page = Paginator(reports or batch.left, PER_PAGE).get_page(request.GET.get("page", "1"))
        may_undo = not why_not(batch, request.user)
        return self.render_to_response(self.get_context_data(batch, reports=reports, page_obj=page, may_undo=may_undo))


class Undo(BatchPage):
    """Taking a written batch back: what will happen, a reason, and one button."""

    template_name = "imports/undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.find()
        return self.answer(batch, HTTPStatus.OK, obstacle=why_not(batch, request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch, form = self.find(), UndoForm(request.POST)
        if not form.is_valid():
            return self.answer(batch, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            done = undo(batch, by=request.user, **form.cleaned_data)
        except NotUndone as refused:
            return self.answer(batch, HTTPStatus.CONFLICT, obstacle=str(refused), left=refused.left[:PER_PAGE])
        messages.success(request, f"Đã hoàn tác đợt nhập số {done.pk}.")
        return redirect("imports:result", pk=done.pk)

    def answer(self, batch: ImportBatch, status: int, **context: Any) -> HttpResponse:
        """The page with this status."""
        return self.render_to_response(self.get_context_data(batch, **{"form": UndoForm(), **context}), status=status)


class FileOut(PermissionRequired, View):
    """A workbook to download; a unit or period that does not exist is named on the start page."""

    permission = Permission.IMPORT
    http_method_names = ["get", "head", "options"]
    words = ""

    def get(self, request: HttpRequest, kind: str, suffix: str = "xlsx") -> HttpResponse:
        if kind not in KINDS or f".{suffix}" not in CONTENT_TYPES:
            raise Http404("Không có tệp này.")
        form = ChoiceForm(request.GET, auto_id="xuat_%s")
        if not form.is_valid():
            start = Start()
            start.setup(request)
            return start.answer(choice=form)
        name = file_name(self.words, KINDS[kind], f".{suffix}", **form.cleaned_data)
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        content = self.content(KINDS[kind], f".{suffix}", **form.cleaned_data)
        return HttpResponse(content, content_type=CONTENT_TYPES[f".{suffix}"], headers=disposition)

    def content(self, kind: SheetKind, suffix: str, *, unit: Any, period: Any) -> bytes:
        """The bytes of the file."""
        raise NotImplementedError


class Template(FileOut):
    """The workbook to fill in, with lists to choose from; of a unit with its indicators and figures."""

    words = "mau"

    def content(self, kind: SheetKind, suffix: str, *, unit: Any, period: Any) -> bytes:
        """The bytes of the workbook, with the unit's rows where one is named."""
        return as_template(kind, unit=unit, period=period)


class Export(FileOut):
    """The figures in force."""

    def content(self, kind: SheetKind, suffix: str, *, unit: Any, period: Any) -> bytes:
        """The bytes of the workbook or the CSV."""
        return as_file(kind, kind.chosen(unit=unit, period=period), suffix=suffix)
