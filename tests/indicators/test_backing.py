"""Who answers for figures, and what their sources say of them."""

from decimal import Decimal

import pytest

from indicators.backing import Backing, backing_of
from indicators.models import Comparison, Observation, Provenance, ReportedVerdict
from portal.history.models import Via

pytestmark = pytest.mark.usefixtures("demo")


def backing(code: str, unit: str, period: str) -> Backing:
    figure = Observation.objects.get(series__indicator__code=code, series__unit__slug=unit, period__code=period)
    return backing_of([figure.pk])[figure.pk]


def test_a_figure_of_a_report_has_nobody_who_entered_it() -> None:
    approval = backing("road_paved_district", "665", "SK05-NQTU-2023").approval
    assert (approval.via, approval.entered_by, approval.approved_by, approval.approved_at) == (
        Via.REPORT, "", "", None,
    )  # fmt: skip


def test_the_sum_of_many_years_goes_into_no_comparison() -> None:
    checks = backing("ind_constr_output", "665", "2021-2023").checks
    assert any(not check.is_checked and "không so trực tiếp" in check.note for check in checks)


def test_a_reported_growth_is_checked_by_the_one_computed_from_levels() -> None:
    figure = Comparison.objects.filter(operation="cagr_pct", reported__isnull=False).latest("id").reported.observation
    found = [check for check in backing_of([figure.pk])[figure.pk].checks if check.operation == "cagr_pct"]
    assert [check.is_checked for check in found] == [True]
    assert isinstance(found[0].computed, Decimal)


def test_everything_said_of_all_figures_comes_with_one_query(django_assert_num_queries) -> None:
    ids = list(Observation.objects.values_list("id", flat=True))
    with django_assert_num_queries(1):
        found = backing_of([*ids, None])
    assert set(found) == set(ids)
    stated = {one.figure.observation_id for one in ReportedVerdict.objects.select_related("figure")}
    assert {pk for pk, one in found.items() if one.stated} == stated
    reviewed = Provenance.objects.filter(resolutions__isnull=False).values_list("observation_id", "resolutions")
    assert {(pk, document) for pk, one in found.items() for document in one.resolutions} == set(reviewed)
    checked = Comparison.objects.filter(reported__isnull=False).count()
    assert sum(check.is_checked for one in found.values() for check in one.checks) == checked


def test_roll_ups_have_no_backing_and_ask_for_none(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert backing_of([None, None]) == {}
