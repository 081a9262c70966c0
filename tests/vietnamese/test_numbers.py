"""One figure of a form cell, and figures as they are written."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vietnamese.numbers import (
    AmbiguousNumber,
    ReadingError,
    half_up,
    read_decimal,
    write_number,
    write_percent,
)

FIGURES = st.decimals(min_value=-99_999_999_999, max_value=99_999_999_999, places=4, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("47,78", 2, "47.78"),
        ("47.78", 2, "47.78"),
        ("12.411,986", 3, "12411.986"),
        ("12,411.986", 3, "12411.986"),
        ("12411.986", 3, "12411.986"),
        ("0.125", 3, "0.125"),
        ("84.053", 0, "84053"),
        ("84.053", None, "84053"),
        ("91,37%", 2, "91.37"),
        (" 24,54 ", 2, "24.54"),
        ("\u00a01\u202f234,5\u00a0", 1, "1234.5"),
        ("1 234,5", 1, "1234.5"),
        ("−3,2", 1, "-3.2"),
        ("- 3,2", 1, "-3.2"),
        ("(1.234)", 0, "-1234"),
        ("1.234.567", 2, "1234567"),
        ("1,234,567", 0, "1234567"),
        ("23,194", 3, "23.194"),
        ("1.241,00", 2, "1241"),
        ("00", 0, "0"),
        ("-0", 0, "0"),
        ("99.999.999.999,9999", 4, "99999999999.9999"),
    ],
)
def test_a_form_cell_is_read_as_vietnamese(text: str, decimals: int | None, value: str) -> None:
    assert read_decimal(text, decimals=decimals).value == Decimal(value)


@pytest.mark.parametrize(("text", "decimals"), [("23.194", 3), ("1.241", 2), ("-1.241", 1), ("12.411 tỷ đồng", 3)])
def test_one_dot_and_three_digits_are_asked_about_where_decimals_are_declared(text: str, decimals: int) -> None:
    with pytest.raises(AmbiguousNumber) as question:
        read_decimal(text, decimals=decimals, unit="tỷ đồng")
    thousands, decimal = question.value.choices
    assert thousands == decimal * 1000
    assert question.value.written == (write_number(thousands), write_number(decimal))
    assert question.value.code == "ambiguous"


def test_the_question_shows_both_readings_as_officials_write_them() -> None:
    with pytest.raises(AmbiguousNumber) as question:
        read_decimal("23.194", decimals=3)
    assert question.value.written == ("23.194", "23,194")
    assert question.value.choices == (Decimal(23194), Decimal("23.194"))


@pytest.mark.parametrize("text", ["0.125", "12411.986", "23,194", "1.234.567", "47.78"])
def test_what_has_one_reading_is_not_asked_about(text: str) -> None:
    assert read_decimal(text, decimals=3).value == read_decimal(text).value


def test_a_comma_before_three_digits_offers_the_english_reading_too() -> None:
    read = read_decimal("23,194", decimals=3)
    assert read.warnings == ("ambiguous_three_decimals",)
    assert read.choices == (Decimal("23.194"), Decimal(23194))
    assert read_decimal("0,125", decimals=3).warnings == ()


@pytest.mark.parametrize(
    ("text", "unit"),
    [("47,78 km", "km"), ("806,46 km²", "km2"), ("1.241 tr.đ", "triệu đồng"), ("3,7%/năm", "%/năm"), ("91,37%", "%")],
)
def test_the_declared_unit_may_stand_behind_the_figure(text: str, unit: str) -> None:
    assert read_decimal(text, unit=unit).value > 0


@pytest.mark.parametrize(
    ("text", "unit"), [("47,78 ha", "km"), ("46%", "km"), ("1 tỷ đồng", "triệu đồng"), ("5 km", "")]
)
def test_another_unit_is_refused_not_converted(text: str, unit: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_decimal(text, unit=unit)
    assert refusal.value.code == "unit_mismatch"


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("", "empty", "Ô còn trống"),
        ("10O,5", "bad_number", "“O”"),
        ("l2", "bad_number", "số 1"),
        ("NaN", "bad_number", "“NaN”"),
        ("inf", "bad_number", "“inf”"),
        ("1e5", "bad_number", "số mũ"),
        ("#REF!", "excel_error", "công thức"),
        ("1,23,45", "bad_number", "1,23,45"),
        ("47,78/52,29", "bad_number", "47,78/52,29"),
        ("(5", "bad_number", "(5"),
        ("100.000.000.000", "too_many_digits", "11 chữ số"),
        ("0,12345", "too_many_digits", "4 chữ số thập phân"),
        ("9" * 500, "bad_number", "Hãy gõ"),
    ],
)
def test_a_refusal_says_what_is_wrong(text: str, code: str, named: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_decimal(text)
    assert refusal.value.code == code
    assert named in refusal.value.message


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Decimal("12411.986"), None, "12.411,986"),
        (84053, None, "84.053"),
        (Decimal("-0.36"), None, "\u22120,36"),
        (Decimal("91.375"), 2, "91,38"),
        (Decimal("-91.375"), 2, "\u221291,38"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("199.70"), None, "199,70"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("2026"), 3, "2.026,000"),
        (0, None, "0"),
        (None, 2, ""),
    ],
)
def test_figures_are_written_as_officials_write_them(
    value: Decimal | int | None, places: int | None, written: str
) -> None:
    assert write_number(value, places) == written


def test_a_percent_sign_follows_without_a_blank() -> None:
    assert write_percent(Decimal("91.375"), 2) == "91,38%"
    assert write_percent(None, 2) == ""


def test_a_half_is_rounded_away_from_zero_not_to_even() -> None:
    assert half_up(Decimal("0.125"), 2) == Decimal("0.13")
    assert half_up(Decimal("-2.5"), 0) == Decimal("-3")


def test_no_float_and_no_infinity_is_ever_written() -> None:
    with pytest.raises(TypeError):
        write_number(47.78)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="NaN"):
        write_number(Decimal("NaN"))


@given(FIGURES)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_what_is_written_is_read_back_as_the_same_figure(value: Decimal) -> None:
    assert read_decimal(write_number(value)).value == value


@given(FIGURES, st.integers(min_value=1, max_value=4))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_what_is_written_with_declared_decimals_is_never_asked_about(value: Decimal, places: int) -> None:
    rounded = half_up(value, places)
    if abs(rounded) <= Decimal("99999999999.9999"):
        assert read_decimal(write_number(rounded, places), decimals=places).value == rounded


@given(st.text(max_size=40), st.sampled_from([None, 0, 2]))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_any_text_in_a_form_cell_is_a_figure_or_refused(text: str, decimals: int | None) -> None:
    try:
        assert read_decimal(text, decimals=decimals).value.is_finite()
    except ReadingError as refusal:
        assert refusal.message
