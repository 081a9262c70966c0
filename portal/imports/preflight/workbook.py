"""The parts of a workbook around its sheets: what it is, what it reaches for, which sheets it has."""

import posixpath
from dataclasses import dataclass

from portal.imports import limits
from portal.imports.preflight.archive import Archive
from portal.imports.preflight.facts import FileFacts, SheetFacts
from portal.imports.preflight.markup import Part, by_name
from portal.imports.preflight.sheets import Budget, Sheet
from portal.imports.preflight.styles import Styles

BOOK, BOOK_LINKS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
CONTENT_TYPES = "[content_types].xml"
_LONGEST_NAME = 255  # Excel allows 31 characters; sheet names go to the child on its command line
_MACRO_PARTS = ("xl/macrosheets/", "xl/dialogsheets/")
_OUTSIDE_PARTS = ("xl/externallinks/", "xl/connections", "xl/querytables/")
# Web and mail addresses in cells; Excel makes them by itself and nobody follows them here.
_HARMLESS_LINK = "/hyperlink"
_OTHER_PACKAGES = (
    ("word/", "văn bản Word (.docx)"),
    ("ppt/", "bài trình chiếu PowerPoint (.pptx)"),
    ("xl/workbook.bin", "Excel nhị phân (.xlsb)"),
    ("content.xml", "bảng tính OpenDocument (.ods)"),
)


@dataclass(frozen=True)
class Link:
    """One relationship of a part."""

    key: str
    kind: str
    target: str


class _Links(Part):
    def __init__(self, archive: Archive, part: str) -> None:
        super().__init__(archive, part)
        self.links: list[Link] = []
        self.on = {"Relationship": self._link}

    def _link(self, attributes: list[str]) -> None:
        said = by_name(attributes)
        kind = said.get("Type", "")
        if said.get("TargetMode", "").lower() == "external" and not kind.endswith(_HARMLESS_LINK):
            raise self.archive.refusal("external_link")
        if self.part.lower() == BOOK_LINKS and len(self.links) <= limits.MEMBERS:
            self.links.append(Link(said.get("Id", ""), kind, said.get("Target", "")))


class _Types(Part):
    def __init__(self, archive: Archive, part: str) -> None:
        super().__init__(archive, part)
        self.on = {"Default": self._type, "Override": self._type}

    def _type(self, attributes: list[str]) -> None:
        kind = by_name(attributes).get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise self.archive.refusal("macro")


class _Book(Part):
    def __init__(self, archive: Archive) -> None:
        super().__init__(archive, BOOK)
        self.sheets: list[dict[str, str]] = []
        self.on = {"sheet": self._sheet}

    def _sheet(self, attributes: list[str]) -> None:
        said = by_name(attributes)
        if len(said.get("name", "")) > _LONGEST_NAME or len(self.sheets) >= limits.MEMBERS:
            self.refuse_damage()
        self.sheets.append(said)


class _RootReached(Exception):
    pass


class _Prolog(Part):
    """A DOCTYPE can only stand before the root, so no more of a part without interest is parsed."""

    def _start(self, name: str, attributes: list[str]) -> None:
        raise _RootReached

    def look(self) -> None:
        try:
            super().look()
        except _RootReached:
            return


def look(archive: Archive, sha256: str, size: int) -> FileFacts:
    """The facts of an opened xlsx; raises FileRefused."""
    _refuse_other_packages(archive)
    _refuse_unwanted_parts(archive)
    archive.weigh()
    links = _look_around(archive)
    styles = Styles(archive, STYLES)
    if STYLES in archive.parts:
        styles.look()
    budget = Budget()
    sheets = tuple(_look_at_sheet(archive, said, part, styles, budget) for said, part in _sheet_parts(archive, links))
    fonts = tuple(sorted(budget.legacy_fonts))
    return FileFacts("xlsx", archive.name, sha256, size, sheets, fonts)


def _refuse_other_packages(archive: Archive) -> None:
    if BOOK in archive.parts and CONTENT_TYPES in (part.lower() for part in archive.parts):
        return
    for beginning, found in _OTHER_PACKAGES:
        if any(part.lower().startswith(beginning) for part in archive.parts):
            raise archive.refusal("wrong_content", found=found)
    raise archive.refusal("wrong_content", found="tệp nén (.zip), không phải Excel")


def _refuse_unwanted_parts(archive: Archive) -> None:
    for part in (part.lower() for part in archive.parts):
        if part.endswith("vbaproject.bin") or part.startswith(_MACRO_PARTS):
            raise archive.refusal("macro")
        if part.startswith(_OUTSIDE_PARTS):
            raise archive.refusal("external_link")


def _look_around(archive: Archive) -> dict[str, Link]:
    """The relationships of the workbook by key, after a look at all XML but the sheets' own."""
    links: list[Link] = []
    for part in archive.xml_parts():
        lowered = part.lower()
        if lowered.endswith(".rels"):
            relations = _Links(archive, part)
            relations.look()
            links += relations.links
        elif lowered == CONTENT_TYPES:
            _Types(archive, part).look()
        else:
            _Prolog(archive, part).look()
    return {link.key: link for link in links}


def _sheet_parts(archive: Archive, links: dict[str, Link]) -> list[tuple[dict[str, str], str]]:
    book = _Book(archive)
    book.look()
    found: list[tuple[dict[str, str], str]] = []
    xml = {part.lower(): part for part in archive.xml_parts()}
    for said in book.sheets:
        link = links.get(said.get("id", ""))
        if link is None:
            raise archive.refusal("damaged")
        if "macrosheet" in link.kind.lower() or link.kind.endswith("/dialogsheet"):
            raise archive.refusal("macro")
        if not link.kind.endswith("/worksheet"):
            continue  # a chart on a sheet of its own
        # Taken out of the table: one part shown as five hundred sheets would be parsed as often.
        part = xml.pop(posixpath.normpath(posixpath.join("/xl", link.target)).lstrip("/").lower(), None)
        if part is None:
            raise archive.refusal("damaged")
        found.append((said, part))
    return found


def _look_at_sheet(archive: Archive, said: dict[str, str], part: str, styles: Styles, budget: Budget) -> SheetFacts:
    sheet = Sheet(archive, part, said.get("name", ""), styles, budget)
    sheet.look()
    return sheet.facts(visible=said.get("state", "visible") == "visible")
