"""One errand for every other role, by clicks alone."""

from playwright.sync_api import expect

from tests.journeys.conftest import Newcomer
from tests.journeys.people import Person, fill_the_twelve

DISTRICT_RATIO = "102,85km/110,43km"
# As the province's own report gives them, and one number that has grown since.
FIGURES_OF_INDUSTRY = {
    "grdp_ind_share-value": "11,38",
    "grdp_ind_growth-value": "8,14",
    "ind_productivity-value": "373",
    "ind_productivity_growth-value": "3,7",
    "labour_ind_serv_share-value": "19",
    "private_firms-value": "3.945",
    "private_firms-note": "Cập nhật theo đăng ký doanh nghiệp",
}


def test_the_department_of_industry_enters_and_its_leader_approves_figures_of_the_province(come_in: Newcomer) -> None:
    clerk, leader = come_in("canbo.socongthuong"), come_in("lanhdao.socongthuong")
    clerk.open_task("Sơ kết thực hiện Nghị quyết số 23-NQ/TW")
    clerk.type(FIGURES_OF_INDUSTRY)
    clerk.submit()
    leader.open_task("Sơ kết thực hiện Nghị quyết số 23-NQ/TW")
    leader.approve()
    leader.visit("/tong-quan/tinh/")
    firms = leader.page.locator("table.figures tr", has_text="Số doanh nghiệp khu vực kinh tế tư nhân")
    expect(firms.first).to_contain_text("3.945")


def test_a_commune_of_today_fills_its_twelve_indicators_one_with_the_reason_for_none(come_in: Newcomer) -> None:
    clerk = come_in("canbo.xadaksong")
    clerk.open_task("2026")
    expect(clerk.page.locator(".entry-bar")).to_contain_text("Đã nhập 0/12")
    figures = fill_the_twelve()
    without_reason = {name: text for name, text in figures.items() if not name.endswith("-reason")}
    clerk.type(without_reason)
    clerk.press("Kiểm tra và nộp")
    expect(clerk.page.get_by_role("alert")).to_contain_text("Có 1 lỗi cần sửa")
    clerk.type({name: text for name, text in figures.items() if name.endswith("-reason")})
    clerk.submit()
    expect(clerk.page.get_by_role("status")).to_contain_text("Đã nộp báo cáo")
    assert "Xã Đắk Song" in clerk.says() and "93,36%" in clerk.says()


def test_the_reviewer_sees_who_has_not_reported_and_opens_the_report(come_in: Newcomer) -> None:
    reviewer = come_in("chuyenvien.tinh")
    reviewer.visit("/tong-quan/tinh/")
    expect(reviewer.page.locator("#chua-bao-cao, section", has_text="chưa báo cáo").first).to_be_visible()
    reviewer.go_by_menu("Nhập liệu")
    reviewer.follow("Huyện Đắk Song")
    expect(reviewer.page.get_by_role("heading", level=1)).to_have_text("Báo cáo – Huyện Đắk Song")
    assert reviewer.page.get_by_role("button", name="Lưu nháp").count() == 0


def test_the_viewer_gets_from_a_figure_to_the_sentence_of_a_report_within_two_clicks(come_in: Newcomer) -> None:
    viewer = come_in("lanhdao.tinh")
    assert viewer.page.url.endswith("/tong-quan/tinh/")
    viewer.follow("Đắk Song")
    expect(viewer.page.get_by_role("heading", level=1)).to_contain_text("Huyện Đắk Song")
    read_the_sentence(viewer)


def read_the_sentence(viewer: Person) -> None:
    """From the bar of commune roads: its page, then the place in the report."""
    viewer.follow("Tỷ lệ nhựa hóa, bê tông hóa đường xã")
    viewer.page.locator("main a[href^='/nguon/']").first.click()
    expect(viewer.page.locator("mark").first).to_contain_text(DISTRICT_RATIO)


def test_the_admin_signs_in_and_sees_all_reports_but_enters_none(come_in: Newcomer) -> None:
    admin = come_in("quantri")
    admin.go_by_menu("Nhập liệu")
    assert all(unit in admin.says() for unit in ("Huyện Đắk Song", "Tỉnh Đắk Nông", "Xã Đắk Song"))
    admin.follow("Huyện Đắk Song")
    assert admin.page.get_by_role("button", name="Lưu nháp").count() == 0
    assert admin.visit("/admin/").status == 200
