"""Findings about figures of small worlds: what is compared with what."""

from datetime import date
from decimal import Decimal as D

import pytest

from indicators import actions
from indicators.actions import refresh_findings
from indicators.models import Finding, Indicator
from portal.periods.actions import ensure_period
from tests.indicators.builders import dak_song_with_communes, make_indicator, make_place, make_series, report_figure

pytestmark = pytest.mark.django_db


def test_the_roll_up_of_all_communes_is_held_against_the_districts_own_figure(db):
    district, *communes = dak_song_with_communes()
    people = make_indicator("population", kind=Indicator.Kind.LEVEL)
    places = [make_place(unit, people, "2022") for unit in communes]
    own = make_series(district, people)
    report_figure(own, places[0].period, value=D(9000))
    report_figure(places[0].series, places[0].period, value=D(5000))
    refresh_findings(on=date(2023, 1, 31))
    assert not Finding.objects.exists()  # one of two communes has reported: nothing to compare with yet
    report_figure(places[1].series, places[1].period, value=D(4100))
    refresh_findings(on=date(2023, 1, 31))
    (asked,) = Finding.objects.all()
    assert (asked.rule, asked.series) == ("roll_up_differs", own)
    assert "9.000 người" in asked.message and "9.100 người" in asked.message


def test_history_of_the_same_kind_of_period_is_looked_at(db):
    place = make_place(dak_song_with_communes()[0], make_indicator(), "2021")
    for period, denominator in (("2019", "110.43"), ("2020", "110.43"), ("2020-Q1", "55.00")):
        report_figure(place.series, ensure_period(period), numerator=D("50"), denominator=D(denominator))
    refresh_findings(on=date(2021, 1, 31))
    assert not Finding.objects.exists()
    report_figure(place.series, place.period, numerator=D("50"), denominator=D("120.00"))
    refresh_findings(on=date(2021, 1, 31))
    assert [(one.rule, one.period.code) for one in Finding.objects.all()] == [("denominator_changed", "2021")]


@pytest.mark.parametrize(("period", "value", "found"), [("2026-9M", "100", True), ("2026-9M", "130", False),
                                                        ("2026-H2", "100", False)])  # fmt: skip
def test_a_sum_from_the_new_year_on_does_not_fall(db, period, value, found):
    unit = dak_song_with_communes()[0]
    output = make_indicator("output", kind=Indicator.Kind.FLOW, period_rollup=Indicator.PeriodRollup.SUM)
    series = make_series(unit, output)
    report_figure(series, ensure_period("2026-H1"), value=D(120))
    report_figure(series, ensure_period(period), value=D(value))
    refresh_findings(on=date(2027, 1, 1))
    assert [one.rule for one in Finding.objects.all()] == (["cumulative_falls"] if found else [])


def test_an_approval_looks_at_the_units_figures_once_it_is_committed(db, django_capture_on_commit_callbacks):
    place = make_place(dak_song_with_communes()[0], make_indicator(), "2021")
    report_figure(place.series, ensure_period("2020"), numerator=D("102.85"), denominator=D("110.43"))
    place.enter("102.85", "120.00")
    place.submit()
    with django_capture_on_commit_callbacks(execute=True):
        actions.approve_and_check(place.report, by=place.leader)
        assert not Finding.objects.exists()  # nothing of it in the hot transaction
    assert "denominator_changed" in {one.rule for one in Finding.objects.all()}


def test_a_big_report_waits_for_the_daily_check(db, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("indicators.actions.checking.FEW", 0)
    place = make_place(dak_song_with_communes()[0], make_indicator(), "2021")
    place.enter()
    place.submit()
    with django_capture_on_commit_callbacks() as callbacks:
        actions.approve_and_check(place.report, by=place.leader)
    assert callbacks == []
