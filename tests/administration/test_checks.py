"""Settings of SQLite are read back; a control shows that a wrong one is found."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import Tags, registry
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from portal.administration import checks

MOUNTS = """\
server:/export /srv nfs4 rw 0 0
/dev/sdb1 /srv/portal xfs rw 0 0
//nas/share /mnt/so\\040lieu cifs rw 0 0
/dev/sdc1 /mnt/twice ext4 rw 0 0
server:/twice /mnt/twice nfs rw 0 0
/dev/sda1 / ext4 rw 0 0
"""


class Alone(dict):
    """Stands for django.db.connections with one connection in it."""


@pytest.fixture
def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DatabaseWrapper]:
    """A file of its own with the options of portal/settings.py, whatever engine the suite runs on."""
    known = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "portal.sqlite3"),
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": dict(getattr(settings, "SQLITE_OPTIONS", {})),
    }
    database = DatabaseWrapper(known, alias="alone")
    database.inc_thread_sharing()
    monkeypatch.setattr(checks, "connections", Alone(alone=database))
    yield database
    database.close()


def found(connection: DatabaseWrapper, **options: Any) -> list[str]:
    connection.settings_dict["OPTIONS"] |= options
    return [message.msg for message in checks.check_sqlite_settings(databases=["alone"])]


@pytest.mark.django_db
def test_the_settings_of_the_portal_are_in_force(connection: DatabaseWrapper) -> None:
    assert found(connection) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"init_command": "PRAGMA synchronous=FULL;"}, "PRAGMA journal_mode đang là delete, phải là wal"),
        ({"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"}, "synchronous đang là 1, phải là 2"),
        ({"timeout": 5}, "busy_timeout đang là 5000, phải là 20000"),
        ({"init_command": "PRAGMA journal_mode=WAL;PRAGMA foreign_keys=OFF;"}, "foreign_keys đang là 0, phải là 1"),
    ],
)
def test_a_wrong_setting_is_found(connection: DatabaseWrapper, options: dict[str, Any], words: str) -> None:
    messages = found(connection, **options)
    assert len(messages) == 1
    assert words in messages[0]


@pytest.mark.django_db
def test_an_old_sqlite_is_found(connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST_SQLITE", (99, 0))
    assert "cần từ bản" in found(connection)[0]


def test_no_database_is_touched_when_none_is_asked_for(connection: DatabaseWrapper) -> None:
    assert checks.check_sqlite_settings(databases=None) == []
    assert connection.connection is None


@pytest.mark.parametrize(
    ("name", "network"),
    [
        ("/var/lib/portal.sqlite3", False),
        ("/srv/portal.sqlite3", True),
        ("/srv/portal/portal.sqlite3", False),
        ("/srv/portals/portal.sqlite3", True),
        ("/mnt/so lieu/portal.sqlite3", True),
        ("/mnt/twice/portal.sqlite3", True),
        ("\\\\nas\\share\\portal.sqlite3", True),
    ],
)
def test_a_file_on_a_network_drive_is_recognised(name: str, network: bool) -> None:
    assert checks.on_network(name, MOUNTS) is network


def test_a_database_on_a_network_drive_is_refused(
    connection: DatabaseWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(checks, "MOUNTS", mounts)
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n", encoding="utf-8")
    assert checks.check_local_disk() == []
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path.resolve()} nfs4 rw 0 0\n", encoding="utf-8")
    assert [message.id for message in checks.check_local_disk()] == ["portal.E002"]


def test_the_checks_are_registered() -> None:
    registered = registry.registry.get_checks()
    assert checks.check_local_disk in registered
    assert checks.check_sqlite_settings in registered
    assert Tags.database in checks.check_sqlite_settings.tags
