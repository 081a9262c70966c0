"""Review in the browser: a cell given back is found again, clean reports go in one set, each click urges once."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from indicators import actions
from portal.notices.models import Notice
from portal.units.models import AdminUnit
from portal.workflow.models import Submission, Urge
from portal.workflow.rules import State
from tests.builders import make_submission
from tests.indicators.builders import ROADS, Place, make_indicator, make_place
from tests.journeys.conftest import Newcomer
from tests.journeys.people import COMMUNE_ROADS, DISTRICT_REPORT, Person, correction

TITLE = "Sơ kết 02 năm"
OBJECTION = "Mẫu số chưa khớp hồ sơ hoàn công đường xã"
FIRST_SCREEN = 768


@pytest.fixture
def communes(db: None) -> list[Place]:
    """Communes below Đắk Song in 2022, each with a road report that waits for the district's leader."""
    roads = make_indicator("road_of_test", **{**ROADS, "name": "Đường xã, đo thử"})
    units = AdminUnit.objects.filter(placements__parent__code="665", level="commune").order_by("code").distinct()[:4]
    found = [make_place(unit, roads) for unit in units]
    for one in found:
        one.enter()
        one.submit()
    return found


def with_a_warning(one: Place) -> Submission:
    """The next year's report of the commune: ten kilometres fewer in all, with a reason."""
    one.approve()
    later = make_submission(one.unit, "2023")
    shrunk = actions.EntryChange(later.pk, one.series.pk, Decimal(90), Decimal(99), reason="Đo lại")
    actions.record([shrunk], by=one.clerk)
    actions.submit(later, by=one.clerk)
    return later


def test_a_cell_given_back_with_a_reason_is_where_the_clerk_lands(come_in: Newcomer) -> None:
    clerk, leader = come_in("canbo.daksong"), come_in("lanhdao.daksong")
    clerk.open_task(TITLE)
    clerk.type(correction("103,20", "Rà soát lại chiều dài đường xã"))
    clerk.submit()
    leader.open_task(TITLE)
    leader.page.locator(f'input[name="o"][value="{COMMUNE_ROADS}"]').check()
    leader.press("Trả lại các ô đã chọn…")
    refuse_without_reason(leader)
    leader.page.locator(f'[name="ly-do-{COMMUNE_ROADS}"]').fill(OBJECTION)
    leader.page.get_by_role("button", name="Trả lại").click()
    expect(leader.page.get_by_role("status")).to_contain_text("Đã trả lại")

    clerk.go_by_menu("Việc của tôi")
    row = clerk.page.locator("a.task", has_text="Bị trả lại").first
    expect(row).to_contain_text(OBJECTION)
    row.click()
    clerk.page.wait_for_url(f"**{DISTRICT_REPORT}#*")
    focused = clerk.page.wait_for_function("document.activeElement?.name || ''").json_value()
    assert focused == f"{COMMUNE_ROADS}-numerator"
    assert OBJECTION in clerk.says()


def refuse_without_reason(leader: Person) -> None:
    leader.page.get_by_role("button", name="Trả lại").click()
    expect(leader.page.get_by_role("alert")).to_contain_text("lý do")
    assert Submission.objects.get(unit__code="665", period__code="SK05-NQTU-2023").state == State.SUBMITTED


def test_three_clean_reports_are_approved_in_two_clicks_and_one_with_a_warning_is_not_among_them(
    communes: list[Place], come_in: Newcomer
) -> None:
    odd, (*clean,) = with_a_warning(communes[0]), communes[1:]
    leader = come_in("lanhdao.daksong")
    leader.visit("/xem-xet/")
    line = leader.page.locator("table tbody tr", has_text=f"{odd.unit} – {odd.period}")
    expect(line).to_contain_text("1 ô có cảnh báo")
    assert line.locator("input[type=checkbox]").count() == 0

    leader.page.get_by_role("button", name="Duyệt 3 báo cáo không có cảnh báo…").click()
    for one in clean:
        expect(leader.page.locator("main")).to_contain_text(f"{one.unit} – {one.period}")
    assert all(one.state() == State.SUBMITTED for one in clean)
    leader.page.get_by_role("button", name="Duyệt 3 báo cáo trên").click()
    expect(leader.page.get_by_role("status").first).to_contain_text("Đã duyệt 3 báo cáo")

    assert all(one.state() == State.APPROVED for one in clean)
    odd.refresh_from_db()
    assert odd.state == State.SUBMITTED


def test_units_without_a_report_stand_on_the_first_screen_of_the_province(come_in: Newcomer) -> None:
    reviewer = come_in("chuyenvien.tinh")
    reviewer.page.set_viewport_size({"width": 1366, "height": FIRST_SCREEN})
    reviewer.visit("/tong-quan/tinh/")
    missing = reviewer.page.locator("#chua-bao-cao .unreported").first.locator("li")
    assert missing.count() > 0
    for place in range(missing.count()):
        box = missing.nth(place).bounding_box()
        assert box is not None and box["y"] + box["height"] <= FIRST_SCREEN, missing.nth(place).inner_text()


def test_one_click_urges_one_unit_once_and_says_so(come_in: Newcomer) -> None:
    reviewer = come_in("chuyenvien.tinh")
    reviewer.visit("/tien-do-bao-cao/")
    button = reviewer.page.locator("table").get_by_role("button", name="Đôn đốc").first
    unit = button.inner_text().removeprefix("Đôn đốc").strip()
    for times in (1, 2):
        reviewer.page.locator("table").get_by_role("button", name=f"Đôn đốc {unit}").click()
        expect(reviewer.page.locator("table tbody tr", has_text=unit).first).to_contain_text(f"đã đôn đốc {times} lần")
        urged = {urge.submission.unit for urge in Urge.objects.all()}
        told = Notice.objects.filter(kind=Notice.Kind.URGED)
        assert (Urge.objects.count(), told.count(), len(urged)) == (times, times, 1)
        assert {notice.submission.unit for notice in told} == urged
