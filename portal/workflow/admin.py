"""Forms and reports of units, to look at."""

from django.contrib import admin

from portal.history.admin import ReadOnlyAdmin
from portal.workflow.models import ReportingForm, Submission


@admin.register(ReportingForm)
class ReportingFormAdmin(ReadOnlyAdmin):
    """Reporting forms."""

    list_display = ("code", "name", "calendar", "is_default")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """Reports of units."""

    list_display = ("unit", "period", "form", "state", "due_on", "submitted_by", "decided_by")
    list_filter = ("state",)
    list_select_related = ("unit", "period", "form", "submitted_by", "decided_by")
    search_fields = ("unit__name", "unit__code", "period__code")
