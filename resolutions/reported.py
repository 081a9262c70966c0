"""Questions about what units tell in their reports: drafts for who sees the report, published rows for everybody."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from portal.workflow.models import Submission
from resolutions.rules import Standing


class ReportedQuerySet(models.QuerySet):
    """Rows of the reports of units, beside those read from sources."""

    def published(self) -> "ReportedQuerySet":
        """Rows in force for everybody."""
        return self.filter(standing=Standing.PUBLISHED)

    def drafts(self) -> "ReportedQuerySet":
        """Rows that wait for the approval of their report."""
        return self.filter(standing=Standing.DRAFT)

    def of_report(self, submission: Any) -> "ReportedQuerySet":
        """Rows of one report."""
        return self.filter(submission=submission)

    def of_reports(self, ids: Iterable[int]) -> "ReportedQuerySet":
        """Rows of several reports."""
        return self.filter(submission__in=list(ids))

    def visible_to(self, user: Any) -> "ReportedQuerySet":
        """Published rows, and drafts of the reports that the person sees; what was replaced or withdrawn, nobody."""
        if not user.is_authenticated:
            return self.none()
        reports = Submission.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(standing=Standing.PUBLISHED) | Q(standing=Standing.DRAFT, submission__in=reports))

    def counts_by_report(self) -> dict[int, int]:
        """How many rows each report has. One query."""
        return dict(self.order_by().values_list("submission").annotate(amount=models.Count("pk")))

    def maker_ids(self) -> set[int]:
        """Who wrote the rows. One query."""
        return set(self.order_by().values_list("made_by_id", flat=True))


class TaskUpdateQuerySet(ReportedQuerySet):
    """What was said of tasks."""

    def of_task(self, task: Any) -> "TaskUpdateQuerySet":
        """Updates of one task."""
        return self.filter(task=task)

    def of_tasks(self, task_ids: Iterable[int]) -> "TaskUpdateQuerySet":
        """Updates of several tasks."""
        return self.filter(task__in=list(task_ids))

    def for_line(self) -> "TaskUpdateQuerySet":
        """With who said it and in which report."""
        return self.select_related("made_by", "submission__unit", "submission__period")


class ObstacleQuerySet(ReportedQuerySet):
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

    def for_line(self) -> "ObstacleQuerySet":
        """With what a line of the report shows, in the order in which they were written."""
        return self.select_related("addressed_to", "made_by", "replaces").order_by("pk")
