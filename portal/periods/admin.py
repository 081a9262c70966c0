"""Periods and calendars, to look at."""

from django.contrib import admin

from portal.history.admin import ReadOnlyAdmin
from portal.periods.models import DeadlineLength, Holiday, Period


@admin.register(Period)
class PeriodAdmin(ReadOnlyAdmin):
    """Periods."""

    list_display = ("code", "kind", "name", "starts_on", "ends_on", "as_of_on", "is_closed")
    list_filter = ("kind", "is_closed")
    search_fields = ("code", "name")


@admin.register(Holiday)
class HolidayAdmin(ReadOnlyAdmin):
    """Public holidays."""

    list_display = ("day", "name")
    search_fields = ("name",)


@admin.register(DeadlineLength)
class DeadlineLengthAdmin(ReadOnlyAdmin):
    """Working days between cut-off and deadline."""

    list_display = ("level", "working_days")
