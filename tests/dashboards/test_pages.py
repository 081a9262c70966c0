"""The dashboards of a unit and of the province, with the figures of the two reports."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.actions import ReportedFigure, record_simulated
from indicators.models import Indicator, Series
from portal.accounts.models import User
from portal.history.actions import recorded
from portal.history.models import Via
from portal.periods.models import Period
from portal.units.actions import resolve
from tests.builders import make_unit, place
from tests.dashboards.corrections import correct_the_commune_roads

UNIT, PROVINCE = "/tong-quan/665/", "/tong-quan/tinh/"
ON = date(2023, 8, 30)
Opens = Callable[..., HttpResponse]


@pytest.fixture
def client_of(demo: None) -> Callable[[str], Client]:
    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def viewer(client_of: Callable[[str], Client]) -> Client:
    return client_of("lanhdao.tinh")


def words_of(response: HttpResponse) -> str:
    """What a reader sees: text without markup, blanks of any kind as one."""
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def query_count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_unit_shows_its_headline_figures(viewer: Client) -> None:
    words = words_of(viewer.get(UNIT))
    for figure in ("12.411,986 tỷ đồng", "38,1%", "99,63%", "1.241 triệu đồng", "84.053", "hơn 39.000"):
        assert figure in words
    assert "Sơ kết 02 năm thực hiện Nghị quyết số 05-NQ/TU · xem đến ngày 30/8/2023" in words


def test_the_multi_year_sum_carries_its_warning(viewer: Client) -> None:
    assert "Số cộng nhiều năm (2021 – 8/2023), không so trực tiếp với riêng năm 2020" in words_of(viewer.get(UNIT))


def test_the_roads_stand_with_their_parts_their_total_and_what_is_left(viewer: Client) -> None:
    words = words_of(viewer.get(UNIT))
    assert "75,24% (449,66/597,60 km)" in words
    for parts in ("47,78/52,29 km", "24,54/28,32 km", "102,85/110,43 km", "171,98/206,86 km", "102,51/199,70 km"):
        assert parts in words
    assert "91,37% tính lại 91,38%" in words
    assert "còn 97,19 km" in words


def test_every_verdict_says_why(viewer: Client) -> None:
    words = words_of(viewer.get(UNIT))
    assert "Chưa có văn bản nào giao mục tiêu cho chỉ tiêu này." in words
    assert words.count("Đánh giá tại ngày 30/8/2023.") == 49


def test_every_figure_leads_to_where_it_comes_from_on_the_same_day(viewer: Client) -> None:
    page = viewer.get(UNIT).content.decode()
    assert 'href="/chi-tieu/road_paved_district/665/?den-ngay=2023-08-30"' in page


def test_capacity_that_nobody_reported_is_counted_as_missing(viewer: Client) -> None:
    words = words_of(viewer.get(UNIT))
    assert "Công suất: có số liệu 0/126 dự án năng lượng đã thu hút" in words
    assert "chưa có số liệu (0/118)" in words
    assert re.search(r"\bMW\b", words.replace("1MW", "")) is None


def test_projects_that_were_attracted_are_not_added_to_calls_for_investors(viewer: Client) -> None:
    words = words_of(viewer.get(UNIT))
    attracted = "126 dự án năng lượng đã thu hút: 118 điện mặt trời · 6 điện gió · 2 thủy điện"
    assert f"Dự án {attracted} 10 dự án đang kêu gọi đầu tư" in words


@pytest.mark.parametrize("address", [UNIT, PROVINCE, f"{UNIT}?hom-nay=1"])
def test_links_to_lists_choose_what_the_lists_know(viewer: Client, address: str) -> None:
    page = unescape(viewer.get(address).content.decode())
    links = set(re.findall(r'href="(/(?:du-an|nhiem-vu)/\?[^"]+)"', page))
    assert any(link.startswith("/nhiem-vu/") for link in links)
    for link in links:
        filters = viewer.get(link).context["filter"]
        assert filters.form.is_valid() and filters.qs.exists(), link


def test_a_list_would_not_know_a_kind_by_its_name(viewer: Client) -> None:
    assert not viewer.get("/du-an/?loai=Điện gió").context["filter"].form.is_valid()


def test_the_chain_of_documents_marks_what_is_inferred(viewer: Client) -> None:
    words = words_of(viewer.get(UNIT))
    assert "11-CTr/HU" in words and "312/KH-UBND" in words
    assert "quan hệ suy từ báo cáo" in words


def test_obstacles_and_causes_are_counted(viewer: Client) -> None:
    words = words_of(viewer.get(UNIT))
    assert "Khó khăn (5)" in words and "Nguyên nhân (4)" in words


def test_the_communes_below_have_not_reported(viewer: Client) -> None:
    assert "1/10 đơn vị có số liệu đã duyệt, 9 đơn vị chưa báo cáo" in words_of(viewer.get(UNIT))


def test_the_state_of_a_report_is_for_those_in_its_scope_only(client_of: Callable[[str], Client]) -> None:
    assert "SK05-NQTU-2023: đang nhập" in words_of(client_of("canbo.daksong").get(UNIT))
    assert "SK05-NQTU-2023: đang nhập" not in words_of(client_of("canbo.dakmil").get(f"{UNIT}?den-ngay={ON}"))


def test_a_unit_that_has_ended_names_its_heirs(viewer: Client) -> None:
    words = words_of(viewer.get(f"{UNIT}?hom-nay=1"))
    assert "Đơn vị kết thúc hoạt động ngày 30/6/2025." in words
    assert "Xã Đắk Song , Xã Đức An , Xã Thuận Hạnh , Xã Trường Xuân" in words


def test_a_new_unit_names_what_it_took_over(viewer: Client) -> None:
    words = words_of(viewer.get("/tong-quan/24718@2025-07-01/"))
    assert "Tiếp nối Xã Đắk Môl (đến 30/6/2025)" in words
    assert "Đơn vị chưa có số liệu nào được duyệt" in words


def test_the_province_names_the_eight_districts_and_who_is_missing(viewer: Client) -> None:
    words = words_of(viewer.get(PROVINCE))
    assert "Tỉnh Đắk Nông" in words
    assert "1/8 đơn vị có số liệu đã duyệt · số liệu của tỉnh đến 23/5/2023" in words
    missing = words.split("Đơn vị chưa báo cáo")[2].split("Huyện Đắk Song")[0]
    assert missing.count("– Chưa báo cáo") == 7


def test_a_missing_figure_in_the_matrix_is_never_zero(viewer: Client) -> None:
    page = viewer.get(PROVINCE).content.decode()
    sheet, row, *_ = re.findall(r'<tr><th scope="row"><a href="/tong-quan/663/.*?</tr>', page, re.DOTALL)
    assert sheet.count("<td") == 12  # the first of all fields, for one sheet of paper
    cells = re.findall(r"<td.*?</td>", row, re.DOTALL)
    assert len(cells) == 7
    assert all("–" in cell and "Chưa báo cáo" in cell and "0" not in cell for cell in cells)


def test_the_matrix_totals_say_how_many_units_they_join(viewer: Client) -> None:
    assert "91,38% (1/8)" in words_of(viewer.get(PROVINCE))


def test_the_province_shows_its_own_indicators_with_target_gap_and_question(viewer: Client) -> None:
    words = words_of(viewer.get(PROVINCE))
    assert "Nghị quyết 23-NQ/TW (8)" in words and "Nghị quyết 52-NQ/TW (13)" in words
    assert "bình quân > 8,5%/năm" in words
    assert "Thấp hơn mức bình quân phải đạt 0,36 điểm phần trăm" in words
    assert "11,38% Năm 2022 trước đó 10,67% (Năm 2018)" in words
    assert "3,7%/năm tính lại 2,70%" in words
    assert "Đề nghị cho biết giá so sánh hay giá hiện hành" in words


def test_today_the_province_is_lam_dong_with_the_communes_of_today(viewer: Client) -> None:
    words = words_of(viewer.get(f"{PROVINCE}?hom-nay=1"))
    assert "Tỉnh Lâm Đồng" in words
    assert "0/28 đơn vị có số liệu đã duyệt" in words


def test_a_choice_of_unit_leads_to_its_page_and_keeps_the_day(viewer: Client) -> None:
    response = viewer.get(f"{UNIT}?don-vi=662&den-ngay=2023-08-30&nq=")
    assert response.headers["Location"] == "/tong-quan/662/?den-ngay=2023-08-30"


def test_the_overview_opens_at_the_own_unit_or_the_province(client_of: Callable[[str], Client]) -> None:
    expected = {"canbo.daksong": UNIT, "lanhdao.tinh": PROVINCE, "quantri": PROVINCE, "canbo.socongthuong": PROVINCE}
    assert {name: client_of(name).get("/tong-quan/").headers["Location"] for name in expected} == expected


def test_strangers_sign_in_and_unknown_units_are_not_found(client: Client, viewer: Client) -> None:
    for address in (UNIT, PROVINCE, "/tong-quan/"):
        assert client.get(address).headers["Location"].startswith("/dang-nhap/")
    assert viewer.get("/tong-quan/999/").status_code == 404
    assert viewer.get("/tong-quan/665@2025-07-01/").status_code == 404


def test_a_day_that_cannot_be_read_is_said_on_the_page(viewer: Client) -> None:
    assert "Không hiểu ngày “hôm qua”" in words_of(viewer.get(f"{UNIT}?den-ngay=hôm qua"))


@pytest.mark.parametrize("address", [UNIT, PROVINCE])
def test_an_unchanged_page_answers_304_and_a_change_is_seen(viewer: Client, address: str) -> None:
    first = viewer.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = viewer.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    with recorded("test", "tests.Change", via=Via.COMMAND):
        pass
    assert viewer.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_page_of_another_person_is_never_taken_for_mine(client_of: Callable[[str], Client]) -> None:
    mark = client_of("canbo.daksong").get(UNIT).headers["ETag"]
    assert client_of("canbo.dakmil").get(UNIT, headers={"If-None-Match": mark}).status_code == 200


def simulate(unit: str, indicator: str) -> None:
    series = Series.objects.create(unit=resolve(unit, ON), indicator=Indicator.objects.get(code=indicator))
    period = Period.objects.by_code("SK05-NQTU-2023")
    figure = ReportedFigure(
        series_id=series.pk, period_id=period.pk, value=100, source_text="giả lập", as_of_on=ON, known_on=ON
    )
    record_simulated([figure])


def test_simulated_figures_put_the_watermark_on_the_page(viewer: Client) -> None:
    assert "SỐ LIỆU GIẢ LẬP" not in words_of(viewer.get(PROVINCE))
    simulate("663", "population")
    assert "SỐ LIỆU GIẢ LẬP" in words_of(viewer.get(PROVINCE))


@pytest.mark.parametrize("address", [UNIT, PROVINCE])
def test_the_number_of_queries_does_not_grow_with_units_and_figures(viewer: Client, address: str) -> None:
    address = f"{address}?den-ngay={ON}"
    viewer.get(address)
    before = query_count(viewer, address)
    parent = resolve("665" if address.startswith(UNIT) else "67", ON)
    for number in range(12):
        place(make_unit(f"9{number:03}", "commune", f"Xã thử {number}"), parent)
        simulate(f"9{number:03}", "party_members")
    assert query_count(viewer, address) <= before
    assert before <= 15


def test_the_address_of_the_day_before_the_figures_shows_none(viewer: Client) -> None:
    words = words_of(viewer.get(f"{UNIT}?den-ngay={ON - timedelta(days=1)}"))
    assert "12.411,986" not in words


def test_the_shown_day_today_is_the_local_day(viewer: Client) -> None:
    today = timezone.localdate()
    assert f"đến ngày {today.day}/{today.month}/{today.year} (hôm nay)" in words_of(viewer.get(f"{UNIT}?hom-nay=1"))


def test_an_approved_correction_is_seen_at_once_with_who_answers_for_it(viewer: Client) -> None:
    old = viewer.get(UNIT)
    correct_the_commune_roads()
    response = viewer.get(UNIT, headers={"If-None-Match": old.headers["ETag"]})
    words = words_of(response)
    assert "93,36%" in words and "103,10/110,43 km" in words
    today = timezone.localdate()
    by_whom = rf"103,10/110,43 km · [^·]+ nhập, [^·]+ duyệt \d\d:\d\d {today.day}/{today.month}/{today.year}"
    assert re.search(by_whom, words)
    assert "93,36%" in words_of(viewer.get(PROVINCE))
    assert "75,29% (449,91/597,60 km)" in words
