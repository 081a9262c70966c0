"""The tree of units on a day, and the life line of a unit."""

import pytest
from django.test import Client

from portal.units.models import AdminUnit
from tests.architecture.guards.budgets import assert_budget, assert_flat
from tests.builders import make_unit, place
from tests.resolutions.test_pages import signed_in, text_of


@pytest.fixture
def viewer(demo: None) -> Client:
    return signed_in("lanhdao.tinh")


def test_the_tree_is_that_of_the_day(viewer):
    before = text_of(viewer, "/don-vi/?den-ngay=2025-06-30")
    after = text_of(viewer, "/don-vi/?den-ngay=2025-07-01")
    assert "Huyện Đắk Song mã 665 9 đơn vị trực thuộc" in before
    assert "Huyện Đắk Song" not in after
    assert "Tỉnh Lâm Đồng mã 68 28 đơn vị trực thuộc" in after


def test_a_search_keeps_the_way_to_what_it_finds(viewer):
    page = text_of(viewer, "/don-vi/?den-ngay=2023-08-30&tim=thuan+hanh")
    assert "Tỉnh Đắk Nông" in page
    assert "Huyện Đắk Song" in page
    assert "Xã Thuận Hạnh" in page
    assert "Huyện Đắk Mil" not in page


def test_a_search_that_finds_nothing_says_so(viewer):
    page = text_of(viewer, "/don-vi/?tim=zzz&cap=commune")
    assert "Không có đơn vị nào khớp: tên hoặc mã đơn vị = zzz, cấp = cấp xã." in page


def test_the_dissolved_district_names_its_heirs_and_its_communes_of_the_last_day(viewer):
    page = text_of(viewer, "/don-vi/665/")
    assert "Huyện Đắk Song (đến 30/6/2025)" in page
    assert "Kết thúc hoạt động" in page
    assert "hiệu lực từ 1/7/2025" in page
    for heir in ("Xã Đức An", "Xã Đắk Song", "Xã Thuận Hạnh", "Xã Trường Xuân"):
        assert heir in page
    assert "Đơn vị trực thuộc (9)" in page
    assert "Công giáo, Phật giáo, Tin lành" in page


def test_24722_was_thuan_ha_and_is_thuan_hanh(viewer):
    old, new = text_of(viewer, "/don-vi/24722/"), text_of(viewer, "/don-vi/24722@2025-07-01/")
    assert "Xã Thuận Hà (đến 30/6/2025)" in old
    assert "Trở thành Xã Thuận Hạnh" in old
    assert "Hình thành từ" in new
    assert "Xã Thuận Hà (đến 30/6/2025)" in new
    assert "1671/NQ-UBTVQH15" in new


def test_an_unknown_unit_is_not_found_and_a_stranger_signs_in(viewer):
    assert viewer.get("/don-vi/99999/", secure=True).status_code == 404
    assert Client().get("/don-vi/665/", secure=True).status_code == 302


def many_communes() -> None:
    """Ten times the communes of Đắk Song."""
    district = AdminUnit.objects.get(slug="665")
    for number in range(81):
        place(make_unit(f"9{number:04}", "commune", f"Xã Thử {number}", valid_to=district.valid_to), district)


@pytest.mark.parametrize(("address", "budget"), [("/don-vi/?den-ngay=2023-08-30", 8), ("/don-vi/665/", 12)])
def test_a_page_asks_as_much_for_ten_times_the_rows(viewer, address, budget):
    assert_budget(viewer, address, budget)
    assert_flat(viewer, address, many_communes)
