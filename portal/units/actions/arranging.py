"""Carrying an arrangement of units out: spans end and begin, successions and places are written, nothing is deleted."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.history.actions import Draft, recorded
from portal.history.models import Via
from portal.units.actions.tree import describe, rebuild_ancestry
from portal.units.models import AdminUnit, Agency, GroundHeir, Placement, Reorganisation, UnitSuccession
from portal.units.planning import (
    Body,
    BodyPlan,
    Land,
    Place,
    Plan,
    Unit,
    as_row,
    body_change,
    body_row,
    from_row,
    plan,
    plan_bodies,
)
from portal.units.planning.changes import Change, Ref

VERB = "reorganise"
SUBJECT = "units.Reorganisation"
TITLE_LENGTH = 300
KIND_WORDS = {
    "Rename": "Đổi tên",
    "Merge": "Sáp nhập",
    "Dissolve": "Kết thúc hoạt động",
    "Move": "Điều chuyển",
    "Split": "Chia tách",
    "Establish": "Thành lập",
}


class ReorganisationRefused(ValueError):
    """Nothing was changed; `reasons` are sentences for people."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


def land() -> Land:
    """All units, places and successions as a plan reads them. Three queries."""
    units = {row[0]: Unit(*row) for row in AdminUnit.objects.facts()}
    columns = ("id", "unit_id", "parent_id", "valid_from", "valid_to")
    places = [Place(*row) for row in Placement.objects.order_by("id").values_list(*columns)]
    return Land(units, places, tuple(UnitSuccession.objects.pairs()))


def plan_reorganisation(changes: Iterable[Change], effective_on: date, legal_basis: str) -> Plan:
    """What the changes would do to the units as they stand; faults forbid it. Three queries, nothing is written."""
    return plan(changes, land(), effective_on=effective_on, legal_basis=legal_basis)


def draw_up(wanted: Plan | BodyPlan, title: str, *, by: Any = None) -> Reorganisation:
    """Keep a planned arrangement for its preview; nothing else is written."""
    is_body = isinstance(wanted, BodyPlan)
    return Reorganisation.objects.create(
        subject=Reorganisation.Subject.AGENCY if is_body else Reorganisation.Subject.UNIT,
        title=title[:TITLE_LENGTH],
        legal_basis=wanted.legal_basis,
        effective_on=wanted.effective_on,
        changes=[body_row(one) if is_body else as_row(one) for one in wanted.changes],
        made_by_id=by.pk if by else None,
        made_by_name=str(by) if by else "",
    )


def replanned(one: Reorganisation) -> Plan | BodyPlan:
    """The plan of a kept arrangement, worked out again from what stands now."""
    if one.subject == Reorganisation.Subject.UNIT:
        return plan_reorganisation([from_row(row) for row in one.changes], one.effective_on, one.legal_basis)
    changes = [body_change(row) for row in one.changes]
    return plan_bodies(changes, bodies(), effective_on=one.effective_on, legal_basis=one.legal_basis)


def bodies() -> dict[int, Body]:
    """All agencies as a plan reads them. One query."""
    return {row[0]: Body(*row) for row in Agency.objects.facts()}


@dataclass
class Written:
    """What an arrangement wrote, by ids, with what stood there before: enough to take it back."""

    ended: dict[str, str] = field(default_factory=dict)
    cut: dict[str, str] = field(default_factory=dict)
    dropped: dict[str, list[Any]] = field(default_factory=dict)
    opened: dict[str, str] = field(default_factory=dict)
    born: dict[str, int] = field(default_factory=dict)
    successions: list[int] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)


def apply(
    wanted: Plan, *, by: Any = None, event: Draft | None = None, kept: Reorganisation | None = None, title: str = "",
    via: str = Via.FORM, batch_id: int | None = None,
) -> Reorganisation:  # fmt: skip
    """Carry the plan out, worked out again under the lock of the tree. Raises ReorganisationRefused, nothing changed.

    With the `event` of a caller that hands more over in the same transaction, none is written here.
    """
    with transaction.atomic():
        AdminUnit.objects.hold_the_tree()
        fresh = plan_reorganisation(wanted.changes, wanted.effective_on, wanted.legal_basis)
        if fresh.faults:
            raise ReorganisationRefused(fresh.faults)
        one = kept or draw_up(fresh, title or titled(fresh), by=by)
        with own_event(event, one, by, via=via, batch_id=batch_id) as draft:
            written = _write(fresh, by)
            finish(one, written, draft)
    return one


def titled(plan_: Plan) -> str:
    """What the arrangement is called when nobody named it."""
    counts: dict[str, int] = {}
    for change in plan_.changes:
        word = KIND_WORDS[type(change).__name__]
        counts[word] = counts.get(word, 0) + 1
    return ", ".join(f"{word} ({count})" for word, count in counts.items())


def own_event(
    event: Draft | None, one: Reorganisation, by: Any, verb: str = VERB, *, via: str = Via.FORM,
    batch_id: int | None = None,
) -> AbstractContextManager[Draft]:  # fmt: skip
    """The caller's event, else one of this action's own."""
    if event is not None:
        return nullcontext(event)
    return recorded(
        verb, SUBJECT, by=by, via=via, batch_id=batch_id, subject_id=one.pk, subject_text=one.title,
        reason=one.legal_basis,
    )  # fmt: skip


def finish(one: Reorganisation, written: Written, event: Draft) -> None:
    """Remember what was written, once: whoever confirms a second time finds it applied."""
    taken = Reorganisation.objects.numbered(one.pk).in_state(Reorganisation.State.PLANNED)
    done = {**vars(written)}
    values = {"state": Reorganisation.State.APPLIED, "applied_at": timezone.now(), "done": done, "event_id": event.id}
    if not taken.update(**values):
        raise ReorganisationRefused(["Lần sắp xếp này đã được thực hiện, không thực hiện lần nữa."])
    for name, value in values.items():
        setattr(one, name, value)
    event.rows = len(written.ended) + len(written.cut) + len(written.opened) + len(written.born)
    event.values = [[name, value] for name, value in sorted(done.items())]


def _write(plan_: Plan, by: Any) -> Written:
    written = Written(touched=list(plan_.touched))
    units = AdminUnit.objects.in_bulk(plan_.ended)
    for pk in plan_.ended:
        written.ended[str(pk)] = str(units[pk].valid_to)
        units[pk].valid_to = plan_.effective_on
        save(units[pk], by)
    for place in Placement.objects.in_bulk(plan_.cut).values():
        written.cut[str(place.pk)] = str(place.valid_to)
        place.valid_to = plan_.effective_on
        save(place, by)
    for place in Placement.objects.in_bulk(plan_.dropped).values():
        written.dropped[str(place.pk)] = [place.unit_id, place.parent_id, str(place.valid_from), str(place.valid_to)]
        place._history_user = by
        place.delete()
    written.born = _beget(plan_, by)
    _open(plan_, written, by)
    _succeed(plan_, written, by)
    try:
        rebuild_ancestry()
    except ValueError as circle:
        raise ReorganisationRefused([str(circle)]) from circle
    return written


def _beget(plan_: Plan, by: Any) -> dict[str, int]:
    known = {unit.code for unit in AdminUnit.objects.with_codes({new.code for new in plan_.born})}
    made = {}
    for new in plan_.born:
        unit = AdminUnit(
            code=new.code, name=new.name, level=new.level, valid_from=plan_.effective_on, valid_to=new.valid_to,
            legal_basis=plan_.legal_basis,
        )  # fmt: skip
        save(describe(unit, reused=new.code in known), by)
        made[new.code] = unit.pk
    return made


def _open(plan_: Plan, written: Written, by: Any) -> None:
    for one in plan_.opened:
        place = Placement(
            unit_id=_id(one.unit, written), parent_id=_id(one.parent, written),
            valid_from=one.valid_from, valid_to=one.valid_to,
        )  # fmt: skip
        save(place, by)
        written.opened[str(place.pk)] = str(place.valid_to)


def _succeed(plan_: Plan, written: Written, by: Any) -> None:
    for one in plan_.successions:
        row = UnitSuccession(
            predecessor_id=one.predecessor,
            successor_id=None if one.successor is None else _id(one.successor, written),
            kind=one.kind, share=one.share, share_basis=one.basis, legal_basis=plan_.legal_basis,
            effective_on=plan_.effective_on,
        )  # fmt: skip
        save(row, by)
        written.successions.append(row.pk)
        heirs: Sequence[tuple[Ref, bool]] = one.heirs
        GroundHeir.objects.bulk_create(
            GroundHeir(succession=row, unit_id=_id(heir, written), wholly=wholly) for heir, wholly in heirs
        )


def _id(ref: Ref, written: Written) -> int:
    return written.born[ref] if isinstance(ref, str) else ref


def save(row: Any, by: Any) -> None:
    """Write the row and its history under the person's name."""
    row._history_user = by
    row.save()
