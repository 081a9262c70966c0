"""Rules of documents and tasks: what hangs on what, where a task stands, what it leaves unclear; pure."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.periods.rules import partial_end

# Only these are drawn as branches; where a source states no more than that one text names another, it is a mention.
BRANCHING = frozenset({"implements", "disseminates", "amends", "replaces"})
MENTIONING = frozenset({"supports", "based_on", "cites"})
REVIEWING = "reviews"


@dataclass(frozen=True, slots=True)
class Edge:
    """A document (`source`) that implements, disseminates, cites… another (`target`)."""

    source: int
    target: int
    relation: str
    certainty: str = "stated"
    note: str = ""

    @property
    def is_inferred(self) -> bool:
        """Whether nobody has compared the relation with the original yet."""
        return self.certainty not in ("stated", "")


@dataclass(frozen=True, slots=True)
class Branch:
    """A document in the tree, and what hangs on it; a repeated one was opened elsewhere in the tree already."""

    document: int
    edge: Edge
    branches: tuple["Branch", ...] = ()
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A document outside the tree that names the root, is named by it, or by the report `via` that reviews it.

    `implements` are the documents that it implements itself: 73/KH-UBND ← 02-CTr/HU.
    """

    document: int
    edge: Edge
    is_named: bool
    via: int | None = None
    implements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentTree:
    """Where a document stands: what it carries out above, what carries it out below, and what is only mentioned."""

    root: int
    above: tuple[Branch, ...]
    below: tuple[Branch, ...]
    reviews: tuple[Edge, ...]
    mentions: tuple[Mention, ...]

    @property
    def documents(self) -> frozenset[int]:
        """Every document that the page names."""
        edges = [*self.reviews, *(mention.edge for mention in self.mentions)]
        named = {end for edge in edges for end in (edge.source, edge.target)}
        for mention in self.mentions:
            named |= {mention.document, *mention.implements} | ({mention.via} if mention.via else set())
        return frozenset(named | {self.root} | _documents_of(self.above) | _documents_of(self.below))


def document_tree(root: int, edges: Iterable[Edge]) -> DocumentTree:
    """The tree of one document from all links, in their order; a circle of links ends where it would close."""
    edges = list(edges)
    above = _branches(root, edges, upward=True)
    below = _branches(root, edges, upward=False)
    drawn = {root} | _documents_of(above) | _documents_of(below)
    reviews = tuple(edge for edge in edges if edge.relation == REVIEWING and root in (edge.source, edge.target))
    return DocumentTree(root, above, below, reviews, _mentions(root, edges, reviews, drawn))


def _branches(root: int, edges: list[Edge], *, upward: bool) -> tuple[Branch, ...]:
    hanging: dict[int, list[tuple[int, Edge]]] = {}
    for edge in edges:
        if edge.relation in BRANCHING:
            near, far = (edge.source, edge.target) if upward else (edge.target, edge.source)
            hanging.setdefault(near, []).append((far, edge))
    opened = {root}

    def grow(near: int) -> tuple[Branch, ...]:
        grown = []
        for far, edge in hanging.get(near, ()):
            if far == root:
                continue
            is_repeated = far in opened
            opened.add(far)
            grown.append(Branch(far, edge, () if is_repeated else grow(far), is_repeated))
        return tuple(grown)

    return grow(root)


def _mentions(root: int, edges: list[Edge], reviews: tuple[Edge, ...], drawn: Container[int]) -> tuple[Mention, ...]:
    reports = {edge.source for edge in reviews if edge.target == root}
    found: dict[int, Mention] = {}
    direct = [edge for edge in edges if edge.relation in MENTIONING and root in (edge.source, edge.target)]
    through = [edge for edge in edges if edge.relation in MENTIONING and edge.source in reports]
    for edge in direct + through:
        via = edge.source if edge not in direct else None
        far = edge.source if edge.target == root else edge.target
        if far not in drawn and far not in found:
            carried = tuple(one.target for one in edges if one.source == far and one.relation == "implements")
            found[far] = Mention(far, edge, is_named=far == edge.target, via=via, implements=carried)
    return tuple(found.values())


def _documents_of(branches: Iterable[Branch]) -> set[int]:
    named: set[int] = set()
    for branch in branches:
        named |= {branch.document} | _documents_of(branch.branches)
    return named


class Standing(StrEnum):
    """What a row of a unit's report is worth: a draft is seen by who sees the report, published by everybody."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"  # by a later one of the same report, when it was reopened and approved again
    WITHDRAWN = "withdrawn"


class TaskState(StrEnum):
    """Where a task stands on a day (domain.md section 8)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    NO_INFORMATION = "no_information"
    SUSPENDED = "suspended"
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state is written and drawn; `look` is the class of a chip."""

    code: TaskState
    symbol: str
    word: str
    look: str


STATE_WORDS: Mapping[TaskState, StateWords] = {
    words.code: words
    for words in (
        StateWords(TaskState.NOT_STARTED, "○", "Chưa bắt đầu", "plain"),
        StateWords(TaskState.IN_PROGRESS, "▸", "Đang thực hiện", "plain"),
        StateWords(TaskState.DONE, "✓", "Đã thực hiện", "met"),
        StateWords(TaskState.DONE_ON_TIME, "✓", "Hoàn thành đúng hạn", "met"),
        StateWords(TaskState.DONE_LATE, "!", "Hoàn thành quá hạn", "behind"),
        StateWords(TaskState.OVERDUE, "✕", "Quá hạn", "missed"),
        StateWords(TaskState.NO_INFORMATION, "–", "Chưa có thông tin", "missing"),
        StateWords(TaskState.SUSPENDED, "∅", "Tạm dừng", "plain"),
        StateWords(TaskState.NO_DEADLINE, "·", "Chưa có hạn", "missing"),
    )
}


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What is known of a task; texts are days as written ("2022-11-05", "2022-11", "2022").

    `said`: where its unit says it stands in the latest news that says so ("" while none does).
    `is_reported`: the source tells of it as done, without a day. `last_source_on` is the day of the document or
    meeting that the task is known from.
    """

    deadline: str = ""
    started_on: str = ""
    reached_on: str = ""
    done_on: date | None = None
    is_reported: bool = False
    last_news_on: date | None = None
    last_source_on: date | None = None
    suspended_reason: str = ""
    said: str = ""


def task_state(facts: TaskFacts, *, on: date) -> TaskState:
    """Where the task stands at the end of the day.

    A day written as a month or a year is judged at its end. Past its due day and without news since, a task counts as
    overdue only up to the day of its last source; of later days nobody knows.
    """
    finished = _finished_on(facts, on)
    due = partial_end(facts.deadline) if facts.deadline else None
    if finished or facts.is_reported:
        if not due or not finished:
            return TaskState.DONE
        return TaskState.DONE_ON_TIME if finished <= due else TaskState.DONE_LATE
    if facts.suspended_reason:
        return TaskState.SUSPENDED
    has_news = facts.last_news_on is not None and facts.last_news_on <= on
    if due is None or on <= due:
        has_begun = has_news and facts.said != TaskState.NOT_STARTED
        if has_begun or (facts.started_on and _begin(facts.started_on) <= on):
            return TaskState.IN_PROGRESS
        return TaskState.NOT_STARTED if due else TaskState.NO_DEADLINE
    has_news_since = has_news and facts.last_news_on > due
    is_beyond_source = facts.last_source_on is not None and on > facts.last_source_on
    return TaskState.NO_INFORMATION if is_beyond_source and not has_news_since else TaskState.OVERDUE


def _finished_on(facts: TaskFacts, on: date) -> date | None:
    days = [facts.done_on] if facts.done_on else []
    days += [partial_end(facts.reached_on)] if facts.reached_on else []
    return min((day for day in days if day <= on), default=None)


def _begin(text: str) -> date:
    """The first day that a day, month or year can mean."""
    parts = [int(part) for part in text.split("-")]
    return date(*(parts + [1, 1])[:3])


LONGEST_WORDS = 2000
# In these states a percentage alone tells too little: whoever reads it must learn what stands in the way.
TELLING = frozenset({TaskState.OVERDUE, TaskState.NO_INFORMATION, TaskState.SUSPENDED})


def progress_faults(said: str, percent: int | None, words: str) -> Iterable[tuple[str, str]]:
    """What is wrong with one line of progress: the field (words, percent, state) and a sentence with the remedy."""
    if percent is not None and not 0 <= percent <= 100:
        yield "percent", f"Tiến độ {percent}% không hợp lệ. Nhập số nguyên từ 0 đến 100."
    elif percent and said == TaskState.NOT_STARTED:
        yield "state", f"Tiến độ {percent}% thì nhiệm vụ đã bắt đầu. Chọn “đang thực hiện” hoặc xóa tiến độ."
    elif percent is not None and percent < 100 and said == TaskState.DONE:
        yield "state", f"Tiến độ {percent}% thì chưa hoàn thành. Chọn “đang thực hiện” hoặc sửa tiến độ thành 100."
    if len(words) > LONGEST_WORDS:
        yield "words", f"Nội dung dài {len(words)} ký tự. Rút gọn còn không quá {LONGEST_WORDS} ký tự."


def words_missing(said: str, words: str, standing: TaskState) -> str:
    """Why the line cannot be handed in without words, "" when it can; `standing` is the task's state without it."""
    if words.strip() or said == TaskState.DONE:
        return ""
    if said == TaskState.SUSPENDED:
        return "Nhiệm vụ tạm dừng. Ghi rõ lý do tạm dừng."
    if standing in TELLING:
        return "Nhiệm vụ đã quá hạn hoặc đang tạm dừng. Ghi rõ tình hình thực hiện, không chỉ nêu tỷ lệ."
    return ""


# The "6 rõ" of task assignment, in the order in which offices recite them.
SIX_CLEAR: Mapping[str, str] = {
    "person": "rõ người",
    "work": "rõ việc",
    "time": "rõ thời gian",
    "responsibility": "rõ trách nhiệm",
    "product": "rõ sản phẩm",
    "authority": "rõ thẩm quyền",
}
# Only what was ordered must be clear: what a report tells of as done, proposed or reached was never assigned.
ASSIGNED_KINDS = frozenset({"direction", "order"})


@dataclass(frozen=True, slots=True)
class Clarity:
    """Which of the "6 rõ" a task has."""

    person: bool
    work: bool
    time: bool
    responsibility: bool
    product: bool
    authority: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing, in words: "rõ thời gian"."""
        return tuple(words for name, words in SIX_CLEAR.items() if not getattr(self, name))

    @property
    def is_complete(self) -> bool:
        """Whether all six are there."""
        return not self.lacking


def clarity_counts(clarities: Iterable[Clarity]) -> dict[str, int]:
    """How many tasks have each of the six, by its words: {"rõ người": 0, …}."""
    listed = list(clarities)
    return {words: sum(getattr(one, name) for one in listed) for name, words in SIX_CLEAR.items()}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line of text, marked when it is the sentence that was asked for."""

    text: str
    is_marked: bool = False


def mark_quote(line: str, quote: str) -> tuple[Piece, ...]:
    """The line cut where the quote stands; blanks of any width are equal, and a quote not found marks nothing."""
    words = quote.split()
    found = re.search(r"\s+".join(re.escape(word) for word in words), line) if words else None
    if not found:
        return (Piece(line),)
    pieces = (Piece(line[: found.start()]), Piece(found[0], True), Piece(line[found.end() :]))
    return tuple(piece for piece in pieces if piece.text)


def differing_subjects(quotes: Iterable[str], code: str) -> tuple[str, ...]:
    """What different citations say a document is about, when they disagree: the words behind its "về".

    Empty while they agree; "về kêu gọi thu hút đầu tư" and "về phát triển nông nghiệp sạch" are two.
    """
    subjects: dict[str, str] = {}
    for quote in quotes:
        _, found, subject = quote.partition(" về ")
        if found and code in quote:
            subjects.setdefault(subject.split(",")[0].strip().casefold(), subject.strip())
    return tuple(subjects.values()) if len(subjects) > 1 else ()
