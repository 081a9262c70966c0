"""The tree of units on a day, as a page draws it; and what a unit was before it and became after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.history.models import Certainty
from portal.history.sources import Sentence, sentences
from portal.units.lifeline import Moment, lifeline
from portal.units.models import AdminUnit, Agency, UnitSuccession
from portal.units.rules import Nest, nested


@dataclass(frozen=True)
class UnitNode:
    """A unit in the tree, with the units below it."""

    unit: AdminUnit
    is_match: bool
    nodes: tuple["UnitNode", ...]


@dataclass(frozen=True)
class Fact:
    """A fact about a unit with the sentences that it was read from."""

    topic: str
    text: str
    sources: tuple[Sentence, ...]


@dataclass(frozen=True)
class Change:
    """What a unit came from or became: the other unit, how, on what basis, from which day."""

    other: AdminUnit | None
    how: str
    basis: str
    effective_on: date
    heirs: tuple[Any, ...]


@dataclass(frozen=True)
class UnitPage:
    """The life line of a unit. Seven queries beside the unit's own."""

    unit: AdminUnit
    day: date
    span: str
    facts: tuple[Fact, ...]
    life: tuple[Moment, ...]
    origins: tuple[Change, ...]
    successions: tuple[Change, ...]
    above: tuple[AdminUnit, ...]
    children: tuple[AdminUnit, ...]
    agencies: tuple[Agency, ...]


def unit_tree(day: date, *, matching: str = "", level: str = "") -> tuple[UnitNode, ...]:
    """Units of the day below each other; a search keeps what matches and the way to it. Two or three queries."""
    units = {unit.pk: unit for unit in AdminUnit.objects.valid_on(day).in_reading_order()}
    placed = AdminUnit.objects.placements_on(day)
    matches: Iterable[int] = units
    if matching or level:
        matches = AdminUnit.objects.valid_on(day).matching(matching).of_level(level).ids()
    kept = frozenset(matches)
    return _nodes(nested(list(units), placed, kept), units, kept if matching or level else frozenset())


def _nodes(nests: Iterable[Nest], units: Mapping[int, AdminUnit], matches: frozenset[int]) -> tuple[UnitNode, ...]:
    return tuple(
        UnitNode(units[nest.item], nest.item in matches, _nodes(nest.inside, units, matches)) for nest in nests
    )


def unit_page(unit: AdminUnit, today: date) -> UnitPage:
    """What the unit is or was: on the day asked for while it exists, else on its last day."""
    day = today if unit.is_valid_on(today) else (unit.last_day or unit.valid_from)
    changes = list(UnitSuccession.objects.touching(unit))
    origins = [one for one in changes if one.successor_id == unit.pk]
    successions = [one for one in changes if one.predecessor_id == unit.pk]
    return UnitPage(
        unit=unit,
        day=day,
        span=_span(unit),
        facts=tuple(Fact(fact.topic, fact.text, sentences(fact.sources)) for fact in unit.facts.all()),
        life=lifeline(unit, origins, successions, unit.placements.select_related("parent").order_by("valid_from")),
        origins=tuple(_change(one, one.predecessor) for one in origins),
        successions=tuple(_change(one, one.successor) for one in successions),
        above=tuple(AdminUnit.objects.above(unit, day)),
        children=tuple(AdminUnit.objects.children_of(unit, day).in_reading_order()),
        agencies=tuple(Agency.objects.of_unit(unit)),
    )


def _span(unit: AdminUnit) -> str:
    first, last = unit.first_day, unit.last_day
    begun = f"từ {first.day}/{first.month}/{first.year}" if first else "chưa tra cứu ngày thành lập"
    return f"{begun}, đến hết ngày {last.day}/{last.month}/{last.year}" if last else f"{begun}, đang hoạt động"


def _change(one: UnitSuccession, other: AdminUnit | None) -> Change:
    doubt = " (căn cứ suy ra từ nguồn)" if one.legal_basis_certainty == Certainty.INFERRED else ""
    is_past = one.successor_id is None
    heirs = tuple(one.heirs.all()) if is_past else ()
    return Change(other, one.get_kind_display(), f"{one.legal_basis}{doubt}", one.effective_on, heirs)
