"""People who use the portal."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.querysets import DeputyQuerySet, UserQuerySet
from portal.accounts.roles import GRANTS, PROVINCE_WIDE, WITH_SUBTREE, Permission, Role
from portal.history.records import row_history
from portal.units.models import AdminUnit, Agency, UnitSuccession


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    """Creates people and asks questions about them."""

    def get_queryset(self) -> UserQuerySet:
        """People with the place they work at: every page shows it beside the name."""
        return super().get_queryset().select_related("unit", "agency")

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """The first account of an installation: an administrator of the portal, too."""
        return super().create_superuser(username, email, password, **{"role": Role.ADMIN, **fields})


class User(AbstractUser):
    """A person with one role at one unit, or at one agency of that unit. Deactivated, never deleted."""

    first_name = None
    last_name = None
    full_name = models.CharField("họ tên", max_length=150)
    position_title = models.CharField("chức vụ", max_length=120, blank=True)
    role = models.CharField("vai trò", max_length=12, choices=Role.choices, default=Role.VIEWER)
    unit = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="users", null=True, blank=True, verbose_name="đơn vị"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="users", null=True, blank=True, verbose_name="cơ quan"
    )
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    unread_notices = models.PositiveIntegerField("thông báo chưa đọc", default=0, editable=False)
    is_demo = models.BooleanField("tài khoản dùng thử", default=False)

    objects = PeopleManager()
    history = row_history(secret=("password", "last_login", "unread_notices"))

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[Role.ADMIN, Role.REVIEWER, Role.VIEWER]) | Q(unit__isnull=False),
                name="user_of_a_unit_role_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def place(self) -> str:
        """Where the person works, as shown beside the name."""
        return str(self.agency or self.unit or "Toàn tỉnh")

    def may(self, permission: Permission) -> bool:
        """Whether the role grants it; the scope is asked separately, by a queryset."""
        if permission == Permission.APPROVE and self.role == Role.CLERK:
            return self.is_active and bool(self.mandates)
        return self.is_active and permission in GRANTS[self.role]

    @property
    def decides_by_role(self) -> bool:
        """Whether the role itself approves, without anybody's mandate."""
        return self.is_active and Permission.APPROVE in GRANTS[self.role]

    @cached_property
    def mandates(self) -> "tuple[Deputy, ...]":
        """For whom the person stands in today. One query for nearly everybody, none for roles that are never deputies.

        Only who has a mandate pays for fetching it: to name all columns takes longer than to look.
        """
        if self.role not in (Role.CLERK, Role.LEADER):
            return ()
        held = Deputy.objects.in_force_on(timezone.localdate()).of_deputy(self)
        return tuple(held) if held.select_related(None).exists() else ()

    @property
    def is_general_reviewer(self) -> bool:
        """Whether the person follows all fields of the level above; a reviewer of an agency only its own."""
        return self.may(Permission.RECEIVE) and self.agency_id is None

    @property
    def is_province_wide(self) -> bool:
        """Whether the scope is the whole province."""
        return self.role in PROVINCE_WIDE

    @property
    def has_subtree(self) -> bool:
        """Whether the scope holds the units below, too; who works at one body of the unit answers for nothing below."""
        return self.role in WITH_SUBTREE and self.agency_id is None

    @cached_property
    def home_unit_ids(self) -> tuple[int, ...]:
        """The own unit, all it took over, and what it became: rights follow successions. At most one query."""
        return tuple(UnitSuccession.objects.lineage_of(self.unit_id)) if self.unit_id else ()


class Deputy(models.Model):
    """That a leader named somebody of the same place to decide in their stead, from one day to another.

    What the deputy decides within these days is signed "KT." for the leader; nobody approves their own figures.
    """

    leader = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lãnh đạo")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="mandates_held", verbose_name="người ký thay")
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày")
    reason = models.TextField("lý do")
    named_at = models.DateTimeField("giao lúc")
    ended_at = models.DateTimeField("thôi giao lúc", null=True, blank=True)

    objects = DeputyQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "ký thay"
        verbose_name_plural = "ký thay"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="deputy_days_in_order"),
            models.CheckConstraint(condition=~Q(deputy=F("leader")), name="deputy_is_another"),
            models.CheckConstraint(condition=~Q(reason=""), name="deputy_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} KT. {self.leader}"
