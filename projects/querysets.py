"""Questions about projects and facilities."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Prefetch, Q, Sum

from portal.units.models import Ancestry
from portal.vietnamese.names import fold


class ProjectQuerySet(models.QuerySet):
    """Projects and counted classes of projects."""

    def for_sheet(self) -> "ProjectQuerySet":
        """With their places. Two queries."""
        return self.prefetch_related("places").order_by("kind", "name")

    def visible_to(self, user: Any) -> "ProjectQuerySet":
        """All rows for a signed-in person, none for a stranger."""
        return self if user.is_authenticated else self.none()

    def within(self, unit: Any, day: date) -> "ProjectQuerySet":
        """Projects in the unit or below it on the day, each once."""
        below = Ancestry.objects.valid_on(day).filter(ancestor=unit).values("descendant")
        return self.filter(pk__in=self.model.places.through.objects.filter(unit__in=below).values("project"))

    def matching(self, words: str) -> "ProjectQuerySet":
        """Projects whose name or place holds all the words, whatever their accents."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def by_kind_and_stage(self) -> "ProjectQuerySet":
        """Rows of kind, stage, projects counted, MW known and of how many projects; a class counts as many."""
        return (
            self.order_by()
            .values("kind", "stage")
            .annotate(
                total=Sum("count"),
                records=Count("id"),
                capacity=Sum("capacity_mw"),
                capacity_known=Sum("count", filter=Q(capacity_mw__isnull=False), default=0),
            )
            .order_by("kind", "stage")
        )

    def for_page(self) -> "ProjectQuerySet":
        """With the places named; one more query."""
        return self.prefetch_related("project_places__unit")

    def for_detail(self) -> "ProjectQuerySet":
        """With places, documents and clauses; four more queries."""
        documents = self.model.documents.field.related_model.objects.for_list()
        return self.for_page().prefetch_related(Prefetch("documents", documents), "clauses")

    def totals(self) -> dict[str, Any]:
        """Sums over the projects, a class counting as many; what is unknown is counted apart. Three queries.

        Keys: projects, records, list_items, and of capacity, capital and investor how many are known, with the sums.
        """
        rows = self.order_by()
        sums = rows.aggregate(
            projects=Sum("count", default=0),
            records=Count("id"),
            capacity=Sum("capacity_mw"),
            capacity_known=Sum("count", filter=Q(capacity_mw__isnull=False), default=0),
            capital=Sum("capital_billion_vnd"),
            capital_known=Sum("count", filter=Q(capital_billion_vnd__isnull=False), default=0),
            investor_known=Sum("count", filter=~Q(investor=""), default=0),
        )
        listed = rows.filter(list_item__isnull=False)
        return {
            **sums,
            "capacity": _unpadded(sums["capacity"]),
            "capital": _unpadded(sums["capital"]),
            "listed": listed.count(),
            "list_items": listed.values("registered", "list_item").distinct().count(),
        }


def _unpadded(total: Decimal | None) -> Decimal | None:
    """The sum without the zeros that PostgreSQL pads it with."""
    return None if total is None else total.normalize() + 0


class FacilityQuerySet(models.QuerySet):
    """Facilities and firms."""

    def visible_to(self, user: Any) -> "FacilityQuerySet":
        """All rows for a signed-in person, none for a stranger."""
        return self if user.is_authenticated else self.none()

    def within(self, unit: Any, day: date) -> "FacilityQuerySet":
        """Facilities in the unit or below it on the day, each once."""
        below = Ancestry.objects.valid_on(day).filter(ancestor=unit).values("descendant")
        return self.filter(pk__in=self.model.places.through.objects.filter(unit__in=below).values("facility"))

    def by_kind(self) -> "FacilityQuerySet":
        """Kinds together, named ones first within a kind."""
        return self.order_by("kind", "-is_named", "name")

    def for_page(self) -> "FacilityQuerySet":
        """With the places named; one more query."""
        return self.prefetch_related("facility_places__unit")
