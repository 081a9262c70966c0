"""What a reader must know beside a figure: the source's own remarks, what differs when computed again, questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.lines import Line
from indicators.models import Comparison
from indicators.rules import DifferenceKind, half_up
from indicators.rules.redefining import break_note
from indicators.rules.words import FIGURE_KINDS, QUALIFIERS
from portal.vietnamese.dates import write_date
from portal.vietnamese.numbers import write_number

GROWTH_PLACES = 2


@dataclass(frozen=True)
class Remarks:
    """Of one figure: warnings that must be seen, notes to read beside it, and a growth computed from levels.

    Warnings are questions to the reporting body, and that a figure must not be compared with others.
    """

    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    growth: Decimal | None = None

    @property
    def all(self) -> tuple[str, ...]:
        """Warnings first, then notes."""
        return self.warnings + self.notes


def remarks_of(lines: Iterable[Line], on: date) -> dict[int, Remarks]:
    """Remarks by series. No query."""
    return {line.series_id: _remarks(line, on) for line in lines}


def _remarks(line: Line, on: date) -> Remarks:
    checks = line.backing.checks if line.backing else ()
    growth = next((c.computed for c in checks if c.is_checked and c.operation == Comparison.Operation.CAGR_PCT), None)
    warned = [check.question if check.is_checked else check.note for check in checks]
    warnings = tuple(dict.fromkeys(one for one in (*warned, _question(line)) if one))
    said = (line.backing.remark, line.backing.approval.note) if line.backing else ("", "")
    notes = [said[0], *(check.note for check in checks), said[1], *_own_notes(line, on)]
    return Remarks(
        warnings=warnings,
        notes=tuple(dict.fromkeys(note for note in notes if note and note not in warnings)),
        growth=None if growth is None else half_up(growth, GROWTH_PLACES),
    )


def _own_notes(line: Line, on: date) -> Iterable[str]:
    figure = line.figure
    if figure is None:
        return
    if line.difference.kind == DifferenceKind.INFO:
        yield f"Báo cáo in {write_number(line.as_reported)}; hệ thống tính {write_number(line.shown)}"
    if figure.qualifier:
        yield f"Nguồn ghi “{QUALIFIERS.get(figure.qualifier, figure.qualifier)}”"
    if figure.quality and figure.quality != "official":
        yield f"Đây là {FIGURE_KINDS[figure.quality]}"
    if line.broken_on:
        yield break_note(line.broken_on).capitalize() + " với số liệu trước"
    if line.is_rolled_up:
        reported, of = line.parts or (0, 0)
        yield f"Hệ thống tổng hợp từ {reported}/{of} đơn vị cấp dưới có số liệu"
    if figure.as_of_on != on:
        yield f"Số liệu đến {write_date(figure.as_of_on)}"
    if line.approval and line.approval.is_partial:
        yield f"Kỳ chưa kết thúc, số liệu đến {write_date(figure.as_of_on)}"
    if line.target and line.target.note:
        yield line.target.note


def _question(line: Line) -> str:
    if line.difference.kind != DifferenceKind.QUESTION:
        return ""
    return (
        f"Báo cáo: {write_number(line.as_reported)}; tính từ tử số và mẫu số: {write_number(line.shown)}. "
        "Đề nghị đơn vị báo cáo làm rõ."
    )
