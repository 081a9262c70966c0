"""Accounts: opened with a one-time password that is shown once, changed, closed and opened again, never deleted."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.actions import open_account
from portal.accounts.models import User
from portal.history.models import Event
from portal.units.models import AdminUnit, Agency

LIST, NEW = "/quan-tri/tai-khoan/", "/quan-tri/tai-khoan/moi/"
SHOWN = re.compile(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</code>")


@pytest.fixture
def admin(demo: None, client: Client) -> Client:
    client.force_login(User.objects.by_username("quantri"))
    return client


@pytest.fixture
def new(demo: None) -> Callable[..., dict[str, str]]:
    dak_song = str(AdminUnit.objects.get(code="24718", name="Xã Đắk Song").pk)

    def details(**changes: str) -> dict[str, str]:
        shared = {"username": "canbo2.xadaksong", "full_name": "Lê Thị Hòa", "role": "clerk", "unit": dak_song}
        return {**shared, **changes}

    return details


def test_a_new_clerk_signs_in_with_the_password_shown_and_must_change_it(admin: Client, new) -> None:
    answer = admin.post(NEW, new())
    password = SHOWN.search(answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    made = User.objects.by_username("canbo2.xadaksong")
    assert (made.must_change_password, made.role, str(made.unit)) == (True, "clerk", "Xã Đắk Song")
    browser = Client()
    landing = browser.post("/dang-nhap/", {"username": made.username, "password": password}, follow=True)
    assert landing.redirect_chain[-1][0].startswith("/doi-mat-khau/")
    event = Event.objects.get(verb="open_account", subject_id=made.pk)
    assert event.person_name == "Quản trị hệ thống"
    assert password not in f"{vars(event)}"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "canbo.daksong"}, "Đã có tài khoản canbo.daksong"),
        ({"username": "Cán bộ"}, "Tên đăng nhập chỉ gồm chữ không dấu"),
        ({"unit": ""}, "cần một đơn vị"),
        ({"full_name": ""}, "Trường này là bắt buộc"),
        ({"role": "vua"}, "không phải"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(admin: Client, new, changes: dict, sentence: str) -> None:
    before = User.objects.count()
    answer = admin.post(NEW, new(**changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page, re.findall(r'errorlist".*?</ul>', page)
    assert (changes.get("full_name", "Lê Thị Hòa")) in page
    assert User.objects.count() == before


def test_an_agency_of_another_unit_is_refused(admin: Client, new) -> None:
    body = Agency.objects.open_ended().exclude(unit__code="24718").first()
    answer = admin.post(NEW, new(agency=str(body.pk)))
    assert answer.status_code == 422
    assert "không phải cơ quan của đơn vị đã chọn" in answer.content.decode()


def test_a_reset_password_ends_the_old_one(admin: Client) -> None:
    person = User.objects.by_username("canbo.dakmil")
    User.objects.filter(pk=person.pk).update(is_demo=False)
    page = admin.post(f"{LIST}{person.pk}/mat-khau/").content.decode()
    person.refresh_from_db()
    assert person.check_password(SHOWN.search(page)[1])
    assert person.must_change_password
    assert SHOWN.search(admin.get(f"{LIST}{person.pk}/").content.decode()) is None


def test_an_account_is_closed_and_opened_with_a_reason_and_never_deleted(admin: Client) -> None:
    person = User.objects.by_username("canbo.dakmil")
    address = f"{LIST}{person.pk}/trang-thai/"
    assert admin.post(address, {"reason": " "}).status_code == 422
    admin.post(address, {"reason": "Chuyển công tác"})
    person.refresh_from_db()
    assert not person.is_active
    admin.post(address, {"reason": "Trở lại"})
    person.refresh_from_db()
    assert person.is_active
    said = Event.objects.filter(subject_id=person.pk, subject_type="accounts.User").order_by("position")
    assert [(one.verb, one.reason) for one in said][-2:] == [
        ("deactivate", "Chuyển công tác"), ("reactivate", "Trở lại"),
    ]  # fmt: skip


def test_nobody_closes_the_own_account_or_changes_the_own_role(admin: Client) -> None:
    own = User.objects.by_username("quantri")
    page = admin.post(f"{LIST}{own.pk}/trang-thai/", {"reason": "Thử"}).content.decode()
    assert "Không thể tự khóa" in page
    page = admin.post(f"{LIST}{own.pk}/", {"full_name": own.full_name, "role": "viewer"}).content.decode()
    assert "Không thể tự đổi vai trò" in page
    own.refresh_from_db()
    assert (own.is_active, own.role) == (True, "admin")


def test_django_s_tables_are_open_to_administrators_alone_whatever_they_were_before(admin: Client) -> None:
    details = {"full_name": "Lê Thị Hòa", "role": "admin"}
    made, _ = open_account("quantri.hai", details, by=User.objects.by_username("quantri"))
    User.objects.filter(pk=made.pk).update(must_change_password=False)
    browser = Client()
    browser.force_login(made)
    assert browser.get("/admin/").status_code == 200
    admin.post(f"{LIST}{made.pk}/", {"full_name": made.full_name, "role": "viewer"})
    made.refresh_from_db()
    assert (made.role, made.is_superuser, made.is_staff) == ("viewer", False, False)
    browser.force_login(made)
    assert browser.get("/admin/").status_code == 302


def test_a_form_sent_twice_opens_one_account(admin: Client, new) -> None:
    sent = {**new(), "once": "0" * 32}
    assert SHOWN.search(admin.post(NEW, sent).content.decode())
    again = admin.post(NEW, sent, follow=True)
    assert "không ghi thêm lần nữa" in again.content.decode()
    assert SHOWN.search(again.content.decode()) is None
    assert Event.objects.filter(verb="open_account").count() == 1


def test_a_unit_administrator_looks_after_the_people_of_the_unit_alone(demo: None, client: Client) -> None:
    person = User.objects.by_username("canbo.daksong")
    User.objects.filter(pk=person.pk).update(role="unit_admin")
    client.force_login(User.objects.get(pk=person.pk))
    page = client.get(LIST).content.decode()
    assert "lanhdao.daksong" in page
    assert "canbo.dakmil" not in page and "quantri" not in page
    assert "Thêm tài khoản" not in page
    leader = User.objects.by_username("lanhdao.daksong")
    assert client.post(f"{LIST}{leader.pk}/", {"full_name": "X", "role": "admin"}).status_code == 403
    assert client.get(f"{LIST}{User.objects.by_username('quantri').pk}/").status_code == 404


def test_the_list_finds_people_by_name_and_unit_without_accents(admin: Client) -> None:
    assert "canbo.dakmil" in admin.get(LIST, {"tim": "dak mil"}).content.decode()
    assert "Không có tài khoản nào khớp" in admin.get(LIST, {"tim": "không ai"}).content.decode()
