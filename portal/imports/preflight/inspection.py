"""Telling what a file really is and choosing the look for it."""

import hashlib
import mmap
from pathlib import Path

from portal.imports import limits
from portal.imports.preflight import binary, delimited, opendocument, workbook
from portal.imports.preflight.archive import Archive
from portal.imports.preflight.compound import MAGIC
from portal.imports.preflight.facts import FileFacts
from portal.imports.refusals import FileRefused, refusal

_ZIP = b"PK"
_EXTENSIONS = (".xlsx", ".xls", ".ods", ".csv")
_MACRO_EXTENSIONS = (".xlsm", ".xltm", ".xlam")
# Beginnings of other files that people rename or that web pages hand out as "Excel".
_OTHERS = (
    (b"%pdf", "tệp PDF"),
    (b"{\\rtf", "văn bản RTF"),
    (b"<!doctype html", "trang web (HTML)"),
    (b"<html", "trang web (HTML)"),
    (b"<table", "trang web (HTML)"),
    (b"<?xml", "tệp XML"),
    (b"\x89png", "hình ảnh"),
    (b"\xff\xd8\xff", "hình ảnh"),
    (b"rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
)


def inspect(path: str | Path, name: str) -> FileFacts:
    """What the file at `path`, called `name` by its sender, holds; raises FileRefused in Vietnamese.

    Memory stays flat: the file is streamed, and nothing of it is kept but facts.
    """
    file = Path(path)
    size = file.stat().st_size
    if size == 0:
        raise refusal("empty_file", name=name)
    if size > limits.FILE_BYTES:
        raise refusal("file_too_large", name=name)
    extension = _extension(name)
    with file.open("rb") as stream:
        beginning = stream.read(64)
    _refuse_other_content(file, name, extension, beginning)
    digest = _sha256(file)
    if extension == ".csv":
        return delimited.look(file, name, digest, size)
    if extension == ".xls":
        return binary.look(file, name, digest, size)
    with Archive(file, name) as archive:
        is_open = opendocument.is_opendocument(archive)
        if extension == ".ods" and not is_open:
            raise archive.refusal("wrong_content", found="tệp nén khác, không phải OpenDocument")
        return (opendocument if extension == ".ods" else workbook).look(archive, digest, size)


def _extension(name: str) -> str:
    extension = Path(name).suffix.lower()
    if extension in _MACRO_EXTENSIONS:
        raise refusal("macro", name=name)
    if extension not in _EXTENSIONS:
        raise refusal("wrong_extension", name=name)
    return extension


def _refuse_other_content(file: Path, name: str, extension: str, beginning: bytes) -> None:
    if beginning.startswith(MAGIC):
        if extension == ".xls":
            return
        raise _ole_refusal(file, name)
    lowered = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, found in _OTHERS:
        if lowered.startswith(mark):
            raise refusal("wrong_content", name=name, found=found)
    is_zip = beginning.startswith(_ZIP)
    if extension == ".csv" and is_zip:
        raise refusal("wrong_content", name=name, found="tệp nén hoặc tệp Excel .xlsx")
    if extension == ".xls":
        raise refusal("wrong_content", name=name, found="tệp Excel .xlsx" if is_zip else "dữ liệu không phải Excel")
    if extension in (".xlsx", ".ods") and not is_zip:
        raise refusal("wrong_content", name=name, found="dữ liệu không phải Excel")


def _ole_refusal(file: Path, name: str) -> FileRefused:
    """An OLE container is an encrypted workbook, an old one, or something else of Office; its stream names tell."""
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return refusal("password", name=name)
        if content.find("WordDocument".encode("utf-16-le")) >= 0:
            return refusal("wrong_content", name=name, found="văn bản Word kiểu cũ")
    return refusal("old_excel", name=name)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
