"""The pages of importing: from the file to the preview, the confirmation and the result."""

import gzip
import re
import subprocess
import sys
import time
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.imports import process
from portal.imports.actions import check_file
from portal.imports.models import ImportBatch
from portal.imports.refusals import REASONS, refusal
from tests.builders import make_user

from .sheets_of_figures import (
    DAK_SONG,
    ROADS,
    holdings,
    person,
    roads_of_communes,
    with_twelve_faults,
    workbook,
)
from .test_preflight import HOSTILE

pytestmark = pytest.mark.usefixtures("demo")
START = "/nhap-excel/"
SURVEY = "SK05-NQTU-2023"
CORRECTION = [*DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29, None, "Đo lại"]


def browser(who: User | str = "quantri") -> Client:
    client = Client()
    user = person(who) if isinstance(who, str) else who
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client: Client, path: Path):
    with path.open("rb") as stream:
        return client.post(START, {"kind": "observations", "file": stream}, secure=True)


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def rows_of(response) -> list[list[str]]:
    """The cells of the page's table, row by row."""
    body = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def token_of(response) -> str:
    return re.search(r'name="token" value="(\w+)"', response.content.decode())[1]


def preview_of(client: Client, path: Path):
    return client.get(upload(client, path).url, secure=True)


def test_from_the_file_to_the_result(tmp_path: Path) -> None:
    client = browser()
    path = workbook(tmp_path / "bieu.xlsx", [CORRECTION, [*DAK_SONG, "population", 2024, None, None, "84.500"]])
    before = holdings()
    preview = preview_of(client, path)
    assert "Mới 1" in text_of(preview) and "Sửa 1" in text_of(preview) and "Lỗi 0" in text_of(preview)
    assert rows_of(preview) == [
        ["Dòng 3", "Huyện Đắk Song (đến 30/6/2025)", "Dân số (người)", "Năm 2024", "Giá trị: 84.500"]
    ]
    changed = rows_of(client.get(f"{preview.request['PATH_INFO']}?xem=sua", secure=True))
    assert changed[0][-1] == "Tử số: trước: 47,78 → sau: 48,1 Tính ra: trước: 91,38% → sau: 91,99%"
    assert holdings() == before

    done = client.post(preview.request["PATH_INFO"], {"token": token_of(preview), "reason": "Rà soát"}, secure=True)
    result = client.get(done.url, secure=True)
    assert done.url.endswith("/ket-qua/")
    assert "Đã ghi lúc" in text_of(result) and "Lý do: Rà soát" in text_of(result)
    links = re.findall(r'href="(/nhap-lieu/[^"]+)"', result.content.decode())
    assert {"/nhap-lieu/665/2024/", f"/nhap-lieu/665/{SURVEY}/"} <= set(links)
    assert [row[-1] for row in rows_of(result)] == ["1", "1"]
    assert holdings()["Entry"] == before["Entry"] + 2


def test_the_page_lists_the_twelve_faults_by_excel_row_and_column(tmp_path: Path) -> None:
    client = browser()
    rows, expected = with_twelve_faults(roads_of_communes())
    before = holdings()
    preview = preview_of(client, workbook(tmp_path / "a.xlsx", rows))
    shown = rows_of(preview)
    assert [row[:3] for row in shown] == [
        [f"Dòng {row}, cột {column}", header, value or "–"] for row, column, header, value, _ in expected
    ]
    assert all(len(row) == 5 and row[3] and row[4] for row in shown)
    assert "Tệp có 12 lỗi ở 12 dòng nên không ghi dòng nào" in text_of(preview)
    assert 'name="token"' not in preview.content.decode()
    assert holdings() == before

    corrected = preview_of(client, workbook(tmp_path / "b.xlsx", roads_of_communes()))
    client.post(corrected.request["PATH_INFO"], {"token": token_of(corrected)}, secure=True)
    assert holdings()["Entry"] == before["Entry"] + 1000
    again = preview_of(client, workbook(tmp_path / "c.xlsx", roads_of_communes()))
    assert "Không có gì để ghi: 1.000 dòng" in text_of(again)


def test_a_confirmation_sent_twice_writes_once_and_says_when(tmp_path: Path) -> None:
    client = browser()
    preview = preview_of(client, workbook(tmp_path / "a.xlsx", [CORRECTION]))
    address, sent = preview.request["PATH_INFO"], {"token": token_of(preview)}
    first = client.post(address, sent, secure=True)
    written = holdings()
    second = client.post(address, sent, secure=True, follow=True)
    assert second.redirect_chain == [(first.url, 302)]
    assert re.search(r"đã được ghi lúc \d\d:\d\d ngày \d+/\d+/\d+, không ghi lần nữa", text_of(second))
    assert holdings() == written


def test_a_wrong_token_writes_nothing(tmp_path: Path) -> None:
    client = browser()
    address = upload(client, workbook(tmp_path / "a.xlsx", [CORRECTION])).url
    before = holdings()
    answer = client.post(address, {"token": "0" * 32}, secure=True)
    assert answer.status_code == 409 and "Mã xác nhận không đúng" in text_of(answer)
    assert client.post(address, {}, secure=True).status_code == 422
    assert holdings() == before


def test_a_stale_preview_answers_409_and_keeps_the_figures_of_the_other(tmp_path: Path) -> None:
    client = browser()
    stale = preview_of(client, workbook(tmp_path / "a.xlsx", [CORRECTION]))
    fresh = preview_of(client, workbook(tmp_path / "b.xlsx", [[*CORRECTION[:4], 48.2, *CORRECTION[5:]]]))
    client.post(fresh.request["PATH_INFO"], {"token": token_of(fresh)}, secure=True)
    before = holdings()
    answer = client.post(stale.request["PATH_INFO"], {"token": token_of(stale)}, secure=True)
    assert answer.status_code == 409 and "đã thay đổi sau khi xem trước" in text_of(answer)
    assert holdings() == before


def test_a_file_imported_before_is_announced(tmp_path: Path) -> None:
    client = browser()
    path = workbook(tmp_path / "a.xlsx", [CORRECTION])
    first = preview_of(client, path)
    assert "Tệp này đã nhập" not in text_of(first)
    client.post(first.request["PATH_INFO"], {"token": token_of(first)}, secure=True)
    number = first.context["batch"].pk
    assert re.search(rf"Tệp này đã nhập lúc .*, đợt nhập số {number}", text_of(preview_of(client, path)))


@pytest.mark.parametrize("name", ["bomb", "corner cells", "a million blank rows", "entity from a file", "macro",
                                  "encrypted", "text named xlsx", "empty", "cut off", "dense"])  # fmt: skip
def test_a_hostile_file_is_refused_at_its_field_and_nothing_is_kept(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "bieu-01.xlsx"
    make(path)
    client = browser()
    started = time.process_time()
    answer = upload(client, path)
    assert time.process_time() - started < 2
    message = unescape(REASONS[code][0].split("{")[0].strip())
    assert answer.status_code == 422
    assert message in text_of(answer) and 'aria-invalid="true"' in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_over_the_limit_is_not_taken_in(tmp_path: Path, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 64 * 1024
    path = tmp_path / "lon.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100_000)
    answer = upload(browser(), path)
    assert answer.status_code == 422
    assert "“lon.xlsx” lớn hơn mức cho phép" in text_of(answer)
    assert not ImportBatch.objects.exists()


def test_no_file_at_all_and_a_full_house_are_said_at_the_field(tmp_path: Path, monkeypatch) -> None:
    client = browser()
    answer = client.post(START, {"kind": "observations"}, secure=True)
    assert answer.status_code == 422 and "Hãy chọn tệp .xlsx, .xls, .ods hoặc .csv." in text_of(answer)

    def busy(arguments, name, **limits):
        raise refusal("busy", name=name)
        yield

    monkeypatch.setattr(process, "lines", busy)
    answer = upload(client, workbook(tmp_path / "a.xlsx", [CORRECTION]))
    assert answer.status_code == 422 and "Hãy đợi một phút rồi gửi lại" in text_of(answer)


def test_the_web_process_never_loads_the_reader_of_workbooks() -> None:
    program = (
        "import django, sys; django.setup(); import portal.urls, portal.imports.views; "
        "sys.exit('python_calamine' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    control = "import python_calamine, sys; sys.exit('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", control], check=False).returncode == 1


def test_administrators_see_all_batches_and_confirm_their_own(tmp_path: Path) -> None:
    owner, other = browser(), browser(make_user(Role.ADMIN))
    preview = preview_of(owner, workbook(tmp_path / "a.xlsx", [CORRECTION]))
    address = preview.request["PATH_INFO"]
    seen = other.get(address, secure=True)
    assert seen.status_code == 200 and 'name="token"' not in seen.content.decode()
    assert other.post(address, {"token": token_of(preview)}, secure=True).status_code == 403
    assert other.get("/nhap-excel/999999999/", secure=True).status_code == 404


@pytest.mark.parametrize("who", ["canbo.daksong", "lanhdao.daksong", "chuyenvien.tinh", "lanhdao.tinh"])
def test_others_have_no_pages_of_importing(tmp_path: Path, who: str) -> None:
    path = workbook(tmp_path / "a.xlsx", [CORRECTION])
    batch = check_file(path, path.name, kind="observations", by=person("quantri"))
    client = browser(who)
    batches = [batch.get_absolute_url(), f"{batch.get_absolute_url()}ket-qua/"]
    addresses = [START, *batches, f"{START}mau/observations.xlsx", f"{START}xuat/observations.csv"]
    assert {client.get(one, secure=True).status_code for one in addresses} == {403}
    assert upload(client, path).status_code == 403
    assert Client().get(START, secure=True).status_code == 302


def test_a_page_of_a_large_batch_is_light_and_asks_as_little_as_of_a_small_one(tmp_path: Path) -> None:
    client, owner = browser(), person("quantri")
    client.get(START, secure=True)  # the first page of a session asks more
    asked = []
    for count in (200, 5000):
        path = workbook(tmp_path / f"{count}.xlsx", roads_of_communes(count, range(2009, 2025)))
        batch = check_file(path, path.name, kind="observations", by=owner)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{batch.get_absolute_url()}?xem=moi&page=2", secure=True)
        asked.append(len(queries))
        assert len(rows_of(page)) == 100 and rows_of(page)[0][0] == "Dòng 102"
    assert "xem=moi&amp;page=50" in page.content.decode()
    assert len(gzip.compress(page.content)) < 100_000
    assert asked[0] == asked[1] <= 12


def test_the_template_offers_lists_and_comes_back_unchanged(tmp_path: Path) -> None:
    answer = browser().get(f"{START}mau/observations.xlsx?unit=665", secure=True)
    assert 'filename="mau-so-lieu-chi-tieu-665.xlsx"' in answer["Content-Disposition"]
    book = load_workbook(BytesIO(answer.content))
    sheet, lists = book.worksheets
    formats = {sheet.cell(1, place).value: sheet.column_dimensions["ABCDEFGHIJKL"[place - 1]].number_format
               for place in range(1, 13)}  # fmt: skip
    assert (formats["Kỳ"], formats["Mã đơn vị"], formats["Tử số"]) == ("@", "@", "General")
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered["A2:A100000"].startswith("'Danh mục'!$A$2:$A$") and "665" in {row[0].value for row in lists}
    path = tmp_path / "mau.xlsx"
    path.write_bytes(answer.content)
    batch = check_file(path, path.name, kind="observations", by=person("quantri"))
    assert (batch.state, batch.unchanged, batch.warnings) == ("unchanged", 50, [])


def test_the_template_of_a_period_has_every_indicator_of_the_unit(tmp_path: Path) -> None:
    answer = browser().get(f"{START}mau/observations.xlsx?unit=665&period={SURVEY}", secure=True)
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row - 1 == person("canbo.daksong").unit.series.filter(is_derived=False).count()
    assert {row[3].value for row in sheet.iter_rows(min_row=2)} == {SURVEY}


def test_figures_go_out_by_unit_and_period_and_a_wrong_code_is_named() -> None:
    client = browser()
    answer = client.get(f"{START}xuat/observations.csv?unit=665&period={SURVEY}", secure=True)
    assert (answer.status_code, len(answer.content.decode().strip().splitlines())) == (200, 45)
    wrong = client.get(f"{START}xuat/observations.xlsx?unit=99999&period=2077", secure=True)
    assert wrong.status_code == 422
    assert "Không có đơn vị nào mang mã 99999." in text_of(wrong) and "Chưa có kỳ nào mang mã “2077”." in text_of(wrong)
    assert client.get(f"{START}xuat/observations.pdf", secure=True).status_code == 404
    assert client.get(f"{START}mau/gone.xlsx", secure=True).status_code == 404


def test_the_start_page_lists_the_batches_and_the_menu_leads_to_it(tmp_path: Path) -> None:
    client = browser()
    assert "Chưa có đợt nhập nào" in text_of(client.get(START, secure=True))
    upload(client, workbook(tmp_path / "bieu-quy-3.xlsx", [CORRECTION]))
    page = client.get(START, secure=True)
    assert ": bieu-quy-3.xlsx đã kiểm tra, chờ xác nhận 0 1 0" in text_of(page)
    assert 'href="/nhap-excel/"' in client.get("/viec-cua-toi/", secure=True).content.decode()
