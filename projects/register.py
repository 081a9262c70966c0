"""What the register of projects and facilities shows: places in words, totals, facilities by kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from portal.history.models import Certainty
from portal.history.sources import Sentence, sentences
from portal.periods.rules import write_partial
from portal.vietnamese.numbers import write_number
from projects.models import Facility, Project

NOT_REPORTED = "–"


@dataclass(frozen=True)
class ProjectRow:
    """A project as a list shows it."""

    project: Project
    places: str
    capacity: str
    capital: str


@dataclass(frozen=True)
class FacilityRow:
    """A facility as a list shows it."""

    facility: Facility
    places: str
    expected: str
    sources: tuple[Sentence, ...]


@dataclass(frozen=True)
class FacilityGroup:
    """Facilities of one kind; `count` counts classes as many."""

    name: str
    count: int
    rows: tuple[FacilityRow, ...]


def project_row(project: Project) -> ProjectRow:
    """The texts of a project fetched `for_page()`. No query."""
    return ProjectRow(
        project=project,
        places=_places(project.project_places.all()),
        capacity=capacity_in_words(project),
        capital=write_number(project.capital_billion_vnd.normalize()) if project.capital_billion_vnd else NOT_REPORTED,
    )


def capacity_in_words(project: Project) -> str:
    """MW of the project; where only a bound of each is known, that: "mỗi dự án dưới 1"; else "–"."""
    if project.capacity_mw is not None:
        return write_number(project.capacity_mw.normalize())
    if project.capacity_each_mw is None:
        return NOT_REPORTED
    bound = {"less_than": "dưới", "at_most": "không quá", "more_than": "trên", "at_least": "từ"}
    words = bound.get(project.capacity_each_comparator, "")
    return f"– (mỗi dự án {words} {write_number(project.capacity_each_mw.normalize())} MW)"


def facility_groups(facilities: Iterable[Facility]) -> list[FacilityGroup]:
    """Facilities (fetched `for_page()` and in the order of their kinds) by kind. No query."""
    groups = []
    for kind, members in groupby(facilities, key=lambda facility: facility.kind):
        rows = tuple(_facility_row(one) for one in members)
        groups.append(FacilityGroup(str(Facility.Kind(kind).label), sum(row.facility.count for row in rows), rows))
    return groups


def _facility_row(facility: Facility) -> FacilityRow:
    return FacilityRow(
        facility=facility,
        places=facility.place_text or _places(facility.facility_places.all()),
        expected=write_partial(facility.expected_operation) if facility.expected_operation else "",
        sources=sentences(facility.sources),
    )


def _places(places: Iterable[Any]) -> str:
    return "; ".join(
        f"{place.unit}{' (suy ra từ nguồn)' if place.certainty == Certainty.INFERRED else ''}" for place in places
    )


@dataclass(frozen=True)
class ProjectPage:
    """The page of a project fetched `for_detail()`. No query of its own."""

    project: Project
    facts: tuple[tuple[str, str], ...]
    places: tuple[Any, ...]
    documents: tuple[Any, ...]
    clauses: tuple[Any, ...]
    sources: tuple[Sentence, ...]


def project_page(project: Project) -> ProjectPage:
    """What is known of the project."""
    row = project_row(project)
    listed = project.registered and f"giai đoạn/năm {project.registered}, mục {project.list_item or 'chưa rõ'}"
    facts = (
        ("Loại", project.get_kind_display()),
        ("Giai đoạn", project.get_stage_display()),
        ("Giai đoạn theo nguồn", project.stage_text),
        ("Số dự án", f"{project.count} (nhóm dự án)" if project.is_class else "1"),
        ("Nhà đầu tư", project.investor or "chưa có số liệu"),
        ("Công suất, MW", "chưa có số liệu" if row.capacity == NOT_REPORTED else row.capacity),
        ("Vốn, tỷ đồng", "chưa có số liệu" if row.capital == NOT_REPORTED else row.capital),
        ("Danh mục đăng ký", listed),
        ("Lưu ý", project.note),
    )
    return ProjectPage(
        project=project,
        facts=tuple(fact for fact in facts if fact[1]),
        places=tuple(project.project_places.all()),
        documents=tuple(project.documents.all()),
        clauses=tuple(project.clauses.all()),
        sources=sentences(project.sources),
    )
