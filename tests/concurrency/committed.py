"""A database that other connections see too: what tests of concurrency and of faults stand on."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.conftest import lift_append_only

LEDGER = import_module("portal.history.migrations.0002_append_only")
# What migrate itself writes.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def guard_the_ledger() -> None:
    """Put the append-only triggers back that lift_append_only() took away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE history_event ENABLE TRIGGER USER")
            return
        for statement in LEDGER.SQLITE:
            cursor.execute(statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


def empty_all_tables() -> None:
    """Delete every row of the test database, with the ledger's guard lifted meanwhile; foreign keys wait for commit."""
    name = Path(str(connection.settings_dict["NAME"])).name
    assert "test" in name, f"{name} is no test database, nothing is deleted"
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        lift_append_only()
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no ALTER TABLE while keys are still to be judged
        guard_the_ledger()


@pytest.fixture
def _no_flush(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Stands before transactional_db, so that it ends after it: Django's flush truncates, which takes seconds."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", lambda *arguments, **options: [])
        yield


@pytest.fixture
def committed(_no_flush: None, transactional_db: None) -> Iterator[None]:
    """The test's writes are committed, the ledger is guarded as in production, and all rows are deleted afterwards."""
    assert not connection.in_atomic_block, "another test still holds its transaction"
    empty_all_tables()  # a journey in the browser may have left rows, and the ledger bare
    yield
    empty_all_tables()
