"""Pages of the inbox: what waits, and the approval of several reports that nothing is odd about."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from indicators.actions import NotAllowed, Refused, approve_and_check
from indicators.topics import topic_name
from portal.accounts.access import PermissionRequired, require
from portal.accounts.roles import Permission
from portal.desk.inbox import PAGE, Item, inbox_of, items_of, topics_of
from portal.workflow.models import Submission
from portal.workflow.rules import State

LIST = ("Xem xét, duyệt", "desk:inbox")
SEVERAL = "Không duyệt cùng lúc: có cảnh báo hoặc phát hiện chưa giải trình, cần mở xem từng báo cáo."


def require_deciding(user: Any) -> None:
    """Raise PermissionDenied unless the person approves, as a deputy too, or receives for the level above."""
    if not user.may(Permission.RECEIVE):
        require(user, Permission.APPROVE)


class InboxPage(PermissionRequired, TemplateView):
    """Reports that wait for the person, that they returned and that are done."""

    template_name = "desk/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, chosen = self.request.user, self.request.GET
        require_deciding(user)
        topic = chosen.get("linh-vuc", "")
        inbox = inbox_of(user, timezone.localdate(), tab=chosen.get("muc", ""), topic=topic)
        return super().get_context_data(
            inbox=inbox, topics=[(one, topic_name(one)) for one in topics_of()], topic=topic,
            title=LIST[0] if inbox.may_approve else "Xem xét, tiếp nhận",
            breadcrumb=[(LIST[0], "")], **kwargs,
        )  # fmt: skip


class InboxApprove(PermissionRequired, TemplateView):
    """The confirming page of approving several reports: it names each; a POST approves each by itself.

    There is no receipt: a report that was approved is refused a second time by its state and its seen version.
    """

    permission = Permission.APPROVE
    template_name = "desk/inbox_approve.html"

    def chosen(self, sent: Any) -> dict[int, int]:
        """Id and seen version of the reports that were ticked; what is no pair of numbers is left out."""
        pairs = [one.partition(":")[::2] for one in sent.getlist("bao-cao")[:PAGE]]
        digits = [(pk, version) for pk, version in pairs if _is_number(pk) and _is_number(version)]
        return {int(pk): int(version) for pk, version in digits}

    def items(self, ids: Any) -> tuple[Item, ...]:
        """The reports as they are now, of those the person decides on; the others are not there."""
        found = Submission.objects.decidable_by(self.request.user).within(ids).in_states(State.SUBMITTED)
        return items_of(list(found.for_page().longest_waiting_first()), timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.items(self.chosen(self.request.GET))
        return super().get_context_data(
            ready=[one for one in items if one.is_clean], odd=[one for one in items if not one.is_clean],
            breadcrumb=[(LIST[0], reverse(LIST[1])), ("Duyệt nhiều báo cáo", "")], **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = self.chosen(request.POST)
        if not seen:
            return self.render_to_response(self.get_context_data(), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        items = {one.report.pk: one for one in self.items(seen)}
        approved = [str(one.report) for pk, one in items.items() if self.approve(one, seen[pk])]
        if approved:
            messages.success(request, f"Đã duyệt {len(approved)} báo cáo: {'; '.join(approved)}.")
        if gone := len(seen) - len(items):
            messages.info(request, f"{gone} báo cáo đã chọn không còn chờ duyệt nên bỏ qua.")
        return redirect(LIST[1])

    def approve(self, item: Item, seen_version: int) -> bool:
        """Approve one report in a transaction of its own; why not is said on the next page."""
        if not item.is_clean:
            messages.warning(self.request, f"{item.report}: {SEVERAL}")
            return False
        try:
            approve_and_check(item.report, by=self.request.user, seen_version=seen_version)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Refused as refusal:
            messages.warning(self.request, f"{item.report}: {refusal.message}")
            return False
        return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
