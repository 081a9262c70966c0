"""Messages and letters, to look at."""

from django.contrib import admin

from portal.history.admin import ReadOnlyAdmin
from portal.notices.models import Letter, Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Messages to people."""

    list_display = ("created_at", "person", "kind", "text", "read_at")
    list_select_related = ("person",)


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Letters that wait or were sent."""

    list_display = ("created_at", "address", "subject", "tries", "sent_at", "fault")
