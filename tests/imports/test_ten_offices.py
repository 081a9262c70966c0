"""Ten workbooks as offices make them, filled with the demo's own figures: read without mapping or with one question."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font

from indicators.models import Observation
from portal.imports.models import ImportBatch
from portal.imports.offices.questions import Answers, Asked
from portal.vietnamese.numbers import write_number

from . import workbooks
from .old_letters import in_cp1258, in_tcvn3
from .old_workbooks import Page, ods, xls
from .test_office_tables import ALLEYS, COMMUNE_ROADS, LETTERHEAD, SIGNED, checked, sheet_of

pytestmark = pytest.mark.usefixtures("demo")
ROADS = ("road_paved_commune", "road_hard_alley")
PERIOD = "SK05-NQTU-2023"
Rows = list[list[Any]]


@pytest.fixture
def parts(demo: None) -> dict[str, tuple[Decimal, Decimal]]:
    """Numerator and denominator of roads of Đắk Song as the report of 2023 has them."""
    found = Observation.objects.filter(series__unit__code="665", period__code=PERIOD)
    return {one.series.indicator.code: (one.numerator, one.denominator) for one in found if one.numerator is not None}


def across(parts: dict[str, tuple[Decimal, Decimal]], unit: str = "Huyện Đắk Song", year: str = "NĂM 2022") -> Rows:
    """A header of two rows, the unit's figures, a total and signatures."""
    figures = [float(one) for code in ROADS for one in parts[code]]
    return [
        *LETTERHEAD,
        [f"BIỂU TỔNG HỢP {year}"],
        ["STT", "Đơn vị", f"{COMMUNE_ROADS} (km)", None, f"{ALLEYS} (km)", None],
        [None, None, "Tử số", "Mẫu số", "Tử số", "Mẫu số"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, unit, *figures],
        [None, "Tổng cộng", *figures],
        *SIGNED,
    ]


def as_xlsx(rows: Rows, path: Path, font: str = "") -> Path:
    def draw(sheet: Any) -> None:
        sheet_of(rows, "C5:D5", "E5:F5", "A5:A6", "B5:B6")(sheet)
        for row in sheet.iter_rows():
            for cell in row:
                if font and isinstance(cell.value, str):
                    cell.value, cell.font = in_tcvn3(cell.value), Font(name=font)

    return workbooks.drawn(path, draw)


def letterhead_and_merged_headers(rows: Rows, folder: Path) -> Path:
    return as_xlsx(rows, folder / "a.xlsx")


def in_an_old_font(rows: Rows, folder: Path) -> Path:
    return as_xlsx(rows, folder / "a.xlsx", ".VnTime")


def on_the_second_sheet(rows: Rows, folder: Path) -> Path:
    def draw(sheet: Any) -> None:
        sheet.append(["BÌA", "Báo cáo năm 2022"])
        other = sheet.parent.create_sheet("Biểu 2")
        sheet_of(rows)(other)

    return workbooks.drawn(folder / "a.xlsx", draw)


def as_old_excel(rows: Rows, folder: Path) -> Path:
    return xls(folder / "a.xls", Page("Bieu", rows))


def as_old_excel_in_an_old_font(rows: Rows, folder: Path) -> Path:
    page = [[in_tcvn3(one) if isinstance(one, str) else one for one in row] for row in rows]
    return xls(folder / "a.xls", Page("Bieu", page, font=".VnTime"))


def as_opendocument(rows: Rows, folder: Path) -> Path:
    return ods(folder / "a.ods", Page("Bieu", rows))


def as_typed(value: Any) -> str:
    """A cell as Excel in Vietnam writes it into a CSV."""
    if isinstance(value, float):
        return write_number(Decimal(str(value)))
    return "" if value is None else str(value)


def as_csv_of_windows_1258(rows: Rows, folder: Path) -> Path:
    cells = [[as_typed(one) for one in row] for row in rows]
    path = folder / "a.csv"
    path.write_bytes(in_cp1258("\r\n".join(";".join(row) for row in cells)))
    return path


def with_names_of_a_mac(rows: Rows, folder: Path) -> Path:
    page = [[unicodedata.normalize("NFD", one) if isinstance(one, str) else one for one in row] for row in rows]
    return as_xlsx(page, folder / unicodedata.normalize("NFD", "Biểu số 1.xlsx"))


def sixty_columns_wide(rows: Rows, folder: Path) -> Path:
    wide = [list(row) for row in rows]
    for at in range(54):
        wide[4] += [f"Ghi chú {at}"]
        wide[7] += [f"x{at}"]
    return as_xlsx(wide, folder / "a.xlsx")


@pytest.mark.parametrize(
    "make",
    [
        letterhead_and_merged_headers, in_an_old_font, on_the_second_sheet, as_old_excel, as_old_excel_in_an_old_font,
        as_opendocument, as_csv_of_windows_1258, with_names_of_a_mac, sixty_columns_wide,
    ],
    ids=lambda make: make.__name__,
)  # fmt: skip
def test_a_workbook_of_an_office_is_read_without_a_question(
    tmp_path: Path, parts: dict[str, tuple[Decimal, Decimal]], make: Callable[[Rows, Path], Path]
) -> None:
    _compare(checked(make(across(parts), tmp_path)), parts)


def test_one_without_a_period_is_read_with_one_question(
    tmp_path: Path, parts: dict[str, tuple[Decimal, Decimal]]
) -> None:
    path = as_xlsx(across(parts, year="KẾT QUẢ THỰC HIỆN"), tmp_path / "a.xlsx")
    with pytest.raises(Asked) as caught:
        checked(path)
    assert [one.kind for one in caught.value.questions] == ["period"]
    _compare(checked(path, answers=Answers(period="2022")), parts)


def _compare(batch: ImportBatch, parts: dict[str, tuple[Decimal, Decimal]]) -> None:
    """The figures of the batch are those the workbook was made from."""
    from portal.imports.payload import preview_rows, unpacked

    assert batch.faults == []
    rows = [unpacked(row) for row in preview_rows(batch.payload, "new")]
    assert sorted((row.now[0], row.now[1]) for row in rows) == sorted(parts[code] for code in ROADS)
    assert {row.period_code for row in rows} == {"2022"}
    assert "total" not in str(batch.warnings) and not any("cộng cột" in one["message"] for one in batch.warnings)
