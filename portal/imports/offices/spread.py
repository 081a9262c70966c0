"""Turning an office's table into rows of figures, each cell with its own place in the file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from indicators.models import Figure
from portal.imports import body
from portal.imports.body import Skipped
from portal.imports.cells import EMPTY, Cell
from portal.imports.offices import words
from portal.imports.offices.heads import Column, Head
from portal.imports.offices.names import INDICATOR, UNIT, Match, Names, alias_key
from portal.imports.offices.questions import NAME, PERIOD, Answers, Question
from portal.imports.offices.totals import Totals
from portal.imports.refusals import refusal
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.names import clean

HEADERS = {
    "unit": "Mã đơn vị",
    "indicator": "Mã chỉ tiêu",
    "period": "Kỳ",
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "value": "Giá trị",
    "as_reported": "Giá trị theo báo cáo",
    "missing": "Lý do chưa có số liệu",
}


class Spot(int):
    """The number of a row of the file that also knows the columns of its figure, by the portal's column names."""

    letters: dict[str, str]

    def __new__(cls, row: int, letters: dict[str, str]) -> "Spot":
        """The row with its columns."""
        spot = super().__new__(cls, row)
        spot.letters = letters
        return spot


@dataclass
class Spread:
    """What a table comes to: rows by the portal's columns, skipped rows, notices, questions."""

    rows: list[tuple[int, dict[str, Cell]]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)


class Spreader:
    """Goes through the rows under a head. `day_of(period code)` is the day on which units are looked up."""

    def __init__(
        self, head: Head, names: Names, answers: Answers, day_of: Callable[[str], date | None], *, sheet: str
    ) -> None:
        self.head, self.names, self.answers, self.day_of, self.sheet = head, names, answers, day_of, sheet
        self.out = Spread()
        self._totals = Totals(head, names)
        self._roles = {column.role: column.number for column in reversed(head.columns) if column.role}

    def read(self, rows: Iterable[tuple[int, Sequence[Cell]]], hidden_rows: frozenset[int]) -> Spread:
        """The rows below the head, up to where people sign."""
        expected, is_first, is_signed = self.head.row + 1, True, False
        for row, cells in rows:
            if row <= self.head.row:
                continue
            self.out.skipped += [Skipped(gap, body.BLANK) for gap in range(expected, row)]
            expected = row + 1
            reason = body.SIGNATURE if is_signed else self._reason(cells, is_first)
            if row in hidden_rows and reason != body.BLANK:
                reason = body.HIDDEN
            is_signed = is_signed or reason == body.SIGNATURE
            is_first = is_first and reason in (body.BLANK, body.HIDDEN)
            if reason is None:
                self._row(row, cells)
            else:
                self.out.skipped.append(Skipped(row, reason))
            self._totals.see(row, cells, reason)
        last = max((row for row, _ in self.out.rows), default=self.head.row)
        self.out.skipped = [one for one in self.out.skipped if one.reason != body.BLANK or one.row < last]
        self.out.notices += self._totals.notices
        return self.out

    def _reason(self, cells: Sequence[Cell], is_first: bool) -> str | None:
        filled = [cell for cell in cells if not cell.is_empty]
        if not filled:
            return body.BLANK
        if is_first and body.is_numbering(filled):
            return body.NUMBERING
        if any(body.is_total(cell.text) for cell in filled if cell.kind == "text"):
            return body.TOTAL
        if body.is_signature(filled):
            return body.SIGNATURE
        figures = [self._at(cells, column.number) for column in self.head.figures]
        if body.is_section(filled) or all(cell.is_empty for cell in figures):
            return body.SECTION
        return None

    def _row(self, row: int, cells: Sequence[Cell]) -> None:
        found: dict[tuple[str, str, str], tuple[dict[str, Cell], dict[str, str]]] = {}
        for column in self.head.figures:
            cell = self._at(cells, column.number)
            if cell.is_empty:
                continue
            period = self._period(column, cells)
            indicator = self._indicator(row, column, cells)
            unit = self._unit(row, column, cells, period)
            if not (period and indicator.text and unit.text):
                continue
            record, letters = found.setdefault((unit.text, indicator.text, period), ({}, {}))
            record |= {HEADERS["unit"]: unit.cell, HEADERS["indicator"]: indicator.cell}
            record[HEADERS["period"]] = Cell("text", period)
            letters |= {HEADERS["unit"]: unit.letter, HEADERS["indicator"]: indicator.letter}
            self._figure(record, letters, column, cell, indicator.text, cells)
        self.out.rows += [(Spot(row, letters), record) for record, letters in found.values()]

    def _period(self, column: Column, cells: Sequence[Cell]) -> str:
        of_row = clean(self._of_role(cells, words.PERIOD).text)
        code = column.period or (words.period_of(of_row) or of_row) or self.head.title.period or self.answers.period
        if not code:
            asked = Question(PERIOD, "Số liệu trong tệp thuộc kỳ nào?")
            self.out.questions.setdefault((PERIOD, ""), asked)
        return code

    def _indicator(self, row: int, column: Column, cells: Sequence[Cell]) -> "_Named":
        if column.indicator:
            return _Named(column.indicator, Cell("text", column.indicator), column.letter)
        if column.near:
            head = words.split_period(words.without_brackets(column.texts[0]))[1]
            text = next(
                (said for said in column.texts if self.names.indicator(words.without_brackets(said)).near), head
            )
            bare = words.split_period(words.without_brackets(text))[1]
            return self._named(INDICATOR, bare, Match(near=column.near), f"cột {column.letter}", column.letter)
        for role in (words.INDICATOR_CODE, words.INDICATOR):
            text = clean(self._of_role(cells, role).text)
            if text:
                match = self.names.indicator(words.without_brackets(text))
                match = match if match.code else self.names.indicator(text)
                return self._named(INDICATOR, text, match, f"dòng {row}", self._letter(role))
        code = self.head.title.indicator
        return _Named(code, Cell("text", code), "")

    def _unit(self, row: int, column: Column, cells: Sequence[Cell], period: str) -> "_Named":
        if column.unit:
            return _Named(column.unit, Cell("text", column.unit), column.letter)
        for role in (words.UNIT_CODE, words.UNIT):
            text = clean(self._of_role(cells, role).text)
            if text:
                match = self.names.unit(text, self.day_of(period) if period else None)
                return self._named(UNIT, text, match, f"dòng {row}", self._letter(role))
        code = self.head.title.unit
        return _Named(code, Cell("text", code), "")

    def _named(self, subject: str, text: str, match: Match, place: str, letter: str) -> "_Named":
        if match.code:
            return _Named(match.code, Cell("text", match.code), letter)
        key = f"{subject}:{alias_key(subject, text)}"
        if match.near and key not in self.answers.declined:
            said = match.near[0].name if len(match.near) == 1 else ""
            asked = f"“{text}”: có phải {said}?" if said else f"“{text}”: có phải một trong các tên này?"
            choices = tuple((one.code, f"{one.name} ({one.code})") for one in match.near)
            self.out.questions.setdefault((NAME, key), Question(NAME, asked, key, place, choices))
        return _Named(text, Cell("text", text), letter)

    def _figure(
        self,
        record: dict[str, Cell],
        letters: dict[str, str],
        column: Column,
        cell: Cell,
        code: str,
        row: Sequence[Cell],
    ) -> None:
        indicator = self.names.indicator_of(code)
        part = column.part or "value"
        measure = column.measure or clean(self._of_role(row, words.MEASURE).text)
        for name, said in self._parts(part, cell).items():
            if HEADERS[name] in record:
                self._refuse_second(column, letters[HEADERS[name]])
            declared = _declared(indicator, name)
            record[HEADERS[name]] = _scaled(said, measure, self.head.title.measure, declared)
            letters[HEADERS[name]] = column.letter

    def _refuse_second(self, column: Column, first: str) -> NoReturn:
        """Two columns for one figure: which one counts would be a guess."""
        raise refusal(
            "duplicate_columns", sheet=self.sheet, row=self.head.row, column=column.title,
            first=first, second=f"{column.letter} “{column.title}”",
        )  # fmt: skip

    def _parts(self, part: str, cell: Cell) -> dict[str, Cell]:
        """The figures of one cell: a fraction is two of them, a dash is a reason for having none."""
        if cell.kind != "text":
            return {part: cell}
        try:
            read = cell.read()
        except ReadingError:
            return {part: cell}
        if read.kind == "missing":
            reason = read.reason if read.reason in Figure.Missing.values else Figure.Missing.NO_DATA
            return {"missing": Cell("text", Figure.Missing(reason).label)}
        if read.kind == "ratio" and part == "value":
            parts = {
                "numerator": _number(read.numerator, read.unit),
                "denominator": _number(read.denominator, read.unit),
            }
            reported = {"as_reported": _number(read.reported, None)} if read.reported is not None else {}
            return parts | reported
        return {part: cell}

    def _of_role(self, cells: Sequence[Cell], role: str) -> Cell:
        return self._at(cells, self._roles[role]) if role in self._roles else EMPTY

    def _letter(self, role: str) -> str:
        column = self.head.of_role(role)
        return column.letter if column else ""

    @staticmethod
    def _at(cells: Sequence[Cell], number: int) -> Cell:
        return cells[number - 1] if number <= len(cells) else EMPTY


@dataclass(frozen=True)
class _Named:
    """What a unit or an indicator comes to: its code, or the words as written where none was found."""

    text: str
    cell: Cell
    letter: str


def _number(value: Decimal | None, unit: str | None) -> Cell:
    return EMPTY if value is None else Cell("number", value)


def _declared(indicator: Any, part: str) -> str:
    if indicator is None:
        return ""
    parts = part in ("numerator", "denominator")
    return (indicator.parts_unit if parts else indicator.unit_of_measure) or ""


def _scaled(cell: Cell, measure: str, of_sheet: str, declared: str) -> Cell:
    """A number in the unit the indicator is kept in; a unit that cannot be it stays beside the number, to be refused.

    The unit of the row or column goes before that of the title, which is meant for money only.
    """
    if cell.kind not in ("number", "percent") or not declared:
        return cell
    given = measure or (of_sheet if words.scale_between(of_sheet, declared) else "")
    if cell.kind == "percent" or not given:
        return cell
    factor = words.scale_between(given, declared)
    if factor is None:
        return Cell("text", f"{cell.text} {given}")
    return cell if factor == 1 else replace(cell, value=Decimal(cell.value) * factor, shown=None)
