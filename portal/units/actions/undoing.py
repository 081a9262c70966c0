"""Taking an arrangement back: what it wrote is restored while nothing else hangs on it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.history.actions import Draft
from portal.history.models import Via
from portal.units.actions.arranging import ReorganisationRefused, own_event, save
from portal.units.actions.tree import rebuild_ancestry
from portal.units.models import AdminUnit, Agency, Ancestry, GroundHeir, Placement, Reorganisation, UnitSuccession

VERB = "undo_reorganisation"


def undo_reorganisation(one: Reorganisation, *, by: Any = None, event: Draft | None = None) -> Reorganisation:
    """Restore what stood before the arrangement. Raises ReorganisationRefused naming what hangs on it, nothing changed.

    Units and agencies that it made are taken out again; their row history stays.
    """
    with transaction.atomic():
        AdminUnit.objects.hold_the_tree()
        taken = Reorganisation.objects.numbered(one.pk).in_state(Reorganisation.State.APPLIED)
        if not taken.update(state=Reorganisation.State.UNDONE, undone_at=timezone.now()):
            raise ReorganisationRefused(["Chỉ hoàn tác được lần sắp xếp đang có hiệu lực."])
        one.refresh_from_db()
        reasons = list(dict.fromkeys(_reasons(one)))
        if reasons:
            raise ReorganisationRefused(reasons)
        with own_event(event, one, by, VERB, via=Via.FORM) as draft:
            _restore(one, by)
            draft.rows = len(one.done["ended"]) + len(one.done["cut"]) + len(one.done["born"])
    return one


def _reasons(one: Reorganisation) -> Iterator[str]:
    """Sentences about what came after the arrangement."""
    mine = {*one.done["touched"], *one.done["born"].values()}
    for later in Reorganisation.objects.applied_after(one):
        if mine & {*later.done["touched"], *later.done["born"].values()}:
            yield f"Sau đó đã có lần sắp xếp khác: {later.title}. Hoàn tác lần đó trước."
    if one.subject == Reorganisation.Subject.UNIT:
        places = Placement.objects.in_bulk([int(pk) for pk in one.done["opened"]])
        ends = {str(pk): str(place.valid_to) for pk, place in places.items()}
        if any(ends.get(pk) != end for pk, end in one.done["opened"].items()):
            yield "Cấp trên của đơn vị trong lần sắp xếp này đã thay đổi sau đó."
    model = AdminUnit if one.subject == Reorganisation.Subject.UNIT else Agency
    yield from _hanging(model, one)


def _hanging(model: type[models.Model], one: Reorganisation) -> Iterator[str]:
    """What refers to the units or agencies that were made, by its Vietnamese name, with its number."""
    born = one.done["born"].values()
    if not born:
        return
    names = model._base_manager.in_bulk(born)
    for relation in model._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": born})
        rows = rows.exclude(pk__in=_own(relation.related_model, one))
        count = rows.distinct().count() if relation.related_model is not Ancestry else 0
        if count:
            listed = ", ".join(str(unit) for unit in names.values())
            yield f"{listed} đã có {relation.related_model._meta.verbose_name} ({count}), không hoàn tác được."


def _own(model: type[models.Model], one: Reorganisation) -> list[int]:
    """Rows of the model that the arrangement itself wrote."""
    if one.subject == Reorganisation.Subject.AGENCY:
        return [int(pk) for pk in one.done["ended"]] if model is Agency else []
    own: Mapping[type[models.Model], Iterable[Any]] = {
        Placement: one.done["opened"],
        UnitSuccession: one.done["successions"],
        GroundHeir: GroundHeir.objects.filter(succession__in=one.done["successions"]).values_list("id", flat=True),
    }
    return [int(pk) for pk in own.get(model, ())]


def _restore(one: Reorganisation, by: Any) -> None:
    if one.subject == Reorganisation.Subject.AGENCY:
        _reopen(Agency, one.done["ended"], by, successor=None)
        _take_out(Agency, one.done["born"].values(), by)
        return
    GroundHeir.objects.filter(succession__in=one.done["successions"]).delete()
    _take_out(UnitSuccession, one.done["successions"], by)
    _take_out(Placement, [int(pk) for pk in one.done["opened"]], by)
    _reopen(Placement, one.done["cut"], by)
    for pk, (unit, parent, start, end) in one.done["dropped"].items():
        save(Placement(int(pk), start, end, unit_id=unit, parent_id=parent), by)
    _reopen(AdminUnit, one.done["ended"], by)
    born = list(one.done["born"].values())
    Ancestry.objects.of_either(born).delete()
    _take_out(AdminUnit, born, by)
    rebuild_ancestry()


def _reopen(model: type[models.Model], ends: Mapping[str, str], by: Any, **values: Any) -> None:
    for row in model._base_manager.in_bulk([int(pk) for pk in ends]).values():
        row.valid_to = date.fromisoformat(ends[str(row.pk)])
        for name, value in values.items():
            setattr(row, name, value)
        save(row, by)


def _take_out(model: type[models.Model], ids: Iterable[int], by: Any) -> None:
    for row in model._base_manager.in_bulk(list(ids)).values():
        row._history_user = by
        row.delete()
