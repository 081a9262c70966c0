"""The suite makes its tables from the models; here they are held against those that the migrations make."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections

pytestmark = pytest.mark.django_db
NAME = f"test_migrated_{os.getpid()}"


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Any]:
    """A connection to a database that `manage.py migrate` has made, and `check` has looked at."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        name, url = str(tmp_path / "migrated.sqlite3"), f"sqlite:///{tmp_path}/migrated.sqlite3"
    else:
        name = NAME
        place = f"{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}".replace(":@", "@")
        url = f"postgres://{place}/{name}"
        _serve(f"CREATE DATABASE {name}")
    for words in (["migrate", "--verbosity", "0"], ["check", "--database", "default"]):
        command = [sys.executable, "manage.py", *words]
        environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "1"}
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    there = connections.create_connection("default")
    there.settings_dict = {**own, "NAME": name}
    with closing(there):
        yield there
    if connection.vendor == "postgresql":
        _serve(f"DROP DATABASE {name} WITH (FORCE)")


def _serve(statement: str) -> None:
    """One statement to the server, outside the transaction of the test."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def own_tables() -> list[str]:
    """Tables of our models; Django's own number their rows by what its migrations once said."""
    models = [
        model for model in apps.get_models(include_auto_created=True) if not model.__module__.startswith("django.")
    ]
    return sorted(model._meta.db_table for model in models)


def schema(of: Any) -> dict[str, Any]:
    """Columns and constraints of our tables; what has no name of ours is told by what it does."""
    found = {}
    with of.cursor() as cursor:
        for table in own_tables():
            columns = {
                (one.name, str(one.type_code), bool(one.null_ok))
                for one in of.introspection.get_table_description(cursor, table)
            }
            constraints = {
                (tuple(one["columns"] or ()), one["primary_key"], one["unique"], one["foreign_key"], one["check"])
                for one in of.introspection.get_constraints(cursor, table).values()
            }
            found[table] = (columns, constraints)
    return found


def test_the_migrations_make_the_tables_that_the_models_declare(migrated: Any) -> None:
    ours, theirs = schema(connection), schema(migrated)
    assert len(ours) > 100
    different = {table: (ours[table], theirs[table]) for table in ours if ours[table] != theirs[table]}
    assert not different


def test_a_table_without_an_index_would_be_seen() -> None:
    before = schema(connection)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX observation_history_key")
    assert schema(connection) != before
