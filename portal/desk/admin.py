"""What spans subjects, to look at."""

from django.contrib import admin

from portal.desk.models import ExternalSystem, RegisterCount
from portal.history.admin import ReadOnlyAdmin


@admin.register(ExternalSystem)
class ExternalSystemAdmin(ReadOnlyAdmin):
    """Systems that the sources name."""

    list_display = ("name", "kind", "unit", "owner", "count")
    list_select_related = ("unit", "owner")
    search_fields = ("name",)


@admin.register(RegisterCount)
class RegisterCountAdmin(ReadOnlyAdmin):
    """Figures that already hold a project or facility."""

    list_display = ("figure", "project", "facility")
    list_select_related = ("figure", "project", "facility")
