"""Checking and writing the sheets `documents` and `tasks`."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from portal.units.models import Agency
from portal.units.registers import RecordRow, Register, keep
from portal.vietnamese.codes import read_code
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.issuers import TYPES
from portal.vietnamese.names import fold
from resolutions.models import Clause, Document, DocumentLink, Task
from resolutions.resources import DocumentResource, TaskResource, clause_labels, implemented

STATED = "stated"
PARTY_BODIES = (Agency.Kind.PARTY,)


def kind_of_type(type_name: str) -> str:
    """The kind whose word the type begins with: "Chương trình hành động" is a programme; "" for none."""
    words = fold(type_name)
    found = [(len(label), code) for code, label in Document.Kind.choices if words.startswith(fold(label))]
    return max(found)[1] if found else ""


def ordered_terms(first: str, last: str) -> bool:
    """Whether a span does not end before it begins, each end as far as it is known."""
    shared = min(len(first), len(last))
    return not (first and last) or first[:shared] <= last[:shared]


class DocumentRegister(Register):
    """Documents, known by issuer, code and day; without a code by type and title."""

    resource = DocumentResource
    verb = "import_documents"
    title = "Sổ văn bản"
    needed = ("type_name",)
    additive = frozenset({"implements"})
    late = ("implements",)

    @classmethod
    def for_export(cls) -> Any:
        """Documents with issuer and what they implement."""
        return Document.objects.for_sheet()

    def day_of(self, row: RecordRow) -> date:
        """The issuer is the body of that name on the day of issue."""
        return row.values.get("issued_on") or self.today

    def key_of_row(self, row: RecordRow) -> Hashable:
        """Code, issuer and day, or type and title."""
        values, issuer = row.values, row.values.get("issuer")
        if values.get("code"):
            return values["code"], issuer.pk if issuer else None, values.get("issued_on")
        return "", fold(values["type_name"]), fold(values.get("title", ""))

    def key_of_record(self, record: Document) -> Hashable:
        """The same of a document."""
        if record.code:
            return record.code, record.issuer_id, record.issued_on
        return "", fold(record.type_name), fold(record.title)

    def complete(self, row: RecordRow) -> None:
        """The kind follows from the type where the sheet does not say it."""
        if not row.values.get("kind"):
            row.values["kind"] = row.record.kind or kind_of_type(row.values["type_name"])

    def rules(self, row: RecordRow) -> None:
        """A code needs issuer and day; a document without a code its title; the term is one."""
        values, document = row.values, row.record
        if "kind" in values and not values["kind"]:
            message = f"Chưa rõ “{values['type_name']}” thuộc loại nào."
            self.note(row, "type_name", "unknown_word", message, "Chọn một loại ở cột “Xếp loại”.")
        if row.status == "new":
            self._rules_of_new(row)
        first, last = (values.get(name, getattr(document, name)) for name in ("term_from", "term_to"))
        if not ordered_terms(first, last):
            self.note(row, "term_to", "bad_span", f"Giai đoạn kết thúc {last} trước khi bắt đầu {first}.")
        if document in values.get("implements", ()):
            self.note(row, "implements", "own_parent", "Văn bản không thể thực hiện chính nó.")

    def _rules_of_new(self, row: RecordRow) -> None:
        values = row.values
        if not values.get("code"):
            if not values.get("title"):
                message = "Văn bản không có số, ký hiệu thì cần trích yếu."
                self.note(row, "title", "empty_key", message, "Ghi số, ký hiệu hoặc trích yếu.")
            return
        for name, words in (("issuer", "cơ quan ban hành"), ("issued_on", "ngày ban hành")):
            if not values.get(name):
                message = f"Thiếu {words}: một số, ký hiệu có ở nhiều nơi, nhiều năm."
                self.note(row, name, "empty_key", message, f"Ghi {words} rồi nhập lại.")
        if values.get("kind") != Document.Kind.STANDARD:
            try:
                read_code(values["code"])
            except ReadingError as error:
                self.note(row, "code", "bad_code", error.message)

    def derive(self, record: Document, row: RecordRow) -> None:
        """Number, system, level, address and the words to search by."""
        if row.status == "new":
            self._describe(record)
            record.slug = self._free_slug(record)
        record.issuer_name = record.issuer.name if record.issuer else record.issuer_name
        named = (record.code, record.title, record.issuer_name, *record.cited_as)
        record.search_text = fold(" ".join(text for text in named if text))

    def _describe(self, record: Document) -> None:
        issuer = record.issuer
        record.system = "party" if issuer and issuer.kind in PARTY_BODIES else "state"
        record.level = issuer.unit.level if issuer and issuer.unit else "central" if issuer else ""
        record.certainty = STATED
        abbreviations = {fold(name): code for code, name in TYPES.items()}
        record.type_code = abbreviations.get(fold(record.type_name), "")[:10]
        try:
            code = read_code(record.code)
        except ReadingError:
            return
        record.number, record.system, record.type_code = code.number, code.system, (code.type or record.type_code)[:10]

    def _free_slug(self, record: Document) -> str:
        words = f"{record.code} {record.issued_on.year if record.issued_on else ''}"
        base = fold(words if record.code else f"{record.type_name} {record.title}").replace(" ", "-")[:52].strip("-")
        taken, number, slug = Document.objects.slugs_like(base), 1, base or "van-ban"
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        return slug

    def link(self, record: Document, row: RecordRow, at: Any) -> None:
        """Say what the document implements, as the sheet states it; what stands stays."""
        known = {one.pk for one in implemented(record)} if row.status != "new" else set()
        for target in row.values.get("implements", ()):
            if target.pk not in known:
                made = DocumentLink(source=record, target=target, relation="implements", certainty=STATED)
                keep(made, by=self.by, at=at)


class TaskRegister(Register):
    """Tasks, known by unit, document and words."""

    resource = TaskResource
    verb = "import_tasks"
    title = "Nhiệm vụ"
    needed = ("text", "unit")
    first = ("ordered_in",)
    additive = frozenset({"clauses", "leads", "coordinating"})

    @classmethod
    def for_export(cls) -> Any:
        """Tasks with all that their columns name."""
        return Task.objects.for_sheet()

    def day_of(self, row: RecordRow) -> date:
        """Units and agencies are those of the day of the document."""
        document = row.values.get("ordered_in")
        return (isinstance(document, Document) and document.issued_on) or self.today

    def key_of_row(self, row: RecordRow) -> Hashable:
        """Unit, document and words."""
        document = row.values.get("ordered_in")
        return row.values["unit"].pk, document.pk if document else None, fold(row.values["text"])

    def key_of_record(self, record: Task) -> Hashable:
        """The same of a task."""
        return record.unit_id, record.ordered_in_id, fold(record.text)

    def complete(self, row: RecordRow) -> None:
        """A task of a sheet is an order unless the sheet says something else."""
        if not row.record.kind:
            row.values.setdefault("kind", Task.Kind.ORDER)

    def rules(self, row: RecordRow) -> None:
        """A clause is one of a document."""
        if row.values.get("clauses") and not row.values.get("ordered_in"):
            message = "Có khoản mà thiếu văn bản."
            self.note(row, "clauses", "clause_without_document", message, "Ghi văn bản giao, hoặc để trống khoản.")

    def derive(self, record: Task, row: RecordRow) -> None:
        """What an official typed is stated."""
        record.certainty = record.certainty or STATED

    def link(self, record: Task, row: RecordRow, at: Any) -> None:
        """Link agencies and clauses; a clause that the document has not yet is entered with the task's words."""
        for name in ("leads", "coordinating"):
            if name in row.changed:
                getattr(record, name).add(*row.values[name])
        for label in set(row.values.get("clauses", ())) - set(clause_labels(record)):
            record.clauses.add(self._clause(record, label, at))

    def _clause(self, task: Task, label: str, at: Any) -> Clause:
        held = list(Clause.objects.of_document(task.ordered_in))
        found = next((one for one in held if fold(one.label) == fold(label)), None)
        if found is None:
            place = max((one.position for one in held), default=0) + 1
            found = Clause(document=task.ordered_in, kind="task", label=label, position=place, text=task.text)
            found.certainty = STATED
            keep(found, by=self.by, at=at)
        return found
