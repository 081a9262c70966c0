"""Questions about what is demanded, its yearly path, and how definitions changed in time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q

from indicators.querysets import STEP_COLUMNS, OpenToStaff


class TargetQuerySet(OpenToStaff):
    """Targets."""

    def in_force_on(self, day: date) -> "TargetQuerySet":
        """Targets set by the day and not replaced by then; a target of unknown start counts as always in force."""
        return self.filter(Q(in_force_from=None) | Q(in_force_from__lte=day)).lasting_on(day)

    def lasting_on(self, day: date) -> "TargetQuerySet":
        """Targets that no other has taken the place of by the day."""
        return self.exclude(replaced_by__in_force_from__lte=day)

    def with_id(self, pk: int) -> "TargetQuerySet":
        """One target, with all that its page names."""
        return self.filter(pk=pk).named().select_related("series__unit", "clause", "replaced_by__document")

    def with_steps(self) -> "TargetQuerySet":
        """One row for each step of a target's path (`step_…`); a target without a path has one row."""
        return self.annotate(**{f"step_{name}": F(f"steps__{name}") for name in STEP_COLUMNS})

    def amending(self, target: Any) -> "TargetQuerySet":
        """The target that has taken the place of this one."""
        return self.filter(replaces=target).select_related("document")

    def numeric(self) -> "TargetQuerySet":
        """Targets that a figure can be judged by."""
        return self.filter(series__isnull=False)

    def of_units(self, unit_ids: Iterable[int]) -> "TargetQuerySet":
        """Targets of the units."""
        return self.filter(unit__in=list(unit_ids))

    def of_document(self, document: Any) -> "TargetQuerySet":
        """Targets that the document sets."""
        return self.filter(document=document).select_related("series__indicator", "unit")

    def of_indicator(self, indicator: Any) -> "TargetQuerySet":
        """Targets of all units for the indicator, with who set them."""
        return self.filter(series__indicator=indicator).named()

    def of_series(self, series: Any) -> "TargetQuerySet":
        """Targets of one series, with who set them."""
        return self.filter(series=series).named()

    def of_cells(self, series_ids: Iterable[int]) -> "TargetQuerySet":
        """Targets of several series, the one that counts last: primary, else of the latest document."""
        found = self.filter(series__in=list(series_ids)).select_related("series__indicator")
        return found.order_by("series", "is_primary", "document__issued_on", "pk")

    def named(self) -> "TargetQuerySet":
        """With unit, indicator and document, but not the document's full text."""
        return self.select_related("series__indicator", "unit", "document").defer(
            "document__text", "document__search_text"
        )


class TargetStepQuerySet(OpenToStaff):
    """Yearly values of targets."""

    def of_target(self, target: Any) -> "TargetStepQuerySet":
        """The path of one target, earliest year first."""
        return self.filter(target=target).order_by("period_code")

    def of_targets(self, target_ids: Iterable[int]) -> "TargetStepQuerySet":
        """The paths of several targets."""
        return self.filter(target__in=list(target_ids)).order_by("target_id", "period_code")


class IndicatorVersionQuerySet(OpenToStaff):
    """Definitions in time."""

    def of_indicators(self, indicator_ids: Iterable[int]) -> "IndicatorVersionQuerySet":
        """Definitions of the indicators, earliest first, with the documents that changed them."""
        found = self.filter(indicator__in=indicator_ids).select_related("document")
        return found.defer("document__text", "document__search_text").order_by(
            "indicator_id", F("valid_from").asc(nulls_first=True)
        )
