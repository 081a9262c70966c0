"""Statements planned once per connection on PostgreSQL, where planning takes longer than running."""

import pytest
from django.db import connection

from indicators import bulk

pytestmark = pytest.mark.django_db
SQL = "SELECT CAST(e.value->>0 AS bigint) FROM {rows} ORDER BY 1"


def planned() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [text for (text,) in cursor.fetchall()]


def test_a_statement_gives_the_same_whether_its_plan_is_kept_or_not():
    for count in (1, 3, bulk.PREPARED_ROWS, bulk.PREPARED_ROWS + 1):
        rows = [[number] for number in range(count)]
        assert [number for (number,) in bulk.fetch_for(SQL, rows)] == list(range(count))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver keeps its statements itself")
def test_a_plan_is_made_once_for_few_rows_and_never_for_many():
    text = "SELECT CAST(e.value->>0 AS bigint) AS once FROM {rows}"
    for rows in ([[1]], [[2]], [[3], [4], [5]]):
        assert list(bulk.fetch_for(text, rows)) == [tuple(row) for row in rows]
    assert sum("AS once" in one for one in planned()) == 1
    many = [[number] for number in range(bulk.PREPARED_ROWS + 1)]
    assert len(list(bulk.fetch_for(text.replace("once", "never"), many))) == len(many)
    assert not any("AS never" in one for one in planned())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver keeps its statements itself")
def test_behind_a_pooler_no_plan_is_kept(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert list(bulk.fetch_for("SELECT CAST(e.value->>0 AS bigint) AS pooled FROM {rows}", [[7]])) == [(7,)]
    assert not any("AS pooled" in one for one in planned())
