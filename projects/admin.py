"""Projects and facilities, to look at."""

from django.contrib import admin

from portal.history.admin import ReadOnlyAdmin
from projects.models import Facility, Project


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    """Projects."""

    list_display = ("name", "kind", "stage", "count", "capacity_mw", "capital_billion_vnd", "registered")
    list_filter = ("kind", "stage", "is_class")
    search_fields = ("name", "search_text")


@admin.register(Facility)
class FacilityAdmin(ReadOnlyAdmin):
    """Facilities and firms."""

    list_display = ("name", "kind", "count", "place_text", "stage")
    list_filter = ("kind", "is_named")
    search_fields = ("name",)
