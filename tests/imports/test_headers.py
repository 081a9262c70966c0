"""The header row is found among letterheads, whatever people did to its words."""

import unicodedata

import pytest

from portal.imports.body import sort_out
from portal.imports.catalogue import KINDS
from portal.imports.cells import Cell, typed_cell
from portal.imports.headers import Column, Header, Layout, recognise
from portal.imports.refusals import FileRefused

OBSERVATIONS = KINDS["observations"].layout
REQUIRED = ["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Giá trị"]


def cell(value: object) -> Cell:
    return typed_cell("number" if isinstance(value, int) else "text", value)


def table(*rows: list) -> list[tuple[int, list[Cell]]]:
    return [(number, [cell(value) for value in row]) for number, row in enumerate(rows, start=1)]


def header_of(*rows: list, layout: Layout = OBSERVATIONS, hidden: frozenset[int] = frozenset()) -> Header:
    return recognise(table(*rows), layout, sheet="Bieu01", hidden_columns=hidden)


def refused(*rows: list, **options: object) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        header_of(*rows, **options)
    return caught.value


@pytest.mark.parametrize(
    "headers",
    [
        REQUIRED,
        ["MÃ ĐƠN VỊ", "mã chỉ tiêu", "KỲ", "giá trị"],
        ["Ma don vi", "Ma chi tieu", "Ky", "Gia tri"],
        ["  Mã\nđơn vị ", "Mã chỉ tiêu *", "Kỳ:", "Giá trị (km)"],
        [unicodedata.normalize("NFD", name) for name in REQUIRED],
        ["Mã đơn vị", "Mã chỉ tiêu", "Kỳ báo cáo", "Số liệu"],
    ],
    ids=["plain", "case", "no accents", "marks and units", "decomposed", "aliases"],
)
def test_case_accents_and_marks_do_not_matter(headers: list[str]) -> None:
    header = header_of(headers)
    assert header.places == {"Mã đơn vị": 1, "Mã chỉ tiêu": 2, "Kỳ": 3, "Giá trị": 4}


def test_a_letterhead_above_the_table_is_passed_over() -> None:
    header = header_of(
        ["ỦY BAN NHÂN DÂN", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [],
        ["BIỂU TỔNG HỢP CHỈ TIÊU", "Kỳ: 8/2023"],
        ["STT", *REQUIRED],
    )
    assert (header.row, header.places["Mã đơn vị"]) == (4, 2)
    assert header.unknown == (("A", "STT"),)


@pytest.mark.parametrize(("alias", "name"), [
    ("Số báo cáo", "Giá trị theo báo cáo"), ("Lý do không có số", "Lý do chưa có số liệu"), ("Nguồn số liệu", "Nguồn"),
])  # fmt: skip
def test_other_names_of_a_column_are_known(alias: str, name: str) -> None:
    assert header_of([*REQUIRED, alias]).places[name] == 5


def test_value_and_value_as_reported_are_two_columns() -> None:
    places = header_of([*REQUIRED, "Giá trị theo báo cáo"]).places
    assert (places["Giá trị"], places["Giá trị theo báo cáo"]) == (4, 5)


def test_numerator_and_denominator_or_a_reason_can_stand_for_the_value() -> None:
    assert header_of(["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Tử số", "Mẫu số"]).places["Mẫu số"] == 5
    assert header_of(["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Lý do"]).places["Lý do chưa có số liệu"] == 4
    assert refused(["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Tử số"]).code == "missing_columns"


def test_two_columns_of_one_meaning_are_refused_by_name() -> None:
    refusal = refused(["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Giá trị", "Ghi chú", "GIA TRI (km)"])
    assert refusal.code == "duplicate_columns"
    assert "D “Giá trị” và F “GIA TRI (km)”" in refusal.message


def test_missing_columns_are_listed_with_the_row_that_comes_nearest() -> None:
    refusal = refused(["Tỉnh Đắk Nông"], ["Mã đơn vị", "Tên đơn vị", "Giá trị"])
    assert (refusal.code, "dòng 2" in refusal.message) == ("missing_columns", True)
    assert "Mã chỉ tiêu, Kỳ." in refusal.message


def test_a_sheet_without_any_header_says_which_columns_are_needed() -> None:
    refusal = refused(["Báo cáo", "năm 2023"], [1, 2, 3])
    assert refusal.code == "no_header"
    assert "Mã đơn vị, Mã chỉ tiêu, Kỳ, Tử số + Mẫu số hoặc Giá trị hoặc Lý do chưa có số liệu" in refusal.remedy


def test_a_header_below_the_thirtieth_row_is_not_looked_for() -> None:
    assert header_of(*[["x"]] * 29, REQUIRED).row == 30
    assert refused(*[["x"]] * 30, REQUIRED).code == "no_header"


def test_a_hidden_column_is_not_read_and_one_that_is_needed_is_missing() -> None:
    assert header_of([*REQUIRED, "Ghi chú"], hidden=frozenset({5})).hidden == (("E", "Ghi chú"),)
    assert refused(REQUIRED, hidden=frozenset({3})).code == "missing_columns"


def test_another_kind_of_sheet_brings_its_own_columns() -> None:
    layout = Layout((Column("Tên dự án", ("Dự án",), required=True), Column("Công suất")))
    assert header_of(["STT", "DỰ ÁN", "Công suất (MW)"], layout=layout).places == {"Tên dự án": 2, "Công suất": 3}


def sorted_rows(*rows: list, hidden: frozenset[int] = frozenset()) -> tuple[list[int], list[tuple[int, str]]]:
    """The numbers of the rows read and, with reasons, of those skipped; the header is row 1."""
    everything = table(["STT", *REQUIRED, "Ghi chú"], *rows)
    header = recognise(everything, OBSERVATIONS, sheet="Bieu01")
    body = sort_out(everything, header, OBSERVATIONS, hidden_rows=hidden)
    return [row for row, _ in body.rows], [tuple(one) for one in body.skipped]


FIGURE = ["1", "665", "DH", "2023-08", 48]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["(1)", "(2)", "(3)", "(4)", "(5)=(3)/(4)"], "numbering"),
        (["A", "B", "1", "2", "3", "4"], "numbering"),
        ([1, 2, 3, 4, 5, 6], "numbering"),
        ([], "blank"),
        (["  ", " "], "blank"),
        ([None, "TỔNG CỘNG", None, None, 96], "total"),
        (["Cộng", None, None, None, 96], "total"),
        (["Toàn huyện", None, None, "2023-08", 96], "total"),
        (["I", "Hạ tầng giao thông"], "section"),
        (["Hạ tầng"], "section"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_row_that_is_no_figure_is_skipped_and_said_so(row: list, reason: str) -> None:
    assert sorted_rows(row, FIGURE) == ([3], [(2, reason)])


@pytest.mark.parametrize(
    "row",
    [
        FIGURE,
        ["Toàn huyện", "665", "DH", "2023-08", 48],  # an inner unit has figures of its own
        [None, "665", "DH", "2023-08", None, "Người lập biểu vắng"],
        [None, "665", None, "2023-08", 48],  # a row that lacks its indicator is a mistake to report, not to skip
        [1, 665, 101, 2023, 5],
    ],
    ids=["figure", "whole district", "note like a signature", "no indicator", "numbers only"],
)
def test_a_row_of_figures_is_kept(row: list) -> None:
    assert sorted_rows(row) == ([2], [])


def test_numbers_of_columns_are_looked_for_right_under_the_header_only() -> None:
    assert sorted_rows(FIGURE, [1, 2, 3, 4, 5, 6]) == ([2, 3], [])


def test_reading_ends_where_people_sign() -> None:
    rows = sorted_rows(FIGURE, [], ["Người lập biểu", None, None, "Thủ trưởng đơn vị"], [], ["Nguyễn Văn A"])
    assert rows == ([2], [(3, "blank"), (4, "signature"), (5, "signature"), (6, "signature")])


def test_hidden_rows_are_left_out_by_name_and_blank_ends_are_not_told() -> None:
    assert sorted_rows(FIGURE, FIGURE, [], [], hidden=frozenset({3})) == ([2], [(3, "hidden")])
