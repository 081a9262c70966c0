"""An installation without demo data, filled by its administrator from workbooks until a dashboard shows a figure."""

import io
import re
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from indicators.models import Indicator, Observation, Series, Standing, Target
from portal.accounts.models import User
from portal.history.models import Event
from portal.imports.models import ImportBatch
from resolutions.models import Document, DocumentLink
from tests.imports.filling import sheet

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
START = "/nhap-excel/"
ROAD = "duong_xa_nhua_hoa"

SHEETS: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "units": (
        ("Mã", "Tên", "Cấp", "Mã cấp trên"),
        [
            ("68", "Tỉnh Lâm Đồng", "tỉnh", ""),
            ("24722", "Xã Thuận Hạnh", "xã", "68"),
            ("24717", "Xã Đức An", "xã", "68"),
        ],
    ),
    "agencies": (
        ("Tên cơ quan", "Loại", "Mã đơn vị", "Cơ quan cấp trên"),
        [
            ("Sở Công Thương tỉnh Lâm Đồng", "cơ quan chuyên môn", "68", "Ủy ban nhân dân tỉnh Lâm Đồng"),
            ("Ủy ban nhân dân tỉnh Lâm Đồng", "ủy ban nhân dân", "68", ""),
            ("Tỉnh ủy Lâm Đồng", "cơ quan đảng", "68", ""),
        ],
    ),
    "users": (
        ("Tên đăng nhập", "Họ tên", "Chức vụ", "Vai trò", "Mã đơn vị", "Cơ quan", "Email"),
        [
            ("canbo.thuanhanh", "Cán bộ Thuận Hạnh", "Công chức", "cán bộ nhập liệu", "24722", "", "cb@lamdong.gov.vn"),
            ("lanhdao.thuanhanh", "Lãnh đạo Thuận Hạnh", "Chủ tịch", "lãnh đạo đơn vị", "24722", "", ""),
        ],
    ),
    "documents": (
        ("Số ký hiệu", "Loại văn bản", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu", "Giai đoạn từ",
         "Giai đoạn đến", "Thực hiện văn bản"),
        [
            ("12/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Lâm Đồng", "15/2/2025", "Thực hiện Nghị quyết 05", "2025",
             "2030", "05-NQ/TU"),
            ("05-NQ/TU", "Nghị quyết", "Tỉnh ủy Lâm Đồng", "20/1/2025", "Phát triển hạ tầng", "2025", "2030", ""),
        ],
    ),
    "indicators": (
        ("Mã", "Tên", "ĐVT", "Loại", "Số chữ số thập phân", "Chiều tốt", "Tổng hợp theo đơn vị", "Tổng hợp theo kỳ",
         "Tần suất", "Lĩnh vực", "Nhóm", "Tử số", "Mẫu số", "ĐVT tử mẫu", "Giao cho"),
        [
            (ROAD, "Tỷ lệ đường xã được nhựa hóa", "%", "tỷ lệ", 2, "tăng là tốt", "tổng tử số trên tổng mẫu số",
             "lấy số cuối kỳ", "", "Hạ tầng giao thông, điện", "Đường giao thông", "Đường đã nhựa hóa",
             "Tổng chiều dài", "km", "mọi đơn vị cấp xã"),
        ],
    ),
    "targets": (
        ("Mã đơn vị", "Mã chỉ tiêu", "Văn bản", "So sánh", "Mức", "Từ", "Đến", "Mục tiêu chính"),
        [("24722", ROAD, "05-NQ/TU", "ít nhất", "90%", "2025-01", "2025-09", "có")],
    ),
}  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text_of(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def hand_in(client: Client, kind: str, path: Path) -> Any:
    """Upload, preview, confirm: the answer to the confirmation."""
    headers, rows = SHEETS[kind]
    with sheet(path / f"{kind}.xlsx", headers, rows).open("rb") as stream:
        preview = client.get(client.post(START, {"kind": kind, "file": stream}).url)
    assert f"Mới {len(rows)}" in text_of(preview), text_of(preview)
    token = re.search(r'name="token" value="(\w+)"', preview.content.decode())[1]
    return client.post(preview.request["PATH_INFO"], {"token": token})


@pytest.fixture
def administrator() -> Client:
    call_command("createsuperuser", username="goc", email="goc@lamdong.gov.vn", interactive=False)
    return signed_in(User.objects.get(username="goc"))


@pytest.fixture
def filled(administrator: Client, tmp_path: Path) -> dict[str, Any]:
    return {kind: hand_in(administrator, kind, tmp_path) for kind in SHEETS}


def test_every_kind_has_a_template_in_an_empty_installation(administrator: Client) -> None:
    page = administrator.get(START).content.decode()
    for kind in (*SHEETS, "tasks", "projects", "observations"):
        assert f"{START}mau/{kind}.xlsx" in page
        assert administrator.get(f"{START}mau/{kind}.xlsx").status_code == 200


def test_each_sheet_is_one_event_and_holds_at_once(filled: dict[str, Any]) -> None:
    verbs = list(Event.objects.order_by("position").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("import_")] == [f"import_{kind}" for kind in SHEETS]
    assert set(Series.objects.values_list("unit__code", flat=True)) == {"24722", "24717"}
    link = DocumentLink.objects.get()
    assert (str(link), link.certainty) == ("12/KH-UBND thực hiện, cụ thể hóa 05-NQ/TU", "stated")
    resolution = Document.objects.get(code="05-NQ/TU")
    assert (resolution.slug, resolution.system, resolution.level) == ("05-nq-tu-2025", "party", "province")
    assert Indicator.objects.get().group.code == "duong-giao-thong"
    target = Target.objects.get()
    assert (target.series.unit.code, target.value, target.unit_of_measure) == ("24722", 90, "%")
    assert target.text == "Tỷ lệ đường xã được nhựa hóa ít nhất 90 % đến 2025-09"


def test_a_one_time_password_is_shown_once_and_kept_nowhere(filled: dict[str, Any], administrator: Client) -> None:
    page = filled["users"]
    assert "no-store" in page["Cache-Control"]
    password = re.search(r"canbo\.thuanhanh.*?<code>([^<]+)</code>", page.content.decode(), re.DOTALL)[1]
    clerk = User.objects.get(username="canbo.thuanhanh")
    assert clerk.check_password(password) and clerk.must_change_password
    batch = ImportBatch.objects.get(kind="users")
    assert password not in batch.payload and password not in str(batch.faults)
    again = administrator.post(batch.get_absolute_url(), {"token": batch.token})
    assert again.status_code == 302 and password not in administrator.get(again.url).content.decode()
    client = Client()
    client.post("/dang-nhap/", {"username": "canbo.thuanhanh", "password": password})
    assert "mat-khau" in client.get("/viec-cua-toi/").url


def hidden_of(page: Any) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def send(client: Client, address: str, **typed: str) -> Any:
    """The form at the address as its page gives it, with what is typed into it."""
    return client.post(address, {**hidden_of(client.get(address)), **typed}, follow=True)


def open_third_quarter(administrator: Client) -> None:
    call_command("make_periods", year=2025, stdout=io.StringIO())
    page = administrator.get("/quan-tri/mo-bao-cao/").content.decode()
    choice = re.search(r'<option value="(\d+)">[^<]*Quý III/2025', page)[1]
    assert "Đã mở 2 báo cáo" in text_of(send(administrator, "/quan-tri/mo-bao-cao/", period=choice))
    assert "Không có đơn vị nào chờ mở" in text_of(send(administrator, "/quan-tri/mo-bao-cao/", period=choice))


def test_from_an_empty_database_to_a_figure_on_the_dashboard(filled: dict[str, Any], administrator: Client) -> None:
    open_third_quarter(administrator)
    assert "Hệ thống đã đủ danh mục" in text_of(administrator.get("/quan-tri/"))
    people = User.objects.filter(username__endswith=".thuanhanh").order_by("username")
    people.update(must_change_password=False)
    clerk, leader = (signed_in(one) for one in people)
    entry = "/nhap-lieu/24722/2025-Q3/"
    parts = {f"{ROAD}-numerator": "102,85", f"{ROAD}-denominator": "110,43"}
    assert "Nộp báo cáo: Xã Thuận Hạnh" in text_of(send(clerk, entry, action="submit", **parts))
    assert "Đã nộp báo cáo" in text_of(send(clerk, f"{entry}nop/"))
    assert not Observation.objects.exists()
    assert "Đã duyệt" in text_of(send(leader, f"{entry}duyet/"))
    assert Observation.objects.get().numerator == Decimal("102.85")
    standing = Standing.objects.get(series__unit__code="24722")
    assert (standing.target, standing.verdict) == (Target.objects.get(), "exceeded")
    words = text_of(leader.get("/tong-quan/24722/"))
    assert "Tỷ lệ đường xã được nhựa hóa" in words and "93,14%" in words
    assert "93,14" in text_of(administrator.get("/tong-quan/tinh/"))
