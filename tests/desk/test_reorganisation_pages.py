"""The pages of an arrangement: a form, a preview that changes nothing, one confirmation, the result, the way back."""

import re
from typing import Any

import pytest
from django.test import Client

from portal.accounts.roles import Role
from portal.units.actions import resolve
from portal.units.models import Agency, Reorganisation
from resolutions.models import Task
from tests.builders import make_user
from tests.units.communes import BASIS, DAY, june

LIST = "/quan-tri/sap-xep/"
KNOWN = {"effective_on": "1/7/2025", "legal_basis": BASIS}
MERGE = {
    "units_": "24722, 24724", "name": "Xã Thuận Hạnh", "code": "24722", "level": "commune", "parent": "665",
    "effective_on": "1/7/2025", "legal_basis": BASIS,
}  # fmt: skip


@pytest.fixture
def land(db):
    return june()


@pytest.fixture
def admin(land) -> Client:
    client = Client()
    client.force_login(make_user(Role.ADMIN))
    return client


def sent(client: Client, address: str, **fields: Any):
    page = client.get(address, secure=True)
    token = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    return client.post(address, {**({"once": token[1]} if token else {}), **fields}, secure=True)


def described(client: Client, kind: str = "sap-nhap", **fields: Any) -> str:
    """The address of the preview of a described arrangement."""
    answer = sent(client, f"{LIST}moi/{kind}/", **fields)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def text(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address, secure=True).content.decode()).split())


def test_a_preview_shows_the_tree_before_and_after_and_changes_nothing(admin, land):
    Task.objects.create(kind="order", text="Bê tông hóa đường thôn", unit=land.thuan_ha)
    page = text(admin, described(admin, **MERGE))
    assert "Huyện Đắk Song Trước 1/7/2025 Xã Thuận Hà mã 24722 kết thúc" in page
    assert "Từ 1/7/2025 Xã Thuận Hạnh mã 24722 mới" in page
    assert "1 đơn vị trực thuộc khác giữ nguyên chỗ" in page
    assert "Bê tông hóa đường thôn" in page
    assert resolve("24724", on=DAY) == land.thuan_hanh


def test_one_confirmation_carries_it_out_and_the_same_form_again_does_not(admin, land):
    address = described(admin, **MERGE)
    page = admin.get(address, secure=True).content.decode()
    form = {"once": re.search(r'name="once" value="([^"]+)"', page)[1]}
    first = admin.post(address, form, secure=True)
    second = admin.post(address, form, secure=True)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Reorganisation.objects.get().state == "applied"
    assert resolve("24722", on=DAY).slug == "24722@2025-07-01"
    assert "Hoàn tác lần sắp xếp này" in text(admin, address)


def test_undo_is_a_button_of_the_result(admin, land):
    address = described(admin, **MERGE)
    sent(admin, address)
    page = text(admin, admin.post(f"{address}hoan-tac/", secure=True)["Location"])
    assert "Đã hoàn tác" in page
    assert resolve("24722", on=DAY) == land.thuan_ha


def test_an_undo_that_is_refused_says_why(admin, land):
    address = described(admin, **MERGE)
    sent(admin, address)
    make_user(Role.CLERK, resolve("24722", on=DAY))
    page = text(admin, admin.post(f"{address}hoan-tac/", secure=True)["Location"])
    assert "Xã Thuận Hạnh đã có người dùng (1), không hoàn tác được" in page
    assert Reorganisation.objects.get().state == "applied"


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("sap-nhap", {**MERGE, "units_": "24722, 99999"}, "Không có đơn vị nào mang mã 99999"),
        ("sap-nhap", {**MERGE, "code": "24717"}, "Mã 24717 đang được Thị trấn Đức An sử dụng vào ngày 1/7/2025"),
        ("sap-nhap", {**MERGE, "effective_on": "31/6/2025"}, "Tháng 6/2025 không có ngày 31"),
        ("sap-nhap", {**MERGE, "into": "24717"}, "Chỉ chọn một"),
        ("sap-nhap", {**MERGE, "name": ""}, "Ghi tên đơn vị mới"),
        ("sap-nhap", {**MERGE, "legal_basis": ""}, "Căn cứ"),
        ("doi-ten", {"unit": "24722@hôm-nay", "name": "A", **KNOWN}, "lỗi"),
        ("ket-thuc", {"unit": "665", **KNOWN}, "còn 3 đơn vị trực thuộc"),
        (
            "dieu-chuyen",
            {"units_": "665", "parent": "665", **KNOWN},
            "cấp cao",
        ),
        ("co-quan", {**KNOWN}, "Các cơ quan kết thúc"),
    ],
)
def test_bad_input_is_named_on_the_form_and_keeps_nothing(admin, land, kind, fields, words):
    answer = sent(admin, f"{LIST}moi/{kind}/", **fields)
    assert answer.status_code == 422
    assert words in " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert not Reorganisation.objects.exists()


def test_a_plan_that_has_become_impossible_is_refused_with_the_reason(admin, land):
    first, second = described(admin, **MERGE), described(admin, **{**MERGE, "code": "24799", "name": "Xã Khác"})
    sent(admin, first)
    answer = sent(admin, second)
    assert answer.status_code == 409
    assert "Xã Thuận Hà đã kết thúc hoạt động từ ngày 1/7/2025" in answer.content.decode()


def test_a_planned_arrangement_can_be_thrown_away(admin, land):
    address = described(admin, **MERGE)
    assert admin.post(f"{address}bo/", secure=True)["Location"] == LIST
    assert not Reorganisation.objects.exists()


def test_units_are_renamed_dissolved_and_moved_by_their_forms(admin, land):
    sent(admin, described(admin, "doi-ten", unit="24717", name="Phường Đức An", **KNOWN))
    sent(admin, described(admin, "ket-thuc", unit="24724", heirs="24722", **KNOWN))
    sent(admin, described(admin, "dieu-chuyen", units_="24722", parent="68", **KNOWN))
    assert resolve("24717", on=DAY).name == "Phường Đức An"
    assert not resolve("24724").is_valid_on(DAY)
    assert [one.title for one in Reorganisation.objects.in_state("applied").order_by("id")] == [
        "Đổi tên: Thị trấn Đức An", "Kết thúc hoạt động: Xã Thuận Hạnh", "Điều chuyển: Xã Thuận Hà",
    ]  # fmt: skip


def test_agencies_are_arranged_by_their_form(admin, land):
    office = Agency.objects.create(name="Phòng Kinh tế", kind="department", unit=land.dak_song)
    sent(admin, described(admin, "co-quan", agencies=office.pk, name="Phòng Kinh tế và Đô thị", **KNOWN))
    office.refresh_from_db()
    assert office.successor.name == "Phòng Kinh tế và Đô thị"


def test_nobody_but_administrators_sees_the_pages(land):
    for role in (Role.CLERK, Role.LEADER, Role.REVIEWER, Role.VIEWER, Role.UNIT_ADMIN):
        client = Client()
        client.force_login(make_user(role, land.duc_an))
        assert client.get(LIST, secure=True).status_code == 403
        assert client.post(f"{LIST}moi/sap-nhap/", MERGE, secure=True).status_code == 403
    assert not Reorganisation.objects.exists()
