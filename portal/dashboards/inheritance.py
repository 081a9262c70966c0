"""What a unit took over: from whom, since when, on which basis, and what of their figures can be seen in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indicators.lines import Line
from indicators.shown import with_unit
from indicators.today import TodaysFigure, in_todays_units
from portal.units.models import AdminUnit, UnitSuccession
from portal.vietnamese.numbers import write_number

TYPES = ("xã", "phường", "huyện", "tỉnh")


@dataclass(frozen=True)
class Inheritance:
    """The predecessors of a unit by a day, and what to say of them beside each indicator."""

    successions: tuple[UnitSuccession, ...] = ()
    notes: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def refs(self) -> list[str]:
        """Addresses of the predecessors in the order of their codes."""
        return [one.predecessor.slug for one in self.successions]

    def as_json(self) -> list[dict[str, Any]]:
        """The predecessors as a machine reads them."""
        return [
            {
                "unit": one.predecessor.slug,
                "name": one.predecessor.name,
                "kind": one.kind,
                "share": one.share,
                "effective_on": one.effective_on.isoformat(),
                "legal_basis": one.legal_basis,
            }
            for one in self.successions
        ]


def inheritance_of(unit: AdminUnit, lines: Sequence[Line], *, on: date, known_on: date | None) -> Inheritance:
    """What the unit took over by the day. One query for a unit that came from none, else thirteen at most."""
    found = tuple(UnitSuccession.objects.of_successor(unit).in_force_on(on).by_predecessor())
    if not found:
        return Inheritance()
    origin = origins_in_words(found)
    figures: dict[int, list[TodaysFigure]] = {}
    for one in in_todays_units(unit, on=on, today=on, known_on=known_on):
        if not one.is_own:
            figures.setdefault(one.indicator.pk, []).append(one)
    old = {one.predecessor_id for one in found}
    notes = {line.indicator.pk: tuple(_notes(origin, found, figures.get(line.indicator.pk, ()), old)) for line in lines}
    return Inheritance(found, notes)


def origins_in_words(successions: Iterable[UnitSuccession]) -> str:
    """ "Kế thừa từ Xã Đắk Môl và Xã Đắk Hòa (sáp nhập 1/7/2025, tỷ phần 1)"."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in successions:
        day = one.effective_on
        share = "chưa rõ tỷ phần" if one.share is None else f"tỷ phần {write_number(one.share.normalize() + 0)}"
        how = f"{one.get_kind_display()} {day.day}/{day.month}/{day.year}"
        groups.setdefault((how, share), []).append(one.predecessor.name)
    parts = [f"{_and(names)} ({how}, {share})" for (how, share), names in groups.items()]
    return f"Kế thừa từ {'; '.join(parts)}"


def _notes(
    origin: str, successions: Sequence[UnitSuccession], figures: Sequence[TodaysFigure], old: set[int]
) -> Iterable[str]:
    inherited = [one for one in figures if any(unit.pk in old or not one.reason for unit in one.sources)]
    if not inherited:
        yield f"{origin}; {_these([one.predecessor.name for one in successions])} chưa có số liệu"
    else:
        yield f"{origin}; {_latest(inherited[0])}"
    for one in figures:
        if one not in inherited:
            yield f"{one.sources[0].name}: {one.reason}"
            return


def _latest(one: TodaysFigure) -> str:
    if one.reason:
        return f"số liệu {one.period} {one.reason}"
    counted = f" ({one.reported}/{one.of} đơn vị báo cáo)" if one.of > 1 else ""
    return f"số gần nhất theo đơn vị hiện nay, {one.period}: {with_unit(one.exact, one.indicator)}{counted}"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def _these(names: Sequence[str]) -> str:
    types = {name.split()[0].lower() for name in names}
    word = types.pop() if len(types) == 1 else ""
    word = word if word in TYPES else "đơn vị"
    return f"{word} này" if len(names) == 1 else f"các {word} này"
