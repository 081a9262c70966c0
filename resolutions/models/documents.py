"""Documents, how they hang together, their clauses, and the campaigns and meetings that review them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.history.models import Sourced
from portal.history.records import row_history
from portal.periods.models import Period
from portal.units.models import AdminUnit, Agency
from resolutions.querysets import CampaignQuerySet, ClauseQuerySet, DocumentLinkQuerySet, DocumentQuerySet


class Document(Sourced):
    """A legal or Party document, or a text that reports on one. Code, issuer and day together are its identity."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", "Nghị quyết"
        PROGRAMME = "programme", "Chương trình"
        PLAN = "plan", "Kế hoạch"
        DIRECTIVE = "directive", "Chỉ thị"
        CONCLUSION = "conclusion", "Kết luận"
        DECISION = "decision", "Quyết định"
        REPORT = "report", "Báo cáo"
        SCHEME = "scheme", "Đề án"
        STRATEGY = "strategy", "Chiến lược"
        PLANNING = "planning", "Quy hoạch"
        STANDARD = "standard", "Tiêu chuẩn"
        CONGRESS_DOCUMENT = "congress_document", "Văn kiện đại hội"
        ARTICLE = "article", "Bài viết"

    class System(models.TextChoices):
        PARTY = "party", "văn bản của Đảng"
        STATE = "state", "văn bản của Nhà nước"
        PRESS = "press", "bài báo"
        STANDARD = "standard", "tiêu chuẩn"

    slug = models.SlugField("địa chỉ", max_length=60, unique=True)
    code = models.CharField("số, ký hiệu", max_length=40, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    kind = models.CharField("loại", max_length=20, choices=Kind.choices)
    type_name = models.CharField("tên loại văn bản", max_length=60)
    type_code = models.CharField("chữ viết tắt tên loại", max_length=10, blank=True)
    system = models.CharField("hệ thống", max_length=10, choices=System.choices)
    issuer = models.ForeignKey(
        Agency, models.PROTECT, related_name="documents", null=True, blank=True, verbose_name="cơ quan ban hành"
    )
    issuer_name = models.CharField("tên cơ quan ban hành", max_length=200, blank=True)
    level = models.CharField("cấp", max_length=12, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    title = models.TextField("trích yếu", blank=True)
    term_from = models.CharField("giai đoạn từ", max_length=10, blank=True)
    term_to = models.CharField("giai đoạn đến", max_length=10, blank=True)
    orientation_to = models.CharField("định hướng, tầm nhìn đến", max_length=10, blank=True)
    cited_as = models.JSONField("được trích dẫn là", default=list, blank=True)
    is_group = models.BooleanField("nhiều văn bản", default=False)
    author_name = models.CharField("tác giả", max_length=120, blank=True)
    text_file = models.CharField("tệp toàn văn", max_length=120, blank=True)
    text = models.TextField("toàn văn", blank=True)
    search_text = models.TextField("chữ để tìm", editable=False, blank=True)

    objects = DocumentQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = [F("issued_on").desc(nulls_last=True), "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "code", "issued_on"],
                condition=~Q(code="") & Q(issuer__isnull=False) & Q(issued_on__isnull=False),
                name="document_issuer_code_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.title or self.type_name

    def get_absolute_url(self) -> str:
        kind = "resolution" if self.kind == self.Kind.RESOLUTION else "document"
        return reverse(f"resolutions:{kind}", args=[self.slug])

    @property
    def headline(self) -> str:
        """Type and code, or the type and title of a document without a code."""
        return f"{self.type_name} {self.code}" if self.code else f"{self.type_name}: {self.title}"


class DocumentLink(Sourced):
    """How one document relates to another; drawn as a branch only where the source states it."""

    class Relation(models.TextChoices):
        IMPLEMENTS = "implements", "thực hiện, cụ thể hóa"
        DISSEMINATES = "disseminates", "quán triệt"
        SUPPORTS = "supports", "hỗ trợ thực hiện"
        REVIEWS = "reviews", "sơ kết, tổng kết"
        BASED_ON = "based_on", "căn cứ"
        CITES = "cites", "dẫn chiếu"
        AMENDS = "amends", "sửa đổi, bổ sung"
        REPLACES = "replaces", "thay thế"

    source = models.ForeignKey(Document, models.PROTECT, related_name="links_out", verbose_name="văn bản")
    target = models.ForeignKey(Document, models.PROTECT, related_name="links_in", verbose_name="văn bản liên quan")
    relation = models.CharField("quan hệ", max_length=14, choices=Relation.choices)

    objects = DocumentLinkQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "quan hệ văn bản"
        verbose_name_plural = "quan hệ văn bản"
        ordering = ["source", "relation", "target"]
        constraints = [
            models.UniqueConstraint(fields=["source", "relation", "target"], name="document_link_key"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="document_link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_relation_display()} {self.target}"


class Clause(Sourced):
    """A numbered passage of a document."""

    class Kind(models.TextChoices):
        VIEWPOINT = "viewpoint", "quan điểm"
        OBJECTIVE = "objective", "mục tiêu"
        TARGET = "target", "chỉ tiêu"
        TASK = "task", "nhiệm vụ"
        SOLUTION = "solution", "giải pháp"
        TASK_GROUP = "task_group", "nhóm nhiệm vụ"
        PILLAR = "pillar", "trụ cột"

    document = models.ForeignKey(Document, models.PROTECT, related_name="clauses", verbose_name="văn bản")
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="parts", null=True, blank=True, verbose_name="thuộc mục"
    )
    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    label = models.CharField("số mục", max_length=20, blank=True)
    position = models.PositiveIntegerField("thứ tự")
    text = models.TextField("nội dung")

    objects = ClauseQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "phần, mục, khoản, điểm"
        verbose_name_plural = "phần, mục, khoản, điểm"
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "parent", "position"], name="clause_key")]

    def __str__(self) -> str:
        return self.text


class Campaign(Sourced):
    """A review (sơ kết, tổng kết) of documents in a unit: the period its figures belong to, and its report."""

    period = models.OneToOneField(Period, models.PROTECT, related_name="campaign", verbose_name="kỳ")
    name = models.CharField("tên đợt", max_length=200)
    documents = models.ManyToManyField(Document, related_name="campaigns", verbose_name="văn bản được sơ kết")
    report = models.ForeignKey(
        Document, models.PROTECT, related_name="reports_campaign", null=True, blank=True, verbose_name="báo cáo"
    )
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="campaigns", verbose_name="đơn vị")
    reported_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="cơ quan báo cáo"
    )

    objects = CampaignQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "đợt sơ kết, tổng kết"
        verbose_name_plural = "đợt sơ kết, tổng kết"
        ordering = ["-period__position"]

    def __str__(self) -> str:
        return self.name


class Meeting(Sourced):
    """A meeting or visit that figures and assessments were given at."""

    name = models.CharField("tên cuộc họp", max_length=300)
    held_on = models.DateField("ngày họp", null=True, blank=True)
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="meetings", verbose_name="đơn vị")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="meetings", null=True, blank=True, verbose_name="đợt sơ kết"
    )
    documents = models.ManyToManyField(Document, related_name="meetings", blank=True, verbose_name="văn bản")
    agencies = models.ManyToManyField(Agency, related_name="meetings", blank=True, verbose_name="cơ quan dự")
    before = models.ForeignKey(
        "self", models.PROTECT, related_name="preceded_by", null=True, blank=True, verbose_name="diễn ra trước"
    )
    people = models.JSONField("người dự", default=list, blank=True)

    history = row_history()

    class Meta:
        verbose_name = "cuộc họp"
        verbose_name_plural = "cuộc họp"
        ordering = [F("held_on").desc(nulls_last=True)]

    def __str__(self) -> str:
        return self.name
