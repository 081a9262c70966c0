#!/usr/bin/env python3
"""`run.py demo` shows the portal with its demo data, `run.py test` runs the suite, `run.py tour` takes the pictures of
README; needs nothing but Python."""

from __future__ import annotations  # an old Python must get as far as the message about its age

import hashlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
DATA = ROOT / "data"
MARKER = "portal-lock"
LOCKS = {"demo": ROOT / "requirements.txt", "test": ROOT / "requirements-dev.txt"}
OLDEST_PYTHON = (3, 11)
WINDOWS = os.name == "nt"
GUNICORN = [
    *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
    *("--timeout", "60", "--graceful-timeout", "20", "--no-control-socket"),
]
USAGE = """Cách dùng:
  python3 run.py demo               chạy thử hệ thống với dữ liệu mẫu (cổng 8000, đổi bằng biến PORT)
  python3 run.py test [tham số]     chạy bộ kiểm thử; tham số được chuyển cho pytest
  python3 run.py tour [thư mục]     chụp năm bước giới thiệu bằng Chromium; thêm --all để chụp và in mọi trang"""


class Refused(Exception):
    """Nothing was started, and the text says why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def call(*command: str | Path, env: dict[str, str]) -> None:
    """Run one step in the project folder; a failing step ends the whole with its own exit code."""
    code = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode
    if code:
        raise SystemExit(code)


def become(*command: str | Path, env: dict[str, str]) -> None:
    """Hand over to the last step, so that Ctrl-C and the exit code are its own."""
    words = [str(part) for part in command]
    os.chdir(ROOT)
    if not WINDOWS:
        os.execve(words[0], words, env)
    with subprocess.Popen(words, env=env) as child:  # Windows cannot replace a process
        while True:
            try:
                raise SystemExit(child.wait())
            except KeyboardInterrupt:
                continue  # the child was told too and is closing


def interpreter(venv: Path, windows: bool = WINDOWS) -> Path:
    return venv / "Scripts" / "python.exe" if windows else venv / "bin" / "python"


def fingerprint(lock: Path) -> str:
    """What the marker says once `lock` is installed: Python's version and the sha256 of the lock."""
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def accepted(command: str) -> set[str]:
    """The fingerprints that serve `command`: the developers' lock contains all of the demo's."""
    return {fingerprint(LOCKS[command]), fingerprint(LOCKS["test"])}


def prepare(command: str) -> Path:
    """Return the Python of `.venv` with the command's lock installed; instant when it already is."""
    python, marker = interpreter(VENV), VENV / MARKER
    installed = marker.read_text(encoding="ascii") if marker.is_file() else ""
    if python.exists() and installed in accepted(command):
        return python
    say("Đang cài đặt thư viện vào .venv (chỉ lần đầu hoặc khi danh sách thư viện thay đổi)…")
    env = {**os.environ, "PYTHONUTF8": "1"}
    outdated = bool(installed) and not installed.startswith(f"{sys.version_info[0]}.{sys.version_info[1]} ")
    if outdated or not python.exists():
        make_venv(env)
    marker.unlink(missing_ok=True)  # an interrupted installation must not look finished
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    call(*pip, "--require-hashes", "-r", LOCKS[command], env=env)
    marker.write_text(fingerprint(LOCKS[command]), encoding="ascii")
    return python


def make_venv(env: dict[str, str]) -> None:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], cwd=ROOT, env=env, check=False)
    if made.returncode:
        raise Refused("Không tạo được .venv. Trên Debian/Ubuntu hãy cài gói python3-venv rồi chạy lại.")


def kept(name: str, length: int) -> str:
    """The environment's value, else one made once and kept in `data`, readable by its owner only."""
    if os.environ.get(name):
        return os.environ[name]
    DATA.mkdir(exist_ok=True)
    path = DATA / name.lower()
    if not path.is_file() or not path.read_text(encoding="ascii"):
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(length))
    return path.read_text(encoding="ascii")


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refused(f"PORT phải là số từ 1 đến 65535, đang là “{text}”.")
    return int(text)


def demo(arguments: list[str]) -> None:
    if arguments:
        raise Refused(f"Lệnh demo không nhận tham số: {' '.join(arguments)}\n{USAGE}")
    address = f"127.0.0.1:{port()}"
    python = prepare("demo")
    env = {
        **os.environ,
        "DEBUG": "1",
        "PYTHONUTF8": "1",
        "SECRET_KEY": kept("SECRET_KEY", 50),  # so that a restart signs nobody out
        "DEMO_PASSWORD": kept("DEMO_PASSWORD", 12),
    }
    call(python, "manage.py", "migrate", "--verbosity", "0", env=env)
    call(python, "manage.py", "load_demo", env=env)
    say(f"Hệ thống chạy tại http://{address} – dừng bằng Ctrl+C.")
    become(python, *server(address, WINDOWS), env=env)


def server(address: str, windows: bool) -> list[str]:
    """The arguments for Python that serve the portal; gunicorn does not run on Windows."""
    if windows:
        return ["manage.py", "runserver", "--noreload", address]
    return ["-m", "gunicorn", "portal.wsgi", "--bind", address, *GUNICORN]


def test(arguments: list[str]) -> None:
    python = prepare("test")
    env = {**os.environ, "PYTHONUTF8": "1"}
    env.pop("DEBUG", None)  # the suite sees what production sees
    env.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    env.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
    become(python, "-m", "pytest", *pytest_arguments(arguments), env=env)


def tour(arguments: list[str]) -> None:
    become(prepare("test"), "-m", "tests.journeys.tour", *arguments, env={**os.environ, "PYTHONUTF8": "1"})


def pytest_arguments(given: list[str]) -> list[str]:
    """Run in parallel unless the arguments say how to, or need one process to talk to."""
    decided = ("-n", "--numprocesses", "--dist", "--pdb", "--trace", "no:xdist", "-pno:xdist")
    return given if any(word.startswith(decided) for word in given) else ["-n", "auto", "--dist", "loadfile", *given]


def main(arguments: list[str]) -> int:
    """Return 0 or an exit code: 2 for a refusal, 130 after Ctrl-C, else that of the failing step."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may know no Vietnamese
    commands = {"demo": demo, "test": test, "tour": tour}
    try:
        if sys.version_info[:2] < OLDEST_PYTHON:
            raise Refused(f"Cần Python 3.11 trở lên; máy này đang chạy Python {sys.version.split()[0]}.")
        if not arguments or arguments[0] not in commands:
            raise Refused(USAGE)
        commands[arguments[0]](arguments[1:])
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
