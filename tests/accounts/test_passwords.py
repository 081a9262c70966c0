"""Changing passwords."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from portal.accounts import actions
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.units.models import AdminUnit
from tests.builders import PASSWORD, make_unit, make_user

PAGE = "/doi-mat-khau/"
NEW = "cà phê đầu mùa hái sớm"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    return client.post(PAGE, {"old_password": old, "new_password1": new, "new_password2": again or new})


def other_browser() -> Client:
    client = Client()
    client.post("/dang-nhap/", {"username": "canbo.daksong", "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/viec-cua-toi/").status_code == 200


def test_changing_the_password_ends_all_other_sessions(browser: Client) -> None:
    other = other_browser()
    assert is_signed_in(other)
    assert change(browser)["Location"] == "/"
    assert is_signed_in(browser)
    assert not is_signed_in(other)


def test_a_refused_change_ends_no_session(browser: Client) -> None:
    other = other_browser()
    assert change(browser, old="sai").status_code == 200
    assert is_signed_in(other)


def test_the_change_is_an_event_without_the_password(browser: Client, clerk: User) -> None:
    change(browser)
    event = Event.objects.get(verb="change_password")
    assert (event.person_id, event.subject_id) == (clerk.pk, clerk.pk)
    assert NEW not in repr(vars(event))
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại chưa đúng."),
        ({"again": "khac-han-voi-o-tren"}, "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"new": PASSWORD}, "Mật khẩu mới phải khác mật khẩu hiện tại."),
        ({"new": "ngan"}, "Mật khẩu quá ngắn, cần ít nhất 12 ký tự."),
        ({"new": "canbo.daksong"}, "Mật khẩu quá giống với mục “Tên đăng nhập” của tài khoản."),
        ({"new": "nguyenvanan2026"}, "Mật khẩu quá giống với mục “họ tên” của tài khoản."),
        ({"new": "password1234"}, "Mật khẩu này quá phổ biến, dễ bị đoán ra."),
        ({"new": "mat\0khau-dai-du-12"}, "Có ký tự không hợp lệ."),
    ],
)
def test_a_refusal_says_in_vietnamese_what_is_wrong(browser: Client, given: dict[str, str], words: str) -> None:
    html = change(browser, **given).content.decode()
    assert words in html
    assert "This password" not in html and "characters" not in html


def test_the_rules_are_told_beforehand_in_vietnamese() -> None:
    assert password_validators_help_texts() == [
        "Không giống tên đăng nhập, họ tên hoặc thư điện tử của người dùng.",
        "Ít nhất 12 ký tự; một câu dài dễ nhớ tốt hơn ký tự lạ.",
        "Không phải mật khẩu được nhiều người dùng.",
    ]


def test_a_short_name_does_not_forbid_words_that_hold_it() -> None:
    validate_password("bánh căn buổi sáng", User(username="an.nguyen", full_name="An"))
    with pytest.raises(ValidationError):
        validate_password("hoangthian-2026", User(username="x", full_name="Hoàng Thị An"))


def test_who_has_a_one_time_password_must_change_it_first(browser: Client, clerk: User) -> None:
    User.objects.update(must_change_password=True)
    assert browser.get("/viec-cua-toi/")["Location"] == PAGE
    assert browser.get("/")["Location"] == PAGE
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert "chỉ dùng được một lần" in page.content.decode()
    change(browser)
    assert is_signed_in(browser)


def test_who_must_change_the_password_can_still_sign_out(browser: Client, clerk: User) -> None:
    User.objects.update(must_change_password=True)
    assert browser.post("/dang-xuat/")["Location"] == "/dang-nhap/"


def test_demo_accounts_are_never_forced(browser: Client, clerk: User) -> None:
    User.objects.update(must_change_password=True, is_demo=True)
    assert is_signed_in(browser)


def test_a_password_set_by_somebody_else_is_for_one_time(clerk: User, admin_user: User) -> None:
    actions.change_password(clerk, NEW, by=admin_user)
    clerk.refresh_from_db()
    assert clerk.must_change_password
    assert Event.objects.get().person_id == admin_user.pk


def test_only_those_in_charge_may_set_a_password(clerk: User, dak_song: AdminUnit) -> None:
    dak_mil = make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil")
    for stranger in (make_user(Role.LEADER, dak_song), make_user(Role.UNIT_ADMIN, dak_mil)):
        with pytest.raises(PermissionDenied):
            actions.change_password(clerk, NEW, by=stranger)
    own = make_user(Role.UNIT_ADMIN, dak_song)
    with pytest.raises(PermissionDenied):
        actions.change_password(make_user(Role.ADMIN, dak_song), NEW, by=own)
    actions.change_password(clerk, NEW, by=own)
    assert clerk.check_password(NEW)


def test_deactivation_needs_a_reason_and_somebody_else(clerk: User, admin_user: User) -> None:
    with pytest.raises(actions.AccountRefused, match="lý do"):
        actions.deactivate(clerk, by=admin_user, reason="  ")
    with pytest.raises(actions.AccountRefused, match="tự khóa"):
        actions.deactivate(admin_user, by=admin_user, reason="Nghỉ hưu")
    assert User.objects.get(pk=clerk.pk).is_active
    actions.deactivate(clerk, by=admin_user, reason="Nghỉ hưu")
    assert not User.objects.get(pk=clerk.pk).is_active
    assert Event.objects.get().reason == "Nghỉ hưu"
