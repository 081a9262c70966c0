"""Biểu của tôi: a clerk takes the report as a workbook, fills it in offline, and the rows are drafts in the grid."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from indicators.models import Entry
from portal.units.models import AdminUnit
from portal.workflow.models import Submission

from .sheets_of_figures import holdings
from .test_pages import browser, text_of

pytestmark = pytest.mark.usefixtures("demo")
PAGE = "/nhap-lieu/24718/2026/tep/"
CLERK = "canbo.daksong"


@pytest.fixture
def clerk() -> str:
    """A clerk of a commune whose report of 2026 is open."""
    from portal.accounts.models import User
    from portal.accounts.roles import Role

    return User.objects.filter(role=Role.CLERK, unit__code="24718", is_active=True).first().username


def fetched(client: Any) -> Any:
    answer = client.get("/nhap-lieu/24718/2026/tep.xlsx", secure=True)
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def sent(client: Any, book: Any, path: Path, **fields: str) -> Any:
    book.save(path)
    with path.open("rb") as stream:
        return client.post(PAGE, {"file": stream, **fields}, secure=True)


def column(book: Any, header: str) -> int:
    return [cell.value for cell in book.worksheets[0][1]].index(header) + 1


def filled(book: Any, count: int, value: Any = 7) -> list[str]:
    """The codes of indicators, each given a value."""
    sheet, codes = book.worksheets[0], []
    for row in range(2, sheet.max_row + 1):
        name = sheet.cell(row, column(book, "ĐVT")).value
        if name != "%" and len(codes) < count:
            sheet.cell(row, column(book, "Giá trị")).value = value
            codes.append(sheet.cell(row, column(book, "Mã chỉ tiêu")).value)
    return codes


def test_the_workbook_has_the_indicators_of_the_report_and_says_for_whom_it_is(clerk: str) -> None:
    book = fetched(browser(clerk))
    assert [cell.value for cell in book["_meta"][1]] == ["bieu-cua-toi", "1", "24718", "2026"]
    assert book["_meta"].sheet_state == "hidden"
    sheet = book.worksheets[0]
    assert sheet.max_row > 3
    assert {sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)} == {"24718"}
    assert all(sheet.cell(row, column(book, "Tên chỉ tiêu")).value for row in range(2, sheet.max_row + 1))
    lists = sheet.data_validations.dataValidation
    assert lists and all(one.formula1.startswith("'Danh mục'!") and len(one.formula1) < 255 for one in lists)


def test_a_filled_workbook_becomes_drafts_of_the_report_and_again_changes_nothing(tmp_path: Path, clerk: str) -> None:
    client = browser(clerk)
    book = fetched(client)
    codes = filled(book, 2)
    answer = sent(client, book, tmp_path / "a.xlsx")
    assert answer.status_code == 302 and answer["Location"].startswith("/nhap-lieu/24718/2026/")
    drafts = Entry.objects.filter(
        submission__unit__code="24718", period__code="2026", series__indicator__code__in=codes
    )
    assert sorted((one.series.indicator.code, int(one.value), one.status) for one in drafts) == sorted(
        (code, 7, "draft") for code in codes
    )
    page = text_of(client.get(answer["Location"], secure=True))
    assert "Đã đưa biểu vào bản nháp: 2 số mới, 0 số sửa, 0 không đổi." in page
    before = holdings()
    again = sent(client, fetched(client), tmp_path / "b.xlsx")
    assert "giống số liệu đang có" in text_of(client.get(again["Location"], secure=True))
    assert holdings() == before


def foreign() -> str:
    """The code of a commune that exists in 2026 and is not the clerk's."""
    units = AdminUnit.objects.filter(level="commune", valid_from__lte="2025-07-01", valid_to__gt="2026-12-31")
    return units.exclude(name__contains="Đắk Song").exclude(name__contains="Đức An").last().code


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda sheet, book: setattr(sheet.cell(2, 1), "value", foreign()), "không được nhập số liệu của"),
        (lambda sheet, book: setattr(sheet.cell(2, column(book, "Kỳ")), "value", "2025"), "có dòng của kỳ khác: 2"),
        (lambda sheet, book: setattr(book["_meta"]["C1"], "value", "665"), "là biểu của đơn vị mã 665, kỳ 2026"),
        (lambda sheet, book: setattr(book["_meta"]["B1"], "value", "0"), "là biểu của phiên bản cũ"),
        (lambda sheet, book: setattr(sheet.cell(2, column(book, "Giá trị")), "value", "1O"), "Dòng 2, cột"),
    ],
    ids=["another unit", "another period", "another report", "another version", "no number"],
)
def test_a_row_of_another_unit_or_a_file_of_another_report_writes_nothing(
    tmp_path: Path, clerk: str, spoil: Callable, told: str
) -> None:
    client = browser(clerk)
    book = fetched(client)
    filled(book, 3)
    spoil(book.worksheets[0], book)
    before = holdings()
    answer = sent(client, book, tmp_path / "a.xlsx")
    assert answer.status_code == 422 and told in text_of(answer)
    assert holdings() == before


def test_a_stranger_finds_no_workbook_and_a_closed_report_takes_none(clerk: str) -> None:
    assert browser("canbo.dakmil").get(PAGE, secure=True).status_code == 404
    assert browser("quantri").get(PAGE, secure=True).status_code == 403
    Submission.objects.filter(unit__code="24718", period__code="2026").update(state="submitted")
    assert browser(clerk).get(PAGE, secure=True).status_code == 403
