"""The OLE container of an .xls: its directory and one stream, read with the standard library and within bounds."""

import struct
from pathlib import Path

from portal.imports.refusals import FileRefused, refusal

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_BYTES, _ENTRY_BYTES, _IN_HEADER = 512, 128, 109
_LAST_SECTOR = 0xFFFFFFFA  # from here on numbers mean "free", "end" and the like
_SMALL_STREAM = 4096
_STREAM, _ROOT = 2, 5


class Compound:
    """A container; `stream(name)` gives the bytes of a stream. Whatever does not add up is "damaged"."""

    def __init__(self, file: Path, name: str) -> None:
        self.name = name
        self._content = file.read_bytes()  # at most limits.FILE_BYTES
        if len(self._content) < _HEADER_BYTES or not self._content.startswith(MAGIC):
            raise self.refusal("damaged")
        shift, self._small_shift = struct.unpack_from("<HH", self._content, 30)
        if shift not in (9, 12) or self._small_shift != 6:
            raise self.refusal("damaged")
        self._sector = 1 << shift
        self._table = self._allocation()
        self.entries = self._directory()

    def refusal(self, code: str, **facts: object) -> FileRefused:
        """A refusal of this file."""
        return refusal(code, name=self.name, **facts)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; b"" where there is none."""
        kind, start, size = self.entries.get(name, (0, 0, 0))
        if kind != _STREAM:
            return b""
        if size >= _SMALL_STREAM:
            return self._chain(start, self._table)[:size]
        _, root, root_size = self.entries.get("Root Entry", (_ROOT, _LAST_SECTOR, 0))
        held = self._chain(root, self._table)[:root_size]
        first = struct.unpack_from("<I", self._content, 60)[0]
        return self._small(start, held, self._numbers(self._chain(first, self._table)))[:size]

    def _small(self, start: int, held: bytes, table: list[int]) -> bytes:
        width, pieces, number = 1 << self._small_shift, [], start
        while number < _LAST_SECTOR:
            if number >= len(table) or len(pieces) > len(table):
                raise self.refusal("damaged")
            pieces.append(held[number * width : (number + 1) * width])
            number = table[number]
        return b"".join(pieces)

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        found = self._content[start : start + self._sector]
        if not found:
            raise self.refusal("damaged")
        return found

    def _allocation(self) -> list[int]:
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        following, further = struct.unpack_from("<II", self._content, 68)
        if further > len(self._content) // self._sector:
            raise self.refusal("damaged")
        for _ in range(further):
            if following >= _LAST_SECTOR:
                break
            *more, following = self._numbers(self._at(following).ljust(self._sector, b"\xff"))
            places += more
        return self._numbers(b"".join(self._at(place) for place in places if place < _LAST_SECTOR))

    def _chain(self, start: int, table: list[int]) -> bytes:
        pieces, number = [], start
        while number < _LAST_SECTOR:
            if number >= len(table) or len(pieces) > len(table):  # out of the file, or round in a circle
                raise self.refusal("damaged")
            pieces.append(self._at(number))
            number = table[number]
        return b"".join(pieces)

    def _directory(self) -> dict[str, tuple[int, int, int]]:
        listed = self._chain(struct.unpack_from("<I", self._content, 48)[0], self._table)
        found: dict[str, tuple[int, int, int]] = {}
        for at in range(0, len(listed) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", listed, at + 64)
            if kind and 2 <= length <= 64:
                name = listed[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", listed, at + 116)
                found.setdefault(name, (kind, start, size))
        return found

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))
