"""Figures: what is being entered, and what is in force."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from indicators.models.catalogue import FIGURE, Series
from indicators.querysets import EntryQuerySet, ObservationQuerySet
from indicators.rules.figures import ratio
from portal.accounts.models import User
from portal.history.records import row_history
from portal.periods.models import Period
from portal.workflow.models import Submission


class Figure(models.Model):
    """What a figure consists of, before and after approval.

    `value` holds an entered figure only; a ratio with both parts is computed from them wherever it is needed, so
    that no rounding is ever stored. `as_reported` is the number that a report printed.
    """

    class Quality(models.TextChoices):
        OFFICIAL = "official", "chính thức"
        PRELIMINARY = "preliminary", "sơ bộ"
        ESTIMATE = "estimate", "ước thực hiện"

    class Missing(models.TextChoices):
        NO_DATA = "no_data", "chưa có số liệu"
        NONE_OCCURRED = "none_occurred", "không phát sinh"
        NOT_APPLICABLE = "not_applicable", "không áp dụng"
        NOT_COLLECTED = "not_collected", "không thu thập"

    numerator = models.DecimalField("tử số", **FIGURE)
    denominator = models.DecimalField("mẫu số", **FIGURE)
    value = models.DecimalField("giá trị", **FIGURE)
    as_reported = models.DecimalField("giá trị theo báo cáo", **FIGURE)
    qualifier = models.CharField("mức độ", max_length=10, blank=True)
    quality = models.CharField("loại số liệu", max_length=12, choices=Quality.choices, default=Quality.OFFICIAL)
    missing_reason = models.CharField("lý do chưa có số liệu", max_length=14, choices=Missing.choices, blank=True)
    source_text = models.CharField("nguồn", max_length=300, blank=True)
    note = models.TextField("ghi chú", blank=True)
    reason = models.TextField("lý do sửa", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    event_id = models.BigIntegerField("sự kiện")

    class Meta:
        abstract = True

    def computed(self, *, percent: bool) -> Decimal | None:
        """The figure itself: from its parts where both stand, else as entered; None when missing."""
        from_parts = ratio(self.numerator, self.denominator, percent=percent)
        return self.value if from_parts is None else from_parts


def figure_constraints(prefix: str) -> list[models.CheckConstraint]:
    """What must never be false of a figure."""
    return [
        models.CheckConstraint(
            condition=Q(numerator=None, denominator=None) | Q(numerator__isnull=False, denominator__isnull=False),
            name=f"{prefix}_parts_stand_together",
        ),
        models.CheckConstraint(
            condition=Q(denominator=None) | Q(denominator__gt=0), name=f"{prefix}_denominator_positive"
        ),
        models.CheckConstraint(
            condition=Q(missing_reason="") | Q(numerator=None, value=None), name=f"{prefix}_missing_has_no_value"
        ),
    ]


class Entry(Figure):
    """A figure in a unit's report before approval, or the correction of one in force; at most one per cell."""

    class Status(models.TextChoices):
        DRAFT = "draft", "đang nhập"
        SUBMITTED = "submitted", "đã nộp"
        RETURNED = "returned", "bị trả lại"
        APPROVED = "approved", "đã duyệt"

    series = models.ForeignKey(
        Series, models.PROTECT, related_name="entries", verbose_name="chỉ tiêu của đơn vị", db_index=False
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="entries", verbose_name="kỳ")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="entries", verbose_name="báo cáo")
    status = models.CharField("trạng thái", max_length=10, choices=Status.choices, default=Status.DRAFT)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhập")
    entered_at = models.DateTimeField("nhập lúc")

    objects = EntryQuerySet.as_manager()
    history = row_history(unindexed=("series", "period", "submission", "entered_by"))

    class Meta:
        verbose_name = "số liệu đang nhập"
        verbose_name_plural = "số liệu đang nhập"
        ordering = ["series", "period"]
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="entry_key"),
            *figure_constraints("entry"),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.period}"


class Observation(Figure):
    """The figure in force of a series and period. Withdrawn, never deleted.

    People and period stand without database constraints: with three foreign keys PostgreSQL spends 75 % of a bulk
    load on checking them. The key begins with the series, which needs no index of its own beside it: it would cost
    every write, and PostgreSQL would read all periods of a series by it to find one. Maker and approver are empty only
    for figures loaded from a report.
    """

    class Status(models.TextChoices):
        IN_FORCE = "in_force", "có hiệu lực"
        WITHDRAWN = "withdrawn", "đã rút"

    series = models.ForeignKey(
        Series, models.PROTECT, related_name="observations", verbose_name="chỉ tiêu của đơn vị", db_index=False
    )
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="observations", verbose_name="kỳ", db_constraint=False, db_index=False
    )
    status = models.CharField("trạng thái", max_length=10, choices=Status.choices, default=Status.IN_FORCE)
    as_of_on = models.DateField("số liệu đến ngày")
    known_on = models.DateField("được biết từ ngày")
    is_partial = models.BooleanField("kỳ chưa kết thúc", default=False)
    is_simulated = models.BooleanField("số liệu giả lập", default=False)
    via = models.CharField("đường vào", max_length=20)
    entered_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
        verbose_name="người nhập",
    )
    approved_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
        verbose_name="người duyệt",
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)

    objects = ObservationQuerySet.as_manager()
    history = row_history(unindexed=("series", "period", "entered_by", "approved_by"))

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["series", "period"]
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="observation_key"),
            models.CheckConstraint(
                condition=Q(via="report") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="observation_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(entered_by=None) | ~Q(approved_by=F("entered_by")),
                name="observation_maker_is_not_checker",
            ),
            *figure_constraints("observation"),
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.period}"
