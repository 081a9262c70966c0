"""The blocks of a report beside its figures: each is a form of its own, so that the grid stays as it is."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from indicators.forms import EntryForm
from indicators.views.entry import EntryPage
from portal.accounts.roles import Permission
from portal.workflow.receipts import once
from resolutions import actions
from resolutions.actions import NotAllowed, Refused
from resolutions.report_forms import LinesForm


class LinesPage(EntryPage):
    """One block of the report: POST writes it, GET leads to it on the report's page."""

    permission = Permission.ENTER
    block: ClassVar[str]  # its name in the context
    next_anchor: ClassVar[str]  # where the person goes on

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(f"{self.report.get_absolute_url()}#{self.block}")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.bound()
        if not form.is_valid():
            return self.refused_lines(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        address = f"{self.report.get_absolute_url()}#{self.next_anchor}"
        try:
            with once(request, to=address):
                said = self.save(form)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Refused as refusal:
            self.read_again()
            again = self.bound()
            again.seen_now({line: field["version"].initial for line, field in self.inputs(again)})
            again.full_clean()
            again.refuse(refusal.message, refusal.faults)
            return self.refused_lines(again, HTTPStatus.CONFLICT)
        messages.success(request, said)
        return HttpResponseRedirect(address)

    def inputs(self, form: LinesForm) -> list[tuple[str, dict[str, Any]]]:
        """The lines that can be written, with their inputs."""
        rows = ((getattr(row, "name", None) or row.line.name, row.inputs) for row in form.rows)
        return [(name, inputs) for name, inputs in rows if inputs]

    def refused_lines(self, form: LinesForm, status: int) -> HttpResponse:
        """The report's page with what was typed here and why it will not do."""
        return self.answer(status, form=EntryForm(self.rows), **{self.block.replace("-", "_"): form})

    def bound(self) -> LinesForm:
        """The form with what was sent."""
        raise NotImplementedError

    def save(self, form: Any) -> str:
        """Write it, and say what was written."""
        raise NotImplementedError


class EntryTasks(LinesPage):
    """What the unit tells of its tasks."""

    block, next_anchor = "nhiem-vu", "kho-khan"

    def bound(self) -> LinesForm:
        """The tasks with what was sent."""
        return self.progress_form(self.request.POST)

    def save(self, form: Any) -> str:
        """Write the tasks."""
        changed = actions.record_progress(self.report, form.changes(), by=self.request.user)
        return _said(len(changed), "nhiệm vụ")


class EntryObstacles(LinesPage):
    """Difficulties and recommendations; the button "Bỏ" takes one out after the others are written."""

    block, next_anchor = "kho-khan", "nop"

    def bound(self) -> LinesForm:
        """The difficulties with what was sent."""
        return self.obstacle_form(self.request.POST)

    def save(self, form: Any) -> str:
        """Write the lines, then take the one out whose button was pressed."""
        chosen = self.request.POST.get("bo", "")
        dropped = next((one for one in self.blocks().obstacles if str(one.pk) == chosen and one.is_draft), None)
        kept = [change for change in form.changes() if dropped is None or change.obstacle_id != dropped.pk]
        changed = actions.record_obstacle(self.report, kept, by=self.request.user)
        if dropped is None:
            return _said(len(changed), "dòng khó khăn, kiến nghị")
        actions.withdraw(dropped, by=self.request.user)
        return "Đã bỏ một dòng khó khăn, kiến nghị khỏi báo cáo."


def _said(count: int, thing: str) -> str:
    return f"Đã lưu nháp {count} {thing}." if count else f"Không có {thing} nào thay đổi."
