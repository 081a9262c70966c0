"""Investment projects, and facilities and firms of the register."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.history.models import Sourced
from portal.history.records import row_history
from portal.units.models import AdminUnit, Agency
from projects.querysets import FacilityQuerySet, ProjectQuerySet
from resolutions.models import Assessment, Clause, Document, Task


class Project(Sourced):
    """An investment project, or a counted class of them: 118 solar plants below 1 MW are one record, not 118."""

    class Kind(models.TextChoices):
        WIND = "wind", "Điện gió"
        SOLAR = "solar", "Điện mặt trời"
        HYDRO = "hydro", "Thủy điện"
        PROCESSING = "processing", "Chế biến"
        AGRICULTURE = "agriculture", "Nông nghiệp"
        TOURISM = "tourism", "Du lịch"
        COMMERCE = "commerce", "Thương mại"
        INDUSTRIAL_CLUSTER = "industrial_cluster", "Cụm công nghiệp"
        INFRASTRUCTURE = "infrastructure", "Hạ tầng"
        OTHER = "other", "Khác"

    class Stage(models.TextChoices):
        CALLING = "calling", "Kêu gọi đầu tư"
        IN_PRINCIPLE = "in_principle", "Chủ trương đầu tư"
        LAND_CLEARANCE = "land_clearance", "Đất đai, giải phóng mặt bằng"
        CONSTRUCTION = "construction", "Thi công"
        OPERATING = "operating", "Vận hành"
        SUSPENDED = "suspended", "Tạm dừng"
        WITHDRAWN = "withdrawn", "Thu hồi"
        ATTRACTED_STAGE_UNKNOWN = "attracted_stage_unknown", "Đã thu hút, chưa rõ giai đoạn"

    name = models.CharField("tên dự án", max_length=250)
    kind = models.CharField("loại", max_length=20, choices=Kind.choices)
    stage = models.CharField("giai đoạn", max_length=24, choices=Stage.choices)
    stage_text = models.CharField("giai đoạn theo nguồn", max_length=200, blank=True)
    is_class = models.BooleanField("nhóm dự án", default=False)
    count = models.PositiveIntegerField("số dự án", default=1)
    registered = models.CharField("danh mục đăng ký", max_length=20, blank=True)
    list_item = models.PositiveSmallIntegerField("mục trong danh mục", null=True, blank=True)
    investor = models.CharField("nhà đầu tư", max_length=250, blank=True)
    capacity_mw = models.DecimalField("công suất, MW", max_digits=12, decimal_places=3, null=True, blank=True)
    capacity_each_comparator = models.CharField("mức công suất mỗi dự án", max_length=10, blank=True)
    capacity_each_mw = models.DecimalField(
        "công suất mỗi dự án, MW", max_digits=12, decimal_places=3, null=True, blank=True
    )
    capital_billion_vnd = models.DecimalField("vốn, tỷ đồng", max_digits=15, decimal_places=3, null=True, blank=True)
    places = models.ManyToManyField(AdminUnit, through="ProjectPlace", related_name="projects", verbose_name="địa bàn")
    documents = models.ManyToManyField(Document, related_name="projects", blank=True, verbose_name="văn bản")
    clauses = models.ManyToManyField(Clause, related_name="projects", blank=True, verbose_name="mục")
    search_text = models.CharField("chữ để tìm", max_length=400, editable=False, blank=True)

    objects = ProjectQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "dự án"
        verbose_name_plural = "dự án"
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="project_count_positive"),
            models.CheckConstraint(condition=Q(is_class=True) | Q(count=1), name="project_counts_one_unless_class"),
            models.CheckConstraint(
                condition=Q(capacity_mw=None) | Q(capacity_mw__gt=0), name="project_capacity_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.pk])


class Placed(models.Model):
    """A thing at a unit, as the source says it."""

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+", verbose_name="địa bàn")
    certainty = models.CharField("độ chắc chắn", max_length=10, blank=True)

    class Meta:
        abstract = True


class ProjectPlace(Placed):
    """A unit that a project lies in; a project in several units counts once."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="project_places")

    class Meta:
        verbose_name = "địa bàn dự án"
        verbose_name_plural = "địa bàn dự án"
        ordering = ["project", "unit"]
        constraints = [models.UniqueConstraint(fields=["project", "unit"], name="project_place_key")]

    def __str__(self) -> str:
        return f"{self.project} – {self.unit}"


class Facility(Sourced):
    """A plant, kiln, centre or firm that the source names or counts."""

    class Kind(models.TextChoices):
        PEPPER_EXPORT = "pepper_export", "Chế biến, xuất khẩu hồ tiêu"
        PEPPER_PROCESSING = "pepper_processing", "Chế biến hồ tiêu"
        PLYWOOD = "plywood", "Ván ép"
        DRYING_KILN = "drying_kiln", "Lò sấy"
        INDUSTRY_PROMOTION = "industry_promotion", "Cơ sở khuyến công"
        IOC = "ioc", "Trung tâm điều hành thông minh"
        DATA_CENTRE = "data_centre", "Trung tâm dữ liệu"

    name = models.CharField("tên", max_length=250)
    kind = models.CharField("loại", max_length=20, choices=Kind.choices)
    is_named = models.BooleanField("có tên riêng", default=True)
    count = models.PositiveIntegerField("số lượng", default=1)
    aliases = models.JSONField("tên khác", default=list, blank=True)
    place_text = models.CharField("địa điểm theo nguồn", max_length=200, blank=True)
    place_agencies = models.ManyToManyField(Agency, related_name="facilities", blank=True, verbose_name="đặt tại")
    stage = models.CharField("giai đoạn", max_length=20, blank=True)
    expected_operation = models.CharField("dự kiến hoạt động", max_length=10, blank=True)
    places = models.ManyToManyField(
        AdminUnit, through="FacilityPlace", related_name="facilities", verbose_name="địa bàn"
    )
    tasks = models.ManyToManyField(Task, related_name="facilities", blank=True, verbose_name="nhiệm vụ")
    assessments = models.ManyToManyField(Assessment, related_name="facilities", blank=True, verbose_name="đánh giá")

    objects = FacilityQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "cơ sở, doanh nghiệp"
        verbose_name_plural = "cơ sở, doanh nghiệp"
        ordering = ["kind", "name"]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="facility_count_positive")]

    def __str__(self) -> str:
        return self.name


class FacilityPlace(Placed):
    """A unit that a facility stands in."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="facility_places")

    class Meta:
        verbose_name = "địa bàn cơ sở"
        verbose_name_plural = "địa bàn cơ sở"
        ordering = ["facility", "unit"]
        constraints = [models.UniqueConstraint(fields=["facility", "unit"], name="facility_place_key")]

    def __str__(self) -> str:
        return f"{self.facility} – {self.unit}"
