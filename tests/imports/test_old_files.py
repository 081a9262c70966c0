"""Files of before Unicode and of other programs: .xls, .ods, TCVN3 and VNI fonts, CSV in Windows-1258."""

import struct
import time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.styles import Font

from portal.imports.catalogue import KINDS
from portal.imports.preflight import inspect
from portal.imports.reader import SheetRows, read_rows
from portal.imports.refusals import FileRefused
from portal.vietnamese.legacy import from_tcvn3, from_vni, is_tcvn3, to_unicode

from . import workbooks
from .old_letters import in_cp1258, in_tcvn3, in_vni
from .old_workbooks import Page, biff, compound, ods, xls
from .workbooks import HEADERS, ROWS

OBSERVATIONS = KINDS["observations"].layout
NAMES = ["Huyện Đắk Song", "Xã Đắk N'Drung", "Thị trấn Đức An", "Xã Quảng Trực", "Đường trục thôn được cứng hóa"]
ALPHABET = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def read(path: Path) -> SheetRows:
    return read_rows(path, inspect(path, path.name), OBSERVATIONS)


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        inspect(path, path.name)
    return caught.value.code


def figures(table: SheetRows) -> list[tuple[str, str, Decimal, Decimal]]:
    return [
        (cells["Tên đơn vị"].text, cells["Mã chỉ tiêu"].text, cells["Tử số"].value, cells["Mẫu số"].value)
        for _, cells in table.rows
    ]


ROADS = [
    ("Huyện Đắk Song", "DH", Decimal("47.78"), Decimal("52.29")),
    ("Huyện Đắk Song", "DX", Decimal("102.85"), Decimal("110.43")),
    ("Huyện Đắk Song", "DT", Decimal("171.98"), Decimal("206.86")),
]


def test_every_letter_comes_back_from_the_old_fonts() -> None:
    assert from_tcvn3(in_tcvn3(ALPHABET)) == ALPHABET
    assert from_vni(in_vni(ALPHABET)) == ALPHABET
    assert from_vni(in_vni(ALPHABET.upper())) == ALPHABET.upper()
    assert [from_vni(in_vni(name)) for name in NAMES] == NAMES


def test_a_font_of_capitals_and_a_text_that_is_unicode_already() -> None:
    assert to_unicode(in_tcvn3("tỉnh đắk nông"), ".VnTimeH") == "TỈNH ĐẮK NÔNG"
    assert to_unicode("Huyện Đắk Song", ".VnTime") == "Huyện Đắk Song"
    assert to_unicode("Dù", "Times New Roman") == "Dù"


def test_tcvn3_and_windows_1258_are_told_apart() -> None:
    for name in NAMES:
        assert is_tcvn3(in_tcvn3(name).encode("latin-1"))
        assert not is_tcvn3(in_cp1258(name))


@pytest.mark.parametrize(("font", "write"), [(".VnTime", in_tcvn3), ("VNI-Times", in_vni)])
def test_a_workbook_in_an_old_font_is_read_as_unicode_and_says_so(tmp_path: Path, font: str, write) -> None:
    def draw(sheet) -> None:
        for row in [HEADERS, *ROWS]:
            sheet.append([write(value) if isinstance(value, str) else value for value in row])
        for row in sheet.iter_rows():
            for cell in row:
                cell.font = Font(name=font)

    table = read(workbooks.drawn(tmp_path / "a.xlsx", draw))
    assert figures(table) == ROADS
    assert table.notices == (
        f"Tệp dùng phông chữ cũ không phải Unicode ({font}): chữ đã được chuyển sang Unicode. "
        "Hãy đối chiếu tên với bản gốc.",
    )


@pytest.mark.parametrize("make", [xls, ods])
def test_old_excel_and_opendocument_are_read_with_what_is_hidden_left_out(tmp_path: Path, make) -> None:
    rows = [*ROWS[:2], ["665", "dòng ẩn", "DH", "2022", 1, 2, None, None], ROWS[2]]
    shown = Page("Biểu 01", [HEADERS, *rows], hidden_rows=(4,), hidden_columns=(8,))
    table = read(make(tmp_path / f"a.{make.__name__}", Page("Ẩn", [HEADERS, ROWS[0]], is_hidden=True), shown))
    assert (table.sheet, figures(table)) == ("Biểu 01", ROADS)
    assert [row for row, _ in table.rows] == [2, 3, 5]
    assert [tuple(one) for one in table.skipped] == [(4, "hidden")]
    assert table.notices == (
        "Cột đang ẩn nên không đọc: H “Ghi chú”.",
        "Dòng đang ẩn nên không đọc: 4.",
        "Trang tính đang ẩn nên không đọc: Ẩn.",
    )


@pytest.mark.parametrize("make", [xls, ods])
def test_percentages_and_old_fonts_are_seen_in_them(tmp_path: Path, make) -> None:
    rows = [[in_tcvn3(one) if isinstance(one, str) else one for one in row] for row in [HEADERS, *ROWS]]
    rows[1][4:7] = [None, None, 0.9138]
    table = read(make(tmp_path / f"a.{make.__name__}", Page("Bieu", rows, font=".VnTime", percents=((2, 7),))))
    first = table.rows[0][1]
    assert (first["Tên đơn vị"].text, first["Giá trị"].value, first["Giá trị"].unit) == (
        "Huyện Đắk Song", Decimal("91.38"), "%",
    )  # fmt: skip
    assert ".VnTime" in table.notices[-1]


TABLE = "Mã đơn vị;Tên đơn vị;Mã chỉ tiêu;Kỳ;Tử số;Mẫu số\r\n665;Huyện Đắk Song;DH;2023-08;47,78;52,29\r\n"


@pytest.mark.parametrize(
    ("content", "notice"),
    [
        (TABLE.encode("utf-16"), ""),
        (TABLE.replace(";", "\t").encode("utf-16"), ""),
        (in_cp1258(TABLE), "Windows-1258"),
        (in_tcvn3(TABLE).encode("latin-1"), "TCVN3"),
    ],
    ids=["utf-16", "unicode text of Excel", "cp1258", "tcvn3"],
)
def test_csv_of_older_encodings_is_read(tmp_path: Path, content: bytes, notice: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    table = read(path)
    ((row, cells),) = table.rows
    assert (row, cells["Tên đơn vị"].text, cells["Tử số"].text) == (2, "Huyện Đắk Song", "47,78")
    assert notice in "".join(table.notices) and bool(notice) == bool(table.notices)


def _xls(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    return path


PLAIN = Page("Bieu", [HEADERS, *ROWS])
RECORDS = {
    "password": struct.pack("<HHI", 0x2F, 4, 1),
    "external_link": struct.pack("<HHHH", 0x1AE, 4, 1, 5),
}


@pytest.mark.parametrize("code", RECORDS)
def test_an_xls_that_is_locked_or_reaches_outside_is_refused(tmp_path: Path, code: str) -> None:
    assert refused(_xls(tmp_path, compound({"Workbook": biff([PLAIN], extra=RECORDS[code])}))) == code


def test_an_xls_with_a_macro_or_too_old_or_cut_short_is_refused(tmp_path: Path) -> None:
    book = biff([PLAIN])
    assert refused(_xls(tmp_path, compound({"Workbook": book, "_VBA_PROJECT_CUR": b"x"}))) == "macro"
    assert refused(_xls(tmp_path, compound({"Book": book}))) == "old_excel"
    assert refused(_xls(tmp_path, compound({"EncryptedPackage": book}))) == "password"
    whole = compound({"Workbook": book})
    for length in (100, 600, 2000, len(whole) - 600):
        assert refused(_xls(tmp_path, whole[:length])) == "damaged"


def test_a_container_whose_chain_goes_round_is_refused_at_once(tmp_path: Path) -> None:
    whole = bytearray(compound({"Workbook": biff([PLAIN])}))
    whole[-512:-508] = struct.pack("<I", 0)  # the first sector follows itself
    started = time.process_time()
    assert refused(_xls(tmp_path, bytes(whole))) == "damaged"
    assert time.process_time() - started < 2


ROW = '<table:table name="a"><table:table-row{row}><table:table-cell office:value-type="float" office:value="1"{cell}/>'
END = "</table:table-row></table:table>"
REPEATED = {
    "a million rows": ('table:number-rows-repeated="1048576"', "", "too_many_rows"),
    "16,384 columns": ("", 'table:number-columns-repeated="16384"', "too_many_columns"),
    "a block": ('table:number-rows-repeated="100000"', 'table:number-columns-repeated="200"', "too_many_cells"),
}


@pytest.mark.parametrize("case", REPEATED)
def test_an_ods_that_repeats_a_cell_without_end_is_refused(tmp_path: Path, case: str) -> None:
    row, cell, code = REPEATED[case]
    body = ROW.format(row=f" {row}", cell=f" {cell}") + END
    started = time.process_time()
    assert refused(ods(tmp_path / "a.ods", body=body)) == code
    assert time.process_time() - started < 2


def test_an_ods_with_a_source_outside_is_refused(tmp_path: Path) -> None:
    body = '<table:table table:name="a"><table:table-source xlink:href="x" xmlns:xlink="x"/></table:table>'
    assert refused(ods(tmp_path / "a.ods", body=body)) == "external_link"
