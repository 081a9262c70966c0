"""Handing things over from a unit or agency that ends, and taking that back; every row keeps its history."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models

from indicators.actions import assign_series
from indicators.models import Indicator, Series, Standing, Target, TargetStep
from portal.accounts.models import User
from portal.desk.handover import Handed, Item, receiver, words
from portal.units.actions.arranging import save
from portal.units.models import AdminUnit, Reorganisation
from resolutions.models import Task

COPIED = (
    "document_id", "comparator", "value", "value_high", "unit_of_measure", "kind", "horizon_from", "horizon_to", "text",
    "is_primary",
)  # fmt: skip


def hand_over(chosen: Iterable[tuple[Item, str]], one: Reorganisation, *, by: Any) -> list[Handed]:
    """Hand each thing to whom was chosen, inside the caller's transaction; one record for each, also for nobody."""
    born = one.done["born"]
    return [_one(item, key, receiver(key, born), one, by) for item, key in chosen]


def _one(item: Item, key: str, to: int | None, one: Reorganisation, by: Any) -> Handed:
    done: Handed = {
        "kind": item.kind, "id": item.id, "text": item.text[:200], "from": item.holder, "from_name": item.holder_name,
        "to": to, "to_name": words(key, item), "made": [],
    }  # fmt: skip
    if to is not None:
        done["made"] = DOORS[one.subject, item.kind](item, to, one, by)
    return done


def _task(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    task = Task.objects.in_bulk([item.id])[item.id]
    task.unit_id = to
    save(task, by)
    return []


def _user(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    _set_user(item.id, "unit_id", to, by)
    return []


def _agency_user(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    _set_user(item.id, "agency_id", to, by)
    return []


def _set_user(pk: int, column: str, to: int, by: Any) -> None:
    user = User.objects.in_bulk([pk])[pk]
    setattr(user, column, to)
    save(user, by)


def _series(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    """The successor reports what the unit reported; its own series stay. Ids of those that did not exist."""
    wanted = Indicator.objects.reported_by(item.holder)
    unit = AdminUnit.objects.in_bulk([to])[to]
    known = set(Series.objects.of_unit(unit).values_list("id", flat=True))
    return [series.pk for series in assign_series(unit, wanted) if series.pk not in known]


def _target(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    """A copy on the successor's series from the day on: the old unit keeps what it was judged by."""
    old = Target.objects.named().in_bulk([item.id])[item.id]
    unit = AdminUnit.objects.in_bulk([to])[to]
    made = Series.objects.of_unit(unit).of_indicators([old.series.indicator_id]).first()
    series = made or assign_series(unit, [old.series.indicator])[0]
    copy = Target(
        series=series, unit=unit, in_force_from=one.effective_on,
        note=f"Nhận bàn giao từ {item.holder_name} theo {one.legal_basis}",
        **{name: getattr(old, name) for name in COPIED},
    )  # fmt: skip
    save(copy, by)
    for step in TargetStep.objects.of_target(old):
        save(TargetStep(target=copy, period_code=step.period_code, value=step.value), by)
    return [copy.pk]


def _report(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    """The report stays the old unit's; its successor may write it, because rights follow successions."""
    return []


def _owner(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    owned = list(Series.objects.owned_by(item.holder))
    for series in owned:
        series.owner_id = to
        save(series, by)
    return [series.pk for series in owned]


def _lead(item: Item, to: int, one: Reorganisation, by: Any) -> list[int]:
    task = Task.objects.in_bulk([item.id])[item.id]
    _swap(task, item.holder, to)
    save(task, by)
    return []


def _swap(task: Task, old: int, new: int) -> None:
    for agencies in (task.leads, task.coordinating):
        if agencies.filter(pk=old).exists():
            agencies.remove(old)
            agencies.add(new)


Door = Callable[[Item, int, Reorganisation, Any], list[int]]
DOORS: dict[tuple[str, str], Door] = {
    ("unit", "task"): _task,
    ("unit", "user"): _user,
    ("unit", "series"): _series,
    ("unit", "target"): _target,
    ("unit", "report"): _report,
    ("agency", "user"): _agency_user,
    ("agency", "owner"): _owner,
    ("agency", "lead"): _lead,
}


def judged_anew(handed: Sequence[Handed]) -> list[int]:
    """Series that got a target, so that their standing has to be judged again."""
    made = [pk for row in handed if row["kind"] == "target" for pk in row["made"]]
    return sorted(set(Target.objects.filter(pk__in=made).values_list("series_id", flat=True)))


def take_back(one: Reorganisation, *, by: Any) -> list[int]:
    """Give everything back that still lies where it was handed to; series whose standing has to be judged again."""
    handed = [row for row in one.done.get("handed", ()) if row["to"] is not None]
    touched = judged_anew(handed)
    for row in handed:
        _give_back(row, one, by)
    made = [pk for row in handed if row["kind"] == "series" for pk in row["made"]]
    unused = Series.objects.among([*made, *touched]).of_units(one.done["born"].values()).unused()
    gone = list(unused.values_list("id", flat=True))
    Standing.objects.of_series(gone).delete()
    _remove(Series, gone, by)
    return [pk for pk in touched if pk not in gone]


def _give_back(row: Handed, one: Reorganisation, by: Any) -> None:
    kind = (one.subject, row["kind"])
    if kind == ("unit", "task"):
        _reset(Task, row, "unit_id", by)
    elif kind == ("unit", "user"):
        _reset(User, row, "unit_id", by)
    elif kind == ("agency", "user"):
        _reset(User, row, "agency_id", by)
    elif kind == ("unit", "target"):
        Standing.objects.judged_by(row["made"]).update(target=None)
        _remove(TargetStep, TargetStep.objects.of_targets(row["made"]).values_list("id", flat=True), by)
        _remove(Target, row["made"], by)
    elif kind == ("agency", "owner"):
        for series in row["made"]:
            _reset(Series, {**row, "id": series}, "owner_id", by)
    elif kind == ("agency", "lead"):
        _swap(Task.objects.in_bulk([row["id"]])[row["id"]], row["to"], row["from"])


def _reset(model: type[models.Model], row: Handed, column: str, by: Any) -> None:
    found = model._base_manager.in_bulk([row["id"]]).get(row["id"])
    if found is not None and getattr(found, column) == row["to"]:
        setattr(found, column, row["from"])
        save(found, by)


def _remove(model: type[models.Model], ids: Iterable[int], by: Any) -> None:
    for row in model._base_manager.in_bulk(list(ids)).values():
        row._history_user = by
        row.delete()
