"""Pages that read: the catalogue, an indicator in all units, an indicator in one unit; as the two reports fill them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Indicator, Observation, Series
from indicators.shown import shown_figure
from portal.accounts.models import User
from portal.history.actions import recorded
from portal.history.models import Via
from portal.units.models import AdminUnit
from tests.architecture.guards.budgets import assert_budget, assert_flat
from tests.builders import make_unit
from tests.resolutions.test_pages import signed_in, text_of

ROADS = "/chi-tieu/road_paved_district/665/"


@pytest.fixture
def viewer(demo: None) -> Client:
    return signed_in("lanhdao.tinh")


def make_indicator(**fields: object) -> Indicator:
    defaults = {"code": "x", "name": "X", "unit_of_measure": "km", "kind": "level", "direction": "up", "precision": 2}
    return Indicator(**{**defaults, **fields})


def test_a_ratio_shows_what_the_report_signed_and_what_is_computed_beside_it():
    roads = make_indicator(unit_of_measure="%", kind="ratio", parts_unit="km")
    figure = Observation(numerator=Decimal("47.78"), denominator=Decimal("52.29"), as_reported=Decimal("91.37"))
    shown = shown_figure(figure, roads)
    assert (shown.text, shown.parts, shown.recomputed) == ("91,37%", "47,78/52,29 km", "91,38%")


@pytest.mark.parametrize(
    ("figure", "unit", "precision", "text"),
    [
        (Observation(value=Decimal("12411.986")), "tỷ đồng", 3, "12.411,986\u00a0tỷ đồng"),
        (Observation(value=Decimal(84053)), "người", 0, "84.053\u00a0người"),
        (Observation(value=Decimal(39000), qualifier="more_than"), "người", 0, "hơn 39.000\u00a0người"),
        (Observation(value=Decimal("8.14")), "%/năm", 2, "8,14%/năm"),
        (Observation(value=Decimal(0)), "vụ", 0, "0\u00a0vụ"),
        (Observation(missing_reason="none_occurred"), "vụ", 0, "Không phát sinh"),
        (None, "vụ", 0, "Chưa có số liệu"),
    ],
)
def test_a_figure_is_written_as_offices_do_and_a_missing_one_is_never_0(figure, unit, precision, text):
    assert shown_figure(figure, make_indicator(unit_of_measure=unit, precision=precision)).text == text


def test_the_catalogue_shows_the_figure_of_the_only_unit_that_reports_an_indicator(viewer):
    page = text_of(viewer, "/chi-tieu/?tim=duong+bien+gioi")
    assert "23,194\xa0km" in page or "23,194 km" in page
    assert "đánh giá tại ngày 30/8/2023" in page


def test_the_catalogue_of_a_unit_shows_its_own_figures(viewer):
    page = text_of(viewer, "/chi-tieu/?don-vi=665&linh-vuc=infrastructure")
    assert "Chỉ tiêu của Huyện Đắk Song (đến 30/6/2025)" in page
    assert "91,37%" in page
    assert "47,78/52,29 km" in page


def test_an_empty_catalogue_names_the_filters(viewer):
    page = text_of(viewer, "/chi-tieu/?tim=zzz&linh-vuc=labour")
    assert "Không có chỉ tiêu nào khớp: tên hoặc mã chỉ tiêu = zzz, lĩnh vực = Lao động." in page


def test_growth_below_its_average_target_says_by_how_much(viewer):
    page = text_of(viewer, "/chi-tieu/grdp_ind_growth/")
    assert "8,14%/năm" in page
    assert "Thấp hơn mức bình quân phải đạt 0,36 điểm phần trăm" in page
    assert "bình quân trên 8,5%/năm" in page
    assert "23-NQ/TW" in page
    assert "nguồn không nêu thời hạn" in page


def test_the_chip_of_a_target_that_is_not_met_is_red(viewer):
    html = viewer.get("/chi-tieu/grdp_ind_growth/", secure=True).content.decode()
    assert 'class="chip look-missed"' in html


def test_the_definition_names_numerator_denominator_and_roll_up(viewer):
    page = text_of(viewer, "/chi-tieu/road_paved_district/")
    for words in ("Mẫu số", "Tử số", "↑ tăng là tốt", "tổng tử số trên tổng mẫu số"):
        assert words in page


def test_a_series_shows_its_figure_its_sentence_and_what_it_goes_into(viewer):
    html = viewer.get(ROADS, secure=True).content.decode()
    page = text_of(viewer, ROADS)
    assert "91,37%" in page
    assert "tính lại 91,38%" in page
    assert re.search(r'href="/nguon/000_bdc26016c08f0357.txt/\?trich=[^"#]*#dong-10"', html)
    assert "75,24%" in page
    assert "không có trong báo cáo nào" in page
    assert "Chưa có mục tiêu định lượng" in page


def test_a_recomputed_growth_is_a_question_to_the_reporting_body(viewer):
    page = text_of(viewer, "/chi-tieu/ind_productivity_growth/67/")
    assert "3,7%/năm" in page
    assert "2,70%/năm" in page
    assert "Đề nghị cho biết giá so sánh hay giá hiện hành" in page
    assert "Thấp hơn mục tiêu (theo báo cáo của đơn vị)" in page
    assert "“Thấp hơn so với mục tiêu Nghị quyết”" in page


def test_a_figure_later_than_the_shown_day_is_not_the_latest(viewer):
    page = text_of(viewer, f"{ROADS}?den-ngay=2023-01-01")
    assert "Chưa có số liệu nào của chỉ tiêu này đến ngày đang xem." in page


def correct(series: Series, to: Decimal, by: User) -> None:
    """What an approved correction leaves behind: a new version with its reason and its row of history."""
    observation = Observation.objects.get(series=series)
    with recorded("correct", "indicators.Observation", by=by, via=Via.FORM, subject_id=observation.pk) as event:
        observation.denominator, observation.version, observation.reason = to, 2, "Bàn giao 12 km cho xã"
        observation.event_id = event.id
        observation._history_user = by
        observation.save()


def test_a_correction_stands_in_the_history_with_before_after_and_reason(viewer):
    series = Series.objects.get(indicator__code="road_paved_district", unit__slug="665")
    correct(series, Decimal("53.00"), User.objects.get(username="lanhdao.daksong"))
    page = text_of(viewer, ROADS)
    history = page[page.index("Lịch sử sửa số liệu") :]
    assert re.search(r"tử số/mẫu số: trước: 47,78/52,29 km → sau: 47,78/53,00 km", history)
    assert "Bàn giao 12 km cho xã" in history


def test_without_a_correction_the_history_says_so(viewer):
    assert "Chưa có thay đổi nào được ghi." in text_of(viewer, ROADS)


@pytest.mark.parametrize(
    ("username", "may"), [("canbo.daksong", True), ("canbo.dakmil", False), ("lanhdao.tinh", False)]
)
def test_only_who_enters_for_the_unit_is_offered_the_entry_page(demo, username, may):
    html = signed_in(username).get(ROADS, secure=True).content.decode()
    main = html[html.index("<main") :]
    assert (f'href="{reverse("indicators:entry_list")}"' in main) is may


def test_an_unknown_indicator_and_a_unit_without_it_are_not_found(viewer):
    assert viewer.get("/chi-tieu/khong-co/", secure=True).status_code == 404
    assert viewer.get("/chi-tieu/road_paved_district/24719@1900-01-01/", secure=True).status_code == 404


@pytest.mark.parametrize("address", ["/chi-tieu/", "/chi-tieu/population/", ROADS])
def test_a_stranger_is_sent_to_sign_in(demo, address):
    assert Client().get(address, secure=True).status_code == 302


def many_series() -> None:
    """Ten times the indicators, and ten units more that hold the roads."""
    district, roads = AdminUnit.objects.get(slug="665"), Indicator.objects.get(code="road_paved_district")
    for number in range(100):
        made = make_indicator(code=f"thu-{number}", name=f"Thử {number}", unit_rollup="sum", period_rollup="last")
        made.save()
        Series.objects.create(unit=district, indicator=made)
    for number in range(10):
        unit = make_unit(f"9{number:04}", "commune", f"Xã Thử {number}", valid_from=date(2004, 1, 1))
        Series.objects.create(unit=unit, indicator=roads)


@pytest.mark.parametrize(
    ("address", "budget"),
    [("/chi-tieu/", 13), ("/chi-tieu/?don-vi=665", 13), ("/chi-tieu/road_paved_district/", 13), (ROADS, 13)],
)
def test_a_page_asks_as_much_for_ten_times_the_rows(viewer, address, budget):
    assert_budget(viewer, address, budget)
    assert_flat(viewer, address, many_series)


def test_a_roll_up_says_from_how_many_units_and_repeats_no_computed_number(viewer):
    page = text_of(viewer, "/chi-tieu/road_paved_district/67/")
    assert "91,38%" in page
    assert re.search(r"Tổng hợp từ 1/\d+ đơn vị", page)
    assert "tính lại" not in page
    assert "Đơn vị chưa có số liệu nào của riêng mình được duyệt." in page


def test_a_unit_that_has_not_reported_is_said_to_have_none(viewer):
    page = text_of(viewer, "/chi-tieu/road_paved_district/")
    assert re.search(r"Xã Đắk Song\s+Chưa có số liệu\s+–\s+–\s+Chưa có báo cáo", page)
