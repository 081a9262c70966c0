"""The real house passes its guards, and no exemption outlives its need."""

import pytest

from tests.architecture.exemptions import EXEMPTIONS
from tests.architecture.guards import house, sources
from tests.architecture.guards.findings import Exemption, Finding, listing, needless, unexcused

FOUND = Finding("portal/desk/views.py", 7, "lookup", ".filter( is a lookup")


@pytest.mark.parametrize("guard", house.GUARDS)
def test_the_house_obeys(guard: str) -> None:
    broken = unexcused(house.findings(guard), EXEMPTIONS)
    assert not broken, listing(broken)


def test_every_exemption_is_argued_and_still_needed() -> None:
    everything = [finding for guard in house.GUARDS for finding in house.findings(guard)]
    assert needless(everything, EXEMPTIONS) == []
    assert [one for one in EXEMPTIONS if len(one.reason) < 20] == []


def test_an_exemption_covers_only_its_rule_and_file() -> None:
    assert unexcused([FOUND], [Exemption("lookup", "portal/desk/views.py", "argued")]) == []
    for other in (
        Exemption("lookup", "portal/desk/forms.py", "argued"),
        Exemption("float", "portal/desk/views.py", "argued"),
        Exemption("lookup", "portal/desk/views.py", "argued", about=".exclude("),
    ):
        assert unexcused([FOUND], [other]) == [FOUND]


def test_an_exemption_that_covers_nothing_is_reported() -> None:
    stale = Exemption("float", "portal/desk/views.py", "argued")
    assert needless([FOUND], [stale]) == [stale]


def test_a_finding_reads_like_a_line_of_a_compiler() -> None:
    assert str(FOUND) == "portal/desk/views.py:7: [lookup] .filter( is a lookup"


def test_the_walk_reads_rooms_templates_and_assets_but_no_migrations(tmp_path) -> None:
    for path in (
        "portal/units/models.py",
        "portal/units/migrations/0001_initial.py",
        "portal/units/templates/units/row.html",
        "templates/base.html",
        "static/css/tokens.css",
        "tests/units/test_models.py",
        "run.py",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("", encoding="utf-8")

    assert [one.path for one in sources.python_sources(tmp_path)] == ["portal/units/models.py"]
    assert len(sources.python_sources(tmp_path, migrations=True)) == 2
    assert [one.path for one in sources.suite_sources(tmp_path)] == ["tests/units/test_models.py"]
    assert [one.path for one in sources.asset_sources(tmp_path)] == ["static/css/tokens.css"]
    assert [one.path for one in sources.template_sources(tmp_path)] == [
        "templates/base.html",
        "portal/units/templates/units/row.html",
    ]


def test_the_walk_finds_the_real_rooms() -> None:
    rooms = {one.parts[0] for one in sources.python_sources()}
    assert rooms == set(sources.ROOM_FOLDERS)
