"""Pages of documents: lists by kind, one document with its tree and text, and the way from a sentence to its text."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView

from portal.history.sources import QUOTE_PARAMETER
from portal.units.days import day_in_address
from portal.units.lists import FilteredList
from resolutions.document_page import document_page
from resolutions.filters import AnyDocumentFilters, DocumentFilters
from resolutions.models import Document

LIST_OF_KIND = {
    Document.Kind.RESOLUTION: ("Nghị quyết", "resolutions:resolution_list"),
    Document.Kind.PROGRAMME: ("Chương trình", "resolutions:programme_list"),
    Document.Kind.PLAN: ("Kế hoạch", "resolutions:plan_list"),
}


class DocumentList(FilteredList):
    """All documents."""

    queryset = Document.objects.for_list().for_page()
    filterset_class = AnyDocumentFilters
    template_name = "resolutions/document_list.html"
    title = "Văn bản"
    thing = "văn bản"
    nothing_yet = "Chưa có văn bản nào. Người quản trị xem các bước chuẩn bị ở trang Quản trị."


class ResolutionList(DocumentList):
    """Nghị quyết."""

    queryset = Document.objects.resolutions().for_list().for_page()
    filterset_class = DocumentFilters
    title = "Nghị quyết"
    thing = "nghị quyết"
    nothing_yet = "Chưa có nghị quyết nào. Người quản trị xem các bước chuẩn bị ở trang Quản trị."


class ProgrammeList(DocumentList):
    """Chương trình."""

    queryset = Document.objects.programmes().for_list().for_page()
    filterset_class = DocumentFilters
    title = "Chương trình"
    thing = "chương trình"
    nothing_yet = "Chưa có chương trình nào. Người quản trị xem các bước chuẩn bị ở trang Quản trị."


class PlanList(DocumentList):
    """Kế hoạch."""

    queryset = Document.objects.plans().for_list().for_page()
    filterset_class = DocumentFilters
    title = "Kế hoạch"
    thing = "kế hoạch"
    nothing_yet = "Chưa có kế hoạch nào. Người quản trị xem các bước chuẩn bị ở trang Quản trị."


class DocumentView(DetailView):
    """One document: what it carries out, what carries it out, its tasks, obstacles, assessments and full text."""

    queryset = Document.objects.for_page()
    template_name = "resolutions/document_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document, day = self.object, day_in_address(self.request)
        quote = self.request.GET.get(QUOTE_PARAMETER, "")
        label, url_name = LIST_OF_KIND.get(document.kind, ("Văn bản", "resolutions:document_list"))
        return super().get_context_data(
            page=document_page(document, user=self.request.user, on=day, quote=quote),
            day=day,
            breadcrumb=[(label, reverse(url_name)), (str(document), "")],
            **kwargs,
        )


class SourceView(View):
    """From the name of a source's file to the document that holds its text, so that any room can link a sentence."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        document = get_object_or_404(Document.objects.visible_to(request.user).with_text_file(name))
        query = request.GET.urlencode()
        return redirect(f"{document.get_absolute_url()}?{query}" if query else document.get_absolute_url())
