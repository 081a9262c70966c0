"""Pages of the desk."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission
from portal.desk.work import work_of


class MyWork(PermissionRequired, TemplateView):
    """What the person has to do, waits for and has done."""

    template_name = "desk/my_work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            work=work_of(user, timezone.localdate()), administers=user.may(Permission.ADMINISTER), **kwargs
        )
