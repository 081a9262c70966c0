"""The portal does not start in production with settings that would leave it open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "kD3vQ8xYt0ZpWm7RfLs2HbNc5JgAe9UuTi4OqXyVw1Er6PoKlMnB"
GOOD = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "portal.example.vn"}
OURS = (
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "HSTS_SECONDS",
    "INSECURE_LAN",
    "DJANGO_SETTINGS_MODULE",
)


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own, as every way of starting does first."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings as s; print(s.DEBUG, s.SESSION_COOKIE_NAME)"],
        cwd=ROOT,
        env=clean | environment | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"ALLOWED_HOSTS": "portal.example.vn"}, "Thiếu SECRET_KEY"),
        (GOOD | {"SECRET_KEY": ""}, "Thiếu SECRET_KEY"),
        (GOOD | {"SECRET_KEY": "ngan"}, "SECRET_KEY quá ngắn"),
        (GOOD | {"SECRET_KEY": "a" * 60}, "dễ đoán"),
        (GOOD | {"SECRET_KEY": f"django-insecure-{KEY}"}, "khóa mẫu"),
        ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS phải liệt kê rõ"),
        (GOOD | {"ALLOWED_HOSTS": "*"}, "không dùng *"),
        (GOOD | {"ALLOWED_HOSTS": "portal.example.vn,*"}, "không dùng *"),
        (GOOD | {"DEBUG": "0", "SECRET_KEY": ""}, "Thiếu SECRET_KEY"),
    ],
)
def test_a_bad_environment_is_refused_with_a_vietnamese_reason(environment: dict[str, str], reason: str) -> None:
    started = start(**environment)
    assert started.returncode != 0
    assert reason in started.stderr


def test_a_good_environment_starts_with_debug_off_and_host_cookies() -> None:
    started = start(**GOOD)
    assert (started.returncode, started.stdout.split()) == (0, ["False", "__Host-sid"]), started.stderr


def test_a_closed_network_without_https_is_a_choice_and_not_the_default() -> None:
    assert start(**GOOD, INSECURE_LAN="1").stdout.split() == ["False", "sid"]
