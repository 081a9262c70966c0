"""Means weighed by another indicator, the newest figure of several units, and nothing counted twice."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from indicators import actions
from indicators.actions import Refused
from indicators.derive import readings, sums
from indicators.models import Indicator, Reading, Series, Standing
from indicators.rebuild import compare
from indicators.rules import CannotRollUp, Method, Part, roll_up_units
from portal.accounts.roles import Role
from portal.periods.actions import ensure_period
from portal.units.models import AdminUnit
from tests.builders import make_unit, make_user, place
from tests.indicators.builders import dak_song_with_communes, make_indicator, make_series, report_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Indicator:
    return make_indicator("population", unit_of_measure="người")


@pytest.fixture
def income(people) -> Indicator:
    fields = {"kind": "level", "unit_of_measure": "triệu đồng/người", "unit_rollup": "weighted", "precision": 2}
    return make_indicator("income", name="Thu nhập bình quân đầu người", weight=people, **fields)


@pytest.fixture
def price(db) -> Indicator:
    return make_indicator("price", name="Giá đất", kind="level", unit_of_measure="đồng", unit_rollup="last")


def figure(unit: AdminUnit, indicator: Indicator, value: str | None, period: str = "2022", **fields: object) -> None:
    series, _ = Series.objects.get_or_create(unit=unit, indicator=indicator)
    number = {"missing_reason": "no_data"} if value is None else {"value": Decimal(value)}
    report_figure(series, ensure_period(period), **number, **fields)


def reading(unit: AdminUnit, indicator: Indicator, period: str = "2022") -> Reading:
    return Reading.objects.get(series__unit=unit, series__indicator=indicator, period=ensure_period(period))


def counted(row: Reading) -> tuple[Decimal | None, int, int]:
    return row.value, row.parts_reported, row.parts_of


def test_a_mean_is_weighed_by_the_people_of_each_commune(people, income):
    district, one, two = dak_song_with_communes()
    for unit, earned, count in ((one, "30", "1000"), (two, "60", "2000")):
        figure(unit, income, earned)
        figure(unit, people, count)
    assert counted(reading(district, income)) == (Decimal(50), 2, 2)
    assert compare().different == 0


def test_a_commune_without_its_weight_is_not_in_the_mean_and_the_count_says_so(people, income):
    district, one, two = dak_song_with_communes()
    figure(one, income, "30")
    figure(two, income, "60")
    assert counted(reading(district, income)) == (None, 0, 2)
    figure(one, people, "1000")
    assert counted(reading(district, income)) == (Decimal(30), 1, 2)
    figure(two, people, None)
    assert counted(reading(district, income)) == (Decimal(30), 1, 2)
    figure(two, people, "500")
    assert counted(reading(district, income)) == (Decimal(40), 2, 2)


def test_another_weight_takes_the_means_again_and_a_wrong_one_is_refused(people, income):
    district, one, two = dak_song_with_communes()
    workers = make_indicator("workers", name="Lao động", unit_of_measure="người")
    for unit, earned, count, working in ((one, "30", "1", "3"), (two, "60", "1", "1")):
        figure(unit, income, earned)
        figure(unit, people, count)
        figure(unit, workers, working)
    admin = make_user(Role.ADMIN)
    assert reading(district, income).value == 45
    actions.set_weight(income, workers, by=admin)
    assert reading(district, income).value == Decimal("37.5")
    assert Standing.objects.get(series__unit=district, series__indicator=income).value == Decimal("37.5")
    assert compare().different == 0
    with pytest.raises(Refused, match="không tổng hợp bằng bình quân gia quyền"):
        actions.set_weight(people, workers, by=admin)
    with pytest.raises(Refused, match="chính nó"):
        actions.set_weight(income, income, by=admin)


def test_a_mean_of_districts_weighs_what_the_districts_add_up_to(people, income):
    district, one, two = dak_song_with_communes()
    province, other = make_unit("67", "province", "Tỉnh Đắk Nông"), make_unit("664", "district", "Huyện Đắk Mil")
    place(district, province)
    place(other, province)
    for unit, earned, count in ((one, "30", "1000"), (two, "60", "2000"), (other, "20", "1000")):
        figure(unit, income, earned)
        figure(unit, people, count)
    assert counted(reading(province, income)) == (Decimal("42.5"), 2, 2)  # (50 × 3000 + 20 × 1000) ÷ 4000
    figure(two, people, "6000")
    assert reading(province, income).value == round(Decimal(1000 * 30 + 6000 * 60 + 20 * 1000) / 8000, 4)
    assert compare().different == 0


def test_the_newest_figure_stands_for_the_district(price):
    district, one, two = dak_song_with_communes()
    figure(one, price, "100", as_of_on=date(2022, 3, 1))
    figure(two, price, "90", as_of_on=date(2022, 9, 1))
    row = reading(district, price)
    assert (*counted(row), row.as_of_on) == (90, 2, 2, date(2022, 9, 1))


def test_two_newest_figures_that_differ_leave_none(price):
    district, one, two = dak_song_with_communes()
    figure(one, price, "100")
    figure(two, price, "90")
    assert counted(reading(district, price)) == (None, 0, 2)
    figure(two, price, "100")
    assert counted(reading(district, price)) == (Decimal(100), 2, 2)
    assert compare().different == 0


def test_a_missing_figure_is_not_the_newest(price):
    district, one, two = dak_song_with_communes()
    figure(one, price, "100", as_of_on=date(2022, 3, 1))
    figure(two, price, None, as_of_on=date(2022, 9, 1))
    assert counted(reading(district, price)) == (Decimal(100), 1, 2)


def test_the_newest_ratio_keeps_its_parts():
    ratio = make_indicator("latest_roads", kind="ratio", unit_of_measure="%", unit_rollup="last", numerator_name="km")
    district, one, two = dak_song_with_communes()
    for unit, day, km in ((one, date(2022, 3, 1), "40"), (two, date(2022, 9, 1), "50")):
        series = make_series(unit, ratio)
        report_figure(
            series, ensure_period("2022"), numerator=Decimal(km), denominator=Decimal(80), as_of_on=day, known_on=day
        )
    row = reading(district, ratio)
    assert (row.numerator, row.denominator, row.value, row.parts_reported) == (50, 80, None, 2)


def test_the_statement_agrees_with_the_rule_for_any_figures(people, income):
    dice = Random(7)
    district = make_unit("665", "district", "Huyện Đắk Song")
    communes = [make_unit(f"247{number:02}", "commune", f"Xã {number}") for number in range(8)]
    for commune in communes:
        place(commune, district)
    for year in range(2010, 2020):
        parts, weights = [], []
        for commune in communes:
            earned = dice.choice([None, str(Decimal(dice.randint(0, 99_999)) / 100)])
            weight = dice.choice([None, str(dice.randint(0, 50_000))])
            figure(commune, income, earned, str(year))
            figure(commune, people, weight, str(year))
            parts.append(Part(value=earned and Decimal(earned)))
            weights.append(weight and Decimal(weight))
        row, wanted = reading(district, income, str(year)), roll_up_units(Method.WEIGHTED, parts, weights)
        if isinstance(wanted, CannotRollUp) or wanted.value is None:
            assert (row.value, row.parts_reported) == (None, 0)
        else:
            assert (row.value, row.parts_reported) == (round(wanted.value, 4), wanted.reported)


def test_a_figure_is_never_counted_beside_its_own_parts(people):
    """The district's own 320 people stand for its communes' 300: the province has 320, not 620."""
    district, one, two = dak_song_with_communes()
    province = make_unit("67", "province", "Tỉnh Đắk Nông")
    place(district, province)
    figure(one, people, "100")
    figure(two, people, "200")
    assert reading(province, people).value == 300
    figure(district, people, "320")
    assert (reading(province, people).value, reading(district, people).value) == (320, 300)
    assert compare().different == 0


def test_without_that_rule_the_province_would_count_twice(people, monkeypatch):
    """Negative control: a statement that adds own figure and reading."""
    district, one, two = dak_song_with_communes()
    province = make_unit("67", "province", "Tỉnh Đắk Nông")
    place(district, province)
    figure(one, people, "100")
    figure(two, people, "200")
    figure(district, people, "320")
    own_or_reading = "CASE WHEN o.id IS NOT NULL THEN o.value ELSE r.value END END"
    both = "COALESCE(o.value, 0) + COALESCE(r.value, 0) END"
    assert own_or_reading in readings.SUMS
    monkeypatch.setattr(readings, "SUMS", readings.SUMS.replace(own_or_reading, both))
    series = Series.objects.get(unit=province, indicator=people)
    assert sums([(series.pk, ensure_period("2022").pk)])[0][4] == 620
