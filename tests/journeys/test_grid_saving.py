"""The entry grid saves by itself: offline, across sessions, beside colleagues, and keeps nothing for strangers."""

from collections.abc import Callable
from decimal import Decimal
from time import monotonic

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from tests.builders import make_user
from tests.demo_data import DEMO_PASSWORD
from tests.journeys.conftest import Newcomer
from tests.journeys.grid_report import Grid, code_of, new_report
from tests.journeys.holding import faults_of, heaviness, watched
from tests.journeys.people import Person

BANNER = "Mất kết nối với máy chủ"


@pytest.fixture
def grid(come_in: Newcomer) -> Grid:
    return Grid(come_in("canbo.daksong"), new_report())


@pytest.fixture
def colleague(windows: Callable[..., BrowserContext]) -> Person:
    """Another clerk of Đắk Song, at a browser of their own."""
    unit = User.objects.get(username="canbo.daksong").unit
    user = make_user(Role.CLERK, unit, password=DEMO_PASSWORD, full_name=f"Nguyễn Văn An {User.objects.count()}")
    return Person(windows().new_page(), user.username, DEMO_PASSWORD).sign_in()


def pair(numerator: str, denominator: str) -> tuple[Decimal, Decimal]:
    return Decimal(numerator), Decimal(denominator)


def test_a_cell_saves_itself_and_shows_its_state_and_its_ratio(grid: Grid) -> None:
    grid.type(0, "47,78")
    grid.press("Tab")
    grid.page.keyboard.type("52,29")
    grid.wait_for_state(0, "draft")
    grid.press("Enter")
    grid.wait_for_state(0, "saved")
    assert grid.report.parts() == {code_of(0): pair("47.78", "52.29")}
    assert Event.objects.first().via == "grid"
    assert "o-saved" in (grid.cell(0).get_attribute("aria-describedby") or "")
    assert grid.page.locator("#o-saved").text_content() == "đã lưu"
    expect(grid.page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    expect(grid.page.locator("[data-progress]")).to_have_text("Đã nhập 1/40")
    assert grid.drafts() == []


def test_half_a_pair_is_neither_sent_nor_shouted_at_while_it_is_typed(grid: Grid) -> None:
    grid.type(0, "47,78")
    grid.press("Tab")
    grid.page.wait_for_timeout(1600)
    assert grid.state(0) == "draft"
    assert grid.report.entries() == {}
    grid.press("ArrowDown")
    expect(grid.page.locator(f"#loi-{code_of(0)}")).to_contain_text("Có tử số nhưng chưa có mẫu số")


def test_the_ratio_is_computed_while_typing(come_in: Newcomer) -> None:
    clerk = come_in("canbo.daksong")
    clerk.visit("/nhap-lieu/665/SK05-NQTU-2023/")
    clerk.page.mouse.move(5, 5)
    clerk.page.mouse.move(9, 9)
    clerk.page.locator("tr.section .fold").first.wait_for()
    for typed, shown in (("47,78", "91,38%"), ("10,5", "20,08%"), ("0", "0,00%"), ("x", "–")):
        clerk.page.locator('[name="road_paved_district-numerator"]').fill(typed)
        expect(clerk.page.locator("tr[data-row=road_paved_district] .computed")).to_have_text(shown)
    clerk.page.locator('[name="road_paved_district-numerator"]').press("Escape")
    row = clerk.page.locator("tr[data-row=road_paved_district]")
    expect(row).to_contain_text("91,37%")
    assert not row.locator("[aria-invalid]").count()


def test_nothing_is_lost_while_the_network_is_away(grid: Grid) -> None:
    window = grid.page.context
    window.set_offline(True)
    began = monotonic()
    for row in range(5):
        grid.pair(row, f"{row + 1},25", "9,5")
    expect(grid.page.locator("[data-banner]")).to_contain_text(BANNER, timeout=5000)
    assert monotonic() - began < 8
    expect(grid.page.locator("[data-progress]")).to_contain_text("10 ô chờ gửi")
    assert grid.state(4) == "waiting"
    grid.page.wait_for_timeout(4000)
    assert grid.report.entries() == {}
    window.set_offline(False)
    grid.wait_for_state(4, "saved")
    expect(grid.page.locator("[data-banner]")).to_be_hidden()
    assert grid.report.parts() == {code_of(row): pair(f"{row + 1}.25", "9.5") for row in range(5)}
    assert grid.drafts() == []


def test_a_server_that_answers_with_errors_is_asked_again(grid: Grid) -> None:
    answers: list[int] = []

    def fail(route: Route) -> None:
        answers.append(1)
        route.fulfill(status=503, body="") if len(answers) < 3 else route.continue_()

    grid.page.route("**/o/", fail)
    grid.pair(0, "1,5", "3")
    expect(grid.page.locator("[data-banner]")).to_contain_text(BANNER)
    grid.wait_for_state(0, "saved")
    assert len(answers) == 3
    assert grid.report.entries()[code_of(0)].version == 1


def test_an_answer_lost_on_the_way_is_no_second_change(grid: Grid) -> None:
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    grid.page.route("**/o/", lose)
    grid.pair(0, "1,5", "3")
    grid.wait_for_state(0, "saved")
    assert lost == [200]
    assert grid.report.entries()[code_of(0)].version == 1


def test_what_was_not_sent_is_there_again_after_the_page_is_opened_anew(grid: Grid) -> None:
    grid.page.route("**/o/", lambda route: route.abort())
    grid.pair(0, "1,5", "3")
    expect(grid.page.locator("[data-banner]")).to_contain_text(BANNER)
    grid.type(1, "abc")
    assert grid.drafts() != []
    grid.open()
    assert (grid.value(0), grid.value(0, "denominator"), grid.value(1)) == ("1,5", "3", "abc")
    expect(grid.page.locator("[data-saved]")).to_contain_text("Khôi phục 3 ô chưa gửi từ lần trước")
    grid.page.unroute("**/o/")
    grid.press("Control+s")
    grid.wait_for_state(0, "saved")
    assert grid.report.parts() == {code_of(0): pair("1.5", "3")}


def test_a_session_that_ended_is_opened_again_on_the_page(grid: Grid) -> None:
    page = grid.page
    page.context.clear_cookies(name="sid")
    grid.pair(0, "1,5", "3")
    grid.pair(1, "2,5", "5")
    dialog = page.locator("[data-sign-in]")
    expect(dialog).to_contain_text("Phiên làm việc đã hết. Đăng nhập lại để lưu tiếp – số liệu vẫn còn trên màn hình.")
    dialog.get_by_label("Mật khẩu").fill("sai")
    dialog.get_by_role("button", name="Đăng nhập và lưu tiếp").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu chưa đúng")
    dialog.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập và lưu tiếp").click()
    grid.wait_for_state(1, "saved")
    expect(dialog).to_be_hidden()
    assert page.url.endswith(grid.report.address)
    assert grid.report.parts() == {code_of(0): pair("1.5", "3"), code_of(1): pair("2.5", "5")}
    grid.press("Control+Enter")
    page.get_by_text("lỗi cần sửa").wait_for()  # the page's own form has a token that counts, too


def test_all_cookies_gone_is_a_session_that_ended(grid: Grid) -> None:
    grid.page.context.clear_cookies()
    grid.pair(0, "1,5", "3")
    expect(grid.page.locator("[data-sign-in]")).to_be_visible()


def test_two_people_on_one_cell_are_asked_and_on_two_cells_are_not(grid: Grid, colleague: Person) -> None:
    other = Grid(colleague, grid.report)
    name = User.objects.get(username=colleague.username).full_name
    other.pair(0, "198,20", "300")
    other.pair(1, "2", "5")
    other.wait_for_state(1, "saved")
    grid.pair(2, "3", "6")
    grid.wait_for_state(2, "saved")
    grid.pair(0, "101", "300")
    conflict = grid.page.locator(f"#loi-{code_of(0)}")
    expect(conflict).to_contain_text(f"Đ/c {name} vừa nhập 66,07% (198,2/300,0 km) lúc ")
    assert grid.report.parts()[code_of(0)] == pair("198.2", "300"), "nothing is overwritten in silence"
    conflict.get_by_role("button", name="Giữ số tôi nhập").click()
    grid.wait_for_state(0, "saved")
    assert grid.report.parts() == {
        code_of(0): pair("101", "300"),
        code_of(1): pair("2", "5"),
        code_of(2): pair("3", "6"),
    }
    other.pair(0, "150", "300")
    other.page.get_by_role("button", name="Lấy số của đồng chí").click()
    assert other.value(0) == "101"
    assert other.report.parts()[code_of(0)] == pair("101", "300")
    assert other.drafts() == []


def test_a_figure_that_looks_odd_wants_its_reason_before_it_is_handed_in(come_in: Newcomer) -> None:
    grid = Grid(come_in("canbo.daksong"), new_report(before={0: ("90", "110.43")}))
    page = grid.page
    grid.pair(0, "90", "98,43")
    warning = page.locator(f"#canh-bao-{code_of(0)}")
    expect(warning).to_contain_text("Mẫu số giảm 12 km so kỳ trước (110,43 km). Nếu đúng, ghi lý do.")
    assert f"canh-bao-{code_of(0)}" in (grid.cell(0, "denominator").get_attribute("aria-describedby") or "")
    expect(page.locator("[data-progress]")).to_contain_text("1 cảnh báo")
    grid.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Mẫu số giảm 12 km")
    page.mouse.move(5, 5)
    page.mouse.move(9, 9)
    page.locator("tr.section .fold").first.wait_for()
    grid.type(0, "Đo lại theo biên bản", "note")
    for row in range(1, 40):
        page.locator(f'[name="{code_of(row)}-reason"]').select_option("no_data")
    grid.press("Control+Enter")
    page.wait_for_url("**/nop/*")
    grid.person.press("Nộp báo cáo")
    leader = come_in("lanhdao.daksong")
    leader.visit(grid.report.address)
    assert "Đo lại theo biên bản" in leader.says() and "Mẫu số giảm 12 km" in leader.says()


def test_the_warned_number_is_put_back_with_one_press(come_in: Newcomer) -> None:
    grid = Grid(come_in("canbo.daksong"), new_report(before={0: ("90", "110.43")}))
    grid.pair(0, "90", "98,43")
    grid.page.get_by_role("button", name="Sửa về 110,43").click()
    expect(grid.page.locator(f"#canh-bao-{code_of(0)}")).to_have_count(0)
    assert grid.report.parts()[code_of(0)] == pair("90", "110.43")


def test_figures_of_the_period_before_are_kept_and_said_to_be_confirmed(come_in: Newcomer) -> None:
    grid = Grid(come_in("canbo.daksong"), new_report(before={0: ("90", "110.43"), 1: ("1", "2"), 21: ("3", "4")}))
    page = grid.page
    grid.cell(0).focus()
    grid.press("F8")
    grid.wait_for_state(0, "saved")
    page.get_by_role("button", name="Giữ nguyên kỳ trước cả mục Mục 2").click()
    grid.wait_for_state(21, "saved")
    assert set(grid.report.parts()) == {code_of(0), code_of(21)}
    page.get_by_role("button", name="Giữ nguyên kỳ trước các ô còn lại").click()
    grid.wait_for_state(1, "saved")
    assert grid.report.parts()[code_of(1)] == pair("1", "2")
    assert {entry.note for entry in grid.report.entries().values()} == {"Không thay đổi, đã xác nhận"}
    grid.type(1, "1,5")
    grid.press("Enter")
    grid.page.wait_for_timeout(200)
    grid.wait_for_state(1, "saved")
    assert grid.report.entries()[code_of(1)].note == ""
    assert grid.value(1, "remark") == ""


def test_filters_and_the_finder_show_what_is_asked_for(grid: Grid) -> None:
    page = grid.page
    grid.pair(0, "1,5", "3")
    grid.wait_for_state(0, "saved")
    page.get_by_label("còn thiếu").check()
    assert page.locator("tr[data-row]:visible").count() == 39
    page.get_by_label("tất cả").check()
    page.get_by_label("Tìm chỉ tiêu").fill("chi tieu thu 17")
    assert page.locator("tr[data-row]:visible").count() == 1
    page.get_by_label("Tìm chỉ tiêu").fill("")
    page.get_by_role("button", name="Thu gọn mục Mục 1").click()
    assert page.locator("tr[data-row]:visible").count() == 20


def test_signing_out_leaves_nothing_behind_and_nobody_sees_anothers_draft(grid: Grid, colleague: Person) -> None:
    grid.page.route("**/o/", lambda route: route.abort())
    grid.pair(0, "1,5", "3")
    expect(grid.page.locator("[data-banner]")).to_contain_text(BANNER)
    grid.page.context.clear_cookies()
    second = Person(grid.page, colleague.username, DEMO_PASSWORD).sign_in()
    theirs = Grid(second, grid.report)
    assert theirs.value(0) == ""
    assert len(theirs.drafts()) == 1, "the draft waits for the one who typed it"
    second.sign_out()
    assert theirs.drafts() == []


def test_a_page_of_another_person_in_this_browser_writes_nothing(grid: Grid, colleague: Person) -> None:
    window = grid.page.context
    window.clear_cookies()
    Person(window.new_page(), colleague.username, DEMO_PASSWORD).sign_in()
    grid.pair(0, "1,5", "3")
    expect(grid.page.locator("[data-banner]")).to_contain_text("tài khoản khác")
    assert grid.report.entries() == {}


def test_the_grid_of_forty_rows_holds(grid: Grid, site: str) -> None:
    page = grid.page
    with watched(page) as witness:
        page.goto(grid.report.address)
        assert heaviness(witness.of_the_last_page, site, 60) == []
        page.mouse.move(5, 5)
        page.mouse.move(9, 9)
        page.locator("tr.section .fold").first.wait_for()
        assert [one for one in heaviness(witness.of_the_last_page, site, 60) if "kB" in one] == []
        grid.pair(0, "abc", "3")
        assert faults_of(page) == []
    assert witness.complaints == []
