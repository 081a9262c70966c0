"""What every test may use."""

import os

import pytest
from django.db import connection

from tests.demo_data import demo, demo_of_the_module

# Playwright's sync API runs an event loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

__all__ = ["demo", "demo_of_the_module"]


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
