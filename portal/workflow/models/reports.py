"""Reporting forms, the reports that units make with them, more time for them, and receipts of forms that were sent."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.history.records import row_history
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.workflow.querysets import (
    ExtensionQuerySet,
    FormUnitQuerySet,
    ReceiptQuerySet,
    ReportingFormQuerySet,
    SubmissionQuerySet,
)
from portal.workflow.rules import STATE_WORDS, WRITABLE, State


class ReportingForm(models.Model):
    """Which figures a unit reports together; the default form holds all indicators of the unit.

    A form holds for one year, or for all where `year` is empty; the next year's is a version that names the one
    before. Who reports it: the units of a level, or those chosen (FormUnit) where no level is given.
    """

    class Calendar(models.TextChoices):
        ADMINISTRATIVE = "administrative", "hành chính (Nghị định 09/2019/NĐ-CP)"
        STATISTICAL = "statistical", "thống kê (theo ngày dương lịch)"
        PARTY = "party", "cấp ủy"
        CAMPAIGN = "campaign", "đợt sơ kết, tổng kết"

    class Frequency(models.TextChoices):
        MONTH = "month", "tháng"
        QUARTER = "quarter", "quý"
        HALF = "half", "6 tháng"
        NINE_MONTHS = "nine_months", "9 tháng"
        YEAR = "year", "năm"

    code = models.CharField("mã biểu", max_length=30)
    name = models.CharField("tên biểu", max_length=200)
    calendar = models.CharField("lịch báo cáo", max_length=14, choices=Calendar.choices)
    is_default = models.BooleanField("gồm mọi chỉ tiêu của đơn vị", default=False)
    frequency = models.CharField("tần suất", max_length=12, choices=Frequency.choices, blank=True)
    year = models.PositiveSmallIntegerField("năm áp dụng", null=True, blank=True)
    level = models.CharField("cấp báo cáo", max_length=10, choices=AdminUnit.Level.choices, blank=True)
    term_from = models.PositiveSmallIntegerField("năm đầu nhiệm kỳ", null=True, blank=True)
    version_before = models.OneToOneField(
        "self", models.PROTECT, related_name="version_after", null=True, blank=True, verbose_name="bản của năm trước"
    )

    objects = ReportingFormQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "biểu báo cáo"
        verbose_name_plural = "biểu báo cáo"
        ordering = ["code", "year"]
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="form_code_and_year"),
            models.UniqueConstraint(fields=["code"], condition=Q(year=None), name="form_code_without_year"),
        ]

    def __str__(self) -> str:
        return self.name


class FormUnit(models.Model):
    """A unit chosen to report a form."""

    form = models.ForeignKey(ReportingForm, models.PROTECT, related_name="chosen", verbose_name="biểu")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+", verbose_name="đơn vị")

    objects = FormUnitQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "đơn vị báo cáo của biểu"
        verbose_name_plural = "đơn vị báo cáo của biểu"
        ordering = ["form", "unit"]
        constraints = [models.UniqueConstraint(fields=["form", "unit"], name="form_unit_key")]

    def __str__(self) -> str:
        return f"{self.form}: {self.unit}"


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
    decided_for = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="ký thay (KT.)"
    )
    reason = models.TextField("lý do trả lại, mở lại", blank=True)
    reopened_until = models.DateField("mở lại đến hết ngày", null=True, blank=True)
    reopened_from = models.CharField("trạng thái trước khi mở lại", max_length=10, blank=True)

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
            models.CheckConstraint(
                condition=Q(reopened_until=None, reopened_from="")
                | (Q(reopened_until__isnull=False) & ~Q(reopened_from="")),
                name="submission_reopened_from_and_until",
            ),
        ]
        indexes = [models.Index(fields=["state", "unit"], name="submission_inbox")]

    def __str__(self) -> str:
        return f"{self.unit} – {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:entry", args=[self.unit.code, self.period.code])

    @property
    def is_writable(self) -> bool:
        """Whether cells can be written now."""
        return State(self.state) in WRITABLE and self.is_open and not self.is_lapsed

    @property
    def is_open(self) -> bool:
        """Whether anything can be decided about it: its period stands open, or it was reopened by itself."""
        return not self.period.is_closed or (self.reopened_until is not None and not self.is_lapsed)

    @property
    def is_lapsed(self) -> bool:
        """Whether it was reopened and its time is over; the daily command puts it back where it was."""
        return self.reopened_until is not None and self.reopened_until < timezone.localdate()

    @property
    def signature(self) -> str:
        """Who decided, as a printed form says it: a deputy signs "KT." for the leader."""
        if self.decided_by is None:
            return ""
        return f"KT. {self.decided_for} – {self.decided_by}" if self.decided_for else str(self.decided_by)


class Extension(models.Model):
    """More time for one report: until when, why, by whom. The report's `due_on` is the last one's day.

    `due_before` keeps the deadline that it replaced, so that the first one can always be named.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="extensions", verbose_name="báo cáo")
    until_on = models.DateField("gia hạn đến ngày")
    due_before = models.DateField("hạn trước đó", null=True, blank=True)
    reason = models.TextField("lý do")
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gia hạn")
    granted_at = models.DateTimeField("gia hạn lúc")

    objects = ExtensionQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "gia hạn nộp báo cáo"
        verbose_name_plural = "gia hạn nộp báo cáo"
        ordering = ["submission", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_before=None) | Q(until_on__gt=models.F("due_before")), name="extension_moves_on"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.until_on:%d/%m/%Y}"


class Receipt(models.Model):
    """That a form was sent and had its effect, and where its sender was led: the answer to the same form sent again.

    Written in the transaction of the effect. `key` is a digest of person, address, token and content.
    """

    key = models.CharField("mã băm của yêu cầu", max_length=64, unique=True)
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    address = models.CharField("trang trả lời", max_length=300)
    created_at = models.DateTimeField("ghi nhận lúc", auto_now_add=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "biên nhận yêu cầu"
        verbose_name_plural = "biên nhận yêu cầu"
        ordering = ["-id"]
        indexes = [models.Index(fields=["created_at"], name="receipt_by_age")]  # forgetting old ones

    def __str__(self) -> str:
        return f"{self.person} → {self.address}"
