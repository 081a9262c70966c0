"""Questions about people, and the scope that every other queryset builds on."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.units.models import Ancestry


class UserQuerySet(models.QuerySet):
    """People."""

    def by_username(self, username: str) -> Any:
        """The active person with this user name, or None."""
        return self.filter(username=username, is_active=True).first()

    def working_at(self, unit_ids: Iterable[int]) -> "UserQuerySet":
        """Active people whose place is one of the units."""
        return self.filter(unit__in=list(unit_ids), is_active=True)

    def working_for(self, agency_ids: Iterable[int]) -> "UserQuerySet":
        """Active people of one of the agencies."""
        return self.filter(agency__in=list(agency_ids), is_active=True)

    def for_sheet(self) -> "UserQuerySet":
        """All with their places, by user name."""
        return self.select_related("unit", "agency", "agency__unit").order_by("username")

    def usernames(self) -> frozenset[str]:
        """All user names in small letters. One query."""
        return frozenset(name.lower() for name in self.order_by().values_list("username", flat=True))

    def visible_to(self, user: Any) -> "UserQuerySet":
        """Administrators see everyone, others themselves."""
        return self if user.is_authenticated and user.role == "admin" else self.filter(pk=user.pk)


def in_scope(user: Any, *, unit: str, as_of: str) -> Q | Exists:
    """Condition: the row's unit lies in the person's scope on the row's own day.

    `unit` and `as_of` name the row's columns: the tree of that day decides, not today's.
    """
    if user.is_province_wide:
        return Q(pk__isnull=False)
    own = Q(**{f"{unit}__in": user.home_unit_ids})
    if not user.has_subtree:
        return own
    below = Ancestry.objects.filter(
        ancestor__in=user.home_unit_ids,
        descendant=OuterRef(unit),
        valid_from__lte=OuterRef(as_of),
        valid_to__gt=OuterRef(as_of),
    )
    return own | Exists(below)
