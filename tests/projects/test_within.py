"""What lies in a unit, with one statement."""

from datetime import date

import pytest

from portal.accounts.models import User
from portal.units.actions import resolve
from projects.models import Facility, Project
from projects.within import FacilityRow, lying_in

ON = date(2023, 8, 30)


@pytest.fixture
def viewer(demo: None) -> User:
    return User.objects.get(username="lanhdao.tinh")


@pytest.mark.parametrize("code", ["665", "67", "663"])
def test_one_statement_brings_what_two_would(viewer: User, code: str, django_assert_num_queries) -> None:
    unit = resolve(code, ON)
    with django_assert_num_queries(1):
        found = lying_in(unit, ON, user=viewer)
    groups = Project.objects.within(unit, ON).by_kind_and_stage()
    assert list(found.projects) == [{k: v for k, v in row.items() if k != "records"} for row in groups]
    facilities = Facility.objects.within(unit, ON).order_by("kind", "name")
    assert sorted(found.facilities, key=lambda row: (row.kind, row.name)) == sorted(
        (FacilityRow(one.name, one.get_kind_display(), one.count, one.place_text) for one in facilities),
        key=lambda row: (row.kind, row.name),
    )


def test_dak_song_has_126_attracted_projects_and_its_firms(viewer: User) -> None:
    found = lying_in(resolve("665", ON), ON, user=viewer)
    assert sum(row["total"] for row in found.projects if row["stage"] == "attracted_stage_unknown") == 126
    assert found.facilities
