"""Sums since the beginning of a year or a term, and a month's own figure out of a sum."""

from decimal import Decimal

import pytest

from indicators.rules.cumulative import Told, earlier, earlier_codes, fall, missing_words, outside_limits

JANUARY, FEBRUARY = "2026-01", "2026-02"
TWO_MONTHS = {JANUARY: Told(Decimal(10)), FEBRUARY: Told(Decimal(12))}
BEFORE_MARCH = earlier_codes("2026-03", 2026)


def test_ten_twelve_and_eight_in_three_months_are_thirty_since_the_year_began():
    assert BEFORE_MARCH == (JANUARY, FEBRUARY)
    assert earlier(BEFORE_MARCH, TWO_MONTHS).sum_with(Decimal(8)) == 30


def test_thirty_five_since_the_year_began_leave_thirteen_for_march():
    assert earlier(BEFORE_MARCH, TWO_MONTHS).own_of(Decimal(35)) == 13


def test_a_missing_month_is_named_and_never_counted_as_nothing():
    known = earlier(BEFORE_MARCH, {JANUARY: Told(Decimal(10))})
    assert (known.missing, known.sum_with(Decimal(8)), known.own_of(Decimal(35))) == (("Tháng 2/2026",), None, None)
    assert "Chưa có số tháng 2/2026" in missing_words(known.missing)
    assert "lũy kế 35" in missing_words(known.missing, Decimal(35))


def test_a_month_in_which_nothing_occurred_adds_nothing_but_one_without_data_is_missing():
    silent = {JANUARY: Told(Decimal(10)), FEBRUARY: Told(missing_reason="none_occurred")}
    assert earlier(BEFORE_MARCH, silent).sum_with(Decimal(8)) == 18
    unknown = silent | {FEBRUARY: Told(missing_reason="no_data")}
    assert earlier(BEFORE_MARCH, unknown).missing == ("Tháng 2/2026",)


def test_an_approved_zero_is_a_figure():
    known = earlier(BEFORE_MARCH, {JANUARY: Told(Decimal(10)), FEBRUARY: Told(Decimal(0))})
    assert known.is_complete and known.sum_with(Decimal(8)) == 18


def test_a_figure_that_nobody_approved_yet_is_named():
    told = TWO_MONTHS | {FEBRUARY: Told(Decimal(12), is_provisional=True)}
    assert earlier(BEFORE_MARCH, told).provisional == ("Tháng 2/2026",)


def test_a_term_runs_over_the_turn_of_the_year():
    assert earlier_codes("2026-Q2", 2025) == ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
    assert earlier_codes("2026", 2025) == ("2025",)


@pytest.mark.parametrize("code", ["SK05-NQTU-2023", "2018-2022"])
def test_periods_that_do_not_lie_end_to_end_have_no_sum(code):
    assert earlier_codes(code, 2018) is None


def test_nine_months_are_their_own_sum_within_a_year_and_have_none_over_a_term():
    assert (earlier_codes("2026-9M", 2026), earlier_codes("2026-9M", 2025)) == ((), None)


def test_january_has_nothing_before_it():
    assert earlier(earlier_codes(JANUARY, 2026), {}).sum_with(Decimal(10)) == 10


def test_a_falling_sum_asks_why_and_a_standing_one_does_not():
    (asked,) = fall(Decimal(-3), "tấn")
    assert asked.code == "cumulative_decreased" and "giảm 3 tấn" in asked.message
    assert fall(Decimal(0), "tấn") == fall(None, "tấn") == ()


def test_a_figure_outside_the_limits_is_told_the_limit_and_one_on_it_is_fine():
    (above,) = outside_limits(Decimal(120), Decimal(0), Decimal(100), "%")
    assert "vượt mức cao nhất của biểu là 100 %" in above.message
    (below,) = outside_limits(Decimal("0.5"), Decimal(1), None, "km")
    assert "thấp hơn mức thấp nhất của biểu là 1 km" in below.message
    assert outside_limits(Decimal(100), Decimal(0), Decimal(100), "%") == ()
    assert outside_limits(None, Decimal(1), None, "km") == ()
