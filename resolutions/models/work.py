"""What clauses order and what stands in the way: tasks, their progress, assessments and obstacles."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import User
from portal.history.models import Sourced
from portal.history.records import row_history
from portal.periods.models import Period
from portal.units.models import AdminUnit, Agency
from portal.workflow.models import Submission
from resolutions.models.documents import Clause, Document, Meeting
from resolutions.querysets import AssessmentQuerySet, TaskQuerySet
from resolutions.reported import ObstacleQuerySet, TaskUpdateQuerySet
from resolutions.rules import Standing


class Reported(models.Model):
    """What a unit tells in its report of a period: others see it from the moment the report is approved.

    A row without a report was read from a source and counts as published. `version` counts what was written into the
    draft, so that of two people at one line the second is told.
    """

    STANDINGS = (
        (Standing.DRAFT.value, "bản nháp"),
        (Standing.PUBLISHED.value, "đã duyệt"),
        (Standing.REPLACED.value, "đã được thay"),
        (Standing.WITHDRAWN.value, "đã bỏ"),
    )

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="%(class)ss", null=True, blank=True, verbose_name="trong báo cáo"
    )
    standing = models.CharField("hiệu lực", max_length=9, choices=STANDINGS, default=Standing.PUBLISHED.value)
    version = models.PositiveIntegerField("phiên bản", default=1)
    published_at = models.DateTimeField("duyệt lúc", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        """Whether it waits for the report's approval."""
        return self.standing == Standing.DRAFT

    @property
    def is_published(self) -> bool:
        """Whether it is in force for everybody."""
        return self.standing == Standing.PUBLISHED


class Obstacle(Reported, Sourced):
    """A difficulty, its cause, or a recommendation; with who must answer, by when, and the answer.

    A difficulty told in a unit's report carries its own `recommendation`; those read from sources are rows of the
    kind "proposal". `replaces` is the published row that a draft corrects.
    """

    class Kind(models.TextChoices):
        DIFFICULTY = "difficulty", "khó khăn"
        SHORTCOMING = "shortcoming", "hạn chế"
        CAUSE = "cause", "nguyên nhân"
        PROPOSAL = "proposal", "kiến nghị"

    class CauseType(models.TextChoices):
        OBJECTIVE = "objective", "khách quan"
        SUBJECTIVE = "subjective", "chủ quan"
        MIXED = "mixed", "khách quan và chủ quan"
        OUTCOME = "outcome", "hệ quả"
        RESOURCE = "resource", "nguồn lực"
        SOCIAL = "social", "xã hội"
        INFRASTRUCTURE = "infrastructure", "hạ tầng"
        DATA = "data", "dữ liệu"

    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    text = models.TextField("nội dung")
    cause_type = models.CharField("tính chất", max_length=16, choices=CauseType.choices, blank=True)
    recommendation = models.TextField("kiến nghị", blank=True)
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="obstacles", verbose_name="đơn vị")
    resolutions = models.ManyToManyField(Document, related_name="obstacles", blank=True, verbose_name="nghị quyết")
    about = models.ManyToManyField(Document, related_name="obstacles_about", blank=True, verbose_name="về văn bản")
    raised_in = models.ForeignKey(
        Document, models.PROTECT, related_name="obstacles_raised", null=True, blank=True, verbose_name="nêu trong"
    )
    raised_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="cơ quan nêu"
    )
    leads_to = models.ManyToManyField("self", symmetrical=False, related_name="caused_by", blank=True)
    project_count = models.PositiveIntegerField("số dự án vướng", null=True, blank=True)
    addressed_to = models.ForeignKey(
        Agency, models.PROTECT, related_name="obstacles_to_answer", null=True, blank=True, verbose_name="gửi tới"
    )
    through = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="thông qua"
    )
    answer_due_on = models.DateField("hạn trả lời", null=True, blank=True)
    answer = models.TextField("trả lời", blank=True)
    answered_on = models.DateField("trả lời ngày", null=True, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người báo cáo"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, verbose_name="thay cho"
    )

    objects = ObstacleQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "khó khăn, vướng mắc"
        verbose_name_plural = "khó khăn, vướng mắc"
        ordering = ["source_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing="draft") | (Q(submission__isnull=False) & Q(made_by__isnull=False)),
                name="obstacle_draft_in_a_report",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(standing="draft"), name="obstacle_one_draft_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Task(Sourced):
    """What a clause or a leader orders: who leads, who helps, by when, and what must come out.

    Days may be a month or a year ("2022-11"): stored as written, judged at the end.
    """

    class Kind(models.TextChoices):
        DIRECTION = "direction", "phương hướng, nhiệm vụ"
        ORDER = "order", "nhiệm vụ được giao"
        REPORTED_ACTIVITY = "reported_activity", "việc đã làm theo báo cáo"
        RESPONSE = "response", "trả lời, giải pháp"
        PROPOSAL = "proposal", "đề xuất"
        COMMITMENT = "commitment", "cam kết"
        MILESTONE = "milestone", "mốc"

    kind = models.CharField("loại", max_length=18, choices=Kind.choices)
    text = models.TextField("nội dung")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="tasks", verbose_name="đơn vị")
    leads = models.ManyToManyField(Agency, related_name="led_tasks", blank=True, verbose_name="cơ quan chủ trì")
    coordinating = models.ManyToManyField(
        Agency, related_name="helped_tasks", blank=True, verbose_name="cơ quan phối hợp"
    )
    reports_to = models.ManyToManyField(Agency, related_name="+", blank=True, verbose_name="báo cáo cho")
    person_in_charge = models.ForeignKey(
        User, models.PROTECT, related_name="tasks", null=True, blank=True, verbose_name="người phụ trách"
    )
    assigned_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="assigned_tasks", null=True, blank=True, verbose_name="cơ quan giao"
    )
    proposed_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="cơ quan đề xuất"
    )
    ordered_in = models.ForeignKey(
        Document, models.PROTECT, related_name="ordered_tasks", null=True, blank=True, verbose_name="giao tại văn bản"
    )
    reported_in = models.ForeignKey(
        Document, models.PROTECT, related_name="reported_tasks", null=True, blank=True, verbose_name="nêu trong"
    )
    about = models.ManyToManyField(Document, related_name="tasks_about", blank=True, verbose_name="về văn bản")
    clauses = models.ManyToManyField(Clause, related_name="tasks", blank=True, verbose_name="mục")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="tasks", null=True, blank=True, verbose_name="tại cuộc họp"
    )
    obstacles = models.ManyToManyField(Obstacle, related_name="tasks", blank=True, verbose_name="vướng mắc")
    related = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name="xem thêm")
    places = models.ManyToManyField(AdminUnit, related_name="tasks_here", blank=True, verbose_name="địa bàn")
    addressees = models.JSONField("đối tượng", default=list, blank=True)
    beneficiary = models.CharField("đối tượng thụ hưởng", max_length=200, blank=True)
    deadline = models.CharField("hạn", max_length=10, blank=True)
    deadline_kind = models.CharField("loại hạn", max_length=12, blank=True)
    deliverable = models.TextField("sản phẩm", blank=True)
    recurs = models.CharField("lặp lại", max_length=10, blank=True)
    started_on = models.CharField("bắt đầu", max_length=10, blank=True)
    reached_on = models.CharField("đạt được", max_length=10, blank=True)
    suspended_reason = models.TextField("lý do tạm dừng", blank=True)

    objects = TaskQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("resolutions:task", args=[self.pk])


class TaskUpdate(Reported):
    """What was said of a task's progress, and when: words, a percentage, and where its unit says it stands."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "chưa bắt đầu"
        IN_PROGRESS = "in_progress", "đang thực hiện"
        DONE = "done", "hoàn thành"
        SUSPENDED = "suspended", "tạm dừng"

    task = models.ForeignKey(Task, models.PROTECT, related_name="updates", verbose_name="nhiệm vụ")
    reported_on = models.DateField("ngày báo cáo")
    percent = models.PositiveSmallIntegerField("tiến độ %", null=True, blank=True)
    is_done = models.BooleanField("đã hoàn thành", default=False)
    state = models.CharField("trạng thái", max_length=11, choices=State.choices, blank=True)
    narrative = models.TextField("nội dung", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người báo cáo")

    objects = TaskUpdateQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "tiến độ nhiệm vụ"
        verbose_name_plural = "tiến độ nhiệm vụ"
        ordering = ["task", "-reported_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="task_update_percent"),
            models.CheckConstraint(
                condition=~Q(standing="draft") | Q(submission__isnull=False), name="task_update_draft_in_a_report"
            ),
            models.UniqueConstraint(
                fields=["submission", "task"], condition=Q(standing="draft"), name="task_update_one_draft_of_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reported_on:%d/%m/%Y}: {self.narrative}"


class Assessment(Sourced):
    """What a body says of the whole: result, strength, lesson. Contradicting ones stand side by side."""

    class Kind(models.TextChoices):
        RESULT = "result", "kết quả"
        STRENGTH = "strength", "ưu điểm"
        ADVANTAGE = "advantage", "thuận lợi"
        SHORTCOMING = "shortcoming", "hạn chế"
        CAUSE = "cause", "nguyên nhân"
        LESSON = "lesson", "bài học kinh nghiệm"
        CONTEXT = "context", "bối cảnh"
        VIEW = "view", "ý kiến"
        EVALUATION_FROM_ABOVE = "evaluation_from_above", "đánh giá của cấp trên"

    kind = models.CharField("loại", max_length=22, choices=Kind.choices)
    text = models.TextField("nội dung")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="assessments", verbose_name="đơn vị")
    period = models.ForeignKey(Period, models.PROTECT, related_name="assessments", verbose_name="kỳ")
    resolutions = models.ManyToManyField(Document, related_name="assessments", blank=True, verbose_name="nghị quyết")
    about = models.ManyToManyField(Document, related_name="assessments_about", blank=True, verbose_name="về văn bản")
    made_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="assessments", null=True, blank=True, verbose_name="cơ quan đánh giá"
    )
    stated_in = models.ForeignKey(Document, models.PROTECT, related_name="stated_assessments", verbose_name="nêu trong")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="assessments", null=True, blank=True, verbose_name="tại cuộc họp"
    )
    differs_from = models.ManyToManyField(Obstacle, related_name="differing_assessments", blank=True)
    obstacles = models.ManyToManyField(Obstacle, related_name="assessments", blank=True)

    objects = AssessmentQuerySet.as_manager()
    history = row_history()

    class Meta:
        verbose_name = "đánh giá"
        verbose_name_plural = "đánh giá"
        ordering = ["source_key"]

    def __str__(self) -> str:
        return self.text
