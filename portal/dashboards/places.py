"""Where a unit stands among the others on a day, and which province a person's dashboard opens with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from portal.units.models import AdminUnit, Ancestry, Placement, UnitSuccession


@dataclass(frozen=True)
class Places:
    """A unit on the day of its tree: those above it from the top, those beside it and those directly below it."""

    unit: AdminUnit
    day: date
    above: tuple[AdminUnit, ...]
    beside: tuple[AdminUnit, ...]
    below: tuple[AdminUnit, ...]

    @property
    def unit_ids(self) -> list[int]:
        """The unit and those directly below it."""
        return [self.unit.pk, *(child.pk for child in self.below)]


@dataclass(frozen=True)
class Arrangement:
    """What became of a unit that ended: the units named, "toàn bộ" or "một phần" of its ground."""

    on: date
    words: str
    basis: str
    units: tuple[AdminUnit, ...]


def places_of(unit: AdminUnit, on: date) -> Places:
    """The unit in the tree of the day, or of its last or first day where it did not exist. One query."""
    day = _day_within(unit, on)
    placed = Placement.objects.filter(valid_from__lte=day, valid_to__gt=day)
    over = Subquery(placed.filter(unit=unit).values("parent")[:1])
    found = (
        AdminUnit.objects.annotate(parent=Subquery(placed.filter(unit=OuterRef("pk")).values("parent")[:1]))
        .filter(
            Q(Exists(Ancestry.objects.valid_on(day).filter(ancestor=OuterRef("pk"), descendant=unit)))
            | Q(Exists(placed.filter(unit=OuterRef("pk"), parent=unit)))
            | Q(Exists(placed.filter(unit=OuterRef("pk"), parent=over)))
        )
        .in_reading_order()
    )
    return _arranged(unit, day, {one.pk: one for one in found})


def _day_within(unit: AdminUnit, on: date) -> date:
    if unit.is_valid_on(on):
        return on
    return unit.valid_from if on < unit.valid_from else unit.last_day or on


def _arranged(unit: AdminUnit, day: date, found: Mapping[int, Any]) -> Places:
    above: list[AdminUnit] = []
    parent = found[unit.pk].parent if unit.pk in found else None
    own_parent = parent
    while parent in found:
        above.insert(0, found[parent])
        parent = found[parent].parent
    return Places(
        unit=unit,
        day=day,
        above=tuple(above),
        beside=tuple(one for one in found.values() if own_parent and one.parent == own_parent),
        below=tuple(one for one in found.values() if one.parent == unit.pk),
    )


def unit_with_home(slug: str, user: Any) -> AdminUnit | None:
    """The unit of an address; the same query brings the person's own unit, which the frame of the page names."""
    rows = list(AdminUnit.objects.visible_to(user).filter(Q(slug=slug) | Q(pk=user.unit_id)))
    remember_home(rows, user)
    return next((one for one in rows if one.slug == slug), None)


def remember_home(units: Iterable[AdminUnit], user: Any) -> None:
    """Spare the frame of the page the query for the person's own unit."""
    for one in units:
        if one.pk == user.unit_id:
            user.unit = one


def province_of(user: Any, on: date) -> AdminUnit | None:
    """The top unit of the day: the one over the person's unit, its heirs or forebears, else with most indicators.

    One query.
    """
    home = user.unit_id
    own = Q(descendant=home) | Q(descendant__origins__predecessor=home) | Q(descendant__successions__successor=home)
    below = Ancestry.objects.valid_on(on).filter(own, ancestor=OuterRef("pk")) if home else Ancestry.objects.none()
    roots = AdminUnit.objects.visible_to(user).roots(on).annotate(is_own=Exists(below), size=Count("series"))
    return roots.order_by("-is_own", "-size", "code").first()


def arrangements_of(unit: AdminUnit, on: date) -> tuple[Arrangement, ...]:
    """What the unit became by the day, none while it exists. At most three queries."""
    if unit.valid_to > on:
        return ()
    rows = UnitSuccession.objects.of_predecessor(unit)
    return tuple(found for row in rows for found in _arrangements(row))


def origins_of(unit: AdminUnit) -> tuple[AdminUnit, ...]:
    """The units that the unit took over. One query, none for a unit whose beginning nobody researched."""
    if unit.first_day is None:
        return ()
    return tuple(row.predecessor for row in UnitSuccession.objects.of_successor(unit))


def _arrangements(row: UnitSuccession) -> Iterable[Arrangement]:
    basis = row.legal_basis
    if row.successor:
        yield Arrangement(row.effective_on, row.get_kind_display(), basis, (row.successor,))
        return
    heirs = sorted(row.heirs.all(), key=lambda heir: heir.unit.sort_text)
    for wholly, words in ((True, "trên địa bàn cũ nay có"), (False, "có một phần địa bàn cũ")):
        units = tuple(heir.unit for heir in heirs if heir.wholly is wholly)
        if units:
            yield Arrangement(row.effective_on, words, basis, units)
