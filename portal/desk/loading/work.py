"""What documents order and what stands in the way: obstacles, tasks and assessments."""

from portal.desk.loading.books import Book
from portal.desk.loading.reading import DEMO, Record, contents, mentions, named_by, records, sentences
from portal.desk.loading.sheets import Sheet, same, unit_on
from resolutions.models import Assessment, Obstacle, Task

OBSTACLES = Sheet(
    model=Obstacle,
    fields={**same("kind", "cause_type", "project_count"), "text": "text_vi"},
    references={**same("raised_in", "raised_by", "addressed_to"), "through": "via"},
    links={"resolutions": ("resolutions",), "about": ("about",)},
)
TASKS = Sheet(
    model=Task,
    fields={
        **same("kind", "deadline", "deadline_kind", "recurs", "started_on", "reached_on"),
        "text": "text_vi",
        "addressees": "addressees_vi",
        "beneficiary": "beneficiary_vi",
        "deliverable": "deliverable_vi",
    },
    references={**same("assigned_by", "proposed_by", "ordered_in", "reported_in"), "meeting": "event"},
    links={
        "leads": ("lead",),
        "coordinating": ("coordinating",),
        "reports_to": ("reports_to",),
        "about": ("about",),
        "clauses": ("clause", "clauses"),
        "obstacles": ("issues", "answers"),
    },
)
ASSESSMENTS = Sheet(
    model=Assessment,
    fields={"kind": "kind", "text": "text_vi"},
    references={**same("period", "stated_in"), "made_by": "by", "meeting": "event"},
    links={
        "resolutions": ("resolutions",),
        "about": ("about",),
        "differs_from": ("differs_from",),
        "obstacles": ("issues",),
    },
)


def load(book: Book) -> None:
    """Load issues, tasks and assessments with all that links them."""
    issues = records("issues", "issues")
    OBSTACLES.load(book, issues)
    _link_effects(book, issues)
    _load_tasks(book, records("tasks", "tasks"), answers=named_by(issues, "task"))
    ASSESSMENTS.load(book, records("issues", "assessments"))


def _link_effects(book: Book, issues: list[Record]) -> None:
    """Say what each issue leads to; the fixture writes it from either end."""
    causing = named_by(issues, "caused_by")
    for issue in issues:
        effects = [*mentions(issue, "leads_to"), *causing.get(issue["id"], [])]
        book.link(book.named(Obstacle, issue["id"]), "leads_to", [book.named(Obstacle, one) for one in effects])


def _load_tasks(book: Book, tasks: list[Record], answers: dict[str, list[str]]) -> None:
    opening = contents(DEMO / "tasks.yaml")["directions_source"]
    for task in tasks:
        task["answers"] = answers.get(task["id"])
        if task["kind"] == "direction":
            task["source"] = [*sentences(task), opening]  # the sentence that opens the list of directions
    TASKS.load(book, tasks)
    for task in tasks:
        row = book.named(Task, task["id"])
        book.link(row, "places", [unit_on(book, code) for code in mentions(task, "units")])
        book.link(row, "related", [book.named(Task, other) for other in mentions(task, "see")])
