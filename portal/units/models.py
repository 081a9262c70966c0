"""Administrative units and agencies, valid for a span of days, with what they came from and became."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.history.models import Sourced
from portal.history.records import row_history
from portal.units.planning.changes import OPEN_END
from portal.units.querysets import (
    AgencyQuerySet,
    AncestryQuerySet,
    ReorganisationQuerySet,
    SuccessionQuerySet,
    UnitQuerySet,
)

# Sentinels keep (code, valid_from) unique and every comparison free of "OR … IS NULL".
UNKNOWN_START = date(1900, 1, 1)


class Validity(models.Model):
    """A span of days, half-open: the day `valid_to` no longer belongs to it."""

    valid_from = models.DateField("hiệu lực từ ngày", default=UNKNOWN_START)
    valid_to = models.DateField("hết hiệu lực từ ngày", default=OPEN_END)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last valid day, None while the end is open."""
        return None if self.valid_to == OPEN_END else date.fromordinal(self.valid_to.toordinal() - 1)

    @property
    def first_day(self) -> date | None:
        """The first valid day, None when it was not researched."""
        return None if self.valid_from == UNKNOWN_START else self.valid_from

    def is_valid_on(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.valid_from <= day < self.valid_to


def valid_span(name: str) -> models.CheckConstraint:
    """Constraint: a span has at least one day."""
    return models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name=name)


class AdminUnit(Validity):
    """A province, district or commune. Its code alone is no identity: 24722 was two communes."""

    class Level(models.TextChoices):
        PROVINCE = "province", "cấp tỉnh"
        DISTRICT = "district", "cấp huyện"
        COMMUNE = "commune", "cấp xã"

    code = models.CharField("mã đơn vị", max_length=10)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    name = models.CharField("tên đơn vị", max_length=120)
    aliases = models.JSONField("tên khác", default=list, blank=True)
    slug = models.CharField("địa chỉ", max_length=24, unique=True)
    search_text = models.CharField("chữ để tìm", max_length=300, editable=False)
    sort_text = models.CharField("chữ để xếp", max_length=300, editable=False)
    legal_basis = models.CharField("căn cứ", max_length=60, blank=True)
    note = models.TextField("ghi chú", blank=True)

    objects = UnitQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "đơn vị hành chính"
        verbose_name_plural = "đơn vị hành chính"
        ordering = ["level", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_and_start"),
            valid_span("unit_valid_span"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboards:unit", args=[self.slug])

    @property
    def predecessor_codes(self) -> str:
        """Codes of the units it came from, "24718, 24719". No query for units fetched `for_export()`."""
        return ", ".join(sorted(row.predecessor.code for row in self.origins.all()))

    @property
    def titled(self) -> str:
        """Name with its years when the unit has ended: "Huyện Đắk Song (đến 30/6/2025)"."""
        return (
            f"{self.name} (đến {self.last_day.day}/{self.last_day.month}/{self.last_day.year})"
            if self.last_day
            else self.name
        )


class Placement(Validity):
    """A unit under its parent for a span of days: the truth that Ancestry is derived from."""

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="placements", verbose_name="đơn vị")
    parent = models.ForeignKey(AdminUnit, models.PROTECT, related_name="child_placements", verbose_name="trực thuộc")

    history = row_history()

    class Meta:
        verbose_name = "quan hệ trực thuộc"
        verbose_name_plural = "quan hệ trực thuộc"
        ordering = ["parent", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="placement_unit_and_start"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="placement_not_under_itself"),
            valid_span("placement_valid_span"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} thuộc {self.parent}"


class Ancestry(Validity):
    """Closure of Placement, each unit also above itself with depth 0; derived, never edited."""

    ancestor = models.ForeignKey(AdminUnit, models.PROTECT, related_name="descent")
    descendant = models.ForeignKey(AdminUnit, models.PROTECT, related_name="ascent")
    depth = models.PositiveSmallIntegerField()

    objects = AncestryQuerySet.as_manager()

    class Meta:
        verbose_name = "phả hệ đơn vị"
        verbose_name_plural = "phả hệ đơn vị"
        ordering = ["ancestor", "depth", "descendant"]
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant", "valid_from"], name="ancestry_key"),
            valid_span("ancestry_valid_span"),
        ]

    def __str__(self) -> str:
        return f"{self.descendant} dưới {self.ancestor} ({self.depth})"


class UnitSuccession(models.Model):
    """What a unit became. A dissolved unit has heirs of its ground, for display only: no figure is split."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", "đổi tên"
        MERGED = "merged", "sáp nhập"
        SPLIT = "split", "chia tách"
        MOVED = "moved", "điều chuyển"
        KEPT = "kept", "giữ nguyên"
        DISSOLVED = "dissolved", "kết thúc hoạt động"

    predecessor = models.ForeignKey(AdminUnit, models.PROTECT, related_name="successions", verbose_name="đơn vị cũ")
    successor = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="origins", null=True, blank=True, verbose_name="đơn vị mới"
    )
    kind = models.CharField("hình thức", max_length=10, choices=Kind.choices)
    share = models.DecimalField("tỷ phần", max_digits=7, decimal_places=6, null=True, blank=True)
    share_basis = models.CharField("cơ sở của tỷ phần", max_length=120, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=60)
    legal_basis_certainty = models.CharField("độ chắc chắn của căn cứ", max_length=10, blank=True)
    effective_on = models.DateField("có hiệu lực từ")

    objects = SuccessionQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "sắp xếp đơn vị hành chính"
        verbose_name_plural = "sắp xếp đơn vị hành chính"
        ordering = ["effective_on", "predecessor"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "effective_on"], name="succession_key"),
            models.CheckConstraint(
                condition=Q(kind="dissolved", successor=None, share=None)
                | (~Q(kind="dissolved") & Q(successor__isnull=False)),
                name="succession_dissolved_has_no_successor",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=1), name="succession_share_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or self.get_kind_display()}"


class GroundHeir(models.Model):
    """A unit that stands on ground of a dissolved one, wholly or not; for display only."""

    succession = models.ForeignKey(UnitSuccession, models.PROTECT, related_name="heirs")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="inherited_ground")
    wholly = models.BooleanField("toàn bộ địa bàn")

    class Meta:
        verbose_name = "đơn vị trên địa bàn cũ"
        verbose_name_plural = "đơn vị trên địa bàn cũ"
        ordering = ["succession", "unit"]
        constraints = [models.UniqueConstraint(fields=["succession", "unit"], name="ground_heir_key")]

    def __str__(self) -> str:
        return f"{self.unit} trên địa bàn {self.succession.predecessor}"


class UnitFact(Sourced):
    """A fact about a unit that is text, not a figure."""

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="facts", verbose_name="đơn vị")
    topic = models.CharField("mục", max_length=80)
    text = models.TextField("nội dung")

    class Meta:
        verbose_name = "đặc điểm đơn vị"
        verbose_name_plural = "đặc điểm đơn vị"
        ordering = ["unit", "source_key"]

    def __str__(self) -> str:
        return f"{self.topic}: {self.text}"


class Agency(Sourced, Validity):
    """An office or body of a unit; several bodies under one name form a group (no account, no signature)."""

    class Kind(models.TextChoices):
        PARTY = "party", "cơ quan đảng"
        COUNCIL = "council", "hội đồng nhân dân"
        COMMITTEE = "committee", "ủy ban nhân dân"
        FRONT = "front", "mặt trận, đoàn thể"
        DEPARTMENT = "department", "cơ quan chuyên môn"
        CENTRAL = "central", "cơ quan trung ương"

    name = models.CharField("tên cơ quan", max_length=200)
    short_name = models.CharField("tên tắt", max_length=120, blank=True)
    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    unit = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="agencies", null=True, blank=True, verbose_name="thuộc đơn vị"
    )
    is_group = models.BooleanField("nhiều cơ quan", default=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="parts", null=True, blank=True, verbose_name="thuộc cơ quan"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, related_name="predecessors", null=True, blank=True, verbose_name="cơ quan kế tục"
    )

    objects = AgencyQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        ordering = ["name"]
        constraints = [valid_span("agency_valid_span")]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """Short name where there is one."""
        return self.short_name or self.name


class Reorganisation(models.Model):
    """One arrangement of units or agencies: what was planned, on which basis, and all that it wrote.

    `done` names every row that was made or changed, with what stood there before, so that it can be taken back.
    People stand as plain ids: accounts lie above this room.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "dự kiến, chưa thực hiện"
        APPLIED = "applied", "đã thực hiện"
        UNDONE = "undone", "đã hoàn tác"

    class Subject(models.TextChoices):
        UNIT = "unit", "đơn vị hành chính"
        AGENCY = "agency", "cơ quan"

    subject = models.CharField("đối tượng", max_length=10, choices=Subject.choices)
    title = models.CharField("nội dung", max_length=300)
    legal_basis = models.CharField("căn cứ", max_length=60)
    effective_on = models.DateField("có hiệu lực từ")
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.PLANNED)
    changes = models.JSONField("thay đổi", default=list)
    done = models.JSONField("đã ghi", default=dict)
    event_id = models.BigIntegerField("sự kiện", null=True)
    made_by_id = models.BigIntegerField("mã người lập", null=True)
    made_by_name = models.CharField("người lập", max_length=150, blank=True)
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    applied_at = models.DateTimeField("thực hiện lúc", null=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "lần sắp xếp"
        verbose_name_plural = "các lần sắp xếp"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", applied_at=None) | (~Q(state="planned") & Q(applied_at__isnull=False)),
                name="reorganisation_applied_when",
            ),
            models.CheckConstraint(
                condition=(Q(state="undone") & Q(undone_at__isnull=False)) | (~Q(state="undone") & Q(undone_at=None)),
                name="reorganisation_undone_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title
