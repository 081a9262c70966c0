"""Imports point down: each way of looking up or sideways is caught, and what is allowed is left alone."""

from pathlib import Path

import pytest

from tests.architecture.guards import floors, layers
from tests.architecture.guards.sources import ROOT, Source


def seen(path: str, text: str) -> list[str]:
    return [str(finding) for finding in layers.findings([Source(path, text)])]


LOOKING_WRONG = {
    "up, by import": ("portal/units/models.py", "import resolutions.models", "upward at resolutions"),
    "up, by from": ("portal/units/models.py", "from portal.accounts import roles", "upward at portal.accounts"),
    "up, from the empty top": ("portal/history/models.py", "from portal import desk", "upward at portal.desk"),
    "up, relative": ("portal/units/models.py", "from ..accounts.models import User", "upward at portal.accounts"),
    "up, relative to the top": ("portal/units/models.py", "from .. import accounts", "upward at portal.accounts"),
    "up, relative in a command": (
        "portal/units/management/commands/check.py",
        "from ....desk import actions",
        "upward at portal.desk",
    ),
    "up, inside a function": (
        "resolutions/actions.py",
        "def f():\n    import indicators.actions",
        "upward at indicators",
    ),
    "up, for types only": (
        "resolutions/rules.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from projects.models import Project",
        "upward at projects",
    ),
    "up, by import_module": (
        "resolutions/models.py",
        "import importlib\nimportlib.import_module('indicators.models')",
        "upward at indicators",
    ),
    "up, by import_string": (
        "resolutions/models.py",
        "import_string('portal.desk.views.Home')",
        "upward at portal.desk",
    ),
    "up, by get_model": ("resolutions/models.py", "apps.get_model('projects', 'Project')", "upward at projects"),
    "up, by get_model dotted": ("resolutions/models.py", "apps.get_model('desk.Search')", "upward at portal.desk"),
    "up, by ForeignKey": ("resolutions/models.py", "models.ForeignKey('indicators.Series')", "upward at indicators"),
    "up, by to=": ("resolutions/models.py", "ManyToManyField(to='projects.Project')", "upward at projects"),
    "up, by the user model": ("portal/units/models.py", "ForeignKey(settings.AUTH_USER_MODEL)", "at portal.accounts"),
    "up, by get_user_model": ("portal/units/models.py", "get_user_model()", "upward at portal.accounts"),
    "up, to the settings": (
        "portal/desk/views.py",
        "from portal.settings import BASE_DIR",
        "upward at portal.settings",
    ),
    "sideways on floor 6": ("portal/desk/views.py", "from portal.dashboards import pages", "sideways at portal.dash"),
    "sideways on floor 5": ("projects/models.py", "from indicators.models import Series", "sideways at indicators"),
    "sideways on floor 3": ("portal/notices/rules.py", "from portal.evidence import models", "sideways at portal.evid"),
    "sideways on floor 0": (
        "portal/vietnamese/dates.py",
        "from portal.periods import rules",
        "sideways at portal.periods",
    ),
    "tags above floor 0": (
        "portal/templatetags/portal.py",
        "from portal.units import models",
        "upward at portal.units",
    ),
    "formats import": ("portal/formats/vi/formats.py", "import decimal", "imports nothing"),
    "a room off the plan": ("portal/extras/models.py", "from portal.units import models", "not on the floor plan"),
    "importing off the plan": ("portal/desk/views.py", "from portal.extras import x", "not on the floor plan"),
    "a computed name": ("portal/desk/views.py", "import_module('portal.' + name)", "computed"),
    "a portal that is not empty": ("portal/__init__.py", '"""Portal."""\nVERSION = 1', "stays empty"),
}

LOOKING_WELL = {
    "down": ("portal/desk/views.py", "from indicators import actions\nfrom portal.periods import rules"),
    "at home": ("projects/views.py", "from . import actions\nfrom projects.models import Project"),
    "at home by label": (
        "projects/models.py",
        "ForeignKey('Project')\nForeignKey('self')\nForeignKey('projects.Stage')",
    ),
    "third parties": (
        "portal/history/models.py",
        "import json\nfrom django.db import models\napps.get_model('auth.Group')",
    ),
    "along floor 7": ("portal/urls.py", "from portal import navigation, settings\ninclude('portal.desk.urls')"),
    "tags at floor 0": ("portal/templatetags/portal.py", "from portal.vietnamese import numbers"),
    "the user from above": ("resolutions/models.py", "ForeignKey(settings.AUTH_USER_MODEL)"),
    "formats alone": ("portal/formats/vi/formats.py", '"""Formats."""\nDATE_FORMAT = "d/m/Y"'),
    "an empty portal": ("portal/__init__.py", '"""The portal."""'),
}


@pytest.mark.parametrize(("path", "text", "said"), LOOKING_WRONG.values(), ids=LOOKING_WRONG)
def test_looking_up_or_sideways_is_caught(path: str, text: str, said: str) -> None:
    findings = seen(path, text)
    assert len(findings) == 1
    assert said in findings[0]


@pytest.mark.parametrize(("path", "text"), LOOKING_WELL.values(), ids=LOOKING_WELL)
def test_looking_down_is_left_alone(path: str, text: str) -> None:
    assert seen(path, text) == []


def test_a_finding_names_file_and_line() -> None:
    findings = seen("resolutions/actions.py", "import json\n\n\ndef approve():\n    from projects import actions\n")
    assert findings[0].startswith("resolutions/actions.py:5: [layers]")


def test_every_room_stands_on_one_floor_and_has_a_label_of_its_own() -> None:
    assert len(set(floors.ROOMS)) == len(floors.ROOMS) == len(floors.ROOM_OF_LABEL)


def test_no_room_of_two_different_floors_sees_both_ways() -> None:
    both = [
        (one, other)
        for one in floors.ROOMS
        for other in floors.ROOMS
        if one < other and floors.may_see(one, other) and floors.may_see(other, one)
    ]
    settling = next(floor for floor in floors.FLOORS if floor.see_each_other)
    assert {room for pair in both for room in pair} == set(settling.rooms)


def test_the_architecture_page_quotes_the_floor_plan() -> None:
    page = Path(ROOT, "docs/architecture.md").read_text(encoding="utf-8")
    assert floors.as_text() in page, "print the plan with: python -m tests.architecture.guards.floors"


def test_the_printed_plan_names_every_room_once() -> None:
    printed = floors.as_text().replace("|", " ").split()
    assert [room for room in floors.ROOMS if printed.count(room) != 1] == []
