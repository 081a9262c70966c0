"""Sheets of figures for tests: the roads of the communes of 2022–2024, and who hands them in."""

import json
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

from django.core.management import call_command

from indicators.models import Entry, Observation, Series
from portal.accounts.models import User
from portal.history.models import Event
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.workflow.models import Submission

from . import workbooks

ROADS = ("road_paved_district", "road_paved_urban", "road_paved_commune", "road_hard_village", "road_hard_alley")
HEADERS = ["Mã đơn vị", "Tên đơn vị", "Mã chỉ tiêu", "Kỳ", "Tử số", "Mẫu số", "Giá trị", "Ghi chú"]
UNIT, NAME, INDICATOR, PERIOD, NUMERATOR, DENOMINATOR = range(6)
DAK_SONG = ["665", "Huyện Đắk Song"]
Sheet = list[list[Any]]


def roads_of_communes(count: int = 1000, years: range = range(2022, 2025)) -> Sheet:
    """Rows of the 71 communes that ended in June 2025: the figures of the report of 2023 as a start."""
    communes = AdminUnit.objects.filter(level="commune", valid_to="2025-07-01").order_by("code")
    places = product(years, communes.values_list("code", "name"), ROADS)
    return [[code, name, road, year, 47.78, 52.29, None, None] for year, (code, name), road in places][:count]


def with_twelve_faults(rows: Sheet) -> tuple[Sheet, list[tuple[int, str, str, str, str]]]:
    """The rows with a fault in every eightieth, and for each (row, column, header, value, code) as Excel shows it."""
    rows = [list(row) for row in rows]
    faults = [
        (INDICATOR, "road_paved_comune", "road_paved_comune", "unknown_indicator"),
        (NUMERATOR, "47,7O", "47,7O", "bad_number"),
        (DENOMINATOR, 0, "0", "denominator_zero"),
        (NUMERATOR, 477.8, "477,8", "numerator_exceeds_denominator"),
        (PERIOD, "Tháng 13/2023", "Tháng 13/2023", "bad_month"),
        (NUMERATOR, -47.78, "-47,78", "negative"),
        (UNIT, "99999", "99999", "unknown_unit"),
        (UNIT, None, "", "empty_key"),
        (NUMERATOR, "#REF!", "#REF!", "excel_error"),
        (DENOMINATOR, "nan", "nan", "bad_number"),
        (UNIT, rows[0][UNIT], rows[0][UNIT], "duplicate_key"),
        (NAME, "Huyện Đắk Mil", "Huyện Đắk Mil", "code_and_name_differ"),
    ]
    expected = []
    for place, (column, typed, value, code) in enumerate(faults, start=1):
        row = rows[place * 80]
        if code == "duplicate_key":
            row[:4] = rows[0][:4]
        row[column] = typed
        expected.append((place * 80 + 2, "ABCDEF"[column], HEADERS[column], value, code))
    return rows, expected


def workbook(path: Path, rows: Sheet, headers: list[str] | None = None) -> Path:
    """The rows under the headers, saved as a clerk does."""
    return workbooks.honest(path, rows, HEADERS if headers is None else headers)


def told(faults: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Where each fault stands and what it is."""
    return [(one["row"], one["column"], one["header"], one["value"], one["code"]) for one in faults]


def by_command(path: Path, *options: str, person: str = "quantri") -> tuple[int, dict[str, Any]]:
    """Exit code and JSON of `import_sheet observations`."""
    out, code = StringIO(), 0
    try:
        call_command("import_sheet", "observations", str(path), "--as", person, "--json", *options, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def export(path: Path, *options: str) -> Path:
    """The file that `export_sheet observations` writes."""
    call_command("export_sheet", "observations", "-o", str(path), *options, stdout=StringIO())
    return path


def holdings() -> dict[str, int]:
    """How many rows the tables have that an import may write."""
    tables = [Entry, Entry.history, Observation, Observation.history, Series, Series.history, Submission]
    counts = {
        f"{table.model.__name__ if hasattr(table, 'model') else table.__name__}": _count(table) for table in tables
    }
    return counts | {"Event": Event.objects.count(), "Period": Period.objects.count()}


def _count(table: Any) -> int:
    return (table.objects if hasattr(table, "objects") else table).count()


def person(username: str) -> User:
    """An account of the demo data."""
    return User.objects.get(username=username)
