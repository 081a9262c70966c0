"""The locks hold what pyproject.toml asks for, hashed, for every platform, from no named index."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.txt", "requirements-dev.txt")}


def normal(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", LOCKS[lock], flags=re.MULTILINE))


def asked_for(lock: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    developers = project["dependency-groups"]["dev"] if lock == "requirements-dev.txt" else []
    return {normal(requirement) for requirement in project["project"]["dependencies"] + developers}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_asked_for_is_pinned(lock: str) -> None:
    assert asked_for(lock) - pins(lock).keys() == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", LOCKS[lock].strip())
    assert len(entries) == len(pins(lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_of_an_index_or_a_folder_is_named(lock: str) -> None:
    assert re.findall(r"\S*(?:://|file:|index|find-links)\S*", LOCKS[lock]) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_serves_windows_too(lock: str) -> None:
    assert "sys_platform == 'win32'" in LOCKS[lock]


def test_developers_have_the_versions_that_run_in_production() -> None:
    developers = pins("requirements-dev.txt")
    assert {name: developers.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")
