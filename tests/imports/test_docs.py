"""docs/imports.md names every column and every code that a person or a program may meet."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from portal.imports.catalogue import KINDS
from portal.imports.refusals import REASONS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/imports.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+)`", PAGE))
SPEAKERS = [
    "indicators/resources.py",
    "indicators/rules/entries.py",
    "indicators/sheets/reading.py",
    "indicators/sheets/comparing.py",
    "indicators/sheets/columns.py",
    "indicators/sheets/definitions.py",
    "indicators/sheets/targets.py",
    "portal/accounts/sheet.py",
    "portal/units/agency_sheet.py",
    "portal/units/columns.py",
    "portal/units/references.py",
    "portal/units/registers.py",
    "projects/sheet.py",
    "resolutions/resources.py",
    "resolutions/sheets.py",
    "portal/imports/actions.py",
    "portal/vietnamese/dates.py",
    "portal/vietnamese/numbers/figures.py",
]
# The place of the code among the arguments.
MAKERS = {"ReadingError": 0, "Finding": 1, "fault": 3, "CellFault": 3, "note": 2, "__init__": 0}
# What is only odd beside the period before is asked about when a report is handed in, not when a sheet is read.
ELSEWHERE = {"cumulative_decreased", "denominator_changed", "large_change", "unit_slip", "zero_after_figure"}


def codes(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = MAKERS.get(name)
            code = node.args[place] if place is not None and len(node.args) > place else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value


def spoken() -> set[str]:
    return {code for path in SPEAKERS for code in codes((ROOT / path).read_text(encoding="utf-8"))}


def test_every_code_of_a_cell_is_explained() -> None:
    found = spoken()
    assert {"duplicate_key", "denominator_zero", "ambiguous", "bad_month", "no_rows", "period_is_date"} <= found
    assert found - NAMED == ELSEWHERE


def test_every_code_of_a_file_is_explained() -> None:
    assert set(REASONS) - NAMED == set()


def test_every_column_has_its_line() -> None:
    for column in KINDS["observations"].layout.columns:
        (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| {column.name} |")]
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        assert cells[1] == ", ".join(column.aliases)
        assert cells[2] == ("yes" if column.required else "")


def test_a_code_that_is_not_explained_would_be_found() -> None:
    assert list(codes('raise ReadingError("brand_new", "…")')) == ["brand_new"]
    assert "brand_new" not in NAMED


def test_every_kind_and_its_columns_are_named() -> None:
    for kind in KINDS.values():
        assert kind.code in NAMED and kind.label in PAGE
        if not kind.holds_figures and kind.code != "units":
            (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind.code}` |") and "**" in line]
            for column in kind.layout.columns:
                assert (f"**{column.name}**" if column.required else column.name) in line
