"""Units and agencies, to look at."""

from django.contrib import admin

from portal.history.admin import ReadOnlyAdmin
from portal.units.models import AdminUnit, Agency, Placement, Reorganisation, UnitFact, UnitSuccession


@admin.register(AdminUnit)
class AdminUnitAdmin(ReadOnlyAdmin):
    """Units."""

    list_display = ("code", "name", "level", "valid_from", "valid_to")
    list_filter = ("level",)
    search_fields = ("code", "name", "search_text")


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """Which unit lies under which."""

    list_display = ("unit", "parent", "valid_from", "valid_to")
    list_select_related = ("unit", "parent")
    search_fields = ("unit__code", "unit__name")


@admin.register(UnitSuccession)
class UnitSuccessionAdmin(ReadOnlyAdmin):
    """What units became."""

    list_display = ("predecessor", "successor", "kind", "share", "effective_on", "legal_basis")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name", "successor__name")


@admin.register(UnitFact)
class UnitFactAdmin(ReadOnlyAdmin):
    """Facts about units."""

    list_display = ("unit", "topic", "text")
    list_select_related = ("unit",)


@admin.register(Agency)
class AgencyAdmin(ReadOnlyAdmin):
    """Offices and bodies."""

    list_display = ("name", "kind", "unit", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("unit",)
    search_fields = ("name", "short_name")


@admin.register(Reorganisation)
class ReorganisationAdmin(ReadOnlyAdmin):
    """Arrangements of units and agencies."""

    list_display = ("title", "subject", "state", "effective_on", "legal_basis", "made_by_name")
    list_filter = ("state", "subject")
    search_fields = ("title", "legal_basis")
