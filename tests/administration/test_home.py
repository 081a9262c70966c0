"""An installation that nobody has filled yet tells its administrator what to do next, page by page."""

from datetime import date

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.units.models import AdminUnit
from tests.builders import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("goc", password=None))
    return client


def test_the_first_administrator_starts_at_the_steps_of_preparing(administrator: Client) -> None:
    landing = administrator.get("/", follow=True)
    assert landing.redirect_chain[-1][0] == "/quan-tri/"
    page = landing.content.decode()
    assert "Còn 6/6 bước chuẩn bị" in page
    assert page.index("Đơn vị hành chính") < page.index("Kỳ báo cáo") < page.index("Tài khoản cán bộ")
    assert "/nhap-excel/" in page


@pytest.mark.parametrize("address", ["/tong-quan/tinh/", "/viec-cua-toi/"])
def test_an_empty_page_leads_to_the_steps(administrator: Client, address: str) -> None:
    page = administrator.get(address)
    assert page.status_code == 200
    assert 'href="/quan-tri/">Mở các bước chuẩn bị' in page.content.decode()


def test_who_only_looks_on_is_told_that_others_prepare(client: Client) -> None:
    client.force_login(User.objects.create(username="xem", role="viewer"))
    page = client.get("/tong-quan/tinh/").content.decode()
    assert "Người quản trị đang chuẩn bị danh mục" in page
    assert "/quan-tri/" not in page


def test_a_day_before_the_first_unit_is_no_empty_installation(administrator: Client) -> None:
    make_unit("67", AdminUnit.Level.PROVINCE, "Tỉnh Đắk Nông", valid_from=date(2004, 1, 1))
    answer = administrator.get("/tong-quan/tinh/?den-ngay=2003-12-31")
    assert answer.status_code == 404
    assert "Mở các bước chuẩn bị" not in answer.content.decode()


def test_a_filled_installation_has_nothing_left_to_prepare(demo: None, client: Client) -> None:
    client.force_login(User.objects.by_username("quantri"))
    page = client.get("/quan-tri/").content.decode()
    assert "Hệ thống đã đủ danh mục" in page
    assert "Các bước chuẩn bị" not in page
