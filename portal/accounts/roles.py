"""Roles and what each may do, as data."""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """The roles of people; the first word a person reads of their own rights."""

    CLERK = "clerk", "Cán bộ nhập liệu"
    LEADER = "leader", "Lãnh đạo đơn vị"
    REVIEWER = "reviewer", "Chuyên viên tỉnh"
    VIEWER = "viewer", "Lãnh đạo, theo dõi"
    UNIT_ADMIN = "unit_admin", "Quản trị đơn vị"
    ADMIN = "admin", "Quản trị"


class Permission(StrEnum):
    """What a role may do within its scope."""

    ENTER = "enter"  # write drafts and submit them
    APPROVE = "approve"  # approve, return and reopen what a clerk submitted
    RECEIVE = "receive"  # receive from the level above, urge
    EXTEND = "extend"  # give a unit more time for its report
    SEE_DRAFTS = "see_drafts"  # see figures before approval
    IMPORT = "import"  # import spreadsheets of any unit
    MANAGE_UNIT_ACCOUNTS = "manage_unit_accounts"
    ADMINISTER = "administer"


GRANTS: dict[str, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.ENTER, Permission.SEE_DRAFTS}),
    Role.LEADER: frozenset({Permission.APPROVE, Permission.SEE_DRAFTS}),
    Role.REVIEWER: frozenset({Permission.RECEIVE, Permission.EXTEND, Permission.SEE_DRAFTS}),
    Role.VIEWER: frozenset(),
    Role.UNIT_ADMIN: frozenset({Permission.MANAGE_UNIT_ACCOUNTS}),
    Role.ADMIN: frozenset({Permission.IMPORT, Permission.ADMINISTER, Permission.EXTEND, Permission.SEE_DRAFTS}),
}

# The scope of these roles is the whole province, not a unit and what lies below it.
PROVINCE_WIDE = frozenset({Role.REVIEWER, Role.VIEWER, Role.ADMIN})
# A leader answers for the unit and all below it, a clerk for the unit alone.
WITH_SUBTREE = frozenset({Role.LEADER})
