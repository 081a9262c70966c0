"""Definitions in time: a change makes a version, and nothing is compared across it."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators import actions, definitions
from indicators.actions import Redefinition, Refused
from indicators.checks import warnings_of
from indicators.evidence import situations
from indicators.lines import lines
from indicators.models import Entry, Indicator, IndicatorVersion, Observation, Series, Standing
from indicators.rules.redefining import Definition
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.periods.actions import ensure_period
from tests.builders import make_unit, make_user
from tests.indicators.builders import make_indicator, make_series, report_figure

SINCE = date(2020, 1, 1)
SHARE = {
    "name": "Tỷ trọng công nghiệp trong GRDP", "unit_of_measure": "%", "kind": "ratio", "precision": 2,
    "direction": "up", "unit_rollup": "none",
}  # fmt: skip
REASON = "Tổng cục Thống kê đổi cách tính GRDP"


@pytest.fixture
def admin(db: None) -> User:
    return make_user(Role.ADMIN)


@pytest.fixture
def share(db: None) -> Series:
    """Industry's share of the province: 10,67 % in 2018, 11,38 % in 2022."""
    series = make_series(make_unit("67", "province", "Tỉnh Đắk Nông"), make_indicator("grdp_ind_share", **SHARE))
    for year, value in (("2018", "10.67"), ("2022", "11.38")):
        report_figure(series, ensure_period(year), value=D(value))
    return series


def change(indicator: Indicator, day: date = SINCE, reason: str = REASON, **words: str) -> Redefinition:
    now = actions.definition_of(indicator)
    named = {name: getattr(now, name) for name in Definition.__slots__}
    return Redefinition(Definition(**{**named, "name": "Tỷ trọng công nghiệp, xây dựng", **words}), day, reason)


def line_of(series: Series, on: date = date(2023, 8, 30)) -> Any:
    return next(line for line in lines([series.unit_id], on=on) if line.series_id == series.pk)


def test_11_38_percent_stands_beside_10_67_until_the_definition_changes_in_between(share: Series, admin: User) -> None:
    assert line_of(share).previous == ("2018", D("10.67"))
    assert line_of(share).points == (D("10.67"), D("11.38"))
    actions.redefine(share.indicator, change(share.indicator), by=admin)
    after = line_of(share)
    assert (after.previous, after.broken_on, after.points) == (None, SINCE, (D("11.38"),))
    assert after.indicator.name == "Tỷ trọng công nghiệp, xây dựng"


def test_a_day_before_the_change_keeps_the_name_that_the_figure_had(share: Series, admin: User) -> None:
    actions.redefine(share.indicator, change(share.indicator), by=admin)
    then = line_of(share, on=date(2019, 6, 30))
    assert (then.indicator.name, then.shown) == ("Tỷ trọng công nghiệp trong GRDP", D("10.67"))


def test_the_first_definition_and_the_new_one_are_kept_with_history_and_one_event(share: Series, admin: User) -> None:
    events = Event.objects.count()
    actions.redefine(share.indicator, change(share.indicator), by=admin)
    rows = list(IndicatorVersion.objects.of_indicators([share.indicator_id]).values_list("valid_from", "name"))
    assert rows == [(None, "Tỷ trọng công nghiệp trong GRDP"), (SINCE, "Tỷ trọng công nghiệp, xây dựng")]
    share.indicator.refresh_from_db()
    assert share.indicator.defined_from == SINCE
    assert share.indicator.history.first().history_user_id == admin.pk
    assert Event.objects.count() == events + 1
    last = Event.objects.order_by("-position").first()
    assert (last.verb, last.reason) == ("redefine", REASON)
    versions = definitions.versions_of([share.indicator_id])
    newest, first = definitions.version_rows(versions[share.indicator_id])
    assert newest.changes == (("Tên chỉ tiêu", "Tỷ trọng công nghiệp trong GRDP", "Tỷ trọng công nghiệp, xây dựng"),)
    assert first.changes == ()


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"name": "Tỷ trọng công nghiệp trong GRDP"}, "name", "giống hệt"),
        ({"reason": " "}, "reason", "Chưa có lý do"),
        ({"day": date(2999, 1, 1)}, "valid_from", "chưa đến"),
        ({"unit_of_measure": "tỷ đồng"}, "unit_of_measure", "Lập chỉ tiêu mới"),
        ({"unit_of_measure": ""}, "unit_of_measure", "Chưa có đơn vị tính"),
        ({"numerator_name": "Giá trị công nghiệp"}, "numerator_name", "Lập chỉ tiêu mới"),
    ],
)
def test_what_is_no_change_or_no_definition_is_refused(
    share: Series, admin: User, words: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as caught:
        actions.redefine(share.indicator, change(share.indicator, **words), by=admin)
    assert any(fault.field == field and sentence in fault.message for fault in caught.value.faults)
    assert not IndicatorVersion.objects.exists()


def test_a_day_before_the_last_definition_is_refused(share: Series, admin: User) -> None:
    actions.redefine(share.indicator, change(share.indicator), by=admin)
    for day in (SINCE, date(2019, 1, 1)):
        with pytest.raises(Refused, match="không sau ngày của định nghĩa đang có"):
            actions.redefine(share.indicator, change(share.indicator, day=day, name="Tên khác"), by=admin)
    assert IndicatorVersion.objects.count() == 2


def test_only_an_administrator_redefines(share: Series) -> None:
    for person in (make_user(Role.REVIEWER), make_user(Role.VIEWER), make_user(Role.LEADER, share.unit)):
        with pytest.raises(actions.NotAllowed):
            actions.redefine(share.indicator, change(share.indicator), by=person)


def test_progress_is_not_counted_from_a_baseline_of_another_definition(share: Series, admin: User) -> None:
    share.baseline_value, share.baseline_period = D("10.67"), ensure_period("2018")
    share.save()
    assert line_of(share).verdict.case.baseline is not None
    actions.redefine(share.indicator, change(share.indicator), by=admin)
    assert line_of(share).verdict.case.baseline is None
    assert Standing.objects.get(series=share).value == D("11.38")


def test_quality_rules_and_warnings_do_not_look_across_the_change(share: Series, admin: User) -> None:
    def beside() -> list[tuple[str, int]]:
        return [(at.figure.period, len(at.earlier)) for _, _, at in situations([share.pk], date(2023, 8, 30))]

    entry = Entry(series=share, period=ensure_period("2023"), value=D("1138"))
    before = Observation.objects.get(series=share, period__code="2022")
    assert beside() == [("2018", 0), ("2022", 1)]
    assert [found.code for found in warnings_of(share, entry, before)] == ["unit_slip"]
    actions.redefine(share.indicator, change(share.indicator, day=date(2021, 1, 1)), by=admin)
    assert beside() == [("2018", 0), ("2022", 0)]
    assert [found.code for found in warnings_of(share, entry, before)] == ["unit_slip"]
    actions.redefine(share.indicator, change(share.indicator, day=date(2023, 1, 1), name="Tên khác"), by=admin)
    assert list(warnings_of(share, entry, before)) == []
    assert beside() == [("2018", 0), ("2022", 0)]


def test_where_nothing_changed_no_query_is_spent(share: Series, admin: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            line_of(share)
        return len(captured)

    before = cost()
    actions.redefine(share.indicator, change(share.indicator), by=admin)
    assert cost() <= before + 2


def test_the_database_keeps_one_first_definition_and_one_of_each_day(share: Series, admin: User) -> None:
    actions.redefine(share.indicator, change(share.indicator), by=admin)
    for row in IndicatorVersion.objects.of_indicators([share.indicator_id]):
        row.pk, row._state.adding = None, True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    assert IndicatorVersion.objects.count() == 2
