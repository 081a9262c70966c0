"""Long files, long functions and drawers are caught."""

import pytest

from tests.architecture.guards import sizes
from tests.architecture.guards.sources import Source


def said(path: str, text: str = "") -> list[str]:
    return [str(finding) for finding in sizes.findings([Source(path, text)])]


def function(lines: int, before: str = "") -> str:
    return f"{before}def long():\n" + "    x = 1\n" * (lines - 1)


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("portal/units/models.py", 400),
        ("tests/units/test_models.py", 400),
        ("static/css/base.css", 400),
        ("static/js/grid.js", 400),
        ("templates/units/unit_detail.html", 120),
        ("portal/units/templates/units/row.html", 120),
    ],
)
def test_a_file_may_be_as_long_as_its_limit_and_no_longer(path: str, limit: int) -> None:
    assert said(path, "\n" * limit) == []
    assert said(path, "\n" * (limit + 1)) == [f"{path}:{limit + 1}: [size] {limit + 1} lines, at most {limit}"]


def test_a_function_may_have_forty_lines_and_no_more() -> None:
    assert said("projects/actions.py", function(40)) == []
    assert said("projects/actions.py", "\n" + function(41)) == [
        "projects/actions.py:2: [size] long() has 41 lines, at most 40"
    ]


def test_methods_inner_and_asynchronous_functions_are_measured_too() -> None:
    method = "class A:\n" + "".join(f"    {line}\n" for line in function(41).splitlines())
    assert len(said("projects/actions.py", method)) == 1
    assert len(said("projects/actions.py", "async " + function(41))) == 1


@pytest.mark.parametrize(
    "path",
    [
        "portal/units/utils.py",
        "portal/units/helpers.py",
        "portal/common/models.py",
        "projects/misc.py",
        "projects/signals.py",
        "projects/signals/__init__.py",
        "templates/common/row.html",
        "static/js/utils.js",
        "tests/units/helpers.py",
    ],
)
def test_a_drawer_is_caught(path: str) -> None:
    assert any("[name]" in line for line in said(path))


@pytest.mark.parametrize("path", ["portal/units/rules.py", "templates/_components/row.html", "projects/__init__.py"])
def test_a_name_that_says_something_is_left_alone(path: str) -> None:
    assert said(path) == []
