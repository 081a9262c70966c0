"""The national list of units as a spreadsheet: what is new is arranged, what stands is never renamed in place."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from portal.accounts.roles import Role
from portal.history.models import Event
from portal.units.actions import resolve
from portal.units.models import AdminUnit, Placement, UnitSuccession
from tests.builders import make_user
from tests.units.communes import DAY, EVE, june

HEADERS = (
    "Mã", "Tên", "Cấp", "Mã cấp trên", "Hiệu lực từ", "Hết hiệu lực từ", "Căn cứ", "Mã đơn vị cũ",
)  # fmt: skip
ARRANGED = [
    ("68", "Tỉnh Lâm Đồng", "tỉnh", "", "1/7/2025", "", "202/2025/QH15", "67, 68"),
    ("24722", "Xã Thuận Hạnh", "xã", "68", "01/07/2025", "", "1671/NQ-UBTVQH15", "24722, 24724"),
    ("24717", "Xã Đức An", "xã", "68", "1/7/2025", "", "1671/NQ-UBTVQH15", "24717"),
    ("665", "Huyện Đắk Song", "huyện", "67", "", "1/7/2025", "1671/NQ-UBTVQH15", ""),
]


@pytest.fixture
def land(db):
    return june()


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN, username="quantri")


def workbook(path: Path, rows: list[tuple]) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def bring_in(path: Path, *, person: str = "quantri", **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("import_sheet", "units", str(path), person=person, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_arrangement_of_2025_is_an_import(land, admin, tmp_path):
    outcome = bring_in(workbook(tmp_path / "units.xlsx", ARRANGED))
    assert outcome["errors"] == []
    assert (outcome["state"], outcome["new"], outcome["changed"]) == ("applied", 3, 1)
    new = resolve("24722", on=DAY)
    assert (new.name, new.legal_basis) == ("Xã Thuận Hạnh", "1671/NQ-UBTVQH15")
    assert [unit.slug for unit in AdminUnit.objects.above(new, DAY)] == ["68@2025-07-01"]
    assert AdminUnit.objects.get(slug="665").last_day == EVE
    kinds = UnitSuccession.objects.order_by("predecessor__code").values_list("predecessor__code", "kind")
    assert set(kinds) == {
        ("24717", "renamed"), ("24722", "merged"), ("24724", "merged"), ("665", "dissolved"), ("67", "merged"),
        ("68", "merged"),
    }  # fmt: skip
    assert Event.objects.order_by("-position").first().verb == "import_units"


def test_the_same_list_again_changes_nothing(land, admin, tmp_path):
    path = workbook(tmp_path / "units.xlsx", ARRANGED)
    bring_in(path)
    events, units = Event.objects.count(), AdminUnit.objects.count()
    outcome = bring_in(path)
    assert (outcome["state"], outcome["unchanged"], outcome["errors"]) == ("unchanged", 4, [])
    assert (Event.objects.count(), AdminUnit.objects.count()) == (events, units)


def test_an_export_is_a_valid_import(land, admin, tmp_path):
    bring_in(workbook(tmp_path / "units.xlsx", ARRANGED))
    target = tmp_path / "out.xlsx"
    call_command("export_sheet", "units", output=str(target), stdout=io.StringIO())
    outcome = bring_in(target)
    assert (outcome["state"], outcome["unchanged"], outcome["errors"]) == ("unchanged", 9, [])


def test_a_check_writes_nothing(land, admin, tmp_path):
    before = (AdminUnit.objects.count(), Placement.objects.count(), Event.objects.count())
    outcome = bring_in(workbook(tmp_path / "units.xlsx", ARRANGED), dry_run=True)
    assert (outcome["state"], outcome["new"]) == ("checked", 3)
    assert (AdminUnit.objects.count(), Placement.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("665", "Huyện Đắc Song", "huyện", "67", "", "", "", ""), "B", "Mã 665 có tên “Huyện Đắk Song”"),
        (("665", "Huyện Đắk Song", "làng", "67", "", "", "", ""), "C", "không phải một cấp"),
        (("665", "Huyện Đắk Song", "huyện", "67", "32/7/2025", "", "", ""), "E", "32"),
        (("9", "Xã Chín", "xã", "999", "1/7/2025", "", "1671", ""), "A", "Không có đơn vị nào mang mã 999"),
        (("24724", "Xã Khác", "xã", "665", "1/7/2025", "", "1671", ""), "A", "Mã 24724 đang được Xã Thuận Hạnh"),
        (("665", "Huyện Đắk Song", "huyện", "67", "", "1/7/2025", "1671", ""), "A", "còn 3 đơn vị trực thuộc"),
        (("9", "Xã Chín", "xã", "665", "1/7/2025", "", "1671", "24722, 777"), "A", "Không có đơn vị nào mang mã 777"),
    ],
)
def test_a_bad_row_is_refused_in_its_own_place_and_nothing_is_written(land, admin, tmp_path, row, column, words):
    before = AdminUnit.objects.count()
    outcome = bring_in(workbook(tmp_path / "units.xlsx", [row]))
    (error,) = outcome["errors"]
    assert (error["row"], error["column"]) == (2, column)
    assert words in error["message"] + error["remedy"]
    assert AdminUnit.objects.count() == before


def test_only_an_administrator_brings_units_in(land, admin, tmp_path):
    make_user(Role.CLERK, land.duc_an, username="canbo")
    outcome = bring_in(workbook(tmp_path / "units.xlsx", ARRANGED), person="canbo")
    assert [error["code"] for error in outcome["errors"]] == ["not_allowed"]
    assert not UnitSuccession.objects.exists()
