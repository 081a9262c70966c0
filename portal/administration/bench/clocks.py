"""Measuring: pairs timed in turn, and exact counters of what a database does."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

Work = Callable[[], Any]
Statement = tuple[str, Any]


def seconds(work: Work) -> float:
    """How long the work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def ratio_of_pairs(pairs: Iterator[tuple[Work, Work]]) -> float:
    """The median over the pairs of what the first takes, in times the second.

    The machine's speed swings within minutes, hardly within a pair; which of the two goes first changes.
    """
    found = []
    for number, (one, other) in enumerate(pairs):
        if number % 2:
            reference, measured = seconds(other), seconds(one)
        else:
            measured, reference = seconds(one), seconds(other)
        found.append(measured / reference)
    return median(found)


@contextmanager
def statements() -> Iterator[list[Statement]]:
    """The statements that reach the database inside the block."""
    seen: list[Statement] = []

    def note(execute: Callable, sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield seen


def cost(work: Work) -> tuple[int, int]:
    """Number of queries of the work, and what they cost: steps of SQLite's machine or pages of PostgreSQL."""
    work()  # plans, caches and hint bits of the first time are not the work's
    with statements() as seen:
        work()
    if connection.vendor == "sqlite":
        return len(seen), _steps(work)
    return len(seen), sum(_pages(sql, parameters) for sql, parameters in seen)


def _steps(work: Work) -> int:
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, 1)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


def _pages(sql: str, parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", parameters)
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
