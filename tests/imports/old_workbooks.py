"""Workbooks that openpyxl does not write: .xls (BIFF8 in an OLE container) and .ods, as small as readers allow."""

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_PERCENT_STYLE, _FIRST_FONT_STYLE = 16, 17


@dataclass
class Page:
    """A sheet to write: rows of texts, numbers and None; a text of `fonts` is written in that font."""

    name: str
    rows: Sequence[Sequence[Any]]
    is_hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    font: str = ""
    percents: tuple[tuple[int, int], ...] = field(default=())


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str, size: str) -> bytes:
    return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")


def _font(name: str) -> bytes:
    return _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text(name, "<B"))


def _style(font: int, form: int) -> bytes:
    return _record(0xE0, struct.pack("<HHH", font, form, 1) + b"\0" * 14)


def _page(page: Page, style: int) -> bytes:
    out = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))]
    for column in page.hidden_columns:
        out.append(_record(0x7D, struct.pack("<6H", column - 1, column - 1, 2000, 15, 1, 0)))
    width = max((len(row) for row in page.rows), default=0)
    out.append(_record(0x200, struct.pack("<IIHHH", 0, len(page.rows), 0, width, 0)))
    for number in page.hidden_rows:
        out.append(_record(0x208, struct.pack("<8H", number - 1, 0, width, 300, 0, 0, 0x120, 15)))
    for number, row in enumerate(page.rows):
        for column, value in enumerate(row):
            percent = _PERCENT_STYLE if (number + 1, column + 1) in page.percents else 15
            if isinstance(value, str):
                out.append(_record(0x204, struct.pack("<3H", number, column, style) + _text(value, "<H")))
            elif value is not None:
                out.append(_record(0x203, struct.pack("<3Hd", number, column, percent, value)))
    return b"".join([*out, _record(0x0A)])


def biff(pages: Sequence[Page], *, extra: bytes = b"") -> bytes:
    """The stream of a workbook; `extra` are more records of its first part."""
    fonts = sorted({page.font for page in pages if page.font})
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + _record(0x42, struct.pack("<H", 1200))
    head += b"".join(_font(name) for name in ("Arial", "Arial", "Arial", "Arial", *fonts))
    head += b"".join(_style(0, 0) for _ in range(16)) + _style(0, 10)
    # number 4 of the fonts is left out by Excel: the fifth is 5
    head += b"".join(_style(5 + at, 0) for at in range(len(fonts))) + extra
    bodies = [_page(page, _FIRST_FONT_STYLE + fonts.index(page.font) if page.font else 15) for page in pages]
    names = [struct.pack("<BB", int(page.is_hidden), 0) + _text(page.name, "<B") for page in pages]
    at = len(head) + sum(len(name) + 8 for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += _record(0x85, struct.pack("<I", at) + name)
        at += len(body)
    return head + _record(0x0A) + b"".join(bodies)


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE container with these streams, each padded to the size from which it has sectors of its own."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(4096, b"\0")
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, len(sectors), len(content), right=following))
        chains += [*range(len(sectors) + 1, len(sectors) + len(pieces)), _END]
        sectors += pieces
    listed = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    directory = len(sectors)
    chains += [*range(directory + 1, directory + len(listed) // 512), _END]
    sectors += [listed[at : at + 512] for at in range(0, len(listed), 512)]
    tables = next(count for count in range(1, 110) if count * 128 >= len(sectors) + count)
    places = list(range(len(sectors), len(sectors) + tables))
    chains = (chains + [_TABLE] * tables + [_FREE] * (tables * 128))[: tables * 128]
    head = struct.pack("<8s16sHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    return head + b"".join(sectors) + struct.pack(f"<{len(chains)}I", *chains)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", written, len(written), kind, 1, _FREE, right, child, start, size)


def xls(path: Path, *pages: Page) -> Path:
    """An .xls with these sheets."""
    path.write_bytes(compound({"Workbook": biff(pages)}))
    return path


def _ods_cell(value: Any, font: str, is_percent: bool) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        style = ' table:style-name="old"' if font else ""
        return (
            f'<table:table-cell office:value-type="string"{style}><text:p>{escape(value)}</text:p></table:table-cell>'
        )
    kind = "percentage" if is_percent else "float"
    told = f'office:value-type="{kind}" office:value="{value}"'
    return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"


def _ods_page(page: Page) -> str:
    width = max((len(row) for row in page.rows), default=1)
    unseen = ' table:visibility="collapse"'
    columns = "".join(
        f"<table:table-column{unseen if number in page.hidden_columns else ''}/>" for number in range(1, width + 1)
    )
    rows = "".join(
        f"<table:table-row{unseen if number in page.hidden_rows else ''}>"
        + "".join(
            _ods_cell(value, page.font, (number, column) in page.percents) for column, value in enumerate(row, start=1)
        )
        + "</table:table-row>"
        for number, row in enumerate(page.rows, start=1)
    )
    style = ' table:style-name="unseen"' if page.is_hidden else ""
    return f"<table:table table:name={quoteattr(page.name)}{style}>{columns}{rows}</table:table>"


def ods(path: Path, *pages: Page, body: str = "") -> Path:
    """An .ods with these sheets; `body` stands for all of them where it is given."""
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{one}="{names}{one}:1.0"' for one in ("office", "table", "text", "style", "manifest"))
    font = next((page.font for page in pages if page.font), "")
    styles = '<style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/>'
    styles += '</style:style><style:style style:name="old" style:family="table-cell">'
    styles += f"<style:text-properties style:font-name={quoteattr(font)}/></style:style>"
    tables = body or "".join(map(_ods_page, pages))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest {spaces}><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return path
