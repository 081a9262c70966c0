"""Documents and the work that follows from them, to look at."""

from django.contrib import admin

from portal.history.admin import ReadOnlyAdmin
from resolutions.models import (
    Assessment,
    Campaign,
    Clause,
    Document,
    DocumentLink,
    Meeting,
    Obstacle,
    Task,
    TaskUpdate,
)


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Documents."""

    list_display = ("code", "kind", "title", "issuer_name", "issued_on")
    list_filter = ("kind", "system", "level")
    search_fields = ("code", "title", "search_text")


@admin.register(DocumentLink)
class DocumentLinkAdmin(ReadOnlyAdmin):
    """How documents relate."""

    list_display = ("source", "relation", "target", "certainty")
    list_filter = ("relation", "certainty")
    list_select_related = ("source", "target")
    search_fields = ("source__code", "target__code")


@admin.register(Clause)
class ClauseAdmin(ReadOnlyAdmin):
    """Clauses."""

    list_display = ("document", "position", "kind", "label", "text")
    list_filter = ("kind",)
    list_select_related = ("document",)
    search_fields = ("text", "document__code")


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    """Reviews."""

    list_display = ("name", "period", "unit", "report")
    list_select_related = ("period", "unit", "report")


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    """Meetings."""

    list_display = ("name", "held_on", "unit", "campaign")
    list_select_related = ("unit", "campaign")


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    """Tasks."""

    list_display = ("text", "kind", "unit", "deadline", "assigned_by")
    list_filter = ("kind",)
    list_select_related = ("unit", "assigned_by")
    search_fields = ("text",)


@admin.register(TaskUpdate)
class TaskUpdateAdmin(ReadOnlyAdmin):
    """Progress of tasks."""

    list_display = ("task", "reported_on", "percent", "is_done", "made_by")
    list_select_related = ("task", "made_by")


@admin.register(Obstacle)
class ObstacleAdmin(ReadOnlyAdmin):
    """Difficulties, causes and recommendations."""

    list_display = ("text", "kind", "cause_type", "unit", "raised_by", "answer_due_on")
    list_filter = ("kind", "cause_type")
    list_select_related = ("unit", "raised_by")
    search_fields = ("text",)


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    """Assessments."""

    list_display = ("text", "kind", "unit", "period", "made_by")
    list_filter = ("kind",)
    list_select_related = ("unit", "period", "made_by")
    search_fields = ("text",)
