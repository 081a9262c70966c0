"""What holds of every verdict, over thousands of made-up cases and the same ones on every run."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators import rules
from indicators.rules import Code, Figure, Freshness, TargetFacts, Verdict
from portal.periods.rules import parse

GREEN = {Code.EXCEEDED, Code.MET, Code.ON_TRACK}
FIRST = date(2023, 1, 1)
DAYS = 160  # the whole stage of a case: brute force walks over all of it
MIRROR = {
    "at_least": "at_most",
    "at_most": "at_least",
    "more_than": "less_than",
    "less_than": "more_than",
    "up": "down",
    "down": "up",
    "average_below_to_date": "average_above_to_date",
    "average_above_to_date": "average_below_to_date",
}

days = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))
numbers = st.integers(-40, 40).map(lambda n: D(n) / 4)
comparators = ("at_least", "more_than", "at_most", "less_than", "equal", "between", "maintain", "done", "qualitative")
kinds = ("at_end", "average_over_horizon", "yearly", "qualitative")


@st.composite
def targets(draw: st.DrawFn) -> TargetFacts:
    low, high = sorted((draw(numbers), draw(numbers)))
    return TargetFacts(
        draw(st.sampled_from(comparators)),
        draw(st.sampled_from((low, None))),
        high,
        draw(st.none() | days),
        draw(st.none() | days),
        draw(st.sampled_from(kinds)),
        draw(st.sampled_from((True, True, False))),
        lasting=draw(st.booleans()),
    )


figures = st.builds(
    Figure,
    value=st.none() | numbers,
    missing_reason=st.just(""),
    as_of_on=st.none() | days,
    period_code=st.sampled_from(("", "2022", "2023-01", "2023-02", "2023-Q1", "2023", "SK05-NQTU-2023")),
    reported_verdict=st.sampled_from((None, None, "met", "not_met")),
) | st.builds(Figure, missing_reason=st.sampled_from(("no_data", "none_occurred", "not_collected", "not_applicable")))

cases = st.fixed_dictionaries(
    {
        "target": st.none() | targets(),
        "actual": st.none() | figures,
        "baseline": st.none() | st.tuples(numbers, days),
        "path": st.lists(st.tuples(days, numbers), max_size=3, unique_by=lambda point: point[0]).map(tuple),
        "period": st.sampled_from((None, parse("2023-01"), parse("2023-Q1"))),
        "report_due_on": st.none() | days,
        "freshness": st.builds(
            Freshness, st.sampled_from((None, "month", "quarter", "half", "year")), st.integers(0, 40)
        ),
        "direction": st.sampled_from(("up", "down", "none")),
        "final_day": st.none() | days,
        "tolerance_percent": st.sampled_from((0, 10, 25)),
    }
)


def _seen(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.code, verdict.reason, verdict.word


@settings(derandomize=True, max_examples=100, deadline=None)
@given(cases, days)
def test_recheck_on_is_the_first_later_day_on_which_the_verdict_changes(facts: dict[str, Any], on: date) -> None:
    verdict = rules.assess(**facts, on=on)
    later = (on + timedelta(days=n) for n in range(1, DAYS + 366 + 45))  # a year, the grace and some days more
    first = next((day for day in later if _seen(rules.assess(**facts, on=day)) != _seen(verdict)), None)
    assert verdict.recheck_on == first


@settings(derandomize=True, max_examples=800, deadline=None)
@given(cases, days)
def test_no_verdict_is_green_without_a_figure_and_every_one_explains_itself(facts: dict[str, Any], on: date) -> None:
    verdict = rules.assess(**facts, on=on)
    actual = facts["actual"]
    if actual is None or actual.value is None:
        assert verdict.code not in GREEN
        assert verdict.code != Code.REPORTED_MET or actual.reported_verdict == "met"
    assert verdict.code not in GREEN or facts["target"] is not None
    assert verdict.explanation[-1].startswith("Đánh giá tại ngày")
    assert "None" not in " ".join(verdict.explanation)


def _negated(value: D | None) -> D | None:
    return None if value is None else -value


def _mirrored(facts: dict[str, Any]) -> dict[str, Any]:
    """The same case with every number negated and every "more" a "less"."""
    aim, actual, baseline = facts["target"], facts["actual"], facts["baseline"]
    low, high = (aim.value_high, aim.value) if aim.comparator == "between" else (aim.value, aim.value_high)
    return facts | {
        "target": replace(
            aim, comparator=MIRROR.get(aim.comparator, aim.comparator), value=_negated(low), value_high=_negated(high)
        ),
        "actual": actual and replace(actual, value=_negated(actual.value)),
        "baseline": baseline and (-baseline[0], baseline[1]),
        "path": tuple((day, -value) for day, value in facts["path"]),
        "direction": MIRROR.get(facts["direction"], facts["direction"]),
    }


@settings(derandomize=True, max_examples=800, deadline=None)
@given(cases, days)
def test_what_should_fall_is_judged_as_the_mirror_of_what_should_rise(facts: dict[str, Any], on: date) -> None:
    aim = facts["target"]
    assume(aim is not None and aim.comparator != "done")  # yes and no have no mirror
    assume(aim.comparator != "between" or aim.value is not None)
    one, other = (rules.assess(**case, on=on) for case in (facts, _mirrored(facts)))
    assert one.code == other.code
    two_sided = aim.comparator in ("equal", "between", "maintain")
    assert two_sided or one.reason == MIRROR.get(other.reason, other.reason)
    assert one.gap == _negated(other.gap)
    assert one.expected == _negated(other.expected)
    assert (one.progress_percent, one.plan_percent) == (other.progress_percent, other.plan_percent)
    assert one.recheck_on == other.recheck_on


@settings(derandomize=True, max_examples=200, deadline=None)
@given(numbers, numbers, numbers, days)
def test_a_better_figure_never_has_a_worse_verdict(value: D, better: D, goal: D, on: date) -> None:
    assume(better >= value)
    order = [Code.OFF_TRACK, Code.NOT_MET, Code.BEHIND, Code.ON_TRACK, Code.MET, Code.EXCEEDED]
    aim = TargetFacts("at_least", goal, due_on=date(2023, 4, 1))
    ranks = [
        order.index(rules.assess(target=aim, actual=Figure(number, as_of_on=on), on=on, baseline=(D(-5), FIRST)).code)
        for number in (value, better)
    ]
    assert ranks == sorted(ranks)
