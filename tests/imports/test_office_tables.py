"""Tables as offices draw them: letterhead, merged headers, units of measure, totals, names, signatures."""

import time
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from portal.imports.actions import check_file
from portal.imports.catalogue import KINDS
from portal.imports.models import ImportBatch
from portal.imports.offices.layouts import remember
from portal.imports.offices.questions import Answers, Asked
from portal.imports.offices.reading import read_table
from portal.imports.preflight import inspect
from portal.imports.reader import SheetRows
from portal.imports.refusals import FileRefused

from . import workbooks
from .sheets_of_figures import person

pytestmark = pytest.mark.usefixtures("demo")
COMMUNE_ROADS = "Tỷ lệ nhựa hóa, bê tông hóa đường xã"
ALLEYS = "Tỷ lệ cứng hóa đường ngõ, xóm"
LETTERHEAD = [
    ["ỦY BAN NHÂN DÂN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["HUYỆN ĐẮK SONG", None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
]
SIGNED = [[], ["Người lập biểu", None, None, "TM. ỦY BAN NHÂN DÂN"], [None, None, None, "CHỦ TỊCH"], ["Nguyễn Văn A"]]


def sheet_of(rows: list[list[Any]], *merged: str) -> Callable[[Any], None]:
    def draw(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)
        for one in merged:
            sheet.merge_cells(one)

    return draw


def table_of(path: Path, by: str = "quantri", answers: Answers | None = None) -> SheetRows:
    return read_table(path, inspect(path, path.name), KINDS["observations"], by=person(by), answers=answers)


def checked(path: Path, by: str = "quantri", answers: Answers | None = None) -> ImportBatch:
    return check_file(path, path.name, kind="observations", by=person(by), answers=answers)


def figures(table: SheetRows) -> list[tuple[Any, ...]]:
    """Row, unit, indicator, period and the figures by their columns."""
    keys = ("Mã đơn vị", "Mã chỉ tiêu", "Kỳ")
    return [
        (int(row), *(cells[key].text for key in keys), {name: cells[name].value for name in cells if name not in keys})
        for row, cells in table.rows
    ]


ACROSS = [
    *LETTERHEAD,
    ["BIỂU TỔNG HỢP ĐƯỜNG GIAO THÔNG NĂM 2023"],
    ["STT", "Xã, thị trấn", f"{COMMUNE_ROADS} (km)", None, f"{ALLEYS} (km)", None, "Ghi chú"],
    [None, None, "Tử số", "Mẫu số", "Tử số", "Mẫu số"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["I", "Vùng phía bắc"],
    [1, "Xã Đắk N'Drung", 10.5, 12, 3, 4, "Đạt 91,37% (KH 95%)"],
    [2, "TT. Đức An", 20.25, 25, None, None],
    [None, "TỔNG CỘNG", 30.75, 37, 3, 4],
    *SIGNED,
]
MERGED = ("C5:D5", "E5:F5", "A5:A6", "B5:B6")


def test_units_down_and_indicators_across_under_a_merged_header(tmp_path: Path) -> None:
    table = table_of(workbooks.drawn(tmp_path / "a.xlsx", sheet_of(ACROSS, *MERGED)))
    assert figures(table) == [
        (9, "24727", "road_paved_commune", "2023", {"Tử số": Decimal("10.5"), "Mẫu số": 12}),
        (9, "24727", "road_hard_alley", "2023", {"Tử số": 3, "Mẫu số": 4}),
        (10, "24717", "road_paved_commune", "2023", {"Tử số": Decimal("20.25"), "Mẫu số": 25}),
    ]
    assert [tuple(one) for one in table.skipped] == [
        (7, "numbering"), (8, "section"), (11, "total"), (13, "signature"), (14, "signature"),
        (15, "signature"),
    ]  # fmt: skip
    assert table.notices == ("Cột không dùng đến nên bỏ qua: G “Ghi chú”.",)


def test_a_fault_names_the_row_and_the_column_of_its_own_figure(tmp_path: Path) -> None:
    rows = [list(row) for row in ACROSS]
    rows[8][4], rows[9][2] = "3O", -1
    batch = checked(workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows, *MERGED)))
    assert [(one["row"], one["column"], one["value"], one["code"]) for one in batch.faults] == [
        (9, "E", "3O", "bad_number"), (10, "C", "-1", "negative"),
    ]  # fmt: skip


def test_a_total_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    rows = [list(row) for row in ACROSS]
    rows[10][3] = 38
    table = table_of(workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows, *MERGED)))
    assert table.notices[-1] == (
        f"Dòng 11 cộng cột D “{COMMUNE_ROADS} (km) / Mẫu số” là 38, nhưng các dòng phía trên cộng lại được 37. "
        "Hãy kiểm tra lại."
    )


def test_hidden_rows_and_columns_are_not_read_and_listed(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet_of(ACROSS, *MERGED)(sheet)
        sheet.row_dimensions[10].hidden = True
        sheet.column_dimensions["F"].hidden = sheet.column_dimensions["E"].hidden = True

    table = table_of(workbooks.drawn(tmp_path / "a.xlsx", draw))
    assert [one[:3] for one in figures(table)] == [(9, "24727", "road_paved_commune")]
    assert "Cột đang ẩn nên không đọc: E, F." in table.notices
    assert "Dòng đang ẩn nên không đọc: 10." in table.notices


SUPPORT = "Kinh phí khuyến công đã hỗ trợ"


@pytest.mark.parametrize(
    ("title", "header", "typed", "value"),
    [
        ("Đơn vị tính: tỷ đồng", SUPPORT, 1.5, 1500),
        ("ĐVT: Triệu đồng", SUPPORT, 1500, 1500),
        ("(ĐVT: tỷ đồng)", f"{SUPPORT} (triệu đồng)", 1500, 1500),
    ],
    ids=["of the title", "the same", "the column's own first"],
)
def test_money_in_the_unit_of_the_title_or_the_column(
    tmp_path: Path, title: str, header: str, typed: float, value: int
) -> None:
    rows = [["Năm 2022"], [title], ["TT", "Đơn vị", header], [1, "Huyện Đắk Song", typed]]
    table = table_of(workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows)))
    assert figures(table)[0][1:] == ("665", figures(table)[0][2], "2022", {"Giá trị": value})


def test_indicators_down_and_years_across_with_a_unit_of_measure_in_each_row(tmp_path: Path) -> None:
    rows = [
        ["UBND HUYỆN ĐẮK SONG"],
        ["BIỂU SỐ 02. Đơn vị tính: tỷ đồng"],
        ["STT", "Chỉ tiêu", "ĐVT", "Năm 2021", 2022, "Kế hoạch 2023"],
        ["I", "CÔNG NGHIỆP"],
        [1, SUPPORT, "tỷ đồng", 1.2, 0.9, 3],
        [2, "Số tin quảng bá", "tin", 35, "x", 40],
        [3, "Số bài quảng bá", "tin", 12, None, None],
    ]
    table = table_of(workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows)))
    assert [(row, unit, period, list(cells.items())) for row, unit, _, period, cells in figures(table)] == [
        (5, "665", "2021", [("Giá trị", Decimal("1200.0"))]),
        (5, "665", "2022", [("Giá trị", Decimal("900.0"))]),
        (6, "665", "2021", [("Giá trị", 35)]),
        (6, "665", "2022", [("Lý do chưa có số liệu", "không áp dụng")]),
        (7, "665", "2021", [("Giá trị", "12 tin")]),
    ]
    batch = checked(tmp_path / "a.xlsx")
    assert [(one["row"], one["column"], one["code"]) for one in batch.faults] == [(7, "D", "unit_mismatch")]


def test_units_down_and_years_across_of_the_one_indicator_of_the_title(tmp_path: Path) -> None:
    rows = [
        [COMMUNE_ROADS.upper()],
        ["Đơn vị", "2022", "2023"],
        ["Huyện Đắk Song", "102,85km/110,43km", 0.9138],
        ["Toàn tỉnh", None, None],
    ]

    def draw(sheet: Any) -> None:
        sheet_of(rows)(sheet)
        sheet["C3"].number_format = "0.00%"

    table = table_of(workbooks.drawn(tmp_path / "a.xlsx", draw))
    assert figures(table) == [
        (3, "665", "road_paved_commune", "2022", {"Tử số": Decimal("102.85"), "Mẫu số": Decimal("110.43")}),
        (3, "665", "road_paved_commune", "2023", {"Giá trị": Decimal("91.38")}),
    ]


@pytest.mark.parametrize("name", [
    "Đăk N'Drung", "Đắk N’Drung", "Xã Đắk N'Drung", "xã Đăk N'Drung", unicodedata.normalize("NFD", "Xã Đắk N'Drung"),
])  # fmt: skip
def test_a_name_however_it_is_spelt_is_its_unit(tmp_path: Path, name: str) -> None:
    assert _first_unit(tmp_path, name) == "24727"


@pytest.mark.parametrize("name", ["TT. Đức An", "TT Đức An", "Thị trấn Đức An", "24717"])
def test_short_forms_of_the_type_and_codes_are_known(tmp_path: Path, name: str) -> None:
    assert _first_unit(tmp_path, name) == "24717"


def _first_unit(tmp_path: Path, name: str, answers: Answers | None = None) -> str:
    rows = [["Năm 2023"], ["TT", "Địa phương", "Số tin quảng bá"], [1, name, 5]]
    path = workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows))
    return table_of(path, answers=answers).rows[0][1]["Mã đơn vị"].text


def test_a_name_that_is_only_near_is_asked_and_remembered_once_confirmed(tmp_path: Path) -> None:
    with pytest.raises(Asked) as caught:
        _first_unit(tmp_path, "Đắk N'Drug")
    (question,) = caught.value.questions
    assert (question.text, question.place) == ("“Đắk N'Drug”: có phải một trong các tên này?", "dòng 3")
    assert question.choices[0] == ("24727", "Xã Đắk N'Drung (đến 30/6/2025) (24727)")
    remember({question.subject: question.choices[0][0]}, Answers(), fingerprint="", by=person("quantri"))
    assert _first_unit(tmp_path, "Đăk N'Drug") == "24727"


def test_a_near_name_that_was_declined_is_a_fault_and_nothing_is_made(tmp_path: Path) -> None:
    rows = [["Năm 2023"], ["TT", "Địa phương", "Số tin quảng bá"], [1, "Đắk N'Drug", 5]]
    path = workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows))
    batch = checked(path, answers=Answers(declined=["unit:dak n drug"]))
    assert [(one["row"], one["column"], one["value"], one["code"]) for one in batch.faults] == [
        (3, "B", "Đắk N'Drug", "unknown_unit")
    ]


def test_a_short_name_of_an_indicator_is_proposed(tmp_path: Path) -> None:
    rows = [["Năm 2023"], ["TT", "Đơn vị", "Nhựa hóa, bê tông hóa đường xã"], [1, "Huyện Đắk Song", 93]]
    with pytest.raises(Asked) as caught:
        table_of(workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows)))
    assert [one.choices for one in caught.value.questions] == [
        (("road_paved_commune", f"{COMMUNE_ROADS} (road_paved_commune)"),)
    ]


def test_a_period_that_the_file_does_not_say_is_asked_once(tmp_path: Path) -> None:
    rows = [
        ["TT", "Đơn vị", "Số tin quảng bá", "Số bài quảng bá"],
        [1, "Huyện Đắk Song", 5, 6],
        [2, "Huyện Đắk Mil", 5, 6],
    ]
    path = workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows))
    with pytest.raises(Asked) as caught:
        table_of(path)
    assert [one.kind for one in caught.value.questions] == ["period"]
    assert {one[3] for one in figures(table_of(path, answers=Answers(period="2023")))} == {"2023"}


def test_two_columns_for_one_figure_are_refused_by_name(tmp_path: Path) -> None:
    rows = [["Năm 2023"], ["TT", "Đơn vị", "Số tin quảng bá", "Số tin quảng bá (tin)"], [1, "Huyện Đắk Song", 5, 6]]
    with pytest.raises(FileRefused) as caught:
        table_of(workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows)))
    assert (caught.value.code, "C và D “Số tin quảng bá (tin)”" in caught.value.message) == ("duplicate_columns", True)


def test_a_sheet_full_of_names_nobody_knows_is_read_in_seconds(tmp_path: Path) -> None:
    rows = [["Năm 2023"], ["TT", "Đơn vị", "Số tin quảng bá"]]
    rows += [[at, f"Xã lạ số {at * 7919 % 10007} bên sông", at] for at in range(1, 3000)]
    rows[1] += [f"Cột lạ thứ {at} không ai biết" for at in range(150)]
    path = workbooks.drawn(tmp_path / "a.xlsx", sheet_of(rows))
    started = time.process_time()
    batch = checked(path)
    assert {one["code"] for one in batch.faults} == {"unknown_unit"}
    assert time.process_time() - started < 15
