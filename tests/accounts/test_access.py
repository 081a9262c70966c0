"""The guard of views."""

import pytest
from django.test import Client

from portal.accounts.access import REFUSED_DEEDS
from portal.accounts.models import User
from portal.accounts.roles import Permission, Role
from portal.units.models import AdminUnit
from tests.accounts import addresses
from tests.builders import make_user


def test_who_may_is_let_in(browser: Client) -> None:
    assert browser.get("/nhap-thu/").status_code == 200


def test_who_may_not_is_told_why(client, dak_song: AdminUnit) -> None:
    client.force_login(make_user(Role.VIEWER))
    response = client.get("/nhap-thu/")
    assert response.status_code == 403
    assert "vai trò “Lãnh đạo, theo dõi” chưa được phân quyền nhập số liệu" in response.content.decode()


def test_without_a_permission_everyone_signed_in_is_let_in(client, monkeypatch: pytest.MonkeyPatch, db) -> None:
    client.force_login(make_user(Role.VIEWER))
    assert client.get("/tong-quan/").status_code == 200


def test_a_stranger_is_sent_to_sign_in(client, settings, db) -> None:
    assert client.get("/nhap-thu/")["Location"] == "/dang-nhap/?next=/nhap-thu/"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]
    assert Client().get("/nhap-thu/")["Location"] == "/dang-nhap/?next=/nhap-thu/"


def test_rights_are_read_with_every_request(browser: Client, clerk: User) -> None:
    User.objects.update(role=Role.VIEWER)
    assert browser.get("/nhap-thu/").status_code == 403


def test_every_permission_has_its_words() -> None:
    assert set(REFUSED_DEEDS) == set(Permission)
    assert addresses.Page.permission is None
