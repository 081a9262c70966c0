"""Forms and reports of units, to look at."""

from django.contrib import admin

from portal.history.admin import ReadOnlyAdmin
from portal.workflow.models import (
    Extension,
    FormUnit,
    Receipt,
    ReportingForm,
    ReturnedCell,
    SectorReceipt,
    Submission,
    Urge,
    Waiver,
)


@admin.register(ReportingForm)
class ReportingFormAdmin(ReadOnlyAdmin):
    """Reporting forms."""

    list_display = ("code", "name", "calendar", "is_default")


@admin.register(FormUnit)
class FormUnitAdmin(ReadOnlyAdmin):
    """Units chosen to report a form."""

    list_display = ("form", "unit")
    list_select_related = ("form", "unit")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """Reports of units."""

    list_display = ("unit", "period", "form", "state", "due_on", "submitted_by", "decided_by")
    list_filter = ("state",)
    list_select_related = ("unit", "period", "form", "submitted_by", "decided_by")
    search_fields = ("unit__name", "unit__code", "period__code")


@admin.register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    """More time for reports."""

    list_display = ("submission", "until_on", "due_before", "reason", "granted_by", "granted_at")
    list_select_related = ("submission__unit", "submission__period", "granted_by")


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """Receipts of forms that were sent."""

    list_display = ("created_at", "person", "address")
    list_select_related = ("person",)


@admin.register(ReturnedCell)
class ReturnedCellAdmin(ReadOnlyAdmin):
    """Cells given back."""

    list_display = ("submission", "label", "reason", "returned_by", "returned_at", "answered_at")
    list_select_related = ("submission__unit", "submission__period", "returned_by")


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    """Reports done without."""

    list_display = ("submission", "reason", "waived_by", "waived_at")
    list_select_related = ("submission__unit", "submission__period", "waived_by")


@admin.register(Urge)
class UrgeAdmin(ReadOnlyAdmin):
    """Who reminded whom."""

    list_display = ("submission", "urged_by", "urged_at")
    list_select_related = ("submission__unit", "submission__period", "urged_by")


@admin.register(SectorReceipt)
class SectorReceiptAdmin(ReadOnlyAdmin):
    """Receipts of one field."""

    list_display = ("submission", "agency", "received_by", "received_at")
    list_select_related = ("submission__unit", "submission__period", "agency", "received_by")
