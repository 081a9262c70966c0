"""Keeping the figure of the period before: a figure of this period, confirmed by a person as unchanged."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indicators.actions import EntryChange, RowFault
from indicators.entry_page import EntryRow
from indicators.models import Figure, Indicator

# Stands in the figure's note, so that whoever reviews and whoever looks back can tell it from one entered anew.
UNCHANGED = "Không thay đổi, đã xác nhận"
FLOW = (
    "Chỉ tiêu này tính phần phát sinh trong kỳ nên không giữ nguyên số kỳ trước được. "
    "Nhập số của kỳ này, hoặc chọn “Không phát sinh”."
)
ROW, SECTION, ALL = "row", "section", "all"


def previous_figures(row: EntryRow) -> Any | None:
    """The figure of the last period before where it holds a number, else None."""
    before = row.previous
    return None if before is None or (before.value is None and before.numerator is None) else before


def why_not(row: EntryRow) -> str:
    """Why the row cannot take over the figure of the period before, "" when it can."""
    if not row.is_writable:
        return f"Chỉ tiêu do {row.series.owner} phụ trách, cơ quan khác không nhập được."
    if row.indicator.kind == Indicator.Kind.FLOW:
        return FLOW
    if row.pending or row.current:
        return "Kỳ này đã có số liệu, không giữ nguyên số kỳ trước nữa."
    return "" if previous_figures(row) else "Kỳ trước chưa có số liệu để giữ nguyên."


def keepable(row: EntryRow) -> bool:
    """Whether the row can take over the figure of the period before."""
    return not why_not(row)


@dataclass(frozen=True)
class Kept:
    """What a press of the button asks for: cells to write, what is refused, and flows that were passed over."""

    changes: tuple[EntryChange, ...] = ()
    faults: tuple[RowFault, ...] = ()
    flows: tuple[str, ...] = ()


def keep(rows: Iterable[EntryRow], which: str, submission_id: int) -> Kept:
    """The cells that "row:<code>", "section:<title>" or "all" asks for; one row is refused with the reason."""
    kind, _, name = which.partition(":")
    asked = [row for row in rows if _is_asked(row, kind, name)]
    refused = [(row, why_not(row)) for row in asked]
    faults = [RowFault(row.series.pk, "value", "not_kept", reason) for row, reason in refused if reason]
    return Kept(
        tuple(unchanged(row, submission_id) for row, reason in refused if not reason),
        tuple(faults) if kind == ROW else (),
        tuple(str(row.indicator) for row, reason in refused if reason == FLOW and _is_open(row)),
    )


def _is_asked(row: EntryRow, kind: str, name: str) -> bool:
    """A figure of another period that answers for this one is kept only where the very row is asked for."""
    if kind == ROW:
        return row.code == name
    return row.answered is None and (kind == ALL or (kind == SECTION and row.section == name))


def _is_open(row: EntryRow) -> bool:
    return row.pending is None and row.current is None


def unchanged(row: EntryRow, submission_id: int) -> EntryChange:
    """The figure of the period before as one of this period."""
    before = row.previous
    has_parts = before.numerator is not None
    return EntryChange(
        submission_id=submission_id,
        series_id=row.series.pk,
        numerator=before.numerator,
        denominator=before.denominator,
        value=None if has_parts else before.value,
        quality=before.quality or Figure.Quality.OFFICIAL,
        note=UNCHANGED,
        expected_version=row.version,
    )
