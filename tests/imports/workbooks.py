"""Workbooks for tests: honest ones by openpyxl, hostile ones put together by hand."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADERS = ["Mã đơn vị", "Tên đơn vị", "Mã chỉ tiêu", "Kỳ", "Tử số", "Mẫu số", "Giá trị", "Ghi chú"]
# Đường huyện, đường xã, đường thôn: the report of 2023.
ROWS = [
    ["665", "Huyện Đắk Song", "DH", "2023-08", 47.78, 52.29, None, None],
    ["665", "Huyện Đắk Song", "DX", "2023-08", 102.85, 110.43, None, None],
    ["665", "Huyện Đắk Song", "DT", "2023-08", 171.98, 206.86, None, None],
]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

PARTS = {
    "[Content_Types].xml": (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Bieu01" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
SHEET = "xl/worksheets/sheet1.xml"
SHEET_START, SHEET_END = f'<worksheet xmlns="{_MAIN}"><sheetData>', "</sheetData></worksheet>"
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
EXTERNAL_LINK = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId9" Type="{_OFFICE}/externalLinkPath" '
    'Target="http://127.0.0.1:9/so-lieu.xlsx" TargetMode="External"/></Relationships>'
)
WEB_ADDRESS = EXTERNAL_LINK.replace("/externalLinkPath", "/hyperlink")


def honest(path: Path, rows: Iterable[list] = (), headers: list[str] | None = None) -> Path:
    """A workbook as a clerk saves it: one sheet, header in row 1."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Bieu01"
    sheet.append(HEADERS if headers is None else headers)
    for row in rows or ROWS:
        sheet.append(row)
    book.save(path)
    return path


def drawn(path: Path, draw) -> Path:
    """A workbook whose one sheet `draw` fills."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "Bieu01"
    draw(sheet)
    book.save(path)
    return path


def raw(path: Path, sheet: str | Iterator[str] = ONE_CELL, **changed: str) -> Path:
    """A workbook written part by part; the sheet's rows may be streamed, parts changed or added by name."""
    parts = PARTS | changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        with archive.open(SHEET, "w") as stream:
            stream.write(SHEET_START.encode())
            for piece in [sheet] if isinstance(sheet, str) else sheet:
                stream.write(piece.encode())
            stream.write(SHEET_END.encode())
    return path


def with_part(path: Path, name: str, content: str | bytes = "<a/>") -> Path:
    """An honest hand-made workbook with one part more."""
    raw(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def blank_rows(count: int) -> Iterator[str]:
    """Rows without cells, written in pieces of ten thousand."""
    for start in range(1, count + 1, 10_000):
        yield "".join(f'<row r="{row}"/>' for row in range(start, min(start + 10_000, count + 1)))


def dense(rows: int, columns: int) -> Iterator[str]:
    """Rows of equal cells without addresses, which pack very well."""
    line = "<row>" + "<c><v>1</v></c>" * columns + "</row>"
    for _ in range(rows):
        yield line
