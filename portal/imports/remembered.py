"""What the portal remembers of files: names and layouts that people explained, and files that wait for an answer."""

import hashlib
from typing import Any

from django.db import models

from portal.accounts.models import User


class NameAlias(models.Model):
    """A name as some file writes it, confirmed once by a person to mean the unit or indicator of a code."""

    class Subject(models.TextChoices):
        UNIT = "unit", "đơn vị"
        INDICATOR = "indicator", "chỉ tiêu"

    subject = models.CharField("loại", max_length=10, choices=Subject.choices)
    key = models.CharField("tên đã viết", max_length=300)
    code = models.CharField("mã", max_length=60)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người xác nhận")
    confirmed_at = models.DateTimeField("xác nhận lúc", auto_now=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "tên gọi khác"
        verbose_name_plural = "tên gọi khác"
        constraints = [models.UniqueConstraint(fields=["subject", "key"], name="name_alias_once")]

    def __str__(self) -> str:
        return f"{self.key} = {self.code}"


class LayoutQuerySet(models.QuerySet):
    """Layouts of columns."""

    def visible_to(self, user: Any) -> "LayoutQuerySet":
        """Layouts hold no figures: whoever is signed in may see them."""
        return self if user.is_authenticated else self.none()

    def of_fingerprint(self, text: str) -> "ColumnLayout | None":
        """The layout of a header row."""
        return self.filter(fingerprint=fingerprint_of(text)).first()


class ColumnLayout(models.Model):
    """What the columns of a header row hold, as a person said: folded header text to its meaning."""

    fingerprint = models.CharField("dấu vết dòng tiêu đề", max_length=64, unique=True)
    name = models.CharField("tên bố cục", max_length=120, blank=True)
    columns = models.JSONField("các cột", default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghép cột")
    made_at = models.DateTimeField("ghép lúc", auto_now=True)

    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = "bố cục cột"
        verbose_name_plural = "bố cục cột"

    def __str__(self) -> str:
        return self.name or f"Bố cục {self.pk}"


class WaitingQuerySet(models.QuerySet):
    """Files that wait for answers."""

    def visible_to(self, user: Any) -> "WaitingQuerySet":
        """Everybody sees the own ones."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def without_content(self) -> "WaitingQuerySet":
        """Without the bytes, for a page that only names it."""
        return self.defer("content")

    def with_id(self, pk: int) -> "WaitingQuerySet":
        """The file with this number."""
        return self.filter(pk=pk)


class WaitingFile(models.Model):
    """A file that can be read once its owner has answered; it is deleted with the answer or when another waits."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tải lên")
    kind = models.CharField("loại dữ liệu", max_length=30)
    file_name = models.CharField("tên tệp", max_length=255)
    content = models.BinaryField("nội dung")
    questions = models.JSONField("câu hỏi", default=list)
    answers = models.JSONField("trả lời", default=dict)
    created_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp chờ trả lời"
        verbose_name_plural = "tệp chờ trả lời"

    def __str__(self) -> str:
        return self.file_name


def fingerprint_of(text: str) -> str:
    """The header row in a length that an index holds."""
    return hashlib.sha256(text.encode()).hexdigest()
