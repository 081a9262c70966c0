"""Messages to people, and the letters that carry them outside."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.notices.querysets import LetterQuerySet, NoticeQuerySet
from portal.workflow.models import Submission


class Letter(models.Model):
    """An e-mail waiting to be sent, or sent. `key` tells a digest of a day from the next; nothing is sent twice."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhận")
    address = models.EmailField("địa chỉ")
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    key = models.CharField("khóa chống trùng", max_length=80, blank=True)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    tries = models.PositiveSmallIntegerField("số lần gửi", default=0)
    tried_at = models.DateTimeField("gửi lần cuối lúc", null=True, blank=True)
    sent_at = models.DateTimeField("đã gửi lúc", null=True, blank=True)
    fault = models.CharField("lỗi lần cuối", max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "thư chờ gửi"
        verbose_name_plural = "thư chờ gửi"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=~Q(key=""), name="letter_once_per_key")
        ]
        indexes = [models.Index(fields=["sent_at", "tries"], name="letter_outbox")]  # what waits to be sent

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"


class Notice(models.Model):
    """One message to one person about one report, never about one cell. Rows are read, not changed otherwise."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "Báo cáo chờ duyệt"
        RETURNED = "returned", "Bị trả lại"
        APPROVED = "approved", "Đã duyệt"
        RECEIVED = "received", "Đã tiếp nhận"
        REOPENED = "reopened", "Mở lại"
        URGED = "urged", "Đôn đốc"
        DUE = "due", "Sắp đến hạn"
        OVERDUE = "overdue", "Quá hạn"
        DEPUTY = "deputy", "Ký thay"

    person = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name="người nhận")
    kind = models.CharField("loại", max_length=10, choices=Kind.choices)
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="notices", null=True, blank=True, verbose_name="báo cáo"
    )
    text = models.TextField("nội dung")
    url = models.CharField("trang", max_length=300)
    key = models.CharField("khóa chống trùng", max_length=80, blank=True)
    created_at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã đọc lúc", null=True, blank=True)
    letter = models.ForeignKey(
        Letter, models.PROTECT, related_name="notices", null=True, blank=True, verbose_name="thư đã mang"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=~Q(key=""), name="notice_once_per_key")
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_unread")]  # the number beside the bell

    def __str__(self) -> str:
        return self.text
