"""The portal with the demo data committed, served on loopback to a real browser, and everything put back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.conftest import lift_append_only
from tests.demo_data import FAST_HASHERS, fill_with_demo

# The suite runs with production settings, but its server speaks plain HTTP.
PLAIN_HTTP = {
    "SECURE_SSL_REDIRECT": False,
    "SESSION_COOKIE_SECURE": False,
    "CSRF_COOKIE_SECURE": False,
    "SESSION_COOKIE_NAME": "sid",
    "CSRF_COOKIE_NAME": "csrf",
    "ALLOWED_HOSTS": ["127.0.0.1", "testserver"],
    "PASSWORD_HASHERS": FAST_HASHERS,
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


@contextmanager
def served_demo() -> Iterator[str]:
    """Yield the address of the portal; the database is empty again at the end, its ledger append-only."""
    with override_settings(**PLAIN_HTTP):
        fill_with_demo()
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()
            connections.close_all()
            empty_database()


def empty_database() -> None:
    """Take all rows out; the ledger's triggers, which refuse that, stand again afterwards."""
    lift_append_only()
    try:
        call_command("flush", verbosity=0, interactive=False)
    finally:
        put_append_only_back()


def put_append_only_back() -> None:
    """The counterpart of lift_append_only()."""
    migration = import_module("portal.history.migrations.0002_append_only")
    statements = (
        ["ALTER TABLE history_event ENABLE TRIGGER USER"] if connection.vendor == "postgresql" else migration.SQLITE
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
