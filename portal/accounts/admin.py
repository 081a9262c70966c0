"""Accounts in Django's administration: to look at, for superusers; changes go through the actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.accounts.models import Deputy, User
from portal.history.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Reads accounts."""

    list_display = (
        "username",
        "full_name",
        "role",
        "unit",
        "agency",
        "is_active",
        "must_change_password",
        "last_login",
    )
    list_filter = ("role", "is_active", "is_demo", "must_change_password")
    list_select_related = ("unit", "agency")
    search_fields = ("username", "full_name")
    fields = (*list_display, "position_title", "email", "is_superuser", "is_staff", "is_demo", "date_joined")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Deputy)
class DeputyAdmin(ReadOnlyAdmin):
    """Who stands in for whom."""

    list_display = ("leader", "deputy", "from_on", "to_on", "reason", "named_at", "ended_at")
    list_select_related = ("leader", "deputy")
