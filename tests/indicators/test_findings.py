"""Findings of the demo data: found once, answered, closed when their cause is gone."""

import json
from datetime import date
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.actions import NotAllowed, Refused, accept_finding, explain_finding, refresh_findings
from indicators.models import Finding, Observation, Series
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from tests.builders import make_user
from tests.demo_data import demo

__all__ = ["demo"]

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)
WHY = "Tính theo giá so sánh 2010, bình quân 5 năm 2018–2022"


def standing() -> set[tuple[str, str, str]]:
    rows = Finding.objects.lasting().values_list("rule", "series__unit__code", "series__indicator__code")
    return set(rows)


def finding(rule: str) -> Finding:
    return Finding.objects.lasting().filter(rule=rule).order_by("pk").first()


def person(username: str) -> User:
    return User.objects.get(username=username)


def test_the_reports_hold_just_these_findings(demo):
    refresh_findings(on=ON)
    assert standing() == {
        ("multi_year", "665", "ind_constr_output"),
        ("multi_year", "665", "ind_constr_output_increase_vs_2020"),
        ("growth_differs", "67", "ind_productivity_growth"),
        ("last_digit", "665", "road_paved_district"),
        ("stale", "665", "plywood_product"),
        ("stale", "67", "grdp_ind_share"),
        ("stale", "67", "ind_productivity"),
        ("stale", "67", "labour_ind_serv_share"),
        ("stale", "67", "online_received"),
        ("stale", "67", "online_full"),
    }
    assert "2,70 %/năm" in finding("growth_differs").message
    assert finding("last_digit").severity == "info"


def test_in_2023_nothing_was_stale_yet(demo):
    refresh_findings(on=date(2023, 8, 30))
    assert not Finding.objects.lasting().filter(rule="stale").exists()


def test_a_second_check_writes_nothing_at_all(demo):
    refresh_findings(on=ON)
    rows, history, events = list(Finding.objects.values()), Finding.history.count(), Event.objects.count()
    done = refresh_findings(on=ON)
    assert (done.changes, done.lasting) == (0, len(rows))
    assert (list(Finding.objects.values()), Finding.history.count(), Event.objects.count()) == (rows, history, events)


def test_the_queries_do_not_grow_with_the_series(demo):
    refresh_findings(on=ON)
    few = list(Series.objects.filter(indicator__code__startswith="ind").values_list("pk", flat=True))
    counts = []
    for ids in (few, None):
        with CaptureQueriesContext(connection) as queries:
            refresh_findings(ids, on=ON)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 3 <= 18


def test_a_reviewer_explains_a_finding_and_it_leaves_the_open_list(demo):
    asked, events = finding("growth_differs"), Event.objects.count()
    explain_finding(asked, by=person("chuyenvien.tinh"), explanation=f" {WHY} ")
    asked.refresh_from_db()
    assert (asked.state, asked.explanation, asked.explained_by.username) == ("explained", WHY, "chuyenvien.tinh")
    assert asked not in Finding.objects.unanswered()
    event = Event.objects.order_by("-position").first()
    assert (Event.objects.count(), event.verb, event.subject_id, event.reason) == (
        events + 1, "explain_finding", asked.pk, WHY
    )  # fmt: skip
    assert (asked.history.count(), asked.history.first().history_date) == (2, event.at)


def test_an_answer_stays_while_the_figures_stay_and_another_number_is_another_finding(demo):
    asked = finding("growth_differs")
    explain_finding(asked, by=person("chuyenvien.tinh"), explanation=WHY)
    refresh_findings(on=ON)
    asked.refresh_from_db()
    assert asked.state == "explained"
    Observation.objects.filter(provenance__source_key="o050").update(value=D("380"))
    refresh_findings(on=ON)
    asked.refresh_from_db()
    assert asked.state == "closed"
    fresh = finding("growth_differs")
    assert (fresh.pk != asked.pk, fresh.state, fresh.facts["computed"]) == (True, "open", "3,18 %/năm")


def test_a_finding_whose_cause_is_gone_is_closed_and_comes_back_with_its_answer(demo):
    asked = finding("growth_differs")
    explain_finding(asked, by=person("chuyenvien.tinh"), explanation=WHY)
    figure = Observation.objects.filter(provenance__source_key="o051")
    figure.update(value=D("2.7"), as_reported=D("2.7"))
    assert refresh_findings([asked.series_id], on=ON).closed == 1
    asked.refresh_from_db()
    assert (asked.state, asked.explanation) == ("closed", WHY)
    figure.update(value=D("3.7"), as_reported=D("3.7"))
    done = refresh_findings([asked.series_id], on=ON)
    asked.refresh_from_db()
    assert (done.reopened, done.new, asked.state) == (1, 0, "explained")
    assert [row.state for row in asked.history.order_by("history_id")] == ["open", "explained", "closed", "explained"]


def test_made_up_figures_are_nobodys_to_explain(demo):
    figure = Observation.objects.filter(provenance__source_key="o021")
    figure.update(is_simulated=True)
    refresh_findings(on=ON)
    assert ("last_digit", "665", "road_paved_district") not in standing()


@pytest.mark.parametrize(
    ("username", "may"),
    [
        ("canbo.daksong", True),
        ("lanhdao.daksong", True),
        ("chuyenvien.tinh", True),
        ("canbo.dakmil", False),
        ("lanhdao.tinh", False),
        ("quantri", False),
    ],
)
def test_who_answers_for_the_figure_explains_it(demo, username, may):
    asked = Finding.objects.get(series__indicator__code="ind_constr_output")
    if may:
        assert explain_finding(asked, by=person(username), explanation=WHY).state == "explained"
        return
    with pytest.raises(NotAllowed):
        explain_finding(asked, by=person(username), explanation=WHY)
    asked.refresh_from_db()
    assert asked.state == "open"


def test_an_agency_answers_for_its_own_figures_only(demo):
    of_others = Finding.objects.get(series__indicator__code="online_full")
    clerk = person("canbo.socongthuong")
    Series.objects.filter(pk=of_others.series_id).update(owner=None)
    assert of_others in Finding.objects.answerable_by(clerk)
    other_agency = Series.objects.exclude(owner=None).exclude(owner=clerk.agency_id).first()
    owner = other_agency.owner_id if other_agency else None
    if owner:
        Series.objects.filter(pk=of_others.series_id).update(owner=owner)
        assert of_others not in Finding.objects.answerable_by(clerk)


def test_only_a_reviewer_accepts_and_an_unexplained_finding_only_with_words(demo):
    asked, reviewer = finding("last_digit"), person("chuyenvien.tinh")
    with pytest.raises(NotAllowed):
        accept_finding(asked, by=person("lanhdao.daksong"), explanation=WHY)
    with pytest.raises(Refused, match="giải trình"):
        accept_finding(asked, by=reviewer)
    explain_finding(asked, by=person("canbo.daksong"), explanation=WHY)
    accepted = accept_finding(asked, by=reviewer)
    assert (accepted.state, accepted.explanation, accepted.explained_by.username, accepted.accepted_by) == (
        "accepted", WHY, "canbo.daksong", reviewer
    )  # fmt: skip
    with pytest.raises(Refused, match="đã được"):
        explain_finding(asked, by=person("canbo.daksong"), explanation="Khác")
    refresh_findings(on=ON)
    asked.refresh_from_db()
    assert asked.state == "accepted"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_answer_without_words_is_none(demo, text):
    with pytest.raises(Refused):
        explain_finding(finding("last_digit"), by=person("chuyenvien.tinh"), explanation=text)
    assert finding("last_digit").state == "open"


def test_a_closed_finding_takes_no_answer(demo):
    asked = finding("last_digit")
    Observation.objects.filter(provenance__source_key="o021").update(as_reported=D("91.38"))
    refresh_findings([asked.series_id], on=ON)
    with pytest.raises(Refused, match="không còn nguyên nhân"):
        explain_finding(asked, by=person("chuyenvien.tinh"), explanation=WHY)


@pytest.mark.parametrize(
    "broken",
    [{"state": "explained"}, {"state": "accepted"}, {"explanation": "Có lời, không có người"}],
)
def test_the_database_keeps_who_and_what_together(demo, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding("last_digit").pk).update(**broken)


def test_a_finding_is_found_once(demo):
    one = finding("last_digit")
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_a_formula_of_the_catalogue_is_checked_in_every_unit_and_period(demo):
    """invest_projects = hydro + wind holds in the source; a correction of the wind breaks it: 2 + 7 is not 8."""
    Observation.objects.filter(provenance__source_key="o030").update(value=D(7), as_reported=D(7))
    refresh_findings(on=ON)
    (total,) = Finding.objects.lasting().filter(rule="total_differs")
    assert total.series.indicator.code == "invest_projects"
    assert "Tổng ghi 8 dự án; cộng 2 và 7 được 9 dự án" in total.message


def test_the_daily_command_says_what_stands_and_twice_writes_nothing(demo):
    out = StringIO()
    call_command("check_quality", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["new"], said["closed"], said["by_rule"]["growth_differs"]) == (0, 0, 1)
    assert said["lasting"] == said["unanswered"] == Finding.objects.lasting().count()
    text = StringIO()
    call_command("check_quality", stdout=text)
    assert "Tốc độ tăng khác khi tính lại" in text.getvalue()


def test_findings_are_about_approved_figures_that_everyone_signed_in_may_read(demo):
    assert Finding.objects.visible_to(make_user(Role.VIEWER)).count() == Finding.objects.count() > 0
