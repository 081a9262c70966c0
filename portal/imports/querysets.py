"""Questions about files handed in."""

from typing import Any

from django.db import models

from portal.accounts.roles import Permission


class ImportBatchQuerySet(models.QuerySet):
    """Import batches."""

    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        """Those who import for all see all, others their own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.may(Permission.ADMINISTER) else self.filter(owner=user)

    def with_id(self, pk: int) -> "ImportBatchQuerySet":
        """The batch with this number."""
        return self.filter(pk=pk).select_related("owner", "undone_by")

    def without_payload(self) -> "ImportBatchQuerySet":
        """For pages that show messages only."""
        return self.defer("payload")

    def ready(self, pk: int, *, owner: Any, token: str) -> "ImportBatchQuerySet":
        """The batch if it waits for just this confirmation by its owner."""
        return self.filter(pk=pk, owner=owner, token=token, state="checked")

    def written(self, pk: int) -> "ImportBatchQuerySet":
        """The batch if it is written and not undone."""
        return self.filter(pk=pk, state="applied")

    def same_file(self, batch: Any) -> "ImportBatchQuerySet":
        """Batches of the same file that were written, the latest first."""
        return self.filter(sha256=batch.sha256, kind=batch.kind, state="applied").exclude(pk=batch.pk)

    def without_rows(self) -> "ImportBatchQuerySet":
        """For lists: the rows and messages of 100,000-row files stay in the database."""
        return self.defer("payload", "faults", "warnings", "skipped").select_related("owner")
