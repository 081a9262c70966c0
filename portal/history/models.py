"""The ledger of actions, and the base of every record that was read from a source."""

from django.db import models
from django.db.models import F

from portal.history.querysets import EventQuerySet


class Via(models.TextChoices):
    """The door through which a change came."""

    FORM = "form", "biểu nhập"
    GRID = "grid", "lưới nhập liệu"
    WORKBOOK = "workbook", "tệp Excel"
    API = "api", "API"
    REPORT = "report", "báo cáo nguồn"
    COMMAND = "command", "lệnh quản trị"


class Event(models.Model):
    """One action: who did what to which subject, when, through which door and why. Rows are never changed.

    Users and subjects are plain ids and text, so that every room may write here.
    """

    id = models.BigIntegerField(primary_key=True, verbose_name="mã sự kiện")
    position = models.BigIntegerField("số thứ tự", unique=True)
    at = models.DateTimeField("lúc")
    person_id = models.BigIntegerField("mã người dùng", null=True)
    person_name = models.CharField("người thực hiện", max_length=150, blank=True)
    verb = models.CharField("việc", max_length=40)
    subject_type = models.CharField("loại đối tượng", max_length=60)
    subject_id = models.BigIntegerField("mã đối tượng", null=True)
    subject_text = models.CharField("đối tượng", max_length=300, blank=True)
    unit_id = models.BigIntegerField("mã đơn vị", null=True)
    via = models.CharField("đường vào", max_length=20, choices=Via.choices)
    batch_id = models.BigIntegerField("đợt nhập", null=True)
    reason = models.TextField("lý do", blank=True)
    rows = models.IntegerField("số dòng thay đổi", default=0)
    digest = models.CharField("mã băm nội dung", max_length=64, blank=True)
    previous_hash = models.CharField("mã băm sự kiện trước", max_length=64, blank=True)
    hash = models.CharField("mã băm", max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "sự kiện"
        ordering = ["-position"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-position"], name="event_by_subject"),
            models.Index(fields=["unit_id", "-position"], name="event_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gt=0), name="event_position_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.verb} {self.subject_text}"


class Certainty(models.TextChoices):
    """How surely the source says it."""

    STATED = "stated", "nguồn nêu rõ"
    INFERRED = "inferred", "suy ra từ nguồn"
    COMPUTED = "computed", "hệ thống tính"


class Sourced(models.Model):
    """A record read from a source: its key there, and the sentences it came from.

    `sources` is a list of {"file", "line", "quote"}; `certainties` maps a field to stated, inferred or computed.
    """

    source_key = models.CharField("mã trong nguồn", max_length=60, unique=True, null=True, blank=True)
    certainty = models.CharField("độ chắc chắn", max_length=10, choices=Certainty.choices, blank=True)
    certainties = models.JSONField("độ chắc chắn từng mục", default=dict, blank=True)
    sources = models.JSONField("câu trong nguồn", default=list, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        abstract = True
        ordering = [F("source_key").asc(nulls_last=True)]
