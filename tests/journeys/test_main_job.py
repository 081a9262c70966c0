"""The main job: a figure is entered, returned, corrected, approved, and stands on the dashboards at once."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from portal.vietnamese.dates import write_date
from tests.journeys.conftest import Newcomer
from tests.journeys.people import COMMUNE_ROADS, DISTRICT_REPORT, Person, correction

TITLE = "Sơ kết 02 năm"
REASON = "Rà soát lại chiều dài đường xã Thuận Hà"
OBJECTION = "Đối chiếu lại số km đường xã với Phòng Kinh tế và Hạ tầng"


def commune_roads(on: date) -> dict[str, Any]:
    """The line of commune roads in what `manage.py scorecard --unit 665` prints."""
    printed = StringIO()
    call_command("scorecard", unit="665", on=on.isoformat(), json=True, stdout=printed)
    card = json.loads(printed.getvalue(), parse_float=Decimal)
    return next(line for line in card["indicators"] if line["code"] == COMMUNE_ROADS)


def test_a_figure_goes_from_the_clerk_over_the_leader_to_the_dashboards(come_in: Newcomer) -> None:
    clerk, leader, viewer = (come_in(name) for name in ("canbo.daksong", "lanhdao.daksong", "lanhdao.tinh"))
    enter_and_submit(clerk, "103,20")
    return_with_reason(leader)
    correct_and_submit(clerk, "103,10")
    before = commune_roads(timezone.localdate())
    assert (before["numerator"], before["computed"]) == (Decimal("102.85"), Decimal("93.14"))

    approve_after_a_look(leader)
    see_it_on_the_district_dashboard(leader)
    see_it_on_the_province_matrix(viewer)
    known = commune_roads(timezone.localdate())
    assert (known["numerator"], known["denominator"]) == (Decimal("103.1"), Decimal("110.43"))
    assert known["computed"] == Decimal("93.36")
    assert commune_roads(date(2023, 8, 30))["computed"] == Decimal("93.14")


def enter_and_submit(clerk: Person, numerator: str) -> None:
    """The clerk finds the report among the own tasks, types, checks old beside new, and confirms."""
    clerk.open_task(TITLE)
    assert clerk.page.url.endswith(DISTRICT_REPORT)
    clerk.type(correction(numerator, REASON))
    clerk.press("Kiểm tra và nộp")
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("Nộp báo cáo: Huyện Đắk Song")
    assert "102,85/110,43" in clerk.says() and f"{numerator}/110,43" in clerk.says() and REASON in clerk.says()
    clerk.press("Nộp báo cáo")
    expect(clerk.page.get_by_role("status")).to_contain_text("Đã nộp báo cáo")


def return_with_reason(leader: Person) -> None:
    """A return without a reason is refused, one with a reason goes through."""
    leader.open_task(TITLE)
    leader.follow("Trả lại")
    leader.press("Trả lại báo cáo")
    expect(leader.page.get_by_role("alert")).to_contain_text("Cần ghi rõ lý do")
    leader.page.get_by_label("Lý do").fill(OBJECTION)
    leader.press("Trả lại báo cáo")
    expect(leader.page.get_by_role("status")).to_contain_text("Đã trả lại báo cáo kèm lý do.")


def correct_and_submit(clerk: Person, numerator: str) -> None:
    """The reason stands among the clerk's tasks and above the form, whose returned cell is one click away."""
    clerk.go_by_menu("Việc của tôi")
    row = clerk.page.locator("a.task.returned, a.task", has_text="Bị trả lại").first
    expect(row).to_contain_text(OBJECTION)
    row.click()
    expect(clerk.page.locator(".return-reason")).to_contain_text(OBJECTION)
    clerk.type(correction(numerator, REASON))
    clerk.submit()


def approve_after_a_look(leader: Person) -> None:
    """The confirming page names unit, period and both figures."""
    leader.open_task(TITLE)
    leader.follow("Duyệt")
    words = leader.says()
    assert "Duyệt báo cáo: Huyện Đắk Song" in words and "Sơ kết 02 năm" in words
    assert "102,85/110,43" in words and "103,10/110,43" in words
    leader.press("Duyệt báo cáo")
    expect(leader.page.get_by_role("status")).to_contain_text("Đã duyệt.")


def see_it_on_the_district_dashboard(leader: Person) -> None:
    """At once, and one click further who approved it and when."""
    leader.follow("Xem trên tổng quan Huyện Đắk Song")
    assert leader.page.url.endswith("/tong-quan/665/")
    assert "93,36%" in leader.says() and "103,10/110,43" in leader.says()
    leader.page.locator("main").get_by_role("link", name="Tỷ lệ nhựa hóa, bê tông hóa đường xã").first.click()
    words = leader.says()
    assert "Cán bộ huyện Đắk Song" in words and "Lãnh đạo huyện Đắk Song" in words
    assert write_date(timezone.localdate()) in words and REASON in words


def see_it_on_the_province_matrix(viewer: Person) -> None:
    """The viewer lands on the province's dashboard, where the cell of the district shows the new figure."""
    viewer.visit("/tong-quan/tinh/")
    cell = viewer.page.locator("table.matrix tbody tr", has_text="Đắk Song").locator("td", has_text="93,36")
    expect(cell.first).to_be_attached()


def test_the_neighbour_finds_nothing_and_the_viewer_may_not_write(come_in: Newcomer) -> None:
    neighbour, viewer = come_in("canbo.dakmil"), come_in("lanhdao.tinh")
    assert neighbour.visit(DISTRICT_REPORT).status == 404
    typed = {**correction("103,10", REASON), "action": "save"}
    assert neighbour.post(DISTRICT_REPORT, typed)[0] == 404
    status, page = viewer.post(DISTRICT_REPORT, typed)
    assert status == 403 and "chưa được phân quyền" in page
