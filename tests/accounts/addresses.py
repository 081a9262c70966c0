"""The addresses of this room, with empty pages where other rooms would stand."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import View

from portal.accounts.access import PermissionRequired
from portal.accounts.roles import Permission


class Page(PermissionRequired, View):
    """Says that it was reached."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return HttpResponse("<p>Trang</p>")


def page(name: str, route: str, permission: Permission | None = None) -> object:
    return path(route, Page.as_view(permission=permission), name=name)


urlpatterns = [
    path("", include("portal.accounts.urls")),
    path("", include("portal.desk.urls")),
    page("guarded", "nhap-thu/", Permission.ENTER),
    path("", include(([page("home", "tong-quan/"), page("province", "tong-quan/tinh/")], "dashboards"))),
    path("", include(([page("entry", "nhap-lieu/<str:unit>/<str:period>/")], "indicators"))),
    path("", include(([page("task", "nhiem-vu/<int:pk>/")], "resolutions"))),
    path("admin/", admin.site.urls),
]
handler403 = "portal.administration.views.permission_denied"
handler404 = "portal.administration.views.not_found"
