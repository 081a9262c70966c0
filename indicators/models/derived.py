"""What is derived from figures: readings of the units above, and the standing of each series."""

from django.db import models

from indicators.derivations import ReadingQuerySet, StandingQuerySet
from indicators.models.catalogue import FIGURE, Series, Target
from portal.periods.models import Period


class Reading(models.Model):
    """What follows for a series and period: the roll-up of a unit's children, or what its own operands come to.

    A roll-up stands at inner units only. A reading with 0 parts stays and counts as none; all can be rebuilt at any
    time. `quality` is that of the most provisional figure behind it, empty when all are official. The parts of a
    derived indicator are the units behind its operands: as many as reported the scarcest, of those of the widest.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="readings", db_index=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="readings", db_constraint=False, db_index=False)
    numerator = models.DecimalField(**FIGURE)
    denominator = models.DecimalField(**FIGURE)
    value = models.DecimalField(**FIGURE)
    as_of_on = models.DateField()
    parts_reported = models.PositiveIntegerField()
    parts_of = models.PositiveIntegerField()
    is_simulated = models.BooleanField(default=False)
    quality = models.CharField(max_length=12, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "số tổng hợp"
        verbose_name_plural = "số tổng hợp"
        ordering = ["series", "period"]
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="reading_key")]

    def __str__(self) -> str:
        return f"{self.series}, {self.period}"


class Standing(models.Model):
    """Where a series stands: latest and previous figure, target in force, verdict, and its sparkline.

    One row per series, so that what a dashboard costs does not grow with history.
    """

    series = models.OneToOneField(Series, models.PROTECT, related_name="standing", primary_key=True)
    period = models.ForeignKey(Period, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    as_of_on = models.DateField()
    numerator = models.DecimalField(**FIGURE)
    denominator = models.DecimalField(**FIGURE)
    value = models.DecimalField(**FIGURE)
    as_reported = models.DecimalField(**FIGURE)
    qualifier = models.CharField(max_length=10, blank=True)
    quality = models.CharField(max_length=12, blank=True)
    missing_reason = models.CharField(max_length=14, blank=True)
    observation_ref = models.BigIntegerField(null=True)  # plain id of the figure itself; None for a roll-up
    is_simulated = models.BooleanField(default=False)
    parts_reported = models.PositiveIntegerField(null=True)
    parts_of = models.PositiveIntegerField(null=True)
    previous_period = models.ForeignKey(
        Period, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    previous_value = models.DecimalField(**FIGURE)
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", null=True)
    verdict = models.CharField(max_length=18)
    verdict_reason = models.CharField(max_length=40, blank=True)
    gap = models.DecimalField(**FIGURE)
    judged_on = models.DateField()
    recheck_on = models.DateField(null=True)
    points = models.TextField(blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = "tình hình thực hiện"
        verbose_name_plural = "tình hình thực hiện"
        ordering = ["series"]
        indexes = [models.Index(fields=["recheck_on"], name="standing_to_recheck")]

    def __str__(self) -> str:
        return f"{self.series}: {self.verdict}"
