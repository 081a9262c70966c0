"""Putting figures in force: from an approval, from a report, or made up for a demonstration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from indicators import bulk, derive
from indicators.judging import stored
from indicators.models import Observation, Reading, Series, Standing
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Event, Via

FIGURE_FIELDS = (
    "series", "period", "numerator", "denominator", "value", "as_reported", "qualifier", "quality", "missing_reason",
    "source_text", "note", "reason", "as_of_on", "known_on", "is_partial",
)  # fmt: skip
# A row is changed when one of these differs; the day it became known or the reason alone changes nothing.
CONTENT = (
    "numerator", "denominator", "value", "as_reported", "qualifier", "quality", "missing_reason", "source_text", "note",
    "status",
)  # fmt: skip


@dataclass(frozen=True)
class ReportedFigure:
    """A figure as a report prints it. A ratio with both parts has no `value`; `as_reported` is the printed number."""

    series_id: int
    period_id: int
    as_of_on: date
    known_on: date
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    as_reported: Decimal | None = None
    qualifier: str = ""
    quality: str = "official"
    missing_reason: str = ""
    note: str = ""
    source_text: str = ""
    is_partial: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a bulk action did, in rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def _row(figure: ReportedFigure) -> tuple[Any, ...]:
    return (
        figure.series_id, figure.period_id, figure.numerator, figure.denominator, figure.value, figure.as_reported,
        figure.qualifier, figure.quality, figure.missing_reason, figure.source_text, figure.note, "",
        figure.as_of_on, figure.known_on, figure.is_partial,
    )  # fmt: skip


class Written(NamedTuple):
    """A figure as it now stands in the table; `values` are those that the digest of its event covers."""

    id: int
    series_id: int
    period_id: int
    version: int
    values: list[str]


def put_in_force(rows: Sequence[Sequence[Any]], constants: dict[str, Any]) -> list[Written]:
    """Write observation rows of FIGURE_FIELDS, sorted by key; returns those that changed.

    The first step of a publishing action: the write lock comes after it.
    """
    ordered = sorted(rows, key=lambda row: row[:2])
    written = bulk.upsert(
        Observation,
        FIGURE_FIELDS,
        ordered,
        key=("series", "period"),
        compare=CONTENT,
        constants={"status": Observation.Status.IN_FORCE, "version": 1, "is_simulated": False, **constants},
        version="count",
        returning=("version",),
    )
    by_key = {tuple(row[:2]): row for row in ordered}
    return [Written(*row, _values(by_key[row[1], row[2]], row[3])) for row in sorted(written)]


def _values(row: Sequence[Any], version: int) -> list[str]:
    numbers = (stored(number) for number in row[2:6])
    return [str(value) for value in (*row[:2], *numbers, *row[6:11], Observation.Status.IN_FORCE, version)]


def follow_up(written: Sequence[Written], event: Draft, *, at: datetime, by: Any, reason: str) -> Event:
    """The steps under the lock: history of the observations, readings, standings, and the event."""
    bulk.write_history(Observation, [row.id for row in written], at=at, by=by, reason=reason)
    derive.refresh(((row.series_id, row.period_id) for row in written), on=timezone.localdate(at))
    event.rows = event.rows or len(written)
    event.values = event.values or [row.values for row in written]
    return write_event(event, at=at)


def _record(
    figures: Iterable[ReportedFigure], *, via: str, verb: str, reason: str, simulated: bool, people: dict[str, Any]
) -> Outcome:
    rows = [_row(figure) for figure in figures]
    with transaction.atomic():
        event = Draft(verb=verb, subject_type="indicators.Observation", via=via, reason=reason)
        written = put_in_force(rows, {"via": via, "event_id": event.id, "is_simulated": simulated, **people})
        if written:
            follow_up(written, event, at=take_write_lock(), by=None, reason=reason)
    new = sum(row.version == 1 for row in written)
    return Outcome(new, len(written) - new, len(rows) - len(written))


def record_reported(figures: Iterable[ReportedFigure], *, reason: str) -> Outcome:
    """Put figures of a report in force; maker and approver stay empty, they are those of the report."""
    return _record(
        figures, via=Via.REPORT, verb="load_report", reason=reason, simulated=False,
        people={"entered_by": None, "approved_by": None, "approved_at": None},
    )  # fmt: skip


def record_simulated(figures: Iterable[ReportedFigure]) -> Outcome:
    """Put made-up figures in force, marked as such for ever; a series with real figures is refused."""
    figures = list(figures)
    real = Observation.objects.filter(series__in={f.series_id for f in figures}, is_simulated=False)
    if real.exists():
        raise ValueError("Không trộn số liệu giả lập vào chuỗi đã có số liệu thật.")
    return _record(
        figures, via=Via.REPORT, verb="simulate", reason="Số liệu giả lập", simulated=True,
        people={"entered_by": None, "approved_by": None, "approved_at": None},
    )  # fmt: skip


def remove_simulated() -> int:
    """Take every made-up figure out again, with what was derived from it; returns how many there were.

    The one place that deletes observations: nobody signed these.
    """
    with transaction.atomic():
        keys = list(Observation.objects.simulated().order_by("series", "period").values_list("series_id", "period_id"))
        if not keys:
            return 0
        made_up = list(Reading.objects.filter(is_simulated=True).values_list("series_id", "period_id"))
        Observation.history.model.objects.filter(is_simulated=True).delete()
        Observation.objects.simulated().delete()
        at = take_write_lock()
        derive.refresh(keys, on=timezone.localdate(at))
        _drop_emptied([*made_up, *keys])
        event = Draft(verb="remove_simulated", subject_type="indicators.Observation", via=Via.COMMAND, rows=len(keys))
        write_event(event, at=at)
    return len(keys)


def _drop_emptied(keys: Sequence[tuple[int, int]]) -> None:
    """Readings that only made-up figures had filled, and series that nothing real hangs on or leads to."""
    series, periods = {series for series, _ in keys}, {period for _, period in keys}
    Reading.objects.filter(series__in=series, period__in=periods, parts_reported=0).delete()
    held = {row[0] for row in derive.above(Observation.objects.in_force().keys())}
    unused = Series.objects.among(series - held).unused()
    Standing.objects.filter(series__in=unused).delete()
    unused.delete()
