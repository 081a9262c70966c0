"""Checking and writing the sheet `users`: accounts made, changed and locked, with passwords for one time.

A password is generated, hashed before the transaction, handed to who confirms, and kept nowhere in clear.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.accounts.actions import USERNAME, one_time_password
from portal.accounts.models import User
from portal.accounts.resources import UserResource
from portal.accounts.roles import PROVINCE_WIDE, Role
from portal.units.registers import RecordRow, Register, RegisterRefused


@dataclass(frozen=True)
class OneTime:
    """The password of a new account: in clear for who hands it out, and as it is stored."""

    clear: str
    encoded: str


@dataclass(frozen=True)
class Issued:
    """An account with its new one-time password, to be shown once."""

    username: str
    full_name: str
    place: str
    password: str


@dataclass(frozen=True)
class Entered:
    """How many accounts were written, and the passwords handed out."""

    rows: int
    issued: tuple[Issued, ...]


def prepare_passwords(rows: Sequence[tuple[int, Mapping[str, Any]]], *, by: Any) -> dict[str, OneTime]:
    """Passwords for new accounts and renewed ones: hashing is slow on purpose, hence before the transaction."""
    fields, held = UserResource().fields, User.objects.usernames()
    read, asked = fields["username"].widget.clean, fields["renewed"].widget.clean
    names = {read(cells.get("username")).lower(): asked(cells.get("renewed")) for _, cells in rows}
    found = {}
    for name in sorted(name for name, is_renewed in names.items() if is_renewed or name not in held):
        clear = one_time_password()
        found[name] = OneTime(clear, make_password(clear))
    return found


class UserRegister(Register):
    """Accounts, known by user name whatever its case. Who is not in the sheet stays as they are."""

    resource = UserResource
    verb = "import_users"
    title = "Danh sách tài khoản"
    needed = ("username", "role")
    passwords: Mapping[str, OneTime]

    @classmethod
    def enter_rows(
        cls,
        rows: Sequence[RecordRow],
        *,
        by: Any,
        batch_id: int | None,
        reason: str = "",
        prepared: Mapping[str, OneTime],
    ) -> Entered:
        """Write the accounts with the passwords prepared. Raises RegisterRefused, also for a lock without reason."""
        register = cls(by)
        register.passwords = prepared
        if not reason.strip() and any("locked" in row.changed and row.values["locked"] for row in rows):
            message = "Tệp có tài khoản bị khóa. Mở lại trang xem trước, ghi “Lý do nhập” rồi xác nhận."
            raise RegisterRefused(message)
        written = register.enter(rows, batch_id=batch_id, reason=reason)
        new = [row.record for row in rows if row.status == "new" or "renewed" in row.changed]
        return Entered(
            written,
            tuple(Issued(one.username, one.full_name, one.place, prepared[one.username.lower()].clear) for one in new),
        )

    @classmethod
    def for_export(cls) -> Any:
        """All accounts with their places."""
        return User.objects.for_sheet()

    def key_of_row(self, row: RecordRow) -> Hashable:
        """The user name in small letters."""
        return row.values["username"].lower()

    def key_of_record(self, record: User) -> Hashable:
        """The same of an account."""
        return record.username.lower()

    def rules(self, row: RecordRow) -> None:
        """A name to sign in with, a place for the roles of a unit, and nobody locks or demotes themselves."""
        values, user = row.values, row.record
        if not USERNAME.fullmatch(values["username"]):
            message = "Tên đăng nhập gồm 3 đến 150 chữ không dấu, chữ số và . _ @ + -, không có dấu cách."
            self.note(row, "username", "bad_username", message, "Ví dụ canbo.thuanhanh.")
        if not values["full_name"]:
            self.note(row, "full_name", "empty_key", "Thiếu họ tên.", "Ghi họ tên người dùng tài khoản.")
        self._rules_of_place(row)
        if values.get("email"):
            try:
                validate_email(values["email"])
            except ValidationError:
                self.note(row, "email", "bad_email", "Không phải địa chỉ thư điện tử.", "Ví dụ ten@tinh.gov.vn.")
        if user.pk and user.pk == self.by.pk:
            if values.get("locked"):
                message = "Không thể tự khóa tài khoản đang đăng nhập."
                self.note(row, "locked", "own_account", message, "Nhờ quản trị khác khóa.")
            if "role" in row.changed:
                self.note(row, "role", "own_account", "Không thể tự đổi vai trò của mình.", "Nhờ quản trị khác đổi.")

    def _rules_of_place(self, row: RecordRow) -> None:
        values, user = row.values, row.record
        unit, agency = (values.get(name, getattr(user, name)) for name in ("unit", "agency"))
        if unit is None and values["role"] not in PROVINCE_WIDE:
            message = f"Vai trò “{Role(values['role']).label}” cần mã đơn vị."
            self.note(row, "unit", "no_unit", message, "Ghi mã đơn vị nơi người này làm việc.")
        if agency and agency.unit_id and agency.unit_id != (unit.pk if unit else None):
            message = f"{agency.name} thuộc {agency.unit.titled}, không thuộc đơn vị của dòng."
            self.note(row, "agency", "foreign_agency", message, "Sửa mã đơn vị hoặc cơ quan.")
        if agency and agency.is_group:
            message = f"{agency.name} là nhóm cơ quan, không có tài khoản."
            self.note(row, "agency", "group_agency", message, "Ghi một cơ quan cụ thể.")

    def rules_of_change(self, row: RecordRow) -> None:
        """The name to sign in with stays."""
        if "username" in row.changed:
            message = f"Tài khoản này đang có tên đăng nhập “{row.record.username}”."
            self.note(row, "username", "differs", message, "Ghi đúng chữ hoa, chữ thường như tài khoản đang có.")

    def derive(self, record: User, row: RecordRow) -> None:
        """Rights in Django's administration follow the role; a new or renewed password is for one time."""
        record.is_active = not row.values.get("locked", not record.is_active)
        if row.status == "new" or "role" in row.changed:
            record.is_staff = record.is_superuser = record.role == Role.ADMIN
        if row.status == "new" or "renewed" in row.changed:
            record.password = self.passwords[record.username.lower()].encoded
            record.must_change_password = True
