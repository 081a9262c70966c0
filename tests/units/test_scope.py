"""Whose rows a person reaches: the tree of the row's own day, extended along successions."""

from datetime import date

import pytest

from portal.accounts.models import User
from portal.accounts.querysets import in_scope
from portal.accounts.roles import Role
from portal.units.models import AdminUnit, UnitSuccession
from portal.workflow.models import Submission
from tests.builders import make_submission, make_unit, make_user, place

ARRANGED = date(2025, 7, 1)


@pytest.fixture
def province(db: None) -> AdminUnit:
    return make_unit("67", "province", "Tỉnh Đắk Nông", valid_to=ARRANGED)


@pytest.fixture
def dak_song(province: AdminUnit) -> AdminUnit:
    unit = make_unit("665", "district", "Huyện Đắk Song", valid_to=ARRANGED)
    place(unit, province)
    return unit


@pytest.fixture
def thuan_ha(dak_song: AdminUnit) -> AdminUnit:
    unit = make_unit("24722", "commune", "Xã Thuận Hà", valid_to=ARRANGED)
    place(unit, dak_song)
    return unit


@pytest.fixture
def thuan_hanh(thuan_ha: AdminUnit) -> AdminUnit:
    unit = make_unit("24722", "commune", "Xã Thuận Hạnh", valid_from=ARRANGED)
    UnitSuccession.objects.create(
        predecessor=thuan_ha, successor=unit, kind="merged", legal_basis="1671/NQ-UBTVQH15", effective_on=ARRANGED
    )
    return unit


def reached(user: User) -> set[str]:
    """Names of the units whose reports lie in the person's scope."""
    found = Submission.objects.filter(in_scope(user, unit="unit", as_of="period__as_of_on"))
    return {submission.unit.name for submission in found}


def test_a_clerk_of_a_district_reaches_its_report_and_no_commune(dak_song, thuan_ha):
    make_submission(dak_song, "2023-Q3")
    make_submission(thuan_ha, "2023-Q3")
    assert reached(make_user(Role.CLERK, dak_song)) == {"Huyện Đắk Song"}


def test_a_leader_of_a_district_reaches_the_communes_of_the_period(dak_song, thuan_ha):
    make_submission(dak_song, "2023-Q3")
    make_submission(thuan_ha, "2023-Q3")
    assert reached(make_user(Role.LEADER, dak_song)) == {"Huyện Đắk Song", "Xã Thuận Hà"}


def test_a_neighbouring_leader_reaches_neither(province, dak_song, thuan_ha):
    neighbour = make_unit("663", "district", "Huyện Đắk Mil", valid_to=ARRANGED)
    place(neighbour, province)
    make_submission(thuan_ha, "2023-Q3")
    assert reached(make_user(Role.LEADER, neighbour)) == set()


def test_a_commune_that_moved_away_is_reached_for_the_periods_before(province, dak_song):
    moving = make_unit("24999", "commune", "Xã Chuyển Đi")
    place(moving, dak_song, valid_to=date(2023, 7, 1))
    make_submission(moving, "2023-Q1")
    leader = make_user(Role.LEADER, dak_song)
    assert reached(leader) == {"Xã Chuyển Đi"}
    Submission.objects.all().delete()
    make_submission(moving, "2023-Q3")
    assert reached(leader) == set()


def test_an_account_of_the_new_commune_covers_what_it_took_over(thuan_ha, thuan_hanh):
    make_submission(thuan_ha, "2023-Q3")
    make_submission(thuan_hanh, "2025-Q4")
    assert reached(make_user(Role.CLERK, thuan_hanh)) == {"Xã Thuận Hà", "Xã Thuận Hạnh"}


def test_an_account_of_the_ended_commune_covers_the_one_it_became(thuan_ha, thuan_hanh):
    make_submission(thuan_hanh, "2025-Q4")
    assert reached(make_user(Role.CLERK, thuan_ha)) == {"Xã Thuận Hạnh"}


def test_the_province_reaches_everything(dak_song, thuan_ha, thuan_hanh):
    make_submission(thuan_ha, "2023-Q3")
    make_submission(thuan_hanh, "2025-Q4")
    assert reached(make_user(Role.REVIEWER)) == {"Xã Thuận Hà", "Xã Thuận Hạnh"}
