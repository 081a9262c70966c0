"""Typed cells: what a spreadsheet says beyond the text of a cell."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.imports.cells import DAY_MONTH_SWAP, EMPTY, SCALED_FORMAT, Cell, doubt_days, typed_cell
from portal.imports.preflight.styles import shape
from portal.vietnamese.errors import ReadingError
from tests.vietnamese.samples import samples

SAMPLES = samples("cells.yaml", "typed_cells")


def cell_of(case: dict[str, Any]) -> Cell:
    stored = case["stored"]
    exact = Decimal(str(stored)) if isinstance(stored, float) else stored
    known = {name: case[name] for name in ("number_format", "shown") if name in case}
    return typed_cell(case["cell_type"], exact, **known)


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case["note"])
def test_every_typed_sample_says_what_the_domain_file_says(case: dict[str, Any]) -> None:
    cell, expected = cell_of(case), case["expect"]
    match expected:
        case {"value": value}:
            assert cell.value == Decimal(str(value))
            assert cell.unit == expected.get("unit")
            assert str(cell.shown) == expected.get("shown", str(cell.shown))
        case str() if expected.startswith("warning "):
            assert expected.removeprefix("warning ") in cell.warnings
        case str():
            assert cell.value == date.fromisoformat(expected)
        case _:
            assert cell.read().value == expected


def test_the_samples_are_all_there() -> None:
    assert len(SAMPLES) == 5


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("91.375023904", Decimal("91.375023904")),
        ("30.299999999999997", Decimal("30.3")),  # 101 × 0.3 as a double has it
        ("0.1", Decimal("0.1")),
        ("2023.0", 2023),
        ("84053", 84053),
        ("12411986000000", 12411986000000),
        ("1E+3", 1000),
        ("-0", 0),
    ],
)
def test_a_number_is_what_excel_keeps_and_whole_ones_are_ints(stored: str, value: object) -> None:
    cell = typed_cell("number", stored)
    assert (cell.kind, cell.value, type(cell.value)) == ("number", value, type(value))


@pytest.mark.parametrize(
    ("stored", "form", "value", "shown"),
    [
        ("0.9963", "0.00%", Decimal("99.63"), Decimal("99.63")),
        ("0.46", "0%", 46, 46),
        ("0.9137502390", "0.0%", Decimal("91.3750239"), Decimal("91.4")),
        ("1", "0%", 100, 100),
    ],
)
def test_a_percentage_is_stored_as_a_fraction(stored: str, form: str, value: object, shown: object) -> None:
    cell = typed_cell("number", stored, number_format=form)
    assert (cell.kind, cell.value, cell.shown, cell.unit) == ("percent", value, shown, "%")


def test_without_its_format_a_percentage_would_be_read_a_hundred_times_too_small() -> None:
    assert typed_cell("number", "0.9963").value == Decimal("0.9963")


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", ""),
        ("@", ""),
        ("0", "0"),
        ("0.00", "0.00"),
        ("#,##0.00", "0.00"),
        ("#,##0.###", ""),
        ("0.0#%", "0%"),
        ("0.00%;[Red]-0.00%", "0.00%"),
        ('#,##0.00 "đồng"', "0.00"),
        ("_(* #,##0.00_);_(* \\(#,##0.00\\)", "0.00"),
        ("#,##0,", "0,"),
        ("0.0,,", "0.0,,"),
        ("dd/mm/yyyy", "date"),
        ("[$-42A]d mmmm yyyy", "date"),
        ("[h]:mm:ss", "date"),
        ("0.00E+00", ""),
        ("# ?/?", ""),
    ],
)
def test_formats_are_told_by_what_they_do_to_a_number(code: str, form: str) -> None:
    assert shape(code) == form
    assert shape(form) == form


def test_a_format_that_shows_thousands_is_warned_about() -> None:
    cell = typed_cell("number", "12411986", number_format="#,##0,")
    assert (cell.value, cell.shown, cell.warnings) == (12411986, None, (SCALED_FORMAT,))


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1)), (44427, date(2021, 8, 19))],
)
def test_serial_numbers_are_days_of_the_1900_system(serial: int, day: date) -> None:
    assert typed_cell("date", serial).value == day


@pytest.mark.parametrize("serial", [0, -3, 60])
def test_a_serial_number_that_is_no_day_stays_text(serial: int) -> None:
    assert typed_cell("date", serial) == Cell("text", str(serial))


def test_a_column_without_any_day_after_the_twelfth_may_be_swapped() -> None:
    july, text = typed_cell("date", "2021-07-12"), typed_cell("text", "19/8/2021")
    doubted = doubt_days([july, text, EMPTY])
    assert doubted == [Cell("date", date(2021, 7, 12), warnings=(DAY_MONTH_SWAP,)), text, EMPTY]


def test_one_real_day_after_the_twelfth_proves_the_column_and_equal_day_and_month_cannot_be_swapped() -> None:
    july = typed_cell("date", "2021-07-12")
    assert doubt_days([july, typed_cell("date", 44427)])[0].warnings == ()
    assert doubt_days([typed_cell("date", "2021-08-08")])[0].warnings == ()


def test_an_apostrophe_marks_text_and_is_no_part_of_it() -> None:
    cell = typed_cell("text", "'05")
    assert (cell.text, cell.read().value) == ("05", 5)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (typed_cell("number", "665"), "665"),
        (typed_cell("number", "24722"), "24722"),
        (typed_cell("number", "2023.0"), "2023"),
        (typed_cell("number", "47.78"), "47,78"),
        (typed_cell("date", "2021-08-19"), "19/8/2021"),
        (typed_cell("bool", True), "TRUE"),
        (typed_cell("text", "  "), ""),
        (EMPTY, ""),
    ],
)
def test_a_cell_can_be_a_code(cell: Cell, text: str) -> None:
    assert cell.text == text


@pytest.mark.parametrize(("cell", "code"), [(typed_cell("error", "#REF!"), "excel_error"), (EMPTY, "empty")])
def test_an_error_or_a_blank_is_no_figure(cell: Cell, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        cell.read()
    assert caught.value.code == code


def test_what_is_no_finite_number_stays_text() -> None:
    assert typed_cell("number", "NaN") == Cell("text", "NaN")
