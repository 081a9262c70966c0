"""Everything the page of a document shows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.history.sources import Sentence, line_anchor, sentences
from resolutions.models import Assessment, Campaign, Clause, Document, DocumentLink, Obstacle, Task
from resolutions.progress import ClaritySummary, TaskRow, clarity_summary, task_row
from resolutions.rules import (
    Branch,
    DocumentTree,
    Edge,
    Mention,
    Piece,
    differing_subjects,
    document_tree,
    mark_quote,
)

INFERRED = "quan hệ suy từ báo cáo, chưa đối chiếu bản gốc"
# What a document outside the tree has to do with this one, by relation and by which of the two names the other.
MENTION_WORDS: Mapping[tuple[str, bool], str] = {
    ("supports", False): "hỗ trợ thực hiện văn bản này",
    ("supports", True): "được văn bản này hỗ trợ thực hiện",
    ("based_on", False): "căn cứ vào văn bản này",
    ("based_on", True): "là căn cứ của văn bản này",
    ("cites", False): "dẫn chiếu văn bản này",
    ("cites", True): "được văn bản này dẫn chiếu",
}


@dataclass(frozen=True)
class Node:
    """A document in the drawn tree; `words` say how it relates to the one above it in the drawing."""

    document: Document
    words: str
    doubt: str
    note: str
    is_repeated: bool
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Related:
    """A document that is mentioned, and the documents that it implements itself."""

    document: Document
    words: str
    doubt: str
    note: str
    implements: tuple[Document, ...]


@dataclass(frozen=True)
class Line:
    """A numbered line of the full text, in pieces of which the quoted one is marked."""

    anchor: str
    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Remark:
    """An obstacle or assessment with its sentences."""

    row: Obstacle | Assessment
    by: str
    sources: tuple[Sentence, ...]


@dataclass(frozen=True)
class DocumentPage:
    """The page of a document. Nine queries beside the document's own, whatever hangs on it."""

    document: Document
    facts: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]
    doubtful: frozenset[int]
    above: tuple[Node, ...]
    below: tuple[Node, ...]
    reviews: tuple[Related, ...]
    mentions: tuple[Related, ...]
    clauses: tuple[Clause, ...]
    tasks: tuple[TaskRow, ...]
    clarity: ClaritySummary
    obstacles: tuple[tuple[str, tuple[Remark, ...]], ...]
    assessments: tuple[tuple[str, tuple[Remark, ...]], ...]
    campaigns: tuple[Campaign, ...]
    lines: tuple[Line, ...]
    sources: tuple[Sentence, ...]


def document_page(document: Document, *, user: Any, on: date, quote: str = "") -> DocumentPage:
    """What the person sees of the document on the day, with the quoted sentence marked in the text."""
    tree = document_tree(document.pk, DocumentLink.objects.visible_to(user).edges())
    named = Document.objects.visible_to(user).by_ids(tree.documents)
    tasks = Task.objects.visible_to(user).about_document(document).with_progress()
    rows = tuple(task_row(task, on) for task in tasks)
    return DocumentPage(
        document=document,
        facts=_facts(document),
        subjects=_subjects(document),
        doubtful=frozenset(pk for pk, one in named.items() if _subjects(one)),
        above=_nodes(tree.above, named),
        below=_nodes(tree.below, named),
        reviews=_reviews(tree, named),
        mentions=tuple(_related(mention, named) for mention in tree.mentions),
        clauses=tuple(Clause.objects.visible_to(user).of_document(document)),
        tasks=rows,
        clarity=clarity_summary(rows),
        obstacles=_grouped(Obstacle.objects.visible_to(user).published().of_document(document).raised()),
        assessments=_grouped(Assessment.objects.visible_to(user).of_document(document).made()),
        campaigns=tuple(Campaign.objects.visible_to(user).touching(document)),
        lines=_lines(document.text, quote),
        sources=sentences(document.sources),
    )


def term_in_words(document: Document) -> str:
    """The document's term: "2021–2025, định hướng đến 2030"; empty when the source names none."""
    years = [year for year in (document.term_from, document.term_to) if year]
    parts = ["–".join(years)] if document.term_from else [f"đến {year}" for year in years]
    parts += [f"định hướng đến {document.orientation_to}"] if document.orientation_to else []
    return ", ".join(parts)


def _facts(document: Document) -> tuple[tuple[str, str], ...]:
    issued = document.issued_on
    return (
        ("Số, ký hiệu", document.code or "không nêu trong nguồn"),
        ("Ngày ban hành", f"{issued.day}/{issued.month}/{issued.year}" if issued else "không nêu trong nguồn"),
        ("Cơ quan ban hành", document.issuer_name or str(document.issuer or "không nêu trong nguồn")),
        ("Loại văn bản", f"{document.type_name} ({document.get_system_display()})"),
        ("Giai đoạn", term_in_words(document) or "không nêu trong nguồn"),
        ("Trích yếu", document.title or "chưa xác định"),
    )


def _subjects(document: Document) -> tuple[str, ...]:
    if document.title or not document.code:
        return ()
    return differing_subjects((source.get("quote", "") for source in document.sources), document.code)


def _doubt(edge: Edge) -> str:
    return INFERRED if edge.is_inferred else ""


def _nodes(branches: Iterable[Branch], named: Mapping[int, Document]) -> tuple[Node, ...]:
    return tuple(
        Node(
            document=named[branch.document],
            words=str(DocumentLink.Relation(branch.edge.relation).label),
            doubt=_doubt(branch.edge),
            note=branch.edge.note,
            is_repeated=branch.is_repeated,
            nodes=_nodes(branch.branches, named),
        )
        for branch in branches
    )


def _reviews(tree: DocumentTree, named: Mapping[int, Document]) -> tuple[Related, ...]:
    return tuple(
        Related(
            document=named[edge.source if edge.target == tree.root else edge.target],
            words="sơ kết, tổng kết văn bản này" if edge.target == tree.root else "được văn bản này sơ kết, tổng kết",
            doubt=_doubt(edge),
            note=edge.note,
            implements=(),
        )
        for edge in tree.reviews
    )


def _related(mention: Mention, named: Mapping[int, Document]) -> Related:
    words = MENTION_WORDS[mention.edge.relation, mention.is_named]
    if mention.via:
        words = f"được {_called(named[mention.via])} dẫn chiếu"
    return Related(
        document=named[mention.document],
        words=words,
        doubt=_doubt(mention.edge),
        note=mention.edge.note,
        implements=tuple(named[pk] for pk in mention.implements),
    )


def _called(document: Document) -> str:
    return document.code or f"{document.type_name[:1].lower()}{document.type_name[1:]}"


def _grouped(rows: Iterable[Obstacle | Assessment]) -> tuple[tuple[str, tuple[Remark, ...]], ...]:
    """The rows by kind, in the order in which reports name the kinds."""
    groups: dict[str, list[Remark]] = defaultdict(list)
    for row in rows:
        by = row.raised_by if isinstance(row, Obstacle) else row.made_by
        groups[row.kind].append(Remark(row, str(by or ""), sentences(row.sources)))
    kinds = [*Assessment.Kind, *Obstacle.Kind]
    return tuple((str(kind.label), tuple(groups.pop(kind.value))) for kind in kinds if kind.value in groups)


def _lines(text: str, quote: str) -> tuple[Line, ...]:
    return tuple(
        Line(line_anchor(number), number, mark_quote(line, quote))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    )
