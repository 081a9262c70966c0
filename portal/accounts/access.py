"""The guard of views: what a role may not do is answered with 403 and the reason in Vietnamese."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.accounts.roles import Permission

# What the account may not do, as the end of "chưa được phân quyền …".
REFUSED_DEEDS = {
    Permission.ENTER: "nhập số liệu",
    Permission.APPROVE: "duyệt hoặc trả lại báo cáo",
    Permission.RECEIVE: "tiếp nhận báo cáo của cấp dưới",
    Permission.EXTEND: "gia hạn nộp báo cáo",
    Permission.SEE_DRAFTS: "xem số liệu chưa duyệt",
    Permission.IMPORT: "nhập số liệu từ tệp Excel",
    Permission.MANAGE_UNIT_ACCOUNTS: "quản lý tài khoản của đơn vị",
    Permission.ADMINISTER: "quản trị hệ thống",
}


def require(user: Any, permission: Permission) -> None:
    """Raise PermissionDenied, with a sentence for the 403 page, unless the person's role grants the permission."""
    if not user.may(permission):
        role = user.get_role_display()
        raise PermissionDenied(f"Tài khoản với vai trò “{role}” chưa được phân quyền {REFUSED_DEEDS[permission]}.")


class PermissionRequired:
    """Mixin of views, the first of their bases: `class Entry(PermissionRequired, View): permission = Permission.ENTER`.

    An anonymous visitor is sent to sign in, a person whose role lacks `permission` gets 403 with the reason; None lets
    every signed-in person in. Whether the object lies in the person's scope is asked of the queryset: a stranger's
    object is 404.
    """

    permission: Permission | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if self.permission is not None:
            require(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)
