"""The resolutions of a unit and what carries them out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resolutions.document_page import INFERRED, Node
from resolutions.models import Campaign, Document, DocumentLink
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


def resolutions_of(unit_ids: Sequence[int], *, user: Any, on: Any, slug: str = "") -> Resolutions:
    """Resolutions under review in the first of the units that has a review by the day.

    Three queries, one more where the chosen resolution has documents that the review has not.
    """
    reviews = Campaign.objects.visible_to(user).of_units(unit_ids).up_to(on).latest_by_unit()
    campaign, reviewed = next((reviews[pk] for pk in unit_ids if pk in reviews), ("", []))
    edges = DocumentLink.objects.visible_to(user).edges()
    named = Document.objects.visible_to(user).resolutions_and(_reached(reviewed, edges))
    choices = tuple(one for one in named.values() if one.kind == Document.Kind.RESOLUTION)
    chosen = next((one for one in choices if one.slug == slug), None)
    roots = [chosen.pk] if chosen else reviewed
    missing = set(_reached(roots, edges)) - set(named)
    if missing:
        named |= Document.objects.visible_to(user).by_ids(missing)
    chains = tuple(_chain(pk, edges, named) for pk in roots)
    return Resolutions(campaign, choices, chosen, chains)


def _reached(roots: Iterable[int], edges: Sequence[Edge]) -> list[int]:
    return [pk for root in roots for pk in document_tree(root, edges).documents]


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
