"""Questions about indicators and figures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Max, Prefetch, Q, When

from portal.accounts.querysets import in_scope
from portal.accounts.roles import Permission
from portal.vietnamese.names import fold

# What a line needs of a target, and of the document that sets it.
TARGET_COLUMNS = (
    "id", "document_id", "comparator", "value", "value_high", "kind", "horizon_from", "horizon_to", "text",
    "is_primary", "note", "unit_of_measure", "replaces_id", "in_force_from",
)  # fmt: skip
DOCUMENT_COLUMNS = ("code", "title", "type_name", "issued_on", "term_to")
STEP_COLUMNS = ("period_code", "value")


class OpenToStaff(models.QuerySet):
    """Rows that every signed-in person may read."""

    def visible_to(self, user: Any) -> "OpenToStaff":
        """All rows for a signed-in person, none for a stranger."""
        return self if user.is_authenticated else self.none()


class IndicatorQuerySet(OpenToStaff):
    """Definitions of indicators."""

    def by_code(self, code: str) -> "IndicatorQuerySet":
        """The indicator with this code."""
        return self.filter(code=code)

    def of_codes(self, codes: Iterable[str]) -> "IndicatorQuerySet":
        """The indicators with these codes."""
        return self.filter(code__in=list(codes))

    def matching(self, words: str) -> "IndicatorQuerySet":
        """Indicators whose code or name holds all the words, whatever their accents."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def for_page(self) -> "IndicatorQuerySet":
        """With group and source agency named."""
        return self.select_related("group", "source_agency")

    def topics(self) -> list[str]:
        """The fields that indicators belong to. One query."""
        return list(self.order_by("topic").values_list("topic", flat=True).distinct())

    def reported_by(self, unit_id: int) -> "IndicatorQuerySet":
        """Indicators that the unit reports itself."""
        return self.filter(series__unit=unit_id, series__is_derived=False)

    def held_by(self, unit: Any) -> "IndicatorQuerySet":
        """Indicators that the unit has a series of."""
        return self.filter(pk__in=self.model.series.rel.related_model.objects.filter(unit=unit).values("indicator"))

    def for_catalogue(self) -> "IndicatorQuerySet":
        """With the number of units that report each themselves (`unit_count`)."""
        return self.annotate(unit_count=Count("series", filter=Q(series__is_derived=False))).order_by(
            "position", "code"
        )


class SeriesQuerySet(OpenToStaff):
    """Indicators of units."""

    def of_unit(self, unit: Any) -> "SeriesQuerySet":
        """Series of one unit."""
        return self.filter(unit=unit)

    def of_units(self, unit_ids: Iterable[int]) -> "SeriesQuerySet":
        """Series of several units."""
        return self.filter(unit__in=unit_ids)

    def among(self, ids: Iterable[int]) -> "SeriesQuerySet":
        """The series with these ids."""
        return self.filter(id__in=ids)

    def derived_ids(self) -> list[int]:
        """Ids of those that were made for roll-ups only. One query."""
        return list(self.filter(is_derived=True).values_list("id", flat=True))

    def of_indicators(self, indicator_ids: Iterable[int]) -> "SeriesQuerySet":
        """Series of these indicators."""
        return self.filter(indicator__in=indicator_ids)

    def of_only(self, indicator_ids: Iterable[int] | None) -> "SeriesQuerySet":
        """Series of these indicators, or of all when None."""
        return self if indicator_ids is None else self.of_indicators(indicator_ids)

    def for_lines(self) -> "SeriesQuerySet":
        """With definition, baseline and where each stands, in the order of units and of the catalogue.

        One row for each target (`target_…`, `document_…`) and step of its path (`step_…`); a series without targets
        has one row.
        """
        return (
            self.select_related("indicator__group", "baseline_period", "standing")
            .annotate(
                standing_code=F("standing__period__code"),
                previous_code=F("standing__previous_period__code"),
                previous_day=F("standing__previous_period__as_of_on"),
                **{f"target_{name}": F(f"targets__{name}") for name in TARGET_COLUMNS},
                **{f"document_{name}": F(f"targets__document__{name}") for name in DOCUMENT_COLUMNS},
                **{f"step_{name}": F(f"targets__steps__{name}") for name in STEP_COLUMNS},
            )
            .order_by("unit_id", "indicator__position", "indicator__code")
        )

    def counts_by_unit(self) -> dict[int, int]:
        """How many series each unit has, by unit. One query."""
        return dict(self.order_by("unit_id").values_list("unit_id").annotate(Count("pk")))

    def owned_by(self, agency_id: int) -> "SeriesQuerySet":
        """Series that the agency answers for."""
        return self.filter(owner=agency_id)

    def counts_by_owner(self, agency_ids: Iterable[int]) -> dict[int, int]:
        """How many series each of the agencies answers for. One query."""
        owned = self.filter(owner__in=list(agency_ids)).order_by("owner_id")
        return dict(owned.values_list("owner_id").annotate(Count("pk")))

    def without_baseline(self) -> "SeriesQuerySet":
        """Series whose baseline nobody has given."""
        return self.filter(baseline_value=None)

    def with_baseline(self) -> "SeriesQuerySet":
        """Series whose baseline is known."""
        return self.filter(baseline_value__isnull=False)

    def derived(self) -> "SeriesQuerySet":
        """Series that were made for roll-ups only."""
        return self.filter(is_derived=True)

    def entered(self) -> "SeriesQuerySet":
        """Series that the unit reports itself; the others are rolled up from below."""
        return self.filter(is_derived=False)

    def received_by(self, agency_id: int) -> "SeriesQuerySet":
        """Series whose indicator the agency receives."""
        return self.entered().filter(indicator__source_agency=agency_id)

    def of_topic(self, topic: str) -> "SeriesQuerySet":
        """Series of one field."""
        return self.filter(indicator__topic=topic)

    def ownable_by(self, user: Any) -> "SeriesQuerySet":
        """Series whose figures the person may write: an agency writes its own and those of no one in particular."""
        if not user.agency_id:
            return self
        return self.filter(Q(owner=user.agency_id) | Q(owner=None))

    def for_entry(self) -> "SeriesQuerySet":
        """With what a row of the entry form shows, in the order of the catalogue."""
        return self.select_related("indicator", "owner").order_by("indicator__position", "indicator__code")

    def unused(self) -> "SeriesQuerySet":
        """Series that no figure, entry, reading or target hangs on."""
        return self.filter(readings=None, observations=None, entries=None, targets=None)

    def at(self, indicator_code: str, unit: Any) -> "SeriesQuerySet":
        """The series of one indicator and unit."""
        return self.filter(indicator__code=indicator_code, unit=unit)

    def shown_in_catalogue(self, indicator_ids: Iterable[int], unit: Any = None) -> "SeriesQuerySet":
        """Of each indicator the series of the unit, else of the only unit that reports it itself."""
        found = self.of_indicators(indicator_ids).select_related("indicator", "unit", "baseline_period")
        if unit is not None:
            return found.filter(unit=unit)
        alone = Count("indicator__series", filter=Q(indicator__series__is_derived=False))
        return found.entered().annotate(unit_count=alone).filter(unit_count=1)

    def by_unit(self) -> "SeriesQuerySet":
        """With unit and definition, units from the top and by their Vietnamese names."""
        rank = Case(When(unit__level="province", then=0), When(unit__level="district", then=1), default=2)
        found = self.select_related("indicator", "unit", "owner", "baseline_period")
        return found.order_by(rank, "unit__sort_text", "unit__valid_from")

    def with_address(self, indicator_code: str, unit_slug: str) -> "SeriesQuerySet":
        """The series of an address, with all that its page names."""
        return self.filter(indicator__code=indicator_code, unit__slug=unit_slug).select_related(
            "indicator__group", "indicator__source_agency", "indicator__weight", "unit", "owner", "baseline_period"
        )


class FormIndicatorQuerySet(models.QuerySet):
    """Indicators on forms."""

    def of_form(self, form: Any) -> "FormIndicatorQuerySet":
        """The form's indicators in their places."""
        return self.filter(form=form)

    def by_indicator(self) -> dict[int, Any]:
        """The items by indicator, in the form's order. One query."""
        return {item.indicator_id: item for item in self.order_by("position", "pk")}

    def by_form_and_indicator(self, form_ids: Iterable[int]) -> dict[tuple[int, int], Any]:
        """The items of several forms. One query."""
        return {(item.form_id, item.indicator_id): item for item in self.filter(form__in=list(form_ids))}

    def for_page(self) -> "FormIndicatorQuerySet":
        """With the indicators, in the form's order."""
        return self.select_related("indicator").order_by("position", "pk")

    def of_indicator(self, indicator: Any) -> "FormIndicatorQuerySet":
        """The items of one indicator."""
        return self.filter(indicator=indicator)

    def with_id(self, pk: int) -> Any:
        """The item with this id and its indicator, None when there is none."""
        return self.filter(pk=pk).select_related("indicator").first()

    def last_position(self) -> int:
        """The greatest position, 0 when there is none. One query."""
        return self.aggregate(last=Max("position"))["last"] or 0

    def indicator_ids(self) -> list[int]:
        """Ids of the indicators in the form's order. One query."""
        return list(self.order_by("position").values_list("indicator_id", flat=True))


class EntryQuerySet(models.QuerySet):
    """Figures before approval."""

    def visible_to(self, user: Any) -> "EntryQuerySet":
        """Entries of the reports that the person may see."""
        if not user.is_authenticated or not user.may(Permission.SEE_DRAFTS):
            return self.none()
        return self.filter(in_scope(user, unit="series__unit", as_of="period__as_of_on"))

    def of_submission(self, submission: Any) -> "EntryQuerySet":
        """Entries of one report that are not approved yet."""
        return self.filter(submission=submission).exclude(status="approved").select_related("period")

    def bare(self) -> "EntryQuerySet":
        """The rows alone, without what they point to."""
        return self.select_related(None)

    def of_submissions(self, ids: Iterable[int]) -> "EntryQuerySet":
        """Entries of several reports."""
        return self.filter(submission__in=list(ids))

    def begun_reports(self, ids: Iterable[int]) -> set[int]:
        """Which of the reports hold at least one entry. One query."""
        return set(self.of_submissions(ids).order_by().values_list("submission_id", flat=True).distinct())

    def of_places(self, unit_ids: Iterable[int]) -> "EntryQuerySet":
        """Entries of several units."""
        return self.filter(series__unit__in=list(unit_ids))

    def at_places(self, unit_ids: Iterable[int], period_ids: Iterable[int]) -> "EntryQuerySet":
        """Entries of the units in the periods."""
        return self.filter(series__unit__in=unit_ids, period__in=period_ids)

    def at_keys(self, series_ids: Iterable[int], period_ids: Iterable[int]) -> "EntryQuerySet":
        """Entries of the series in the periods, whoever made them."""
        return self.filter(series__in=series_ids, period__in=period_ids).select_related("entered_by", "period")

    def within(self, ids: Iterable[int]) -> "EntryQuerySet":
        """The entries with these ids."""
        return self.filter(id__in=list(ids))

    def to_undo(self, ids: Iterable[int]) -> "EntryQuerySet":
        """The entries with these ids, with all that names them."""
        named = ("series__unit", "series__indicator", "period")
        return self.within(ids).select_related(*named).order_by("id")

    def pending(self) -> "EntryQuerySet":
        """Entries on their way."""
        return self.exclude(status="approved")


class ObservationQuerySet(OpenToStaff):
    """Figures in force."""

    def in_force(self) -> "ObservationQuerySet":
        """Not withdrawn."""
        return self.filter(status="in_force")

    def for_export(self) -> "ObservationQuerySet":
        """Figures in force with all that a sheet shows, by unit, indicator and period."""
        return (
            self.in_force()
            .select_related("series__unit", "series__indicator", "period")
            .order_by(
                "series__unit__code", "series__unit__valid_from", "series__indicator__position", "period__position"
            )
        )

    def of_unit(self, unit: Any) -> "ObservationQuerySet":
        """Figures of one unit."""
        return self.filter(series__unit=unit)

    def of_period(self, period: Any) -> "ObservationQuerySet":
        """Figures of one period."""
        return self.filter(period=period)

    def of_series(self, series: Any) -> "ObservationQuerySet":
        """All figures of a series, newest period first."""
        return (
            self.filter(series=series)
            .select_related("period", "entered_by", "approved_by")
            .order_by("-period__position")
        )

    def with_provenance(self) -> "ObservationQuerySet":
        """With the sentence that each was read from, and what the source itself says of it."""
        return self.select_related(
            "provenance__document", "provenance__reported_by", "provenance__reported_verdict"
        ).defer("provenance__document__text", "provenance__document__search_text")

    def at_places(self, unit_ids: Iterable[int], period_ids: Iterable[int]) -> "ObservationQuerySet":
        """Figures of the units in the periods."""
        return self.filter(series__unit__in=unit_ids, period__in=period_ids)

    def at_keys(self, series_ids: Iterable[int], period_ids: Iterable[int]) -> "ObservationQuerySet":
        """Figures of the series in the periods."""
        return self.filter(series__in=series_ids, period__in=period_ids)

    def history_of(self, series_ids: Iterable[int]) -> "ObservationQuerySet":
        """All figures of the series with their periods, the oldest first."""
        return self.filter(series__in=list(series_ids)).select_related("period").order_by("period__position")

    def before(self, series_ids: Iterable[int], period: Any) -> dict[int, Any]:
        """The figure in force of the last period before the given one, by series. One query."""
        rows = self.in_force().filter(series__in=series_ids, period__position__lt=period.position)
        return {row.series_id: row for row in rows.select_related("period").order_by("period__position")}

    def as_of(self, series_ids: Iterable[int], period: Any) -> dict[int, Any]:
        """A figure of another period that was reported as of the given period's own day, by series. One query."""
        rows = self.in_force().filter(series__in=series_ids, as_of_on=period.as_of_on).exclude(period=period)
        return {row.series_id: row for row in rows.select_related("period").order_by("period__position")}

    def with_ids(self, ids: Iterable[int]) -> "ObservationQuerySet":
        """The figures with these ids."""
        return self.filter(id__in=ids)

    def simulated(self) -> "ObservationQuerySet":
        """Figures made up for demonstrations."""
        return self.filter(is_simulated=True)

    def of_places(self, unit_ids: Iterable[int]) -> "ObservationQuerySet":
        """Figures of several units."""
        return self.filter(series__unit__in=list(unit_ids))

    def of_indicators(self, indicator_ids: Iterable[int]) -> "ObservationQuerySet":
        """Figures of these indicators."""
        return self.filter(series__indicator__in=list(indicator_ids))

    def from_day(self, day: date) -> "ObservationQuerySet":
        """Figures of periods whose own day is this one or later."""
        return self.filter(period__as_of_on__gte=day)

    def keys(self) -> list[tuple[int, int]]:
        """Series and period of every figure. One query."""
        return list(self.order_by("series_id", "period_id").values_list("series_id", "period_id"))

    def by_cut_off(self, *, unit_ids: Iterable[int] | None = None) -> "ObservationQuerySet":
        """Real figures of the units, or of all; those of the latest day first."""
        found = self.in_force().filter(is_simulated=False).order_by("-as_of_on")
        return found if unit_ids is None else found.filter(series__unit__in=unit_ids)

    def cut_off_days(self) -> list[date]:
        """The latest day of real figures; empty when there are none. One query."""
        return list(self.by_cut_off().values_list("as_of_on", flat=True)[:1])


class ComparisonQuerySet(OpenToStaff):
    """Figures computed from figures of the sources."""

    def touching(self, provenance_ids: Iterable[int]) -> "ComparisonQuerySet":
        """Comparisons that the figures go into or are checked by, with all their inputs. Two queries."""
        ids = list(provenance_ids)
        found = self.filter(Q(inputs__figure__in=ids) | Q(reported__in=ids)).distinct()
        inputs = self.model.inputs.rel.related_model.objects.select_related(
            "target", "figure__observation__series__indicator", "figure__observation__series__unit"
        )
        return found.select_related("reported").prefetch_related(Prefetch("inputs", inputs))
