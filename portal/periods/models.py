"""Reporting periods, holidays and lengths of deadlines."""

from django.db import models

from portal.history.records import row_history
from portal.periods.querysets import HolidayQuerySet, PeriodQuerySet
from portal.periods.rules import label


class Period(models.Model):
    """A stretch of time that figures belong to; a campaign (sơ kết, tổng kết) has a code and a name of its own.

    The unit tree, the targets and who may write follow `as_of_on`, the cut-off day, not the end.
    """

    class Kind(models.TextChoices):
        MONTH = "month", "tháng"
        QUARTER = "quarter", "quý"
        HALF = "half", "6 tháng"
        NINE_MONTHS = "nine_months", "9 tháng"
        YEAR = "year", "năm"
        SPAN = "span", "giai đoạn"
        CAMPAIGN = "campaign", "đợt sơ kết, tổng kết"

    code = models.CharField("mã kỳ", max_length=30, unique=True)
    kind = models.CharField("loại kỳ", max_length=12, choices=Kind.choices)
    name = models.CharField("tên kỳ", max_length=200, blank=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày")
    as_of_on = models.DateField("ngày chốt số liệu")
    position = models.BigIntegerField("thứ tự", editable=False)
    is_closed = models.BooleanField("đã khóa", default=False)

    objects = PeriodQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None) | models.Q(starts_on__lte=models.F("ends_on")),
                name="period_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name or label(self.code)

    @property
    def short(self) -> str:
        """The name that fits a table head."""
        return self.code if self.kind == self.Kind.CAMPAIGN else label(self.code)


class Holiday(models.Model):
    """A public holiday; the Government shifts some of them each year, so the table may be edited."""

    day = models.DateField("ngày", unique=True)
    name = models.CharField("tên", max_length=120)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày nghỉ lễ"
        verbose_name_plural = "ngày nghỉ lễ"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class DeadlineLength(models.Model):
    """Working days between the cut-off and the deadline of a level of units."""

    level = models.CharField("cấp", max_length=10, unique=True)
    working_days = models.PositiveSmallIntegerField("số ngày làm việc")

    class Meta:
        verbose_name = "thời hạn nộp"
        verbose_name_plural = "thời hạn nộp"
        ordering = ["working_days"]

    def __str__(self) -> str:
        return f"{self.level}: {self.working_days}"
