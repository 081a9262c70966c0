"""A child that eats memory, time or output is ended, and the parent says so; without the limit it would pass."""

import sys
import time
from pathlib import Path

import pytest

from portal.imports import child, limits, process
from portal.imports.catalogue import KINDS
from portal.imports.preflight import FileFacts, SheetFacts
from portal.imports.reader import read_rows
from portal.imports.refusals import FileRefused

from . import workbooks

OBSERVATIONS = KINDS["observations"].layout

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of memory and CPU time")
NO_LIMIT = 0
BOUND = f"import runpy, sys; child = runpy.run_path({child.__file__!r}); child['limit'](%d, %d)\n"
EAT_MEMORY = "a = bytearray(400 * 2**20); print(len(a))"
EAT_TIME = "import time\nwhile time.process_time() < 1.5: pass\nprint('xong')"
SLEEP = "import time; time.sleep(1.2); print('xong')"
TALK = "print('x' * 1_000_000)"


def said(code: str, memory: int = NO_LIMIT, cpu: int = NO_LIMIT, **bounds: int) -> list[bytes]:
    bound = BOUND % (memory * limits.MIB, cpu) if memory else ""
    return list(process.lines([sys.executable, "-I", "-c", bound + code], "a.xlsx", **bounds))


def refused(code: str, **bounds: int) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        said(code, **bounds)
    return caught.value


@posix
def test_a_child_that_eats_memory_is_ended() -> None:
    wrapped = f"try:\n    {EAT_MEMORY}\nexcept MemoryError:\n    sys.exit(child['MEMORY_EXHAUSTED'])"
    assert refused(wrapped, memory=256, cpu=5).code == "too_heavy"
    assert said(EAT_MEMORY, memory=1024, cpu=5) == [b"419430400\n"]


@posix
def test_a_child_that_eats_time_is_ended() -> None:
    refusal = refused(EAT_TIME, memory=512, cpu=1)
    assert (refusal.code, refusal.message) == ("too_slow", "Đọc tệp “a.xlsx” quá lâu nên đã dừng lại.")
    assert said(EAT_TIME, memory=512, cpu=10) == [b"xong\n"]


def test_a_child_that_waits_is_ended_by_the_clock() -> None:
    assert refused(SLEEP, wall_seconds=1).code == "too_slow"
    assert said(SLEEP, wall_seconds=10) == [b"xong\n"]


def test_a_child_that_talks_without_end_is_ended() -> None:
    assert refused(TALK, output_bytes=999_999).code == "too_heavy"
    assert len(said(TALK, output_bytes=1_000_001)[0]) == 1_000_001


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise SystemExit(4)", "raise SystemExit(77)"])
def test_a_child_that_breaks_is_a_refusal_and_no_failure_of_ours(code: str) -> None:
    assert refused(code).code in ("too_heavy", "unreadable")


def test_a_third_child_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    running = [process.lines([sys.executable, "-I", "-c", "print(1); print(2)"], "a.xlsx") for _ in range(2)]
    assert [next(lines) for lines in running] == [b"1\n"] * 2
    assert refused("print(3)", wall_seconds=1).code == "busy"
    assert list(running[0]) == [b"2\n"]
    assert said("print(3)", wall_seconds=5) == [b"3\n"]
    running[1].close()


@posix
def test_a_workbook_that_got_past_the_look_ends_the_child_and_nothing_else(tmp_path: Path) -> None:
    path = workbooks.raw(tmp_path / "a.xlsx", workbooks.ONE_CELL + workbooks.FAR_CELL)
    facts = FileFacts("xlsx", "a.xlsx", "", 0, (SheetFacts("Bieu01", True, 1, 1),))
    started = time.monotonic()
    with pytest.raises(FileRefused) as caught:
        read_rows(path, facts, OBSERVATIONS)
    assert caught.value.code == "too_heavy"
    assert time.monotonic() - started < 5


@posix
def test_the_child_cannot_write_files(tmp_path: Path) -> None:
    for target, memory, wrote in ((tmp_path / "bound", 512, 0), (tmp_path / "free", NO_LIMIT, 1)):
        code = f"try:\n    open({str(target)!r}, 'wb', 0).write(b'a')\nexcept OSError:\n    pass"
        assert said(code, memory=memory, cpu=5) == []
        assert target.stat().st_size == wrote


def test_the_child_does_not_see_the_portal() -> None:
    code = "try:\n    import portal\nexcept ImportError:\n    print('not seen')"
    assert said(code) == [b"not seen\n"]


def test_the_child_gets_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    assert said("import os; print('SECRET_KEY' in os.environ)") == [b"False\n"]
