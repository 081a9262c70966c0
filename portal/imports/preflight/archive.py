"""The zip around a workbook: its directory is judged before zipfile reads it, its parts are streamed."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from portal.imports import limits
from portal.imports.refusals import FileRefused, refusal

_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_ZIP64_LOCATOR, _ZIP64_LOCATOR_BYTES = b"PK\x06\x07", 20
# A name of 255 bytes with its record; zipfile would make an object of each of half a million entries.
_ENTRY_BYTES = 1024
_LOCAL_HEADER_BYTES = 30
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError, ValueError)
XML_ENDINGS = (".xml", ".rels", ".vml")


class Archive:
    """An xlsx whose directory passed; `read(part)` streams a part, and whatever breaks on the way is a refusal."""

    def __init__(self, file: Path, name: str) -> None:
        self.name = name
        self._size = file.stat().st_size
        try:
            self._check_directory(file)
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise self.refusal("damaged") from error
        self.parts = [info.filename for info in self._zip.infolist()]

    def __enter__(self) -> Self:
        try:
            self._check_members()
        except BaseException:
            self._zip.close()
            raise
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    def refusal(self, code: str, **facts: object) -> FileRefused:
        """A refusal of this file."""
        return refusal(code, name=self.name, **facts)

    def read(self, part: str) -> Iterator[bytes]:
        """The unpacked part in chunks; zipfile stops at the size that the directory names and compares the CRC."""
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(limits.CHUNK_BYTES):
                    yield chunk
        except (*_BROKEN, KeyError, RuntimeError) as error:
            raise self.refusal("damaged") from error

    def xml_parts(self) -> list[str]:
        """The parts that hold XML by their names."""
        return [part for part in self.parts if part.lower().endswith(XML_ENDINGS)]

    def weigh(self) -> None:
        """Refuse XML with more markup than any honest workbook: counting costs a tenth of parsing."""
        marks = 0
        for part in self.xml_parts():
            for chunk in self.read(part):
                marks += chunk.count(b"<")
                if marks > limits.MARKS:
                    raise self.refusal("too_many_cells")

    def _check_directory(self, file: Path) -> None:
        with file.open("rb") as stream:
            start = max(0, self._size - _END_BYTES - _LONGEST_COMMENT)
            stream.seek(start)
            tail = stream.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < _END_BYTES:
            raise self.refusal("damaged")
        entries, length, offset = struct.unpack_from("<HLL", tail, at + 10)
        if tail[max(0, at - _ZIP64_LOCATOR_BYTES) :].startswith(_ZIP64_LOCATOR):
            raise self.refusal("damaged")  # 20 MiB need no zip64, and readers disagree on which directory counts
        if entries > limits.MEMBERS or length > limits.MEMBERS * _ENTRY_BYTES:
            raise self.refusal("too_many_members")
        if offset + length != start + at:
            raise self.refusal("damaged")

    def _check_members(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > limits.MEMBERS:
            raise self.refusal("too_many_members")
        # calamine finds its parts whatever the case of their names.
        if len({info.filename.lower() for info in infos}) < len(infos) or any(map(_is_unsafe, infos)):
            raise self.refusal("unsafe_member")
        if any(info.flag_bits & 0x1 for info in infos):
            raise self.refusal("password")
        # lzma and bzip2 may ask for gigabytes before the first byte comes out; Excel writes neither.
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
            raise self.refusal("damaged")
        if sum(info.file_size for info in infos) > limits.UNPACKED_BYTES or any(map(_is_bomb, infos)):
            raise self.refusal("bomb")
        self._refuse_overlap(infos)

    def _refuse_overlap(self, infos: list[zipfile.ZipInfo]) -> None:
        """Parts that share compressed bytes unpack to far more than the file could hold."""
        end = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            if info.header_offset < end:
                raise self.refusal("bomb")
            end = info.header_offset + _LOCAL_HEADER_BYTES + len(info.orig_filename) + info.compress_size


def _is_unsafe(info: zipfile.ZipInfo) -> bool:
    name = info.orig_filename
    steps = name.split("/")
    return (
        name != info.filename
        or name.startswith("/")
        or ".." in steps
        or any(character in "\\:" or character < " " for character in name)
    )


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > max(limits.RATIO_MATTERS_FROM_BYTES, limits.RATIO * info.compress_size)
