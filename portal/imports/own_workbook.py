"""The workbook of one report: a clerk takes it along, fills it in offline and hands it in; rows land as drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from indicators.entry_page import EntryRow, entry_rows
from indicators.models import Observation
from portal.imports.actions import confirm, keep_read
from portal.imports.catalogue import kind_of
from portal.imports.models import ImportBatch
from portal.imports.offices.words import period_of
from portal.imports.places import spans
from portal.imports.preflight import FileFacts, inspect
from portal.imports.reader import SheetRows, heads_of, read_rows
from portal.imports.refusals import refusal
from portal.imports.writers import Drawer, write_template
from portal.workflow.models import Submission

STAMP_SHEET, STAMP, VERSION = "_meta", "bieu-cua-toi", "1"
KIND = "observations"
# What stands beside the code for people to read; nothing of it is read back.
BESIDE = ("Tên chỉ tiêu", "ĐVT", "Kỳ trước")
_FIGURES = ("Tử số", "Mẫu số", "Giá trị", "Giá trị theo báo cáo", "Lý do chưa có số liệu")


def own_file(report: Submission, user: Any) -> bytes:
    """The .xlsx of a report: its indicators with the figures that stand there now, the period before beside them."""
    kind = kind_of(KIND)
    columns = list(kind.columns.values())
    headers = [*(column.column_name for column in columns), *BESIDE]
    places = {name: place for place, name in enumerate(kind.columns, start=1)}
    texts = {place for name, place in places.items() if name not in kind.numbers}
    # the unit and period of the file are fixed, so only words are offered
    offered = [one for one in kind.lists() if one.column in ("quality", "missing_reason", "indicator_code")]
    drawers = [Drawer(places[one.column], one.headers, one.rows, one.is_closed) for one in offered]
    rows = _rows(report, entry_rows(report, user), columns)
    stamp = (STAMP, VERSION, report.unit.code, report.period.code)
    return write_template(headers, rows, texts, drawers, title=kind.label, stamp=(STAMP_SHEET, stamp))


def _rows(report: Submission, rows: Sequence[EntryRow], columns: Sequence[Any]) -> Iterator[list[Any]]:
    for row in rows:
        if not row.is_writable:
            continue
        shown = row.shows or Observation(series=row.series, period=report.period)
        row.series.unit, shown.series, shown.period = report.unit, row.series, report.period
        own = [column.widget.render(column.get_value(shown)) for column in columns]
        before = row.before
        yield [*own, row.indicator.name, row.indicator.unit_of_measure, getattr(before, "text", "") or ""]


def take_in(path: Path, name: str, report: Submission, *, by: Any, reason: str = "") -> ImportBatch:
    """Read a filled workbook and write its rows as drafts of the report; with a fault nothing is written.

    Raises FileRefused for a file of another report, NotConfirmed when the rows cannot be written.
    """
    kind, facts = kind_of(KIND), inspect(path, name)
    _refuse_stamp(path, facts, report)
    read = read_rows(path, facts, kind.layout)
    _refuse_other_period(name, read, report)
    filled = [(number, cells) for number, cells in read.rows if _is_filled(cells)]
    notices = tuple(one for one in read.notices if not all(text in one for text in BESIDE))
    batch = keep_read(kind, facts, replace(read, rows=filled, notices=notices), by=by)
    if batch.state != ImportBatch.State.CHECKED:
        return batch
    return confirm(batch, token=batch.token, by=by, reason=reason)


def _is_filled(cells: dict[str, Any]) -> bool:
    return any(name in cells and not cells[name].is_empty for name in _FIGURES)


def _refuse_stamp(path: Path, facts: FileFacts, report: Submission) -> None:
    """A file that was made for another report or by another version says so itself."""
    sheet = next((one for one in facts.sheets if one.name == STAMP_SHEET and one.rows), None)
    if sheet is None:
        return
    rows = heads_of(path, facts, [sheet])[STAMP_SHEET]
    said = tuple(cell.text for cell in rows[0][1]) if rows else ()
    if said[:2] != (STAMP, VERSION):
        raise refusal("old_template", name=facts.name)
    if said[2:4] != (report.unit.code, report.period.code):
        raise refusal("other_report", name=facts.name, unit=said[2], period=said[3])


def _refuse_other_period(name: str, read: SheetRows, report: Submission) -> None:
    code = report.period.code
    rows = [
        int(number)
        for number, cells in read.rows
        if cells["Kỳ"].text not in ("", code) and period_of(cells["Kỳ"].text) != code
    ]
    if rows:
        raise refusal("other_period", name=name, rows=spans(rows), period=report.period)
