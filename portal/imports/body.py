"""Telling rows of figures from what people put between and below them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from portal.imports.cells import EMPTY, Cell
from portal.imports.headers import Header, Layout
from portal.vietnamese.names import clean, fold

BLANK, NUMBERING, TOTAL, SECTION, HIDDEN, SIGNATURE = "blank", "numbering", "total", "section", "hidden", "signature"
SKIPPED_BECAUSE = {
    BLANK: "dòng trống",
    NUMBERING: "dòng đánh số cột",
    TOTAL: "dòng tổng cộng",
    SECTION: "dòng tiêu đề mục hoặc ghi chú",
    HIDDEN: "dòng đang ẩn",
    SIGNATURE: "phần chữ ký dưới bảng",
}
_TOTALS = {"tong", "tong so", "tong cong", "cong", "toan huyen", "toan tinh", "toan xa", "toan thanh pho"}
_SIGNATURES = re.compile(
    r"(?:nguoi lap (?:bieu|bang|bao cao)|thu truong|tm (?:uy ban|ubnd|ban)|kt (?:chu tich|truong|giam doc)"
    r"|tl chu tich|noi nhan|ky ten|chu tich$|pho chu tich$|truong phong$)"
)
_NUMBERED = re.compile(r"\(?(\d{1,2}|[A-Z])\)?\s*(?:=.*)?")
_ROMAN = re.compile(r"[IVX]+\s*(?:[.)\-–].*)?", re.DOTALL)
_FEWEST_NUMBERED = 3


class Skipped(NamedTuple):
    """A row that is not read, with one of the reasons of SKIPPED_BECAUSE."""

    row: int
    reason: str


class Body(NamedTuple):
    """The rows under a header: those with figures, by column name, and those left out."""

    rows: list[tuple[int, dict[str, Cell]]]
    skipped: list[Skipped]


def sort_out(
    rows: Iterable[tuple[int, Sequence[Cell]]], header: Header, layout: Layout, *, hidden_rows: frozenset[int]
) -> Body:
    """The rows below the header sorted into figures and the rest; reading ends where people sign."""
    body = Body([], [])
    expected, is_first, is_signed = header.row + 1, True, False
    for row, cells in rows:
        if row <= header.row:
            continue
        body.skipped.extend(Skipped(gap, BLANK) for gap in range(expected, row))
        expected = row + 1
        reason = SIGNATURE if is_signed else _reason(cells, header, layout, is_first)
        if row in hidden_rows and reason != BLANK:
            reason = HIDDEN
        is_signed = is_signed or reason == SIGNATURE
        is_first = is_first and reason in (BLANK, HIDDEN)
        if reason is None:
            body.rows.append((row, {name: _at(cells, place) for name, place in header.places.items()}))
        else:
            body.skipped.append(Skipped(row, reason))
    last = body.rows[-1][0] if body.rows else header.row
    while body.skipped and body.skipped[-1].reason == BLANK and body.skipped[-1].row > last:
        body.skipped.pop()  # formatted rows below the table are nothing to tell anybody
    return body


def _reason(cells: Sequence[Cell], header: Header, layout: Layout, is_first: bool) -> str | None:
    """Why a row is no row of figures, or None."""
    filled = [cell for cell in cells if not cell.is_empty]
    if not filled:
        return BLANK
    if is_first and is_numbering(filled):
        return NUMBERING
    keys = [_at(cells, header.places[name]) for name in layout.required if name in header.places]
    if keys and all(not key.is_empty and not is_total(key.text) for key in keys):
        return None
    if any(is_total(cell.text) for cell in filled):
        return TOTAL
    if is_signature(filled):
        return SIGNATURE
    known = [_at(cells, place) for place in header.places.values()]
    if all(cell.is_empty for cell in known) or is_section(filled):
        return SECTION
    return None


def is_signature(filled: list[Cell]) -> bool:
    """Whether people sign here: words of offices and no number."""
    texts = [fold(cell.text) for cell in filled if cell.kind == "text"]
    return any(_SIGNATURES.match(text) for text in texts) and not any(cell.kind == "number" for cell in filled)


@lru_cache(maxsize=4096)
def is_total(text: str) -> bool:
    """Whether the words head a row of totals."""
    # Codes and periods come again on every row; folding each of them anew would take a third of the time.
    return fold(text) in _TOTALS


def is_numbering(filled: list[Cell]) -> bool:
    """(1) (2) (3)=(2)/(1), or A B 1 2 3: the row of column numbers under a header."""
    found = [_NUMBERED.fullmatch(clean(cell.text)) for cell in filled]
    if len(found) < _FEWEST_NUMBERED or None in found:
        return False
    numbers = [int(match[1]) for match in found if match[1].isdigit()]
    return bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def is_section(filled: list[Cell]) -> bool:
    """Whether a row is a heading of its own: a Roman numeral and at most one text."""
    return _ROMAN.fullmatch(clean(filled[0].text)) is not None and len(filled) <= 2


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place - 1] if place <= len(cells) else EMPTY


def skipped_in_words(skipped: Iterable[Skipped]) -> Iterator[tuple[str, list[int]]]:
    """Each reason in Vietnamese with its rows, in the order of SKIPPED_BECAUSE."""
    rows: dict[str, list[int]] = {}
    for one in skipped:
        rows.setdefault(one.reason, []).append(one.row)
    for reason, words in SKIPPED_BECAUSE.items():
        if reason in rows:
            yield words, rows[reason]
