"""What a reader must know beside a figure: the source's own remarks, what differs when computed again, questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from indicators.lines import Line
from indicators.models import Comparison, Provenance
from indicators.rules import DifferenceKind, half_up
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
    """Remarks by series. Two queries, none where no line has a figure of its own."""
    found = list(lines)
    figures = {line.figure.observation_id: line for line in found if line.figure and line.figure.observation_id}
    sources = _sources(figures)
    checks = _checks({provenance: figures[figure].series_id for figure, (provenance, _) in sources.items()})
    return {
        line.series_id: _remarks(
            line,
            on,
            sources.get(line.figure.observation_id, (0, ""))[1] if line.figure else "",
            checks.get(line.series_id, ()),
        )
        for line in found
    }


@dataclass(frozen=True)
class Check:
    """A computation that a figure goes into or is checked by."""

    operation: str
    computed: Decimal
    is_checked: bool
    note: str
    question: str


def _sources(observation_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    ids = list(observation_ids)
    if not ids:
        return {}
    rows = Provenance.objects.filter(observation__in=ids).values_list("observation_id", "id", "remark")
    return {observation: (pk, remark) for observation, pk, remark in rows}


def _checks(series_of: dict[int, int]) -> dict[int, list[Check]]:
    """Checks by series: those of the figure itself, and those that say it goes into no comparison."""
    if not series_of:
        return {}
    touching = Q(reported__in=series_of) | Q(inputs__figure__in=series_of, is_comparable=False)
    rows = Comparison.objects.filter(touching).values_list(
        "operation", "computed", "note", "question", "reported_id", "inputs__figure", "is_comparable", "source_key"
    )
    found: dict[int, dict[str, Check]] = {}
    for operation, computed, note, question, reported, operand, comparable, key in rows:
        if reported in series_of:
            check = Check(operation, computed, True, note, question)
            found.setdefault(series_of[reported], {})[key] = check
        if comparable is False and operand in series_of:
            check = Check(operation, computed, False, note, "")
            found.setdefault(series_of[operand], {}).setdefault(key, check)
    return {series: list(checks.values()) for series, checks in found.items()}


def _remarks(line: Line, on: date, remark: str, checks: Sequence[Check]) -> Remarks:
    growth = next((c.computed for c in checks if c.is_checked and c.operation == Comparison.Operation.CAGR_PCT), None)
    warned = [check.question if check.is_checked else check.note for check in checks]
    warnings = tuple(dict.fromkeys(one for one in (*warned, _question(line)) if one))
    notes = [remark, *(check.note for check in checks), *line.notes, *_own_notes(line, on)]
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


def resolutions_by_series(lines: Iterable[Line]) -> dict[int, list[int]]:
    """Ids of the resolutions in whose review the figure of a series stands, by series. One query."""
    series_of = {line.figure.observation_id: line.series_id for line in lines if line.figure}
    found: dict[int, list[int]] = {}
    rows = Provenance.objects.filter(observation__in=[pk for pk in series_of if pk], resolutions__isnull=False)
    for observation, document in rows.values_list("observation_id", "resolutions").order_by("resolutions"):
        found.setdefault(series_of[observation], []).append(document)
    return found
