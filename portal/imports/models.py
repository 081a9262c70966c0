"""What became of each file that was handed in."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.imports.querysets import ImportBatchQuerySet
from portal.vietnamese.dates import write_date


class ImportBatch(models.Model):
    """One file on its way: read and checked, shown, confirmed once, written in one transaction.

    `payload` (portal.imports.payload) holds the rows, so that confirming checks them again without the file; `outlook`
    is a digest of what the preview promised: if the portal's figures have moved since, the batch is not written.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "đã kiểm tra, chờ xác nhận"
        REFUSED = "refused", "có lỗi, chưa ghi"
        APPLIED = "applied", "đã nhập"
        UNCHANGED = "unchanged", "không có gì thay đổi"
        UNDONE = "undone", "đã hoàn tác"

    owner = models.ForeignKey(User, models.PROTECT, related_name="import_batches", verbose_name="người nhập")
    kind = models.CharField("loại dữ liệu", max_length=30)
    file_name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm của tệp", max_length=64)
    size = models.BigIntegerField("cỡ tệp, byte")
    sheet = models.CharField("trang tính", max_length=60, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices)
    token = models.CharField("mã xác nhận một lần", max_length=32, unique=True)
    new = models.PositiveIntegerField("dòng mới", default=0)
    changed = models.PositiveIntegerField("dòng sửa", default=0)
    unchanged = models.PositiveIntegerField("dòng không đổi", default=0)
    headers = models.JSONField("cột trong tệp", default=dict)
    skipped = models.JSONField("dòng bỏ qua", default=list)
    faults = models.JSONField("lỗi", default=list)
    warnings = models.JSONField("cảnh báo", default=list)
    payload = models.TextField("các dòng đã đọc", default="[]")
    outlook = models.CharField("mã băm của bản xem trước", max_length=64, blank=True)
    reason = models.TextField("lý do nhập", blank=True)
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    applied_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người hoàn tác"
    )
    undone_rows = models.PositiveIntegerField("ô đã hoàn tác", default=0)
    left = models.JSONField("ô giữ nguyên khi hoàn tác", default=list)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt nhập"
        verbose_name_plural = "đợt nhập"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False) | ~Q(state="applied"),
                name="import_batch_applied_when",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", applied_at__isnull=False, undone_at__isnull=False, undone_by__isnull=False)
                | ~Q(state="undone"),
                name="import_batch_undone_when",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="import_batch_same_file")]

    def __str__(self) -> str:
        return f"Đợt nhập số {self.pk}: {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("imports:batch", args=[self.pk])

    @property
    def applied_in_words(self) -> str:
        """When the batch was written: "14:05 ngày 22/11/2026", "" when it was not."""
        return _in_words(self.applied_at)

    @property
    def undone_in_words(self) -> str:
        """When the batch was undone, "" when it was not."""
        return _in_words(self.undone_at)

    @property
    def rows_refused(self) -> int:
        """How many rows have a fault; a fault of the file as a whole is none of a row."""
        return len({fault["row"] for fault in self.faults} - {None})


def _in_words(instant: datetime | None) -> str:
    if instant is None:
        return ""
    when = timezone.localtime(instant)
    return f"{when:%H:%M} ngày {write_date(when.date())}"
