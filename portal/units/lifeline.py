"""The life line of a unit: what it came from, where it stood, what it became, each with its day and legal basis."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from portal.units.models import UNKNOWN_START, AdminUnit, Placement, UnitSuccession


@dataclass(frozen=True)
class Moment:
    """A day in the life of a unit; the day is None where nobody has researched it."""

    day: date | None
    text: str
    units: tuple[AdminUnit, ...]
    basis: str


def lifeline(
    unit: AdminUnit,
    origins: Iterable[UnitSuccession],
    successions: Iterable[UnitSuccession],
    places: Iterable[Placement],
) -> tuple[Moment, ...]:
    """All moments from the first to the last. No query for rows with their units."""
    moments = [
        *_begun(unit, list(origins)),
        *(Moment(_known(place.valid_from), "Trực thuộc", (place.parent,), "") for place in places),
        *_ended(list(successions)),
    ]
    return tuple(sorted(moments, key=lambda one: one.day or date.min))


def _begun(unit: AdminUnit, origins: list[UnitSuccession]) -> Iterator[Moment]:
    if not any(one.effective_on == unit.valid_from for one in origins):
        yield Moment(unit.first_day, "Bắt đầu hoạt động", (), unit.legal_basis)
    for (day, kind, basis), rows in _grouped(origins).items():
        yield Moment(day, f"Hình thành từ ({kind})", tuple(row.predecessor for row in rows), basis)


def _ended(successions: list[UnitSuccession]) -> Iterator[Moment]:
    for (day, kind, basis), rows in _grouped(successions).items():
        became = tuple(row.successor for row in rows if row.successor)
        yield Moment(day, f"Trở thành ({kind})" if became else kind.capitalize(), became, basis)


def _grouped(rows: list[UnitSuccession]) -> dict[tuple[date, str, str], list[UnitSuccession]]:
    found: dict[tuple[date, str, str], list[UnitSuccession]] = {}
    for row in rows:
        found.setdefault((row.effective_on, str(row.get_kind_display()), row.legal_basis), []).append(row)
    return found


def _known(day: date) -> date | None:
    return None if day == UNKNOWN_START else day
