"""What a sheet of records may not say: each fault in its own cell with a remedy, and nothing is written."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indicators.models import Indicator, Series, Standing, Target
from portal.accounts.models import User
from portal.history.models import Event
from portal.imports.catalogue import KINDS
from portal.units.models import Agency
from projects.models import Project
from resolutions.models import Clause, Document, DocumentLink, Task
from tests.imports.filling import bring_in, sheet, take_out

pytestmark = pytest.mark.usefixtures("demo")
ROAD = "road_paved_commune"
PLAN = "312/KH-UBND"

HEADERS = {
    "agencies": ("Tên cơ quan", "Loại", "Mã đơn vị", "Cơ quan cấp trên", "Hết hiệu lực từ"),
    "users": ("Tên đăng nhập", "Họ tên", "Vai trò", "Mã đơn vị", "Cơ quan", "Email", "Khóa"),
    "documents": ("Số ký hiệu", "Loại văn bản", "Cơ quan ban hành", "Ngày ban hành", "Trích yếu", "Thực hiện văn bản"),
    "indicators": ("Mã", "Tên", "ĐVT", "Loại", "Lĩnh vực", "Tử số", "Mẫu số", "Số chữ số thập phân", "Giao cho"),
    "targets": ("Mã đơn vị", "Mã chỉ tiêu", "Văn bản", "So sánh", "Mức", "Mức trên", "Từ", "Đến", "Mục tiêu chính"),
    "tasks": ("Nội dung", "Văn bản", "Khoản", "Mã đơn vị", "Cơ quan chủ trì", "Hạn"),
    "projects": ("Tên dự án", "Loại", "Giai đoạn", "Địa bàn", "Công suất", "Vốn"),
}
NAMED = "Tỷ lệ nhựa hóa, bê tông hóa đường xã"

REFUSED = {
    "agencies": [
        (("Phòng Nội vụ", "phòng ban", "665", "", ""), "B", "không có trong danh sách"),
        (("Phòng Nội vụ", "cơ quan chuyên môn", "999", "", ""), "C", "Không có đơn vị nào mang mã hoặc tên “999”"),
        (("Phòng Nội vụ", "cơ quan chuyên môn", "", "", ""), "C", "chỉ cơ quan trung ương"),
        (("Phòng Nội vụ", "cơ quan chuyên môn", "665", "UBND huyện X", ""), "D", "Không có cơ quan nào tên"),
        (("Huyện ủy Đắk Song", "cơ quan đảng", "665", "Đảng bộ huyện Đắk Song", "1/1/2024"), "E", "Sắp xếp đơn vị"),
    ],
    "users": [
        (("cán bộ", "Cán Bộ", "cán bộ nhập liệu", "665", "", "", ""), "A", "chữ không dấu"),
        (("canbo.moi", "", "cán bộ nhập liệu", "665", "", "", ""), "B", "Thiếu họ tên"),
        (("canbo.moi", "Cán Bộ", "giám đốc", "665", "", "", ""), "C", "không có trong danh sách"),
        (("canbo.moi", "Cán Bộ", "cán bộ nhập liệu", "", "", "", ""), "D", "cần mã đơn vị"),
        (("canbo.moi", "Cán Bộ", "cán bộ nhập liệu", "24718@2027", "", "", ""), "D", "chưa đủ ngày"),
        (("canbo.moi", "Cán Bộ", "cán bộ nhập liệu", "665", "Sở Công Thương", "", ""), "E", "không thuộc đơn vị"),
        (("canbo.moi", "Cán Bộ", "cán bộ nhập liệu", "665", "", "a@", ""), "F", "thư điện tử"),
        (("quantri", "Quản trị hệ thống", "quản trị", "", "", "", "có"), "G", "Không thể tự khóa"),
        (("QuanTri", "Quản trị hệ thống", "quản trị", "", "", "", ""), "A", "tên đăng nhập “quantri”"),
    ],
    "documents": [
        (("abc", "Kế hoạch", "Huyện ủy Đắk Song", "1/2/2023", "X", ""), "A", "không phải số, ký hiệu văn bản"),
        (("9-KH/HU", "Kế hoạch", "", "1/2/2023", "X", ""), "C", "Thiếu cơ quan ban hành"),
        (("9-KH/HU", "Kế hoạch", "Huyện ủy Đắk Song", "", "X", ""), "D", "Thiếu ngày ban hành"),
        (("9-KH/HU", "Kế hoạch", "Huyện ủy Đắk Song", "31/2/2023", "X", ""), "D", "không có ngày 31"),
        (("9-KH/HU", "Thư ngỏ", "Huyện ủy Đắk Song", "1/2/2023", "X", ""), "B", "Xếp loại"),
        (("9-KH/HU", "Kế hoạch", "Huyện ủy Đắk Song", "1/2/2023", "X", "1-NQ/TU"), "F", "Không có văn bản “1-NQ/TU”"),
        (("", "Kế hoạch", "Huyện ủy Đắk Song", "1/2/2023", "", ""), "E", "cần trích yếu"),
    ],
    "indicators": [
        (("mã mới", "Tên", "km", "số lượng", "Hạ tầng giao thông, điện", "", "", "", ""), "A", "chữ không dấu"),
        ((ROAD, NAMED, "km", "tỷ lệ", "Hạ tầng giao thông, điện", "a", "b", 2, ""), "C", "không đổi “ĐVT” (%)"),
        ((ROAD, NAMED, "%", "tốc độ", "Hạ tầng giao thông, điện", "", "", 2, ""), "D", "Tạo chỉ tiêu mới với mã khác"),
        (("moi", "Tên", "km", "số lượng", "Đường sá", "", "", "", ""), "E", "không có trong danh sách"),
        (("moi", "Tên", "%", "tỷ lệ", "Doanh nghiệp", "a", "", "", ""), "G", "phải có cả hai"),
        (("moi", "Tên", "%", "số lượng", "Doanh nghiệp", "a", "b", "", ""), "F", "loại “tỷ lệ”"),
        (("moi", "Tên", "%", "tỷ lệ", "Doanh nghiệp", "", "", 7, ""), "H", "từ 0 đến 4"),
        (("moi", "Tên", "%", "tỷ lệ", "Doanh nghiệp", "", "", "", "mọi đơn vị cấp thôn"), "I", "Không có đơn vị nào"),
    ],
    "targets": [
        (("665", ROAD, PLAN, "trong khoảng", 95, 90, "", "2025", ""), "F", "Mức 95 lớn hơn mức trên 90"),
        (("665", ROAD, PLAN, "trong khoảng", 95, "", "", "2025", ""), "F", "cần mức trên"),
        (("665", ROAD, PLAN, "ít nhất", "", "", "", "2025", ""), "E", "cần mức"),
        (("665", ROAD, PLAN, "ít nhất", "nhiều", "", "", "2025", ""), "E", "nhiều"),
        (("665", ROAD, PLAN, "ít nhất", 95, 99, "", "2025", ""), "F", "trong khoảng"),
        (("665", "gold", PLAN, "ít nhất", 95, "", "", "2025", ""), "B", "Không có chỉ tiêu nào"),
        (("663", ROAD, PLAN, "ít nhất", 95, "", "", "2025", ""), "B", "chưa được giao chỉ tiêu"),
        (("665", ROAD, "1-NQ/TU", "ít nhất", 95, "", "", "2025", ""), "C", "Không có văn bản"),
        (("665", ROAD, PLAN, "ít nhất", 95, "", "2026", "2025", ""), "H", "trước khi bắt đầu"),
        (("665", "population", PLAN, "ít nhất", "95%", "", "", "2025", ""), "E", "không phải phần trăm"),
        (("67", "grdp_ind_growth", PLAN, "trên", 9, "", "", "2025", "có"), "I", "đã có mục tiêu chính"),
    ],
    "tasks": [
        (("Làm đường", "1-NQ/TU", "", "665", "", ""), "B", "Không có văn bản"),
        (("Làm đường", "", "Mục 1", "665", "", ""), "C", "thiếu văn bản"),
        (("Làm đường", PLAN, "", "665", "Phòng X; Huyện ủy Đắk Song", ""), "E", "Không có cơ quan nào tên “Phòng X”"),
        (("Làm đường", PLAN, "", "665", "", "sớm"), "F", "không phải năm, tháng hay ngày"),
    ],
    "projects": [
        (("Điện gió Mới", "Điện gió", "Xây xong", "665", "", ""), "C", "không có trong danh sách"),
        (("Điện gió Mới", "Điện gió", "Thi công", "665", 0, ""), "E", "phải lớn hơn 0"),
        (("Điện gió Mới", "Điện gió", "Thi công", "665; 999", "", ""), "D", "“999”"),
        (("Điện gió Mới", "Điện gió", "Thi công", "665", "", "chưa rõ"), "F", "chưa rõ"),
    ],
}  # fmt: skip


def file(path: Path, kind: str, *rows: tuple[Any, ...]) -> Path:
    return sheet(path / f"{kind}.xlsx", HEADERS[kind], rows)


@pytest.mark.parametrize(
    ("kind", "row", "column", "words"), [(kind, *one) for kind, faults in REFUSED.items() for one in faults]
)
def test_a_bad_row_is_refused_in_its_own_cell_and_nothing_is_written(kind, row, column, words, tmp_path):
    events, before = Event.objects.count(), list(KINDS[kind].figures().values_list("pk", flat=True))
    outcome = bring_in(kind, file(tmp_path, kind, row))
    assert outcome["state"] == "refused"
    assert (2, column) in [(error["row"], error["column"]) for error in outcome["errors"]], outcome["errors"]
    assert words in " ".join(error["message"] + " " + error["remedy"] for error in outcome["errors"])
    assert all(error["remedy"] for error in outcome["errors"])
    assert (Event.objects.count(), list(KINDS[kind].figures().values_list("pk", flat=True))) == (events, before)


def test_all_faults_of_a_sheet_are_told_at_once(tmp_path):
    outcome = bring_in("projects", file(tmp_path, "projects", *(row for row, _, _ in REFUSED["projects"])))
    assert [(error["row"], error["column"]) for error in outcome["errors"]][:2] == [(2, "C"), (3, "E")]
    assert outcome["refused"] == 4


def test_the_later_of_two_rows_with_one_key_is_refused(tmp_path):
    row = ("Làm đường", PLAN, "", "665", "", "")
    (error,) = bring_in("tasks", file(tmp_path, "tasks", row, row))["errors"]
    assert (error["row"], error["code"]) == (3, "duplicate_key")


@pytest.mark.parametrize("kind", list(HEADERS))
def test_only_an_administrator_brings_records_in(kind, tmp_path):
    outcome = bring_in(kind, file(tmp_path, kind, REFUSED[kind][0][0]), person="canbo.daksong")
    assert [error["code"] for error in outcome["errors"]] == ["not_allowed"]


def test_the_meaning_of_an_indicator_without_figures_may_change(tmp_path):
    Indicator.objects.create(code="moi", name="Mới", unit_of_measure="km", kind="level", topic="party",
                             direction="none", unit_rollup="none", period_rollup="none")  # fmt: skip
    row = ("moi", "Mới", "ha", "mức tại một thời điểm", "Xây dựng Đảng", "", "", "", "665")
    outcome = bring_in("indicators", file(tmp_path, "indicators", row))
    assert (outcome["state"], outcome["changed"]) == ("applied", 1)
    found = Indicator.objects.get(code="moi")
    assert found.unit_of_measure == "ha" and found.history.count() == 2
    assert Series.objects.get(indicator=found).unit.code == "665"


def test_a_name_of_an_indicator_with_figures_may_be_mended(tmp_path):
    row = (ROAD, "Đường xã được cứng hóa", "%", "tỷ lệ", "Hạ tầng giao thông, điện")
    outcome = bring_in("indicators", sheet(tmp_path / "i.xlsx", HEADERS["indicators"][:5], [row]))
    assert (outcome["state"], outcome["errors"]) == ("applied", [])
    assert Indicator.objects.get(code=ROAD).name == "Đường xã được cứng hóa"
    assert Indicator.objects.get(code=ROAD).numerator_name


def test_a_target_judges_its_series_again_at_once(tmp_path):
    series = Series.objects.get(unit__code="665", indicator__code=ROAD)
    assert Standing.objects.get(series=series).verdict == "no_target"
    bring_in("targets", file(tmp_path, "targets", ("665", ROAD, PLAN, "ít nhất", "90%", "", "2021", "2022", "có")))
    assert Standing.objects.get(series=series).target == Target.objects.get(series=series)
    assert Standing.objects.get(series=series).verdict != "no_target"


def test_a_target_of_an_old_document_belongs_to_the_unit_of_its_day(tmp_path):
    row = ("24718", ROAD, PLAN, "ít nhất", 90, "", "", "2025", "")
    (error,) = bring_in("targets", file(tmp_path, "targets", row))["errors"]
    assert "Xã Đắk Môl" in error["message"]
    row = ("24718@2025-07-01", *row[1:])
    assert bring_in("targets", file(tmp_path, "targets", row))["new"] == 1


def test_documents_of_one_file_may_implement_each_other(tmp_path):
    rows = [
        ("400/KH-UBND", "Kế hoạch", "UBND huyện Đắk Song", "1/2/2023", "Thực hiện 20-CTr/HU", "20-CTr/HU; 05-NQ/TU"),
        ("20-CTr/HU", "Chương trình", "Huyện ủy Đắk Song", date(2023, 1, 5), "Thực hiện Nghị quyết", "05-NQ/TU"),
    ]
    outcome = bring_in("documents", file(tmp_path, "documents", *rows))
    assert (outcome["state"], outcome["new"]) == ("applied", 2)
    assert DocumentLink.objects.filter(source__code="400/KH-UBND", certainty="stated").count() == 2
    assert Document.objects.get(code="20-CTr/HU").kind == "programme"


def test_links_are_added_and_never_taken_away(tmp_path):
    row = ("312/KH-UBND", "Kế hoạch", "Ủy ban nhân dân huyện Đắk Song", "7/12/2021")
    held = DocumentLink.objects.filter(source__code=PLAN, relation="implements").count()
    rows = [(*row, Document.objects.get(code=PLAN).title, "09-NQ/TU")]
    assert bring_in("documents", file(tmp_path, "documents", *rows))["changed"] == 1
    assert DocumentLink.objects.filter(source__code=PLAN, relation="implements").count() == held + 1


def test_a_clause_that_a_task_names_is_entered_with_it(tmp_path):
    row = ("Làm đường liên xã", PLAN, "II.3", "665", "UBND huyện Đắk Song", "30/6/2024")
    assert bring_in("tasks", file(tmp_path, "tasks", row))["new"] == 1
    task = Task.objects.get(text="Làm đường liên xã")
    assert (task.deadline, task.leads.get().name) == ("2024-06-30", "Ủy ban nhân dân huyện Đắk Song")
    assert task.clauses.get() == Clause.objects.get(document__code=PLAN, label="II.3")
    assert bring_in("tasks", file(tmp_path, "tasks", row))["unchanged"] == 1


def test_a_capacity_that_nobody_stated_stays_empty(tmp_path):
    row = ("Điện gió Mới", "Điện gió", "Kêu gọi đầu tư", "24721; 24719", "", "1.250,5")
    assert bring_in("projects", file(tmp_path, "projects", row))["new"] == 1
    project = Project.objects.get(name="Điện gió Mới")
    assert (project.capacity_mw, str(project.capital_billion_vnd)) == (None, "1250.500")
    assert project.places.count() == 2


def test_an_agency_may_stand_under_one_of_the_same_file(tmp_path):
    rows = [
        ("Phòng Một cửa", "cơ quan chuyên môn", "665", "Văn phòng HĐND và UBND huyện Đắk Song", ""),
        ("Văn phòng HĐND và UBND huyện Đắk Song", "cơ quan chuyên môn", "665", "UBND huyện Đắk Song", ""),
    ]
    assert bring_in("agencies", file(tmp_path, "agencies", *rows))["new"] == 2
    assert Agency.objects.get(name="Phòng Một cửa").parent.parent.short_name == "UBND huyện Đắk Song"


def test_an_account_is_locked_with_a_reason_and_others_stay(tmp_path):
    row = ("canbo.dakmil", "Cán bộ huyện Đắk Mil", "cán bộ nhập liệu", "663", "", "", "có")
    path = file(tmp_path, "users", row)
    (error,) = bring_in("users", path)["errors"]
    assert "Lý do nhập" in error["message"]
    assert bring_in("users", path, reason="Chuyển công tác")["changed"] == 1
    assert list(User.objects.filter(is_active=False).values_list("username", flat=True)) == ["canbo.dakmil"]
    assert Event.objects.order_by("-position").first().reason == "Chuyển công tác"


def test_a_lost_password_is_replaced_by_another_for_one_time(tmp_path):
    headers = (*HEADERS["users"][:4], "Cấp lại mật khẩu")
    row = ("canbo.dakmil", "Cán bộ huyện Đắk Mil", "cán bộ nhập liệu", "663", "có")
    known = dict(User.objects.values_list("username", "password"))
    outcome = bring_in("users", sheet(tmp_path / "a.xlsx", headers, [row]))
    (issued,) = outcome["issued"]
    user = User.objects.get(username="canbo.dakmil")
    assert user.check_password(issued["password"]) and user.must_change_password
    assert {one.username for one in User.objects.all() if one.password != known[one.username]} == {"canbo.dakmil"}


def test_an_export_of_accounts_holds_no_secret(tmp_path):
    text = take_out("users", tmp_path / "a.csv").read_text(encoding="utf-8")
    assert "canbo.dakmil" in text
    assert not [one for one in User.objects.all() if one.password in text]
