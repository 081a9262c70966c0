"""Questions about units, their places and what they became."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from portal.units.planning.changes import OPEN_END
from portal.units.rules import lineage
from portal.vietnamese.names import fold


class SuccessionRow(NamedTuple):
    """What became of a unit; a dissolved one has no successor and a row for each unit on its ground."""

    predecessor: int
    successor: int | None
    share: Decimal | None
    effective_on: date
    kind: str
    heir: int | None


class UnitQuerySet(models.QuerySet):
    """Administrative units."""

    def valid_on(self, day: date) -> "UnitQuerySet":
        """Units that exist on the day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)

    def with_code(self, code: str) -> "UnitQuerySet":
        """All units that ever had the code, oldest first."""
        return self.filter(code=code).order_by("valid_from")

    def with_codes(self, codes: set[str]) -> "UnitQuerySet":
        """All units that ever had one of the codes, oldest first."""
        return self.filter(code__in=codes).order_by("code", "valid_from")

    def with_slug(self, slug: str) -> "UnitQuerySet":
        """The unit with this address."""
        return self.filter(slug=slug)

    def below(self, unit: Any, day: date) -> "UnitQuerySet":
        """Units under the unit on the day, at any depth, without itself."""
        return self.filter(
            ascent__ancestor=unit, ascent__depth__gt=0, ascent__valid_from__lte=day, ascent__valid_to__gt=day
        )

    def children_of(self, unit: Any, day: date) -> "UnitQuerySet":
        """Units placed directly under the unit on the day."""
        return self.filter(placements__parent=unit, placements__valid_from__lte=day, placements__valid_to__gt=day)

    def above(self, unit: Any, day: date) -> "UnitQuerySet":
        """Units over the unit on the day, nearest first."""
        return self.filter(
            descent__descendant=unit, descent__depth__gt=0, descent__valid_from__lte=day, descent__valid_to__gt=day
        ).order_by("descent__depth")

    def two_levels_on(self, day: date) -> "UnitQuerySet":
        """Units with nothing above them on the day and those directly below, with the id of the `parent`."""
        placed = self.model.placements.rel.related_model.objects.filter(valid_from__lte=day, valid_to__gt=day)
        parent = placed.filter(unit=OuterRef("pk")).values("parent")[:1]
        return (
            self.valid_on(day).annotate(parent=Subquery(parent)).exclude(Exists(placed.filter(unit=OuterRef("parent"))))
        )

    def visible_to(self, user: Any) -> "UnitQuerySet":
        """Every signed-in person may see which units there are."""
        return self if user.is_authenticated else self.none()

    def matching(self, words: str) -> "UnitQuerySet":
        """Units whose code or name, of today or once, holds all the words, whatever their accents."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def for_export(self) -> "UnitQuerySet":
        """With what a row of the sheet shows: the code of the last parent, and the units each came from."""
        placed = self.model.placements.rel.related_model.objects.filter(unit=OuterRef("pk")).order_by("-valid_from")
        origins = self.model.origins.rel.related_model.objects.select_related("predecessor")
        found = self.annotate(parent_code=Subquery(placed.values("parent__code")[:1]))
        return found.prefetch_related(models.Prefetch("origins", origins)).order_by("level", "code", "valid_from")

    def of_unit(self, unit: Any) -> "UnitQuerySet":
        """The unit and all that ever lay below it."""
        return self.filter(ascent__ancestor=unit).distinct()

    def of_period(self, period: Any) -> "UnitQuerySet":
        """Units that existed on the period's own day."""
        return self.valid_on(period.as_of_on)

    def placed_below(self, unit: Any, day: date) -> list[tuple[int, int]]:
        """(parent, child) of every place under the unit on the day, at any depth. One query."""
        places = self.model.placements.rel.related_model.objects.filter(
            valid_from__lte=day, valid_to__gt=day, parent__ascent__ancestor=unit,
            parent__ascent__valid_from__lte=day, parent__ascent__valid_to__gt=day,
        )  # fmt: skip
        return list(places.order_by("parent_id", "unit__code").values_list("parent_id", "unit_id"))

    def facts(self) -> list[tuple[Any, ...]]:
        """What a plan asks of every unit. One query."""
        return list(self.order_by().values_list("id", "code", "name", "level", "valid_from", "valid_to"))

    def hold_the_tree(self) -> None:
        """Let one arrangement follow the other: each holds the provinces until its end. One query.

        Rows that refer to a province are not kept waiting.
        """
        list(self.filter(level="province").order_by("id").select_for_update(no_key=True).values_list("id", flat=True))

    def of_level(self, level: str) -> "UnitQuerySet":
        """Units of one level, or of all when empty."""
        return self.filter(level=level) if level else self

    def last_change_by(self, day: date) -> date | None:
        """The latest day, up to the given one, from which a unit no longer exists; None when all do. One query."""
        ends = self.filter(valid_to__lte=day).aggregate(day=models.Max("valid_to"))
        return ends["day"]

    def ids(self) -> frozenset[int]:
        """Ids of the units. One query."""
        return frozenset(self.values_list("id", flat=True))

    def placements_on(self, day: date) -> dict[int, int]:
        """Id of the parent by id of the unit, on the day. One query."""
        rows = self.filter(placements__valid_from__lte=day, placements__valid_to__gt=day)
        return dict(rows.values_list("id", "placements__parent_id"))

    def in_reading_order(self) -> "UnitQuerySet":
        """By level from the top, then by Vietnamese name."""
        rank = models.Case(
            models.When(level="province", then=0),
            models.When(level="district", then=1),
            default=2,
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, "sort_text", "valid_from")


class AncestryQuerySet(models.QuerySet):
    """The closure of placements."""

    def valid_on(self, day: date) -> "AncestryQuerySet":
        """Rows that hold on the day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)

    def of_either(self, unit_ids: Iterable[int]) -> "AncestryQuerySet":
        """Rows above or below the units."""
        units = list(unit_ids)
        return self.filter(Q(ancestor__in=units) | Q(descendant__in=units))

    def descendant_ids(self, unit_ids: list[int], day: date) -> list[int]:
        """Ids of the units and of all below them on the day. One query."""
        return list(self.valid_on(day).filter(ancestor__in=unit_ids).values_list("descendant_id", flat=True).distinct())


class SuccessionQuerySet(models.QuerySet):
    """What units became."""

    def lineage_of(self, unit_id: int) -> list[int]:
        """Ids of the unit, of all that it took over, directly or through others, and of what it became. One query.

        All arrangements are read: a province has some hundred of them, and every page of a clerk asks for this.
        """
        changes = self.filter(successor__isnull=False).order_by()
        return lineage(unit_id, changes.values_list("predecessor_id", "successor_id"))

    def rows_until(self, day: date) -> list[SuccessionRow]:
        """All successions in force by the day, one row for each heir of a dissolved unit. One query."""
        columns = ("predecessor_id", "successor_id", "share", "effective_on", "kind", "heirs__unit_id")
        rows = self.filter(effective_on__lte=day).order_by("effective_on", "predecessor__code", "heirs__unit__code")
        return [SuccessionRow(*row) for row in rows.values_list(*columns)]

    def pairs(self) -> list[tuple[int, int]]:
        """What was and what became of it, as ids, without units that were dissolved. One query."""
        known = self.filter(successor__isnull=False).order_by()
        return list(known.values_list("predecessor_id", "successor_id"))

    def around(self, unit: Any) -> "SuccessionQuerySet":
        """What the unit came from and became, with one row for each unit on the ground of a dissolved one. One query.

        A row has the heir's `heir_slug`, `heir_name`, `heir_sort_text` and `is_whole`.
        """
        found = self.filter(Q(predecessor=unit) | Q(successor=unit)).select_related("predecessor", "successor")
        return found.annotate(
            heir_slug=F("heirs__unit__slug"),
            heir_name=F("heirs__unit__name"),
            heir_sort_text=F("heirs__unit__sort_text"),
            is_whole=F("heirs__wholly"),
        )

    def touching(self, unit: Any) -> "SuccessionQuerySet":
        """What the unit came from and what it became, with the units named. Two queries."""
        heirs = self.model.heirs.rel.related_model.objects.select_related("unit")
        found = self.filter(Q(predecessor=unit) | Q(successor=unit)).select_related("predecessor", "successor")
        return found.prefetch_related(models.Prefetch("heirs", heirs))

    def of_successor(self, unit: Any) -> "SuccessionQuerySet":
        """What the unit came from."""
        return self.filter(successor=unit).select_related("predecessor")

    def in_force_on(self, day: date) -> "SuccessionQuerySet":
        """Arrangements that had taken effect by the day."""
        return self.filter(effective_on__lte=day)

    def by_predecessor(self) -> "SuccessionQuerySet":
        """In the order of the codes of what was."""
        return self.order_by("predecessor__code", "predecessor__valid_from")


class AgencyQuerySet(models.QuerySet):
    """Offices and bodies."""

    def visible_to(self, user: Any) -> "AgencyQuerySet":
        """Every signed-in person may see which bodies there are."""
        return self if user.is_authenticated else self.none()

    def of_unit(self, unit: Any) -> "AgencyQuerySet":
        """Bodies of one unit."""
        return self.filter(unit=unit)

    def of_units(self, unit_ids: Iterable[int]) -> "AgencyQuerySet":
        """Bodies of several units."""
        return self.filter(unit__in=unit_ids)

    def with_places(self) -> "AgencyQuerySet":
        """With unit and parent, by unit and name."""
        return self.select_related("unit", "parent", "parent__unit").order_by("unit__code", "name", "valid_from")

    def answering(self, unit_id: int, *, on: date) -> "AgencyQuerySet":
        """Bodies of the unit and of the units above it on the day, the highest first: who may answer for it."""
        found = self.filter(
            unit__descent__descendant=unit_id,
            unit__descent__valid_from__lte=on,
            unit__descent__valid_to__gt=on,
            valid_from__lte=on,
            valid_to__gt=on,
            is_group=False,
        )
        return found.order_by("-unit__descent__depth", "name")

    def open_ended(self) -> "AgencyQuerySet":
        """Bodies that nothing has ended yet, by unit and name."""
        return self.filter(valid_to=OPEN_END, is_group=False).select_related("unit").order_by("unit__code", "name")

    def facts(self) -> list[tuple[Any, ...]]:
        """What a plan asks of every body. One query."""
        return list(self.values_list("id", "name", "unit_id", "valid_from", "valid_to"))


class ReorganisationQuerySet(models.QuerySet):
    """Arrangements of units and agencies."""

    def visible_to(self, user: Any) -> "ReorganisationQuerySet":
        """Administrators see them, others see what became of the units."""
        return self if user.is_authenticated and user.role == "admin" else self.none()

    def numbered(self, pk: int) -> "ReorganisationQuerySet":
        """The one with the number."""
        return self.filter(pk=pk)

    def in_state(self, state: str) -> "ReorganisationQuerySet":
        """Those in the state."""
        return self.filter(state=state)

    def applied_after(self, one: Any) -> "ReorganisationQuerySet":
        """Arrangements of the same subject that were carried out after this one and still stand."""
        return self.filter(state="applied", subject=one.subject, applied_at__gt=one.applied_at)
