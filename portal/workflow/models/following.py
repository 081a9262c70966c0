"""What the level above notes about a report: cells given back, units let off, reminders, receipts of one field."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.history.records import row_history
from portal.units.models import Agency
from portal.workflow.models.reports import Submission
from portal.workflow.querysets import NoteQuerySet, ReturnedCellQuerySet


class ReturnedCell(models.Model):
    """One figure of a report given back with a reason of its own, until the report is handed in again.

    The series stands as a plain id, because figures lie above this room; `label` and `anchor` (the id of the input
    on the entry form) let a list name the cell and lead to it without looking up.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="returned_cells", verbose_name="báo cáo")
    series_id = models.BigIntegerField("mã chuỗi số liệu")
    label = models.CharField("chỉ tiêu", max_length=250)
    anchor = models.CharField("ô trên biểu nhập", max_length=120)
    reason = models.TextField("lý do trả lại")
    returned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người trả lại")
    returned_at = models.DateTimeField("trả lại lúc")
    answered_at = models.DateTimeField("nộp lại lúc", null=True, blank=True)

    objects = ReturnedCellQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "ô bị trả lại"
        verbose_name_plural = "ô bị trả lại"
        ordering = ["submission", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "series_id"], condition=Q(answered_at=None), name="returned_cell_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="returned_cell_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"


class Waiver(models.Model):
    """That the level above does without one unit's report, by name and with a reason."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="waiver", verbose_name="báo cáo")
    reason = models.TextField("lý do miễn")
    waived_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người miễn")
    waived_at = models.DateTimeField("miễn lúc")

    objects = NoteQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "miễn báo cáo"
        verbose_name_plural = "miễn báo cáo"
        ordering = ["submission"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason")]

    def __str__(self) -> str:
        return f"{self.submission}: {self.reason}"


class Urge(models.Model):
    """That somebody of the level above reminded a unit of its report; every reviewer sees it, so nobody nags."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="urges", verbose_name="báo cáo")
    urged_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đôn đốc")
    urged_at = models.DateTimeField("đôn đốc lúc")

    objects = NoteQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "đôn đốc"
        verbose_name_plural = "đôn đốc"
        ordering = ["submission", "-id"]

    def __str__(self) -> str:
        return f"{self.submission}: {self.urged_by}"


class SectorReceipt(models.Model):
    """That the agency which receives some of a report's indicators has taken these; the report stays where it is."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="sector_receipts", verbose_name="báo cáo")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan tiếp nhận")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tiếp nhận")
    received_at = models.DateTimeField("tiếp nhận lúc")

    objects = NoteQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "tiếp nhận theo ngành"
        verbose_name_plural = "tiếp nhận theo ngành"
        ordering = ["submission", "id"]

    def __str__(self) -> str:
        return f"{self.submission}: {self.agency}"
