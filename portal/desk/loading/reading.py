"""Reading the YAML fixtures: exact numbers, lists of records, and who names whom."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

Record = dict[str, Any]

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
DEMO = FIXTURES / "demo"
SOURCES = FIXTURES / "sources"


class _ExactLoader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):
    """Reads 23.194 as Decimal: a figure is never a binary fraction."""


_ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))


def contents(path: Path) -> Record:
    """All lists of one fixture by their name."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_ExactLoader)


def records(name: str, of: str) -> list[Record]:
    """The records of the list `of` in fixtures/demo/<name>.yaml."""
    return contents(DEMO / f"{name}.yaml")[of]


def listed(value: Any) -> list[Any]:
    """One value, several or none, as a list: the fixtures write `clause: cl1` and `clauses: [cl4, cl5]`."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def mentions(record: Mapping[str, Any], *keys: str) -> list[Any]:
    """Everything that the record names under the keys, each once."""
    return list(dict.fromkeys(name for key in keys for name in listed(record.get(key))))


def named_by(naming: Iterable[Record], *keys: str) -> dict[str, list[str]]:
    """For every id that records name under the keys, the ids of those records, in their order."""
    found: dict[str, list[str]] = {}
    for record in naming:
        for name in mentions(record, *keys):
            found.setdefault(name, []).append(record["id"])
    return found


def in_order(unordered: Iterable[Record], key: str, *naming: str) -> Iterator[Record]:
    """The records so that each stands behind those of the list that it names; else in the order of the file."""
    by_key = {record[key]: record for record in unordered}
    graph = {name: [other for other in mentions(record, *naming) if other in by_key] for name, record in by_key.items()}
    return (by_key[name] for name in TopologicalSorter(graph).static_order())


def sentences(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sentences that a record came from; the fixtures write one or a list of them."""
    return listed(record.get("source"))


def source_text(name: str) -> str:
    """The full text of a source."""
    return (SOURCES / name).read_text(encoding="utf-8")
