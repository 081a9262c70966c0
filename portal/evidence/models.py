"""Files of a unit, and what they are evidence of."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import User
from portal.evidence.querysets import AttachmentQuerySet, EvidenceFileQuerySet
from portal.evidence.rules import KINDS, in_words
from portal.history.records import row_history
from portal.units.models import AdminUnit
from portal.workflow.models import Submission


class EvidenceFile(models.Model):
    """One file of a unit. It lies under a random name; the name that it came with is shown and sent only.

    An infected file has a row and no bytes. `kind` was decided from the content.
    """

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "chưa quét"
        CLEAN = "clean", "đã quét"
        INFECTED = "infected", "có vi-rút, không lưu"

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="evidence_files", verbose_name="đơn vị")
    stored_as = models.CharField("tên trên đĩa", max_length=32, unique=True, null=True)
    sha256 = models.CharField("mã băm nội dung", max_length=64)
    size = models.PositiveIntegerField("số byte")
    kind = models.CharField("loại tệp", max_length=4, choices=[(code, f".{code}") for code in KINDS])
    name = models.CharField("tên tệp", max_length=150)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tải lên")
    uploaded_at = models.DateTimeField("tải lên lúc")
    scan = models.CharField("quét vi-rút", max_length=11, choices=Scan.choices, default=Scan.NOT_SCANNED)
    scanned_at = models.DateTimeField("quét lúc", null=True)
    finding = models.CharField("kết quả quét", max_length=200, blank=True)

    objects = EvidenceFileQuerySet.as_manager()
    history = row_history(unindexed=("unit", "uploaded_by"))

    class Meta:
        verbose_name = "tệp minh chứng"
        verbose_name_plural = "tệp minh chứng"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_file_not_empty"),
            models.CheckConstraint(
                condition=Q(scan="infected", stored_as=None) | (~Q(scan="infected") & Q(stored_as__isnull=False)),
                name="evidence_file_infected_is_not_kept",
            ),
            models.CheckConstraint(
                condition=Q(scan="not_scanned", scanned_at=None)
                | (~Q(scan="not_scanned") & Q(scanned_at__isnull=False)),
                name="evidence_file_scanned_when",
            ),
            models.UniqueConstraint(
                fields=["unit", "sha256"], condition=~Q(stored_as=None), name="evidence_file_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:file", args=[self.pk])

    @property
    def size_in_words(self) -> str:
        """The size as people read it."""
        return in_words(self.size)


class Attachment(models.Model):
    """That a file is evidence of a figure in a report, or of the whole report; taking it away keeps the row.

    The series stands as a plain id, because figures lie above this room; `label` names its indicator.
    """

    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="attachments", verbose_name="tệp")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments", verbose_name="báo cáo")
    series_id = models.BigIntegerField("mã chuỗi số liệu", null=True)
    label = models.CharField("chỉ tiêu", max_length=250, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đính kèm")
    attached_at = models.DateTimeField("đính kèm lúc")
    detached_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name="người gỡ")
    detached_at = models.DateTimeField("gỡ lúc", null=True)

    objects = AttachmentQuerySet.as_manager()
    history = row_history(unindexed=("file", "submission", "attached_by", "detached_by"))

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["submission", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "submission", "series_id"],
                condition=Q(detached_at=None, series_id__isnull=False),
                name="attachment_once_per_cell",
            ),
            models.UniqueConstraint(
                fields=["file", "submission"],
                condition=Q(detached_at=None, series_id=None),
                name="attachment_once_per_report",
            ),
            models.CheckConstraint(
                condition=Q(detached_by=None, detached_at=None)
                | Q(detached_by__isnull=False, detached_at__isnull=False),
                name="attachment_who_and_when_detached",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.label or self.submission}"

    @property
    def is_active(self) -> bool:
        """Whether nobody has taken it away."""
        return self.detached_at is None
