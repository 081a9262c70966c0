"""Reading rows of a sheet one by one: what each cell means, and every fault with its remedy."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from indicators.models import Indicator
from indicators.rules import entry_errors
from indicators.sheets.rows import FIGURES, RESOURCE, WORDS, FigureRow, RawRow, written
from portal.accounts.roles import Permission
from portal.periods.actions import unsaved_period
from portal.periods.models import Period
from portal.periods.rules import UnknownPeriod
from portal.units.columns import Cell
from portal.units.models import AdminUnit
from portal.units.registers import CellFault, Checked
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import unit_key
from portal.vietnamese.numbers import AmbiguousNumber

TEXT = RESOURCE.fields["unit_code"].widget
# The same few codes and names stand on every row; typed, because 1 and True are one key otherwise.
_text = lru_cache(maxsize=10_000, typed=True)(TEXT.clean)
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-ZĐ])")
_LEVEL = re.compile(r"(?:tinh|huyen|thi xa|thanh pho|thi tran|xa|phuong|dac khu) (?=.)")


@dataclass
class Books:
    """Everything rows are compared with, read before the first row. `home` is None for those who import any unit."""

    units: dict[str, list[AdminUnit]]
    indicators: dict[str, Indicator]
    periods: dict[str, Period]
    campaigns: frozenset[str]
    home: frozenset[int] | None


def read_books(rows: Sequence[RawRow], by: Any) -> Books:
    """What the rows name. At most four queries."""
    codes = {_text(cells.get("unit_code")) for _, cells in rows}
    units: dict[str, list[AdminUnit]] = {}
    for unit in AdminUnit.objects.with_codes(codes):
        units.setdefault(unit.code, []).append(unit)
    periods = {period.code: period for period in Period.objects.all()}
    return Books(
        units=units,
        indicators={row.code: row for row in Indicator.objects.all()},
        periods=periods,
        campaigns=frozenset(code for code, row in periods.items() if row.kind == Period.Kind.CAMPAIGN),
        home=None if by.may(Permission.IMPORT) else frozenset(by.home_unit_ids),
    )


class Reader:
    """Reads rows one by one; remembers which periods, names and places came before."""

    def __init__(self, books: Books) -> None:
        self.books, self.checked = books, Checked()
        self.known_periods: dict[Any, Period] = {}
        self.known_words: dict[tuple[str, type, Cell], str] = {}
        self.known_names: set[tuple[int, str]] = set()
        self.first_rows: dict[tuple[int, int, str], int] = {}

    def fault(self, number: int, column: str, value: Any, code: str, message: str, remedy: str = "") -> None:
        """Note a fault; without a remedy of its own the message's last sentence is one."""
        if not remedy:
            *said, last = _SENTENCE_END.split(message.strip())
            message, remedy = (" ".join(said), last) if said else (message, "Sửa ô này rồi nhập lại.")
        remedy = remedy.replace("Ví dụ:", "Viết như:", 1)
        self.checked.faults.append(CellFault(number, column, written(value), code, message, remedy))

    def read(self, number: int, cells: Mapping[str, Cell]) -> FigureRow | None:
        """The row, or None with all of its faults noted."""
        before = len(self.checked.faults)
        indicator = self._indicator(number, cells)
        period = self._period(number, cells)
        unit = self._unit(number, cells, period)
        if indicator and period and unit:
            self._refuse_duplicate(number, cells, (unit.pk, indicator.pk, period.code))
        figures = {name: self._figure(number, name, cells, indicator) for name in FIGURES}
        words = {name: self._word(number, name, cells) for name in WORDS}
        if len(self.checked.faults) == before:
            self._whole(number, cells, indicator, figures, words)
        if len(self.checked.faults) > before:
            return None
        return FigureRow(number, unit.pk, indicator.pk, period.code, **figures, **words)

    def _refuse_duplicate(self, number: int, cells: Mapping[str, Cell], place: tuple[int, int, str]) -> None:
        first = self.first_rows.setdefault(place, number)
        if first != number:
            message = f"Trùng đơn vị, chỉ tiêu và kỳ với dòng {first}."
            code = cells.get("unit_code")
            self.fault(number, "unit_code", code, "duplicate_key", message, "Giữ một dòng, xóa dòng thừa.")

    def _cell(self, number: int, name: str, cells: Mapping[str, Cell], **context: Any) -> Any:
        value = cells.get(name)
        try:
            return RESOURCE.read_cell(name, value, **context)
        except AmbiguousNumber as error:
            thousands, decimals = (text.replace(".", "") for text in error.written)
            message, _, _ = error.message.rpartition(". ")
            self.fault(number, name, value, error.code, f"{message}.", f"Gõ lại là {thousands} hoặc {decimals}.")
        except ReadingError as error:
            self.fault(number, name, value, error.code, error.message)
        return None

    def _word(self, number: int, name: str, cells: Mapping[str, Cell]) -> str | None:
        """A cell whose meaning does not depend on its row: read once for all rows that say the same."""
        value = cells.get(name)
        key = (name, type(value), value)
        if key not in self.known_words:
            word = self._cell(number, name, cells)
            if word is None:
                return None
            self.known_words[key] = word
        return self.known_words[key]

    def _figure(self, number: int, name: str, cells: Mapping[str, Cell], indicator: Indicator | None) -> Any:
        if cells.get(name) in (None, ""):
            return None
        if indicator is None:
            return self._cell(number, name, cells)
        parts = name in ("numerator", "denominator")
        unit = indicator.parts_unit if parts else indicator.unit_of_measure
        return self._cell(number, name, cells, decimals=2 if parts and unit else indicator.precision, unit=unit)

    def _indicator(self, number: int, cells: Mapping[str, Cell]) -> Indicator | None:
        code = _text(cells.get("indicator_code"))
        found = self.books.indicators.get(code)
        if not code:
            self.fault(
                number, "indicator_code", "", "empty_key", "Thiếu mã chỉ tiêu.", "Ghi mã như trong danh mục chỉ tiêu."
            )
        elif found is None:
            message = f"Không có chỉ tiêu nào mang mã {quoted(code)}."
            self.fault(number, "indicator_code", code, "unknown_indicator", message, "Dùng mã trong danh mục chỉ tiêu.")
        return found

    def _period(self, number: int, cells: Mapping[str, Cell]) -> Period | None:
        value = cells.get("period")
        if value in self.known_periods:
            return self.known_periods[value]
        code = self._cell(number, "period", cells, campaigns=self.books.campaigns)
        if code is None:
            return None
        period = self.books.periods.get(code)
        if period is None:
            try:
                period = unsaved_period(code)
            except UnknownPeriod as error:
                self.fault(number, "period", value, "unknown_period", str(error))
                return None
        if period.is_closed:
            message = f"Kỳ “{period}” đã khóa, không nhận thêm số liệu."
            self.fault(number, "period", value, "closed_period", message, "Đề nghị mở lại kỳ trước khi nhập.")
            return None
        self.known_periods[value] = period
        return period

    def _unit(self, number: int, cells: Mapping[str, Cell], period: Period | None) -> AdminUnit | None:
        code = _text(cells.get("unit_code"))
        if not code:
            self.fault(number, "unit_code", "", "empty_key", "Thiếu mã đơn vị.", "Ghi mã đơn vị hành chính.")
            return None
        candidates = self.books.units.get(code, [])
        if not candidates:
            message = f"Không có đơn vị nào mang mã {quoted(code)}."
            self.fault(number, "unit_code", code, "unknown_unit", message, "Dùng mã trong danh mục đơn vị.")
            return None
        unit = self._on_its_day(number, code, candidates, period)
        return unit if unit is None or self._matches(number, cells, unit) else None

    def _on_its_day(
        self, number: int, code: str, candidates: list[AdminUnit], period: Period | None
    ) -> AdminUnit | None:
        if period is None:
            return candidates[-1]
        day = period.as_of_on
        unit = next((row for row in candidates if row.is_valid_on(day)), None)
        if unit is None and period.kind == Period.Kind.SPAN:
            # a span of years may outlive a unit: the term 2021–2025 of a district that ended in June 2025
            unit = next(
                (row for row in reversed(candidates) if row.valid_from <= day and row.valid_to > period.starts_on), None
            )
        if unit is None:
            listed = "; ".join(row.titled for row in candidates)
            message = (
                f"Mã {code} không phải đơn vị đang hoạt động vào ngày {day.day}/{day.month}/{day.year} ({listed})."
            )
            self.fault(number, "unit_code", code, "unit_not_valid", message, "Kiểm tra mã đơn vị và kỳ.")
            return None
        if self.books.home is not None and unit.pk not in self.books.home:
            message = f"Tài khoản này không được nhập số liệu của {unit}."
            self.fault(number, "unit_code", code, "foreign_unit", message, "Chỉ giữ các dòng của đơn vị mình.")
            return None
        return unit

    def _matches(self, number: int, cells: Mapping[str, Cell], unit: AdminUnit) -> bool:
        """A code of one unit beside the name of another is refused, naming both: which one is meant is a guess."""
        name = _text(cells.get("unit_name"))
        if not name or (unit.pk, name) in self.known_names:
            return True
        known = {unit_key(text) for text in (unit.name, *unit.aliases)}
        # "Đắk Song" beside the code of Huyện Đắk Song says nothing else than the code
        if unit_key(name) in known | {_LEVEL.sub("", key, count=1) for key in known}:
            self.known_names.add((unit.pk, name))
            return True
        message = f"Mã {unit.code} là {unit}, nhưng tên ghi là {quoted(name)}."
        self.fault(number, "unit_name", name, "code_and_name_differ", message, "Sửa mã hoặc tên cho khớp nhau.")
        return False

    def _whole(
        self,
        number: int,
        cells: Mapping[str, Cell],
        indicator: Indicator,
        figures: dict[str, Any],
        words: dict[str, Any],
    ) -> None:
        """What concerns the row as a whole; a ratio with both parts keeps its typed value as the reported one."""
        numerator, denominator, value = (figures[name] for name in FIGURES[:3])
        reason = words["missing_reason"]
        if reason and any(figures[name] is not None for name in FIGURES):
            message = "Dòng có số liệu mà vẫn ghi lý do chưa có số liệu."
            cell = cells.get("missing_reason")
            self.fault(number, "missing_reason", cell, "figure_and_reason", message, "Giữ một trong hai.")
        elif not reason and numerator is None and denominator is None and value is None:
            column = next((name for name in ("value", "numerator", "missing_reason") if name in cells), "value")
            remedy = "Nhập tử số và mẫu số, giá trị, hoặc lý do chưa có số liệu."
            self.fault(number, column, "", "no_figure", "Dòng không có số liệu.", remedy)
        negative = indicator.kind == Indicator.Kind.RATE or bool(indicator.compares_id)
        for found in entry_errors(indicator.is_part_of_whole, numerator, denominator, value, may_be_negative=negative):
            self.fault(number, found.field, cells.get(found.field), found.code, found.message)
        if numerator is not None and value is not None:
            figures["as_reported"] = value if figures["as_reported"] is None else figures["as_reported"]
            figures["value"] = None
