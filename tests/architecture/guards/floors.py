"""The floor plan as data: docs/architecture.md quotes it, the guards of imports and relations read it."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Floor:
    """Rooms of one height. They look down; sideways only where `see_each_other` says so."""

    label: str
    rooms: tuple[str, ...]
    purpose: str
    see_each_other: bool = False


FLOORS = (
    Floor(
        "7",
        ("portal.urls", "portal.settings", "portal.navigation", "portal.wsgi"),
        "what puts the rooms together",
        see_each_other=True,
    ),
    Floor(
        "6",
        ("portal.dashboards", "portal.reports", "portal.imports", "portal.desk", "portal.administration", "portal.api"),
        "where several subjects meet; they do not see each other",
    ),
    Floor("5", ("indicators", "projects"), "two subjects, blind to each other"),
    Floor("4", ("resolutions",), "documents, clauses, campaigns, tasks, assessments, obstacles: the spine"),
    Floor("3+", ("portal.notices", "portal.evidence"), "messages about reports, reminders, letters; evidence files"),
    Floor("3", ("portal.workflow",), "states of a submission"),
    Floor("2", ("portal.accounts",), "people, roles, scope"),
    Floor("1", ("portal.units",), "administrative units and agencies, with validity and succession"),
    Floor("0+", ("portal.templatetags",), "words of the templates; sees floor 0 only"),
    Floor(
        "0",
        ("portal.periods", "portal.vietnamese", "portal.charts"),
        "periods and calendars; numbers, dates, names; geometry of drawings; they do not see each other",
    ),
    Floor("0-", ("portal.history",), "the ledger and the history of rows; every room may write it"),
    Floor("–", ("portal.formats",), "Django's Vietnamese formats; imports nothing"),
)
ROOMS = tuple(room for floor in FLOORS for room in floor.rooms)
ROOM_OF_LABEL = {room.rpartition(".")[2]: room for room in ROOMS}
IMPORTS_NOTHING = ("portal.formats",)
FIRST_PARTY = ("portal", "resolutions", "indicators", "projects")


def room_of(dotted: str) -> str | None:
    """The room of a dotted name; a name below portal that the plan lacks is returned as it would be called.

    None for third parties and for `portal` itself, which is empty.
    """
    parts = dotted.split(".")
    if parts[0] not in FIRST_PARTY or dotted == "portal":
        return None
    return ".".join(parts[:2]) if parts[0] == "portal" else parts[0]


def may_see(seeing: str, seen: str) -> bool:
    """Whether the first room may import, or point a relation at, the second."""
    if seeing == seen:
        return True
    above, below = _height(seeing), _height(seen)
    if above == below:
        return next(floor for floor in FLOORS if seeing in floor.rooms).see_each_other
    return above > below


def why_not(seeing: str, seen: str) -> str | None:
    """A sentence that says what is wrong with the first room seeing the second; None if nothing is."""
    for room in (seeing, seen):
        if room not in ROOMS:
            return f"{room} is not on the floor plan"
    if may_see(seeing, seen):
        return None
    direction = "sideways" if _height(seeing) == _height(seen) else "upward"
    return f"{seeing} (floor {_label(seeing)}) looks {direction} at {seen} (floor {_label(seen)})"


def as_text() -> str:
    """The plan as docs/architecture.md prints it: each floor with its purpose below, the highest first."""
    return "\n".join(f"{floor.label:<3}{' | '.join(floor.rooms)}\n     {floor.purpose}" for floor in FLOORS)


def _height(room: str) -> int:
    return -next(index for index, floor in enumerate(FLOORS) if room in floor.rooms)


def _label(room: str) -> str:
    return next(floor.label for floor in FLOORS if room in floor.rooms)


if __name__ == "__main__":
    sys.stdout.write(as_text() + "\n")
