"""The places that an arrangement touches, before and after it, as a page draws them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from portal.units.planning import Land, Plan
from portal.units.planning.changes import Ref

TOP = "Không trực thuộc đơn vị nào"


@dataclass(frozen=True)
class Seat:
    """A unit under a parent on one side of the day; `mark` is "", "ended", "new" or "moved"."""

    name: str
    code: str
    mark: str


@dataclass(frozen=True)
class Branch:
    """A parent with the units under it that the arrangement touches; `kept` others stay as they are."""

    parent: str
    before: tuple[Seat, ...]
    after: tuple[Seat, ...]
    kept: int


def branches(plan: Plan, land: Land) -> tuple[Branch, ...]:
    """Every parent that the plan touches, before and after; units without a parent come first."""
    eve = plan.effective_on - timedelta(days=1)
    cut, names = {*plan.cut, *plan.dropped}, {new.code: new.name for new in plan.born}
    before = [(one.parent, one.unit) for one in land.places if one.id in cut and one.valid_from <= eve < one.valid_to]
    after = [(one.parent, one.unit) for one in plan.opened]
    before += [(None, pk) for pk in plan.ended if pk not in {unit for _, unit in before}]
    after += [(None, new.code) for new in plan.born if new.code not in {unit for _, unit in after}]
    after += [(parent, one.unit) for parent, one in _joined(plan, land)]
    kept = [
        one.parent for one in land.places if one.id not in cut and one.valid_from <= plan.effective_on < one.valid_to
    ]

    def seat(ref: Ref) -> Seat:
        if isinstance(ref, str):
            return Seat(names[ref], ref, "new")
        return Seat(land.units[ref].name, land.units[ref].code, "ended" if ref in plan.ended else "moved")

    return tuple(
        Branch(
            _parent_name(parent, land, names),
            tuple(seat(unit) for one, unit in before if one == parent),
            tuple(seat(unit) for one, unit in after if one == parent),
            kept.count(parent),
        )
        for parent in dict.fromkeys(one for one, _ in [*before, *after])
    )


def _joined(plan: Plan, land: Land) -> Iterator[tuple[Ref | None, "_Stays"]]:
    """Units that exist already and take others in stay where they are."""
    for ref in dict.fromkeys(one.successor for one in plan.successions if isinstance(one.successor, int)):
        places: Iterable[int] = [
            one.parent
            for one in land.places
            if one.unit == ref
            and one.id not in (*plan.cut, *plan.dropped)
            and one.valid_from <= plan.effective_on < one.valid_to
        ]
        for parent in places:
            yield parent, _Stays(ref)


@dataclass(frozen=True)
class _Stays:
    unit: int


def _parent_name(parent: Ref | None, land: Land, names: dict[str, str]) -> str:
    if parent is None:
        return TOP
    return names[parent] if isinstance(parent, str) else land.units[parent].name
