"""Questions about people, and the scope that every other queryset builds on."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.accounts.roles import PROVINCE_WIDE, Permission
from portal.units.models import Ancestry
from portal.vietnamese.names import fold


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

    def visible_to(self, user: Any) -> "UserQuerySet":
        """Administrators see everyone, others themselves."""
        return self if user.is_authenticated and user.role == "admin" else self.filter(pk=user.pk)

    def with_id(self, pk: int) -> Any:
        """The account with this id among these, or None."""
        return self.filter(pk=pk).first()

    def in_charge_of(self, user: Any) -> "UserQuerySet":
        """The accounts that the person looks after: all of them, or those of the own unit."""
        if user.may(Permission.ADMINISTER):
            return self
        if not user.may(Permission.MANAGE_UNIT_ACCOUNTS):
            return self.none()
        return self.filter(unit__in=user.home_unit_ids, is_superuser=False).exclude(role__in=PROVINCE_WIDE)

    def matching(self, words: str) -> "UserQuerySet":
        """Accounts whose name, user name or position holds the words."""
        found = self
        for word in words.split():
            named = Q(full_name__icontains=word) | Q(username__icontains=word) | Q(position_title__icontains=word)
            found = found.filter(named | Q(unit__search_text__contains=fold(word)))
        return found


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
