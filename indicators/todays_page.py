"""One series "theo đơn vị hiện nay": what its figures are in the units of today, or why they are nobody's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from indicators.models import Series
from indicators.shown import shown_figure
from indicators.today import TodaysFigure, in_todays_units
from portal.units.models import AdminUnit, UnitSuccession


@dataclass(frozen=True)
class TodaysRow:
    """A period of the table: the figure or the reason why there is none, and the units it came from."""

    period: str
    text: str
    parts: str
    sources: str
    is_converted: bool


@dataclass(frozen=True)
class TodaysUnit:
    """A unit of today with its rows; none where nothing was reported."""

    unit: AdminUnit
    rows: tuple[TodaysRow, ...]


def todays_units(series: Series, *, on: date, today: date) -> tuple[TodaysUnit, ...]:
    """The series' figures seen from each unit of today that stands for its unit. Some twelve queries a unit."""
    return tuple(
        TodaysUnit(unit, tuple(_rows(in_todays_units(unit, on=on, today=today, indicator_ids=[series.indicator_id]))))
        for unit in stands_for(series.unit, today)
    )


def stands_for(unit: AdminUnit, today: date) -> list[AdminUnit]:
    """The unit itself while it exists; else its successors, the units on its ground, and what became of those above."""
    if unit.is_valid_on(today):
        return [unit]
    last = unit.last_day or unit.valid_from
    found = [unit.pk, *AdminUnit.objects.above(unit, last).values_list("id", flat=True)]
    own, front = UnitSuccession.objects.rows_until(today), list(found)
    heirs = [row.heir for row in own if row.predecessor == unit.pk and row.heir is not None]
    for pk in front:  # grows while it is walked
        front += [row.successor for row in own if row.predecessor == pk and row.successor not in (None, *front)]
    units = AdminUnit.objects.in_bulk([*heirs, *front])
    return [units[pk] for pk in dict.fromkeys([*heirs, *front]) if units[pk].is_valid_on(today)]


def _rows(figures: Iterable[TodaysFigure]) -> Iterator[TodaysRow]:
    for one in figures:
        counted = f"{one.reported}/{one.of} đơn vị" if one.of > 1 else ""
        shown = shown_figure(one, one.indicator)
        yield TodaysRow(
            period=str(one.period),
            text=one.reason[:1].upper() + one.reason[1:] if one.reason else shown.text,
            parts=shown.parts if not one.reason else "",
            sources=", ".join(dict.fromkeys(unit.name for unit in one.sources)) + (f" ({counted})" if counted else ""),
            is_converted=not one.reason,
        )
