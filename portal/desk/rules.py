"""Rules of structure: days that a span leaves open or takes twice, and documents that follow from themselves; pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple


class Days(NamedTuple):
    """A half-open span of days: the day `until` no longer belongs to it."""

    since: date
    until: date


def uncovered(life: Days, parts: Iterable[Days]) -> Iterator[Days]:
    """Days of the life that no part covers, in order."""
    reached = life.since
    for part in sorted(parts):
        if part.since > reached:
            yield Days(reached, min(part.since, life.until))
        reached = max(reached, part.until)
        if reached >= life.until:
            return
    yield Days(reached, life.until)


def taken_twice(parts: Iterable[Days]) -> Iterator[Days]:
    """Days that more than one part covers, in order."""
    reached: date | None = None
    for part in sorted(parts):
        if reached is not None and part.since < reached:
            yield Days(part.since, min(part.until, reached))
        reached = part.until if reached is None else max(reached, part.until)


def cycles(edges: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Rings of things that follow from themselves, each once, beginning with its smallest."""
    after: dict[int, list[int]] = {}
    for source, target in sorted(set(edges)):
        after.setdefault(source, []).append(target)
    found: dict[frozenset[int], tuple[int, ...]] = {}
    done: set[int] = set()
    for start in sorted(after):
        for ring in _rings(start, after, done):
            found.setdefault(frozenset(ring), ring)
    return sorted(found.values())


def _rings(start: int, after: Mapping[int, Sequence[int]], done: set[int]) -> Iterator[tuple[int, ...]]:
    """Rings met on a walk in depth from the start; what is done has been walked to its end before."""
    way: list[int] = [] if start in done else [start]
    steps = [iter(after.get(start, ()))]
    while way:
        following = next(steps[-1], None)
        if following is None:
            done.add(way.pop())
            steps.pop()
        elif following in way:
            ring = way[way.index(following) :]
            first = ring.index(min(ring))
            yield (*ring[first:], *ring[:first])
        elif following not in done:
            way.append(following)
            steps.append(iter(after.get(following, ())))
