"""What every test may use."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.demo_data import demo, demo_of_the_module

# Playwright's sync API runs an event loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

__all__ = ["demo", "demo_of_the_module"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Before the test database is dropped, its last guests leave: a browser keeps its connection to the live server
    open, and the server's thread its own to the database."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Tests render pages without collecting static files first."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # the client speaks plain HTTP; the redirect to HTTPS has a test of its own
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def lift_append_only() -> None:
    """Let the flush of a transactional test empty the ledger: its triggers refuse DELETE and TRUNCATE."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE history_event DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS event_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS event_no_delete")
