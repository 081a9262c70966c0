"""Questions about people, and the scope that every other queryset builds on."""

from collections.abc import Iterable
from datetime import date
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

    def possible_deputies_of(self, leader: Any) -> "UserQuerySet":
        """Active people of the leader's own place who enter or decide there."""
        found = self.filter(unit=leader.unit_id, agency=leader.agency_id, is_active=True)
        return found.filter(role__in=("clerk", "leader")).exclude(pk=leader.pk).order_by("full_name", "pk")

    def with_ids(self, ids: Iterable[int]) -> "UserQuerySet":
        """The people with these ids."""
        return self.filter(pk__in=list(ids))

    def deputies_on(self, day: date, leader_ids: Iterable[int]) -> "UserQuerySet":
        """Who stands in for one of the leaders on the day."""
        held = {"from_on__lte": day, "to_on__gte": day, "ended_at": None, "leader__in": list(leader_ids)}
        found = self.filter(is_active=True, **{f"mandates_held__{name}": value for name, value in held.items()})
        return found.distinct().order_by("pk")

    def answering_for(self, unit_ids: Iterable[int], *roles: str) -> "UserQuerySet":
        """Active people of the roles whose place is one of the units, in a lasting order."""
        return self.working_at(unit_ids).filter(role__in=roles).order_by("pk")

    def addressed(self) -> "UserQuerySet":
        """Only what a message to them needs: their address."""
        return self.select_related(None).only("email")

    def for_sheet(self) -> "UserQuerySet":
        """All with their places, by user name."""
        return self.select_related("unit", "agency", "agency__unit").order_by("username")

    def usernames(self) -> frozenset[str]:
        """All user names in small letters. One query."""
        return frozenset(name.lower() for name in self.order_by().values_list("username", flat=True))

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


def decision_scope(user: Any, *, unit: str, as_of: str) -> Q | Exists:
    """Condition: the person decides about the row's unit, by their own role or today as somebody's deputy.

    A deputy comes from the leader's own place, so that a leader gains no unit by a mandate.
    """
    if user.decides_by_role:
        return in_scope(user, unit=unit, as_of=as_of)
    found: Q | Exists = Q(pk__in=[])
    for mandate in user.mandates:
        found = found | in_scope(mandate.leader, unit=unit, as_of=as_of)
    return found


class DeputyQuerySet(models.QuerySet):
    """Who stands in for whom, from when to when."""

    def in_force_on(self, day: date) -> "DeputyQuerySet":
        """Mandates of the day that nobody has ended, of leaders who still are."""
        found = self.filter(from_on__lte=day, to_on__gte=day, ended_at=None)
        return found.filter(leader__is_active=True, leader__role="leader").select_related("leader__unit", "deputy")

    def of_deputy(self, user: Any) -> "DeputyQuerySet":
        """Mandates that the person was given."""
        return self.filter(deputy=user)

    def visible_to(self, user: Any) -> "DeputyQuerySet":
        """Mandates that the person gave or was given; administrators see all."""
        if not user.is_authenticated:
            return self.none()
        found = self.select_related("leader", "deputy").order_by("-pk")
        return found if user.role == "admin" else found.filter(Q(leader=user) | Q(deputy=user))

    def with_id(self, pk: int) -> "DeputyQuerySet":
        """The mandate with this id."""
        return self.filter(pk=pk)

    def endable_by(self, user: Any) -> "DeputyQuerySet":
        """Mandates that the person gave and nobody has ended."""
        return self.filter(leader=user, ended_at=None)

    def overlapping(self, leader: Any, from_on: date, to_on: date) -> "DeputyQuerySet":
        """Mandates of the leader that share a day with the span: one leader has one deputy at a time."""
        found = self.filter(leader=leader, ended_at=None, from_on__lte=to_on, to_on__gte=from_on)
        return found.select_related("deputy")
