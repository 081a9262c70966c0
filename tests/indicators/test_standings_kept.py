"""Standings that are carried on figure by figure are what the whole history makes of them."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import derive, rebuild
from indicators.models import Observation, Series, Standing
from portal.periods.actions import ensure_period
from portal.periods.models import Period
from tests.indicators.builders import dak_song_with_communes, make_indicator, make_series, report_figure

pytestmark = pytest.mark.django_db


def months(count: int) -> list[Period]:
    """Months from January 2021."""
    return [ensure_period(f"{2021 + n // 12}-{n % 12 + 1:02}") for n in range(count)]


def roads() -> tuple[Series, Series, Series]:
    """The roads of Đắk Song, rolled up, and of two of its communes."""
    district, *communes = dak_song_with_communes()
    indicator = make_indicator()
    return make_series(district, indicator, is_derived=True), *(make_series(one, indicator) for one in communes)


def report(series: Series, period: Period, kilometres: int) -> None:
    """Kilometres of 100 that are paved."""
    report_figure(series, period, numerator=Decimal(kilometres), denominator=Decimal(100))


def orders() -> Iterator[list[int]]:
    """Thirty months as they come, backwards, and shuffled."""
    yield list(range(30))
    yield list(range(30))[::-1]
    for seed in (1, 2):
        yield Random(seed).sample(range(30), 30)


@pytest.mark.parametrize("order", list(orders()))
def test_a_standing_does_not_depend_on_the_order_in_which_figures_come(order: list[int]) -> None:
    _, first, second = roads()
    periods = months(30)
    for number in order:
        report(first, periods[number], 30 + number)
        report(second, periods[number], 60)
    report(second, periods[29], 61)
    report(second, periods[11], 62)

    found = rebuild.compare()

    assert (found.checked, found.different) == (33, 0)
    assert Standing.objects.get(series=second).points.split()[-2:] == ["60.00", "61.00"]


def test_a_standing_whose_points_were_tampered_with_is_found_by_the_comparison() -> None:
    _, first, _ = roads()
    for number, period in enumerate(months(3)):
        report(first, period, 40 + number)
    Standing.objects.filter(series=first).update(points="40.00 41.00 99.00")

    assert rebuild.compare().different == 1


def test_the_latest_figure_withdrawn_leaves_the_one_before() -> None:
    _, first, _ = roads()
    periods = months(3)
    for number, period in enumerate(periods):
        report(first, period, 40 + number)
    Observation.objects.filter(period=periods[2]).update(status="withdrawn")

    derive.refresh([(first.pk, periods[2].pk)], on=periods[2].as_of_on + timedelta(days=1))

    standing = Standing.objects.get(series=first)
    assert (standing.period, standing.points) == (periods[1], "40.00 41.00")
    assert rebuild.compare().different == 0


def test_the_next_figure_asks_as_many_questions_as_the_first_ones_did() -> None:
    _, first, _ = roads()
    periods = months(40)
    for period in periods[:2]:
        report(first, period, 40)
    with CaptureQueriesContext(connection) as early:
        report(first, periods[2], 41)
    for period in periods[3:39]:
        report(first, period, 40)
    with CaptureQueriesContext(connection) as late:
        report(first, periods[39], 42)

    assert len(late) == len(early)
    assert not any("ROW_NUMBER" in query["sql"] for query in late.captured_queries)
