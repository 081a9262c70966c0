"""Where a unit stands among the others on a day, and which province a person's dashboard opens with."""

from collections.abc import Iterable, Mapping, Sequence
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


def province_of(user: Any, on: date) -> Places | None:
    """The top unit of the day: the one over the person's unit, its heirs or forebears, else with most indicators.

    One query: the top units of the day with those directly below them.
    """
    home = user.unit_id
    own = Q(descendant=home) | Q(descendant__origins__predecessor=home) | Q(descendant__successions__successor=home)
    over_home = Ancestry.objects.valid_on(on).filter(own, ancestor=OuterRef("pk")) if home else Ancestry.objects.none()
    held = AdminUnit.objects.filter(pk=OuterRef("pk")).order_by().annotate(size=Count("series")).values("size")
    found = list(
        AdminUnit.objects.visible_to(user)
        .two_levels_on(on)
        .annotate(is_own=Exists(over_home), size=Subquery(held))
        .in_reading_order()
    )
    roots = sorted((one for one in found if one.parent is None), key=lambda one: (not one.is_own, -one.size, one.code))
    return _arranged(roots[0], on, {one.pk: one for one in found}) if roots else None


@dataclass(frozen=True)
class Changes:
    """What a unit took over, and what became of it by the shown day."""

    origins: tuple[AdminUnit, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()


def changes_of(unit: AdminUnit, on: date) -> Changes:
    """What the unit came from and became. One query, none for one whose beginning nobody knows while it exists."""
    has_ended = unit.valid_to <= on
    if unit.first_day is None and not has_ended:
        return Changes()
    rows = list(UnitSuccession.objects.around(unit))
    became: dict[int, list[Any]] = {}
    for row in rows:
        if row.predecessor_id == unit.pk and has_ended:
            became.setdefault(row.pk, []).append(row)
    origins = {row.predecessor_id: row.predecessor for row in rows if row.successor_id == unit.pk}
    arrangements = tuple(one for found in became.values() for one in _arrangements(found))
    return Changes(tuple(origins.values()) if unit.first_day else (), arrangements)


def _arrangements(rows: Sequence[Any]) -> Iterable[Arrangement]:
    """Of the rows of one succession, one for each heir of the ground."""
    row = rows[0]
    if row.successor:
        yield Arrangement(row.effective_on, row.get_kind_display(), row.legal_basis, (row.successor,))
        return
    heirs = sorted((one for one in rows if one.heir_slug), key=lambda one: one.heir_sort_text)
    for wholly, words in ((True, "trên địa bàn cũ nay có"), (False, "có một phần địa bàn cũ")):
        units = tuple(AdminUnit(slug=one.heir_slug, name=one.heir_name) for one in heirs if one.is_whole is wholly)
        if units:
            yield Arrangement(row.effective_on, words, row.legal_basis, units)
