"""A database of its own for the run, dropped at its end whatever ends it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from django.db import connection
from django.test.utils import override_settings


class NoScratch(Exception):
    """The database server lets us make no database; the message says what to do."""


@contextmanager
def scratch() -> Iterator[None]:
    """Everything inside happens in a new, empty database; the installation's own is not touched.

    It is dropped after an error, Ctrl-C and SIGTERM, too. DEBUG is off inside: its log of queries is no part of what
    is measured.
    """
    with TemporaryDirectory(prefix="bench-") as folder, override_settings(DEBUG=False), _ending_by_sigterm():
        settings = connection.settings_dict
        own, test_name = settings["NAME"], settings["TEST"]["NAME"]
        name = str(Path(folder, "bench.sqlite3")) if connection.vendor == "sqlite" else f"test_bench_{getpid()}"
        settings["TEST"]["NAME"] = name
        try:
            _create()
            yield
        finally:
            settings["TEST"]["NAME"] = test_name
            if settings["NAME"] == name:
                if connection.vendor == "sqlite":
                    Path(name).touch()  # an interruption may come before the file is there
                connection.creation.destroy_test_db(own, verbosity=0)


def _create() -> None:
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    except SystemExit as refusal:
        raise NoScratch(
            "Máy chủ không cho tạo cơ sở dữ liệu tạm. Cấp quyền CREATEDB cho tài khoản trong DATABASE_URL rồi chạy lại."
        ) from refusal
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


def settle() -> None:
    """Bring a PostgreSQL table's statistics and visibility up to date, as autovacuum does between two days."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


@contextmanager
def _ending_by_sigterm() -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
