"""Carrying an arrangement of agencies out: renamed, merged or dissolved from a day on."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from portal.history.actions import Draft
from portal.units.actions.arranging import ReorganisationRefused, Written, bodies, draw_up, finish, own_event, save
from portal.units.models import AdminUnit, Agency, Reorganisation
from portal.units.planning import BodyChange, BodyPlan, plan_bodies


def plan_bodies_reorganisation(changes: Iterable[BodyChange], effective_on: date, legal_basis: str) -> BodyPlan:
    """What the changes would do to the agencies as they stand; faults forbid it. One query, nothing is written."""
    return plan_bodies(changes, bodies(), effective_on=effective_on, legal_basis=legal_basis)


def apply_bodies(
    wanted: BodyPlan, *, by: Any = None, event: Draft | None = None, kept: Reorganisation | None = None, title: str = ""
) -> Reorganisation:
    """Carry the plan out, worked out again under the lock. Raises ReorganisationRefused, nothing changed."""
    with transaction.atomic():
        AdminUnit.objects.hold_the_tree()
        fresh = plan_bodies_reorganisation(wanted.changes, wanted.effective_on, wanted.legal_basis)
        if fresh.faults:
            raise ReorganisationRefused(fresh.faults)
        one = kept or draw_up(fresh, title or "Sắp xếp cơ quan", by=by)
        with own_event(event, one, by) as draft:
            finish(one, _write(fresh, by), draft)
    return one


def _write(plan: BodyPlan, by: Any) -> Written:
    written = Written(touched=list(plan.touched))
    for change in plan.changes:
        rows = Agency.objects.in_bulk(change.agencies)
        successor = _successor(change, rows[change.agencies[0]], plan.effective_on, by)
        if change.name and successor:
            written.born[change.name] = successor.pk
        for row in rows.values():
            written.ended[str(row.pk)] = str(row.valid_to)
            row.valid_to, row.successor = plan.effective_on, successor
            save(row, by)
    return written


def _successor(change: BodyChange, first: Agency, day: date, by: Any) -> Agency | None:
    if change.into is not None:
        return Agency.objects.in_bulk([change.into])[change.into]
    if not change.name:
        return None
    made = Agency(
        name=change.name, short_name=change.short_name, kind=first.kind, unit_id=first.unit_id,
        parent_id=first.parent_id, valid_from=day,
    )  # fmt: skip
    save(made, by)
    return made
