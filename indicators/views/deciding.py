"""Steps of a report: each is a page that says what will happen, and a POST that does it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from indicators import actions
from indicators.actions import NotAllowed, Refused
from indicators.entry_page import faults_of, proposal_of
from indicators.review_page import cell_reasons, returnable
from indicators.views.entry import ReportPage, to_report
from portal.accounts.access import require
from portal.accounts.roles import Permission
from portal.vietnamese.dates import read_date, write_date
from portal.workflow.actions import CellReason
from portal.workflow.models import Submission
from portal.workflow.receipts import once
from portal.workflow.rules import MOVE_WORDS, REOPENED_FOR, TRANSITIONS, IllegalMove, Move, State, check_move


class Step(ReportPage):
    """One step of a report. GET shows it, POST takes it; both name unit and period."""

    template_name = "indicators/entry_step.html"
    move: ClassVar[Move]
    act: ClassVar[Callable[..., Submission]]
    question = ""
    button = ""
    done = ""

    @property
    def needs_reason(self) -> bool:
        """Whether the step is taken with a reason only."""
        return TRANSITIONS[self.move].needs_reason

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            proposal=proposal_of(self.rows),
            obstacle=kwargs.pop("obstacle", None) or self.obstacle(),
            question=self.question,
            button=self.button,
            needs_reason=self.needs_reason,
            step=self.move.value,
            reason=self.request.POST.get("reason", ""),
            **kwargs,
        )

    def obstacle(self) -> str:
        """Why the step cannot be taken now, "" when it can."""
        if not self.report.is_open and self.move not in (Move.RECEIVE, Move.UNLOCK):
            return f"Kỳ “{self.report.period}” đã khóa nên không {MOVE_WORDS[self.move]} được nữa."
        try:
            check_move(self.move, State(self.report.state), reason="có" if self.needs_reason else "")
        except IllegalMove as refusal:
            return str(refusal)
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "").replace("\x00", "").strip()
        if self.needs_reason and not self.has_reason(reason) and not self.obstacle():
            message = f"Cần ghi rõ lý do khi {MOVE_WORDS[self.move]} báo cáo."
            return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, missing_reason=message)
        try:
            with once(request, to=self.report.get_absolute_url()):
                type(self).act(self.report, by=request.user, **self.arguments(reason))
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Refused as refusal:
            self.read_again()
            return self.answer(HTTPStatus.CONFLICT, obstacle=refusal.message)
        messages.success(request, self.done)
        return to_report(self)

    def has_reason(self, reason: str) -> bool:
        """Whether what was sent says why."""
        return bool(reason)

    def arguments(self, reason: str) -> dict[str, Any]:
        """What the action is told beside the person."""
        return {"reason": reason} if self.needs_reason else {}


class EntrySubmit(Step):
    """The check before handing in: what changes, old beside new, with reasons."""

    permission = Permission.ENTER
    move, act = Move.SUBMIT, actions.submit
    title, button = "Kiểm tra và nộp", "Nộp báo cáo"
    question = (
        "Kiểm tra lần cuối trước khi nộp. Sau khi nộp, số liệu chờ lãnh đạo đơn vị duyệt và tạm thời không sửa được."
    )
    done = "Đã nộp báo cáo. Số liệu chờ lãnh đạo đơn vị duyệt; trước khi duyệt vẫn thu hồi được."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_series = faults_of(self.rows, self.report) if self.is_entering else {}
        faults = [(row, by_series[row.series.pk]) for row in self.rows if row.series.pk in by_series]
        lines = self.blocks().faults if self.is_entering else ()
        return super().get_context_data(faults=faults, line_faults=lines, **kwargs)


class EntryApprove(Step):
    """The confirming step of an approval."""

    permission = Permission.APPROVE
    move, act = Move.APPROVE, actions.approve_and_check
    title, button = "Duyệt", "Duyệt báo cáo"
    question = "Sau khi duyệt, số liệu có hiệu lực, lên tổng quan và được tổng hợp lên cấp trên."
    done = "Đã duyệt. Số liệu có hiệu lực và đã lên tổng quan."

    def arguments(self, reason: str) -> dict[str, Any]:
        """The version that the page showed, so that nobody approves what they have not seen."""
        seen = self.request.POST.get("version", "")
        return {"seen_version": int(seen)} if seen.isascii() and seen.isdigit() and len(seen) < 10 else {}


class EntryReturn(Step):
    """Giving a report back, whole or by cells, with the reasons that its maker reads."""

    permission = Permission.SEE_DRAFTS
    move, act = Move.RETURN, actions.return_to_maker
    title, button = "Trả lại", "Trả lại báo cáo"
    question = "Cán bộ nhập liệu đọc các lý do này, sửa số liệu rồi nộp lại."
    done = "Đã trả lại báo cáo kèm lý do."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            if not request.user.may(Permission.RECEIVE):
                require(request.user, Permission.APPROVE)
            elif not request.user.may(Permission.APPROVE):
                self.move = Move.SEND_BACK
        return super().dispatch(request, *args, **kwargs)

    @property
    def cells(self) -> list[CellReason]:
        """The cells chosen in the address or in what was sent."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return cell_reasons(self.rows, sent, returnable(self.rows, self.report, self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_series = {row.series.pk: row for row in self.rows}
        cells = [(by_series[one.series_id], one.reason) for one in self.cells]
        return super().get_context_data(cells=cells, **kwargs)

    def has_reason(self, reason: str) -> bool:
        """Whether each chosen cell has a reason, and a report returned as a whole its own."""
        cells = self.cells
        return all(one.reason for one in cells) if cells else bool(reason)

    def arguments(self, reason: str) -> dict[str, Any]:
        """The reason for all, and those of the chosen cells."""
        return {"reason": reason, "cells": self.cells}


class EntryReopen(Step):
    """Opening an approved report again for a correction, until a day; a locked one is reopened from above."""

    permission = Permission.SEE_DRAFTS
    move, act = Move.REOPEN, actions.reopen
    title, button = "Mở lại", "Mở lại báo cáo"
    question = "Số đã duyệt vẫn có hiệu lực cho đến khi số sửa được duyệt. Hết hạn mở lại, báo cáo tự khóa trở lại."
    done = "Đã mở lại báo cáo để sửa số liệu."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            if not request.user.is_general_reviewer:
                require(request.user, Permission.APPROVE)
            elif not request.user.may(Permission.APPROVE):
                self.move = Move.UNLOCK
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        default = write_date(timezone.localdate() + REOPENED_FOR)
        return super().get_context_data(asks_until=True, until=self.request.POST.get("until", default), **kwargs)

    def arguments(self, reason: str) -> dict[str, Any]:
        """The reason, and the last day that the report stands open."""
        sent = self.request.POST.get("until", "").strip()
        if not sent:
            return {"reason": reason}
        try:
            return {"reason": reason, "until_on": read_date(sent)}
        except ValueError as error:
            raise Refused(f"Hạn mở lại “{sent}” không phải là ngày. Viết ngày/tháng/năm, ví dụ 15/9/2026.") from error


class EntryRecall(Step):
    """Taking a submitted report back."""

    permission = Permission.ENTER
    move, act = Move.RECALL, actions.recall
    title, button = "Thu hồi", "Thu hồi báo cáo"
    question = "Báo cáo trở về trạng thái đang nhập để sửa tiếp rồi nộp lại."
    done = "Đã thu hồi báo cáo để sửa tiếp."


class EntryReceive(Step):
    """The level above takes an approved report."""

    permission = Permission.RECEIVE
    move, act = Move.RECEIVE, actions.receive
    title, button = "Tiếp nhận", "Tiếp nhận báo cáo"
    question = "Xác nhận cấp trên đã tiếp nhận báo cáo này."
    done = "Đã tiếp nhận báo cáo."
