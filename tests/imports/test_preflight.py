"""Hostile and mistaken workbooks are refused quickly, in flat memory, with a reason; honest ones pass."""

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl.styles import Font

from portal.imports import limits
from portal.imports.preflight import inspect
from portal.imports.refusals import REASONS, FileRefused

from . import workbooks
from .workbooks import FAR_CELL, ONE_CELL, PARTS, SHEET, SHEET_END, SHEET_START

Maker = Callable[[Path], object]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def cut(path: Path) -> None:
    workbooks.honest(path)
    path.write_bytes(path.read_bytes()[:-200])


def spoilt(path: Path) -> None:
    """The directory is whole, the compressed bytes of the sheet are not."""
    workbooks.raw(path, workbooks.dense(50, 20))
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
    content = bytearray(path.read_bytes())
    start = info.header_offset + 30 + len(SHEET) + 20
    content[start : start + 20] = b"\xff" * 20
    path.write_bytes(content)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(workbooks.raw(path), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b" " * (50 * limits.MIB) + b"</sst>")


def nested_bomb(path: Path) -> None:
    inner = path.with_suffix(".zip")
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", b"\0" * (30 * limits.MIB))
    with zipfile.ZipFile(workbooks.raw(path), "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/media/{number}.zip", inner.read_bytes())
        archive.writestr("xl/media/all.bin", b"\0" * (40 * limits.MIB))


def lying_sizes(path: Path) -> None:
    """The directory claims 200 MiB and one byte without holding them."""
    workbooks.raw(path)
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 24, limits.UNPACKED_BYTES + 1)
    path.write_bytes(content)


def overlapping(path: Path) -> None:
    """Two entries of the directory share one member's bytes."""
    workbooks.with_part(path, "xl/a.xml")
    content = bytearray(path.read_bytes())
    first = content.find(b"PK\x01\x02")
    last = content.rfind(b"PK\x01\x02")
    content[last + 42 : last + 46] = content[first + 42 : first + 46]
    path.write_bytes(content)


def many_members(path: Path) -> None:
    with zipfile.ZipFile(workbooks.raw(path), "a") as archive:
        for number in range(limits.MEMBERS):
            archive.writestr(f"xl/media/{number}.png", b"")


def half_a_million_entries(path: Path) -> None:
    """A directory of 19 MiB: zipfile would make 400,000 objects of it."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *([0] * 4), *([0] * 4), 0, 0, 0, 1, *([0] * 4), 0, 0) + b"a"
    directory = entry * 400_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, len(directory), 4, 0)
    path.write_bytes(b"PK\x03\x04" + directory + end)


def duplicate(path: Path) -> None:
    workbooks.with_part(path, "XL/Worksheets/Sheet1.xml")


def macro_by_type(path: Path) -> None:
    types = PARTS["[Content_Types].xml"].replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet.macroEnabled.main"
    )
    workbooks.raw(path, **{"[Content_Types].xml": types})


def doctype_in_sheet(path: Path, doctype: str = ENTITY) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        archive.writestr(SHEET, doctype + SHEET_START + ONE_CELL + SHEET_END)


def same_sheet_often(path: Path) -> None:
    sheets = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 300))
    book = PARTS["xl/workbook.xml"]
    start, end = book.index("<sheet "), book.index("</sheets>")
    workbooks.raw(path, **{"xl/workbook.xml": book[:start] + sheets + book[end:]})


def word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")


def encrypted(path: Path) -> None:
    path.write_bytes(OLE + "EncryptionInfo".encode("utf-16-le") + b"\0" * 90 + "EncryptedPackage".encode("utf-16-le"))


# name: (maker, code)
HOSTILE: dict[str, tuple[Maker, str]] = {
    "empty": (lambda path: path.write_bytes(b""), "empty_file"),
    "over 20 MiB": (lambda path: path.write_bytes(b"PK\x03\x04" + b"\0" * limits.FILE_BYTES), "file_too_large"),
    "only a signature": (lambda path: path.write_bytes(b"PK\x03\x04"), "damaged"),
    "cut off": (cut, "damaged"),
    "spoilt inside": (spoilt, "damaged"),
    "not well-formed": (lambda path: workbooks.raw(path, ONE_CELL + "</row>"), "damaged"),
    "text named xlsx": (lambda path: path.write_text("Mã đơn vị;Kỳ"), "wrong_content"),
    "web page": (lambda path: path.write_text("\n <HTML><table><tr><td>1"), "wrong_content"),
    "pdf": (lambda path: path.write_bytes(b"%PDF-1.7\n"), "wrong_content"),
    "word": (word, "wrong_content"),
    "zip of anything": (lambda path: zipfile.ZipFile(path, "w").close(), "wrong_content"),
    "encrypted": (encrypted, "password"),
    "old excel": (lambda path: path.write_bytes(OLE + "Workbook".encode("utf-16-le")), "old_excel"),
    "macro": (lambda path: workbooks.with_part(path, "xl/vbaProject.bin", b"\0"), "macro"),
    "macro by type": (macro_by_type, "macro"),
    "macro sheet": (lambda path: workbooks.with_part(path, "xl/macrosheets/sheet1.xml"), "macro"),
    "external link": (lambda path: workbooks.with_part(path, "xl/externalLinks/externalLink1.xml"), "external_link"),
    "connection": (lambda path: workbooks.with_part(path, "xl/connections.xml"), "external_link"),
    "link in relationships": (
        lambda path: workbooks.with_part(path, "xl/worksheets/_rels/sheet1.xml.rels", workbooks.EXTERNAL_LINK),
        "external_link",
    ),
    "entity from a file": (doctype_in_sheet, "doctype"),
    "billion laughs": (lambda path: doctype_in_sheet(path, LAUGHS), "doctype"),
    "doctype in strings": (
        lambda path: workbooks.with_part(path, "xl/sharedStrings.xml", ENTITY + "<sst/>"),
        "doctype",
    ),
    "bomb": (bomb, "bomb"),
    "nested bomb": (nested_bomb, "bomb"),
    "lying sizes": (lying_sizes, "bomb"),
    "overlapping": (overlapping, "bomb"),
    "501 members": (many_members, "too_many_members"),
    "400,000 entries": (half_a_million_entries, "too_many_members"),
    "traversal": (lambda path: workbooks.with_part(path, "../../etc/cron.d/x"), "unsafe_member"),
    "absolute name": (lambda path: workbooks.with_part(path, "/etc/passwd"), "unsafe_member"),
    "backslashes": (lambda path: workbooks.with_part(path, "..\\..\\x.xml"), "unsafe_member"),
    "duplicate members": (duplicate, "unsafe_member"),
    "corner cells": (lambda path: workbooks.raw(path, ONE_CELL + FAR_CELL), "too_many_columns"),
    "far row": (
        lambda path: workbooks.raw(path, ONE_CELL + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "far but within both": (
        lambda path: workbooks.raw(path, ONE_CELL + '<row r="90000"><c r="GR90000"><v>1</v></c></row>'),
        "too_wide",
    ),
    "a million blank rows": (lambda path: workbooks.raw(path, workbooks.blank_rows(1_000_000)), "too_many_rows"),
    "dense": (lambda path: workbooks.raw(path, workbooks.dense(20_000, 200)), "bomb"),
    "flood of elements": (lambda path: workbooks.raw(path, ("<a/>" * 9_999 for _ in range(900))), "bomb"),
    "cell of another row": (lambda path: workbooks.raw(path, '<row r="1"><c r="A9"><v>1</v></c></row>'), "damaged"),
    "deep nesting": (lambda path: workbooks.raw(path, "<a>" * 30_000 + "</a>" * 30_000), "damaged"),
    "endless tag": (lambda path: workbooks.raw(path, '<a b="' + "0123456789abcdef" * 180_000 + '"/>'), "bomb"),
    "one sheet 299 times": (same_sheet_often, "damaged"),
}


def refused(path: Path, name: str = "bieu-01.xlsx") -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        inspect(path, name)
    return caught.value


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_two_seconds_and_flat_memory(tmp_path: Path, make: Maker, code: str) -> None:
    path = tmp_path / "bieu-01.xlsx"
    make(path)
    started = time.process_time()
    refusal = refused(path)
    seconds = time.process_time() - started
    tracemalloc.start()  # apart from the clock, which it would slow down several times
    refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refusal.code == code
    assert refusal.message.endswith(".") and "Hãy" in refusal.remedy or "Trong Excel" in refusal.remedy
    assert seconds < 2
    assert peak < 20 * limits.MIB


def incompressible(count: int) -> str:
    return "".join(f"{number * 2654435761 % 2**32:08x}" for number in range(count))


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        # The same attacks packed so badly that the ratio does not give them away.
        (lambda: '<a b="' + incompressible(200_000) + '"/>', "damaged"),
        (lambda: (f"<a b{number * 2654435761 % 2**32:08x}=''/>" for number in range(200_000)), None),
    ],
    ids=["endless tag", "200,000 elements"],
)
def test_the_bounds_of_xml_stand_without_the_ratio(tmp_path: Path, sheet: Callable, code: str | None) -> None:
    path = workbooks.raw(tmp_path / "a.xlsx", sheet())
    if code is None:
        assert inspect(path, "a.xlsx").visible_sheets == ()
    else:
        assert refused(path).code == code


def test_more_markup_than_any_honest_workbook_is_counted_before_parsing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbooks.honest(tmp_path / "a.xlsx", workbooks.ROWS * 100)
    monkeypatch.setattr(limits, "MARKS", 1_000)
    assert refused(path).code == "too_many_cells"


def test_blank_cells_count_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbooks.raw(tmp_path / "a.xlsx", '<row r="1">' + "<c/>" * 500 + "</row>")
    assert inspect(path, "a.xlsx").sheets[0].columns == 0
    monkeypatch.setattr(limits, "CELLS", 400)
    assert refused(path).code == "too_many_cells"


def test_an_honest_workbook_passes_and_is_hashed(tmp_path: Path) -> None:
    facts = inspect(workbooks.honest(tmp_path / "a.xlsx"), "Biểu 01.XLSX")
    assert (facts.kind, facts.name, len(facts.sha256), facts.size > 0) == ("xlsx", "Biểu 01.XLSX", 64, True)
    (sheet,) = facts.sheets
    assert (sheet.name, sheet.rows, sheet.columns, sheet.visible) == ("Bieu01", 4, 8, True)
    assert facts.legacy_fonts == ()


@pytest.mark.parametrize(
    "sheet",
    [
        ONE_CELL,
        ONE_CELL + '<row r="1048576"><c r="XFD1048576" s="0"/></row>',  # formatted far away, but blank
        workbooks.dense(1_000, 20),
        workbooks.blank_rows(90_000),
    ],
    ids=["one cell", "blank corner", "20,000 cells", "90,000 blank rows"],
)
def test_what_looks_like_an_attack_but_is_none_passes(tmp_path: Path, sheet: object) -> None:
    assert inspect(workbooks.raw(tmp_path / "a.xlsx", sheet), "a.xlsx").kind == "xlsx"


def test_a_web_address_in_a_cell_is_no_external_link(tmp_path: Path) -> None:
    path = workbooks.with_part(tmp_path / "a.xlsx", "xl/worksheets/_rels/sheet1.xml.rels", workbooks.WEB_ADDRESS)
    assert inspect(path, "a.xlsx").kind == "xlsx"


def test_the_look_finds_percent_date_error_and_hidden(tmp_path: Path) -> None:
    def draw(sheet) -> None:
        sheet.append(["a", 0.9963, date(2021, 8, 19), "=1/0"])
        sheet["B1"].number_format = "0.00%"
        sheet["C1"].number_format = "dd/mm/yyyy"
        sheet["A1"].font = Font(name=".VnTime")
        sheet["E1"].value, sheet["E1"].data_type = "#REF!", "e"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["F"].hidden = True
        sheet["A3"] = "ẩn"

    facts = inspect(workbooks.drawn(tmp_path / "a.xlsx", draw), "a.xlsx")
    (sheet,) = facts.sheets
    assert (sheet.percent_cells, sheet.date_cells) == (1, 1)
    assert sheet.formats.of_row(1) == {2: "0.00%", 3: "date"}
    assert sheet.errors.of_row(1) == {4: "#CHƯA_TÍNH!", 5: "#REF!"}
    assert (list(sheet.hidden_rows), sheet.hidden_columns) == ([3], {6})
    assert facts.legacy_fonts == (".VnTime",)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.xlsm", "macro"),
        ("a.xls", "wrong_content"),
        ("a.ods", "wrong_content"),
        ("a.docx", "wrong_extension"),
        ("a.csv", "wrong_content"),
    ],
)
def test_the_name_must_fit_the_content(tmp_path: Path, name: str, code: str) -> None:
    assert refused(workbooks.honest(tmp_path / "a.xlsx"), name).code == code


def test_every_reason_says_what_to_do() -> None:
    assert [code for code, (message, remedy) in REASONS.items() if not message.endswith(".") or len(remedy) < 20] == []
