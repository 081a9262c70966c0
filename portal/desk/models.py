"""What spans subjects: external systems, and figures that can be counted from the registers."""

from django.db import models

from indicators.models import Provenance
from portal.history.models import Sourced
from portal.history.records import row_history
from portal.units.models import AdminUnit, Agency
from projects.models import Facility, Project
from resolutions.models import Document, Obstacle


class ExternalSystem(Sourced):
    """An information system that the sources name beside the portal."""

    name = models.CharField("tên hệ thống", max_length=250)
    kind = models.CharField("loại", max_length=60)
    unit = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="systems", null=True, blank=True, verbose_name="đơn vị"
    )
    owner = models.ForeignKey(
        Agency, models.PROTECT, related_name="owned_systems", null=True, blank=True, verbose_name="cơ quan quản lý"
    )
    serves = models.ForeignKey(
        Agency, models.PROTECT, related_name="serving_systems", null=True, blank=True, verbose_name="phục vụ"
    )
    fact = models.TextField("tình hình")
    url = models.CharField("địa chỉ", max_length=200, blank=True)
    count = models.PositiveIntegerField("số lượng", null=True, blank=True)
    aliases = models.JSONField("tên khác", default=list, blank=True)
    subsystems = models.JSONField("phân hệ", default=list, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="systems", null=True, blank=True, verbose_name="văn bản"
    )
    figures = models.ManyToManyField(Provenance, related_name="systems", blank=True, verbose_name="số liệu")
    facilities = models.ManyToManyField(Facility, related_name="systems", blank=True, verbose_name="cơ sở")
    obstacles = models.ManyToManyField(Obstacle, related_name="systems", blank=True, verbose_name="vướng mắc")

    history = row_history()

    class Meta:
        verbose_name = "hệ thống thông tin"
        verbose_name_plural = "hệ thống thông tin"
        ordering = ["source_key"]

    def __str__(self) -> str:
        return self.name


class RegisterCount(models.Model):
    """A reported figure and a thing of the register that it counts, so that neither is added twice, or describes."""

    class Role(models.TextChoices):
        COUNTS = "counts", "đã tính trong số liệu"
        DESCRIBES = "describes", "số liệu nói về"

    figure = models.ForeignKey(Provenance, models.PROTECT, related_name="register_counts", verbose_name="số liệu")
    project = models.ForeignKey(Project, models.PROTECT, related_name="register_counts", null=True, blank=True)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="register_counts", null=True, blank=True)
    role = models.CharField("vai trò", max_length=10, choices=Role.choices, default=Role.COUNTS)

    class Meta:
        verbose_name = "đối chiếu sổ đăng ký"
        verbose_name_plural = "đối chiếu sổ đăng ký"
        ordering = ["figure", "id"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "project", "facility", "role"], name="register_count_key"),
            models.CheckConstraint(
                condition=models.Q(project=None, facility__isnull=False)
                | models.Q(project__isnull=False, facility=None),
                name="register_count_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project or self.facility} trong {self.figure}"
