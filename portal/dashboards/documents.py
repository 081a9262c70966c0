"""The resolutions of a unit and what carries them out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from resolutions.document_page import INFERRED, Node
from resolutions.models import Document, DocumentLink
from resolutions.rules import Branch, Edge, document_tree


@dataclass(frozen=True)
class Chain:
    """A resolution with the documents that implement or disseminate it, drawn as in its own tree."""

    document: Document
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Resolutions:
    """Name of the review shown, all resolutions to choose from, the chosen one, and the chains drawn."""

    campaign: str
    choices: tuple[Document, ...]
    chosen: Document | None
    chains: tuple[Chain, ...]


def resolutions_of(unit_ids: Sequence[int], *, user: Any, on: date, slug: str = "") -> Resolutions:
    """Resolutions under review in the first of the units that has a review by the day. One query."""
    rows = list(Document.objects.visible_to(user).resolutions_and_linked(unit_ids))
    named: dict[int, Document] = {}
    for row in rows:
        named.setdefault(row.pk, row)
    campaign, reviewed = _review(rows, unit_ids, on)
    edges = _edges(rows)
    choices = tuple(one for one in named.values() if one.kind == Document.Kind.RESOLUTION)
    chosen = next((one for one in choices if one.slug == slug), None)
    roots = [chosen.pk] if chosen else reviewed
    return Resolutions(campaign, choices, chosen, tuple(_chain(pk, edges, named) for pk in roots))


def _review(rows: Iterable[Any], unit_ids: Sequence[int], on: date) -> tuple[str, list[int]]:
    """Name of the last review by the day in the first unit that has one, and what it reviews, the oldest first."""
    known = [row for row in rows if row.review_id and row.review_day <= on]
    if not known:
        return "", []
    latest = min(known, key=lambda row: (unit_ids.index(row.review_unit), -row.review_position))
    reviewed = sorted((row for row in known if row.review_id == latest.review_id), key=_age)
    return latest.review_name, list(dict.fromkeys(row.pk for row in reviewed))


def _edges(rows: Iterable[Any]) -> list[Edge]:
    """All links, those of the oldest documents first."""
    linked = {row.link_id: row for row in rows if row.link_id}
    return [
        Edge(row.pk, row.link_target, row.link_relation, row.link_certainty, row.link_note)
        for row in sorted(linked.values(), key=lambda row: (_age(row), row.link_id))
    ]


def _age(row: Document) -> date:
    return row.issued_on or date.min


def _chain(root: int, edges: Sequence[Edge], named: Mapping[int, Document]) -> Chain:
    return Chain(named[root], _nodes(document_tree(root, edges).below, named))


def _nodes(branches: Iterable[Branch], named: Mapping[int, Document]) -> tuple[Node, ...]:
    return tuple(
        Node(
            document=named[branch.document],
            words=str(dict(DocumentLink.Relation.choices)[branch.edge.relation]),
            doubt=INFERRED if branch.edge.is_inferred else "",
            note="",
            is_repeated=branch.is_repeated,
            nodes=_nodes(branch.branches, named),
        )
        for branch in branches
    )
