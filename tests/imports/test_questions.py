"""What a file leaves open is asked on one page; the answer is remembered, so the next file is not asked again."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal.accounts.roles import Role
from portal.imports.models import ImportBatch
from portal.imports.payload import raw_rows
from portal.imports.remembered import ColumnLayout, NameAlias, WaitingFile
from resolutions.models import Document
from tests.builders import make_user

from . import workbooks
from .test_office_tables import SUPPORT, sheet_of
from .test_pages import browser, text_of, upload

pytestmark = pytest.mark.usefixtures("demo")
STRANGE = [
    ["Bảng theo dõi nội bộ, năm 2023"],
    ["Mục", "Nơi làm", "Làm được", "Cần làm"],
    ["1", "Huyện Đắk Song", 102.85, 110.43],
    ["2", "Huyện Đắk Mil", 50, 60],
]
MEANT = ("ignored", "unit", "figure:road_paved_commune:numerator", "figure:road_paved_commune:denominator")


def workbook(tmp_path: Path, rows: list[list[Any]], name: str = "a.xlsx") -> Path:
    return workbooks.drawn(tmp_path / name, sheet_of(rows))


def test_headers_that_say_nothing_are_asked_with_three_rows_and_remembered(tmp_path: Path) -> None:
    client = browser()
    answer = upload(client, workbook(tmp_path, STRANGE))
    assert answer["Location"].startswith("/nhap-excel/hoi/")
    page = text_of(client.get(answer["Location"], secure=True))
    assert "Cột C “Làm được” chứa gì? Ba dòng đầu: 102,85 · 50" in page
    done = client.post(answer["Location"], {f"q{at}": value for at, value in enumerate(MEANT)}, secure=True)
    batch = ImportBatch.objects.latest("pk")
    assert done["Location"] == batch.get_absolute_url()
    assert (batch.faults, batch.new + batch.changed + batch.unchanged) == ([], 2)
    assert (ColumnLayout.objects.count(), WaitingFile.objects.count()) == (1, 0)
    rows = [*STRANGE[:3], ["2", "Huyện Đắk R'Lấp", 51, 60]]
    assert upload(client, workbook(tmp_path, rows, "b.xlsx"))["Location"].endswith(f"/{batch.pk + 1}/")


def test_the_first_page_leads_back_to_a_file_that_waits_and_only_its_owner(tmp_path: Path) -> None:
    client = browser()
    address = upload(client, workbook(tmp_path, STRANGE))["Location"]
    assert f'href="{address}"' in client.get("/nhap-excel/", secure=True).content.decode()
    other = Client()
    other.force_login(make_user(Role.ADMIN))
    assert "/nhap-excel/hoi/" not in other.get("/nhap-excel/", secure=True).content.decode()


def test_a_row_of_figures_is_not_taken_for_the_header_of_an_empty_table(tmp_path: Path) -> None:
    rows = [["Chỗ nào", "Việc gì", "Bao nhiêu"], ["Huyện Đắk Song", "Dân số", 84000], ["Huyện Đắk Mil", "Dân số", 9000]]
    client = browser()
    page = text_of(client.get(upload(client, workbook(tmp_path, rows))["Location"], secure=True))
    assert "Cột B “Việc gì” chứa gì?" in page


def test_an_unanswered_or_unknown_answer_is_refused_and_the_file_waits_on(tmp_path: Path) -> None:
    client = browser()
    address = upload(client, workbook(tmp_path, STRANGE))["Location"]
    for value in ("", "figure:nothing:value"):
        answer = client.post(address, {"q0": "ignored", "q1": "unit", "q2": value, "q3": "ignored"}, secure=True)
        assert answer.status_code == 422
        assert "Hãy chọn một câu trả lời." in text_of(answer) or "Không có lựa chọn này." in text_of(answer)
    assert (WaitingFile.objects.count(), ImportBatch.objects.filter(file_name="a.xlsx").count()) == (1, 0)


def test_the_file_of_another_person_is_not_found(tmp_path: Path) -> None:
    address = upload(browser(), workbook(tmp_path, STRANGE))["Location"]
    assert browser(make_user(Role.ADMIN)).get(address, secure=True).status_code == 404
    assert browser("canbo.daksong").get(address, secure=True).status_code == 403


def test_a_near_name_and_a_period_are_answered_on_the_same_page(tmp_path: Path) -> None:
    client = browser()
    rows = [["TT", "Địa phương", "Số tin quảng bá", "Số bài quảng bá"], [1, "Huyện Đắc Soong", 5, 6]]
    address = upload(client, workbook(tmp_path, rows))["Location"]
    page = text_of(client.get(address, secure=True))
    assert "Số liệu trong tệp thuộc kỳ nào?" in page
    assert "“Huyện Đắc Soong”: có phải" in page
    done = client.post(address, {"q0": "2023", "q1": "665"}, secure=True)
    assert done["Location"] == ImportBatch.objects.latest("pk").get_absolute_url()
    assert list(NameAlias.objects.values_list("subject", "key", "code")) == [("unit", "huyen dac soong", "665")]
    answer = upload(client, workbook(tmp_path, [["Năm 2023"], *rows], "b.xlsx"))
    assert "hoi" not in answer["Location"]


@pytest.mark.parametrize(
    ("way", "value"), [("vn", Decimal("23194")), ("us", Decimal("23.194"))], ids=["thousands", "decimals"]
)
def test_numbers_of_two_readings_are_asked_once_for_the_file(tmp_path: Path, way: str, value: Decimal) -> None:
    rows = [["Năm 2023"], ["TT", "Đơn vị", "Số tin quảng bá"]]
    rows += [[1, "Huyện Đắk Song", "23.194"], [2, "Huyện Đắk Mil", "12.411"], [3, "Huyện Cư Jút", "1.241"]]
    client = browser()
    address = upload(client, workbook(tmp_path, rows))["Location"]
    assert "Tệp viết số như 23.194, 12.411, 1.241. Dấu nào là dấu thập phân?" in text_of(
        client.get(address, secure=True)
    )
    client.post(address, {"q0": way}, secure=True)
    batch = ImportBatch.objects.latest("pk")
    assert [cells["value"] for _, cells in raw_rows(batch.payload)][:1] == [value]


def test_a_file_whose_own_numbers_prove_the_decimal_point_is_not_asked(tmp_path: Path) -> None:
    rows = [["Năm 2023"], ["TT", "Đơn vị", SUPPORT], [1, "Huyện Đắk Song", "1,241.5"], [2, "Huyện Đắk Mil", "2,500"]]
    upload(browser(), workbook(tmp_path, rows))
    batch = ImportBatch.objects.latest("pk")
    assert [cells["value"] for _, cells in raw_rows(batch.payload)] == [Decimal("1241.5"), Decimal(2500)]


DOCUMENTS = ["Số ký hiệu", "Loại văn bản", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu"]


def of_documents(*days: str) -> list[list[Any]]:
    issuer = Document.objects.exclude(issuer=None).first().issuer
    rows = [[f"{at}/BC-UBND", "Báo cáo", str(issuer), day, f"Báo cáo {at}"] for at, day in enumerate(days, start=901)]
    return [["SỔ VĂN BẢN NĂM 2021"], [], DOCUMENTS, *rows, ["Tổng cộng", None, None, None, len(days)]]


def handed_in(client: Any, path: Path) -> Any:
    with path.open("rb") as stream:
        return client.post("/nhap-excel/", {"kind": "documents", "file": stream}, secure=True)


def days_of(batch: ImportBatch) -> list[str]:
    return [str(cells["issued_on"]) for _, cells in raw_rows(batch.payload)]


def test_days_written_as_text_are_read_day_first(tmp_path: Path) -> None:
    handed_in(browser(), workbook(tmp_path, of_documents("04/10/2021", "7/12/2021")))
    batch = ImportBatch.objects.latest("pk")
    assert (batch.state, batch.new, batch.faults) == ("checked", 2, [])


def test_a_column_of_american_days_is_asked_about(tmp_path: Path) -> None:
    client = browser()
    address = handed_in(client, workbook(tmp_path, of_documents("10/04/2021", "12/25/2021")))["Location"]
    assert "Tệp có ngày viết 12/25/2021, không có tháng 25." in text_of(client.get(address, secure=True))
    client.post(address, {"q0": "us"}, secure=True)
    assert days_of(ImportBatch.objects.latest("pk")) == ["2021-10-04", "2021-12-25"]
