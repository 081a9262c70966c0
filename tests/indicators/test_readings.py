"""Roll-ups: what a unit's communes make of it, and that everything derived can be computed again."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from indicators import actions
from indicators.models import Observation, Reading, Series, Standing
from indicators.rebuild import Compared, compare, rebuild
from portal.history.models import Event
from portal.periods.actions import ensure_period
from portal.units.models import UnitSuccession
from tests.builders import make_unit, place
from tests.indicators.builders import dak_song_with_communes, make_indicator, make_place, make_series, report_figure

MERGED_ON = date(2025, 7, 1)


@pytest.fixture
def roads(db):
    return make_indicator()


@pytest.fixture
def communes(roads):
    """Two communes of Đắk Song that have entered 51,40 of 55,20 and 51,45 of 55,23 km, not approved yet."""
    district, *units = dak_song_with_communes()
    places = [make_place(unit, roads) for unit in units]
    places[0].enter("51.40", "55.20")
    places[1].enter("51.45", "55.23")
    return district, *places


def approve(*places) -> None:
    for one in places:
        one.submit()
        one.approve()


def reading_of(unit, indicator, period="2022") -> Reading | None:
    return Reading.objects.filter(series__unit=unit, series__indicator=indicator, period=ensure_period(period)).first()


def test_two_approved_communes_make_the_district(communes, roads):
    district, one, two = communes
    approve(one, two)
    reading = reading_of(district, roads)
    assert (reading.numerator, reading.denominator) == (Decimal("102.85"), Decimal("110.43"))
    assert (reading.parts_reported, reading.parts_of, reading.value) == (2, 2, None)
    standing = Standing.objects.get(series=reading.series)
    assert (standing.numerator, standing.observation_ref, standing.parts_reported) == (Decimal("102.85"), None, 2)


def test_what_is_not_approved_counts_nowhere(communes, roads):
    district, one, two = communes
    assert reading_of(district, roads) is None
    approve(one)
    reading = reading_of(district, roads)
    assert (reading.numerator, reading.parts_reported, reading.parts_of) == (Decimal("51.4"), 1, 2)


def test_a_correction_of_a_commune_changes_the_district(communes, roads):
    district, one, two = communes
    approve(one, two)
    actions.reopen(one.report, by=one.leader, reason="Đo lại")
    one.enter("51.65", "55.20")
    approve(one)
    assert reading_of(district, roads).numerator == Decimal("103.1")


def test_the_districts_own_figure_wins_over_the_reading_and_both_are_kept(communes, roads):
    district, one, two = communes
    approve(one, two)
    series = Series.objects.get(unit=district, indicator=roads)
    report_figure(series, one.period, numerator=Decimal("103.10"), denominator=Decimal("110.43"))
    standing = Standing.objects.get(series=series)
    assert (standing.numerator, standing.parts_reported) == (Decimal("103.1"), None)
    assert reading_of(district, roads).numerator == Decimal("102.85")


def test_a_province_counts_the_districts_own_figure_never_its_communes_beside_it(communes, roads):
    district, one, two = communes
    province = make_unit("67", "province", "Tỉnh Đắk Nông")
    place(district, province)
    approve(one, two)
    assert reading_of(province, roads).numerator == Decimal("102.85")
    report_figure(
        Series.objects.get(unit=district, indicator=roads), one.period,
        numerator=Decimal("103.10"), denominator=Decimal("110.43"),
    )  # fmt: skip
    reading = reading_of(province, roads)
    assert (reading.numerator, reading.parts_reported, reading.parts_of) == (Decimal("103.1"), 1, 1)


def test_a_missing_figure_is_never_zero(communes, roads):
    district, one, two = communes
    one.enter(None, None, missing_reason="no_data")
    approve(one, two)
    reading = reading_of(district, roads)
    assert (reading.numerator, reading.denominator) == (Decimal("51.45"), Decimal("55.23"))
    assert (reading.parts_reported, reading.parts_of) == (1, 2)


def test_when_nobody_has_a_figure_the_district_has_none_either(communes, roads):
    district, one, two = communes
    one.enter(None, None, missing_reason="no_data")
    approve(one)
    reading = reading_of(district, roads)
    assert (reading.numerator, reading.value, reading.parts_reported) == (None, None, 0)
    assert not Standing.objects.filter(series=reading.series).exists()


def test_a_commune_to_which_an_indicator_does_not_apply_is_not_waited_for(communes, roads):
    district, one, two = communes
    one.enter(None, None, missing_reason="not_applicable")
    approve(one, two)
    reading = reading_of(district, roads)
    assert (reading.parts_reported, reading.parts_of) == (1, 1)


def test_an_approved_zero_is_a_figure(db):
    population = make_indicator("population", unit_of_measure="người")
    district, one, two = dak_song_with_communes()
    period = ensure_period("2022")
    report_figure(make_series(one, population), period, value=Decimal(0))
    report_figure(make_series(two, population), period, value=Decimal(5312))
    reading = reading_of(district, population)
    assert (reading.value, reading.parts_reported) == (Decimal(5312), 2)


def test_an_indicator_without_a_rule_is_not_rolled_up(db):
    growth = make_indicator("growth", kind="rate", unit_of_measure="%/năm", unit_rollup="none", precision=2)
    district, one, _ = dak_song_with_communes()
    report_figure(make_series(one, growth), ensure_period("2022"), value=Decimal("8.14"))
    assert not Reading.objects.exists()


def test_binary_arithmetic_leaves_no_trace_in_a_sum(roads):
    district = make_unit("665", "district", "Huyện Đắk Song")
    period = ensure_period("2022")
    for number, length in enumerate(["47.78", "24.54", "102.85", "171.98", "102.51"]):
        commune = make_unit(f"2470{number}", "commune", f"Xã {number}")
        place(commune, district)
        report_figure(make_series(commune, roads), period, numerator=Decimal(length), denominator=Decimal("199.70"))
    reading = reading_of(district, roads)
    assert (str(reading.numerator), str(reading.denominator)) == ("449.6600", "998.5000")


def merged_units():
    """Đắk Song with Thuận Hà and Thuận Hạnh until 30/6/2025; since then the new Thuận Hạnh, right under Lâm Đồng."""
    old = {"valid_to": MERGED_ON}
    district = make_unit("665", "district", "Huyện Đắk Song", **old)
    communes = [
        make_unit("24722", "commune", "Xã Thuận Hà", **old),
        make_unit("24724", "commune", "Xã Thuận Hạnh", **old),
    ]
    for commune in communes:
        place(commune, district)
    lam_dong = make_unit("68", "province", "Tỉnh Lâm Đồng")
    new = make_unit("24722", "commune", "Xã Thuận Hạnh", valid_from=MERGED_ON)
    place(new, lam_dong)
    for commune in communes:
        UnitSuccession.objects.create(
            predecessor=commune, successor=new, kind="merged", share=1, effective_on=MERGED_ON
        )
    return district, communes, lam_dong, new


def test_merged_units_roll_up_on_the_day_of_each_period(roads):
    district, communes, lam_dong, new = merged_units()
    for commune, length in zip(communes, ["51.40", "51.45"], strict=True):
        figure = {"numerator": Decimal(length), "denominator": Decimal("60")}
        report_figure(make_series(commune, roads), ensure_period("2024"), **figure)
    report_figure(make_series(new, roads), ensure_period("2026"), numerator=Decimal("104"), denominator=Decimal("120"))
    assert reading_of(district, roads, "2024").numerator == Decimal("102.85")
    assert reading_of(lam_dong, roads, "2026").numerator == Decimal("104")
    assert reading_of(district, roads, "2026") is None
    assert reading_of(lam_dong, roads, "2024") is None
    assert compare().different == 0


def test_everything_derived_equals_what_is_computed_again(communes, roads):
    district, one, two = communes
    place(district, make_unit("67", "province", "Tỉnh Đắk Nông"))
    approve(one, two)
    found = compare()
    assert found == Compared(checked=2 + 4, different=0)  # two readings; standings of both communes and above


CORRUPTIONS = {
    "a reading with another sum": lambda: Reading.objects.update(numerator=Decimal("102.86")),
    "a reading that counts a part twice": lambda: Reading.objects.update(parts_reported=3),
    "a missing reading": lambda: Reading.objects.all().delete(),
    "a surplus reading": lambda: Reading.objects.create(
        series=Series.objects.filter(unit__level="commune").first(), period=ensure_period("2022"),
        numerator=1, denominator=2, parts_reported=1, parts_of=1, as_of_on=date(2022, 12, 31),
    ),
    "a standing with another verdict": lambda: Standing.objects.filter(series__unit__level="commune").update(
        verdict="met"
    ),
    "a standing with other points": lambda: Standing.objects.update(points="1 2 3"),
    "a missing standing": lambda: Standing.objects.filter(series__unit__level="commune").delete(),
    "a surplus standing": lambda: Observation.objects.update(status="withdrawn"),
}  # fmt: skip


@pytest.mark.parametrize("corrupt", CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_a_corrupted_row_is_found_and_repaired(communes, corrupt):
    _, one, two = communes
    approve(one, two)
    corrupt()
    assert compare().different > 0
    assert rebuild().different > 0
    assert compare().different == 0


def test_a_verdict_of_an_earlier_day_is_no_difference(communes):
    _, one, two = communes
    approve(one, two)
    Standing.objects.update(judged_on=date(2023, 8, 30))
    assert compare().different == 0


def test_a_rebuild_that_finds_nothing_writes_nothing(communes):
    _, one, two = communes
    approve(one, two)
    events = Event.objects.count()
    assert rebuild().different == 0
    assert Event.objects.count() == events


def test_the_command_says_what_differs_and_ends_with_1(communes):
    _, one, two = communes
    approve(one, two)
    assert run("--check", "--json") == {"checked": 4, "different": 0}
    Reading.objects.update(numerator=Decimal("102.86"))
    with pytest.raises(SystemExit) as end:
        run("--check", "--json")
    assert end.value.code == 1
    assert run("--json") == {"checked": 4, "different": 1}  # the standing was right all along
    assert run("--check", "--json") == {"checked": 4, "different": 0}


def run(*arguments: str) -> dict[str, int]:
    out = io.StringIO()
    call_command("rebuild_readings", *arguments, stdout=out)
    return json.loads(out.getvalue())
