"""XML seen element by element.

expat itself, not defusedxml: the same refusal of a DOCTYPE (and with it of every entity) is one handler, no tree is
built, and depth and the length of a token can be bounded, which no wrapper offers.
"""

from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from portal.imports import limits
from portal.imports.preflight.archive import Archive

Handler = Callable[[list[str]], None]


class Part:
    """One part of a workbook; `on` says which elements, by local name, are handed to which method.

    Attributes arrive as [name, value, name, value…]. Ends of elements are only counted, which keeps a big sheet fast.
    """

    def __init__(self, archive: Archive, part: str) -> None:
        self.archive = archive
        self.part = part
        self.on: dict[str, Handler] = {}
        self._started = self._ended = 0
        self._ends: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._ends.append
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.XmlDeclHandler = self._check_encoding

    def look(self) -> None:
        """Go through the part; raises FileRefused for what is no plain UTF-8 XML."""
        fed = 0
        try:
            for chunk in self.archive.read(self.part):
                if fed == 0 and b"\0" in chunk[:4]:
                    self.refuse_damage()
                self.parser.Parse(chunk, False)
                fed += len(chunk)
                # expat keeps an unfinished token whole: a tag of 200 MiB would stand in our memory twice.
                if fed - self.parser.CurrentByteIndex > limits.XML_TOKEN_BYTES:
                    self.refuse_damage()
                self.pause()
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self.archive.refusal("damaged") from error

    def pause(self) -> None:
        """Between chunks: bounds that need not be checked at every element; one chunk can do little harm."""
        self._ended += len(self._ends)
        self._ends.clear()
        if self._started - self._ended > limits.XML_DEPTH:
            self.refuse_damage()

    def refuse_damage(self) -> NoReturn:
        """The part is no XML that Excel would write."""
        raise self.archive.refusal("damaged")

    def number(self, text: str) -> int:
        """A whole number of an attribute, up to seven digits."""
        if not (text.isascii() and text.isdigit() and len(text) <= 7):
            self.refuse_damage()
        return int(text)

    def _start(self, name: str, attributes: list[str]) -> None:
        self._started += 1
        handler = self.on.get(name)
        if handler is None and ":" in name:
            handler = self.on.get(name.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def _refuse_doctype(self, *declared: object) -> NoReturn:
        raise self.archive.refusal("doctype")

    def _check_encoding(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            self.refuse_damage()


def by_name(attributes: list[str]) -> dict[str, str]:
    """Attributes as a dictionary; a prefix is dropped, so r:id and id are one."""
    return {name.rpartition(":")[2]: value for name, value in zip(attributes[::2], attributes[1::2], strict=True)}
