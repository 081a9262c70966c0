"""Pages of the desk."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from indicators.actions import NotAllowed, Refused, accept_finding, explain_finding
from indicators.models import Finding
from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.desk.filters import FindingFilters
from portal.desk.forms import AcceptanceForm, ExplanationForm
from portal.desk.integrity import integrity
from portal.desk.quality import unanswered_by_unit
from portal.desk.work import work_of
from portal.units.lists import FilteredList
from portal.workflow.receipts import SentOnce, once


class MyWork(PermissionRequired, TemplateView):
    """What the person has to do, waits for and has done."""

    template_name = "desk/my_work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            work=work_of(user, timezone.localdate()), administers=user.may(Permission.ADMINISTER), **kwargs
        )


class QualityList(PermissionRequired, FilteredList):
    """Findings of the quality rules; without a choice those that nobody has explained."""

    queryset = Finding.objects.for_page().gravest_first()
    filterset_class = FindingFilters
    template_name = "desk/quality.html"
    title = "Chất lượng số liệu"
    thing = "phát hiện"

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """The choice of the address; one that says nothing of the state is about what waits."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        chosen = self.request.GET.copy()
        chosen.setdefault("trang-thai", Finding.State.OPEN)
        return {**kwargs, "data": chosen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(units=unanswered_by_unit(self.request.user), **kwargs)


class FindingPage(PermissionRequired, SentOnce, TemplateView):
    """One finding with its facts; who answers for the figure explains it, a reviewer accepts the answer."""

    template_name = "desk/finding.html"
    deeds = {
        "explain": (explain_finding, ExplanationForm, "Đã ghi giải trình. Phát hiện rời danh sách chưa giải trình."),
        "accept": (accept_finding, AcceptanceForm, "Đã chấp nhận giải trình."),
    }

    @property
    def finding(self) -> Finding:
        """The finding at the address."""
        found = Finding.objects.visible_to(self.request.user).for_page().with_id(self.kwargs["pk"]).first()
        if found is None:
            raise Http404("Không có phát hiện này.")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding = self.finding
        is_pending = finding.state in (Finding.State.OPEN, Finding.State.EXPLAINED)
        may_explain, may_accept = (is_pending and self.allowed(finding, deed) for deed in (False, True))
        above = ("Chất lượng số liệu", reverse("desk:quality"))
        return super().get_context_data(
            finding=finding, may_explain=may_explain, may_accept=may_accept,
            breadcrumb=[above, (finding.title, "")],
            **{"form": ExplanationForm(initial={"explanation": finding.explanation}), **kwargs},
        )  # fmt: skip

    def allowed(self, finding: Finding, is_accepting: bool) -> bool:
        """Whether the person may accept the answer, or give one. At most five queries."""
        found, user = Finding.objects.with_id(finding.pk), self.request.user
        return (found.acceptable_by(user) if is_accepting else found.answerable_by(user)).exists()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_accepting = request.POST.get("action") == "accept"
        act, form_class, said = self.deeds["accept" if is_accepting else "explain"]
        finding = self.finding
        if not self.allowed(finding, is_accepting):
            raise PermissionDenied("Cán bộ, lãnh đạo của đơn vị giải trình; chuyên viên tỉnh chấp nhận.")
        form = form_class(request.POST)
        if not form.is_valid():
            return self.refused(form)
        try:
            with once(request, to=reverse("desk:quality")):
                act(finding, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Refused as refusal:
            form.add_error("explanation", refusal.message)
            return self.refused(form)
        messages.success(request, said)
        return redirect("desk:quality")

    def refused(self, form: ExplanationForm) -> HttpResponse:
        """The page again with what was typed and why it will not do."""
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class IntegrityPage(PermissionRequired, TemplateView):
    """Structural gaps, each with a link to it and what to do."""

    permission = Permission.ADMINISTER
    template_name = "desk/integrity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        return super().get_context_data(checks=integrity(day), day=day, breadcrumb=[("Toàn vẹn dữ liệu", "")], **kwargs)
