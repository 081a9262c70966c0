"""Who works at one body of a province decides on the province's own report, not on those of the units below."""

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.workflow.models import Submission


def _decided_by(username: str) -> set[str]:
    found = Submission.objects.decidable_by(User.objects.by_username(username))
    return set(found.values_list("unit__code", flat=True))


def test_the_leader_of_a_department_decides_on_the_provinces_report_alone(demo: None) -> None:
    assert _decided_by("lanhdao.socongthuong") == {"67"}


def test_the_same_leader_placed_at_the_province_itself_answers_for_all_below(demo: None) -> None:
    User.objects.filter(username="lanhdao.socongthuong").update(agency=None)
    assert _decided_by("lanhdao.socongthuong") > {"67", "665"}


@pytest.mark.parametrize(("username", "status"), [("lanhdao.socongthuong", 404), ("lanhdao.daksong", 200)])
def test_a_districts_draft_is_not_there_for_a_department_of_the_province(
    demo: None, client: Client, username: str, status: int
) -> None:
    client.force_login(User.objects.by_username(username))
    draft = Submission.objects.filter(unit__code="665").latest("period__as_of_on")
    assert client.get(draft.get_absolute_url()).status_code == status


def test_the_short_way_to_one_report_leads_to_the_same_ones(demo: None) -> None:
    for person in User.objects.all():
        allowed = set(Submission.objects.decidable_by(person).values_list("pk", flat=True))
        every = Submission.objects.values_list("pk", flat=True)
        assert {pk for pk in every if Submission.objects.decidable_one(person, pk)} == allowed, person
