"""People who act at the same moment: threads, each with a connection of its own."""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

PATIENCE_SECONDS = 60
# The share of the full numbers that the ordinary suite runs; `-m load` runs all of them.
SCALE = min(1, max(0, int(os.environ.get("CONCURRENCY_PERCENT", "5")) / 100))


def scaled(count: int) -> int:
    """How many of `count` operations this run does, at least two."""
    return max(2, round(count * SCALE))


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Do everything at once and give what each returned, or the exception it raised, in order."""
    results: list[Any] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def act(place: int, deed: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()  # connecting takes longer than the deed: it must not decide who is first
            start.wait(PATIENCE_SECONDS)
            results[place] = deed()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=pair, daemon=True) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS * 30)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return results


def failures(results: Sequence[Any], *allowed: type[Exception]) -> list[BaseException]:
    """What was raised that nobody expects."""
    return [one for one in results if isinstance(one, BaseException) and not isinstance(one, allowed)]


class Meeting:
    """A point where several wait for each other, for a moment only: a lock may keep the others away."""

    def __init__(self, people: int, seconds: float) -> None:
        self.barrier, self.seconds = threading.Barrier(people), seconds
        self.met = False

    def wait(self) -> None:
        """Go on when all have come, or when the time is over."""
        try:
            self.barrier.wait(self.seconds)
            self.met = True
        except threading.BrokenBarrierError:
            return
