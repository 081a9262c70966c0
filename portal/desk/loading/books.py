"""Keeping rows like the fixture says: each is made, changed or left alone, and counted."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.db.models import Model

NOTHING: Mapping[str, Any] = MappingProxyType({})

# How other records name a row of these models; every other model has a source_key.
NATURAL_KEYS = {"indicators.Indicator": "code", "periods.Period": "code"}


class Outcome(StrEnum):
    """What became of a row in this run."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"


class Tally(dict[Any, Outcome]):
    """The rows of one model by their id, each with its outcome."""

    @property
    def records(self) -> int:
        """How many rows the fixture describes."""
        return len(self)

    def count(self, outcome: Outcome) -> int:
        """How many of them had this outcome."""
        return sum(one is outcome for one in self.values())

    def mark(self, key: Any, outcome: Outcome) -> None:
        """Note the outcome of a row; a new one stays new however often it is touched."""
        ranks = list(Outcome)
        self[key] = max(self.get(key, Outcome.UNCHANGED), outcome, key=ranks.index)


class Book:
    """The rows of one load, compared in memory: one query per model, and a write only where something differs."""

    def __init__(self) -> None:
        self.tallies: dict[type[Model], Tally] = {}
        self._shelves: dict[tuple[type[Model], tuple[str, ...]], dict[tuple[Any, ...], Any]] = {}
        self._links: dict[tuple[type[Model], str], dict[int, set[int]]] = {}

    @property
    def writes(self) -> int:
        """How many rows are new or changed."""
        return sum(tally.count(Outcome.NEW) + tally.count(Outcome.CHANGED) for tally in self.tallies.values())

    def has_written(self, *models: type[Model]) -> bool:
        """Whether a row of one of the models is new or changed."""
        return any(outcome is not Outcome.UNCHANGED for model in models for outcome in self.tallies[model].values())

    def mark(self, model: type[Model], key: Any, outcome: Outcome) -> None:
        """Note what became of a row of the model."""
        self.tallies.setdefault(model, Tally()).mark(key, outcome)

    def shelf(self, model: type[Model], *key: str) -> dict[tuple[Any, ...], Any]:
        """All rows of a model by the stored values of these fields. One query, once."""
        if (model, key) not in self._shelves:
            names = [model._meta.get_field(name).attname for name in key]
            self._shelves[model, key] = {
                tuple(getattr(row, name) for name in names): row for row in model._base_manager.all()
            }
        return self._shelves[model, key]

    def named(self, model: type[Model], name: str | None) -> Any:
        """The row that records call by this name; None for no name, KeyError for an unknown one."""
        return None if name is None else self.shelf(model, NATURAL_KEYS.get(model._meta.label, "source_key"))[(name,)]

    def keep(
        self,
        model: type[Model],
        key: Mapping[str, Any],
        values: Mapping[str, Any] = NOTHING,
        *,
        initial: Mapping[str, Any] = NOTHING,
    ) -> Any:
        """The row with this key, made or changed so that it holds the values; `initial` only fills a new one."""
        shelf, stored_key, wanted = self.shelf(model, *key), _stored(model, key), _stored(model, values)
        row = shelf.get(tuple(stored_key.values()))
        if row is None:
            row = model(**{**stored_key, **_stored(model, initial), **wanted})
            outcome = Outcome.NEW
        else:
            differing = {name: value for name, value in wanted.items() if getattr(row, name) != value}
            for name, value in differing.items():
                setattr(row, name, value)
            outcome = Outcome.CHANGED if differing else Outcome.UNCHANGED
        if outcome is not Outcome.UNCHANGED:
            row.save()
        shelf[tuple(stored_key.values())] = row
        self.mark(model, row.pk, outcome)
        return row

    def link(self, row: Model, field: str, others: Iterable[Model]) -> None:
        """Let the row be linked with just these others."""
        wanted = {other.pk for other in others}
        present = self._linked(type(row), field)
        if wanted != present.get(row.pk, set()):
            getattr(row, field).set(wanted)
            present[row.pk] = wanted
            self.mark(type(row), row.pk, Outcome.CHANGED)

    def keep_parts(
        self, owner: Model, model: type[Model], field: str, key: str, parts: Iterable[Mapping[str, Any]]
    ) -> None:
        """Let the owner have just these parts, told apart by `key`; a surplus one is deleted and changes the owner."""
        name = model._meta.get_field(field).attname
        kept = {self.keep(model, {field: owner, key: part[key]}, part).pk for part in parts}
        shelf = self.shelf(model, field, key)
        for place, row in list(shelf.items()):
            if getattr(row, name) == owner.pk and row.pk not in kept:
                row.delete()
                del shelf[place]
                self.mark(type(owner), owner.pk, Outcome.CHANGED)

    def _linked(self, model: type[Model], name: str) -> dict[int, set[int]]:
        if (model, name) not in self._links:
            field = model._meta.get_field(name)
            ends = (f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id")
            links = self._links[model, name] = {}
            for here, there in field.remote_field.through._base_manager.values_list(*ends):
                links.setdefault(here, set()).add(there)
        return self._links[model, name]


def _stored(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the columns hold them; a null of the fixture is the field's own way of being empty."""
    stored = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(value, Model):
            stored[field.attname] = value.pk
        elif value is None:
            stored[field.attname] = None if field.null else field.get_default()
        else:
            stored[field.attname] = field.to_python(value)
    return stored
