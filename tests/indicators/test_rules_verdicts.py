"""Verdicts: every code, every comparator, both directions, and the days on which they turn."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from indicators import rules
from indicators.rules import Figure, TargetFacts, Verdict

DUE = date(2025, 12, 31)
START = date(2020, 12, 31)
MIDDLE = date(2023, 7, 2)  # 913 of the 1,826 days from START to DUE: half the way
END = date(2026, 3, 1)


def target(comparator: str, value: str | None = None, high: str | None = None, **facts: Any) -> TargetFacts:
    return TargetFacts(comparator, value and D(value), high and D(high), **{"due_on": DUE, **facts})


def judged(aim: TargetFacts | None, value: str | None, *, seen: date = END, known: date = DUE, **facts: Any) -> Verdict:
    """A figure known to the end of the target, seen after it, unless the test says otherwise."""
    actual = Figure(None if value is None else D(value), as_of_on=known)
    return rules.assess(target=aim, actual=actual, on=seen, **facts)


def base(value: str) -> tuple[D, date]:
    return D(value), START


def test_industrial_growth_of_8_14_percent_is_below_the_average_above_8_5_to_date() -> None:
    aim = TargetFacts("more_than", D("8.5"), kind="average_over_horizon", horizon_known=False)
    actual = Figure(D("8.14"), period_code="2018-2022", reported_verdict="not_met")
    verdict = rules.assess(
        target=aim, actual=actual, on=date(2023, 8, 30), direction="up", unit="%/năm", final_day=date(2030, 12, 31)
    )
    assert (verdict.code, verdict.reason) == ("not_met", "average_below_to_date")
    assert (verdict.gap, verdict.gap_unit) == (D("-0.36"), "điểm phần trăm")
    assert verdict.word == "Thấp hơn mức bình quân phải đạt 0,36 điểm phần trăm"
    assert rules.half_up(verdict.plan_percent, 1) == D("95.8")
    assert verdict.recheck_on is None


def test_poverty_falling_from_9_to_4_with_a_target_of_5_is_exceeded() -> None:
    verdict = judged(target("at_most", "5"), "4", baseline=base("9"), direction="down", unit="%")
    assert (verdict.code, verdict.gap, verdict.progress_percent) == ("exceeded", D(-1), D(125))


ENDED = (  # comparator, value, high, direction, baseline, actual, code
    ("at_least", "90", None, "up", None, "90", "met"),
    ("at_least", "90", None, "up", None, "90.01", "exceeded"),
    ("at_least", "90", None, "up", None, "89.99", "not_met"),
    ("at_least", "90", None, "down", None, "95", "exceeded"),  # the document's word, not the indicator's
    ("more_than", "8.5", None, "up", None, "8.5", "not_met"),
    ("more_than", "8.5", None, "up", None, "8.51", "exceeded"),
    ("at_most", "5", None, "down", None, "5", "met"),
    ("at_most", "5", None, "down", None, "4.9", "exceeded"),
    ("at_most", "5", None, "down", None, "5.1", "not_met"),
    ("less_than", "5", None, "down", None, "5", "not_met"),
    ("less_than", "5", None, "down", None, "4.99", "exceeded"),
    ("equal", "100", None, "up", None, "100", "met"),
    ("equal", "91.38", None, "up", None, "91.375", "met"),  # as precisely as it is shown
    ("equal", "91.38", None, "up", None, "91.374", "not_met"),
    ("equal", "9", None, "none", None, "10", "not_met"),
    ("between", "8", "10", "none", None, "8", "met"),
    ("between", "8", "10", "none", None, "10", "met"),
    ("between", "8", "10", "up", None, "10.01", "not_met"),
    ("between", "8", "10", "down", None, "7.99", "not_met"),
    ("maintain", None, None, "none", "50", "45", "met"),
    ("maintain", None, None, "none", "50", "44.9", "not_met"),
    ("maintain", None, None, "none", "50", "55", "met"),
    ("maintain", None, None, "none", "50", "55.1", "not_met"),
    ("maintain", "50", None, "none", None, "46", "met"),
    ("maintain", None, None, "up", "50", "55.1", "exceeded"),  # better than what was to be kept up
    ("maintain", None, None, "up", "50", "55", "met"),
    ("maintain", None, None, "down", "50", "44.9", "exceeded"),
    ("maintain", None, None, "down", "50", "55.1", "not_met"),
    ("maintain", "0", None, "none", None, "0", "met"),
    ("done", None, None, "up", None, "1", "met"),
    ("done", None, None, "up", None, "0", "not_met"),
    ("at_least", "1", None, "up", None, "0", "not_met"),  # an approved 0 is a figure
    ("at_most", "0", None, "down", None, "0", "met"),
)


@pytest.mark.parametrize(("comparator", "value", "high", "direction", "baseline", "actual", "code"), ENDED)
def test_after_the_last_day_the_comparator_decides(
    comparator: str, value: str | None, high: str | None, direction: str, baseline: str | None, actual: str, code: str
) -> None:
    known = {"baseline": base(baseline)} if baseline else {}
    verdict = judged(target(comparator, value, high), actual, direction=direction, **known)
    assert verdict.code == code
    expected = {"not_met": "comparator_fails"}.get(code, "comparator_holds")
    assert verdict.reason == ("reached_for_good" if comparator == "done" and code == "met" else expected)


def test_the_last_day_itself_is_not_over_and_the_day_after_is() -> None:
    aim, facts = target("at_least", "90"), {"baseline": base("40"), "direction": "up"}
    on_the_day, after = (judged(aim, "85", seen=seen, **facts) for seen in (DUE, date(2026, 1, 1)))
    assert (on_the_day.code, after.code) == ("behind", "not_met")
    assert on_the_day.recheck_on == date(2026, 1, 1)
    assert after.recheck_on is None


ON_THE_WAY = (  # comparator, value, direction, baseline, actual half-way, code, reason
    ("at_least", "90", "up", "40", "65", "on_track", "on_path"),
    ("at_least", "90", "up", "40", "70", "on_track", "on_path"),
    ("at_least", "90", "up", "40", "64.99", "behind", "behind_path"),
    ("at_least", "90", "up", "40", "60", "behind", "behind_path"),  # behind by 10 % of the way exactly
    ("at_least", "90", "up", "40", "59.99", "off_track", "far_behind_path"),
    ("at_least", "90", "up", "40", "39.99", "off_track", "regression"),
    ("at_least", "90", "up", "40", "95", "on_track", "reached_early"),
    ("at_most", "5", "down", "9", "7", "on_track", "on_path"),
    ("at_most", "5", "down", "9", "7.4", "behind", "behind_path"),
    ("at_most", "5", "down", "9", "7.41", "off_track", "far_behind_path"),
    ("at_most", "5", "down", "9", "9.01", "off_track", "regression"),
    ("at_most", "5", "down", "9", "4", "on_track", "reached_early"),
    ("more_than", "90", "up", "40", "65", "on_track", "on_path"),
    ("less_than", "5", "down", "9", "7", "on_track", "on_path"),
    ("equal", "90", "none", "40", "65", "on_track", "on_path"),
    ("equal", "90", "none", "40", "95", "behind", "behind_path"),  # passed it by 10 % of the way
    ("equal", "90", "none", "40", "95.01", "off_track", "far_behind_path"),
    ("equal", "5", "none", "9", "7", "on_track", "on_path"),
    ("equal", "5", "none", "9", "4.5", "off_track", "far_behind_path"),
    ("maintain", None, "none", "50", "47", "on_track", "reached_early"),
    ("maintain", None, "none", "50", "60", "off_track", "regression"),
    ("at_least", "40", "up", "40", "40", "on_track", "reached_early"),  # a target equal to its baseline
    ("at_least", "40", "up", "40", "39", "off_track", "regression"),
    ("more_than", "40", "up", "40", "40", "on_track", "on_path"),
    ("done", None, "up", "0", "0", "not_due", "only_end_is_judged"),
)


@pytest.mark.parametrize(("comparator", "value", "direction", "baseline", "actual", "code", "reason"), ON_THE_WAY)
def test_before_the_last_day_the_path_from_the_baseline_decides(
    comparator: str, value: str | None, direction: str, baseline: str, actual: str, code: str, reason: str
) -> None:
    aim, facts = target(comparator, value), {"direction": direction, "baseline": base(baseline)}
    verdict = judged(aim, actual, seen=MIDDLE, known=MIDDLE, **facts)
    assert (verdict.code, verdict.reason) == (code, reason)


@pytest.mark.parametrize(
    ("actual", "baseline", "code"),
    [
        ("5", "2", "on_track"),  # from 2 up to the lower end 8
        ("4.4", "2", "behind"),
        ("12", "16", "on_track"),
        ("9", "9", "on_track"),
        ("7", "9", "off_track"),  # it stood inside and left
        ("11", "9", "off_track"),
        ("10.5", "2", "behind"),  # passed the upper end by less than 10 % of 6
        ("10.7", "2", "off_track"),
    ],
)
def test_a_target_between_is_approached_from_the_side_of_the_baseline(actual: str, baseline: str, code: str) -> None:
    verdict = judged(target("between", "8", "10"), actual, seen=MIDDLE, known=MIDDLE, baseline=base(baseline))
    assert verdict.code == code


def test_the_tolerance_is_a_share_of_the_way_and_belongs_to_the_indicator() -> None:
    facts = {"seen": MIDDLE, "known": MIDDLE, "baseline": base("40"), "direction": "up"}
    codes = [judged(target("at_least", "90"), "55", tolerance_percent=share, **facts).code for share in (0, 19, 20)]
    assert codes == ["off_track", "off_track", "behind"]


YEARLY = ((date(2021, 12, 31), D(50)), (date(2022, 12, 31), D(60)), (date(2023, 12, 31), D(62)))


@pytest.mark.parametrize(
    ("known", "baseline", "wanted"),
    [
        ("2021-12-31", None, "50"),
        ("2022-12-31", None, "60"),
        ("2023-07-02", None, "61.00273972602739726027397260"),
        ("2023-12-31", None, "62"),
        ("2025-12-31", None, "90"),
        ("2021-06-30", None, None),  # before the first yearly target nothing is asked
        ("2021-07-01", "40", "44.98630136986301369863013699"),
        ("2020-12-31", "40", "40"),
        ("2020-02-29", "40", "40"),
    ],
)
def test_yearly_targets_bend_the_path(known: str, baseline: str | None, wanted: str | None) -> None:
    start = {"baseline": base(baseline)} if baseline else {}
    day = date.fromisoformat(known)
    verdict = judged(target("at_least", "90"), "45", seen=day, known=day, path=YEARLY, **start)
    assert verdict.expected == (wanted and D(wanted))
    assert (verdict.code == "not_due") is (wanted is None)


def test_with_neither_path_nor_baseline_only_the_end_is_judged() -> None:
    early = judged(target("at_least", "90"), "95", seen=MIDDLE, known=MIDDLE)
    assert (early.code, early.reason) == ("not_due", "only_end_is_judged")
    assert judged(target("at_least", "90"), "95").code == "exceeded"


def test_what_stays_reached_is_reached_before_its_day() -> None:
    aim = target("at_least", "118", lasting=True)
    assert judged(aim, "118", seen=MIDDLE, known=MIDDLE).reason == "reached_for_good"
    assert judged(aim, "119", seen=MIDDLE, known=MIDDLE).code == "exceeded"
    assert judged(aim, "117", seen=MIDDLE, known=MIDDLE).code == "not_due"
    assert judged(target("done"), "1", seen=MIDDLE, known=MIDDLE).code == "met"


@pytest.mark.parametrize(
    ("actual", "baseline", "code", "reason"),
    [
        ("90", None, "met", "holds_without_due_date"),
        ("91", None, "exceeded", "holds_without_due_date"),
        ("89", None, "not_due", "due_date_unknown"),
        ("39", "40", "off_track", "regression"),
    ],
)
def test_without_a_due_date_nothing_is_late_but_worse_is_worse(
    actual: str, baseline: str | None, code: str, reason: str
) -> None:
    start = {"baseline": base(baseline)} if baseline else {}
    for aim in (target("at_least", "90", due_on=None), target("at_least", "90", horizon_known=False)):
        verdict = judged(aim, actual, **start)
        assert (verdict.code, verdict.reason) == (code, reason)


@pytest.mark.parametrize(
    ("known", "period", "code"),
    [
        ("2025-12-31", "2025", "exceeded"),
        ("2025-12-14", "2025", "exceeded"),  # the year's cut-off of Nghị định 09/2019
        ("2025-12-14", "2025-Q4", "exceeded"),
        ("2025-12-13", "2025", "no_report"),
        ("2025-09-30", "2025-9M", "no_report"),
        ("2025-08-30", "2021-2025", "no_report"),  # a span that is not over on its as-of day
        ("2025-12-14", "SK05-NQTU-2025", "no_report"),
        ("2025-12-31", "SK05-NQTU-2025", "exceeded"),
        (None, "2025", "exceeded"),
        (None, "SK05-NQTU-2025", "no_report"),
    ],
)
def test_only_the_figure_of_the_end_settles_a_target(known: str | None, period: str, code: str) -> None:
    actual = Figure(D(95), as_of_on=known and date.fromisoformat(known), period_code=period)
    verdict = rules.assess(target=target("at_least", "90"), actual=actual, on=END)
    assert verdict.code == code
    assert verdict.reason == ("comparator_holds" if code == "exceeded" else "final_figure_missing")


def test_a_yearly_target_takes_figures_of_its_own_year_only() -> None:
    aim = target("at_least", "90", kind="yearly", starts_on=date(2025, 1, 1))
    before = rules.assess(target=aim, actual=Figure(D(95), period_code="2024"), on=date(2025, 6, 1))
    assert (before.code, before.reason, before.gap) == ("not_due", "other_period", None)
    assert rules.assess(target=aim, actual=Figure(D(95), period_code="2024"), on=END).code == "no_report"
    assert rules.assess(target=aim, actual=Figure(D(95), period_code="2026"), on=END).code == "no_report"
    assert rules.assess(target=aim, actual=Figure(D(95), period_code="2025"), on=END).code == "exceeded"


def test_a_target_that_has_not_begun_is_not_due() -> None:
    aim = target("at_least", "90", starts_on=date(2024, 1, 1))
    verdict = judged(aim, "50", seen=date(2023, 12, 31), known=MIDDLE, baseline=base("40"), direction="up")
    assert (verdict.code, verdict.reason, verdict.recheck_on) == ("not_due", "not_started", date(2024, 1, 1))


AVERAGES = (  # comparator, value, actual, seen, code, reason
    ("more_than", "8.5", "8.14", MIDDLE, "not_met", "average_below_to_date"),
    ("more_than", "8.5", "8.5", MIDDLE, "not_met", "average_below_to_date"),
    ("more_than", "8.5", "8.6", MIDDLE, "on_track", "average_above_to_date"),
    ("at_least", "8.5", "8.5", MIDDLE, "on_track", "average_above_to_date"),
    ("at_most", "2", "2.5", MIDDLE, "not_met", "average_above_to_date"),
    ("at_most", "2", "2", MIDDLE, "on_track", "average_below_to_date"),
    ("less_than", "2", "2", MIDDLE, "not_met", "average_above_to_date"),
    ("at_least", "8.5", "8.6", END, "exceeded", "comparator_holds"),
    ("at_least", "8.5", "8.4", END, "not_met", "comparator_fails"),
)


@pytest.mark.parametrize(("comparator", "value", "actual", "seen", "code", "reason"), AVERAGES)
def test_an_average_is_held_against_the_average_to_date_and_settled_at_the_end(
    comparator: str, value: str, actual: str, seen: date, code: str, reason: str
) -> None:
    aim = target(comparator, value, kind="average_over_horizon", starts_on=date(2021, 1, 1))
    verdict = judged(aim, actual, seen=seen, known=min(seen, DUE))
    assert (verdict.code, verdict.reason) == (code, reason)


@pytest.mark.parametrize(
    ("unit", "actual", "known", "needed"),
    [
        ("%/năm", "8.14", "2022-12-31", "8.74"),  # two of five years gone: 1,085^5 ÷ 1,0814^2, cube root
        ("%/năm", "8.5", "2022-12-31", "8.50"),
        ("tấn/năm", "8", "2022-12-31", "8.83"),  # (5 × 8,5 − 2 × 8) ÷ 3
        ("%/năm", "8.14", "2025-12-31", None),
        ("%/năm", "-100", "2022-12-31", None),
        ("%/năm", "8.14", "2021-01-01", None),
    ],
)
def test_with_a_known_horizon_the_rate_of_the_remaining_years_is_shown(
    unit: str, actual: str, known: str, needed: str | None
) -> None:
    aim = target("more_than", "8.5", kind="average_over_horizon", starts_on=date(2021, 1, 1))
    day = date.fromisoformat(known)
    rate = judged(aim, actual, seen=day, known=day, unit=unit).needed_per_year
    assert (rate and rules.half_up(rate, 2)) == (needed and D(needed))


@pytest.mark.parametrize(
    ("comparator", "value", "actual", "baseline", "gap", "progress", "plan"),
    [
        ("at_least", "90", "65", "40", "-25", "50", "72.22"),
        ("at_least", "90", "30", "40", "-60", "-20", "33.33"),
        ("at_least", "90", "100", "40", "10", "120", "111.11"),
        ("at_least", "40", "50", "40", "10", None, "125.00"),  # undefined where the target is the baseline
        ("at_least", "0", "5", None, "5", None, None),
        ("at_most", "5", "4", "9", "-1", "125", "80.00"),
        ("at_least", "36875", "45799", None, "8924", None, "124.20"),  # 45.799/36.875 tỷ đồng
        ("done", None, "0", "0", None, None, None),
    ],
)
def test_every_target_shows_gap_progress_and_share_of_the_plan(
    comparator: str, value: str | None, actual: str, baseline: str | None,
    gap: str | None, progress: str | None, plan: str | None,
) -> None:  # fmt: skip
    start = {"baseline": base(baseline)} if baseline else {}
    verdict = judged(target(comparator, value), actual, **start)
    assert verdict.gap == (gap and D(gap))
    assert verdict.progress_percent == (progress and D(progress))
    assert (verdict.plan_percent and rules.half_up(verdict.plan_percent, 2)) == (plan and D(plan))


def test_with_yearly_targets_the_plan_is_that_of_the_figures_own_year() -> None:
    verdict = judged(target("at_least", "90"), "57.72", seen=MIDDLE, known=date(2022, 12, 31), path=YEARLY)
    assert verdict.plan_percent == D("96.2")


def test_the_gap_of_a_target_between_is_to_its_nearest_end() -> None:
    gaps = [judged(target("between", "8", "10"), actual).gap for actual in ("7.5", "8", "9", "10.5")]
    assert gaps == [D("-0.5"), D(0), D(0), D("0.5")]


def test_an_open_end_of_the_calendar_is_no_error() -> None:
    verdict = judged(target("at_least", "90", due_on=date.max), "95", final_day=date.max)
    assert verdict.recheck_on is None


def test_these_tables_reach_every_verdict_that_needs_a_number() -> None:
    codes = {row[6] for row in ENDED} | {row[5] for row in ON_THE_WAY} | {row[4] for row in AVERAGES}
    assert codes == {"exceeded", "met", "not_met", "on_track", "behind", "off_track", "not_due"}
