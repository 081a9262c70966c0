"""From a file to typed rows under known columns."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portal.imports.catalogue import KINDS
from portal.imports.cells import DAY_MONTH_SWAP, EMPTY
from portal.imports.preflight import inspect
from portal.imports.reader import SheetRows, read_rows
from portal.imports.refusals import FileRefused

from . import workbooks
from .workbooks import HEADERS, ROWS

OBSERVATIONS = KINDS["observations"].layout


def read(path: Path, sheet: str | None = None) -> SheetRows:
    return read_rows(path, inspect(path, path.name), OBSERVATIONS, sheet)


def test_the_report_of_2023_arrives_with_excels_row_numbers(tmp_path: Path) -> None:
    table = read(workbooks.honest(tmp_path / "a.xlsx"))
    assert (table.sheet, table.header_row, table.headers[0]) == ("Bieu01", 1, ("A", "Mã đơn vị"))
    assert [row for row, _ in table.rows] == [2, 3, 4]
    first = table.rows[0][1]
    assert (first["Mã đơn vị"].text, first["Kỳ"].text) == ("665", "2023-08")
    assert (first["Tử số"].value, first["Mẫu số"].value, first["Giá trị"]) == (
        Decimal("47.78"),
        Decimal("52.29"),
        EMPTY,
    )
    assert (table.skipped, table.notices) == ([], ())


def test_types_survive_the_way_through_the_child(tmp_path: Path) -> None:
    def draw(sheet) -> None:
        sheet["C5"] = "Huyện Đắk Song"
        for column, name in enumerate([*HEADERS, "Loại số liệu"], start=3):
            sheet.cell(7, column, name)
        for column, value in enumerate([665, "Đắk Song", "DH", 2023, 91.375023904, 1e15, 0.9963, True], start=3):
            sheet.cell(9, column, value)
        sheet["I9"].number_format = "0.00%"
        sheet["G9"].number_format = "0.00"
        sheet["K9"] = date(2021, 7, 12)
        sheet["K10"].value, sheet["K10"].data_type = "#REF!", "e"
        sheet["C10"], sheet["E10"], sheet["F10"] = "665", "DX", 2023
        sheet["I10"] = "=1+1"

    table = read(workbooks.drawn(tmp_path / "a.xlsx", draw))
    (nine, cells), (ten, wrong) = table.rows
    assert (table.header_row, nine, ten, table.places["Mã đơn vị"]) == (7, 9, 10, 3)
    assert [tuple(one) for one in table.skipped] == [(8, "blank")]
    assert (cells["Mã đơn vị"].text, cells["Kỳ"].value) == ("665", 2023)
    assert (cells["Tử số"].value, str(cells["Tử số"].shown)) == (Decimal("91.375023904"), "91.38")
    assert cells["Mẫu số"].value == 10**15
    assert (cells["Giá trị"].value, cells["Giá trị"].unit) == (Decimal("99.63"), "%")
    assert cells["Ghi chú"].value is True
    assert (cells["Loại số liệu"].value, cells["Loại số liệu"].warnings) == (date(2021, 7, 12), (DAY_MONTH_SWAP,))
    assert (wrong["Loại số liệu"].kind, wrong["Loại số liệu"].value) == ("error", "#REF!")
    assert (wrong["Giá trị"].kind, wrong["Giá trị"].value) == ("error", "#CHƯA_TÍNH!")


def test_what_is_hidden_is_not_read_and_is_named(tmp_path: Path) -> None:
    def draw(sheet) -> None:
        sheet.append(HEADERS)
        for row in ROWS:
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["H"].hidden = True
        lists = sheet.parent.create_sheet("_meta")
        lists.append(HEADERS)
        lists.sheet_state = "hidden"
        sheet.parent.create_sheet("Hướng dẫn").append(["Nhập số theo kiểu Việt Nam"])

    table = read(workbooks.drawn(tmp_path / "a.xlsx", draw))
    assert [row for row, _ in table.rows] == [2, 4]
    assert [tuple(one) for one in table.skipped] == [(3, "hidden")]
    assert "Ghi chú" not in table.places
    assert table.notices == (
        "Cột đang ẩn nên không đọc: H “Ghi chú”.",
        "Dòng đang ẩn nên không đọc: 3.",
        "Trang tính đang ẩn nên không đọc: _meta.",
        "Chỉ đọc trang “Bieu01”; không đọc: Hướng dẫn.",
    )


def test_the_first_sheet_with_the_header_is_taken_and_one_can_be_named(tmp_path: Path) -> None:
    def draw(sheet) -> None:
        sheet.append(["Bìa"])
        for name in ("Quý I", "Quý II"):
            other = sheet.parent.create_sheet(name)
            other.append(HEADERS)
            other.append(ROWS[0])

    path = workbooks.drawn(tmp_path / "a.xlsx", draw)
    assert read(path).sheet == "Quý I"
    assert read(path, "Quý II").sheet == "Quý II"
    with pytest.raises(FileRefused) as caught:
        read(path, "Quý III")
    assert (caught.value.code, "Bieu01, Quý I, Quý II" in caught.value.remedy) == ("unknown_sheet", True)


def test_a_sheet_that_lacks_a_column_says_more_than_one_without_a_table(tmp_path: Path) -> None:
    def draw(sheet) -> None:
        sheet.append(["Bìa"])
        sheet.parent.create_sheet("Số liệu").append(HEADERS[:3])

    with pytest.raises(FileRefused) as caught:
        read(workbooks.drawn(tmp_path / "a.xlsx", draw))
    assert (caught.value.code, "“Số liệu”" in caught.value.message) == ("missing_columns", True)


def test_a_workbook_without_a_filled_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(workbooks.drawn(tmp_path / "a.xlsx", lambda sheet: None))
    assert caught.value.code == "no_sheet"


@pytest.mark.parametrize(("mark", "delimiter"), [("", ";"), ("\ufeff", ";"), ("\ufeff", ",")])
def test_csv_is_read_as_text_in_vietnamese(tmp_path: Path, mark: str, delimiter: str) -> None:
    rows = [["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Giá trị", "STT"], ["665", "DH", "2023", '"47,78"', "1"], []]
    path = tmp_path / "a.csv"
    path.write_text(mark + "\r\n".join(delimiter.join(row) for row in rows), encoding="utf-8", newline="")
    table = read(path)
    ((row, cells),) = table.rows
    assert (row, cells["Giá trị"].kind, cells["Giá trị"].read().value) == (2, "text", Decimal("47.78"))
    assert table.notices == ("Cột không dùng đến nên bỏ qua: E “STT”.",)


def test_a_name_with_accents_and_blanks_is_no_trouble(tmp_path: Path) -> None:
    path = workbooks.honest(tmp_path / "Biểu số 01 – Đắk Song.xlsx")
    assert len(read(path).rows) == 3


def test_equal_cells_are_one_object_so_that_a_big_table_stays_small(tmp_path: Path) -> None:
    table = read(workbooks.honest(tmp_path / "a.xlsx"))
    assert table.rows[0][1]["Mã đơn vị"] is table.rows[1][1]["Mã đơn vị"]
