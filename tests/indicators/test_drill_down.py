"""What a figure came from: the rows listed under it add up to the number that is shown, to the last digit."""

from decimal import Decimal

import pytest
from django.test import Client

from indicators import actions
from indicators.drill_down import breakdown, sums_of_years
from indicators.models import Indicator, Observation, Reading, Series
from indicators.rules.derivations import Operation, Role, Wanted
from portal.accounts.roles import Role as UserRole
from portal.periods.actions import ensure_period
from portal.units.models import AdminUnit
from tests.builders import make_unit, make_user, place
from tests.indicators.builders import ROADS, dak_song_with_communes, make_indicator, make_series, report_figure

pytestmark = pytest.mark.django_db
# The five classes of roads of the report of Đắk Song, km paved of km in all: 449,66/597,60 together.
CLASSES = {
    "district": ("47.78", "52.29"),
    "urban": ("24.54", "28.32"),
    "commune": ("102.85", "110.43"),
    "village": ("171.98", "206.86"),
    "field": ("102.51", "199.70"),
}
SHARES = (Decimal("0.37"), Decimal("0.41"))  # of the first two communes; the third has the rest
KM = {"kind": "level", "unit_of_measure": "km", "unit_rollup": "sum", "precision": 2}


def three_communes() -> tuple[AdminUnit, list[AdminUnit]]:
    district, *communes = dak_song_with_communes()
    communes.append(make_unit("24717", "commune", "Thị trấn Đức An"))
    place(communes[-1], district)
    return district, communes


def divided(number: str) -> list[Decimal]:
    """The kilometres of a class over three communes."""
    parts = [round(Decimal(number) * share, 2) for share in SHARES]
    return [*parts, Decimal(number) - sum(parts)]


def page_of(code: str, unit: AdminUnit, period: str = "2022") -> tuple[Series, Reading, object]:
    series = Series.objects.with_address(code, unit.slug).get()
    readings = list(Reading.objects.of_series(series).reported())
    found = breakdown(series, readings, period)
    return series, next(one for one in readings if one.period.code == period), found


@pytest.mark.parametrize("road", CLASSES)
def test_the_communes_of_each_class_of_roads_add_up_to_the_district(road):
    district, communes = three_communes()
    roads, period = make_indicator(f"road_paved_{road}", **ROADS), ensure_period("2022")
    paved, whole = map(divided, CLASSES[road])
    for commune, numerator, denominator in zip(communes, paved, whole, strict=True):
        report_figure(make_series(commune, roads), period, numerator=numerator, denominator=denominator)
    _, reading, found = page_of(roads.code, district)
    rows = [one.row for one in found.components if one.counts]
    assert len(rows) == 3
    assert sum(row.numerator for row in rows) == reading.numerator == Decimal(CLASSES[road][0])
    assert sum(row.denominator for row in rows) == reading.denominator == Decimal(CLASSES[road][1])
    assert all(one.url for one in found.components)


def test_the_five_classes_add_up_to_449_66_of_597_60_kilometres_or_75_24_percent():
    district, communes = three_communes()
    admin, period = make_user(UserRole.ADMIN), ensure_period("2022")
    for place_, numbers in enumerate(("paved", "whole")):
        make_indicator(numbers, name=f"Tổng km {numbers}", **KM)
        for road, figures in CLASSES.items():
            one = make_indicator(f"{numbers}_{road}", name=f"{road} {numbers}", **KM)
            for commune, km in zip(communes, divided(figures[place_]), strict=True):
                report_figure(make_series(commune, one), period, value=km)
        terms = tuple((Role.TERM, f"{numbers}_{road}") for road in CLASSES)
        actions.define_derivation(Wanted(numbers, Operation.SUM, terms), by=admin)
    make_indicator("share", name="Tỷ lệ", kind="ratio", unit_of_measure="%", unit_rollup="none", precision=2)
    share = Wanted("share", Operation.SHARE, ((Role.PART, "paved"), (Role.WHOLE, "whole")))
    actions.define_derivation(share, by=admin)

    for numbers, total in (("paved", "449.66"), ("whole", "597.60")):
        _, reading, found = page_of(numbers, district)
        assert [one.figure.number for one in found.components] == [
            f"{CLASSES[road][numbers == 'whole'].replace('.', ',')}" for road in CLASSES
        ]
        assert sum(one.row.value for one in found.components) == reading.value == Decimal(total)
    _, reading, found = page_of("share", district)
    assert [one.row.value for one in found.components] == [reading.numerator, reading.denominator]
    assert found.figure.text == "75,24%"


def test_what_did_not_go_in_is_listed_and_says_why():
    district, communes = three_communes()
    people = make_indicator("population", unit_of_measure="người")
    weighted = {"kind": "level", "unit_of_measure": "triệu đồng", "unit_rollup": "weighted", "weight": people}
    income = make_indicator("income", name="Thu nhập", **weighted)
    period = ensure_period("2022")
    for commune, earned in zip(communes, ("30", "60", None), strict=True):
        number = {"value": Decimal(earned)} if earned else {"missing_reason": "no_data"}
        report_figure(make_series(commune, income), period, **number)
    report_figure(make_series(communes[0], people), period, value=Decimal(1000))
    _, reading, found = page_of("income", district)
    remarks = {one.name: one.remark for one in found.components}
    assert remarks == {
        str(communes[0]): "",
        str(communes[1]): "chưa có quyền số, không tính vào",
        str(communes[2]): "chưa có số liệu, không tính vào",
    }
    assert (reading.value, reading.parts_reported, reading.parts_of) == (30, 1, 3)


def test_a_year_is_added_from_its_months_and_nothing_is_stored():
    district, *_ = dak_song_with_communes()
    flow = make_indicator("revenue", kind="flow", unit_of_measure="tỷ đồng", period_rollup="sum", precision=1)
    series = make_series(district, flow)
    for month in range(1, 8):
        report_figure(series, ensure_period(f"2023-{month:02}"), value=Decimal("10.5"))
    report_figure(series, ensure_period("2023"), value=Decimal(80))
    report_figure(series, ensure_period("2022-Q2"), value=Decimal(20))
    figures = list(Observation.objects.of_series(series))
    found = sums_of_years(series, figures, [])
    assert [(one.period, one.figure.text, one.words, one.own and one.own.text) for one in found] == [
        ("Năm 2023", "73,5\xa0tỷ đồng", "hệ thống cộng từ 7/12 tháng", "80,0\xa0tỷ đồng"),
        ("Năm 2022", "20,0\xa0tỷ đồng", "hệ thống cộng từ 1/4 quý", None),
    ]
    assert not Reading.objects.of_series(series).exists()


def test_levels_of_months_are_not_added_and_what_has_no_rule_is_left_alone():
    district, *_ = dak_song_with_communes()
    for code, rule, words in (
        ("stock", "last", ["hệ thống lấy số cuối kỳ từ 2/12 tháng"]),
        ("other", "none", []),
    ):
        level = make_indicator(code, kind="level", unit_of_measure="người", period_rollup=rule)
        series = make_series(district, level)
        for month, value in ((1, 5), (2, 7)):
            report_figure(series, ensure_period(f"2023-{month:02}"), value=Decimal(value))
        found = sums_of_years(series, list(Observation.objects.of_series(series)), [])
        assert [one.words for one in found] == words
        assert [one.figure.number for one in found] == ["7"] * len(words)


def test_the_page_lists_the_rows_with_links_and_chooses_the_period(client: Client):
    district, communes = three_communes()
    people = make_indicator("population", unit_of_measure="người")
    for year, count in (("2021", 100), ("2022", 110)):
        for commune in communes:
            report_figure(
                Series.objects.get_or_create(unit=commune, indicator=people)[0], ensure_period(year), value=count
            )
    client.force_login(make_user(UserRole.REVIEWER))
    address = Series.objects.get(unit=district, indicator=people).get_absolute_url()
    latest = client.get(address, secure=True).content.decode()
    assert "Năm 2022: 330\xa0người từ đâu" in latest
    for commune in communes:
        assert f'<a href="{Series.objects.get(unit=commune, indicator=people).get_absolute_url()}">' in latest
    earlier = client.get(f"{address}?ky=2021", secure=True).content.decode()
    assert "Năm 2021: 300\xa0người từ đâu" in earlier
    assert Indicator.objects.filter(derivation__isnull=False).count() == 0
