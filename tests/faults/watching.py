"""Starting an import beside the test, ending it at a chosen moment, and looking at what it left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from django.db import connection

from indicators.models import Entry
from portal.history.models import Event
from portal.imports.models import ImportBatch
from tests.faults.marked_import import END, PHASES

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


def database_url() -> str:
    """The test database, as the environment of another process names it."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    person = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{person}@{known['HOST']}{port}/{known['NAME']}"


@contextmanager
def importing(file: Path, username: str, way: str = "whole") -> Iterator[subprocess.Popen]:
    """The import of the file in a process of its own; whatever is left of it ends with the block."""
    command = [sys.executable, "-m", "tests.faults.marked_import", way, str(file), username]
    known = {"DJANGO_SETTINGS_MODULE": "portal.settings", "DATABASE_URL": database_url(), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **known}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def durations(file: Path, username: str) -> dict[str, float]:
    """A rehearsal: seconds that each phase of the undisturbed import takes."""
    instants: list[tuple[str, float]] = []
    with importing(file, username) as process:
        instants += [(line.strip(), monotonic()) for line in process.stdout]
        assert process.wait() == 0, process.stderr.read()
    assert [phase for phase, _ in instants] == [*PHASES, END]
    return {phase: instants[place + 1][1] - at for place, (phase, at) in enumerate(instants[:-1])}


def kill(file: Path, username: str, phase: str, after: float, way: str = "whole") -> None:
    """Start the import and end it with SIGKILL so many seconds after the phase has begun."""
    with importing(file, username, way) as process:
        for line in process.stdout:
            if line.strip() == phase:
                break
        sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_SECONDS)
    wait_for_the_server()


def wait_for_the_server() -> None:
    """PostgreSQL notices a dead client only when it speaks to it, and then rolls back."""
    if connection.vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    end = monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while True:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return
            assert monotonic() < end, "the server still works for the dead"
            sleep(0.05)


@dataclass(frozen=True)
class Remains:
    """What a killed import left: its batch, and of its rows how many entries, history rows and events."""

    batch: ImportBatch | None
    entries: int
    versions: int
    events: int

    @property
    def state(self) -> str:
        """Where the batch stands, "" when it was not kept yet."""
        return self.batch.state if self.batch else ""

    def word(self, rows: int) -> str:
        """none, all or partial."""
        return {0: "none", rows: "all"}.get(self.entries, "partial")

    def is_consistent(self, rows: int) -> bool:
        """Whether batch, entries, history and ledger tell the same: all of it, or nothing."""
        done = self.state == ImportBatch.State.APPLIED
        return (self.entries, self.versions, self.events) == ((rows, rows, 1) if done else (0, 0, 0))


def remains(file: Path, figure: int) -> Remains:
    """What is there of the import whose every figure is `figure`."""
    batch = ImportBatch.objects.filter(file_name=file.name).first()
    return Remains(
        batch,
        Entry.objects.filter(value=figure).count(),
        Entry.history.filter(value=figure).count(),
        Event.objects.filter(batch_id=batch.pk, verb="record").count() if batch else 0,
    )
