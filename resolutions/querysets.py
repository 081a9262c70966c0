"""Questions about documents and the work that follows from them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Prefetch, Q

from portal.vietnamese.names import fold
from resolutions.rules import Edge
from resolutions.wording import any_accent


class OpenToStaff(models.QuerySet):
    """Rows that every signed-in person may read."""

    def visible_to(self, user: Any) -> "OpenToStaff":
        """All rows for a signed-in person, none for a stranger."""
        return self if user.is_authenticated else self.none()


class DocumentQuerySet(OpenToStaff):
    """Documents."""

    def resolutions(self) -> "DocumentQuerySet":
        """Nghị quyết."""
        return self.filter(kind="resolution")

    def programmes(self) -> "DocumentQuerySet":
        """Chương trình."""
        return self.filter(kind="programme")

    def plans(self) -> "DocumentQuerySet":
        """Kế hoạch."""
        return self.filter(kind="plan")

    def with_code(self, code: str, issued_on: date | None = None) -> "DocumentQuerySet":
        """Documents with the code; the day tells those of different years apart."""
        found = self.filter(code=code)
        return found.filter(issued_on=issued_on) if issued_on else found

    def matching(self, words: str) -> "DocumentQuerySet":
        """Documents whose code, title or issuer holds all the words, whatever their accents."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def for_page(self) -> "DocumentQuerySet":
        """With the issuer named."""
        return self.select_related("issuer")

    def for_list(self) -> "DocumentQuerySet":
        """Without the full texts, which a list does not show; the newest first."""
        return self.defer("text", "search_text").order_by(F("issued_on").desc(nulls_last=True), "code", "title")

    def by_ids(self, ids: Iterable[int]) -> dict[int, Any]:
        """Documents by id, without their full texts. One query."""
        return self.for_list().in_bulk(list(ids))

    def resolutions_and(self, ids: Iterable[int]) -> dict[int, Any]:
        """All resolutions and the documents with these ids, by id, the newest first. One query."""
        found = self.filter(Q(kind="resolution") | Q(id__in=list(ids)))
        return {one.pk: one for one in found.for_list()}

    def with_slug(self, slug: str) -> "DocumentQuerySet":
        """The document with this address."""
        return self.filter(slug=slug)

    def issued_in(self, year: int) -> "DocumentQuerySet":
        """Documents of one year."""
        return self.filter(issued_on__year=year)

    def with_text_file(self, name: str) -> "DocumentQuerySet":
        """The document whose full text was read from the file."""
        return self.filter(text_file=name)

    def by_text_file(self) -> dict[str, str]:
        """Address (slug) of the document by the file that its full text was read from. One query."""
        return dict(self.exclude(text_file="").values_list("text_file", "slug"))


class DocumentLinkQuerySet(OpenToStaff):
    """Links between documents."""

    def touching(self, documents: list[int]) -> "DocumentLinkQuerySet":
        """Links from or to the documents, both ends named. One query."""
        return self.filter(Q(source__in=documents) | Q(target__in=documents)).select_related(
            "source__issuer", "target__issuer"
        )

    def edges(self) -> list[Edge]:
        """All links as the rules read them, oldest first; a province's graph fits into memory. One query."""
        columns = ("source_id", "target_id", "relation", "certainty", "note")
        return [Edge(*row) for row in self.order_by("source__issued_on", "id").values_list(*columns)]

    def everything(self) -> "DocumentLinkQuerySet":
        """All links with both ends; the graph of a province fits into memory. One query."""
        return self.select_related("source", "target")


class ClauseQuerySet(OpenToStaff):
    """Clauses."""

    def of_document(self, document: Any) -> "ClauseQuerySet":
        """Clauses of one document in their order."""
        return self.filter(document=document).order_by("position")


class CampaignQuerySet(OpenToStaff):
    """Reviews of documents."""

    def touching(self, document: Any) -> "CampaignQuerySet":
        """Reviews of the document, and the review that it is the report of."""
        found = self.filter(Q(documents=document) | Q(report=document)).distinct()
        return found.select_related("period", "unit", "reported_by")

    def of_units(self, unit_ids: Iterable[int]) -> "CampaignQuerySet":
        """Reviews in the units."""
        return self.filter(unit__in=unit_ids)

    def up_to(self, day: date) -> "CampaignQuerySet":
        """Reviews whose figures stand by the day, the latest first."""
        return self.filter(period__as_of_on__lte=day).order_by("-period__position")

    def latest_by_unit(self) -> dict[int, tuple[str, list[int]]]:
        """Name of the first review of each unit, and the documents it reviews by their ids, oldest first. One query."""
        rows = self.order_by("-period__position", "documents__issued_on").values_list(
            "unit_id", "id", "name", "documents"
        )
        found: dict[int, tuple[int, str, list[int]]] = {}
        for unit, pk, name, document in rows:
            first, _, documents = found.setdefault(unit, (pk, name, []))
            if pk == first and document:
                documents.append(document)
        return {unit: (name, documents) for unit, (_, name, documents) in found.items()}


class TaskQuerySet(OpenToStaff):
    """Tasks."""

    def of_unit(self, unit: Any) -> "TaskQuerySet":
        """Tasks of one unit."""
        return self.filter(unit=unit)

    def of_units(self, unit_ids: Iterable[int]) -> "TaskQuerySet":
        """Tasks of several units."""
        return self.filter(unit__in=unit_ids)

    def about_document(self, document: Any) -> "TaskQuerySet":
        """Tasks that the document orders, or that are about it."""
        return self.filter(Q(about=document) | Q(ordered_in=document) | Q(clauses__document=document)).distinct()

    def directions(self) -> "TaskQuerySet":
        """Phương hướng, nhiệm vụ."""
        return self.filter(kind="direction")

    def for_page(self) -> "TaskQuerySet":
        """With what a list row shows; two more queries for agencies."""
        return self.select_related("unit", "ordered_in", "assigned_by").prefetch_related("leads", "coordinating")

    def with_progress(self) -> "TaskQuerySet":
        """With what `progress.task_row` asks for; two more queries."""
        return (
            self.select_related("unit", "ordered_in", "reported_in", "assigned_by", "person_in_charge", "meeting")
            .defer("ordered_in__text", "ordered_in__search_text", "reported_in__text", "reported_in__search_text")
            .prefetch_related("leads", "updates")
        )

    def for_detail(self) -> "TaskQuerySet":
        """With all that the task's own page shows; nine more queries."""
        documents = self.model.about.field.related_model.objects.for_list()
        return (
            self.with_progress()
            .select_related("proposed_by", "meeting")
            .prefetch_related(
                "coordinating", "reports_to", "clauses", "obstacles", "related", "places", Prefetch("about", documents)
            )
        )

    def led_by(self, agency: Any) -> "TaskQuerySet":
        """Tasks that the agency leads, alone or with others."""
        return self.filter(leads=agency)

    def matching(self, words: str) -> "TaskQuerySet":
        """Tasks whose text holds all the words; a word written without accents stands for any accents."""
        found = self
        for word in words.split():
            found = found.filter(text__iregex=any_accent(word))
        return found


class ObstacleQuerySet(OpenToStaff):
    """Difficulties, causes and recommendations."""

    def of_unit(self, unit: Any) -> "ObstacleQuerySet":
        """Obstacles of one unit."""
        return self.filter(unit=unit)

    def of_units(self, unit_ids: Iterable[int]) -> "ObstacleQuerySet":
        """Obstacles of several units."""
        return self.filter(unit__in=unit_ids)

    def of_document(self, document: Any) -> "ObstacleQuerySet":
        """Obstacles raised in the review of the document, or about it."""
        return self.filter(Q(resolutions=document) | Q(about=document)).distinct()

    def raised(self) -> "ObstacleQuerySet":
        """With who raised them and whom they are sent to."""
        return self.select_related("raised_by", "addressed_to", "unit")


class AssessmentQuerySet(OpenToStaff):
    """Assessments."""

    def of_unit(self, unit: Any) -> "AssessmentQuerySet":
        """Assessments of one unit."""
        return self.filter(unit=unit)

    def of_document(self, document: Any) -> "AssessmentQuerySet":
        """Assessments in the review of the document, or about it."""
        return self.filter(Q(resolutions=document) | Q(about=document)).distinct()

    def made(self) -> "AssessmentQuerySet":
        """With who made them."""
        return self.select_related("made_by", "unit")
