"""What is measured and what is wanted: indicators, the series of a unit, and targets."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from indicators.querysets import FormIndicatorQuerySet, IndicatorQuerySet, SeriesQuerySet
from indicators.targets import TargetQuerySet
from portal.history.models import Sourced
from portal.history.records import row_history
from portal.periods.models import Period
from portal.units.models import AdminUnit, Agency
from portal.workflow.models import ReportingForm
from resolutions.models import Clause, Document

# Figures have at most 15 significant digits, 11 before and 4 after the comma: SQLite keeps no more exactly.
FIGURE = {"max_digits": 15, "decimal_places": 4, "null": True, "blank": True}


class IndicatorGroup(models.Model):
    """Indicators that belong together and whose parts may be added, as the five classes of roads."""

    code = models.SlugField("mã nhóm", max_length=40, unique=True)
    name = models.CharField("tên nhóm", max_length=200)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "nhóm chỉ tiêu"
        verbose_name_plural = "nhóm chỉ tiêu"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """A definition: what is counted, in which unit, which way is better, and how it adds up."""

    class Kind(models.TextChoices):
        LEVEL = "level", "mức tại một thời điểm"
        FLOW = "flow", "phát sinh trong kỳ"
        COUNT = "count", "số lượng"
        RATIO = "ratio", "tỷ lệ"
        RATE = "rate", "tốc độ"
        YES_NO = "yes_no", "có hoặc không"
        QUALITATIVE = "qualitative", "định tính"

    class Direction(models.TextChoices):
        UP = "up", "tăng là tốt"
        DOWN = "down", "giảm là tốt"
        NONE = "none", "không đánh giá"

    class UnitRollup(models.TextChoices):
        SUM = "sum", "cộng"
        RATIO = "ratio", "tổng tử số trên tổng mẫu số"
        WEIGHTED = "weighted", "bình quân gia quyền"
        LAST = "last", "lấy số mới nhất"
        NONE = "none", "không tổng hợp"

    class PeriodRollup(models.TextChoices):
        SUM = "sum", "cộng"
        LAST = "last", "lấy số cuối kỳ"
        RATIO = "ratio", "tổng tử số trên tổng mẫu số"
        NONE = "none", "không tổng hợp"

    code = models.SlugField("mã chỉ tiêu", max_length=60, unique=True)
    name = models.CharField("tên chỉ tiêu", max_length=250)
    name_en = models.CharField("tên tiếng Anh", max_length=250, blank=True)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40)
    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    precision = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    direction = models.CharField("chiều tốt", max_length=5, choices=Direction.choices)
    unit_rollup = models.CharField("tổng hợp theo đơn vị", max_length=10, choices=UnitRollup.choices)
    period_rollup = models.CharField("tổng hợp theo kỳ", max_length=10, choices=PeriodRollup.choices)
    weight = models.ForeignKey(
        "self", models.PROTECT, related_name="weighs", null=True, blank=True, verbose_name="quyền số"
    )
    frequency = models.CharField("tần suất", max_length=10, blank=True)
    source_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="indicators", null=True, blank=True, verbose_name="cơ quan cung cấp"
    )
    topic = models.CharField("lĩnh vực", max_length=20)
    group = models.ForeignKey(
        IndicatorGroup, models.PROTECT, related_name="indicators", null=True, blank=True, verbose_name="nhóm"
    )
    numerator_name = models.CharField("tên tử số", max_length=200, blank=True)
    denominator_name = models.CharField("tên mẫu số", max_length=200, blank=True)
    parts_unit = models.CharField("đơn vị tính của tử, mẫu số", max_length=40, blank=True)
    parts_certainty = models.CharField("độ chắc chắn của tử, mẫu số", max_length=10, blank=True)
    is_part_of_whole = models.BooleanField("tử số là một phần của mẫu số", default=False)
    is_money = models.BooleanField("tính bằng tiền", default=False)
    price_basis = models.CharField("giá", max_length=20, blank=True)
    averaging = models.CharField("cách bình quân", max_length=20, blank=True)
    formula = models.CharField("công thức", max_length=120, blank=True)
    compares = models.ForeignKey(
        "self", models.PROTECT, related_name="compared_by", null=True, blank=True, verbose_name="so với chỉ tiêu"
    )
    base_period = models.CharField("kỳ gốc", max_length=30, blank=True)
    tolerance_percent = models.PositiveSmallIntegerField("mức chậm cho phép, % quãng đường", default=10)
    note = models.TextField("ghi chú", blank=True)
    # The first day of the definition above where it is not the first one: figures before it are of another definition.
    defined_from = models.DateField("định nghĩa có từ ngày", null=True, blank=True, editable=False)
    search_text = models.CharField("chữ để tìm", max_length=600, editable=False, blank=True)
    position = models.PositiveIntegerField("thứ tự", default=0)

    objects = IndicatorQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(precision__lte=4), name="indicator_precision_range"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator", args=[self.code])

    @property
    def is_percent(self) -> bool:
        """Whether the value is in hundredths, so that a ratio is multiplied by 100."""
        return self.unit_of_measure.startswith("%")

    @property
    def has_parts(self) -> bool:
        """Whether numerator and denominator are entered."""
        return bool(self.numerator_name) and self.kind == self.Kind.RATIO


class FormIndicator(models.Model):
    """An indicator on a reporting form: its place, its columns and its limits.

    The period's own figure always has a column. `cumulative` adds the sum since the beginning of the year or of the
    term; `entered_as` says which of the two is typed (what is stored is the period's own either way).
    """

    class Cumulative(models.TextChoices):
        NONE = "", "không có"
        YEAR = "year", "từ đầu năm"
        TERM = "term", "từ đầu nhiệm kỳ"

    class EnteredAs(models.TextChoices):
        OWN = "own", "số trong kỳ"
        CUMULATIVE = "cumulative", "số lũy kế"

    form = models.ForeignKey(ReportingForm, models.PROTECT, related_name="items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="form_items")
    section = models.CharField("mục", max_length=120, blank=True)
    position = models.PositiveIntegerField("thứ tự", default=0)
    is_required = models.BooleanField("bắt buộc", default=True)
    needs_evidence = models.BooleanField("phải có tài liệu kiểm chứng", default=False)
    cumulative = models.CharField("cột lũy kế", max_length=4, choices=Cumulative.choices, blank=True)
    entered_as = models.CharField("số được nhập", max_length=10, choices=EnteredAs.choices, default=EnteredAs.OWN)
    has_estimate = models.BooleanField("có cột ước cả kỳ", default=False)
    minimum = models.DecimalField("mức thấp nhất", **FIGURE)
    maximum = models.DecimalField("mức cao nhất", **FIGURE)

    objects = FormIndicatorQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "chỉ tiêu của biểu"
        verbose_name_plural = "chỉ tiêu của biểu"
        ordering = ["form", "position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "indicator"], name="form_indicator_key"),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=F("maximum")),
                name="form_indicator_limits_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(cumulative="") | Q(entered_as="own"), name="form_indicator_cumulative_has_column"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.indicator}"

    @property
    def enters_cumulative(self) -> bool:
        """Whether the sum is typed, and the period's own figure follows from it."""
        return self.entered_as == self.EnteredAs.CUMULATIVE


class Series(models.Model):
    """An indicator assigned to a unit: the one key that figures hang on."""

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="series", verbose_name="đơn vị", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="series", verbose_name="chỉ tiêu")
    owner = models.ForeignKey(
        Agency, models.PROTECT, related_name="series", null=True, blank=True, verbose_name="cơ quan phụ trách"
    )
    is_derived = models.BooleanField("tổng hợp từ cấp dưới", default=False)
    baseline_value = models.DecimalField("số gốc", **FIGURE)
    baseline_period = models.ForeignKey(
        Period, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="kỳ của số gốc"
    )

    objects = SeriesQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "chỉ tiêu của đơn vị"
        verbose_name_plural = "chỉ tiêu của đơn vị"
        ordering = ["unit", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "indicator"], name="series_key"),
            models.CheckConstraint(
                condition=Q(baseline_value=None) | Q(baseline_period__isnull=False), name="series_baseline_has_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} – {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:series", args=[self.indicator.code, self.unit.slug])


class Target(Sourced):
    """What a document demands of a series by a horizon, or of a unit in words.

    A later document amends it by a new row that `replaces` it; the old one stays, and earlier days are judged by it.
    """

    class Comparator(models.TextChoices):
        AT_LEAST = "at_least", "ít nhất"
        MORE_THAN = "more_than", "trên"
        AT_MOST = "at_most", "không quá"
        LESS_THAN = "less_than", "dưới"
        EQUAL = "equal", "bằng"
        BETWEEN = "between", "trong khoảng"
        MAINTAIN = "maintain", "duy trì"
        DONE = "done", "hoàn thành"
        QUALITATIVE = "qualitative", "định tính"

    class Kind(models.TextChoices):
        AT_END = "at_end", "đến cuối kỳ"
        YEARLY = "yearly", "hằng năm"
        AVERAGE_OVER_HORIZON = "average_over_horizon", "bình quân cả giai đoạn"
        QUALITATIVE = "qualitative", "định tính"
        ORIENTATION = "orientation", "định hướng"

    series = models.ForeignKey(
        Series, models.PROTECT, related_name="targets", null=True, blank=True, verbose_name="chỉ tiêu của đơn vị"
    )
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="targets", verbose_name="đơn vị")
    document = models.ForeignKey(Document, models.PROTECT, related_name="targets", verbose_name="văn bản giao")
    comparator = models.CharField("so sánh", max_length=12, choices=Comparator.choices)
    value = models.DecimalField("mức", **FIGURE)
    value_high = models.DecimalField("mức trên", **FIGURE)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    kind = models.CharField("cách đánh giá", max_length=22, choices=Kind.choices)
    horizon_from = models.CharField("từ", max_length=10, blank=True)
    horizon_to = models.CharField("đến", max_length=10, blank=True)
    text = models.TextField("lời văn")
    is_primary = models.BooleanField("mục tiêu chính", default=False)
    in_force_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="targets", null=True, blank=True, verbose_name="mục, khoản giao"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name="thay cho mục tiêu"
    )

    objects = TargetQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"
        ordering = ["unit", "source_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comparator__in=["qualitative", "done", "maintain"])
                | Q(value__isnull=False, series__isnull=False),
                name="target_number_has_series_and_value",
            ),
            models.CheckConstraint(
                condition=~Q(comparator="between") | Q(value_high__isnull=False), name="target_between_has_two_ends"
            ),
            models.CheckConstraint(
                condition=~Q(comparator="between") | Q(value__lte=F("value_high")), name="target_between_ends_in_order"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(in_force_from__isnull=False), name="target_amended_from_a_day"
            ),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="target_not_replacing_itself"),
        ]

    def __str__(self) -> str:
        return self.text
