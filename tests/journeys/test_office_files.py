"""Workbooks as offices make them, at the browser: days as text, an American column, a clerk's own workbook."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from indicators.models import Entry
from resolutions.models import Document
from tests.imports import workbooks
from tests.journeys.conftest import Newcomer
from tests.journeys.people import Person

HEADERS = ["STT", "Số ký hiệu", "Loại văn bản", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu"]
OWN = "/nhap-lieu/24718/2026/tep/"


def register(path: Path, series: int, *days: str) -> Path:
    """A register with merged lines of title above, a total below, and its days as text."""
    issuer = str(Document.objects.exclude(issuer=None).first().issuer)

    def draw(sheet: Any) -> None:
        sheet.append(["SỔ THEO DÕI VĂN BẢN"])
        sheet.append(["Năm 2021"])
        sheet.append(HEADERS)
        for at, day in enumerate(days, start=series):
            sheet.append([at, f"{at}/BC-UBND", "Báo cáo", issuer, day, f"Báo cáo thử {at}"])
        sheet.append([None, "Tổng cộng", None, None, None, f"{len(days)} văn bản"])
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("A2:F2")

    return workbooks.drawn(path, draw)


def hand_in(person: Person, path: Path) -> None:
    person.page.goto("/nhap-excel/")
    person.page.get_by_label("Loại dữ liệu").first.select_option("documents")
    person.page.get_by_label("Tệp số liệu").set_input_files(path)
    person.press("Kiểm tra tệp")


def issued(*codes: str) -> list[str]:
    found = {row.code: str(row.issued_on) for row in Document.objects.filter(code__in=codes)}
    return [found.get(code, "") for code in codes]


@pytest.fixture
def administrator(come_in: Newcomer) -> Person:
    return come_in("quantri")


def test_days_as_text_are_stored_day_first(administrator: Person, tmp_path: Path) -> None:
    hand_in(administrator, register(tmp_path / "so.xlsx", 901, "04/10/2021", "7/12/2021"))
    administrator.press("Xác nhận nhập")
    expect(administrator.page.get_by_role("heading", level=1)).to_be_visible()
    administrator.page.wait_for_url("**/ket-qua/")
    assert issued("901/BC-UBND", "902/BC-UBND") == ["2021-10-04", "2021-12-07"]


def test_a_column_that_looks_american_is_asked_about(administrator: Person, tmp_path: Path) -> None:
    hand_in(administrator, register(tmp_path / "so.xlsx", 911, "10/04/2021", "12/25/2021"))
    expect(administrator.page.get_by_role("heading", level=1)).to_have_text("Trả lời để đọc tệp")
    question = administrator.page.get_by_label("Ngày hay tháng đứng trước?")
    question.select_option("us")
    administrator.press("Đọc tệp")
    administrator.press("Xác nhận nhập")
    administrator.page.wait_for_url("**/ket-qua/")
    assert issued("911/BC-UBND", "912/BC-UBND") == ["2021-10-04", "2021-12-25"]


def test_a_clerk_takes_the_workbook_fills_it_in_and_finds_drafts_in_the_grid(come_in: Newcomer, tmp_path: Path) -> None:
    clerk = come_in("canbo.xadaksong")
    clerk.page.goto(OWN)
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="Tải biểu .xlsx").click()
    path = tmp_path / "bieu.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(at for at in range(2, sheet.max_row + 1) if sheet.cell(at, columns["ĐVT"]).value != "%")
    code = sheet.cell(row, columns["Mã chỉ tiêu"]).value
    sheet.cell(row, columns["Giá trị"]).value = 17
    book.save(path)
    clerk.page.get_by_label("Biểu đã điền").set_input_files(path)
    clerk.press("Đưa vào bản nháp")
    clerk.page.wait_for_url("**/nhap-lieu/24718/2026/")
    expect(clerk.page.locator(f"#id_{code}-value")).to_have_value("17")
    assert Entry.objects.get(series__indicator__code=code, submission__unit__code="24718").status == "draft"
