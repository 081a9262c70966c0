"""Arithmetic of figures, real ones first."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import rules
from indicators.rules import CannotRollUp, Part, RolledUp

ROADS = (  # numerator, denominator, computed, as the report prints it, how they agree
    ("47.78", "52.29", "91.38", "91.37", "info"),  # the report cut 91,375 off
    ("24.54", "28.32", "86.65", "86.65", "none"),
    ("102.85", "110.43", "93.14", "93.14", "none"),
    ("171.98", "206.86", "83.14", "83.14", "none"),
    ("102.51", "199.70", "51.33", "51.33", "none"),
)
ROAD_PARTS = [Part(D(n), D(d), rules.ratio(D(n), D(d), percent=True)) for n, d, *_ in ROADS]
MISSING = Part(missing_reason="no_data")


@pytest.mark.parametrize(("numerator", "denominator", "shown", "reported", "kind"), ROADS)
def test_the_five_roads_recompute_and_only_truncation_differs(
    numerator: str, denominator: str, shown: str, reported: str, kind: str
) -> None:
    exact = rules.ratio(D(numerator), D(denominator), percent=True)
    assert rules.half_up(exact, 2) == D(shown)
    assert rules.reported_difference(D(reported), exact, 2).kind == kind


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("91.375", 2, "91.38"),
        ("91.3749", 2, "91.37"),
        ("-0.125", 2, "-0.13"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("84053", 2, "84053.00"),
        ("99999999999.9999", 2, "100000000000.00"),
        ("12345678901234567890123456.785", 2, "12345678901234567890123456.79"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, places: int, shown: str) -> None:
    assert str(rules.half_up(D(value), places)) == shown


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent", "expected"),
    [
        (D(1), D(3), True, D("33.33333333333333333333333333")),
        (D(1), D(3), False, D("0.3333333333333333333333333333")),
        (D(0), D(5), True, D(0)),
        (D(1), D(0), True, None),
        (D(0), D(0), True, None),
        (None, D(5), True, None),
        (D(5), None, True, None),
    ],
)
def test_a_ratio_is_exact_or_no_number(
    numerator: D | None, denominator: D | None, percent: bool, expected: D | None
) -> None:
    assert rules.ratio(numerator, denominator, percent=percent) == expected


@pytest.mark.parametrize(
    ("reported", "computed", "places", "kind", "delta"),
    [
        ("91.37", "91.375024", 2, "info", "-0.01"),
        ("91.38", "91.375024", 2, "none", "0"),
        ("91.36", "91.375024", 2, "question", "-0.02"),
        ("3.7", "2.6996", 1, "question", "1.0"),
        ("46", "46.399296", 0, "none", "0"),
        ("47", "46.399296", 0, "info", "1"),
        ("48", "46.399296", 0, "question", "2"),
    ],
)
def test_a_reported_figure_differs_by_truncation_or_asks_a_question(
    reported: str, computed: str, places: int, kind: str, delta: str
) -> None:
    difference = rules.reported_difference(D(reported), D(computed), places)
    assert (difference.kind, difference.delta) == (kind, D(delta))


def test_nothing_differs_from_a_figure_that_is_missing() -> None:
    assert rules.reported_difference(None, D(1), 2) == rules.reported_difference(D(1), None, 2)
    assert rules.reported_difference(None, None, 2).kind == "none"


def test_productivity_grew_by_2_70_percent_a_year_from_2018_to_2022() -> None:
    assert rules.half_up(rules.growth_per_year(D("335.3"), D(373), 4), 2) == D("2.70")


@pytest.mark.parametrize(
    ("first", "last", "intervals", "expected"),
    [
        ("100", "121", 2, "10"),
        ("100", "81", 2, "-10"),
        ("5", "5", 7, "0"),
        ("0", "5", 4, None),
        ("5", "0", 4, None),
        ("-1", "5", 4, None),
        ("5", "6", 0, None),
    ],
)
def test_growth_is_an_exact_root_or_no_number(first: str, last: str, intervals: int, expected: str | None) -> None:
    growth = rules.growth_per_year(D(first), D(last), intervals)
    assert growth == (None if expected is None else D(expected))


@pytest.mark.parametrize(
    ("a", "b", "comparable"),
    [
        ("current", "current", True),
        ("constant_2010", "constant_2010", True),
        ("current", "constant_2010", False),
        ("current", None, False),
        (None, None, False),  # "chưa rõ" twice may still be two bases
        ("", "", False),
    ],
)
def test_money_is_compared_only_on_one_known_price_basis(a: str | None, b: str | None, comparable: bool) -> None:
    assert rules.comparable_price_basis(a, b) is comparable


def test_the_share_of_labour_rose_by_percentage_points_and_output_by_its_unit() -> None:
    labour = rules.same_period_change(D(19), D("18.7"), "%")
    assert (labour.difference, labour.unit) == (D("0.3"), "điểm phần trăm")
    output = rules.same_period_change(D(373), D("335.3"), "triệu đồng/người")
    assert (output.difference, output.unit) == (D("37.7"), "triệu đồng/người")
    assert rules.half_up(output.ratio_percent, 1) == D("111.2")


def test_a_change_needs_both_figures_and_its_percentage_a_positive_base() -> None:
    assert rules.same_period_change(None, D(1), "km") is None
    assert rules.same_period_change(D(1), None, "km") is None
    assert rules.same_period_change(D(5), D(0), "km") == rules.Change(D(5), "km", None)
    assert rules.same_period_change(D(5), D(-1), "%").ratio_percent is None


def test_five_road_classes_together_are_75_24_percent_and_not_their_mean() -> None:
    rolled = rules.roll_up_units("ratio", ROAD_PARTS)
    assert (rolled.numerator, rolled.denominator) == (D("449.66"), D("597.60"))
    assert rules.half_up(rolled.value, 2) == D("75.24")
    mean = sum(part.value for part in ROAD_PARTS) / 5
    assert rules.half_up(mean, 2) == D("81.13")


UNITS = (  # method, parts, weights, result
    ("sum", [Part(value=D(906)), Part(value=D(804))], None, RolledUp(None, None, D(1710), 2, 2)),
    ("sum", [Part(value=D(6)), MISSING, Part(value=D(2))], None, RolledUp(None, None, D(8), 2, 3)),
    ("sum", [Part(value=D(0)), MISSING], None, RolledUp(None, None, D(0), 1, 2)),  # an approved 0 is a figure
    ("sum", [MISSING, Part(missing_reason="none_occurred")], None, RolledUp(None, None, None, 0, 2)),
    ("sum", [Part(value=D(6)), Part(missing_reason="not_applicable")], None, RolledUp(None, None, D(6), 1, 1)),
    ("sum", [], None, RolledUp(None, None, None, 0, 0)),
    ("ratio", [Part(D(1), D(4)), MISSING], None, RolledUp(D(1), D(4), D(25), 1, 2)),
    ("ratio", [Part(D(1), D(4)), Part(value=D(90))], None, RolledUp(D(1), D(4), D(25), 1, 2)),
    ("ratio", [MISSING], None, RolledUp(None, None, None, 0, 1)),
    ("ratio", [Part(D(0), D(0))], None, RolledUp(D(0), D(0), None, 1, 1)),
    ("ratio", [Part(value=D("99.63"))], None, CannotRollUp("parts_missing")),
    ("weighted", [Part(value=D(10)), Part(value=D(20))], [D(1), D(3)], RolledUp(None, None, D("17.5"), 2, 2)),
    ("weighted", [Part(value=D(10)), MISSING], [D(1), None], RolledUp(None, None, D(10), 1, 2)),
    ("weighted", [Part(value=D(10)), Part(value=D(20))], [D(1), None], RolledUp(None, None, D(10), 1, 2)),
    ("weighted", [Part(value=D(10))], [D(0)], CannotRollUp("weights_missing")),
    ("weighted", [Part(value=D(10))], None, CannotRollUp("weights_missing")),
    ("weighted", [MISSING], None, RolledUp(None, None, None, 0, 1)),
    ("last", [Part(value=D(3)), Part(value=D(5)), MISSING], None, RolledUp(None, None, D(5), 2, 3)),
    ("last", [Part(D(1), D(4))], None, RolledUp(D(1), D(4), D(25), 1, 1)),
    ("last", [MISSING], None, RolledUp(None, None, None, 0, 1)),
    ("none", [Part(value=D(3))], None, CannotRollUp("no_rule")),
    ("mean", [Part(value=D(3))], None, CannotRollUp("no_rule")),
)


@pytest.mark.parametrize(("method", "parts", "weights", "expected"), UNITS)
def test_figures_of_units_are_joined_by_their_rule_or_not_at_all(
    method: str, parts: list[Part], weights: list[D | None] | None, expected: RolledUp | CannotRollUp
) -> None:
    assert rules.roll_up_units(method, parts, weights) == expected


def test_weights_must_stand_one_beside_each_part() -> None:
    with pytest.raises(ValueError, match="zip"):
        rules.roll_up_units("weighted", [Part(value=D(10))], [D(1), D(2)])


def test_a_ratio_that_is_no_percentage_is_rolled_up_in_its_unit() -> None:
    rolled = rules.roll_up_units("ratio", [Part(D(373), D(1)), Part(D(327), D(1))], percent=False)
    assert rolled.value == D(350)


def test_what_cannot_be_joined_says_so_in_vietnamese() -> None:
    reasons = ("no_rule", "parts_missing", "weights_missing")
    assert all(CannotRollUp(reason).message.startswith("Không tổng hợp được") for reason in reasons)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("sum", RolledUp(None, None, D(9), 2, 3)),  # 05 projects registered, then 04 more
        ("last", RolledUp(None, None, D(4), 2, 3)),
        ("ratio", CannotRollUp("parts_missing")),
        ("weighted", CannotRollUp("no_rule")),
        ("none", CannotRollUp("no_rule")),
    ],
)
def test_figures_of_periods_are_joined_by_their_own_rule(method: str, expected: RolledUp | CannotRollUp) -> None:
    assert rules.roll_up_periods(method, [Part(value=D(5)), Part(value=D(4)), MISSING]) == expected


NUMBERS = st.decimals(D(0), D(10**7), places=2)


@settings(derandomize=True)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12), st.integers(0, 12))
def test_rolling_up_in_two_steps_is_rolling_up_at_once(pairs: list[tuple[D, D]], cut: int) -> None:
    parts = [Part(numerator, denominator) for numerator, denominator in pairs]
    halves = [rules.roll_up_units("ratio", half) for half in (parts[:cut], parts[cut:])]
    whole = rules.roll_up_units("ratio", parts)
    again = rules.roll_up_units("ratio", [Part(half.numerator, half.denominator) for half in halves])
    assert (again.numerator, again.denominator, again.value) == (whole.numerator, whole.denominator, whole.value)


@settings(derandomize=True)
@given(st.decimals(D("0.01"), D(10**6), places=2), st.decimals(D(-50), D(50), places=1), st.integers(1, 10))
def test_growth_applied_year_by_year_leads_back_to_the_last_level(first: D, percent: D, years: int) -> None:
    last = first * (1 + percent / 100) ** years
    assert abs(rules.growth_per_year(first, last, years) - percent) < D("1e-20")
