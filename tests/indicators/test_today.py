"""Figures "theo đơn vị hiện nay": whole units add up, an unknown share converts nothing and says so."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.rules import Part
from indicators.rules.conversion import CannotConvert, SharedPart, convert
from indicators.sheets import check_rows
from indicators.today import in_todays_units
from portal.accounts.roles import Role
from portal.periods.actions import ensure_period
from portal.units.actions import apply, plan_reorganisation, resolve
from portal.units.planning import Dissolve, Merge, NewUnit, Portion, Rename, Split
from tests.builders import make_user
from tests.indicators.builders import make_indicator, make_series, report_figure
from tests.units.communes import BASIS, DAY, july, june

TODAY = date(2026, 1, 1)


@pytest.fixture
def land(db):
    return june()


@pytest.fixture
def roads(db):
    return make_indicator()


@pytest.fixture
def people(db):
    return make_indicator("population", unit_of_measure="người")


def arrange(*changes, on=DAY) -> None:
    apply(plan_reorganisation(changes, on, BASIS))


def report(unit, indicator, period: str, **figure: str) -> None:
    numbers = {name: Decimal(text) for name, text in figure.items()}
    report_figure(make_series(unit, indicator), ensure_period(period), **numbers)


def seen(unit, today=TODAY) -> list[tuple]:
    return [
        (one.period.code, one.numerator, one.denominator, one.value, one.reported, one.of, one.reason)
        for one in in_todays_units(unit, on=today, today=today)
    ]


def fill_june(land, roads) -> None:
    for unit, numerator, denominator in ((land.thuan_ha, 10, 20), (land.thuan_hanh, 30, 40), (land.duc_an, 5, 10)):
        report(unit, roads, "2025-06", numerator=str(numerator), denominator=str(denominator))


def test_june_seen_from_the_merged_commune_is_40_of_60_and_from_lam_dong_45_of_70(land, roads):
    fill_june(land, roads)
    arrange(*july(land))
    new, lam_dong = resolve("24722", on=DAY), resolve("68", on=DAY)
    assert seen(new) == [("2025-06", 40, 60, None, 2, 2, "")]
    # the province's own roll-up of June, one of one district, and old Lâm Đồng that reported nothing
    assert seen(lam_dong) == [("2025-06", 45, 70, None, 1, 2, "")]


def test_a_province_without_figures_of_its_own_is_joined_from_its_units_of_today(land, people):
    report(land.thuan_ha, people, "2025-06", value="5000")
    report(land.duc_an, people, "2025-06", value="7000")
    merged = NewUnit("24722", "Xã Thuận Hạnh", "commune", land.lam_dong.pk)
    arrange(
        Merge((land.thuan_ha.pk, land.thuan_hanh.pk), merged), Dissolve(land.dak_song.pk, below_to=land.lam_dong.pk)
    )
    assert seen(land.lam_dong) == [("2025-06", None, None, 12000, 2, 3, "")]


def test_a_figure_of_the_dissolved_district_is_nobodys(land, roads):
    report(land.dak_song, roads, "2022", numerator="102.85", denominator="110.43")
    arrange(*july(land))
    (row,) = seen(resolve("24722", on=DAY))
    assert row[1:4] == (None, None, None)
    assert row[-1] == "không quy đổi được: đơn vị cũ kết thúc hoạt động, không có tỷ phần để chia"


def test_the_districts_figure_reaches_lam_dong_through_the_old_province(land, roads):
    report(land.dak_song, roads, "2022", numerator="102.85", denominator="110.43")
    arrange(*july(land))
    (row,) = in_todays_units(resolve("68", on=DAY), on=TODAY, today=TODAY)
    assert (row.numerator, row.denominator) == (Decimal("102.85"), Decimal("110.43"))
    assert [unit.slug for unit in row.sources] == ["67"]


def test_a_figure_of_a_commune_merged_into_one_that_existed_counts_with_that_ones_own(land, people):
    report(land.thuan_ha, people, "2024", value="5000")
    report(land.thuan_hanh, people, "2024", value="6000")
    arrange(Merge((land.thuan_ha.pk,), land.thuan_hanh.pk))
    assert seen(land.thuan_hanh) == [("2024", None, None, 11000, 2, 2, "")]


def test_a_renamed_unit_carries_whatever_it_reported(land):
    growth = make_indicator("growth", kind="rate", unit_of_measure="%/năm", unit_rollup="none", precision=2)
    report(land.duc_an, growth, "2024", value="8.14")
    arrange(Rename(land.duc_an.pk, "Phường Đức An"))
    assert seen(resolve("24717", on=DAY)) == [("2024", None, None, Decimal("8.14"), 1, 1, "")]


def test_two_growth_rates_are_not_joined(land):
    growth = make_indicator("growth", kind="rate", unit_of_measure="%/năm", unit_rollup="none", precision=2)
    report(land.thuan_ha, growth, "2024", value="8.14")
    report(land.thuan_hanh, growth, "2024", value="7.02")
    arrange(*july(land))
    (row,) = seen(resolve("24722", on=DAY))
    assert row[-1] == "không quy đổi được: chỉ tiêu không có cách tổng hợp"


def split_in_two(land, *shares) -> tuple:
    parts = [NewUnit(code, name, "commune", land.dak_song.pk) for code, name in (("1", "Xã Một"), ("2", "Xã Hai"))]
    portions = tuple(Portion(part, share) for part, share in zip(parts, shares, strict=True))
    arrange(Split(land.duc_an.pk, portions))
    return resolve("1", on=DAY), resolve("2", on=DAY)


def test_an_unknown_share_converts_nothing(land, people):
    report(land.duc_an, people, "2024", value="7000")
    one, _ = split_in_two(land, None, None)
    assert seen(one)[0][-1] == "không quy đổi được: chưa rõ tỷ phần"


def test_a_known_share_divides_a_number_and_never_a_ratio(land, people, roads):
    report(land.duc_an, people, "2024", value="7000")
    report(land.duc_an, roads, "2024", numerator="5", denominator="10")
    one, _ = split_in_two(land, Decimal("0.4"), Decimal("0.6"))
    found = {row.indicator: row for row in in_todays_units(one, on=TODAY, today=TODAY)}
    assert found[people].value == Decimal("2800")
    assert found[roads].reason == "không quy đổi được: tỷ lệ không chia được theo tỷ phần"


def test_a_chain_of_arrangements_is_followed_with_shares_multiplied(land, people):
    report(land.duc_an, people, "2024", value="7000")
    one, _ = split_in_two(land, Decimal("0.5"), Decimal("0.5"))
    later = date(2026, 7, 1)
    arrange(Rename(one.pk, "Phường Một"), on=later)
    (row,) = in_todays_units(resolve("1", on=later), on=later, today=later)
    assert row.value == Decimal("3500")


def test_before_the_arrangement_nothing_is_inherited_yet(land, people):
    report(land.thuan_ha, people, "2024", value="5000")
    arrange(*july(land))
    assert seen(resolve("24722", on=DAY), today=date(2025, 6, 30)) == []


def test_a_dissolved_unit_without_heirs_leaves_no_trace_elsewhere(land, people):
    report(land.duc_an, people, "2024", value="7000")
    arrange(Dissolve(land.duc_an.pk))
    assert seen(land.thuan_ha) == []


def test_a_row_with_the_code_of_thuan_ha_and_the_name_thuan_hanh_is_refused_naming_both(land, roads):
    arrange(*july(land))
    row = {"unit_code": "24722", "unit_name": "Xã Thuận Hạnh", "indicator_code": roads.code, "period": "2023"}
    checked = check_rows([(2, {**row, "numerator": Decimal(1), "denominator": Decimal(2)})], by=make_user(Role.ADMIN))
    (fault,) = checked.faults
    assert fault.column == "unit_name"
    assert "24722 là Xã Thuận Hà" in fault.message
    assert "Xã Thuận Hạnh" in fault.message


@pytest.mark.parametrize(("code", "period"), [("24724", "2026"), ("24717", "2026")])
def test_a_figure_for_a_unit_that_is_no_more_on_the_periods_own_day_is_refused(land, roads, code, period):
    arrange(*july(land))
    arrange(Rename(land.duc_an.pk, "Phường Đức An", "24718"), on=date(2025, 8, 1))
    row = {"unit_code": code, "indicator_code": roads.code, "period": period}
    checked = check_rows([(2, {**row, "numerator": Decimal(1), "denominator": Decimal(2)})], by=make_user(Role.ADMIN))
    assert [fault.code for fault in checked.faults] == ["unit_not_valid"]


CASES = [
    ("sum", [("5", "1"), ("6", "1")], Decimal("11")),
    ("sum", [("5", "0.25"), ("6", "1")], Decimal("7.25")),
    ("sum", [("5", None)], "share_unknown"),
    ("last", [("5", "1")], Decimal("5")),
    ("last", [("5", "0.5"), ("6", "1")], "no_rule"),
    ("none", [("5", "1"), ("6", "1")], "no_rule"),
    ("ratio", [("5", "1"), ("6", "1")], "parts_missing"),
]


@pytest.mark.parametrize(("method", "parts", "wanted"), CASES)
def test_parts_are_joined_or_the_reason_is_named(method, parts, wanted):
    shared = [SharedPart(Part(value=Decimal(v)), None if share is None else Decimal(share)) for v, share in parts]
    found = convert(method, shared, percent=False)
    assert (found.reason if isinstance(found, CannotConvert) else found.value) == wanted
