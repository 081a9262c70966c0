"""Checking and writing the sheet `projects`."""

from collections.abc import Hashable
from typing import Any

from portal.units.registers import RecordRow, Register
from portal.vietnamese.names import fold
from projects.models import Project, ProjectPlace
from projects.resources import ProjectResource

PLACES = 3
NUMBERS = {"capacity_mw": "Công suất", "capital_billion_vnd": "Vốn"}


class ProjectRegister(Register):
    """Projects, known by kind and name."""

    resource = ProjectResource
    verb = "import_projects"
    title = "Danh mục dự án"
    needed = ("name", "kind", "stage", "places")
    additive = frozenset({"places"})

    @classmethod
    def for_export(cls) -> Any:
        """Projects with their places."""
        return Project.objects.for_sheet()

    def key_of_row(self, row: RecordRow) -> Hashable:
        """Kind and name."""
        return row.values["kind"], fold(row.values["name"])

    def key_of_record(self, record: Project) -> Hashable:
        """The same of a project."""
        return record.kind, fold(record.name)

    def rules(self, row: RecordRow) -> None:
        """Amounts are greater than 0 and have at most three decimals; what is not known stays empty."""
        for name, words in NUMBERS.items():
            amount = row.values.get(name)
            if amount is not None and amount <= 0:
                message = f"{words} phải lớn hơn 0."
                self.note(row, name, "negative", message, "Chưa có số thì để trống, không ghi 0.")
            elif amount is not None and amount != round(amount, PLACES):
                self.note(row, name, "too_many_decimals", f"{words} có quá {PLACES} chữ số thập phân.")

    def derive(self, record: Project, row: RecordRow) -> None:
        """Several projects in one record are a class; the words to search by."""
        record.is_class = record.is_class or record.count > 1
        record.certainty = record.certainty or "stated"
        places = row.values.get("places") or (record.places.all() if record.pk else ())
        words = (record.name, Project.Kind(record.kind).label, *(unit.name for unit in places))
        record.search_text = fold(" ".join(words))[:400]

    def link(self, record: Project, row: RecordRow, at: Any) -> None:
        """Say where the project lies; a place that stands stays."""
        known = {unit.pk for unit in record.places.all()} if row.status != "new" else set()
        new = [unit for unit in row.values.get("places", ()) if unit.pk not in known]
        ProjectPlace.objects.bulk_create(ProjectPlace(project=record, unit=unit, certainty="stated") for unit in new)
