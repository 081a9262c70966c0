"""Checking a sheet of figures: every row in memory, every fault at once, with a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from indicators.models import Entry, Indicator, Observation
from indicators.resources import Cell, ObservationResource
from indicators.rules import entry_errors
from portal.accounts.roles import Permission
from portal.periods.actions import unsaved_period
from portal.periods.models import Period
from portal.periods.rules import UnknownPeriod
from portal.units.models import AdminUnit
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import unit_key
from portal.workflow.models import Submission
from portal.workflow.rules import STATE_WORDS, WRITABLE, State

FIGURES = ("numerator", "denominator", "value", "as_reported")
WORDS = ("quality", "missing_reason", "source_text", "note")
CHUNK = 20_000


class CellFault(NamedTuple):
    """What is wrong with one cell, in the file's own coordinates; `column` is a field of the resource."""

    row: int | None
    column: str
    value: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class FigureRow:
    """A row that can be written. `status` is new, changed or unchanged beside what the portal holds."""

    number: int
    unit_id: int
    indicator_id: int
    period_code: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    as_reported: Decimal | None
    quality: str
    missing_reason: str
    source_text: str
    note: str
    status: str = "new"
    version: int = 0


@dataclass
class Checked:
    """The outcome of checking a sheet: rows to write, all faults, and remarks that refuse nothing."""

    rows: list[FigureRow] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    warnings: list[CellFault] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many rows have the status."""
        return sum(row.status == status for row in self.rows)


class _Stop(Exception):
    """A cell of the row cannot be used; the fault is already noted."""


@dataclass
class _Books:
    """Everything rows are compared with, read before the first row."""

    units: dict[str, list[AdminUnit]]
    indicators: dict[str, Indicator]
    periods: dict[str, Period]
    campaigns: frozenset[str]
    home: frozenset[int] | None


RawRow = tuple[int, Mapping[str, Cell]]


def check_rows(rows: Sequence[RawRow], *, by: Any) -> Checked:
    """Check every row; nothing is written. Eight queries, and one more for each 20,000 keys."""
    resource, books = ObservationResource(), _books(rows, by)
    reader = _Reader(resource, books)
    checked = reader.checked
    for number, cells in rows:
        try:
            checked.rows.append(reader.read(number, cells))
        except _Stop:
            continue
    _refuse_duplicates(checked)
    _compare(checked, books)
    checked.faults.sort()
    return checked


def _books(rows: Sequence[RawRow], by: Any) -> _Books:
    codes = {TEXT.clean(cells.get("unit_code")) for _, cells in rows}
    units: dict[str, list[AdminUnit]] = {}
    for unit in AdminUnit.objects.with_codes(codes):
        units.setdefault(unit.code, []).append(unit)
    periods = {period.code: period for period in Period.objects.all()}
    return _Books(
        units=units,
        indicators={row.code: row for row in Indicator.objects.all()},
        periods=periods,
        campaigns=frozenset(code for code, row in periods.items() if row.kind == Period.Kind.CAMPAIGN),
        home=None if by.may(Permission.IMPORT) else frozenset(by.home_unit_ids),
    )


TEXT = ObservationResource().fields["unit_code"].widget


class _Reader:
    """Reads rows one by one and remembers what a text meant, so that each distinct text is read once."""

    def __init__(self, resource: ObservationResource, books: _Books) -> None:
        self.resource, self.books, self.checked = resource, books, Checked()
        self.known_periods: dict[Any, Period] = {}

    def fault(self, number: int, column: str, value: Any, code: str, message: str, remedy: str = "") -> None:
        """Note a fault; a remedy that the message already holds is its last sentence."""
        if not remedy:
            head, _, tail = message.strip().rstrip(".").rpartition(". ")
            message, remedy = (f"{head}.", f"{tail}.") if head else (message, "Sửa ô này rồi nhập lại.")
        self.checked.faults.append(
            CellFault(number, column, "" if value is None else str(value), code, message, remedy)
        )

    def read(self, number: int, cells: Mapping[str, Cell]) -> FigureRow:
        """The row, or _Stop with all of its faults noted."""
        before = len(self.checked.faults)
        indicator = self._indicator(number, cells)
        period = self._period(number, cells)
        unit = self._unit(number, cells, period)
        figures = {name: self._figure(number, name, cells, indicator) for name in FIGURES}
        words = {name: self._cell(number, name, cells) for name in WORDS}
        if len(self.checked.faults) > before:
            raise _Stop
        self._whole(number, cells, indicator, figures, words)
        if len(self.checked.faults) > before:
            raise _Stop
        return FigureRow(number, unit.pk, indicator.pk, period.code, **figures, **words)

    def _cell(self, number: int, name: str, cells: Mapping[str, Cell], **context: Any) -> Any:
        value = cells.get(name)
        try:
            return self.resource.read_cell(name, value, **context)
        except ReadingError as error:
            self.fault(number, name, value, error.code, error.message)
            return None

    def _figure(self, number: int, name: str, cells: Mapping[str, Cell], indicator: Indicator | None) -> Any:
        if cells.get(name) in (None, ""):
            return None
        if indicator is None:
            return self._cell(number, name, cells)
        parts = name in ("numerator", "denominator")
        unit = indicator.parts_unit if parts else indicator.unit_of_measure
        return self._cell(number, name, cells, decimals=2 if parts and unit else indicator.precision, unit=unit)

    def _indicator(self, number: int, cells: Mapping[str, Cell]) -> Indicator | None:
        code = TEXT.clean(cells.get("indicator_code"))
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
        code = TEXT.clean(cells.get("unit_code"))
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
        name = TEXT.clean(cells.get("unit_name"))
        if not name or unit_key(name) in {unit_key(text) for text in (unit.name, *unit.aliases)}:
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
        if words["missing_reason"] and any(figures[name] is not None for name in FIGURES):
            message = "Dòng có số liệu mà vẫn ghi lý do chưa có số liệu."
            self.fault(
                number,
                "missing_reason",
                cells.get("missing_reason"),
                "figure_and_reason",
                message,
                "Giữ một trong hai.",
            )
        elif not words["missing_reason"] and numerator is None and denominator is None and value is None:
            message = "Dòng không có số liệu."
            self.fault(
                number, "value", "", "no_figure", message, "Nhập tử số và mẫu số, giá trị, hoặc lý do chưa có số liệu."
            )
        negative = indicator.kind == Indicator.Kind.RATE or bool(indicator.compares_id)
        for found in entry_errors(indicator.is_part_of_whole, numerator, denominator, value, may_be_negative=negative):
            self.fault(number, found.field, cells.get(found.field), found.code, found.message)
        if numerator is not None and value is not None:
            figures["as_reported"] = value if figures["as_reported"] is None else figures["as_reported"]
            figures["value"] = None


def _refuse_duplicates(checked: Checked) -> None:
    first: dict[tuple[int, int, str], int] = {}
    kept = []
    for row in checked.rows:
        key = (row.unit_id, row.indicator_id, row.period_code)
        if key in first:
            message = f"Trùng đơn vị, chỉ tiêu và kỳ với dòng {first[key]}."
            checked.faults.append(
                CellFault(row.number, "unit_code", "", "duplicate_key", message, "Giữ một dòng, xóa dòng thừa.")
            )
        else:
            first[key] = row.number
            kept.append(row)
    checked.rows = kept


def _compare(checked: Checked, books: _Books) -> None:
    """Say of each row whether it is new, changed or unchanged, and refuse reports that are not open."""
    units = {row.unit_id for row in checked.rows}
    codes = {row.period_code for row in checked.rows}
    periods = {books.periods[code].pk: code for code in codes if code in books.periods}
    closed = {
        (report.unit_id, report.period.code): report
        for report in Submission.objects.of_units_and_periods(units, list(periods))
        if State(report.state) not in WRITABLE
    }
    in_force = _by_place(Observation.objects.in_force(), units, periods)
    entries = _by_place(Entry.objects.pending(), units, periods)
    versions = _by_place(Entry.objects.all(), units, periods, ("version",))
    kept = []
    for row in checked.rows:
        place = (row.unit_id, row.indicator_id, row.period_code)
        now = entries.get(place) or in_force.get(place)
        status = "new" if now is None else "unchanged" if _same(row, now) else "changed"
        report = closed.get((row.unit_id, row.period_code))
        if report and status != "unchanged":
            checked.faults.append(_closed(row, report))
            continue
        kept.append(replace(row, status=status, version=versions.get(place, (0,))[0]))
    checked.rows = kept


COMPARED = ("numerator", "denominator", "value", "missing_reason", "quality", "as_reported")


def _by_place(
    rows: Any, units: Iterable[int], periods: Mapping[int, str], names: tuple[str, ...] = COMPARED
) -> dict[tuple[int, int, str], tuple[Any, ...]]:
    found = rows.at_places(units, list(periods)).values_list(
        "series__unit_id", "series__indicator_id", "period_id", *names
    )
    return {(unit, indicator, periods[period]): tuple(rest) for unit, indicator, period, *rest in found}


def _same(row: FigureRow, now: tuple[Any, ...]) -> bool:
    *content, reported = now
    same = [row.numerator, row.denominator, row.value, row.missing_reason, row.quality] == content
    return same and (row.as_reported is None or row.as_reported == reported)


def _closed(row: FigureRow, report: Submission) -> CellFault:
    words = STATE_WORDS[State(report.state)]
    message = f"Báo cáo “{report}” đang ở trạng thái “{words}” nên không nhận số liệu mới."
    return CellFault(row.number, "period", row.period_code, "report_not_open", message, "Đề nghị mở lại báo cáo.")
