"""Questions about units, their places and what they became."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from portal.vietnamese.names import fold


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

    def roots(self, day: date) -> "UnitQuerySet":
        """Units with nothing above them on the day."""
        return self.valid_on(day).exclude(Q(placements__valid_from__lte=day) & Q(placements__valid_to__gt=day))

    def visible_to(self, user: Any) -> "UnitQuerySet":
        """Every signed-in person may see which units there are."""
        return self if user.is_authenticated else self.none()

    def matching(self, words: str) -> "UnitQuerySet":
        """Units whose code or name, of today or once, holds all the words, whatever their accents."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

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

    def descendant_ids(self, unit_ids: list[int], day: date) -> list[int]:
        """Ids of the units and of all below them on the day. One query."""
        return list(self.valid_on(day).filter(ancestor__in=unit_ids).values_list("descendant_id", flat=True).distinct())


class SuccessionQuerySet(models.QuerySet):
    """What units became."""

    def predecessors_of(self, unit_ids: list[int]) -> list[int]:
        """Ids of the units that the given ones took over, directly or through others. A query a generation."""
        found: list[int] = []
        front = list(unit_ids)
        while front:
            front = [
                pk
                for pk in self.filter(successor__in=front).values_list("predecessor_id", flat=True)
                if pk not in found
            ]
            found += front
        return found

    def successor_ids(self, unit_ids: list[int]) -> list[int]:
        """Ids of the units that the given ones became. One query."""
        return list(
            self.filter(predecessor__in=unit_ids, successor__isnull=False).values_list("successor_id", flat=True)
        )

    def of_predecessor(self, unit: Any) -> "SuccessionQuerySet":
        """What the unit became, with the units named."""
        return self.filter(predecessor=unit).select_related("successor").prefetch_related("heirs__unit")

    def of_successor(self, unit: Any) -> "SuccessionQuerySet":
        """What the unit came from."""
        return self.filter(successor=unit).select_related("predecessor")

    def predecessor_refs(self) -> list[str]:
        """Addresses of the predecessors in the order of their codes. One query."""
        return list(self.order_by("predecessor__code").values_list("predecessor__slug", flat=True))


class AgencyQuerySet(models.QuerySet):
    """Offices and bodies."""

    def visible_to(self, user: Any) -> "AgencyQuerySet":
        """Every signed-in person may see which bodies there are."""
        return self if user.is_authenticated else self.none()

    def of_unit(self, unit: Any) -> "AgencyQuerySet":
        """Bodies of one unit."""
        return self.filter(unit=unit)
