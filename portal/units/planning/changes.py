"""What can be done to units, and what a plan of it consists of; as rows of text for the time between."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

OPEN_END = date(9999, 12, 31)

Ref = int | str  # id of a unit, or the code of one that begins in the same arrangement


@dataclass(frozen=True)
class Unit:
    """A unit as it stands before the arrangement."""

    id: int
    code: str
    name: str
    level: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Place:
    """A unit under its parent for a span of days, as stored under `id`."""

    id: int
    unit: int
    parent: int
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Land:
    """All units, their places, and pairs of what was and what became of it."""

    units: Mapping[int, Unit]
    places: Sequence[Place]
    became: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class NewUnit:
    """A unit that begins on the day of the arrangement."""

    code: str
    name: str
    level: str
    parent: Ref | None = None
    valid_to: date = OPEN_END


@dataclass(frozen=True)
class Rename:
    """The unit goes on under another name, code or level; without a parent of its own it stays in its place."""

    unit: int
    name: str
    code: str = ""
    level: str = ""
    parent: Ref | None = None


@dataclass(frozen=True)
class Merge:
    """Units that become one, a new one or one that exists."""

    units: tuple[int, ...]
    into: int | NewUnit


@dataclass(frozen=True)
class Dissolve:
    """The unit ends without a successor. `heirs` (unit, wholly) stand on its ground, for display only."""

    unit: int
    heirs: tuple[tuple[Ref, bool], ...] = ()
    below_to: Ref | None = None


@dataclass(frozen=True)
class Move:
    """The unit goes on under another parent."""

    unit: int
    parent: Ref


@dataclass(frozen=True)
class Portion:
    """What one successor takes of a split unit; the share is None where nobody knows it."""

    to: int | NewUnit
    share: Decimal | None = None
    basis: str = ""


@dataclass(frozen=True)
class Split:
    """The unit ends and several stand on its ground, each with its share."""

    unit: int
    portions: tuple[Portion, ...]
    below_to: Ref | None = None


@dataclass(frozen=True)
class Establish:
    """A unit that comes from no other."""

    unit: NewUnit


Change = Rename | Merge | Dissolve | Move | Split | Establish


@dataclass(frozen=True)
class Opened:
    """A place that begins on the day."""

    unit: Ref
    parent: Ref
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Became:
    """A succession; a dissolved unit has heirs instead of a successor."""

    predecessor: int
    successor: Ref | None
    kind: str
    share: Decimal | None = None
    basis: str = ""
    heirs: tuple[tuple[Ref, bool], ...] = ()


@dataclass(frozen=True)
class Plan:
    """What will be written on which basis; with faults nothing is."""

    changes: tuple[Change, ...]
    effective_on: date
    legal_basis: str
    ended: tuple[int, ...] = ()
    born: tuple[NewUnit, ...] = ()
    cut: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    opened: tuple[Opened, ...] = ()
    successions: tuple[Became, ...] = ()
    touched: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()


def as_row(change: Change) -> dict[str, Any]:
    """The change as JSON keeps it."""
    return {"kind": type(change).__name__, **_plain(asdict(change))}


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Decimal() | date():
            return str(value)
    return value


def from_row(row: Mapping[str, Any]) -> Change:
    """The change that `as_row` kept."""
    given = {name: value for name, value in row.items() if name != "kind"}
    match row["kind"]:
        case "Rename":
            return Rename(**given)
        case "Move":
            return Move(**given)
        case "Merge":
            return Merge(tuple(given["units"]), _joined(given["into"]))
        case "Dissolve":
            return Dissolve(given["unit"], tuple((heir, wholly) for heir, wholly in given["heirs"]), given["below_to"])
        case "Split":
            return Split(given["unit"], tuple(_portion(one) for one in given["portions"]), given["below_to"])
    return Establish(_new(given["unit"]))


def _joined(into: Any) -> int | NewUnit:
    return _new(into) if isinstance(into, Mapping) else into


def _new(row: Mapping[str, Any]) -> NewUnit:
    return NewUnit(**{**row, "valid_to": date.fromisoformat(row["valid_to"])})


def _portion(row: Mapping[str, Any]) -> Portion:
    share = None if row["share"] is None else Decimal(row["share"])
    return Portion(_joined(row["to"]), share, row["basis"])
