"""Looking at rows in Django's administration: nothing is changed there, changes go through the actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.history.models import Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """Lists and shows rows to superusers; adds, changes and deletes nothing."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The ledger."""

    list_display = ("position", "at", "person_name", "verb", "subject_text", "via", "rows")
    list_filter = ("via", "verb")
    search_fields = ("subject_text", "person_name", "reason")
