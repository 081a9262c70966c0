"""The README leads from each of the project's words to a model, a page, a command and a test that exist."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.urls import Resolver404, get_resolver, resolve

from tests.architecture.guards import access, card
from tests.architecture.guards.sources import ROOT

HEAD = "# Portal\n\n| Word | Model | Page | Command | Test |\n|---|---|---|---|---|\n"
TASK = "| task | `resolutions.Task`, `resolutions.Clause` | `/viec/` | `manage.py remind` | `tests/a.py::test_a` |\n"
DIRECTION = "| direction | `resolutions.Clause` | – | – | `tests/a.py` |\n"
KNOWN = {
    "Model": {"resolutions.Task", "resolutions.Clause"}.__contains__,
    "Page": {"/viec/"}.__contains__,
    "Command": {"manage.py remind"}.__contains__,
    "Test": {"tests/a.py", "tests/a.py::test_a"}.__contains__,
}


def has_model(name: str) -> bool:
    label, _, model = name.partition(".")
    return label in {app.label for app in apps.get_app_configs()} and model.lower() in apps.all_models[label]


def has_page(name: str) -> bool:
    if not name.startswith("/"):
        return name in {route.name for route in access.routes(get_resolver().url_patterns)}
    try:
        resolve(name.split("?")[0])
    except Resolver404:
        return False
    return True


def has_command(name: str) -> bool:
    script, _, command = name.partition(" ")
    if script == "run.py":
        return f"run.py {command} " in Path(ROOT, script).read_text(encoding="utf-8")
    return script == "manage.py" and command.split()[0] in get_commands()


EXISTS = {
    "Model": has_model,
    "Page": has_page,
    "Command": has_command,
    "Test": lambda name: card.has_test(name, ROOT),
}


def test_every_word_of_the_readme_leads_somewhere() -> None:
    page = Path(ROOT, "README.md")
    assert page.exists(), "README.md is missing"
    faults = card.faults(card.rows(page.read_text(encoding="utf-8")), EXISTS)
    assert not faults, "\n".join(faults)


def test_a_table_whose_names_exist_has_no_faults() -> None:
    rows = card.rows(HEAD + TASK + DIRECTION + "\nThe end | of | it\n")
    assert [row.word for row in rows] == ["task", "direction"]
    assert rows[0].cells["Model"] == ("resolutions.Task", "resolutions.Clause")
    assert rows[1].cells["Page"] == ()
    assert card.faults(rows, KNOWN) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("resolutions.Clause", "task: model `resolutions.Gone` does not exist"),
        ("/viec/", "task: page `resolutions.Gone` does not exist"),
        ("manage.py remind", "task: command `resolutions.Gone` does not exist"),
        ("tests/a.py::test_a", "task: test `resolutions.Gone` does not exist"),
    ],
)
def test_a_name_that_leads_nowhere_is_reported(name: str, said: str) -> None:
    assert card.faults(card.rows(HEAD + TASK.replace(name, "resolutions.Gone")), KNOWN) == [said]


def test_a_word_that_leads_nowhere_at_all_or_stands_twice_is_reported() -> None:
    assert card.faults(card.rows(HEAD + "| goal | – | – | – | – |\n"), KNOWN) == ["goal: leads nowhere"]
    assert card.faults(card.rows(HEAD + TASK + TASK), KNOWN) == ["task: twice"]


@pytest.mark.parametrize(
    ("markdown", "error"),
    [
        ("# Portal\n", LookupError),
        (HEAD + "| task | resolutions.Task | – | – | – |\n", ValueError),
        (HEAD + "| task | `resolutions.Task` | – |\n", ValueError),
    ],
)
def test_a_table_that_cannot_be_read_is_an_error(markdown: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        card.rows(markdown)


def test_an_empty_table_is_reported() -> None:
    assert card.faults(card.rows(HEAD), KNOWN) == ["the table is empty"]


def test_tests_are_looked_up_by_file_and_function() -> None:
    here = "tests/architecture/test_card.py"
    assert card.has_test(here, ROOT)
    assert card.has_test(f"{here}::test_tests_are_looked_up_by_file_and_function", ROOT)
    assert not card.has_test(f"{here}::test_gone", ROOT)
    assert not card.has_test("tests/architecture/test_gone.py", ROOT)
    assert not card.has_test("README.md", ROOT)


def test_models_pages_and_commands_are_looked_up_in_the_project() -> None:
    assert has_model("auth.Group")
    assert not has_model("auth.Gone")
    assert not has_model("gone.Group")
    assert not has_page("gone:page")
    assert not has_page("/khong-co-trang-nay/")
    assert has_command("manage.py migrate --check")
    assert not has_command("manage.py gone")
    assert has_command("run.py test")
    assert not has_command("run.py gone")
    assert not has_command("make test")
