"""Questions to the ledger."""

from django.db import models


class EventQuerySet(models.QuerySet):
    """Events, newest first."""

    def about(self, subject_type: str, subject_id: int) -> "EventQuerySet":
        """Events of one subject."""
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def of_batch(self, batch_id: int) -> "EventQuerySet":
        """Events of one import."""
        return self.filter(batch_id=batch_id)

    def of_verb(self, verb: str) -> "EventQuerySet":
        """Events of one kind of action."""
        return self.filter(verb=verb)

    def positions(self) -> "EventQuerySet":
        """Positions of the events, the newest first."""
        return self.order_by("-position").values("position")

    def last_position(self) -> int:
        """Position of the newest event, 0 before the first: the version of all data. One query."""
        return self.positions().values_list("position", flat=True).first() or 0
