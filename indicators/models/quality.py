"""What the quality rules found about figures, and what was answered."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from indicators.findings import FindingQuerySet
from indicators.models.catalogue import Series
from indicators.rules.quality import BY_CODE, Severity
from portal.accounts.models import User
from portal.history.records import row_history
from portal.periods.models import Period

SEVERITY_WORDS = {
    Severity.ERROR: "lỗi",
    Severity.WARNING: "cảnh báo",
    Severity.QUESTION: "câu hỏi",
    Severity.INFO: "lưu ý",
}


class Finding(models.Model):
    """What one rule found about one figure. Closed when its cause is gone, never deleted.

    `fingerprint` is a digest of figure, rule and facts: while it is the same, an answer stays an answer; another
    number is another finding.
    """

    class State(models.TextChoices):
        OPEN = "open", "chưa giải trình"
        EXPLAINED = "explained", "đã giải trình"
        ACCEPTED = "accepted", "đã chấp nhận"
        CLOSED = "closed", "hết nguyên nhân"

    series = models.ForeignKey(Series, models.PROTECT, related_name="findings", verbose_name="chỉ tiêu của đơn vị")
    period = models.ForeignKey(Period, models.PROTECT, related_name="findings", verbose_name="kỳ")
    rule = models.CharField("quy tắc", max_length=30)
    severity = models.CharField("mức độ", max_length=10, choices=[(one.value, SEVERITY_WORDS[one]) for one in Severity])
    message = models.TextField("nội dung")
    facts = models.JSONField("các số đã so", default=dict)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.OPEN)
    explanation = models.TextField("giải trình", blank=True)
    explained_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người giải trình"
    )
    explained_at = models.DateTimeField("giải trình lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người chấp nhận"
    )
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    found_at = models.DateTimeField("phát hiện lúc")
    fingerprint = models.CharField("mã băm", max_length=40, unique=True)

    objects = FindingQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "phát hiện về chất lượng"
        verbose_name_plural = "phát hiện về chất lượng"
        ordering = ["series", "period", "rule"]
        constraints = [
            models.CheckConstraint(
                condition=Q(explained_by=None, explained_at=None, explanation="")
                | (Q(explained_by__isnull=False, explained_at__isnull=False) & ~Q(explanation="")),
                name="finding_who_when_and_what_explained",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="finding_who_and_when_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state="explained") | Q(explained_by__isnull=False), name="finding_explained_by_someone"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_by__isnull=False), name="finding_accepted_by_someone"
            ),
        ]
        indexes = [models.Index(fields=["state", "severity"], name="finding_by_state")]  # counts of the quality page

    def __str__(self) -> str:
        return f"{self.title}: {self.series}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("desk:finding", args=[self.pk])

    @property
    def title(self) -> str:
        """What kind of thing was found; a rule that is no more keeps its code."""
        rule = BY_CODE.get(self.rule)
        return rule.title if rule else self.rule

    @property
    def answered_state(self) -> str:
        """The state that its answers give it while its cause lasts."""
        if self.accepted_by_id:
            return self.State.ACCEPTED
        return self.State.EXPLAINED if self.explained_by_id else self.State.OPEN
