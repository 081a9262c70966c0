"""Projects by kind and stage, and what is known of their capacity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.units.models import AdminUnit
from portal.vietnamese.numbers import write_number
from projects.models import Project

# Only what makes electricity has megawatts.
POWER = frozenset({Project.Kind.WIND, Project.Kind.SOLAR, Project.Kind.HYDRO})
NOT_YET = frozenset({Project.Stage.CALLING, Project.Stage.WITHDRAWN})


@dataclass(frozen=True)
class KindRow:
    """One kind: how many projects in each stage (None where none), in all, and their capacity in words."""

    kind: str
    label: str
    counts: tuple[int | None, ...]
    total: int
    capacity: str


@dataclass(frozen=True)
class Register:
    """Projects of a unit and below; a class of projects counts as many, each project once."""

    stages: tuple[str, ...]
    rows: tuple[KindRow, ...]
    totals: tuple[int, ...]
    total: int
    capacity: str

    @property
    def power(self) -> str:
        """The power projects that were attracted: "118 điện mặt trời · 6 điện gió · 2 thủy điện"."""
        return self.capacity


def register_of(unit: AdminUnit, *, user: Any, day: date) -> Register:
    """Projects in the unit or below it on the day. One query."""
    found = list(Project.objects.visible_to(user).within(unit, day).by_kind_and_stage())
    stages = [stage for stage in Project.Stage if any(row["stage"] == stage for row in found)]
    kinds = [kind for kind in Project.Kind if any(row["kind"] == kind for row in found)]
    rows = tuple(_kind_row(kind, stages, [row for row in found if row["kind"] == kind]) for kind in kinds)
    return Register(
        stages=tuple(str(stage.label) for stage in stages),
        rows=rows,
        totals=tuple(sum(row["total"] for row in found if row["stage"] == stage) for stage in stages),
        total=sum(row["total"] for row in found),
        capacity=_attracted(found),
    )


def _kind_row(kind: Project.Kind, stages: Iterable[Project.Stage], found: list[Mapping[str, Any]]) -> KindRow:
    by_stage = {row["stage"]: row["total"] for row in found}
    return KindRow(
        kind=kind.value,
        label=str(kind.label),
        counts=tuple(by_stage.get(stage.value) for stage in stages),
        total=sum(by_stage.values()),
        capacity=_capacity(found) if kind in POWER else "",
    )


def _capacity(found: Iterable[Mapping[str, Any]]) -> str:
    """ "chưa có số liệu (0/118)", "42,5 MW (1/6 có số liệu)": nothing is invented for the others."""
    rows = list(found)
    known, total = sum(row["capacity_known"] for row in rows), sum(row["total"] for row in rows)
    if not known:
        return f"chưa có số liệu (0/{total})"
    capacity = sum((row["capacity"] or Decimal(0) for row in rows), Decimal(0))
    return f"{write_number(capacity.normalize())}\u00a0MW ({known}/{total} có số liệu)"


def _attracted(found: Iterable[Mapping[str, Any]]) -> str:
    power = [row for row in found if row["kind"] in POWER and row["stage"] not in NOT_YET]
    known, total = sum(row["capacity_known"] for row in power), sum(row["total"] for row in power)
    return f"Công suất: có số liệu {known}/{total} dự án năng lượng đã thu hút" if total else ""
