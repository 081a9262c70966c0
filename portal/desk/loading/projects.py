"""Projects, facilities and firms, where they lie, and which reported figures already hold them."""

from collections.abc import Iterable
from datetime import date

from indicators.models import Provenance
from portal.desk.loading.books import Book
from portal.desk.loading.reading import Record, mentions, named_by, records
from portal.desk.loading.sheets import Sheet, same, unit_on
from portal.desk.models import RegisterCount
from portal.vietnamese.names import fold
from projects.models import Facility, FacilityPlace, Project, ProjectPlace

PROJECTS = Sheet(
    model=Project,
    fields={
        **same("kind", "stage", "is_class", "count", "registered", "list_item", "investor", "capacity_mw"),
        **same("capacity_each_comparator", "capacity_each_mw", "search_text"),
        "name": "name_vi",
        "stage_text": "stage_text_vi",
        "capital_billion_vnd": "capital",
    },
)
FACILITIES = Sheet(
    model=Facility,
    fields={
        **same("kind", "count", "aliases", "stage", "expected_operation"),
        "name": "name_vi",
        "is_named": "named",
        "place_text": "place_vi",
    },
    links={"place_agencies": ("place_agencies",), "tasks": ("tasks",), "assessments": ("assessments",)},
    certain={"expected": "expected_operation"},
)


def load(book: Book) -> None:
    """Load projects, then facilities and firms."""
    projects = records("projects", "projects")
    PROJECTS.load(book, [_described(book, one) for one in projects])
    facilities = records("projects", "facilities_and_firms")
    tasks = named_by(records("tasks", "tasks"), "facility", "facilities")
    assessments = named_by(records("issues", "assessments"), "facility", "facilities")
    for record in facilities:
        record["tasks"], record["assessments"] = tasks.get(record["id"]), assessments.get(record["id"])
    FACILITIES.load(book, facilities)
    _place(book, Project, ProjectPlace, "project", projects)
    _place(book, Facility, FacilityPlace, "facility", facilities)


def _described(book: Book, project: Record) -> Record:
    each = project.get("capacity_each") or {}
    places = [one["unit"].name for one in _places(book, project)]
    words = (project["name_vi"], Project.Kind(project["kind"]).label, *places)
    return {
        **project,
        "capacity_each_comparator": each.get("comparator"),
        "capacity_each_mw": each.get("value"),
        "search_text": fold(" ".join(words)),
    }


def _places(book: Book, record: Record) -> list[Record]:
    return [
        {"unit": unit_on(book, one["code"], date.fromisoformat(one["day"])), "certainty": one["certainty"]}
        for one in record["units"]
    ]


def _place(
    book: Book,
    model: type[Project | Facility],
    place: type[ProjectPlace | FacilityPlace],
    field: str,
    things: Iterable[Record],
) -> None:
    """Say where each thing lies and which figures count it."""
    for record in things:
        thing = book.named(model, record["id"])
        book.keep_parts(thing, place, field, "unit", _places(book, record))
        counts = [
            {"figure": book.named(Provenance, key), "role": role}
            for role, name in (("counts", "counted_in"), ("describes", "observations"))
            for key in mentions(record, name)
        ]
        book.keep_parts(thing, RegisterCount, field, "figure", counts)
