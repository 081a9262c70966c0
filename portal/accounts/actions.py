"""The one door for accounts: opening, changing, signing in and out, passwords; each closes with a ledger event."""

import re
import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.core.exceptions import PermissionDenied

from portal.accounts.models import User
from portal.accounts.roles import PROVINCE_WIDE, Permission, Role
from portal.history.actions import Draft, recorded
from portal.history.models import Via

DETAILS = ("full_name", "position_title", "role", "unit", "agency", "email")
OF_THE_ROLE = ("is_superuser", "is_staff")  # what opens Django's tables: administrators have both, nobody else
USERNAME = re.compile(r"[A-Za-z0-9._@+-]{3,150}")
# No vowels, so that no Vietnamese keyboard turns two letters into one; nothing that looks like something else.
LETTERS = "bcghkmnpqtv23456789"


class AccountRefused(ValueError):
    """The account cannot be changed so; the message is a sentence for people, `field` the input it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def _about(user: User, verb: str, *, by: User, via: str = Via.FORM, reason: str = "") -> AbstractContextManager[Draft]:
    return recorded(
        verb,
        "accounts.User",
        by=by,
        via=via,
        reason=reason,
        subject_id=user.pk,
        subject_text=user.username,
        unit_id=user.unit_id,
    )


def note_sign_in(*, by: User) -> None:
    """Write into the ledger that the person signed in; call it before the session is made. Three or four queries."""
    with _about(by, "sign_in", by=by):
        pass


def note_sign_out(*, by: User) -> None:
    """Write into the ledger that the person signed out."""
    with _about(by, "sign_out", by=by):
        pass


def change_password(user: User, new: str, *, by: User) -> None:
    """Give the account a new password, which ends all its sessions; one set by somebody else is for one time only.

    The present session lives on when the caller renews its hash. The password is taken as valid.
    """
    if by.pk != user.pk:
        _require_charge_of(user, by)
    user.set_password(new)  # slow on purpose, hence outside the transaction that holds the write lock
    user.must_change_password = by.pk != user.pk and not user.is_demo
    with _about(user, "change_password", by=by):
        user.save(update_fields=["password", "must_change_password"])


def one_time_password() -> str:
    """A random password of 16 signs in groups, as "bc4k-9hmt-…": 68 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def open_account(username: str, details: Mapping[str, Any], *, by: User, via: str = Via.FORM) -> tuple[User, str]:
    """A new account with the DETAILS given, and its one-time password, which is kept nowhere else.

    Raises AccountRefused for a name that is taken or hard to type, and for a place that does not fit the role;
    PermissionDenied for everyone but administrators.
    """
    _require_administrator(by)
    if not USERNAME.fullmatch(username):
        raise AccountRefused(
            "Tên đăng nhập chỉ gồm chữ không dấu, số và các dấu . _ @ + -, từ 3 ký tự, ví dụ canbo.daksong.", "username"
        )
    if User.objects.filter(username__iexact=username).exists():
        raise AccountRefused(f"Đã có tài khoản {username}. Chọn tên đăng nhập khác.", "username")
    user, password = User(username=username, must_change_password=True), one_time_password()
    _fill(user, details)
    user.set_password(password)
    known = {"by": by, "via": via, "subject_text": username, "unit_id": user.unit_id}
    with recorded("open_account", "accounts.User", **known) as event:
        user.save()
        event.subject_id = user.pk
    return user, password


def change_account(user: User, details: Mapping[str, Any], *, by: User, via: str = Via.FORM) -> bool:
    """Give the account these DETAILS; whether anything changed. Raises as open_account()."""
    _require_administrator(by)
    before = {name: getattr(user, name) for name in (*details, *OF_THE_ROLE)}
    if user.pk == by.pk and details.get("role", user.role) != user.role:
        raise AccountRefused("Không thể tự đổi vai trò của tài khoản đang đăng nhập.", "role")
    _fill(user, details)
    changed = [name for name, value in before.items() if getattr(user, name) != value]
    if changed:
        with _about(user, "change_account", by=by, via=via):
            user.save(update_fields=changed)
    return bool(changed)


def _fill(user: User, details: Mapping[str, Any]) -> None:
    for name in DETAILS:
        if name in details:
            setattr(user, name, details[name])
    for name in OF_THE_ROLE:
        setattr(user, name, user.role == Role.ADMIN)
    if not user.full_name:
        raise AccountRefused("Hãy ghi họ tên người dùng tài khoản.", "full_name")
    if user.role not in PROVINCE_WIDE and user.unit is None:
        raise AccountRefused(f"Vai trò “{Role(user.role).label}” cần một đơn vị.", "unit")
    if user.agency is not None and user.agency.unit_id != user.unit_id:
        raise AccountRefused(f"{user.agency} không phải cơ quan của đơn vị đã chọn.", "agency")


def reset_password(user: User, *, by: User) -> str:
    """A one-time password for somebody else's account, which ends its sessions. Raises as change_password()."""
    if by.pk == user.pk:
        raise AccountRefused("Đổi mật khẩu của chính mình ở trang Đổi mật khẩu.")
    password = one_time_password()
    change_password(user, password, by=by)
    return password


def reactivate(user: User, *, by: User, reason: str) -> None:
    """Open a closed account again. Raises AccountRefused and PermissionDenied."""
    _require_charge_of(user, by)
    if not reason.strip():
        raise AccountRefused("Cần ghi rõ lý do khi mở lại tài khoản.", "reason")
    user.is_active = True
    with _about(user, "reactivate", by=by, reason=reason.strip()):
        user.save(update_fields=["is_active"])


def deactivate(user: User, *, by: User, reason: str) -> None:
    """Close the account: its sessions end with their next request. Raises AccountRefused and PermissionDenied."""
    _require_charge_of(user, by)
    if by.pk == user.pk:
        raise AccountRefused("Không thể tự khóa tài khoản đang đăng nhập.")
    if not reason.strip():
        raise AccountRefused("Cần ghi rõ lý do khi khóa tài khoản.", "reason")
    user.is_active = False
    with _about(user, "deactivate", by=by, reason=reason.strip()):
        user.save(update_fields=["is_active"])


def _require_administrator(by: User) -> None:
    if not by.may(Permission.ADMINISTER):
        raise PermissionDenied("Chỉ quản trị được mở và sửa tài khoản.")


def _require_charge_of(user: User, by: User) -> None:
    """Administrators have charge of all accounts, administrators of a unit of those of their unit."""
    if by.may(Permission.ADMINISTER):
        return
    in_unit = user.unit_id in by.home_unit_ids and not user.is_province_wide and not user.is_superuser
    if not (by.may(Permission.MANAGE_UNIT_ACCOUNTS) and in_unit):
        raise PermissionDenied(f"Tài khoản này chưa được phân quyền quản lý tài khoản {user.username}.")
