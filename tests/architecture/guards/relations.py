"""Relations of models point down too (a string ForeignKey is an import), and nothing is deleted by falling over."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import AppConfig
from django.db.models import Field, Model

from tests.architecture.guards import floors

THIRD_PARTIES = ("auth", "contenttypes")  # django.contrib: accounts are built on them


@dataclass(frozen=True)
class Relation:
    """One foreign key, one-to-one or many-to-many field. `on_delete` is None where the field has none.

    Rooms are None for third parties; `historical` marks the tables of django-simple-history.
    """

    model: str
    field: str
    room: str
    target: str
    target_room: str | None
    on_delete: str | None
    historical: bool = False

    def __str__(self) -> str:
        return f"{self.model}.{self.field} → {self.target}"


@dataclass(frozen=True)
class Unprotected:
    """A foreign key whose rows may vanish or lose their target, and why."""

    field: str  # app.Model.field
    reason: str


def direction_faults(relations: Iterable[Relation]) -> list[str]:
    """One sentence per relation that points upward, sideways or at a third party that is not allowed."""
    faults = []
    for relation in relations:
        fault = _third_party_fault(relation)
        if relation.target_room:
            fault = floors.why_not(relation.room, relation.target_room)
        if fault:
            faults.append(f"{relation}: {fault}")
    return sorted(faults)


def deletion_faults(relations: Iterable[Relation], argued: Iterable[Unprotected]) -> list[str]:
    """One sentence per key without PROTECT that is not argued, and per argument that nothing needs any more.

    History tables are left out: they keep plain ids of rows that may be gone, on purpose.
    """
    loose = {
        f"{relation.model}.{relation.field}": relation.on_delete
        for relation in relations
        if not relation.historical and relation.on_delete not in (None, "PROTECT")
    }
    reasons = {one.field: one.reason for one in argued}
    unargued = [f"{field}: on_delete={how}, not PROTECT" for field, how in loose.items() if field not in reasons]
    return sorted(unargued) + sorted(f"{field}: argued, but protected by now" for field in reasons.keys() - loose)


def of_models(models: Iterable[type[Model]]) -> list[Relation]:
    """The relations that first-party models hold, those of their history tables included."""
    return [
        _relation(model, field)
        for model in models
        if _room(model._meta.app_config)
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and field.related_model
    ]


def _relation(model: type[Model], field: Field) -> Relation:
    target = field.related_model
    on_delete = getattr(field.remote_field, "on_delete", None)
    return Relation(
        model=model._meta.label,
        field=field.name,
        room=_room(model._meta.app_config) or "",
        target=target._meta.label,
        target_room=_room(target._meta.app_config),
        on_delete=on_delete.__name__ if on_delete else None,
        historical={"history_id", "history_type"} <= {one.name for one in model._meta.local_fields},
    )


def _third_party_fault(relation: Relation) -> str | None:
    if relation.target.split(".")[0] in THIRD_PARTIES:
        return None
    return f"{relation.target} is of a third party other than {', '.join(THIRD_PARTIES)}"


def _room(app: AppConfig) -> str | None:
    return floors.room_of(app.name)
