"""How rows keep their history: one lean configuration of django-simple-history for every model."""

from django.db import models
from simple_history.models import HistoricalRecords


def row_history(*, unindexed: tuple[str, ...] = (), secret: tuple[str, ...] = ()) -> HistoricalRecords:
    """History of a model's rows, without the indexes and the user foreign key that make each write dearer.

    People stand as plain integers so that history can lie below accounts; reasons are text of any length. Fields
    named in `secret` are not kept: a password's hash must not outlive the password.
    """
    return HistoricalRecords(
        history_id_field=models.BigAutoField(),
        history_user_id_field=models.IntegerField(null=True),
        no_db_index=list(unindexed),
        excluded_fields=list(secret),
    )
