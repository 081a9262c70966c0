"""Số gốc đầu nhiệm kỳ: proposed from the predecessors, confirmed by the unit, never guessed."""

from decimal import Decimal

import pytest

from indicators import actions
from indicators.models import Series
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.periods.actions import ensure_period
from portal.units.actions import apply, plan_reorganisation, resolve
from tests.builders import make_user
from tests.indicators.builders import make_indicator, make_series, report_figure
from tests.units.communes import BASIS, DAY, july, june


@pytest.fixture
def merged(db):
    """New Thuận Hạnh with four series: roads, people, growth, and cattle that only one predecessor reported."""
    land = june()
    roads, people = make_indicator(), make_indicator("population", unit_of_measure="người")
    growth = make_indicator("growth", kind="rate", unit_of_measure="%/năm", unit_rollup="none", precision=2)
    cattle = make_indicator("cattle", unit_of_measure="con")
    rows = [
        (land.thuan_ha, roads, {"numerator": "10", "denominator": "20"}),
        (land.thuan_hanh, roads, {"numerator": "30", "denominator": "40"}),
        (land.thuan_ha, people, {"value": "5000"}),
        (land.thuan_hanh, people, {"value": "6000"}),
        (land.thuan_ha, growth, {"value": "8.14"}),
        (land.thuan_hanh, growth, {"value": "7.02"}),
        (land.thuan_ha, cattle, {"value": "900"}),
    ]
    for unit, indicator, figure in rows:
        report_figure(
            make_series(unit, indicator),
            ensure_period("2024"),
            **{name: Decimal(text) for name, text in figure.items()},
        )
    apply(plan_reorganisation(july(land), DAY, BASIS))
    new = resolve("24722", on=DAY)
    actions.assign_series(new, [roads, people, growth, cattle])
    return new


@pytest.fixture
def clerk(merged):
    return make_user(Role.CLERK, merged)


def proposals(unit, by) -> dict[str, actions.BaselineProposal]:
    return {one.series.indicator.code: one for one in actions.propose_baselines(unit, by=by)}


def test_sums_and_ratios_of_sums_are_proposed_and_the_rest_says_why_not(merged, clerk):
    found = proposals(merged, clerk)
    assert found["population"].value == Decimal("11000")
    assert found["road_paved_commune"].value == Decimal("66.6667")
    assert found["growth"].reason == "không quy đổi được: chỉ tiêu không có cách tổng hợp"
    assert found["cattle"].reason == "không quy đổi được: mới có 1/2 đơn vị cũ báo cáo"
    assert found["growth"].value is None and found["cattle"].value is None


def test_confirmed_baselines_are_stored_with_history_and_one_event(merged, clerk):
    found = proposals(merged, clerk)
    chosen = [found["population"].series.pk, found["road_paved_commune"].series.pk]
    events = Event.objects.count()
    actions.confirm_baselines(merged, chosen, by=clerk)
    series = Series.objects.get(unit=merged, indicator__code="population")
    assert (series.baseline_value, series.baseline_period.code) == (Decimal("11000"), "2024")
    assert series.history.first().history_user_id == clerk.pk
    assert Event.objects.count() == events + 1
    assert Event.objects.order_by("-position").first().verb == "set_baselines"
    assert set(proposals(merged, clerk)) == {"growth", "cattle"}


def test_what_cannot_be_proposed_cannot_be_confirmed(merged, clerk):
    growth = proposals(merged, clerk)["growth"].series.pk
    with pytest.raises(actions.Refused):
        actions.confirm_baselines(merged, [growth], by=clerk)
    with pytest.raises(actions.Refused):
        actions.confirm_baselines(merged, [], by=clerk)
    assert not Series.objects.filter(baseline_value__isnull=False).exists()


def test_only_the_unit_itself_confirms(merged):
    neighbour = make_user(Role.CLERK, resolve("24717"))
    for person in (neighbour, make_user(Role.VIEWER), make_user(Role.ADMIN)):
        with pytest.raises(actions.NotAllowed):
            actions.propose_baselines(merged, by=person)
