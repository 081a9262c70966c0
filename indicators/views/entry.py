"""Pages that write figures: the list of reports, the entry form, the check before handing in, the printed form."""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import ListView, TemplateView

from indicators.actions import NotAllowed, Recorded, Refused, record
from indicators.attachments import with_evidence
from indicators.checks import submission_faults
from indicators.entry_page import EntryRow, entry_rows, find_report, in_sections, proposal_of
from indicators.forms import EntryForm
from indicators.keeping import UNCHANGED, Kept, keep
from indicators.models import Finding
from indicators.review_page import review_of
from portal.accounts.access import PermissionRequired, require
from portal.accounts.roles import Permission
from portal.evidence.models import Attachment
from portal.units.models import Agency
from portal.workflow.models import SectorReceipt, Submission
from portal.workflow.receipts import SentOnce, once
from portal.workflow.rules import STATE_WORDS, State
from resolutions.report_forms import ObstacleForm, ProgressForm
from resolutions.reporting import Blocks, blocks_of

LIST = ("Nhập liệu", "indicators:entry_list")
KEPT = "Số liệu đồng chí vừa gõ chưa được ghi, vẫn còn trên trang này."


class EntryList(PermissionRequired, ListView):
    """Reports that the person may see, those to act on first."""

    permission = Permission.SEE_DRAFTS
    template_name = "indicators/entry_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        found = Submission.objects.visible_to(self.request.user).for_page().most_urgent_first()
        return found.in_states(self.chosen_state) if self.chosen_state else found

    @property
    def chosen_state(self) -> str:
        """The state in the address, "" for all."""
        word = self.request.GET.get("trang-thai", "")
        return word if word in set(State) else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [("", "Tất cả"), *((state.value, STATE_WORDS[state]) for state in State)]
        return super().get_context_data(
            tabs=tabs, chosen=self.chosen_state, breadcrumb=[(LIST[0], "")],
            may_enter=self.request.user.may(Permission.ENTER), **kwargs,
        )  # fmt: skip


class ReportPage(PermissionRequired, SentOnce, TemplateView):
    """A page about one report: a stranger's is 404, a role without drafts gets 403."""

    permission = Permission.SEE_DRAFTS
    title = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self._report: Submission | None = None
        self._rows: list[EntryRow] | None = None
        self._blocks: Blocks | None = None

    @property
    def report(self) -> Submission:
        """The report at the address; Http404 when the person may not see that it exists."""
        if self._report is None:
            self._report = find_report(self.request.user, self.kwargs["unit"], self.kwargs["period"])
        if self._report is None:
            raise Http404("Không có báo cáo này.")
        return self._report

    def read_again(self) -> Submission:
        """The report as it stands after an action."""
        self._report = self._rows = self._blocks = None
        return self.report

    def blocks(self) -> Blocks:
        """What the report tells beside its figures, read when a page shows it."""
        if self._blocks is None:
            self._blocks = blocks_of(self.report, self.request.user)
        return self._blocks

    @property
    def rows(self) -> list[EntryRow]:
        """The report's cells, read once and again with the report."""
        if self._rows is None:
            self._rows = entry_rows(self.report, self.request.user)
        return self._rows

    @property
    def is_entering(self) -> bool:
        """Whether the person writes cells here, now."""
        return self.request.user.may(Permission.ENTER) and self.report.is_writable

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, user = self.report, self.request.user
        above = [(LIST[0], reverse(LIST[1]))]
        page = (f"{report.unit} · {report.period.short}", report.get_absolute_url() if self.title else "")
        own = [(self.title, "")] if self.title else []
        return super().get_context_data(
            report=report,
            state=STATE_WORDS[State(report.state)],
            breadcrumb=[*above, page, *own],
            may={name: user.may(Permission[name.upper()]) for name in ("enter", "approve", "receive", "extend")},
            is_entering=self.is_entering,
            blocks=self.blocks,
            **kwargs,
        )

    def answer(self, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        """The page with this status."""
        return self.render_to_response(self.get_context_data(**context), status=status)


class EntryPage(ReportPage):
    """The report: a form for who enters it while it is open, a comparison to read for everyone else."""

    template_name = "indicators/entry_form.html"

    @cached_property
    def evidence(self) -> dict[int | None, int]:
        """How many files stand beside each cell, and under None beside the whole report."""
        return Attachment.objects.active().counts_by_cell(self.report)

    @property
    def rows(self) -> list[EntryRow]:
        """The report's cells with the number of files beside each."""
        return with_evidence(super().rows, self.evidence)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.is_entering:
            kwargs.setdefault("nhiem_vu", self.progress_form())
            kwargs.setdefault("kho_khan", self.obstacle_form())
        return super().get_context_data(evidence=sum(self.evidence.values()), **kwargs)

    def progress_form(self, sent: Any = None) -> ProgressForm:
        """The block of the tasks."""
        return ProgressForm(self.blocks().tasks, sent)

    def obstacle_form(self, sent: Any = None) -> ObstacleForm:
        """The block of the difficulties, with the bodies of the unit and of those above it to answer them."""
        agencies = Agency.objects.answering(self.report.unit_id, on=self.report.period.as_of_on)
        return ObstacleForm(self.blocks().obstacles, agencies, sent)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_entering:
            return self.answer(form=EntryForm(self.rows))
        self.template_name = "indicators/entry_review.html"
        proposal = proposal_of(self.rows)
        findings = list(Finding.objects.of_report(self.report).lasting().for_page().gravest_first())
        review = review_of(self.rows, self.report, findings, request.user)
        receipts = SectorReceipt.objects.of_report(self.report)
        return self.answer(proposal=proposal, review=review, findings=findings, receipts=receipts)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request.user, Permission.ENTER)
        form = EntryForm(self.rows, request.POST)
        if not form.is_valid():
            return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        kept = self.kept(form)
        if kept.faults:
            form.refuse(kept.faults)
            return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            with once(request, to=self.next_address):
                recorded = record([*form.changes(self.report.pk), *kept.changes], by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Refused as refusal:
            return self.refused(refusal)
        messages.success(request, said(recorded))
        if "keep" in request.POST:
            messages.info(request, said_of_kept(kept))
        return self.after_saving()

    def kept(self, form: EntryForm) -> Kept:
        """What a button "giữ nguyên kỳ trước" asks for, beside what was typed."""
        typed = {one.row.code for one in form.touched()}
        rows = [row for row in self.rows if row.code not in typed]
        return keep(rows, self.request.POST.get("keep", ""), self.report.pk)

    def refused(self, refusal: Refused) -> HttpResponse:
        """The page again with what was typed: 409 where someone or something came between, 422 for a wrong cell."""
        self.read_again()
        form = EntryForm(self.rows, self.request.POST)  # beside the cells as the others have left them
        form.full_clean()
        conflicts = [fault for fault in refusal.faults if fault.code == "conflict"]
        form.refuse(refusal.faults)
        if not refusal.faults:
            form.add_error(None, f"{refusal.message} {KEPT}")
        is_between = conflicts or not refusal.faults
        return self.answer(HTTPStatus.CONFLICT if is_between else HTTPStatus.UNPROCESSABLE_ENTITY, form=form)

    @property
    def next_address(self) -> str:
        """Where the form leads: back to itself, or to the check before handing in."""
        is_submitting = self.request.POST.get("action") == "submit"
        return reverse(f"indicators:entry{'_submit' if is_submitting else ''}", kwargs=self.kwargs)

    def after_saving(self) -> HttpResponse:
        """Back to the form, or on to the check before handing in when nothing stands in its way."""
        if self.request.POST.get("action") != "submit":
            return redirect(self.report)
        report = self.read_again()
        faults = submission_faults(report)
        if not faults:
            return redirect("indicators:entry_submit", self.kwargs["unit"], self.kwargs["period"])
        form = EntryForm.as_saved(self.rows)
        form.refuse(faults)
        return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, is_saved=True)


def said(recorded: Recorded) -> str:
    """What was saved, in words."""
    if not recorded.new and not recorded.changed:
        return "Không có ô nào thay đổi, số liệu đã lưu vẫn giữ nguyên."
    parts = [(len(recorded.new), "ô mới"), (len(recorded.changed), "ô sửa")]
    return f"Đã lưu nháp: {', '.join(f'{count} {word}' for count, word in parts if count)}."


def said_of_kept(kept: Kept) -> str:
    """How many figures were kept, and which have to be entered anew because they count what happens in the period."""
    text = f"Giữ nguyên số kỳ trước ở {len(kept.changes)} chỉ tiêu, ghi chú “{UNCHANGED}”."
    if kept.flows:
        text += f" Phải nhập số của kỳ này, vì tính phần phát sinh trong kỳ: {', '.join(kept.flows)}."
    return text


class EntryPrint(ReportPage):
    """The report as a sheet of paper with places to sign."""

    template_name = "indicators/entry_print.html"
    title = "In biểu"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sections=in_sections(self.rows), **kwargs)


class EntryBlank(EntryPrint):
    """The form as a sheet of paper to fill in by hand: no figure of this period stands on it."""

    template_name = "indicators/entry_blank.html"
    title = "Biểu trống"


def to_report(view: ReportPage) -> HttpResponseRedirect:
    """Back to the report's page after something was done with it."""
    return redirect("indicators:entry", view.kwargs["unit"], view.kwargs["period"])
