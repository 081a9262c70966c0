"""What every test may use."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.recorder import MigrationRecorder

from tests.demo_data import demo, demo_of_the_module

# Playwright's sync API runs an event loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

__all__ = ["demo", "demo_of_the_module"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Tables come straight from the models: seconds instead of half a minute in every process.

    tests/administration/test_migrations.py holds them against those that the migrations make.
    """
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Adds what only migrations make, triggers and indexes of history tables, and notes them all as carried out.

    Before the test database is dropped, its last guests leave: a browser keeps its connection to the live server
    open, and the server's thread its own to the database.
    """
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for operation in beyond_models():
            if isinstance(operation, RunPython):
                operation.code(apps, editor)
            else:
                operation.database_forwards("", editor, None, None)
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        known = [recorder.Migration(app=app, name=name) for app, name in MigrationLoader(None).disk_migrations]
        recorder.migration_qs.bulk_create(known)
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


def beyond_models() -> Iterator[RunPython | RunSQL]:
    """What our migrations do that no model declares, in their order."""
    loader = MigrationLoader(None)
    own = {
        config.label for config in apps.get_app_configs() if not config.name.startswith(("django.", "import_export"))
    }
    for _, node in sorted(loader.disk_migrations.items()):
        if node.app_label in own:
            yield from (one for one in node.operations if isinstance(one, (RunPython, RunSQL)))


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
