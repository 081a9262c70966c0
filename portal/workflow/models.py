"""Reporting forms and the reports that units make with them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import User
from portal.history.records import row_history
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.workflow.querysets import SubmissionQuerySet
from portal.workflow.rules import STATE_WORDS, WRITABLE, State


class ReportingForm(models.Model):
    """Which figures a unit reports together; the default form holds all indicators of the unit."""

    class Calendar(models.TextChoices):
        ADMINISTRATIVE = "administrative", "hành chính (Nghị định 09/2019/NĐ-CP)"
        STATISTICAL = "statistical", "thống kê (theo ngày dương lịch)"
        PARTY = "party", "cấp ủy"
        CAMPAIGN = "campaign", "đợt sơ kết, tổng kết"

    code = models.CharField("mã biểu", max_length=30, unique=True)
    name = models.CharField("tên biểu", max_length=200)
    calendar = models.CharField("lịch báo cáo", max_length=14, choices=Calendar.choices)
    is_default = models.BooleanField("gồm mọi chỉ tiêu của đơn vị", default=False)

    history = row_history()

    class Meta:
        verbose_name = "biểu báo cáo"
        verbose_name_plural = "biểu báo cáo"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """A unit's report for a period with a form: its state, who made, submitted, returned and approved it."""

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="submissions", verbose_name="đơn vị")
    period = models.ForeignKey(Period, models.PROTECT, related_name="submissions", verbose_name="kỳ")
    form = models.ForeignKey(ReportingForm, models.PROTECT, related_name="submissions", verbose_name="biểu")
    state = models.CharField(
        "trạng thái", max_length=10, choices=[(state.value, STATE_WORDS[state]) for state in State], default=State.DRAFT
    )
    version = models.PositiveIntegerField("phiên bản", default=1)
    due_on = models.DateField("hạn nộp", null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người nộp"
    )
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người duyệt hoặc trả lại"
    )
    decided_at = models.DateTimeField("duyệt hoặc trả lại lúc", null=True, blank=True)
    reason = models.TextField("lý do trả lại, mở lại", blank=True)

    objects = SubmissionQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        ordering = ["-period__position", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "form"], name="submission_key"),
            models.CheckConstraint(
                condition=Q(submitted_by=None, submitted_at=None)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="submission_who_and_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="submission_who_and_when_decided",
            ),
            models.CheckConstraint(condition=~Q(state="returned", reason=""), name="submission_returned_with_reason"),
        ]
        indexes = [models.Index(fields=["state", "unit"], name="submission_inbox")]

    def __str__(self) -> str:
        return f"{self.unit} – {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:entry", args=[self.unit.code, self.period.code])

    @property
    def is_writable(self) -> bool:
        """Whether cells can be written now."""
        return State(self.state) in WRITABLE and not self.period.is_closed
