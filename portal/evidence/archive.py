"""The zip around a Word or Excel file, looked at without unpacking it; pure.

The portal never opens such a file itself: the bounds protect the process that lists its members, and the people who
will open it.
"""

import struct
import zipfile
import zlib
from typing import BinaryIO

MEMBERS = 2_000
UNPACKED_BYTES = 200 * 1024 * 1024
RATIO, RATIO_MATTERS_FROM_BYTES = 200, 10 * 1024 * 1024
CONTENT_TYPES = "[Content_Types].xml"
LONGEST_CONTENT_TYPES = 1024 * 1024
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
# What runs when the file is opened: VBA, Excel 4 macros, ActiveX controls.
ACTIVE_PARTS = ("vbaproject", "/macrosheets/", "/activex/")
ACTIVE_TYPES = (b"vbaproject", b"macroenabled", b"macrosheet", b"activex")

_END, _END_BYTES, _LONGEST_COMMENT, _ENTRY_BYTES = b"PK\x05\x06", 22, 65_535, 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError, KeyError)


def office_fault(stream: BinaryIO, size: int, kind: str) -> str:
    """What is wrong with a zip that claims to be a docx or xlsx: a code, "" when nothing is.

    Codes: damaged, not_office (another kind of zip), too_large_inside, password, macros.
    """
    fault = _directory_fault(stream, size)
    if fault:
        return fault
    try:
        with zipfile.ZipFile(stream) as found:
            return _members_fault(found.infolist()) or _content_fault(found, kind)
    except (*_BROKEN, OSError, ValueError):
        return "damaged"


def _directory_fault(stream: BinaryIO, size: int) -> str:
    """The directory is measured before zipfile makes an object of each of its entries."""
    start = max(0, size - _END_BYTES - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return "damaged"
    entries, length, offset = struct.unpack_from("<HLL", tail, at + 10)
    if entries > MEMBERS or length > MEMBERS * _ENTRY_BYTES:
        return "too_large_inside"
    return "" if offset + length == start + at else "damaged"


def _members_fault(members: list[zipfile.ZipInfo]) -> str:
    if any(one.flag_bits & 0x1 for one in members):
        return "password"
    names = [one.filename.lower() for one in members]
    unsafe = any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    if unsafe or len(set(names)) < len(names):
        return "damaged"
    is_bomb = any(one.file_size > max(RATIO_MATTERS_FROM_BYTES, RATIO * one.compress_size) for one in members)
    if is_bomb or len(members) > MEMBERS or sum(one.file_size for one in members) > UNPACKED_BYTES:
        return "too_large_inside"
    return "macros" if any(part in f"/{name}" for name in names for part in ACTIVE_PARTS) else ""


def _content_fault(found: zipfile.ZipFile, kind: str) -> str:
    names = set(found.namelist())
    if MAIN_PARTS[kind] not in names or CONTENT_TYPES not in names:
        return "not_office"
    if found.getinfo(CONTENT_TYPES).file_size > LONGEST_CONTENT_TYPES:
        return "too_large_inside"
    # a part may have any name; what it is stands here, in UTF-8 or UTF-16, and no honest file writes it in entities
    types = found.read(CONTENT_TYPES).replace(b"\0", b"").lower()
    if b"&#" in types or b"<!" in types.replace(b"<!--", b""):
        return "damaged"
    return "macros" if any(word in types for word in ACTIVE_TYPES) else ""
