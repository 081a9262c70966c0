"""Rules of identity and closure of units; pure."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """A child under a parent for a half-open span of days."""

    parent: int
    child: int
    valid_from: date
    valid_to: date


class Closure(NamedTuple):
    """An ancestor of a descendant at a depth for a half-open span of days."""

    ancestor: int
    descendant: int
    depth: int
    valid_from: date
    valid_to: date


def closure(units: Iterable[tuple[int, date, date]], placements: Iterable[Span]) -> list[Closure]:
    """Every (ancestor, descendant) with the days on which it holds; each unit stands above itself at depth 0.

    Days of a chain are the intersection of the days of its links; a chain that no day satisfies is left out.
    Raises ValueError naming the unit when a unit would stand above itself.
    """
    below: dict[int, list[Span]] = {}
    for span in placements:
        below.setdefault(span.parent, []).append(span)
    rows = [Closure(unit, unit, 0, start, end) for unit, start, end in units]
    front = rows
    while front:
        deeper = [
            Closure(
                row.ancestor,
                span.child,
                row.depth + 1,
                max(row.valid_from, span.valid_from),
                min(row.valid_to, span.valid_to),
            )
            for row in front
            for span in below.get(row.descendant, ())
        ]
        front = [row for row in deeper if row.valid_from < row.valid_to]
        for row in front:
            if row.ancestor == row.descendant:
                raise ValueError(f"Đơn vị {row.ancestor} không thể trực thuộc chính nó.")
        rows = rows + front
    return rows


class Nest(NamedTuple):
    """An item of a tree with the items inside it."""

    item: int
    inside: tuple["Nest", ...] = ()


def nested(items: Iterable[int], parents: Mapping[int, int], kept: Container[int]) -> tuple[Nest, ...]:
    """The items inside their parents, in their order; of a branch only what is kept and the way to it.

    An item whose parent is not among the items stands at the top.
    """
    listed = list(items)
    known = set(listed)
    inside: dict[int | None, list[int]] = {}
    for item in listed:
        parent = parents.get(item)
        inside.setdefault(parent if parent in known else None, []).append(item)

    def grow(parent: int | None) -> tuple[Nest, ...]:
        nests = (Nest(item, grow(item)) for item in inside.get(parent, ()))
        return tuple(nest for nest in nests if nest.inside or nest.item in kept)

    return grow(None)


def lineage(unit: int, changes: Iterable[tuple[int, int]]) -> list[int]:
    """The unit, all that it took over, directly or through others, and what it became; each once.

    `changes` are pairs of what was and what became of it. What other units brought into a heir stays theirs.
    """
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for old, new in changes:
        before.setdefault(new, []).append(old)
        after.setdefault(old, []).append(new)
    found = [unit]
    for one in found:  # grows while it is walked
        found += [old for old in before.get(one, ()) if old not in found]
    return list(dict.fromkeys([*found, *after.get(unit, ())]))
