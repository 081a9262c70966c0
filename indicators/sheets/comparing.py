"""Rows of a sheet beside what the portal holds: new, changed or unchanged, and whether they may be written at all."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from indicators.models import Entry, Observation, Series
from indicators.sheets.reading import Books
from indicators.sheets.rows import COMPARED, FigureRow
from portal.accounts.roles import Permission
from portal.units.registers import CellFault, Checked
from portal.workflow.models import Submission
from portal.workflow.rules import STATE_WORDS, WRITABLE, State

Place = tuple[int, int, str]


def compare(checked: Checked, books: Books, *, by: Any) -> None:
    """Say of each row whether it is new, changed or unchanged, and refuse those nobody waits for. Five queries."""
    units = {row.unit_id for row in checked.rows}
    codes = {row.period_code for row in checked.rows}
    periods = {books.periods[code].pk: code for code in codes if code in books.periods}
    closed = _closed_reports(units, list(periods))
    in_force = _by_place(Observation.objects.in_force(), units, periods)
    entries = _by_place(Entry.objects.pending(), units, periods)
    versions = _by_place(Entry.objects.all(), units, periods, ("version",))
    foreign = _foreign_owners(units, by)
    kept = []
    for row in checked.rows:
        before = entries.get(row.place) or in_force.get(row.place)
        status = "new" if before is None else "unchanged" if _same(row, before) else "changed"
        if status != "unchanged":
            report = closed.get((row.unit_id, row.period_code))
            owner = foreign.get((row.unit_id, row.indicator_id))
            faults = [*([_not_open(row, report)] if report else []), *([_not_yours(row, owner)] if owner else [])]
            checked.faults += faults
            if faults:
                continue
        kept.append(replace(row, status=status, version=versions.get(row.place, (0,))[0], before=before))
    checked.rows = kept


def _closed_reports(units: Iterable[int], periods: list[int]) -> dict[tuple[int, str], Submission]:
    reports = Submission.objects.of_units_and_periods(units, periods)
    return {(one.unit_id, one.period.code): one for one in reports if State(one.state) not in WRITABLE}


def _foreign_owners(units: Iterable[int], by: Any) -> dict[tuple[int, int], str]:
    """Series of the units that another agency answers for, with its name; administrators write them all."""
    if not by.agency_id or by.may(Permission.IMPORT):
        return {}
    owned = Series.objects.of_units(units).values_list("unit_id", "indicator_id", "owner_id", "owner__name")
    return {(unit, indicator): name for unit, indicator, owner, name in owned if owner not in (None, by.agency_id)}


def _by_place(
    rows: Any, units: Iterable[int], periods: Mapping[int, str], names: tuple[str, ...] = COMPARED
) -> dict[Place, tuple[Any, ...]]:
    found = rows.at_places(units, list(periods)).values_list(
        "series__unit_id", "series__indicator_id", "period_id", *names
    )
    return {(unit, indicator, periods[period]): tuple(rest) for unit, indicator, period, *rest in found}


def _same(row: FigureRow, before: tuple[Any, ...]) -> bool:
    *content, reported = row.now
    return content == list(before[:-1]) and (reported is None or reported == before[-1])


def _not_open(row: FigureRow, report: Submission) -> CellFault:
    words = STATE_WORDS[State(report.state)]
    message = f"Báo cáo “{report}” đang ở trạng thái “{words}” nên không nhận số liệu mới."
    remedy = "Đề nghị lãnh đạo đơn vị trả lại hoặc mở lại báo cáo, hoặc bỏ dòng này."
    return CellFault(row.number, "period", row.period_code, "report_not_open", message, remedy)


def _not_yours(row: FigureRow, owner: str) -> CellFault:
    message = f"Chỉ tiêu do {owner} phụ trách, cơ quan khác không nhập được."
    return CellFault(row.number, "indicator_code", "", "foreign_owner", message, "Bỏ dòng này khỏi tệp.")
