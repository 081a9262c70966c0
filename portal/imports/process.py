"""Running the child process that reads a workbook, and saying why it did not come to its end."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.imports import child, limits
from portal.imports.refusals import refusal

_TURNS = threading.BoundedSemaphore(limits.CHILDREN_AT_ONCE)
_ENDINGS = {
    child.MEMORY_EXHAUSTED: "too_heavy",
    child.NOT_READABLE: "unreadable",
    child.LONG_CELL: "long_cell",
    -signal.SIGABRT: "too_heavy",  # how Rust ends when an allocation fails
    -signal.SIGSEGV: "too_heavy",
    -9: "too_slow",  # SIGKILL, the hard limit of CPU time
    -24: "too_slow",  # SIGXCPU, which Windows has no name for
}
_SYSTEM_VARIABLES = ("SYSTEMROOT", "TEMP", "TMP")  # without them Windows starts no Python


def command(file: Path, sheets: Sequence[str], rows: int = 0) -> list[str]:
    """The command line that reads these sheets, at most `rows` of each where it is not 0."""
    bounds = [str(limits.CHILD_MEMORY_BYTES), str(limits.CHILD_CPU_SECONDS), str(rows)]
    return [sys.executable, "-I", "-B", "-X", "utf8", child.__file__, *bounds, str(file.resolve()), *sheets]


def lines(
    arguments: Sequence[str],
    name: str,
    *,
    wall_seconds: int = limits.CHILD_WALL_SECONDS,
    output_bytes: int = limits.CHILD_OUTPUT_BYTES,
) -> Iterator[bytes]:
    """What a child prints, line by line; raises FileRefused about the file `name` unless it ends well.

    At most CHILDREN_AT_ONCE run beside each other in one web process; others wait for their turn.
    """
    if not _TURNS.acquire(timeout=wall_seconds):
        raise refusal("busy", name=name)
    try:
        yield from _lines(arguments, name, wall_seconds, output_bytes)
    finally:
        _TURNS.release()


def _lines(arguments: Sequence[str], name: str, wall_seconds: int, output_bytes: int) -> Iterator[bytes]:
    environment = {key: os.environ[key] for key in _SYSTEM_VARIABLES if key in os.environ}
    late = threading.Event()
    with subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        timer = threading.Timer(wall_seconds, _end, (process, late))
        timer.start()
        try:
            left = output_bytes
            while line := process.stdout.readline(left + 1):
                left -= len(line)
                if left < 0:
                    raise refusal("too_heavy", name=name)
                yield line
            ending = process.wait()
        finally:
            timer.cancel()
            process.kill()
    if late.is_set():
        raise refusal("too_slow", name=name)
    if ending:
        raise refusal(_ENDINGS.get(ending, "unreadable"), name=name)


def _end(process: subprocess.Popen, late: threading.Event) -> None:
    late.set()
    process.kill()
