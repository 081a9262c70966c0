"""Derived indicators: defined by the administrator, kept with every approval, from the same unit's own operands."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import actions
from indicators.actions import NotAllowed, Refused
from indicators.derive import keys
from indicators.models import Derivation, DerivationPart, Indicator, Observation, Reading, Series, Standing
from indicators.rebuild import compare, rebuild
from indicators.rules.derivations import Operation, Role, Wanted
from portal.accounts.roles import Role as UserRole
from portal.history.models import Event
from portal.periods.actions import ensure_campaign, ensure_period
from portal.periods.models import Period
from portal.periods.rules import codes_of_year, same_period_last_year
from portal.units.models import AdminUnit
from tests.builders import make_user
from tests.indicators.builders import dak_song_with_communes, make_indicator, make_series, report_figure

pytestmark = pytest.mark.django_db
PEOPLE = {"kind": "level", "unit_of_measure": "người", "unit_rollup": "sum"}
SHARE = Wanted("urban_share", Operation.SHARE, ((Role.PART, "urban"), (Role.WHOLE, "population")))
GROWTH = Wanted("growth", Operation.GROWTH, ((Role.LEVEL, "population"),))


@dataclass
class Land:
    """Đắk Song with two communes, their people, and an indicator of each kind of operation."""

    district: AdminUnit
    one: AdminUnit
    two: AdminUnit
    admin: object

    def figure(self, unit: AdminUnit, code: str, period: str, value: int | str, **fields: object) -> Observation:
        indicator = Indicator.objects.get(code=code)
        series, _ = Series.objects.get_or_create(unit=unit, indicator=indicator)
        return report_figure(series, ensure_period(period), value=Decimal(value), **fields)

    def define(self, wanted: Wanted) -> Derivation:
        return actions.define_derivation(wanted, by=self.admin, explanation="Theo hệ thống chỉ tiêu thống kê")

    def reading(self, unit: AdminUnit, code: str, period: str) -> Reading | None:
        return Reading.objects.filter(
            series__unit=unit, series__indicator__code=code, period=ensure_period(period)
        ).first()

    def parts(self, unit: AdminUnit, code: str, period: str) -> tuple[Decimal | None, Decimal | None] | None:
        row = self.reading(unit, code, period)
        return row and (row.numerator, row.denominator)


@pytest.fixture
def land() -> Land:
    for code, name in (("population", "Dân số"), ("urban", "Dân số thành thị"), ("rural", "Dân số nông thôn")):
        make_indicator(code, name=name, **PEOPLE)
    make_indicator("urban_share", name="Tỷ lệ đô thị hóa", kind="ratio", unit_of_measure="%", unit_rollup="none")
    make_indicator("growth", name="Tăng dân số", kind="rate", unit_of_measure="%/năm", unit_rollup="none")
    make_indicator("growth_of_share", name="Tăng tỷ lệ", kind="rate", unit_of_measure="%", unit_rollup="none")
    make_indicator("counted", name="Dân số cộng lại", **PEOPLE)
    make_indicator("area", name="Diện tích", kind="level", unit_of_measure="km²", unit_rollup="sum")
    return Land(*dak_song_with_communes(), make_user(UserRole.ADMIN))


def fill(land: Land, period: str = "2022") -> None:
    for unit, urban, people in ((land.one, 10, 100), (land.two, 60, 200)):
        land.figure(unit, "urban", period, urban)
        land.figure(unit, "population", period, people)


def test_a_districts_share_comes_from_its_own_operands_never_from_its_communes_shares(land):
    land.define(SHARE)
    fill(land)
    assert land.parts(land.one, "urban_share", "2022") == (10, 100)
    assert land.parts(land.district, "urban_share", "2022") == (70, 300)  # 23.3 %, not the mean of 10 % and 30 %
    land.figure(land.district, "urban", "2022", 75)
    assert land.parts(land.district, "urban_share", "2022") == (75, 300)
    assert compare().different == 0


def test_a_definition_made_later_derives_all_periods_at_once(land):
    fill(land, "2021")
    fill(land, "2022")
    assert not Reading.objects.filter(series__indicator__code="urban_share").exists()
    land.define(SHARE)
    assert land.parts(land.district, "urban_share", "2021") == (70, 300)
    assert land.parts(land.two, "urban_share", "2022") == (60, 200)
    series = Series.objects.get(unit=land.district, indicator__code="urban_share")
    assert series.is_derived
    assert Standing.objects.get(series=series).points == "23 23"
    assert compare().different == 0


def test_a_changed_definition_changes_all_readings_in_the_same_step(land):
    fill(land)
    land.define(SHARE)
    land.define(Wanted("urban_share", Operation.SHARE, ((Role.PART, "rural"), (Role.WHOLE, "population"))))
    made = land.reading(land.two, "urban_share", "2022")
    assert (made.numerator, made.denominator, made.parts_reported) == (None, None, 0)  # nobody reports the rural
    assert not Standing.objects.filter(series=made.series).exists()
    assert compare().different == 0


def test_the_units_own_approved_figure_wins_over_the_derived_one(land):
    land.define(SHARE)
    fill(land)
    land.figure(land.district, "urban_share", "2022", "24.5")
    standing = Standing.objects.get(series__unit=land.district, series__indicator__code="urban_share")
    assert (standing.value, standing.parts_reported) == (Decimal("24.5"), None)
    assert land.parts(land.district, "urban_share", "2022") == (70, 300)
    assert compare().different == 0


def test_a_growth_follows_from_both_years_whichever_comes_first(land):
    land.define(GROWTH)
    ensure_period("2023")
    land.figure(land.one, "population", "2023", 110)
    assert land.reading(land.one, "growth", "2023").parts_reported == 0
    land.figure(land.one, "population", "2022", 100)
    assert land.parts(land.one, "growth", "2023") == (10, 100)
    assert land.parts(land.district, "growth", "2023") == (10, 100)
    land.figure(land.one, "population", "2022", 120)
    assert land.parts(land.one, "growth", "2023") == (-10, 120)
    assert compare().different == 0


def test_a_chain_of_derived_indicators_is_worked_out_from_the_ground_up(land):
    land.define(Wanted("growth_of_share", Operation.GROWTH, ((Role.LEVEL, "urban_share"),)))
    land.define(SHARE)
    fill(land, "2021")
    fill(land, "2022")
    land.figure(land.two, "urban", "2022", 80)
    assert land.parts(land.district, "urban_share", "2022") == (90, 300)
    made = land.reading(land.district, "growth_of_share", "2022")
    assert (made.numerator, made.denominator) == (Decimal("6.6667"), Decimal("23.3333"))  # points of 30 % and 23,33 %
    assert compare().different == 0


def test_a_missing_operand_leaves_the_derived_figure_missing(land):
    land.define(SHARE)
    land.figure(land.one, "urban", "2022", 10)
    assert land.reading(land.one, "urban_share", "2022").parts_reported == 0
    assert not Standing.objects.filter(series__indicator__code="urban_share").exists()
    land.figure(land.one, "population", "2022", 0)
    assert land.reading(land.one, "urban_share", "2022").numerator is None


def test_what_is_made_up_or_provisional_stays_so_above(land):
    land.define(SHARE)
    land.figure(land.one, "population", "2022", 100, quality="preliminary")
    land.figure(land.one, "urban", "2022", 10, quality="estimate")
    for unit in (land.one, land.district):
        assert land.reading(unit, "urban_share", "2022").quality == "estimate"
    assert land.reading(land.district, "population", "2022").quality == "preliminary"
    assert Standing.objects.get(series__unit=land.one, series__indicator__code="urban_share").quality == "estimate"
    rural = make_series(land.two, Indicator.objects.get(code="rural"))
    period = ensure_period("2022")
    made_up = actions.ReportedFigure(rural.pk, period.pk, period.as_of_on, period.as_of_on, value=Decimal(5))
    actions.record_simulated([made_up])
    land.figure(land.two, "urban", "2022", 6)
    land.define(Wanted("counted", Operation.SUM, ((Role.TERM, "urban"), (Role.TERM, "rural"))))
    assert land.reading(land.two, "counted", "2022").is_simulated
    actions.remove_simulated()
    assert land.reading(land.two, "counted", "2022") is None
    assert compare().different == 0


def test_only_the_administrator_defines(land):
    with pytest.raises(NotAllowed, match="quản trị"):
        actions.define_derivation(SHARE, by=make_user(UserRole.REVIEWER))
    assert not Derivation.objects.exists()


REFUSED = {
    "an unknown operand": (
        Wanted("urban_share", "share", ((Role.PART, "towns"), (Role.WHOLE, "population"))), "Không có chỉ tiêu mã",
    ),
    "units that do not fit": (
        Wanted("urban_share", "share", ((Role.PART, "area"), (Role.WHOLE, "population"))), "khác đơn vị tính",
    ),
    "a circle": (Wanted("population", "sum", ((Role.TERM, "counted"), (Role.TERM, "rural"))), "đi vòng"),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_bad_definition_is_refused_and_nothing_is_changed(land, wanted, reason):
    fill(land)
    land.define(SHARE)
    land.define(Wanted("counted", Operation.SUM, ((Role.TERM, "urban"), (Role.TERM, "population"))))
    before = everything()
    with pytest.raises(Refused, match=reason):
        land.define(wanted)
    assert everything() == before


def everything() -> list[object]:
    models = (Derivation, DerivationPart, Reading, Standing, Series, Event)
    kept = [list(model.objects.order_by("pk").values()) for model in models]
    return [*kept, Derivation.history.count(), DerivationPart.history.count()]


def test_a_definition_leaves_one_event_and_the_history_of_its_rows(land):
    events = Event.objects.count()
    land.define(SHARE)
    land.define(Wanted("urban_share", Operation.SHARE, ((Role.PART, "rural"), (Role.WHOLE, "population"))))
    assert list(Event.objects.order_by("position").values_list("verb", flat=True))[events:] == ["define_derivation"] * 2
    assert list(Derivation.history.order_by("history_id").values_list("history_type", flat=True)) == ["+", "~"]
    assert set(Derivation.history.values_list("history_user_id", flat=True)) == {land.admin.pk}
    kinds = list(DerivationPart.history.order_by("history_id").values_list("history_type", flat=True))
    assert kinds == ["+", "+", "-", "-", "+", "+"]


def test_ten_times_the_figures_take_as_many_statements(land):
    land.define(SHARE)
    land.define(GROWTH)
    statements(land, ["2020-01"])
    few, many = (statements(land, [f"{year}-{month:02}" for month in months]) for year, months in (
        (2021, range(1, 2)), (2022, range(1, 11)),
    ))  # fmt: skip
    assert many == few


def statements(land: Land, codes: list[str]) -> int:
    """How many it takes to put both operands of a commune in force in these months."""
    figures = []
    for code in ("urban", "population"):
        series, _ = Series.objects.get_or_create(unit=land.one, indicator=Indicator.objects.get(code=code))
        for period in map(ensure_period, codes):
            day = {"as_of_on": period.as_of_on, "known_on": period.as_of_on}
            figures.append(actions.ReportedFigure(series.pk, period.pk, **day, value=Decimal(7)))
    for unit in (land.one, land.district):  # what a first figure makes is made
        for code in ("urban_share", "growth", "population", "urban"):
            Series.objects.get_or_create(unit=unit, indicator=Indicator.objects.get(code=code))
    with CaptureQueriesContext(connection) as asked:
        actions.record_reported(figures, reason="Báo cáo")
    return len(asked)


def test_an_approval_pays_nothing_for_derivations_of_other_indicators(land):
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as found:
            land.figure(land.one, "area", "2022", len(Event.objects.all()) + 1)
        return [query["sql"][:60] for query in found if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    asked()
    before = asked()
    land.define(SHARE)
    assert len(asked()) == len(before)


def test_the_database_knows_the_same_period_of_last_year_as_the_rules_do():
    codes = [code for year in (2022, 2023) for code in codes_of_year(year)]
    codes += ["2021-01..2021-08", "2020-01..2020-08", "2019-11..2020-02", "2018-11..2019-02", "2018-2022", "2016-2017"]
    for code in codes:
        ensure_period(code)
    day = ensure_period("2023").as_of_on
    ensure_campaign(code="2022-TK", name="Tổng kết", starts_on=None, ends_on=day, as_of_on=day)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT p.code, {keys.SAME_PERIOD.format(p='p', step='- 1')} FROM periods_period p")
        found = dict(cursor.fetchall())
    assert found == {code: same_period_last_year(code) for code in Period.objects.values_list("code", flat=True)}


def test_a_rebuild_from_nothing_makes_the_same(land):
    land.define(SHARE)
    land.define(GROWTH)
    fill(land, "2021")
    fill(land, "2022")
    kept = {(row.series_id, row.period_id): row.numerator for row in Reading.objects.reported()}
    Reading.objects.all().delete()
    assert compare().different > 0
    rebuild()
    assert {(row.series_id, row.period_id): row.numerator for row in Reading.objects.reported()} == kept
    Reading.objects.filter(series__indicator__code="growth").reported().update(numerator=1)
    assert compare().different > 0, "a wrong derived figure must be found"
