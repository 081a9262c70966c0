"""A workbook of figures on its whole way: checked, refused as a whole or written once, and out again."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from indicators.actions import approve, submit
from indicators.models import Entry, Observation, Series
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.imports.actions import NotConfirmed, check_file, confirm, outlook
from portal.imports.catalogue import kind_of
from portal.imports.models import ImportBatch
from portal.imports.payload import raw_rows
from portal.imports.refusals import FileRefused
from portal.periods.models import Period
from portal.units.models import Agency
from portal.workflow.models import Submission
from tests.builders import make_user

from .sheets_of_figures import (
    DAK_SONG,
    HEADERS,
    ROADS,
    by_command,
    export,
    holdings,
    person,
    roads_of_communes,
    told,
    with_twelve_faults,
    workbook,
)

pytestmark = pytest.mark.usefixtures("demo")
SURVEY = "SK05-NQTU-2023"
FORMULAS = ["=1+1", "+84 261 3544 138", "@SUM(A1)", "-5", "＝1+1"]


def entry_of(indicator: str, period: str = SURVEY, unit: str = "665") -> Entry:
    return Entry.objects.get(series__unit__code=unit, series__indicator__code=indicator, period__code=period)


def one_row(tmp_path: Path, *cells: object, headers: list[str] | None = None) -> Path:
    return workbook(tmp_path / "mot-dong.xlsx", [list(cells)], headers)


def only_fault(path: Path, person: str = "quantri") -> dict:
    code, outcome = by_command(path, person=person)
    (fault,) = outcome["errors"]
    assert code == 1
    return fault


def test_twelve_planted_faults_give_twelve_messages_and_nothing_is_written(tmp_path: Path) -> None:
    rows, expected = with_twelve_faults(roads_of_communes())
    before = holdings()
    code, outcome = by_command(workbook(tmp_path / "a.xlsx", rows))
    assert (code, outcome["state"], outcome["refused"], len(rows)) == (1, "refused", 12, 1000)
    assert told(outcome["errors"]) == expected
    assert {one["sheet"] for one in outcome["errors"]} == {"Bieu01"}
    assert all(one["message"].endswith((".", "?")) and one["remedy"].endswith(".") for one in outcome["errors"])
    assert holdings() == before


def test_the_corrected_workbook_is_written_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", roads_of_communes())
    code, outcome = by_command(path, "--reason", "Số liệu đường giao thông 2022–2024")
    assert (code, outcome["state"], outcome["new"], outcome["changed"]) == (0, "applied", 1000, 0)
    assert Entry.objects.filter(status="draft").count() == 1000
    event = Event.objects.get(batch_id=outcome["batch"])
    assert (event.rows, event.via, event.reason) == (1000, "workbook", "Số liệu đường giao thông 2022–2024")

    before = holdings()
    code, again = by_command(path)
    assert (code, again["state"], again["new"], again["changed"], again["unchanged"]) == (0, "unchanged", 0, 0, 1000)
    assert holdings() == before


def test_a_dry_run_tells_everything_and_writes_nothing(tmp_path: Path) -> None:
    before = holdings()
    code, outcome = by_command(workbook(tmp_path / "a.xlsx", roads_of_communes(10)), "--dry-run")
    assert (code, outcome["state"], outcome["new"]) == (0, "checked", 10)
    assert holdings() == before


def test_a_file_without_rows_is_refused_as_a_whole(tmp_path: Path) -> None:
    for name, path in {
        "no_rows": workbook(tmp_path / "a.xlsx", [[None] * 8]),
        "question": one_row(tmp_path, "665", "population", 1, headers=["Mã đơn vị", "Mã chỉ tiêu", "Giá trị"]),
        "unreadable": tmp_path / "khong-co.xlsx",
    }.items():
        code, outcome = by_command(path)
        (fault,) = outcome["errors"]
        assert (code, outcome["state"], outcome["refused"]) == (1, "refused", 0)
        assert (fault["row"], fault["code"], bool(fault["message"])) == (None, name, True)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_goes_out_comes_back_unchanged(tmp_path: Path, suffix: str) -> None:
    code, outcome = by_command(export(tmp_path / f"a{suffix}"))
    assert (code, outcome["state"], outcome["errors"]) == (0, "unchanged", [])
    assert outcome["unchanged"] == Observation.objects.in_force().count() > 70
    code, outcome = by_command(export(tmp_path / f"b{suffix}", "--unit", "665", "--period", SURVEY))
    assert (code, outcome["unchanged"]) == (0, 44)


def test_texts_that_look_like_formulas_stay_texts_on_the_way_out_and_back(tmp_path: Path) -> None:
    sheet = [[*DAK_SONG, road, SURVEY, 10, 20, text, text] for road, text in zip(ROADS, FORMULAS, strict=True)]
    headers = [*HEADERS[:6], "Nguồn", "Ghi chú"]
    path = workbook(tmp_path / "a.xlsx", sheet, headers)
    as_texts(path)
    assert by_command(path, person="canbo.daksong")[0] == 0
    _approve_dak_song()

    cells = load_workbook(export(tmp_path / "b.xlsx", "--unit", "665")).active
    assert not [cell.coordinate for row in cells for cell in row if cell.data_type == "f"]
    notes = {row[2].value: (row[10].value, row[11].value) for row in cells if row[2].value in ROADS}
    assert notes == {road: (text, text) for road, text in zip(ROADS, FORMULAS, strict=True)}
    assert {type(row[4].value) for row in cells if row[2].value in ROADS} == {int}

    with export(tmp_path / "b.csv", "--unit", "665").open(encoding="utf-8-sig", newline="") as stream:
        lines = {line["Mã chỉ tiêu"]: line for line in csv.DictReader(stream, delimiter=";")}
    assert [lines[road]["Ghi chú"] for road in ROADS] == [f"'{text}" for text in FORMULAS]
    assert (lines["ind_constr_output"]["Giá trị"], lines[ROADS[0]]["Tử số"]) == ("12411,986", "10")
    for name in ("b.xlsx", "b.csv"):
        batch = check_file(tmp_path / name, name, kind="observations", by=person("quantri"))
        read = {cells["indicator_code"]: cells["note"] for _, cells in raw_rows(batch.payload)}
        assert [read[road] for road in ROADS] == FORMULAS
        assert batch.state == ImportBatch.State.UNCHANGED


def as_texts(path: Path) -> None:
    """What was typed with an apostrophe in front: openpyxl would make formulas of it."""
    book = load_workbook(path)
    for cell in [cell for row in book.active for cell in row if cell.data_type == "f"]:
        cell.data_type = "s"
    book.save(path)


def test_a_formula_without_a_result_is_no_note(tmp_path: Path) -> None:
    fault = only_fault(one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29, None, "=1+1"))
    assert (fault["code"], fault["header"]) == ("uncalculated", "Ghi chú")


def _approve_dak_song() -> Submission:
    report = Submission.objects.get(unit__code="665", period__code=SURVEY)
    Entry.objects.of_submission(report).update(reason="Rà soát theo hồ sơ quản lý đường bộ")
    return approve(submit(report, by=person("canbo.daksong")), by=person("lanhdao.daksong"))


def test_a_figure_equal_to_an_approved_one_is_unchanged_whatever_the_state_of_the_report(tmp_path: Path) -> None:
    path = one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29)
    assert by_command(path, person="canbo.daksong")[1]["changed"] == 1
    assert by_command(path, person="canbo.daksong")[1]["unchanged"] == 1
    report = _approve_dak_song()
    assert report.state == "approved"
    assert by_command(path)[1]["state"] == "unchanged"

    fault = only_fault(one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.20, 52.29))
    assert (fault["code"], fault["row"], fault["header"]) == ("report_not_open", 2, "Kỳ")
    assert "Đã duyệt" in fault["message"] and "mở lại" in fault["remedy"]


def test_a_report_that_was_handed_in_takes_no_new_figures(tmp_path: Path) -> None:
    by_command(one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29, None, "Rà soát"), person="canbo.daksong")
    submit(Submission.objects.get(unit__code="665", period__code=SURVEY), by=person("canbo.daksong"))
    before = holdings()
    other = one_row(tmp_path, *DAK_SONG, ROADS[1], SURVEY, 25, 28.32)
    assert only_fault(other)["code"] == "report_not_open"
    assert holdings() == before


def test_a_correction_carries_the_reason_of_its_row_or_of_the_batch(tmp_path: Path) -> None:
    rows = [[*DAK_SONG, ROADS[0], SURVEY, 48.1, 52.29, None, "Đo lại"], [*DAK_SONG, ROADS[1], SURVEY, 25, 28.32]]
    by_command(workbook(tmp_path / "a.xlsx", rows), "--reason", "Rà soát quý III")
    assert (entry_of(ROADS[0]).reason, entry_of(ROADS[1]).reason) == ("Đo lại", "Rà soát quý III")


def test_a_clerk_imports_the_own_unit_only(tmp_path: Path) -> None:
    own = one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29)
    assert by_command(own, person="canbo.daksong")[0] == 0
    before = holdings()
    fault = only_fault(own, person="canbo.dakmil")
    assert (fault["code"], fault["column"], fault["value"]) == ("foreign_unit", "A", "665")
    assert "Huyện Đắk Song" in fault["message"]
    assert holdings() == before


def test_who_may_not_enter_figures_cannot_hand_in_a_file(tmp_path: Path) -> None:
    path = one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29)
    assert only_fault(path, person="lanhdao.tinh")["code"] == "not_allowed"
    assert not ImportBatch.objects.exists()


def test_an_agency_writes_its_own_indicators_and_not_those_of_another(tmp_path: Path) -> None:
    clerk = person("canbo.socongthuong")
    figure = Observation.objects.in_force().filter(series__unit=clerk.unit, value__isnull=False).first()
    unit, indicator = figure.series.unit, figure.series.indicator
    cells = [unit.code, unit.name, indicator.code, figure.period.code, None, None, figure.value + 1, "Rà soát"]
    path = one_row(tmp_path, *cells)
    Series.objects.filter(pk=figure.series_id).update(owner=clerk.agency)
    assert by_command(path, "--dry-run", person=clerk.username)[1]["changed"] == 1
    other = Agency.objects.exclude(pk=clerk.agency_id).first()
    Series.objects.filter(pk=figure.series_id).update(owner=other)
    fault = only_fault(path, person=clerk.username)
    assert fault["code"] == "foreign_owner" and other.name in fault["message"]
    assert by_command(path, "--dry-run")[1]["changed"] == 1


def test_a_text_with_two_readings_is_asked_about_and_never_guessed(tmp_path: Path) -> None:
    fault = only_fault(one_row(tmp_path, *DAK_SONG, "border_length", SURVEY, None, None, "23.194"))
    assert (fault["code"], fault["value"], fault["column"]) == ("ambiguous", "23.194", "G")
    assert fault["remedy"] == "Gõ lại là 23194 hoặc 23,194."
    typed = one_row(tmp_path, *DAK_SONG, "border_length", SURVEY, None, None, "23,194")
    assert by_command(typed)[1]["unchanged"] == 1


def percentage(tmp_path: Path, indicator: str, stored: float) -> Path:
    path = one_row(tmp_path, *DAK_SONG, indicator, "2022", None, None, stored)
    book = load_workbook(path)
    book.active["G2"].number_format = "0.00%"
    book.save(path)
    return path


def test_a_cell_formatted_as_percent_is_in_percent(tmp_path: Path) -> None:
    assert by_command(percentage(tmp_path, "household_electricity", 0.9963))[0] == 0
    assert entry_of("household_electricity", "2022").value == Decimal("99.63")
    by_command(percentage(tmp_path, "household_electricity", 0.91375023904))
    assert entry_of("household_electricity", "2022").value == Decimal("91.3750")


def test_a_percentage_is_no_number_of_people(tmp_path: Path) -> None:
    fault = only_fault(percentage(tmp_path, "population", 0.5))
    assert (fault["code"], fault["value"]) == ("unit_mismatch", "50%")


def test_headers_without_accents_absent_columns_and_a_year_as_number_will_do(tmp_path: Path) -> None:
    headers = ["MA CHI TIEU", "Gia tri", "ma don vi", "KY BAO CAO"]
    path = workbook(tmp_path / "a.xlsx", [["population", 84_500, 665, 2023]], headers)
    assert by_command(path)[0] == 0
    entry = entry_of("population", "2023")
    assert (entry.value, entry.quality, entry.missing_reason) == (Decimal(84500), "official", "")


def test_a_reason_stands_for_a_missing_figure(tmp_path: Path) -> None:
    headers = ["Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Lý do không có số", "Loại số liệu"]
    path = workbook(tmp_path / "a.xlsx", [["665", "population", "Quý III/2024", "Không thu thập", "sơ bộ"]], headers)
    assert by_command(path)[0] == 0
    entry = entry_of("population", "2024-Q3")
    assert (entry.value, entry.missing_reason, entry.quality) == (None, "not_collected", "preliminary")
    assert by_command(path)[1]["state"] == "unchanged"


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        (["665", "Đắk Song", "population", "2023", None, None, None], "no_figure", "G"),
        (["665", "Đắk Song", "population", "Kỳ này", None, None, 1], "bad_period", "D"),
        (["665", "Đắk Song", "population", "2026", None, None, 1], "unit_not_valid", "A"),
        (["665", "Đắk Song", "population", "2023", 1, None, None], "denominator_missing", "F"),
        (["665", "Đắk Song", "population", "2023", None, None, True], "bad_number", "G"),
        (["665", "Đắk Song", None, "2023", None, None, 1], "empty_key", "C"),
        (["665", "Đắk Song", "population", None, None, None, 1], "empty_key", "D"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named_with_its_column(tmp_path: Path, cells: list, code: str, column: str):
    fault = only_fault(one_row(tmp_path, *cells, None))
    assert (fault["code"], fault["column"], fault["row"]) == (code, column, 2)
    assert fault["message"] and fault["remedy"]


def test_a_closed_period_takes_nothing(tmp_path: Path) -> None:
    path = one_row(tmp_path, *DAK_SONG, "population", "2022", None, None, 84_000)
    assert by_command(path, "--dry-run")[0] == 0
    Period.objects.filter(code="2022").update(is_closed=True)
    assert only_fault(path)["code"] == "closed_period"


def test_the_name_without_its_level_is_the_same_unit_and_another_name_is_not(tmp_path: Path) -> None:
    for name in ("Đắk Song", "H. Đắk Song", "huyện đăk song"):
        assert by_command(one_row(tmp_path, "665", name, "wind", SURVEY, None, None, 6))[1]["unchanged"] == 1
    assert only_fault(one_row(tmp_path, "665", "Đắk Mil", "wind", SURVEY, None, None, 6))["header"] == "Tên đơn vị"


def test_a_batch_is_confirmed_once_by_its_owner_with_its_token(tmp_path: Path) -> None:
    path = one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29)
    owner, other = person("quantri"), make_user(Role.ADMIN)
    batch = check_file(path, path.name, kind="observations", by=owner)
    before = holdings()
    with pytest.raises(NotConfirmed, match="Chỉ người tải tệp lên"):
        confirm(batch, token=batch.token, by=other)
    with pytest.raises(NotConfirmed, match="Mã xác nhận không đúng"):
        confirm(batch, token="0" * 32, by=owner)
    assert holdings() == before
    confirm(batch, token=batch.token, by=owner)
    written = holdings()
    assert written["Entry"] == before["Entry"] + 1
    with pytest.raises(NotConfirmed, match=r"đã được ghi lúc \d\d:\d\d ngày"):
        confirm(batch, token=batch.token, by=owner)
    assert holdings() == written


def test_a_preview_that_no_longer_holds_is_not_written(tmp_path: Path) -> None:
    path = one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.10, 52.29)
    owner = person("quantri")
    stale = check_file(path, path.name, kind="observations", by=owner)
    by_command(one_row(tmp_path, *DAK_SONG, ROADS[0], SURVEY, 48.20, 52.29), person="canbo.daksong")
    with pytest.raises(NotConfirmed, match="đã thay đổi sau khi xem trước"):
        confirm(stale, token=stale.token, by=owner)
    assert entry_of(ROADS[0]).numerator == Decimal("48.20")
    # without the digest of the preview the clerk's figure would be gone
    ImportBatch.objects.filter(pk=stale.pk).update(outlook=_outlook_now(stale, owner))
    stale.refresh_from_db()
    confirm(stale, token=stale.token, by=owner)
    assert entry_of(ROADS[0]).numerator == Decimal("48.10")


def _outlook_now(batch: ImportBatch, by: object) -> str:

    return outlook(kind_of(batch.kind).check(raw_rows(batch.payload), by=by).rows)


def test_queries_of_a_check_do_not_grow_with_the_rows(tmp_path: Path, django_assert_max_num_queries) -> None:
    path = workbook(tmp_path / "a.xlsx", roads_of_communes())
    with django_assert_max_num_queries(11):
        check_file(path, path.name, kind="observations", by=person("quantri"))


def test_a_file_that_is_no_workbook_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("Mã đơn vị;Kỳ", encoding="utf-8")
    with pytest.raises(FileRefused):
        check_file(path, path.name, kind="observations", by=person("quantri"))
    assert not ImportBatch.objects.exists()
