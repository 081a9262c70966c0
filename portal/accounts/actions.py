"""The one door for accounts: signing in and out, passwords, deactivation; each closes with a ledger event."""

from contextlib import AbstractContextManager

from django.core.exceptions import PermissionDenied

from portal.accounts.models import User
from portal.accounts.roles import Permission
from portal.history.actions import Draft, recorded
from portal.history.models import Via


class AccountRefused(ValueError):
    """The account cannot be changed in this way; the message is a sentence for people."""


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


def deactivate(user: User, *, by: User, reason: str) -> None:
    """Close the account: its sessions end with their next request. Raises AccountRefused and PermissionDenied."""
    _require_charge_of(user, by)
    if by.pk == user.pk:
        raise AccountRefused("Không thể tự khóa tài khoản đang đăng nhập.")
    if not reason.strip():
        raise AccountRefused("Cần ghi rõ lý do khi khóa tài khoản.")
    user.is_active = False
    with _about(user, "deactivate", by=by, reason=reason.strip()):
        user.save(update_fields=["is_active"])


def _require_charge_of(user: User, by: User) -> None:
    """Administrators have charge of all accounts, administrators of a unit of those of their unit."""
    if by.may(Permission.ADMINISTER):
        return
    in_unit = user.unit_id in by.home_unit_ids and not user.is_province_wide and not user.is_superuser
    if not (by.may(Permission.MANAGE_UNIT_ACCOUNTS) and in_unit):
        raise PermissionDenied(f"Tài khoản này chưa được phân quyền quản lý tài khoản {user.username}.")
