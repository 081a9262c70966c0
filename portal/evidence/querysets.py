"""Questions about evidence."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum

from portal.accounts.querysets import in_scope
from portal.accounts.roles import Permission
from portal.workflow.models import Submission
from portal.workflow.rules import State


class EvidenceFileQuerySet(models.QuerySet):
    """Files of units."""

    def visible_to(self, user: Any) -> "EvidenceFileQuerySet":
        """Files that are evidence of something the person may see."""
        attachments = apps.get_model("evidence", "Attachment").objects.visible_to(user)
        return self.filter(pk__in=attachments.order_by().values("file"))

    def with_id(self, pk: int) -> Any:
        """The file with this id among these, or None."""
        return self.filter(pk=pk).first()

    def kept_at(self, unit_id: int) -> "EvidenceFileQuerySet":
        """Files of the unit that lie on disk, the newest first."""
        return self.filter(unit=unit_id).exclude(stored_as=None).order_by("-pk")

    def same_content(self, sha256: str) -> Any:
        """The file with these bytes among these, or None."""
        return self.filter(sha256=sha256).first()

    def used_bytes(self) -> int:
        """How many bytes these files take. One query."""
        return self.order_by().aggregate(total=Sum("size"))["total"] or 0


class AttachmentQuerySet(models.QuerySet):
    """What files are evidence of."""

    def visible_to(self, user: Any) -> "AttachmentQuerySet":
        """Evidence of reports whose drafts the person sees; for every signed-in person what was approved with one.

        Approved is what stood beside the report in a version that was approved, and was not taken away since.
        """
        if not user.is_authenticated:
            return self.none()
        versions = Submission.history.model.objects
        approved = versions.filter(
            id=OuterRef("submission"), state=State.APPROVED, history_date__gte=OuterRef("attached_at")
        )
        open_to_all = Q(detached_at=None) & Q(Exists(approved))
        if not user.may(Permission.SEE_DRAFTS):
            return self.filter(open_to_all)
        return self.filter(open_to_all | in_scope(user, unit="submission__unit", as_of="submission__period__as_of_on"))

    def active(self) -> "AttachmentQuerySet":
        """Evidence that nobody has taken away."""
        return self.filter(detached_at=None)

    def of_report(self, submission: Any) -> "AttachmentQuerySet":
        """Evidence of the report and of its cells, for a list: what stands first, the taken away last."""
        found = self.filter(submission=submission).select_related("file__uploaded_by", "attached_by", "detached_by")
        return found.order_by(models.F("detached_at").asc(nulls_first=True), "series_id", "pk")

    def of_cell(self, series_id: int | None) -> "AttachmentQuerySet":
        """Evidence of one cell, or with None of the report as a whole."""
        return self.filter(series_id=series_id)

    def of_figures(self, series_id: int, unit_id: int) -> "AttachmentQuerySet":
        """Evidence of one series in all its reports, with that of the reports as a whole."""
        is_own = Q(series_id=series_id) | Q(series_id=None)
        return self.filter(is_own, submission__unit=unit_id).select_related("file", "submission").order_by("pk")

    def of_file(self, file: Any) -> "AttachmentQuerySet":
        """Where a file is evidence."""
        return self.filter(file=file)

    def with_id(self, pk: int) -> Any:
        """The one with this id among these with its file, or None."""
        return self.filter(pk=pk).select_related("file").first()

    def counts_by_cell(self, submission: Any) -> dict[int | None, int]:
        """How many files stand beside each cell of the report, None for the report as a whole. One query."""
        rows = self.filter(submission=submission).order_by().values_list("series_id")
        return dict(rows.annotate(how_many=Count("pk")))
