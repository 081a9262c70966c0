"""Addresses of the portal: unaccented Vietnamese words; the state of a page stands in its query string."""

from django.contrib import admin
from django.urls import include, path

handler400 = "portal.administration.views.bad_request"
handler403 = "portal.administration.views.permission_denied"
handler404 = "portal.administration.views.not_found"
handler500 = "portal.administration.views.server_error"

admin.site.site_header = admin.site.site_title = "Dữ liệu của hệ thống, chỉ xem"
admin.site.index_title = "Các bảng dữ liệu"

urlpatterns = [
    path("", include("portal.administration.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.evidence.urls")),
    path("", include("portal.notices.urls")),
    path("", include("portal.desk.urls")),
    path("", include("portal.dashboards.urls")),
    path("", include("portal.units.urls")),
    path("", include("resolutions.urls")),
    path("", include("indicators.urls")),
    path("", include("projects.urls")),
    path("", include("portal.imports.urls")),
    path("admin/", admin.site.urls),
]
