"""A run of the bench at a tiny size: it prints what the contract says, and leaves nothing behind."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from os import getpid
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from portal.administration import bench
from portal.administration.bench import goals, scratch

TINY = bench.Sizes(
    districts=1, communes=2, indicators=3, growth=2, approvals=3, pairs=1, imports=1, imported_rows=30, stock_rows=3
)
KEYS = {"goal", "measured", "limit", "unit", "holds"}


@pytest.fixture
def folder(
    django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Path]:
    """The suite's database without a transaction, for a run closes its connection; gives where temporary files go."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    # tables straight from the models: a second instead of a dozen
    monkeypatch.setitem(connection.settings_dict["TEST"], "MIGRATE", False)
    with django_db_blocker.unblock():
        yield tmp_path


def counts() -> dict[str, int]:
    """Rows of every table of ours."""
    present = connection.introspection.table_names()
    models = [model for model in apps.get_models() if model._meta.db_table in present]
    return {model._meta.label: model._base_manager.count() for model in models}


def left_behind(folder: Path) -> list[str]:
    """Files and databases of a run that is over."""
    if connection.vendor == "sqlite":
        return [str(path) for path in folder.iterdir()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [f"test_bench_{getpid()}"])
        return [name for (name,) in cursor.fetchall()]


def test_a_run_prints_every_goal_of_the_engine_and_leaves_the_database_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bench.SCALES, "small", TINY)
    name, before = connection.settings_dict["NAME"], counts()
    out, progress = StringIO(), StringIO()

    call_command("bench", json=True, stdout=out, stderr=progress)

    found = json.loads(out.getvalue())
    assert len(found) == 7
    assert all(set(row) == KEYS and row["measured"] > 0 for row in found)
    assert next(row for row in found if "số truy vấn" in row["goal"])["measured"] == 1
    assert "Xóa cơ sở dữ liệu tạm." in progress.getvalue()
    assert (connection.settings_dict["NAME"], counts(), left_behind(folder)) == (name, before, [])


def test_the_scratch_database_is_dropped_after_an_interruption(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = connection.settings_dict["NAME"]
    inside: list[str] = []

    def interrupted(*arguments: Any, **options: Any) -> None:
        connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
        inside.append(connection.settings_dict["NAME"])
        raise KeyboardInterrupt

    monkeypatch.setattr(connection.creation, "create_test_db", creating(interrupted))
    with pytest.raises(KeyboardInterrupt), scratch.scratch():
        pass

    assert inside != [name]
    assert (connection.settings_dict["NAME"], left_behind(folder)) == (name, [])


def creating(then: Callable[..., None]) -> Callable[..., None]:
    """Makes the empty database, and is interrupted before its tables stand."""
    create = connection.creation._create_test_db

    def create_test_db(*arguments: Any, **options: Any) -> None:
        create(verbosity=0, autoclobber=True)
        then()

    return create_test_db


def test_a_goal_with_an_absurd_limit_does_not_hold() -> None:
    measured = goals.PUBLISHING.result(2.0)
    assert measured.holds
    assert not replace(measured, limit=0.001).holds
    assert not goals.IMPORT.result(59.9).holds
    assert goals.IMPORT.result(60.0).holds


def test_a_whole_province_adds_growth_rebuild_and_merger(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bench.SCALES, "province", replace(TINY, communes=11, months=3, is_whole=True))
    out = StringIO()
    call_command("bench", scale="province", json=True, stdout=out, stderr=StringIO())
    found = {row["goal"]: row for row in json.loads(out.getvalue())}
    assert len(found) == 10
    rebuilt = next(row for goal, row in found.items() if goal.startswith("Tính lại toàn bộ"))
    assert (rebuilt["unit"], rebuilt["limit"]) == ("giây", 60)
    merged = next(row for goal, row in found.items() if goal.startswith("Sáp nhập mười xã"))
    assert 0 < merged["measured"] <= 1


@pytest.mark.django_db  # without a test of this mark the suite, run for this file alone, makes no database
def test_a_scale_that_is_not_there_yet_is_refused_with_those_there_are() -> None:
    with pytest.raises(CommandError, match="Quy mô đã có: small, province"):
        call_command("bench", scale="national")
