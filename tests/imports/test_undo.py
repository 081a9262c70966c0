"""Undoing an import: every figure as before, what was edited since stays and is named, and only once."""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from indicators.actions import submit, undo_entries
from indicators.models import Entry, Observation, Reading, Standing
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.imports import undoing
from portal.imports.models import ImportBatch
from portal.imports.undoing import NotUndone, undo
from portal.workflow.models import Submission
from tests.builders import make_user

from .sheets_of_figures import DAK_SONG, ROADS, by_command, person, roads_of_communes, workbook
from .test_pages import browser, text_of

pytestmark = pytest.mark.usefixtures("demo")
SURVEY = "SK05-NQTU-2023"
# the version counts every writing, the undo's too; all else must come back
OWN = [field.attname for field in Entry._meta.concrete_fields if field.name != "version"]


def figures() -> dict[str, Any]:
    """Every column of every figure, in force, pending and derived."""
    return {
        "entries": list(Entry.objects.order_by("id").values_list(*OWN)),
        "observations": list(Observation.objects.order_by("id").values_list()),
        "readings": list(Reading.objects.order_by("id").values_list()),
        "standings": list(Standing.objects.order_by("pk").values_list()),
    }


def bring(tmp_path: Path, rows: list[list[Any]], name: str = "a.xlsx") -> ImportBatch:
    _, outcome = by_command(workbook(tmp_path / name, rows))
    assert outcome["state"] == "applied", outcome["errors"]
    return ImportBatch.objects.get(pk=outcome["batch"])


def undo_by_command(batch: ImportBatch, who: str = "quantri") -> dict[str, Any]:
    out = StringIO()
    with suppress(SystemExit):
        call_command("undo_import", str(batch.pk), person=who, json=True, stdout=out)
    return json.loads(out.getvalue())


def corrected(numerator: float) -> list[Any]:
    return [*DAK_SONG, ROADS[0], SURVEY, numerator, 52.29, None, "Đo lại"]


def test_after_an_undo_every_column_of_every_figure_is_as_before(tmp_path: Path) -> None:
    bring(tmp_path, roads_of_communes(10))
    before, head = figures(), Event.objects.last_position()
    changed = [[*row[:4], 47.79, *row[5:7], "Đo lại"] for row in roads_of_communes(10)]
    batch = bring(tmp_path, [*changed, *roads_of_communes(25)[10:], corrected(48.10)], "b.xlsx")
    assert (batch.new, batch.changed) == (15, 11)
    assert figures() != before
    told = undo_by_command(batch)
    assert (told["state"], told["undone"], told["left"]) == ("undone", 26, [])
    assert figures() == before
    event = Event.objects.get(verb="undo_import")
    assert (event.batch_id, event.rows, event.person_name) == (batch.pk, 26, str(person("quantri")))
    assert event.position == head + 2


def test_the_versions_of_what_was_undone_stay_in_history(tmp_path: Path) -> None:
    batch = bring(tmp_path, roads_of_communes(3))
    written = list(Entry.history.filter(event_id=Event.objects.get(batch_id=batch.pk).pk).values_list("id", flat=True))
    undo(batch, by=person("quantri"))
    kinds = [
        list(Entry.history.filter(id=pk).order_by("history_id").values_list("history_type", flat=True))
        for pk in written
    ]
    assert kinds == [["+", "-"]] * 3


def test_a_cell_edited_since_is_left_and_named(tmp_path: Path) -> None:
    rows = roads_of_communes(5)
    first = bring(tmp_path, rows)
    rows[2] = [*rows[2][:4], 40, *rows[2][5:7], "Số mới"]
    bring(tmp_path, rows, "b.xlsx")
    done = undo(first, by=person("quantri"))
    assert done.undone_rows == 4
    (left,) = done.left
    assert rows[2][1] in left["cell"]
    assert left["why"] == "đã được sửa, nộp hoặc duyệt sau khi nhập"
    assert Entry.objects.get(status="draft", numerator=40).denominator is not None


def test_undos_stack_in_the_order_later_then_earlier(tmp_path: Path) -> None:
    before = figures()
    rows = roads_of_communes(4)
    one = bring(tmp_path, rows)
    two = bring(tmp_path, [[*row[:4], 40, *row[5:7], "lần hai"] for row in rows], "b.xlsx")
    undo(two, by=person("quantri"))
    three = bring(tmp_path, [[*row[:4], 30, *row[5:7], "lần ba"] for row in rows], "c.xlsx")
    undo(three, by=person("quantri"))
    done = undo(one, by=person("quantri"))
    assert (done.undone_rows, done.left) == (4, [])
    assert figures() == before


def test_a_report_that_was_handed_in_keeps_its_figures(tmp_path: Path) -> None:
    batch = bring(tmp_path, [corrected(48.10)])
    report = Submission.objects.get(unit__code="665", period__code=SURVEY)
    submit(report, by=person("canbo.daksong"))
    with pytest.raises(NotUndone, match="tất cả đã được sửa, nộp hoặc khóa") as refused:
        undo(batch, by=person("quantri"))
    assert len(refused.value.left) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.undone_at) == ("applied", None)
    assert not Event.objects.filter(verb="undo_import").exists()


def test_a_batch_is_undone_once(tmp_path: Path) -> None:
    batch = bring(tmp_path, roads_of_communes(3))
    stale = ImportBatch.objects.get(pk=batch.pk)
    undo(batch, by=person("quantri"))
    after = figures()
    with pytest.raises(NotUndone, match="đã được hoàn tác lúc"):
        undo(stale, by=person("quantri"))
    assert "đã được hoàn tác lúc" in undo_by_command(batch)["message"]
    assert figures() == after
    assert Event.objects.filter(verb="undo_import").count() == 1


def test_a_stranger_undoes_nothing(tmp_path: Path) -> None:
    batch = bring(tmp_path, roads_of_communes(3))
    before = figures()
    stranger = make_user(Role.CLERK, Submission.objects.get(unit__code="665", period__code=SURVEY).unit)
    with pytest.raises(NotUndone, match="Chỉ người nhập hoặc quản trị"):
        undo(batch, by=stranger)
    with pytest.raises(CommandError, match="Không có đợt nhập số"):
        undo_by_command(batch, stranger.username)
    assert figures() == before


@pytest.mark.parametrize(("days", "is_open"), [(29, True), (31, False)])
def test_after_thirty_days_it_is_too_late(tmp_path: Path, days: int, is_open: bool) -> None:
    batch = bring(tmp_path, roads_of_communes(3))
    ImportBatch.objects.filter(pk=batch.pk).update(applied_at=timezone.now() - timedelta(days=days))
    batch.refresh_from_db()
    assert (undoing.why_not(batch, person("quantri")) == "") is is_open
    if not is_open:
        with pytest.raises(NotUndone, match="Chỉ hoàn tác được trong 30 ngày"):
            undo(batch, by=person("quantri"))


def test_a_fault_in_the_middle_leaves_the_batch_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = bring(tmp_path, roads_of_communes(3))
    before = figures()

    def broken(**known: Any) -> None:
        undo_entries(**known)
        raise RuntimeError("power cut")

    monkeypatch.setattr(undoing, "undo_entries", broken)
    with pytest.raises(RuntimeError):
        undo(batch, by=person("quantri"))
    batch.refresh_from_db()
    assert (batch.state, figures() == before) == ("applied", True)


def test_the_page_asks_first_and_then_says_what_went_back(tmp_path: Path) -> None:
    before = figures()
    batch = bring(tmp_path, roads_of_communes(3))
    client = browser()
    result, page = f"/nhap-excel/{batch.pk}/ket-qua/", f"/nhap-excel/{batch.pk}/hoan-tac/"
    assert page in client.get(result, secure=True).content.decode()
    asked = client.get(page, secure=True)
    assert (asked.status_code, "3 số mới sẽ được gỡ" in text_of(asked)) == (200, True)
    bare = client.post(page, {"reason": " "}, secure=True)
    assert (bare.status_code, "Hãy ghi lý do hoàn tác." in text_of(bare)) == (422, True)
    assert "novalidate" in bare.content.decode(), "else the browser refuses in its own language"
    assert figures() != before
    done = client.post(page, {"reason": "Nhầm tệp"}, secure=True)
    assert (done.status_code, done.url, figures() == before) == (302, result, True)
    shown = client.get(result, secure=True)
    assert "3 ô trở lại như trước khi nhập." in text_of(shown)
    assert page not in shown.content.decode()
    again = client.post(page, {"reason": "Nhầm tệp"}, secure=True)
    assert (again.status_code, "đã được hoàn tác lúc" in text_of(again)) == (409, True)


def test_the_page_names_what_is_left(tmp_path: Path) -> None:
    rows = roads_of_communes(3)
    batch = bring(tmp_path, rows)
    bring(tmp_path, [[*rows[1][:4], 40, *rows[1][5:7], "Số mới"]], "b.xlsx")
    client = browser()
    client.post(f"/nhap-excel/{batch.pk}/hoan-tac/", {"reason": "Nhầm tệp"}, secure=True)
    shown = text_of(client.get(f"/nhap-excel/{batch.pk}/ket-qua/", secure=True))
    assert "Các ô giữ nguyên" in shown and "đã được sửa, nộp hoặc duyệt sau khi nhập" in shown
