"""The accounts to try the portal with: one of every role, none of a real person."""

import secrets
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.hashers import check_password, make_password

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.desk.loading.books import Book
from portal.units.actions import resolve
from portal.units.models import Agency

AS_BEFORE = "mật khẩu như lần trước"


@dataclass(frozen=True)
class Account:
    """An account to be issued; the unit is written CODE@DAY."""

    username: str
    full_name: str
    role: Role
    unit: str | None = None
    agency: str | None = None


@dataclass(frozen=True)
class Issued:
    """An account as announced once: the password stands nowhere else in clear."""

    user: User
    password: str


DISTRICT, NEIGHBOUR, PROVINCE = "665@2023-08-30", "663@2023-08-30", "67@2023-08-30"
COMMUNE = "24718@2025-07-01"
INDUSTRY = "ag-sct-dn"

ACCOUNTS = (
    Account("canbo.daksong", "Cán bộ huyện Đắk Song", Role.CLERK, DISTRICT),
    Account("lanhdao.daksong", "Lãnh đạo huyện Đắk Song", Role.LEADER, DISTRICT),
    Account("canbo.dakmil", "Cán bộ huyện Đắk Mil", Role.CLERK, NEIGHBOUR),
    Account("canbo.socongthuong", "Cán bộ Sở Công Thương", Role.CLERK, PROVINCE, INDUSTRY),
    Account("lanhdao.socongthuong", "Lãnh đạo Sở Công Thương", Role.LEADER, PROVINCE, INDUSTRY),
    Account("canbo.xadaksong", "Cán bộ xã Đắk Song", Role.CLERK, COMMUNE),
    Account("lanhdao.xadaksong", "Lãnh đạo xã Đắk Song", Role.LEADER, COMMUNE),
    Account("chuyenvien.tinh", "Chuyên viên tổng hợp cấp tỉnh", Role.REVIEWER, PROVINCE),
    Account("lanhdao.tinh", "Lãnh đạo tỉnh", Role.VIEWER, PROVINCE),
    Account("quantri", "Quản trị hệ thống", Role.ADMIN),
)


class _Password:
    """The one password of a load: hashed and compared once, for ten hashes would take longer than all the rest."""

    def __init__(self, given: str | None) -> None:
        self.given = given
        self.chosen = given or secrets.token_urlsafe(12)
        self._opened: dict[str, bool] = {}

    @cached_property
    def encoded(self) -> str:
        return make_password(self.chosen)

    def may_stay(self, known: str) -> bool:
        if known not in self._opened:
            self._opened[known] = not self.given or check_password(self.given, known)
        return self._opened[known]


def issue(book: Book, password: str | None) -> list[Issued]:
    """Keep the accounts. `password` is for all of them; without one the new ones share a random one.

    A known account keeps its password unless another is given.
    """
    shared = _Password(password)
    return [_issue(book, account, shared) for account in ACCOUNTS]


def _issue(book: Book, account: Account, shared: _Password) -> Issued:
    known = book.shelf(User, "username").get((account.username,))
    stays = known is not None and shared.may_stay(known.password)
    is_admin = account.role == Role.ADMIN
    values = {
        "full_name": account.full_name,
        "role": account.role,
        "unit": resolve(account.unit) if account.unit else None,
        "agency": book.named(Agency, account.agency),
        "is_demo": True,
        "is_staff": is_admin,
        "is_superuser": is_admin,
    }
    if not stays:
        values |= {"password": shared.encoded, "must_change_password": False}
    user = book.keep(User, {"username": account.username}, values)
    return Issued(user, AS_BEFORE if stays else shared.chosen)
