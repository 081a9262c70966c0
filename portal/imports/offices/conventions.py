"""How a file writes numbers and days: told by its own cells where they prove it, else asked once for the whole file."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.imports.cells import Cell
from portal.imports.offices.questions import DATES, NUMBERS, Answers, Question
from portal.imports.reader import SheetRows
from portal.vietnamese.characters import plain
from portal.vietnamese.names import fold

VIETNAMESE, AMERICAN = "vn", "us"
FIGURES = ("Tử số", "Mẫu số", "Giá trị", "Giá trị theo báo cáo")
# Fewer of them are mended one by one: each is a fault that names both readings.
_MANY = 3
_NUMBER_CHOICES = ((VIETNAMESE, "1.234,56 – dấu phẩy là thập phân"), (AMERICAN, "1,234.56 – dấu chấm là thập phân"))
_DATE_CHOICES = (
    (AMERICAN, "tháng đứng trước: 12/25/2021 là ngày 25 tháng 12"),
    (VIETNAMESE, "ngày đứng trước: ô nào không đúng thì báo lỗi"),
)
_NUMBER = re.compile(r"-?\d[\d.,]*")
_GROUPED = {VIETNAMESE: re.compile(r"-?\d{1,3}(\.\d{3})*(,\d+)?"), AMERICAN: re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?")}
_UNGROUPED = {VIETNAMESE: re.compile(r"-?\d+(,\d+)?"), AMERICAN: re.compile(r"-?\d+(\.\d+)?")}
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def with_conventions(read: SheetRows, answers: Answers, *, figures: bool) -> tuple[SheetRows, list[Question]]:
    """The table with numbers and days read as the file means them, and what has to be asked before."""
    if figures:
        return _numbers(read, answers)
    return _days(read, answers)


def _numbers(read: SheetRows, answers: Answers) -> tuple[SheetRows, list[Question]]:
    texts = [
        plain(cells[name].text)
        for _, cells in read.rows
        for name in FIGURES
        if name in cells and cells[name].kind == "text" and _NUMBER.fullmatch(plain(cells[name].text))
    ]
    proved = {way for text in texts for way in (VIETNAMESE, AMERICAN) if _fits(text) == {way}}
    unclear = [text for text in texts if len(_fits(text)) == 2 and re.search("[.,]", text)]
    way = answers.numbers or (proved.pop() if len(proved) == 1 else "")
    if not way and not proved and len(unclear) >= _MANY:
        shown = ", ".join(dict.fromkeys(unclear[:3]))
        asked = f"Tệp viết số như {shown}. Dấu nào là dấu thập phân?"
        return read, [Question(NUMBERS, asked, choices=_NUMBER_CHOICES)]
    if not way or not unclear or (way == VIETNAMESE and not answers.numbers):
        return read, []
    rows = [(number, {name: _number(cell, way, name) for name, cell in cells.items()}) for number, cells in read.rows]
    style = dict(_NUMBER_CHOICES)[way]
    return replace(read, rows=rows, notices=(*read.notices, f"Số viết dạng chữ được đọc theo kiểu {style}.")), []


def _fits(text: str) -> set[str]:
    """The conventions in which the text is a number."""
    return {
        way for way in (VIETNAMESE, AMERICAN) if _GROUPED[way].fullmatch(text) or _UNGROUPED[way].fullmatch(text)
    }  # fmt: skip


def _number(cell: Cell, way: str, name: str) -> Cell:
    text = plain(cell.text) if cell.kind == "text" and name in FIGURES else ""
    if not text or way not in _fits(text):
        return cell
    bare = text.replace(".", "").replace(",", ".") if way == VIETNAMESE else text.replace(",", "")
    return Cell("number", Decimal(bare), warnings=cell.warnings)


def _days(read: SheetRows, answers: Answers) -> tuple[SheetRows, list[Question]]:
    columns = [name for name in read.places if "ngay" in fold(name).split()]
    american = [text for name in columns for text in _texts(read, name) if _month_first(text)]
    if not american:
        return read, []
    if not answers.dates:
        asked = (
            f"Tệp có ngày viết {american[0]}, không có tháng {american[0].split('/')[1]}. Ngày hay tháng đứng trước?"
        )
        return read, [Question(DATES, asked, choices=_DATE_CHOICES)]
    if answers.dates != AMERICAN:
        return read, []
    rows = [
        (number, {name: _day(cell) if name in columns else cell for name, cell in cells.items()})
        for number, cells in read.rows
    ]
    return replace(read, rows=rows, notices=(*read.notices, "Ngày viết dạng chữ được đọc tháng trước, ngày sau.")), []


def _texts(read: SheetRows, name: str) -> Iterable[str]:
    return (plain(cells[name].text) for _, cells in read.rows if name in cells and cells[name].kind == "text")


def _month_first(text: str) -> bool:
    found = _DAY.fullmatch(text)
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def _day(cell: Cell) -> Cell:
    found = _DAY.fullmatch(plain(cell.text)) if cell.kind == "text" else None
    if found is None:
        return cell
    try:
        return Cell("date", date(int(found[3]), int(found[1]), int(found[2])))
    except ValueError:
        return cell
