"""The sheets `documents` and `tasks`: their columns, one class for both ways."""

from datetime import date
from functools import cached_property
from typing import Any

from import_export import resources

from portal.units.columns import BriefWidget, HorizonWidget, OptionalDayWidget, SheetField, TextWidget, WordWidget
from portal.units.models import AdminUnit
from portal.units.references import AgencyWidget, ManyWidget, ReferenceWidget, UnitWidget, split_day
from portal.vietnamese.codes import read_code
from portal.vietnamese.dates import write_date
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import fold
from resolutions.models import Document, DocumentLink, Task


def canonical(code: str) -> str:
    """The official spelling of a document's code; one that is no code stays as it is."""
    try:
        return read_code(code).canonical
    except ReadingError:
        return code


class CodeWidget(BriefWidget):
    """A document's code in its official spelling."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return canonical(super().clean(value))


class DocumentWidget(ReferenceWidget):
    """A document by code, by code and day (05-NQ/TU@19/8/2021), by its address, or by its title without a code."""

    explained = ("Văn bản", "Loại, trích yếu")

    @cached_property
    def held(self) -> list[Document]:
        """All documents without their texts. One query."""
        return list(Document.objects.for_list())

    @cached_property
    def by_word(self) -> dict[str, list[Document]]:
        """Documents by code, address and folded title."""
        found: dict[str, list[Document]] = {}
        for document in self.held:
            words = {document.code, document.slug, "" if document.code else fold(document.title)}
            for word in words - {""}:
                found.setdefault(word, []).append(document)
        return found

    def candidates(self, text: str) -> list[Document]:
        """Documents with the code, the address or the title."""
        code = canonical(text)
        known = self.by_word.get(code) or self.by_word.get(text) or self.by_word.get(fold(text), [])
        return [*known, *(one for one in self.coming if code in (one.code, "" if one.code else one.title))]

    def found(self, text: str, *, on: date, unit: AdminUnit | None = None) -> Document | None:
        """The one document; a code of several needs its day."""
        if not text:
            return None
        word, day = split_day(text)
        documents = [one for one in self.candidates(word) if day is None or one.issued_on == day]
        if len(documents) == 1:
            return documents[0]
        if not documents:
            message = f"Không có văn bản {quoted(text)} trong sổ văn bản."
            raise ReadingError("unknown_document", f"{message} Chọn văn bản trong danh mục, hoặc nhập văn bản trước.")
        listed = "; ".join(one.slug or self.render(one) for one in documents)
        raise ReadingError("ambiguous_document", f"{quoted(text)} có nhiều văn bản. Ghi một trong: {listed}.")

    def render(self, value: Document | None, obj: Any = None, **kwargs: Any) -> str:
        """The code, with its day where others have the code, too; without a code the address."""
        if value is None:
            return ""
        if not value.code:
            return value.slug or value.title
        others = [one for one in self.by_word.get(value.code, ()) if one.pk != value.pk]
        if not others:
            return value.code
        is_apart = value.issued_on and all(one.issued_on != value.issued_on for one in others)
        return f"{value.code}@{write_date(value.issued_on)}" if is_apart else value.slug

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """The register of documents, the newest first."""
        return tuple((self.render(one), f"{one.type_name} {one.title}".strip()[:120]) for one in self.held)


def implemented(document: Document) -> list[Document]:
    """What the document implements. No query for documents fetched `for_sheet()`."""
    if not document.pk:
        return []
    links = document.links_out.all()
    return [link.target for link in links if link.relation == DocumentLink.Relation.IMPLEMENTS]


class DocumentResource(resources.ModelResource):
    """The register of documents; without a code one is known by its type and title."""

    code = SheetField("Số ký hiệu", "code", CodeWidget(40), aliases=("Số, ký hiệu", "Số hiệu", "Số văn bản", "Ký hiệu"))
    type_name = SheetField("Loại văn bản", "type_name", BriefWidget(60), aliases=("Loại", "Tên loại"), required=True)
    kind = SheetField("Xếp loại", "kind", WordWidget(Document.Kind), aliases=("Nhóm loại",))
    issuer = SheetField("Cơ quan ban hành", "issuer", AgencyWidget(), aliases=("Nơi ban hành",))
    issued_on = SheetField("Ngày ban hành", "issued_on", OptionalDayWidget(), aliases=("Ngày, tháng ban hành", "Ngày"))
    title = SheetField("Trích yếu", "title", TextWidget(), aliases=("Trích yếu nội dung", "Nội dung"), required=True)
    term_from = SheetField("Giai đoạn từ", "term_from", HorizonWidget(), aliases=("Từ",))
    term_to = SheetField("Giai đoạn đến", "term_to", HorizonWidget(), aliases=("Đến",))
    implements = SheetField(
        "Thực hiện văn bản", implemented, ManyWidget(DocumentWidget()), aliases=("Cụ thể hóa văn bản", "Thực hiện")
    )

    class Meta:
        model = Document
        fields = (
            "code", "type_name", "kind", "issuer", "issued_on", "title", "term_from", "term_to", "implements",
        )  # fmt: skip
        export_order = fields


class ClausesWidget(TextWidget):
    """Numbers of clauses of the task's document, parted by semicolons."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> tuple[str, ...]:
        labels = (BriefWidget(20).clean(part) for part in super().clean(value).split(";"))
        return tuple(label for label in labels if label)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The numbers in the order of their spelling."""
        return "; ".join(sorted(set(value or ())))


def clause_labels(task: Task) -> list[str]:
    """Numbers of the task's clauses in the document that orders it. No query for tasks fetched `for_sheet()`."""
    if not task.pk:
        return []
    return [one.label for one in task.clauses.all() if one.label and one.document_id == task.ordered_in_id]


class TaskResource(resources.ModelResource):
    """Tasks; the unit, the document that orders it and its words tell one from the other."""

    text = SheetField("Nội dung", "text", TextWidget(), aliases=("Nhiệm vụ", "Nội dung nhiệm vụ"), required=True)
    kind = SheetField("Loại", "kind", WordWidget(Task.Kind, blank=Task.Kind.ORDER), aliases=("Loại nhiệm vụ",))
    ordered_in = SheetField("Văn bản", "ordered_in", DocumentWidget(), aliases=("Văn bản giao", "Giao tại văn bản"))
    clauses = SheetField("Khoản", clause_labels, ClausesWidget(), aliases=("Mục", "Điều, khoản"))
    unit = SheetField("Mã đơn vị", "unit", UnitWidget(), aliases=("Đơn vị",), required=True)
    leads = SheetField(
        "Cơ quan chủ trì", lambda task: task.leads.all() if task.pk else (), ManyWidget(AgencyWidget()),
        aliases=("Chủ trì",),
    )  # fmt: skip
    coordinating = SheetField(
        "Cơ quan phối hợp", lambda task: task.coordinating.all() if task.pk else (), ManyWidget(AgencyWidget()),
        aliases=("Phối hợp",),
    )  # fmt: skip
    deadline = SheetField("Hạn", "deadline", HorizonWidget(), aliases=("Hạn hoàn thành", "Thời hạn"))
    deliverable = SheetField("Sản phẩm", "deliverable", TextWidget(), aliases=("Sản phẩm đầu ra", "Kết quả"))

    class Meta:
        model = Task
        fields = (
            "text", "kind", "ordered_in", "clauses", "unit", "leads", "coordinating", "deadline", "deliverable",
        )  # fmt: skip
        export_order = fields
