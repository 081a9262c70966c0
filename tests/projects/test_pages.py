"""Pages of the register of projects and facilities, as the report fills them."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from portal.units.models import AdminUnit
from projects.models import Facility, FacilityPlace, Project, ProjectPlace
from projects.register import capacity_in_words
from tests.architecture.guards.budgets import assert_budget, assert_flat
from tests.resolutions.test_pages import signed_in, text_of


@pytest.fixture
def viewer(demo: None) -> Client:
    return signed_in("lanhdao.tinh")


def test_126_attracted_projects_stand_in_three_lines_and_of_none_the_capacity_is_known(viewer):
    page = text_of(viewer, "/du-an/?giai-doan=attracted_stage_unknown")
    assert "126 dự án trong 3 dòng sổ" in page
    assert "Công suất: có số liệu 0/126 dự án" in page


def test_ten_projects_are_called_for_under_nine_items_of_the_list(viewer):
    page = text_of(viewer, "/du-an/?giai-doan=calling")
    assert "10 dự án trong 10 dòng sổ" in page
    assert "Danh mục kêu gọi: 10 dự án trong sổ, 9 mục theo báo cáo." in page


def test_a_known_capacity_is_summed_beside_how_many_are_known(viewer):
    Project.objects.filter(name="Dự án điện gió Nam Bình 2").update(capacity_mw=Decimal("30.5"))
    page = text_of(viewer, "/du-an/?loai=wind")
    assert re.search(r"Công suất: có số liệu 1/\d+ dự án \(cộng 30,5 MW\)", page)


def test_the_empty_state_names_kind_and_stage(viewer):
    page = text_of(viewer, "/du-an/?loai=wind&giai-doan=operating")
    assert "Không có dự án nào khớp: loại = Điện gió, giai đoạn = Vận hành." in page
    assert "Bỏ lọc" in page


def test_the_solar_class_says_what_is_known_of_each_plant():
    known = Project(is_class=True, count=118, capacity_each_comparator="less_than", capacity_each_mw=Decimal("1.000"))
    assert capacity_in_words(known) == "– (mỗi dự án dưới 1 MW)"
    assert capacity_in_words(Project()) == "–"
    assert capacity_in_words(Project(capacity_mw=Decimal("49.500"))) == "49,5"


def test_an_ended_district_still_holds_what_lies_in_its_communes(viewer):
    page = text_of(viewer, "/du-an/?don-vi=665")
    assert "136 dự án trong 13 dòng sổ" in page
    assert "Xã Đắk Hòa" in page


def test_a_commune_holds_only_its_own(viewer):
    page = text_of(viewer, "/du-an/?don-vi=24719")
    assert "1 dự án trong 1 dòng sổ" in page


def test_words_are_found_without_accents(viewer):
    page = text_of(viewer, "/du-an/?tim=thac+luu+ly")
    assert "Điểm du lịch sinh thái thác Lưu Ly" in page
    assert "Siêu thị" not in page


def test_a_project_says_what_is_not_known_and_where_it_was_read(viewer):
    project = Project.objects.get(name="Dự án điện gió Thuận Hạnh 3")
    page = text_of(viewer, project.get_absolute_url())
    assert "Công suất, MW chưa có số liệu" in page
    assert "Xã Thuận Hạnh (đến 30/6/2025)" in page
    assert "(suy ra từ nguồn)" in page
    assert "dòng 7" in page


def test_facilities_are_counted_by_kind_with_classes_as_many(viewer):
    page = text_of(viewer, "/co-so/")
    assert "Lò sấy (32)" in page
    assert "Chế biến, xuất khẩu hồ tiêu (4)" in page
    assert "Cơ sở khuyến công (5)" in page
    assert "tháng 6/2023" in page


def test_a_stranger_is_sent_to_sign_in(demo):
    assert Client().get("/du-an/", secure=True).status_code == 302


def many_rows() -> None:
    """Ten times the projects and facilities, each in two communes."""
    communes = list(AdminUnit.objects.filter(level="commune")[:2])
    for number in range(130):
        project = Project.objects.create(name=f"Dự án {number}", kind="other", stage="calling")
        facility = Facility.objects.create(name=f"Cơ sở {number}", kind="plywood")
        for unit in communes:
            ProjectPlace.objects.create(project=project, unit=unit)
            FacilityPlace.objects.create(facility=facility, unit=unit)


@pytest.mark.parametrize(("address", "budget"), [("/du-an/", 12), ("/du-an/?don-vi=665", 12), ("/co-so/", 9)])
def test_a_list_asks_as_much_for_ten_times_the_rows(viewer, address, budget):
    assert_budget(viewer, address, budget)
    assert_flat(viewer, address, many_rows)
