"""Questions about messages."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone


class NoticeQuerySet(models.QuerySet):
    """Messages to people."""

    def visible_to(self, user: Any) -> "NoticeQuerySet":
        """A person's own messages, nobody else's, whatever the role."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def unread(self) -> "NoticeQuerySet":
        """Messages that nobody has opened."""
        return self.filter(read_at=None)

    def within(self, ids: Iterable[int]) -> "NoticeQuerySet":
        """The messages with these ids."""
        return self.filter(pk__in=list(ids))

    def of_people(self, people: Iterable[int]) -> "NoticeQuerySet":
        """Messages to these people."""
        return self.filter(person__in=list(people))

    def for_page(self) -> "NoticeQuerySet":
        """The newest first."""
        return self.order_by("-pk")

    def for_digest(self) -> "NoticeQuerySet":
        """Unread messages that no letter has carried, of active people with an address, by person."""
        waiting = self.unread().filter(letter=None, person__is_active=True).exclude(person__email="")
        return waiting.select_related("person").order_by("person_id", "pk")

    def known_keys(self, keys: Iterable[str]) -> set[tuple[int, str]]:
        """Person and key of the messages that were written under one of the keys. One query."""
        return set(self.filter(key__in=list(keys)).values_list("person_id", "key"))


class LetterQuerySet(models.QuerySet):
    """Letters on their way."""

    def waiting(self, tries: int) -> "LetterQuerySet":
        """Letters that were not sent and were not tried too often, the oldest first."""
        return self.filter(sent_at=None, tries__lt=tries).order_by("pk")

    def claim(self, letter: Any) -> bool:
        """Take the letter for sending; False when another sender was faster."""
        held = self.filter(pk=letter.pk, sent_at=None, tries=letter.tries)
        return bool(held.update(tries=letter.tries + 1, tried_at=timezone.now()))

    def carried(self, key: str) -> set[int]:
        """People who have a letter with the key. One query."""
        return set(self.filter(key=key).values_list("person_id", flat=True))
