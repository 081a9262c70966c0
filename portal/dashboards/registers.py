"""Projects by kind and stage, and what is known of their capacity."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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
    """Projects of a unit and below; a class of projects counts as many, each project once.

    `attracted` are the power projects that have an investor, by kind with the most first: a call for one is no project
    yet, and the two are never added up.
    """

    stages: tuple[str, ...]
    rows: tuple[KindRow, ...]
    totals: tuple[int, ...]
    total: int
    attracted: int
    attracted_kinds: tuple[tuple[str, int], ...]
    calling: int
    capacity: str

    @property
    def others(self) -> int:
        """How many are neither power projects that were attracted nor calls for investors."""
        return self.total - self.attracted - self.calling


def register_of(found: Sequence[Mapping[str, Any]]) -> Register:
    """The register from projects `by_kind_and_stage`. No query."""
    stages = [stage for stage in Project.Stage if any(row["stage"] == stage for row in found)]
    kinds = [kind for kind in Project.Kind if any(row["kind"] == kind for row in found)]
    power = [row for row in found if row["kind"] in POWER and row["stage"] not in NOT_YET]
    rows = tuple(_kind_row(kind, stages, [row for row in found if row["kind"] == kind]) for kind in kinds)
    return Register(
        stages=tuple(str(stage.label) for stage in stages),
        rows=rows,
        totals=tuple(sum(row["total"] for row in found if row["stage"] == stage) for stage in stages),
        total=sum(row["total"] for row in found),
        attracted=sum(row["total"] for row in power),
        attracted_kinds=_by_kind(power),
        calling=sum(row["total"] for row in found if row["stage"] == Project.Stage.CALLING),
        capacity=_known_capacity(power),
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


def _by_kind(found: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for row in found:
        counted[str(Project.Kind(row["kind"]).label).lower()] += row["total"]
    return tuple(counted.most_common())


def _known_capacity(power: Sequence[Mapping[str, Any]]) -> str:
    known, total = sum(row["capacity_known"] for row in power), sum(row["total"] for row in power)
    return f"Công suất: có số liệu {known}/{total} dự án năng lượng đã thu hút" if total else ""
