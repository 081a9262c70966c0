"""Where figures of reports came from, and what follows from or was said about them."""

from django.db import models

from indicators.models.catalogue import Target
from indicators.models.figures import Observation
from indicators.querysets import ComparisonQuerySet
from portal.history.models import Sourced
from portal.history.records import row_history
from portal.units.models import Agency
from resolutions.models import Assessment, Clause, Document, Obstacle, Task


class Provenance(Sourced):
    """The sentence of a report that an observation was read from, word for word."""

    observation = models.OneToOneField(Observation, models.PROTECT, related_name="provenance", verbose_name="số liệu")
    document = models.ForeignKey(Document, models.PROTECT, related_name="provenances", verbose_name="văn bản")
    reported_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="provenances", null=True, blank=True, verbose_name="cơ quan báo cáo"
    )
    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="provenances", null=True, blank=True, verbose_name="mục"
    )
    resolutions = models.ManyToManyField(
        Document, related_name="figures_reviewed", blank=True, verbose_name="nghị quyết được sơ kết"
    )
    printed = models.CharField("số in trong nguồn", max_length=40)
    reported_text = models.TextField("câu chữ trong nguồn")
    remark = models.TextField("lưu ý", blank=True)
    is_comparable = models.BooleanField("so sánh được", null=True)
    averaging = models.CharField("cách bình quân", max_length=20, blank=True)
    adds_to = models.ForeignKey(
        "self", models.PROTECT, related_name="includes", null=True, blank=True, verbose_name="cộng thêm vào"
    )
    tasks = models.ManyToManyField(Task, related_name="figures", blank=True, verbose_name="nhiệm vụ")
    obstacles = models.ManyToManyField(Obstacle, related_name="figures", blank=True, verbose_name="vướng mắc")
    assessments = models.ManyToManyField(Assessment, related_name="figures", blank=True, verbose_name="đánh giá")

    history = row_history()

    class Meta:
        verbose_name = "nguồn gốc số liệu"
        verbose_name_plural = "nguồn gốc số liệu"
        ordering = ["source_key"]

    def __str__(self) -> str:
        return self.reported_text


class Comparison(Sourced):
    """A figure computed from figures of the sources; never shown as one of them."""

    class Operation(models.TextChoices):
        DIFFERENCE = "difference", "hiệu"
        SUM = "sum", "tổng"
        QUOTIENT = "quotient", "thương"
        RATIO_PCT = "ratio_pct", "tỷ lệ phần trăm"
        SUM_RATIO_PCT = "sum_ratio_pct", "tổng tử số trên tổng mẫu số"
        CAGR_PCT = "cagr_pct", "tăng bình quân hằng năm"
        LIST_COUNT = "list_count", "đếm danh mục"

    name = models.CharField("tên", max_length=200)
    operation = models.CharField("phép tính", max_length=14, choices=Operation.choices)
    intervals = models.PositiveSmallIntegerField("số khoảng năm", null=True, blank=True)
    computed = models.DecimalField("kết quả", max_digits=19, decimal_places=6)
    places = models.PositiveSmallIntegerField("số chữ số thập phân")
    unit_of_measure = models.CharField("đơn vị tính", max_length=60)
    numerator = models.DecimalField("tử số", max_digits=15, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=15, decimal_places=4, null=True, blank=True)
    reported = models.ForeignKey(
        Provenance, models.PROTECT, related_name="recomputed_by", null=True, blank=True, verbose_name="số báo cáo"
    )
    status = models.CharField("kết quả đối chiếu", max_length=16, blank=True)
    severity = models.CharField("mức độ", max_length=10, blank=True)
    is_comparable = models.BooleanField("so sánh được", null=True)
    list_items = models.PositiveSmallIntegerField("số mục trong danh mục", null=True, blank=True)
    question = models.TextField("câu hỏi gửi cơ quan báo cáo", blank=True)

    objects = ComparisonQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "đối chiếu"
        verbose_name_plural = "đối chiếu"
        ordering = ["source_key"]

    def __str__(self) -> str:
        return self.name


class ComparisonInput(models.Model):
    """One operand of a comparison: a figure, a target, or a name in a list."""

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="inputs")
    position = models.PositiveSmallIntegerField()
    figure = models.ForeignKey(Provenance, models.PROTECT, related_name="comparison_inputs", null=True)
    target = models.ForeignKey(Target, models.PROTECT, related_name="comparison_inputs", null=True)
    text = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "số đưa vào đối chiếu"
        verbose_name_plural = "số đưa vào đối chiếu"
        ordering = ["comparison", "position"]
        constraints = [models.UniqueConstraint(fields=["comparison", "position"], name="comparison_input_key")]

    def __str__(self) -> str:
        return str(self.figure or self.target or self.text)


class ReportedVerdict(Sourced):
    """What the source itself says of a figure: met or not, with or without a number for the target."""

    figure = models.OneToOneField(Provenance, models.PROTECT, related_name="reported_verdict", verbose_name="số liệu")
    verdict = models.CharField("đánh giá", max_length=18)
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="reported_verdicts", null=True, blank=True, verbose_name="mục tiêu"
    )
    text = models.TextField("lời văn")

    class Meta:
        verbose_name = "đánh giá theo nguồn"
        verbose_name_plural = "đánh giá theo nguồn"
        ordering = ["source_key"]

    def __str__(self) -> str:
        return self.text
