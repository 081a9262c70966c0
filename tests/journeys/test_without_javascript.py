"""JavaScript only enhances: without it people sign in, look, enter and submit."""

from playwright.sync_api import expect

from tests.journeys.conftest import Newcomer
from tests.journeys.people import DISTRICT_REPORT, correction

REASON = "Rà soát lại chiều dài đường xã Thuận Hà"


def test_everything_that_counts_works_with_scripts_switched_off(come_in: Newcomer) -> None:
    clerk = come_in("canbo.daksong", java_script_enabled=False)
    for address, words in (
        ("/tong-quan/665/", "91,38"),
        ("/tong-quan/tinh/", "Huyện Đắk Song"),
        ("/nhap-lieu/", "Huyện Đắk Song"),
        ("/chi-tieu/road_paved_commune/", "Tỷ lệ nhựa hóa"),
        ("/nghi-quyet/05-nq-tu-2021/", "11-CTr/HU"),
        ("/du-an/", "Điện gió"),
    ):
        assert clerk.visit(address).status == 200
        assert words.lower() in clerk.says().lower(), address
    clerk.visit(DISTRICT_REPORT)
    clerk.type(correction("103,10", REASON))
    clerk.press("Lưu nháp")
    expect(clerk.page.get_by_role("status")).to_contain_text("Đã lưu nháp: 1 ô mới")
    clerk.press("Kiểm tra và nộp")
    clerk.press("Nộp báo cáo")
    expect(clerk.page.get_by_role("status")).to_contain_text("Đã nộp báo cáo")
