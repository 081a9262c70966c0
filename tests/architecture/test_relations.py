"""Relations of models point down and protect what they point at."""

import pytest
from django.apps import apps

from tests.architecture.exemptions import UNPROTECTED
from tests.architecture.guards import relations
from tests.architecture.guards.relations import Relation, Unprotected


def relation(room: str, target: str, target_room: str | None, on_delete: str | None = "PROTECT", **more) -> Relation:
    return Relation(f"{room}.One", "other", room, target, target_room, on_delete, **more)


DOWN = relation("projects", "resolutions.Task", "resolutions")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (relation("resolutions", "indicators.Series", "indicators"), "looks upward at indicators"),
        (relation("indicators", "projects.Project", "projects"), "looks sideways at projects"),
        (relation("resolutions", "desk.Search", "portal.desk", None), "looks upward at portal.desk"),
        (relation("portal.units", "accounts.User", "portal.accounts", "DO_NOTHING", historical=True), "looks upward"),
        (relation("portal.extras", "units.Unit", "portal.units"), "not on the floor plan"),
        (relation("portal.desk", "sessions.Session", None), "third party"),
    ],
)
def test_a_relation_that_does_not_point_down_is_caught(wrong: Relation, said: str) -> None:
    faults = relations.direction_faults([DOWN, wrong])
    assert len(faults) == 1
    assert said in faults[0]


def test_relations_down_at_home_and_to_groups_are_left_alone() -> None:
    groups = relation("portal.accounts", "auth.Group", None, None)
    at_home = relation("projects", "projects.Stage", "projects")
    assert relations.direction_faults([DOWN, groups, at_home]) == []


@pytest.mark.parametrize("how", ["CASCADE", "SET_NULL", "DO_NOTHING"])
def test_a_key_without_protection_is_caught_unless_argued(how: str) -> None:
    loose = relation("projects", "projects.Stage", "projects", how)
    assert relations.deletion_faults([loose], []) == [f"projects.One.other: on_delete={how}, not PROTECT"]
    assert relations.deletion_faults([loose], [Unprotected("projects.One.other", "argued")]) == []


def test_an_argument_for_a_key_that_is_protected_by_now_is_caught() -> None:
    stale = Unprotected("projects.One.other", "argued")
    assert relations.deletion_faults([DOWN], [stale]) == ["projects.One.other: argued, but protected by now"]


def test_history_tables_and_many_to_many_fields_have_nothing_to_protect() -> None:
    historical = relation("projects", "resolutions.Task", "resolutions", "DO_NOTHING", historical=True)
    several = relation("projects", "portal.units.Unit", "portal.units", None)
    assert relations.deletion_faults([historical, several], []) == []


def test_the_registry_yields_relations_of_ours_only() -> None:
    found = relations.of_models(apps.get_models())
    assert found, "no relation at all: the walk over the registry is broken"
    assert {one.room for one in found} & {"portal.accounts", "resolutions"}
    assert not [one for one in found if one.model.startswith(("admin.", "auth.", "axes."))]


def test_the_relations_of_the_house_point_down() -> None:
    faults = relations.direction_faults(relations.of_models(apps.get_models()))
    assert not faults, "\n".join(faults)


def test_the_relations_of_the_house_protect_or_are_argued() -> None:
    faults = relations.deletion_faults(relations.of_models(apps.get_models()), UNPROTECTED)
    assert not faults, "\n".join(faults)
    assert [one.field for one in UNPROTECTED if len(one.reason) < 20] == []
