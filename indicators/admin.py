"""Indicators and figures, to look at."""

from django.contrib import admin

from indicators.models import (
    Comparison,
    Derivation,
    DerivationPart,
    Entry,
    Indicator,
    IndicatorGroup,
    Observation,
    Provenance,
    Reading,
    ReportedVerdict,
    Series,
    Standing,
    Target,
)
from portal.history.admin import ReadOnlyAdmin

OF_SERIES = ("series__indicator", "series__unit", "period")


@admin.register(IndicatorGroup)
class IndicatorGroupAdmin(ReadOnlyAdmin):
    """Groups of indicators."""

    list_display = ("code", "name")


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    """Definitions."""

    list_display = ("code", "name", "unit_of_measure", "kind", "direction", "unit_rollup", "period_rollup", "topic")
    list_filter = ("topic", "kind", "direction")
    search_fields = ("code", "name", "search_text")


@admin.register(Derivation)
class DerivationAdmin(ReadOnlyAdmin):
    """How indicators follow from others."""

    list_display = ("indicator", "operation", "document", "explanation")
    list_filter = ("operation",)
    list_select_related = ("indicator", "document")
    search_fields = ("indicator__code", "indicator__name", "explanation")


@admin.register(DerivationPart)
class DerivationPartAdmin(ReadOnlyAdmin):
    """What goes into the operations."""

    list_display = ("derivation", "role", "operand", "position")
    list_filter = ("role",)
    list_select_related = ("derivation__indicator", "operand")
    search_fields = ("derivation__indicator__code", "operand__code", "operand__name")


@admin.register(Series)
class SeriesAdmin(ReadOnlyAdmin):
    """Indicators of units."""

    list_display = ("indicator", "unit", "owner", "is_derived")
    list_filter = ("is_derived",)
    list_select_related = ("indicator", "unit", "owner")
    search_fields = ("indicator__code", "indicator__name", "unit__name", "unit__code")


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """Targets."""

    list_display = ("text", "unit", "document", "comparator", "value", "kind")
    list_filter = ("kind", "comparator")
    list_select_related = ("unit", "document")
    search_fields = ("text",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Figures before approval."""

    list_display = ("series", "period", "status", "value", "numerator", "denominator", "entered_by", "entered_at")
    list_filter = ("status",)
    list_select_related = (*OF_SERIES, "entered_by")


@admin.register(Observation)
class ObservationAdmin(ReadOnlyAdmin):
    """Figures in force."""

    list_display = ("series", "period", "status", "value", "numerator", "denominator", "as_reported", "via", "version")
    list_filter = ("status", "via", "is_simulated")
    list_select_related = OF_SERIES


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    """Roll-ups."""

    list_display = ("series", "period", "value", "numerator", "denominator", "parts_reported", "parts_of")
    list_select_related = OF_SERIES


@admin.register(Standing)
class StandingAdmin(ReadOnlyAdmin):
    """Where series stand."""

    list_display = ("series", "period", "value", "verdict", "verdict_reason", "judged_on", "recheck_on")
    list_filter = ("verdict",)
    list_select_related = OF_SERIES


@admin.register(Provenance)
class ProvenanceAdmin(ReadOnlyAdmin):
    """Sentences that figures were read from."""

    list_display = ("source_key", "printed", "reported_text", "document", "reported_by")
    list_select_related = ("document", "reported_by")
    search_fields = ("source_key", "reported_text")


@admin.register(Comparison)
class ComparisonAdmin(ReadOnlyAdmin):
    """Figures computed from figures."""

    list_display = ("name", "operation", "computed", "unit_of_measure", "status")
    list_filter = ("operation", "status")


@admin.register(ReportedVerdict)
class ReportedVerdictAdmin(ReadOnlyAdmin):
    """What sources say of their own figures."""

    list_display = ("figure", "verdict", "text")
    list_select_related = ("figure",)
