"""What changes in time: the yearly path of a target, and the definitions that an indicator had."""

from django.db import models
from django.db.models import F, Q

from indicators.models.catalogue import Indicator, Target
from indicators.targets import IndicatorVersionQuerySet, TargetStepQuerySet
from portal.history.records import row_history
from resolutions.models import Document


class TargetStep(models.Model):
    """What a target asks for in one year of its path; `period_code` is the code of that year: "2023"."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="steps", verbose_name="mục tiêu")
    period_code = models.CharField("năm", max_length=4)
    value = models.DecimalField("mức", max_digits=15, decimal_places=4)

    objects = TargetStepQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "mức từng năm của mục tiêu"
        verbose_name_plural = "mức từng năm của mục tiêu"
        ordering = ["target", "period_code"]
        constraints = [
            models.UniqueConstraint(fields=["target", "period_code"], name="target_step_key"),
            models.CheckConstraint(
                condition=Q(period_code__gte="1900", period_code__lte="2099"), name="target_step_is_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_code}: {self.value}"


class IndicatorVersion(models.Model):
    """The definition that an indicator had from a day on; the first one, from the beginning, has no day.

    Rows exist once a definition has changed. The newest is what the indicator itself says.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions", verbose_name="chỉ tiêu")
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    name = models.CharField("tên chỉ tiêu", max_length=250)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40)
    numerator_name = models.CharField("tên tử số", max_length=200, blank=True)
    denominator_name = models.CharField("tên mẫu số", max_length=200, blank=True)
    method = models.CharField("cách tính", max_length=120, blank=True)
    price_basis = models.CharField("giá", max_length=20, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="redefinitions", null=True, blank=True, verbose_name="văn bản thay đổi"
    )
    reason = models.TextField("lý do", blank=True)

    objects = IndicatorVersionQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "định nghĩa của chỉ tiêu"
        verbose_name_plural = "định nghĩa của chỉ tiêu"
        ordering = ["indicator", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "valid_from"], name="indicator_version_key"),
            models.UniqueConstraint(  # a second one: for the key above no NULL equals another
                fields=["indicator"], condition=Q(valid_from=None), name="indicator_version_first"
            ),
            models.CheckConstraint(condition=Q(valid_from=None) | ~Q(reason=""), name="indicator_version_has_reason"),
        ]

    def __str__(self) -> str:
        return self.name
