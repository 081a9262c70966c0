"""System checks of the database's settings: read back, because a PRAGMA that does not take says nothing."""

from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

EXPECTED_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20000, "foreign_keys": 1}
OLDEST_SQLITE = (3, 39)
MOUNTS = Path("/proc/mounts")
# WAL keeps an index in shared memory, which machines on a network file system do not share.
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs"}


@register(Tags.database)
def check_sqlite_settings(databases: list[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Return portal.E001 for each setting of SQLite that is not in force (`check --database default`)."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        messages += [
            pragma_error(alias, name, found, expected)
            for name, expected in EXPECTED_PRAGMAS.items()
            if (found := read_pragma(connection, name)) != expected
        ]
        version = connection.Database.sqlite_version_info
        if version < OLDEST_SQLITE:
            messages.append(version_error(alias, version))
    return messages


def read_pragma(connection: Any, name: str) -> str | int:
    """What the connection really runs with, not what the settings say."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")  # only the names of EXPECTED_PRAGMAS come here
        return cursor.fetchone()[0]


def pragma_error(alias: str, name: str, found: str | int, expected: str | int) -> CheckMessage:
    """The finding for a pragma that is not as it must be."""
    return Error(
        f"SQLite “{alias}”: PRAGMA {name} đang là {found}, phải là {expected}.",
        hint="Giữ nguyên SQLITE_OPTIONS trong portal/settings.py; WAL cần một tệp trên đĩa của máy này.",
        id="portal.E001",
    )


def version_error(alias: str, version: tuple[int, ...]) -> CheckMessage:
    """The finding for a SQLite too old for IS DISTINCT FROM."""
    return Error(
        f"SQLite “{alias}” là bản {'.'.join(map(str, version))}, cần từ bản 3.39.",
        hint="Nâng cấp thư viện SQLite của hệ điều hành hoặc dùng PostgreSQL (DATABASE_URL).",
        id="portal.E001",
    )


@register()
def check_local_disk(**kwargs: Any) -> list[CheckMessage]:
    """Return portal.E002 when the file of a SQLite database lies on a network file system."""
    mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.is_file() else ""
    return [
        Error(
            f"Tệp cơ sở dữ liệu {name} nằm trên ổ mạng; SQLite ở chế độ WAL sẽ hỏng dữ liệu ở đó.",
            hint="Chuyển tệp về đĩa của máy chủ hoặc dùng PostgreSQL (DATABASE_URL).",
            id="portal.E002",
        )
        for name in sqlite_files()
        if on_network(name, mounts)
    ]


def sqlite_files() -> list[str]:
    """Database files of all SQLite connections."""
    return [
        str(connections[alias].settings_dict["NAME"]) for alias in connections if connections[alias].vendor == "sqlite"
    ]


def on_network(name: str, mounts: str) -> bool:
    """Return whether the file lies on a network file system, by the longest mount point above it.

    `mounts` is the text of /proc/mounts: device, mount point, type; empty on Windows, where the path itself tells.
    """
    if name.startswith(("\\\\", "//")):
        return True
    path = Path(name).resolve()
    points = [(Path(line.split()[1].replace("\\040", " ")), line.split()[2]) for line in mounts.splitlines()]
    above = [(len(point.parts), kind) for point, kind in points if path.is_relative_to(point)]
    # Of two mounts on one point the later hides the earlier.
    return bool(above) and max(reversed(above), key=lambda pair: pair[0])[1] in NETWORK_FILESYSTEMS
