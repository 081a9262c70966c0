"""What stands behind figures: who answers for them, what their sources say, what they were compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from indicators.models import Observation

_APPROVAL = (
    "via", "entered_by__full_name", "approved_by__full_name", "approved_at", "known_on", "is_partial", "note", "reason",
    "version",
)  # fmt: skip
_SOURCE = ("remark", "reported_verdict__verdict", "reported_verdict__text", "resolutions")
_CHECK = ("id", "source_key", "operation", "computed", "note", "question", "is_comparable")
_COLUMNS = (
    "id",
    *_APPROVAL,
    *(f"provenance__{name}" for name in _SOURCE),
    *(f"provenance__recomputed_by__{name}" for name in _CHECK),
    *(f"provenance__comparison_inputs__comparison__{name}" for name in _CHECK),
)


@dataclass(frozen=True)
class Approval:
    """Who answers for a figure and how it came; empty names for a figure loaded from a report."""

    via: str
    entered_by: str
    approved_by: str
    approved_at: datetime | None
    known_on: date
    is_partial: bool
    note: str
    reason: str
    version: int


@dataclass(frozen=True)
class Check:
    """A computation that a figure is checked by (`is_checked`), or that says it goes into no comparison."""

    operation: str
    computed: Decimal
    is_checked: bool
    note: str
    question: str


@dataclass(frozen=True)
class Backing:
    """All that stands behind one figure.

    `stated` is what the source itself says of it, (met or not_met, its words); `resolutions` are the ids of those in
    whose review it stands.
    """

    approval: Approval
    remark: str
    stated: tuple[str, str] | None
    resolutions: frozenset[int]
    checks: tuple[Check, ...]


def backing_of(observation_ids: Iterable[int | None]) -> dict[int, Backing]:
    """Backing of figures by their ids; a roll-up has none. One query, none without ids."""
    ids = [pk for pk in observation_ids if pk is not None]
    found: dict[int, list[tuple[Any, ...]]] = {}
    if ids:
        # Some rows a figure: each resolution with each comparison, a handful of either.
        for pk, *columns in Observation.objects.with_ids(ids).order_by().values_list(*_COLUMNS):
            found.setdefault(pk, []).append(tuple(columns))
    return {pk: _backing(rows) for pk, rows in found.items()}


def _backing(rows: Sequence[tuple[Any, ...]]) -> Backing:
    via, entered, approved, *rest = rows[0][: len(_APPROVAL)]
    said = [row[len(_APPROVAL) :][: len(_SOURCE)] for row in rows]
    remark, verdict, text, _ = said[0]
    return Backing(
        approval=Approval(via, entered or "", approved or "", *rest),
        remark=remark or "",
        stated=(verdict.removeprefix("reported_"), text) if verdict else None,
        resolutions=frozenset(one[-1] for one in said if one[-1] is not None),
        checks=_checks([row[len(_APPROVAL) + len(_SOURCE) :] for row in rows]),
    )


def _checks(rows: Iterable[tuple[Any, ...]]) -> tuple[Check, ...]:
    """Each comparison once, in the order of the source; what checks the figure says more than that it goes into it."""
    found: dict[tuple[str, int], Check] = {}
    for row in rows:
        pk, key, operation, computed, note, question, _ = row[: len(_CHECK)]
        if pk is not None:
            found[key or "", pk] = Check(operation, computed, True, note, question)
        pk, key, operation, computed, note, _, is_comparable = row[len(_CHECK) :]
        if pk is not None and is_comparable is False:
            found.setdefault((key or "", pk), Check(operation, computed, False, note, ""))
    return tuple(found[key] for key in sorted(found))
