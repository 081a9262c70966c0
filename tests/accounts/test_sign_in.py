"""Signing in and out."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.units.models import AdminUnit
from tests.builders import PASSWORD, make_user

PAGE = "/dang-nhap/"
KB = 1024
PAYLOADS = [
    "https://lua-dao.vn/",
    "http://lua-dao.vn",
    "//lua-dao.vn/",
    "///lua-dao.vn",
    "////lua-dao.vn",
    "/\\lua-dao.vn",
    "\\\\lua-dao.vn",
    "https:lua-dao.vn",
    "http:///lua-dao.vn",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://testserver@lua-dao.vn/",
    "\thttps://lua-dao.vn",
    "ht\ntps://lua-dao.vn",
]


def sign_in(client: Client, username: str = "canbo.daksong", password: str = PASSWORD, **more: str):
    return client.post(PAGE, {"username": username, "password": password, **more})


def test_the_page_has_what_browsers_and_password_stores_need(client, db) -> None:
    html = client.get(PAGE).content.decode()
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert "Tên đăng nhập" in html and "Mật khẩu" in html and "bộ gõ tiếng Việt" in html


def test_the_page_weighs_less_than_15_kb(client, db) -> None:
    html = client.get(PAGE).content.decode()
    paths = re.findall(r"/static/([^\"]+)", html)
    assert {"js/password.js", "css/base.css"} <= set(paths)
    files = [Path(finders.find(path)).read_bytes() for path in paths]
    total = sum(len(gzip.compress(content)) for content in [html.encode(), *files])
    assert total < 15 * KB


def test_the_right_password_leads_to_the_first_page(client, clerk: User) -> None:
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/viec-cua-toi/"


def test_a_wrong_password_is_counted_down(client, clerk: User) -> None:
    response = sign_in(client, password="sai")
    assert response.status_code == 200
    html = response.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng. Còn 4 lần trước khi tạm khóa 15 phút." in html
    assert "<title>Lỗi: Đăng nhập" in html
    assert "Còn 3 lần" in sign_in(client, password="sai").content.decode()


def test_known_and_unknown_names_read_the_same(clerk: User) -> None:
    known = [sign_in(Client(), password="sai") for _ in range(5)]
    unknown = [sign_in(Client(), username="khong.co", password="sai") for _ in range(5)]
    assert [r.status_code for r in known] == [r.status_code for r in unknown] == [200] * 4 + [429]
    for one, other in zip(known, unknown, strict=True):
        assert _sentences(one) == _sentences(other)


def test_a_deactivated_account_reads_the_same(clerk: User) -> None:
    User.objects.update(is_active=False)
    assert _sentences(sign_in(Client())) == _sentences(sign_in(Client(), username="khong.co"))


def _sentences(response) -> str:
    """The page without what differs at every request: the token, the name that was typed, the minute of printing."""
    html = response.content.decode()
    return re.sub(r'value="[^"]*"|data-print-time>[^<]*', "", html)


@pytest.mark.parametrize(
    ("username", "words"),
    [("", "Hãy nhập tên đăng nhập."), ("a\0b", "Có ký tự không hợp lệ."), ("a" * 151, "dài quá 150 ký tự")],
)
def test_an_impossible_name_is_refused_before_it_is_tried(client, db, username: str, words: str) -> None:
    response = sign_in(client, username=username)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_signing_in_keeps_where_one_wanted_to_go(client, clerk: User) -> None:
    assert client.get("/viec-cua-toi/?x=1")["Location"] == "/dang-nhap/?next=/viec-cua-toi/%3Fx%3D1"
    html = client.get("/dang-nhap/?next=/viec-cua-toi/%3Fx%3D1").content.decode()
    assert 'name="next" value="/viec-cua-toi/?x=1"' in html
    assert sign_in(client, next="/viec-cua-toi/?x=1")["Location"] == "/viec-cua-toi/?x=1"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_signing_in_never_leads_to_another_host(clerk: User, payload: str) -> None:
    assert sign_in(Client(), next=payload)["Location"] == "/"
    by_query = Client().post(PAGE, {"username": "canbo.daksong", "password": PASSWORD}, query_params={"next": payload})
    assert by_query["Location"] == "/"


def test_who_is_signed_in_is_led_on(browser: Client) -> None:
    assert browser.get(PAGE)["Location"] == "/"
    assert browser.get(PAGE + "?next=/tong-quan/")["Location"] == "/tong-quan/"
    assert browser.get(PAGE + "?next=//lua-dao.vn")["Location"] == "/"


def test_the_session_key_changes_at_signing_in(client, settings, clerk: User) -> None:
    planted = client.session.session_key  # an attacker's session, put into the browser beforehand
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert _is_signed_in(client)
    assert not _is_signed_in(_with_cookie(settings, planted))


def _with_cookie(settings, key: str) -> Client:
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = key
    return other


def _is_signed_in(client: Client) -> bool:
    return client.get("/viec-cua-toi/").status_code == 200


def test_signing_out_takes_a_post(browser: Client) -> None:
    assert browser.get("/dang-xuat/").status_code == 405
    assert _is_signed_in(browser)
    assert browser.post("/dang-xuat/")["Location"] == PAGE
    assert not _is_signed_in(browser)


def test_a_form_of_signing_out_needs_its_token(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    assert strict.post("/dang-xuat/").status_code == 403
    assert _is_signed_in(strict)


def test_signing_out_without_a_session_leads_to_the_page_of_signing_in(client, db) -> None:
    assert client.post("/dang-xuat/")["Location"] == PAGE


def test_an_old_cookie_is_dead_after_signing_out(browser: Client, settings) -> None:
    stolen = _with_cookie(settings, browser.cookies[settings.SESSION_COOKIE_NAME].value)
    assert _is_signed_in(stolen)
    browser.post("/dang-xuat/")
    assert not _is_signed_in(stolen)


def test_the_ledger_holds_signing_in_and_out(browser: Client, clerk: User, dak_song: AdminUnit) -> None:
    browser.post("/dang-xuat/")
    rows = Event.objects.order_by("position").values_list("verb", "person_id", "subject_text", "unit_id")
    assert list(rows) == [
        ("sign_in", clerk.pk, "canbo.daksong", dak_song.pk),
        ("sign_out", clerk.pk, "canbo.daksong", dak_song.pk),
    ]


def test_a_refused_sign_in_is_no_event(client, clerk: User) -> None:
    sign_in(client, password="sai")
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.CLERK, "/viec-cua-toi/"),
        (Role.LEADER, "/viec-cua-toi/"),
        (Role.REVIEWER, "/tong-quan/tinh/"),
        (Role.VIEWER, "/tong-quan/tinh/"),
        (Role.UNIT_ADMIN, "/tong-quan/tinh/"),
        (Role.ADMIN, "/tong-quan/tinh/"),
    ],
)
def test_each_role_starts_at_its_page(client, dak_song: AdminUnit, role: str, address: str) -> None:
    client.force_login(make_user(role, dak_song))
    assert client.get("/")["Location"] == address


def test_django_administration_has_no_door_of_its_own(client, browser: Client, db) -> None:
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == PAGE
    refused = browser.get("/admin/", follow=True)
    assert refused.status_code == 403
    assert "chỉ dành cho người quản trị" in refused.content.decode()


def test_a_superuser_reads_accounts_but_changes_none(client, clerk: User) -> None:
    boss = User.objects.create_superuser("goc", "goc@tinh.vn", PASSWORD)
    client.force_login(boss)
    assert client.get(f"/admin/accounts/user/{clerk.pk}/change/").status_code == 200
    assert client.post(f"/admin/accounts/user/{clerk.pk}/change/", {"role": "admin"}).status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.post(f"/admin/accounts/user/{clerk.pk}/delete/", {"post": "yes"}).status_code == 403
    boss.is_superuser = False
    boss.save()
    assert client.get(f"/admin/accounts/user/{clerk.pk}/change/").status_code == 403
