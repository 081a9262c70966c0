"""Files and what they are evidence of, to look at."""

from django.contrib import admin

from portal.evidence.models import Attachment, EvidenceFile
from portal.history.admin import ReadOnlyAdmin


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnlyAdmin):
    """Files of units."""

    list_display = ("name", "unit", "kind", "size_in_words", "scan", "uploaded_by", "uploaded_at")
    list_filter = ("scan", "kind")
    list_select_related = ("unit", "uploaded_by")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """What files are evidence of."""

    list_display = ("file", "submission", "label", "note", "attached_by", "attached_at", "detached_at")
    list_select_related = ("file", "submission__unit", "submission__period", "attached_by")
