"""The commands of run.py: what they install, start and pass on."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import run


class Calls(list):
    """Stands for the steps that run.py would take."""

    def __call__(self, *command: object, env: dict[str, str]) -> None:
        self.append(([str(part) for part in command], env))

    def words(self) -> list[str]:
        return [" ".join(command[1:]) for command, _ in self]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """run.py in an empty folder with two small locks, starting nothing."""
    recorded = Calls()
    for name in ("PORT", "SECRET_KEY", "DEMO_PASSWORD", "ALLOWED_HOSTS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    locks = {"demo": tmp_path / "requirements.txt", "test": tmp_path / "requirements-dev.txt"}
    for command, lock in locks.items():
        lock.write_text(f"# {command}\n", encoding="ascii")
    replaced: dict[str, Any] = {"VENV": tmp_path / ".venv", "DATA": tmp_path / "data", "LOCKS": locks, "ROOT": tmp_path}
    for name, value in (replaced | {"call": recorded, "become": recorded, "make_venv": make_empty_venv}).items():
        monkeypatch.setattr(run, name, value)
    return recorded


def make_empty_venv(env: dict[str, str]) -> None:
    python = run.interpreter(run.VENV)
    python.parent.mkdir(parents=True)
    python.touch()


def test_python_lies_elsewhere_on_windows() -> None:
    assert run.interpreter(Path("v"), windows=True) == Path("v/Scripts/python.exe")
    assert run.interpreter(Path("v"), windows=False) == Path("v/bin/python")


def test_the_demo_installs_migrates_loads_and_serves(calls: Calls) -> None:
    assert run.main(["demo"]) == 0
    install, migrate, load, serve = calls.words()
    assert "--require-hashes" in install
    assert install.endswith("requirements.txt")
    assert migrate.startswith("manage.py migrate")
    assert load == "manage.py load_demo"
    assert "--bind 127.0.0.1:8000" in serve
    assert all(env["DEBUG"] == "1" for _, env in calls[1:])


def test_the_port_comes_from_the_environment(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    run.main(["demo"])
    assert "--bind 127.0.0.1:8123" in calls.words()[-1]


@pytest.mark.parametrize("port", ["0", "65536", "tám nghìn", "-1", "80 80", "٨٠"])
def test_an_impossible_port_is_refused_before_anything_starts(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    monkeypatch.setenv("PORT", port)
    assert run.main(["demo"]) == 2
    assert "PORT phải là số" in capsys.readouterr().err
    assert calls == []


def test_windows_is_served_without_gunicorn() -> None:
    assert run.server("127.0.0.1:8000", windows=True) == ["manage.py", "runserver", "--noreload", "127.0.0.1:8000"]


def test_the_second_start_installs_nothing(calls: Calls) -> None:
    run.main(["demo"])
    calls.clear()
    run.main(["demo"])
    assert not any("pip" in words for words in calls.words())


def test_a_changed_lock_is_installed_again(calls: Calls) -> None:
    run.main(["demo"])
    calls.clear()
    run.LOCKS["demo"].write_text("# newer\n", encoding="ascii")
    run.main(["demo"])
    assert "pip install" in calls.words()[0]


def test_the_lock_of_the_developers_serves_the_demo_but_not_the_other_way_round(calls: Calls) -> None:
    run.prepare("demo")
    run.prepare("test")
    assert len(calls) == 2
    run.prepare("demo")
    run.prepare("test")
    assert len(calls) == 2


def test_an_interrupted_installation_does_not_look_finished(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*command: object, env: dict[str, str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "call", fail)
    assert run.main(["demo"]) == 130
    assert not (run.VENV / run.MARKER).exists()


def test_the_environment_of_another_python_is_made_anew(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    run.prepare("demo")
    made: list[bool] = []
    monkeypatch.setattr(run, "make_venv", lambda env: made.append(True))
    (run.VENV / run.MARKER).write_text("3.10 0123", encoding="ascii")
    run.prepare("demo")
    assert made == [True]


def test_the_secrets_of_the_demo_survive_a_restart_and_are_for_their_owner_only(calls: Calls) -> None:
    run.main(["demo"])
    run.main(["demo"])
    keys = {env["SECRET_KEY"] for _, env in calls if "SECRET_KEY" in env}
    passwords = {env["DEMO_PASSWORD"] for _, env in calls if "DEMO_PASSWORD" in env}
    assert len(keys) == len(passwords) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((run.DATA / "secret_key").stat().st_mode) == 0o600


def test_secrets_given_by_the_environment_win_and_are_not_stored(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from outside")
    monkeypatch.setenv("DEMO_PASSWORD", "cho buổi tập huấn")
    run.main(["demo"])
    assert (calls[-1][1]["SECRET_KEY"], calls[-1][1]["DEMO_PASSWORD"]) == ("from outside", "cho buổi tập huấn")
    assert not run.DATA.exists()


def test_the_suite_sees_what_production_sees(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "1")
    run.main(["test", "tests/units", "-q"])
    command, env = calls[-1]
    assert command[1:] == ["-m", "pytest", "-n", "auto", "--dist", "loadfile", "tests/units", "-q"]
    assert "DEBUG" not in env
    assert len(env["SECRET_KEY"]) >= 50
    assert "testserver" in env["ALLOWED_HOSTS"]


def test_the_tour_is_passed_its_folder(calls: Calls) -> None:
    assert run.main(["tour", "pictures", "--all"]) == 0
    command, _ = calls[-1]
    assert command[1:] == ["-m", "tests.journeys.tour", "pictures", "--all"]


@pytest.mark.parametrize("given", [["-n", "0"], ["-n4"], ["--numprocesses=2"], ["--pdb"], ["-p", "no:xdist"]])
def test_arguments_that_say_how_to_run_are_passed_on_alone(given: list[str]) -> None:
    assert run.pytest_arguments(given) == given


def test_a_failing_step_ends_the_whole_with_its_own_exit_code() -> None:
    with pytest.raises(SystemExit) as ended:
        run.call(sys.executable, "-c", "raise SystemExit(7)", env=dict(os.environ))
    assert ended.value.code == 7


def test_the_last_step_passes_its_exit_code_on() -> None:
    script = "import os, sys, run; run.become(sys.executable, '-c', 'raise SystemExit(5)', env=dict(os.environ))"
    assert subprocess.run([sys.executable, "-c", script], cwd=run.ROOT, check=False).returncode == 5


@pytest.mark.parametrize("arguments", [[], ["start"], ["demo", "--fast"]])
def test_unknown_words_are_answered_with_the_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert run.main(arguments) == 2
    assert "python3 run.py demo" in capsys.readouterr().err


def test_an_old_python_is_refused_in_vietnamese(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "OLDEST_PYTHON", (99, 0))
    assert run.main(["demo"]) == 2
    assert "Cần Python 3.11 trở lên" in capsys.readouterr().err
    assert calls == []
