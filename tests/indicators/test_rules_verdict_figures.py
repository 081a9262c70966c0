"""Verdicts where the figure is old, missing, or judged by its source, and where the target has no number."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from indicators import rules
from indicators.rules import Figure, Freshness, TargetFacts, Verdict
from portal.periods.rules import parse

DUE = date(2025, 12, 31)
END = date(2026, 3, 1)
AT_LEAST_90 = TargetFacts("at_least", D(90), due_on=DUE)


def judged(aim: TargetFacts | None, *, seen: date, known: date = DUE, **facts: Any) -> Verdict:
    return rules.assess(target=aim, actual=Figure(D(95), as_of_on=known), on=seen, **facts)


@pytest.mark.parametrize(
    ("known", "frequency", "grace", "last_fresh_day"),
    [
        ("2022-12-31", "year", 0, "2023-12-31"),
        ("2022-12-31", "year", 30, "2024-01-30"),
        ("2023-02-28", "month", 0, "2023-03-31"),  # the last day of one month leads to the last of the next
        ("2023-01-31", "month", 0, "2023-02-28"),
        ("2024-02-29", "year", 0, "2025-02-28"),
        ("2023-02-28", "year", 0, "2024-02-29"),
        ("2023-08-14", "month", 5, "2023-09-19"),
        ("2023-06-30", "quarter", 0, "2023-09-30"),
        ("2023-06-30", "half", 0, "2023-12-31"),
    ],
)
def test_a_figure_is_stale_on_the_shown_day_after_frequency_and_grace(
    known: str, frequency: str, grace: int, last_fresh_day: str
) -> None:
    facts = {"known": date.fromisoformat(known), "freshness": Freshness(frequency, grace)}
    last, aim = date.fromisoformat(last_fresh_day), AT_LEAST_90
    fresh = judged(aim, seen=last, **facts)
    assert fresh.code == "not_due"
    assert judged(aim, seen=fresh.recheck_on, **facts).code == "stale"
    assert (fresh.recheck_on - last).days == 1


def test_without_a_frequency_nothing_is_stale_and_a_settled_verdict_never_is() -> None:
    far = date(2045, 1, 1)
    assert judged(None, seen=far).code == "no_target"
    assert judged(AT_LEAST_90, seen=far, freshness=Freshness("year", 30)).code == "exceeded"
    assert judged(None, seen=far, freshness=Freshness("year", 30)).code == "stale"


@pytest.mark.parametrize(
    ("said", "aim", "code"),
    [
        ("not_met", None, "reported_not_met"),  # năng suất lao động: mục tiêu không nêu trong nguồn
        ("met", None, "reported_met"),  # tỷ trọng công nghiệp tăng trưởng theo đúng định hướng
        ("met", TargetFacts("qualitative", kind="qualitative"), "reported_met"),
        ("not_met", TargetFacts("at_least", None), "reported_not_met"),
        ("met", TargetFacts("at_least", D(90), due_on=DUE), "not_met"),  # a number is judged by the number
        (None, None, "no_target"),
        (None, TargetFacts("qualitative", kind="qualitative"), "no_target"),
        (None, TargetFacts("at_least", D(1), kind="orientation"), "no_target"),
        (None, TargetFacts("at_least", None), "no_target"),
        (None, TargetFacts("maintain"), "no_target"),
        (None, TargetFacts("between", D(8)), "no_target"),
    ],
)
def test_without_a_number_the_source_has_the_word_or_nobody(said: str | None, aim: TargetFacts, code: str) -> None:
    actual = Figure(D("3.7"), as_of_on=DUE, reported_verdict=said)
    assert rules.assess(target=aim, actual=actual, on=END).code == code


def test_the_source_may_judge_what_has_no_number_but_not_what_it_says_is_missing() -> None:
    stated = Figure(None, as_of_on=DUE, reported_verdict="met")
    assert rules.assess(target=None, actual=stated, on=END).code == "reported_met"
    missing = Figure(None, "no_data", DUE, reported_verdict="met")
    assert rules.assess(target=None, actual=missing, on=END).code == "no_report"


MISSING = (  # the reason given, not yet due, due
    ("", ("not_due", "report_not_due"), ("no_report", "not_reported")),
    ("no_data", ("not_due", "no_data"), ("no_report", "no_data")),
    ("none_occurred", ("not_due", "none_occurred"), ("no_report", "none_occurred")),
    ("not_collected", ("not_due", "not_collected"), ("no_report", "not_collected")),
    ("not_applicable", ("not_applicable", "not_applicable"), ("not_applicable", "not_applicable")),
)


@pytest.mark.parametrize(("why", "early", "late"), MISSING)
@pytest.mark.parametrize("aim", [AT_LEAST_90, TargetFacts("at_most", D(5), due_on=DUE), None])
def test_a_missing_figure_keeps_its_reason_and_is_never_0(
    aim: TargetFacts | None, why: str, early: tuple[str, str], late: tuple[str, str]
) -> None:
    for seen, found in ((DUE, early), (date(2026, 1, 1), late)):
        verdict = rules.assess(target=aim, actual=Figure(None, why), on=seen, report_due_on=DUE)
        assert (verdict.code, verdict.reason) == found
        assert (verdict.gap, verdict.progress_percent, verdict.plan_percent) == (None, None, None)


def test_what_is_due_is_the_report_then_its_period_then_the_target() -> None:
    aim, period, day = AT_LEAST_90, parse("2023-Q3"), date(2023, 10, 2)
    ask = {"target": aim, "actual": None, "on": day}
    assert rules.assess(**ask, report_due_on=date(2023, 10, 5), period=period).code == "not_due"
    assert rules.assess(**ask, report_due_on=date(2023, 10, 1), period=period).code == "no_report"
    assert rules.assess(**ask, period=period).code == "no_report"
    assert rules.assess(**ask, period=parse("2023")).code == "not_due"
    assert rules.assess(**ask).code == "not_due"
    assert rules.assess(target=None, actual=None, on=day).code == "no_report"
