"""Set-based writing: one statement for one row and for a hundred thousand, on both engines.

Rows travel as one parameter of JSON, so that no statement grows with their number. Raw SQL of the room lives here, in
derive/, backdrop.py and known.py; every value is a parameter, every name comes from the models.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection, models

CHUNK = 20_000
# Up to so many rows a plan is kept: what one person does. For more, PostgreSQL plans by their number.
PREPARED_ROWS = 64
_PREPARED: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()  # by connection: the text and how it is called
# How a field is read out of the JSON row. Text needs no cast; `CAST … AS date` would give a year on SQLite.
CASTS = {
    "BigAutoField": "CAST({} AS bigint)",
    "BigIntegerField": "CAST({} AS bigint)",
    "IntegerField": "CAST({} AS bigint)",
    "PositiveIntegerField": "CAST({} AS bigint)",
    "DecimalField": "CAST({} AS numeric)",
    "DateField": "DATE({})",
    "BooleanField": "CAST({} AS boolean)",
}


def json_rows(*, counted: bool) -> str:
    """The FROM item that turns the parameter of `sent()` into rows `e(value)`; an element is `e.value->>0`.

    PostgreSQL sees how long an array is, and chooses its plan by it (`counted`); a JSON array it takes for a hundred
    rows, which is nothing to it where rows are only written, and half as long to read.
    """
    if connection.vendor != "postgresql":
        return "json_each(%s) AS e"
    if counted:
        return "(SELECT CAST(one AS jsonb) AS value FROM unnest(CAST(%s AS text[])) AS one) AS e"
    return "jsonb_array_elements(CAST(%s AS jsonb)) AS e"


def sent(rows: Sequence[Sequence[Any]], *, counted: bool) -> Any:
    """The parameter for json_rows(); decimals and days travel as text, exactly."""
    if counted and connection.vendor == "postgresql":
        return [_as_json(row) for row in rows]
    return _as_json(rows)


def _as_json(rows: Sequence[Any]) -> str:
    return json.dumps(rows, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    if isinstance(value, (Decimal, date)) and not isinstance(value, datetime):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot travel in a row")


def exact(number: Any) -> Decimal | None:
    """A number of a raw row as Decimal: SQLite hands out binary ones, whose shortest text is the 15 digits stored."""
    if number is None or isinstance(number, Decimal):
        return number
    return Decimal(repr(number) if isinstance(number, float) else number)


def day(value: Any) -> date:
    """A day of a raw row: SQLite hands out text where an expression has lost the column's type."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows in pieces of at most CHUNK."""
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def batches(
    sql: str, rows: Sequence[Any], *, before: Sequence[Any] = (), after: Sequence[Any] = (), counted: bool = False
) -> Iterator[tuple[str, list[Any]]]:
    """The statement with its parameters for CHUNK of the `{rows}` at a time; an id may stand for a row of one."""
    for part in chunks(rows):
        listed = part if isinstance(part[0], Sequence) else [[one] for one in part]
        yield sql.format(rows=json_rows(counted=counted)), [*before, sent(listed, counted=counted), *after]


def fetch_for(sql: str, rows: Sequence[Any], *after: Any) -> Iterator[tuple[Any, ...]]:
    """All that a statement finds for the rows; `after` are its further parameters."""
    is_short = 0 < len(rows) <= PREPARED_ROWS
    for text, parameters in batches(sql, rows, after=after, counted=True):
        yield from fetch(prepared(text, len(parameters)) if is_short else text, parameters)


def prepared(sql: str, count: int) -> str:
    """The statement, planned once per connection of PostgreSQL: to plan it takes longer there than to run it.

    Behind a pooler that gives each transaction another connection (Django's DISABLE_SERVER_SIDE_CURSORS says so) the
    statement is left as it is.
    """
    if connection.vendor != "postgresql" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return sql
    connection.ensure_connection()
    known = _PREPARED.setdefault(connection.connection, {})
    if sql not in known:
        name = f"portal_{len(known)}"
        numbered = (sql % tuple(f"${place}" for place in range(1, count + 1))).strip()
        with connection.connection.cursor() as cursor:  # no question of ours: not among those that a test counts
            cursor.execute(f"PREPARE {name} AS {numbered}")
        known[sql] = f"EXECUTE {name}({', '.join(['%s'] * count)})"
    return known[sql]


def fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def execute(sql: str, parameters: Sequence[Any]) -> None:
    """One statement without rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _column(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)


def _kind(field: models.Field) -> str:
    return field.target_field.get_internal_type() if field.is_relation else field.get_internal_type()


def _reader(model: type[models.Model], name: str, position: int) -> str:
    return CASTS.get(_kind(_column(model, name)), "{}").format(f"e.value->>{position}")


def _adapted(model: type[models.Model], name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def upsert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    key: Sequence[str],
    compare: Sequence[str],
    constants: Mapping[str, Any] | None = None,
    version: str = "",
    returning: Sequence[str] = (),
) -> list[tuple[int, ...]]:
    """Insert rows or update those that differ; (id, *key, *returning) of the rows written, unchanged ones left out.

    `names` are the field names of a row in order, `constants` fields with one value for all rows, `compare` the
    fields whose difference makes a row changed. `version` is "" (none), "count" (the database counts up), or
    "expected": the row carries the version it was made from plus one, and a row of another version is not touched.
    """
    constants = constants or {}
    columns = {name: _column(model, name).column for name in (*names, *constants)}
    readers = [_reader(model, name, position) for position, name in enumerate(names)] + ["%s"] * len(constants)
    key_columns = ", ".join(columns[name] for name in key)
    returned = ", ".join([model._meta.pk.column, *(columns[name] for name in (*key, *returning))])
    sql = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns.values())}) "
        f"SELECT {', '.join(readers)} FROM {{rows}} WHERE true "
        f"ON CONFLICT ({key_columns}) {_on_conflict(model._meta.db_table, columns, key, compare, version)} "
        f"RETURNING {returned}"
    )
    fixed = [_adapted(model, name, value) for name, value in constants.items()]
    return [row for text, parameters in batches(sql, rows, before=fixed) for row in fetch(text, parameters)]


def _on_conflict(
    table: str, columns: Mapping[str, str], key: Sequence[str], compare: Sequence[str], version: str
) -> str:
    updated = [columns[name] for name in columns if name not in key and not (name == "version" and version)]
    setting = [f"{column} = excluded.{column}" for column in updated]
    compared = [columns[name] for name in compare]
    stored = ", ".join(f"{table}.{column}" for column in compared)
    wanted = ", ".join(f"excluded.{column}" for column in compared)
    where = f"({stored}) IS DISTINCT FROM ({wanted})"
    if version == "count":
        setting.append(f"version = {table}.version + 1")
    elif version == "expected":
        setting.append("version = excluded.version")
        where += f" AND {table}.version = excluded.version - 1"
    return f"DO UPDATE SET {', '.join(setting)} WHERE {where}"


def update_rows(model: type[models.Model], ids: Sequence[int], changes: Mapping[str, Any]) -> None:
    """Set the same values on the rows and count their versions up."""
    table = model._meta.db_table
    setting = ", ".join(f"{_column(model, name).column} = %s" for name in changes)
    sql = (
        f"UPDATE {table} SET {setting}, version = version + 1 "
        "WHERE id IN (SELECT CAST(e.value->>0 AS bigint) FROM {rows})"
    )
    values = [_adapted(model, name, value) for name, value in changes.items()]
    for text, parameters in batches(sql, ids, before=values):
        execute(text, parameters)


def restore_rows(model: type[models.Model], pairs: Sequence[tuple[int, int]], names: Sequence[str]) -> None:
    """Give rows back what a version of theirs held: pairs of (id, history_id), and the fields that go back."""
    table, columns = model._meta.db_table, [_column(model, name).column for name in names]
    setting = ", ".join(f"{column} = b.{column}" for column in columns)
    sql = (
        f"UPDATE {table} SET {setting} FROM {{rows}} "
        f"JOIN {_history_table(model)} b ON b.history_id = CAST(e.value->>1 AS bigint) "
        f"WHERE {table}.id = CAST(e.value->>0 AS bigint) AND b.id = {table}.id"
    )
    for text, parameters in batches(sql, pairs):
        execute(text, parameters)


def remove_rows(model: type[models.Model], ids: Sequence[int]) -> None:
    """Delete rows whose last version was written before; no second version comes of it."""
    sql = f"DELETE FROM {model._meta.db_table} WHERE id IN (SELECT CAST(e.value->>0 AS bigint) FROM {{rows}})"
    for text, parameters in batches(sql, ids):
        execute(text, parameters)


@cache
def _history_table(model: type[models.Model]) -> str:
    """Kept, because django-simple-history makes a manager class each time that it is asked for one."""
    return model.history.model._meta.db_table


def write_history(
    model: type[models.Model],
    ids: Sequence[int],
    *,
    at: datetime,
    by: Any,
    reason: str = "",
    first: str = "version = 1",
    removed: bool = False,
) -> None:
    """Copy the rows as they now stand into the model's history, all at the event's instant.

    `first` is the condition under which a row counts as new ('+') instead of changed ('~'); `removed` rows are about
    to be deleted ('-').
    """
    kind = "'-'" if removed else f"CASE WHEN {first} THEN '+' ELSE '~' END"
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    sql = (
        f"INSERT INTO {_history_table(model)} "
        f"({columns}, history_date, history_type, history_user_id, history_change_reason) "
        f"SELECT {columns}, %s, {kind}, %s, %s FROM {model._meta.db_table} "
        "WHERE id IN (SELECT CAST(e.value->>0 AS bigint) FROM {rows}) ORDER BY id"
    )
    instant = connection.ops.adapt_datetimefield_value(at)
    for text, parameters in batches(sql, ids, before=[instant, by.pk if by else None, reason]):
        execute(text, parameters)


def lock_rows(model: type[models.Model], ids: Sequence[int]) -> None:
    """Hold the rows until the end of the transaction, in one order; SQLite's transaction already holds all."""
    if connection.vendor == "postgresql":
        fetch(f"SELECT id FROM {model._meta.db_table} WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(ids)])
