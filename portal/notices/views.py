"""Pages of the room: a person's own messages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import ListView, View

from portal.accounts.access import PermissionRequired
from portal.notices import actions
from portal.notices.models import Notice


class NoticeList(PermissionRequired, ListView):
    """What the portal told the person, the newest first; a POST marks all as read."""

    template_name = "notices/notice_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        found = Notice.objects.visible_to(self.request.user).for_page()
        return found.unread() if self.is_unread_only else found

    @property
    def is_unread_only(self) -> bool:
        """Whether the address asks for unread ones only."""
        return self.request.GET.get("muc") == "chua-doc"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_unread_only=self.is_unread_only, breadcrumb=[("Thông báo", "")], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        read = actions.read(None, by=request.user)
        messages.success(request, f"Đã đánh dấu đã đọc {read} thông báo." if read else "Không còn thông báo chưa đọc.")
        return redirect("notices:notice_list")


class NoticeOpen(PermissionRequired, View):
    """A POST marks the message as read and leads to what it is about; a GET changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Notice.objects.visible_to(request.user).within([kwargs["pk"]]).first()
        if found is None:
            raise Http404("Không có thông báo này.")
        actions.read([found.pk], by=request.user)
        return redirect(found.url)
