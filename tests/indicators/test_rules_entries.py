"""What an entry is refused for and what it is asked about."""

from decimal import Decimal as D

import pytest

from indicators import rules
from indicators.rules import EntryFigures

ALLEY = EntryFigures(D("102.51"), D("199.70"), D("51.33"))
OUTPUT = EntryFigures(value=D("12411.986"))
NEGATIVE = [("numerator", "negative"), ("value", "negative")]


@pytest.mark.parametrize(
    ("part_of_whole", "numerator", "denominator", "value", "found"),
    [
        (True, D("47.78"), D("52.29"), None, []),
        (True, D("52.29"), D("52.29"), None, []),
        (True, D(0), D("52.29"), None, []),
        (True, None, None, D("99.63"), []),
        (True, None, None, None, []),  # completeness is asked at submission, not here
        (True, D("52.30"), D("52.29"), None, [("numerator", "numerator_exceeds_denominator")]),
        (False, D(45799), D(36875), None, []),  # 45.799/36.875 tỷ đồng: actual against target
        (True, D(1), D(0), None, [("denominator", "denominator_zero")]),
        (True, D(0), D(0), None, [("denominator", "denominator_zero")]),
        (False, D("47.78"), None, None, [("denominator", "denominator_missing")]),
        (False, None, D("52.29"), None, [("numerator", "numerator_missing")]),
        (True, D(-1), D("52.29"), None, [("numerator", "negative")]),
        (True, D(1), D(-2), None, [("denominator", "negative")]),
        (True, None, None, D("-0.36"), [("value", "negative")]),
        (True, None, D(0), None, [("numerator", "numerator_missing"), ("denominator", "denominator_zero")]),
        (True, D(-1), None, D(-1), [*NEGATIVE, ("denominator", "denominator_missing")]),
    ],
)
def test_an_impossible_entry_is_refused_at_its_field(
    part_of_whole: bool, numerator: D | None, denominator: D | None, value: D | None, found: list[tuple[str, str]]
) -> None:
    errors = rules.entry_errors(part_of_whole, numerator, denominator, value)
    assert [(error.field, error.code) for error in errors] == found
    assert all("Hãy" in error.message for error in errors)  # every refusal says what to do


def test_growth_may_be_negative_where_the_indicator_allows_it_but_no_denominator_may() -> None:
    assert rules.entry_errors(False, None, None, D("-2.5"), may_be_negative=True) == ()
    (error,) = rules.entry_errors(False, D(-1), D(-2), None, may_be_negative=True)
    assert error.code == "negative"
    assert error.field == "denominator"


def test_a_refusal_names_the_numbers_as_people_write_them() -> None:
    (error,) = rules.entry_errors(True, D("1241.5000"), D("199.7000"), None)
    assert "1.241,5" in error.message
    assert "199,7," in error.message


def _codes(previous: EntryFigures, current: EntryFigures, **facts: object) -> list[tuple[str, str]]:
    return [(found.field, found.code) for found in rules.plausibility_warnings(previous, current, **facts)]


@pytest.mark.parametrize(
    ("denominator", "warned"),
    [("189.70", True), ("197.70", True), ("197.703", False), ("199.70", False), ("201.697", False), ("201.70", True)],
)
def test_a_denominator_may_change_by_one_percent(denominator: str, warned: bool) -> None:
    found = _codes(ALLEY, EntryFigures(D("102.51"), D(denominator), D("51.33")))
    assert found == ([("denominator", "denominator_changed")] if warned else [])


def test_the_warning_of_a_denominator_says_by_how_much_and_asks_for_a_reason() -> None:
    current = EntryFigures(D("112.51"), D("189.70"))
    (found,) = rules.plausibility_warnings(ALLEY, current, parts_unit="km")
    assert found.message == "Mẫu số giảm 10 km so kỳ trước (199,7 km). Nếu đúng, ghi lý do."


@pytest.mark.parametrize(
    ("before", "now", "facts", "found"),
    [
        ("40", "39", {"cumulative": True}, [("value", "cumulative_decreased")]),
        ("40", "40", {"cumulative": True}, []),
        ("40", "41", {"cumulative": True}, []),
        ("40", "39", {}, []),
        ("118", "0", {}, [("value", "zero_after_figure")]),
        ("118", "0", {"cumulative": True}, [("value", "zero_after_figure")]),
        ("0", "118", {}, []),
        ("0", "0", {}, []),
        ("1.241", "1241", {}, [("value", "unit_slip")]),  # tỷ đồng before, triệu đồng now
        ("1241", "1.241", {}, [("value", "unit_slip")]),
        ("0.9137", "91.37", {}, [("value", "unit_slip")]),  # a share before, a percentage now
        ("1", "2000", {}, []),
        ("1", "1999", {}, [("value", "unit_slip")]),
        ("1", "50", {}, []),
        ("-1", "1000", {}, []),
        ("100", "120", {"change_threshold_percent": D(20)}, []),
        ("100", "120.1", {"change_threshold_percent": D(20)}, [("value", "large_change")]),
        ("100", "79.9", {"change_threshold_percent": D(20)}, [("value", "large_change")]),
        ("0", "5", {"change_threshold_percent": D(20)}, []),  # no percentage of 0
    ],
)
def test_an_odd_figure_is_asked_about(
    before: str, now: str, facts: dict[str, object], found: list[tuple[str, str]]
) -> None:
    assert _codes(EntryFigures(value=D(before)), EntryFigures(value=D(now)), **facts) == found


def test_nothing_is_odd_beside_a_figure_that_is_missing() -> None:
    assert _codes(EntryFigures(), OUTPUT, cumulative=True, change_threshold_percent=D(1)) == []
    assert _codes(OUTPUT, EntryFigures(), cumulative=True, change_threshold_percent=D(1)) == []


def test_every_warning_asks_for_a_reason_in_vietnamese() -> None:
    currents = (EntryFigures(value=D(n)) for n in ("0", "12", "9000", "12411986"))
    warnings = [
        warning
        for current in currents
        for warning in rules.plausibility_warnings(OUTPUT, current, cumulative=True, unit="tỷ đồng")
    ]
    assert [warning.code for warning in warnings] == [
        "zero_after_figure",
        "unit_slip",
        "cumulative_decreased",
        "unit_slip",
    ]
    assert all("ghi lý do" in warning.message for warning in warnings)
