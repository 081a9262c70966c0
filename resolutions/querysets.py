"""Questions about documents and the work that follows from them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from portal.vietnamese.names import fold
from resolutions.reported import TaskUpdateQuerySet
from resolutions.rules import ASSIGNED_KINDS, Edge
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

    def for_sheet(self) -> "DocumentQuerySet":
        """With issuer and what each implements, without full texts. Two queries."""
        links = self.model.links_out.rel.related_model.objects.select_related("target").defer("target__text")
        return (
            self.defer("text").select_related("issuer", "issuer__unit").prefetch_related(Prefetch("links_out", links))
        )

    def slugs_like(self, start: str) -> frozenset[str]:
        """Addresses that begin so. One query."""
        return frozenset(self.filter(slug__startswith=start).values_list("slug", flat=True))

    def for_list(self) -> "DocumentQuerySet":
        """Without the full texts, which a list does not show; the newest first."""
        return self.defer("text", "search_text").order_by(F("issued_on").desc(nulls_last=True), "code", "title")

    def by_ids(self, ids: Iterable[int]) -> dict[int, Any]:
        """Documents by id, without their full texts. One query."""
        return self.for_list().in_bulk(list(ids))

    def resolutions_and_linked(self, unit_ids: Iterable[int]) -> "DocumentQuerySet":
        """All resolutions, what is linked, and what is reviewed in the units; the newest first, without full texts.

        One row for each link that goes out (`link_…`) and each review in the units (`review_…`); a document without
        either has one row.
        """
        links = DocumentLinkQuerySet(self.model.links_in.rel.related_model)
        in_units = FilteredRelation("campaigns", condition=Q(campaigns__unit__in=list(unit_ids)))
        return (
            self.for_list()
            .annotate(
                review=in_units,
                link_id=F("links_out__id"),
                link_target=F("links_out__target_id"),
                link_relation=F("links_out__relation"),
                link_certainty=F("links_out__certainty"),
                link_note=F("links_out__note"),
                review_id=F("review__id"),
                review_name=F("review__name"),
                review_unit=F("review__unit_id"),
                review_position=F("review__period__position"),
                review_day=F("review__period__as_of_on"),
            )
            .filter(
                Q(kind="resolution")
                | Q(link_id__isnull=False)
                | Q(review_id__isnull=False)
                | Exists(links.filter(target=OuterRef("pk")))
            )
        )

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


class TaskQuerySet(OpenToStaff):
    """Tasks."""

    def for_sheet(self) -> "TaskQuerySet":
        """With all that a row of the sheet names."""
        named = self.select_related("unit", "ordered_in").defer("ordered_in__text").order_by("id")
        return named.prefetch_related("leads__unit", "coordinating__unit", "clauses")

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
            .prefetch_related("leads", Prefetch("updates", self._updates().published()))
        )

    def with_report(self, submission: Any) -> "TaskQuerySet":
        """As `with_progress()`, with the report's own draft among the updates."""
        updates = self._updates().published() | self._updates().drafts().of_report(submission)
        return (
            self.select_related("ordered_in", "reported_in", "meeting")
            .defer("ordered_in__text", "ordered_in__search_text", "reported_in__text", "reported_in__search_text")
            .prefetch_related("leads", Prefetch("updates", updates.select_related("made_by")))
        )

    def assigned(self) -> "TaskQuerySet":
        """Tasks that somebody ordered."""
        return self.filter(kind__in=sorted(ASSIGNED_KINDS))

    def of_office(self, agency_id: int | None) -> "TaskQuerySet":
        """Tasks that the agency leads or helps with, and those that no agency leads; all of them without an agency."""
        if agency_id is None:
            return self
        led = self.model.leads.through.objects.filter(task=OuterRef("pk"))
        return self.filter(Q(pk__in=self.involving([agency_id]).values("pk")) | ~Exists(led))

    def silent(self, day: date, soon: date) -> "TaskQuerySet":
        """Assigned tasks due up to the day `soon` or past it, not done or suspended, without news since they were due.

        Written days of a month or a year are compared as their last day: "2022-11-31" comes after all of November.
        """
        pad = {4: "-12-31", 7: "-31"}
        whens = [
            When(deadline__regex=f"^.{{{size}}}$", then=Concat("deadline", Value(end))) for size, end in pad.items()
        ]
        known = self._updates().published().filter(task=OuterRef("pk"), reported_on__lte=day)
        latest = known.exclude(state="").order_by("-reported_on", "-id").values("state")[:1]
        return (
            self.assigned()
            .filter(suspended_reason="", reached_on="")
            .exclude(deadline="")
            .annotate(
                due_text=Case(*whens, default=F("deadline"), output_field=models.CharField()),
                said=Subquery(latest),
                news_text=Cast(Subquery(_of_all(known, Max("reported_on"))), models.CharField()),
            )
            .filter(due_text__lt=(soon + timedelta(days=1)).isoformat())
            .exclude(Exists(known.filter(is_done=True)))
            .exclude(said="suspended", said__isnull=False)
            .filter(Q(news_text=None) | Q(news_text__lte=F("due_text")))
        )

    def _updates(self) -> TaskUpdateQuerySet:
        return self.model.updates.rel.related_model.objects.all()

    def with_news(self, day: date) -> "TaskQuerySet":
        """With what `progress.task_rows` asks for: one row for each lead agency, with what was known by the day.

        `done_on`, `news_on`, `percent` and `said` come from the updates up to the day; without a lead there is one row.
        """
        known = self._updates().published().filter(task=OuterRef("pk"), reported_on__lte=day)
        latest = known.filter(percent__isnull=False).order_by("-reported_on", "-id")
        telling = known.exclude(state="").order_by("-reported_on", "-id")
        return (
            self.select_related("ordered_in", "reported_in", "meeting")
            .defer("ordered_in__text", "ordered_in__search_text", "reported_in__text", "reported_in__search_text")
            .annotate(
                lead_name=F("leads__name"),
                lead_short=F("leads__short_name"),
                done_on=Subquery(_of_all(known.filter(is_done=True), Min("reported_on"))),
                news_on=Subquery(_of_all(known, Max("reported_on"))),
                percent=Subquery(latest.values("percent")[:1]),
                said=Subquery(telling.values("state")[:1]),
                said_words=Subquery(telling.values("narrative")[:1]),
            )
            .order_by("id", "lead_name")
        )

    def for_detail(self) -> "TaskQuerySet":
        """With all that the task's own page shows; nine more queries."""
        documents = self.model.about.field.related_model.objects.for_list()
        obstacles = self.model.obstacles.field.related_model.objects.published()
        return (
            self.with_progress()
            .select_related("proposed_by", "meeting")
            .prefetch_related(
                "coordinating",
                "reports_to",
                "clauses",
                "related",
                "places",
                Prefetch("obstacles", obstacles),
                Prefetch("about", documents),
            )
        )

    def involving(self, agency_ids: Iterable[int]) -> "TaskQuerySet":
        """Tasks that one of the agencies leads or helps with, each once."""
        ids = list(agency_ids)
        return self.filter(Q(pk__in=self._through("leads", ids)) | Q(pk__in=self._through("coordinating", ids)))

    def agencies_of(self, task_ids: Iterable[int], agency_ids: Iterable[int]) -> list[tuple[int, int]]:
        """(task, agency) for each of the agencies that leads one of the tasks or helps with it. Two queries."""
        tasks, agencies = list(task_ids), list(agency_ids)
        found = [
            row
            for name in ("leads", "coordinating")
            for row in self._through(name, agencies).filter(task__in=tasks).values_list("task_id", "agency_id")
        ]
        return sorted(set(found))

    def _through(self, name: str, agency_ids: list[int]) -> models.QuerySet:
        return getattr(self.model, name).through.objects.filter(agency__in=agency_ids).values_list("task_id", flat=True)

    def led_by(self, agency: Any) -> "TaskQuerySet":
        """Tasks that the agency leads, alone or with others."""
        return self.filter(leads=agency)

    def matching(self, words: str) -> "TaskQuerySet":
        """Tasks whose text holds all the words; a word written without accents stands for any accents."""
        found = self
        for word in words.split():
            found = found.filter(text__iregex=any_accent(word))
        return found


def _of_all(updates: models.QuerySet, amount: models.Aggregate) -> models.QuerySet:
    """The one number of all updates of a task, as a subquery."""
    return updates.order_by().values("task").annotate(amount=amount).values("amount")


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
