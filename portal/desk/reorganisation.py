"""Arranging units and agencies with all that hangs on them: previewed, carried out in one transaction, taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import derive
from indicators.models import Entry, Observation, Series
from indicators.regrouping import Regrouped, drop_derived, regroup
from portal.desk import handing, handover
from portal.desk.handover import Item
from portal.history.actions import recorded, take_write_lock
from portal.history.models import Via
from portal.units import actions
from portal.units.actions.arranging import SUBJECT, VERB, land
from portal.units.actions.undoing import VERB as UNDO_VERB
from portal.units.models import Placement, Reorganisation
from portal.units.planning import BodyPlan, Plan
from portal.units.preview import Branch, branches


@dataclass(frozen=True)
class Preview:
    """What an arrangement will do: the tree before and after, what is handed to whom, what forbids it."""

    one: Reorganisation
    plan: Plan | BodyPlan
    branches: tuple[Branch, ...]
    kinds: list[tuple[str, list[Item]]]

    @property
    def faults(self) -> tuple[str, ...]:
        """Why it cannot be carried out."""
        return self.plan.faults

    @property
    def count(self) -> int:
        """How many things hang on what ends."""
        return sum(len(found) for _, found in self.kinds)


def preview(one: Reorganisation) -> Preview:
    """The planned arrangement as it stands now; nothing is written."""
    plan = actions.replanned(one)
    if plan.faults:
        return Preview(one, plan, (), [])
    drawn = branches(plan, land()) if isinstance(plan, Plan) else ()
    return Preview(one, plan, drawn, handover.in_kinds(handover.items(plan)))


def carry_out(one: Reorganisation, *, answers: Mapping[str, str], by: Any, via: str = Via.FORM) -> Reorganisation:
    """Carry the planned arrangement out and hand over as answered, in one transaction with one event.

    Raises ReorganisationRefused, nothing changed. Rows of reports come before the write lock, what is derived after.
    """
    with _event(VERB, one, by, via) as event:
        plan = actions.replanned(one)
        if plan.faults:
            raise actions.ReorganisationRefused(plan.faults)
        listed = handover.chosen(handover.items(plan), answers)
        places = _parents_before(plan)
        door = actions.apply if isinstance(plan, Plan) else actions.apply_bodies
        door(plan, by=by, event=event, kept=one)
        handed = handing.hand_over(listed, one, by=by)
        at = take_write_lock()
        today = timezone.localdate(at)
        made = Regrouped()
        if isinstance(plan, Plan):
            made = regroup(_moved(one), [*places, *_parents_after(one)], since=one.effective_on, on=today)
        derive.write_standings(handing.judged_anew(handed), on=today)
        _remember(one, handed=handed, readings=made.written, parents=places)
        event.rows += sum(1 for row in handed if row["to"] is not None)
        event.values += [[row["kind"], row["id"], row["to"]] for row in handed]
    return one


def take_back(one: Reorganisation, *, by: Any, via: str = Via.FORM) -> Reorganisation:
    """Undo the arrangement with all that was handed over. Raises ReorganisationRefused naming what came since."""
    with _event(UNDO_VERB, one, by, via) as event:
        one.refresh_from_db()
        if one.state != Reorganisation.State.APPLIED:
            raise actions.ReorganisationRefused(["Chỉ hoàn tác được lần sắp xếp đang có hiệu lực."])
        born = list(one.done["born"].values()) if one.subject == Reorganisation.Subject.UNIT else []
        reasons = list(_entered_since(born))
        if reasons:
            raise actions.ReorganisationRefused(reasons)
        children = [pk for pk in _moved(one) if pk not in born]
        parents = [*one.done.get("parents", []), *(pk for pk in _parents_after(one) if pk not in born)]
        at = take_write_lock()
        touched = handing.take_back(one, by=by)
        drop_derived(born)
        actions.undo_reorganisation(one, by=by, event=event)
        if one.subject == Reorganisation.Subject.UNIT:
            regroup(children, parents, since=one.effective_on, on=timezone.localdate(at))
        derive.write_standings(touched, on=timezone.localdate(at))
    return one


def _event(verb: str, one: Reorganisation, by: Any, via: str) -> Any:
    return recorded(
        verb, SUBJECT, by=by, via=via, subject_id=one.pk, subject_text=one.title, reason=one.legal_basis
    )  # fmt: skip


def _entered_since(born: Sequence[int]) -> Iterable[str]:
    """Sentences about figures of the new units, which nobody may lose by an undo."""
    figures = Observation.objects.of_places(born).count()
    entries = Entry.objects.of_places(born).count()
    baselines = Series.objects.of_units(born).with_baseline().count()
    for count, words in ((figures, "số liệu đã duyệt"), (entries, "số liệu đang nhập"), (baselines, "số gốc")):
        if count:
            yield f"Đơn vị mới đã có {words} ({count}), không hoàn tác được."


def _parents_before(plan: Plan | BodyPlan) -> list[int]:
    cut = (*plan.cut, *plan.dropped) if isinstance(plan, Plan) else ()
    return sorted({place.parent_id for place in Placement.objects.in_bulk(cut).values()})


def _parents_after(one: Reorganisation) -> list[int]:
    opened = [int(pk) for pk in one.done["opened"]]
    return sorted({place.parent_id for place in Placement.objects.in_bulk(opened).values()})


def _moved(one: Reorganisation) -> list[int]:
    """Units that ended, began, or stand under another parent."""
    opened = Placement.objects.in_bulk([int(pk) for pk in one.done["opened"]]).values()
    ended = [int(pk) for pk in one.done["ended"]] if one.subject == Reorganisation.Subject.UNIT else []
    return sorted({*ended, *(place.unit_id for place in opened)})


def _remember(one: Reorganisation, **more: Any) -> None:
    one.done = {**one.done, **more}
    one.save(update_fields=["done"])


def discard(one: Reorganisation, *, by: Any) -> None:
    """Take a planned arrangement off the list; one that was carried out stays."""
    with transaction.atomic():
        Reorganisation.objects.numbered(one.pk).in_state(Reorganisation.State.PLANNED).delete()
