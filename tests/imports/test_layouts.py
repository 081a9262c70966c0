"""Remembered layouts and names go out as JSON and come in at another installation, all or none."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.imports.offices.layouts import aliases_of, remember, remembered_columns
from portal.imports.offices.questions import Answers
from portal.imports.remembered import ColumnLayout, NameAlias

from .sheets_of_figures import person

pytestmark = pytest.mark.usefixtures("demo")
COLUMNS = {"noi lam": "unit", "lam duoc": "figure:road_paved_commune:numerator"}


def test_what_goes_out_comes_in_elsewhere(tmp_path: Path) -> None:
    remember(
        {"unit:dak n drug": "24727"}, Answers(columns=COLUMNS), fingerprint="a|b", by=person("quantri"), name="Biểu"
    )
    path = tmp_path / "bo-cuc.json"
    call_command("layouts", out=str(path))
    assert "quantri" not in path.read_text(encoding="utf-8")
    ColumnLayout.objects.all().delete()
    NameAlias.objects.all().delete()
    call_command("layouts", source=str(path), person="quantri")
    assert remembered_columns("a|b") == COLUMNS
    assert aliases_of() == {("unit", "dak n drug"): "24727"}
    assert ColumnLayout.objects.get().name == "Biểu"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"layouts": [1], "names": []}',
        '{"layouts": [], "names": [{"subject": "x", "key": "a", "code": "b"}]}',
        json.dumps({"layouts": [{"fingerprint": "short", "name": "", "columns": {}}], "names": []}),
    ],
)  # fmt: skip
def test_another_text_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="không phải danh sách bố cục"):
        call_command("layouts", source=str(path), person="quantri")
    assert (ColumnLayout.objects.count(), NameAlias.objects.count()) == (0, 0)


def test_only_who_imports_may_take_them_in(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"layouts": [], "names": []}', encoding="utf-8")
    with pytest.raises(CommandError, match="quản trị"):
        call_command("layouts", source=str(path), person="canbo.daksong")
