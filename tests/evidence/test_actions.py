"""Putting files beside a report, using them again, taking them away."""

from collections.abc import Callable
from io import BytesIO

import pytest

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.evidence import actions
from portal.evidence.actions import Subject, detach, reuse
from portal.evidence.models import Attachment, EvidenceFile
from portal.evidence.rules import EvidenceRefused
from portal.history.models import Event
from tests.builders import make_user
from tests.evidence.files import EXE, JPG, PDF
from tests.indicators.builders import Place

pytestmark = pytest.mark.django_db
Put = Callable[..., Attachment]


def refused(code: str):
    return pytest.raises(EvidenceRefused, check=lambda found: found.code == code)


def on_disk(folder) -> list[str]:
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_a_file_lies_under_a_random_name_and_keeps_its_own_to_be_shown(put: Put, place: Place, folder) -> None:
    made = put(name="../../Biên bản nghiệm thu.pdf", note="Số 12/BB-UBND")
    file = made.file
    assert (file.name, file.kind, file.size, file.unit) == ("Biên bản nghiệm thu.pdf", "pdf", len(PDF), place.unit)
    assert on_disk(folder) == [file.stored_as]
    assert set(file.stored_as) <= set("0123456789abcdef")
    assert (folder / file.stored_as).read_bytes() == PDF
    assert (folder / file.stored_as).stat().st_mode & 0o007 == 0


def test_an_action_writes_row_history_and_one_event(put: Put, place: Place, roads: Subject) -> None:
    before = Event.objects.count()
    made = put(note="Số 12")
    event = Event.objects.order_by("-position").first()
    assert Event.objects.count() == before + 1
    assert (event.verb, event.person_id, event.unit_id, event.reason) == (
        "attach_evidence", place.clerk.pk, place.unit.pk, "Số 12",
    )  # fmt: skip
    assert "Biên bản.pdf – Huyện Đắk Song" in event.subject_text
    for row in (made, made.file):
        assert [(one.history_type, one.history_date) for one in row.history.all()] == [("+", event.at)]
    detach(roads, made.pk, by=place.clerk)
    assert Event.objects.order_by("-position").first().verb == "detach_evidence"
    assert [one.history_type for one in made.history.order_by("history_id")] == ["+", "~"]


def test_a_refused_file_leaves_nothing_behind(put: Put, folder) -> None:
    events = Event.objects.count()
    with refused("content"):
        put(EXE, "bao-cao.pdf")
    assert (on_disk(folder), EvidenceFile.objects.count(), Event.objects.count()) == ([], 0, events)


def test_bytes_that_the_unit_has_already_are_kept_once(put: Put, place: Place, folder) -> None:
    first = put()
    second = put(name="Tên khác.pdf", subject=Subject(place.report))
    assert second.file == first.file
    assert on_disk(folder) == [first.file.stored_as]


def test_a_file_is_used_again_without_a_second_copy(put: Put, place: Place, folder) -> None:
    first = put()
    again = reuse(Subject(place.report), first.file_id, by=place.clerk)
    assert (again.file_id, again.series_id) == (first.file_id, None)
    assert len(on_disk(folder)) == 1
    assert Event.objects.order_by("-position").first().verb == "reuse_evidence"


def test_a_file_stands_once_beside_a_cell(put: Put, roads: Subject, place: Place) -> None:
    made = put()
    with refused("already"):
        put()
    with refused("already"):
        reuse(roads, made.file_id, by=place.clerk)


def test_a_file_of_another_unit_cannot_be_used(put: Put, place: Place, neighbour: User, roads: Subject) -> None:
    made = put()
    EvidenceFile.objects.filter(pk=made.file_id).update(unit=neighbour.unit)
    with refused("gone"):
        reuse(Subject(place.report), made.file_id, by=place.clerk)


def test_taking_away_keeps_the_row_and_the_bytes_and_may_be_undone(put: Put, place: Place, roads: Subject, folder):
    made = put()
    detach(roads, made.pk, by=place.clerk)
    made.refresh_from_db()
    assert (made.is_active, made.detached_by) == (False, place.clerk)
    assert len(on_disk(folder)) == 1
    assert detach(roads, made.pk, by=place.clerk) is None
    assert reuse(roads, made.file_id, by=place.clerk).is_active


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, Role.VIEWER, Role.ADMIN])
def test_only_who_enters_figures_attaches(put: Put, place: Place, role: str) -> None:
    with refused("not_allowed"):
        put(by=make_user(role, place.unit))


def test_a_neighbour_attaches_nothing(put: Put, neighbour: User, folder) -> None:
    with refused("not_allowed"):
        put(by=neighbour)
    assert on_disk(folder) == []


def test_a_report_that_was_handed_in_takes_and_loses_no_evidence(put: Put, place: Place, roads: Subject) -> None:
    made = put()
    place.enter()
    place.submit()
    for wish in (
        lambda: put(JPG, "anh.jpg"),
        lambda: reuse(Subject(place.report), made.file_id, by=place.clerk),
        lambda: detach(roads, made.pk, by=place.clerk),
    ):
        with refused("closed"):
            wish()


def test_a_report_handed_in_while_the_file_was_scanned_takes_it_no_more(put, place: Place, folder, monkeypatch) -> None:
    kept = actions.storage.keep

    def slow(stream: BytesIO) -> str:
        name = kept(stream)
        place.enter()
        place.submit()
        return name

    monkeypatch.setattr(actions.storage, "keep", slow)
    with refused("closed"):
        put()
    assert on_disk(folder) == []


def test_a_unit_has_a_quota(put: Put, settings, folder) -> None:
    settings.EVIDENCE_QUOTA_BYTES = len(PDF) + len(JPG) - 1
    put()
    with refused("quota"):
        put(JPG, "anh.jpg")
    assert len(on_disk(folder)) == 1
    settings.EVIDENCE_QUOTA_BYTES += 1
    put(JPG, "anh.jpg")


def test_without_a_scanner_a_file_is_not_scanned(put: Put) -> None:
    assert put().file.get_scan_display() == "chưa quét"


def test_a_file_is_scanned_once_a_scanner_has_answered(put: Put, clamd) -> None:
    scanner = clamd()
    made = put()
    assert (made.file.get_scan_display(), made.file.scanned_at) == ("đã quét", made.attached_at)
    assert scanner.received == PDF


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: lstat() failed. ERROR\0"])
def test_a_scanner_that_says_nothing_usable_has_not_scanned(put: Put, clamd, answer: bytes) -> None:
    clamd(answer)
    assert put().file.scan == EvidenceFile.Scan.NOT_SCANNED


def test_a_scanner_that_is_away_or_mute_keeps_nobody_waiting(put: Put, settings, tmp_path, monkeypatch) -> None:
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    assert put().file.scan == EvidenceFile.Scan.NOT_SCANNED
    settings.CLAMD_SOCKET, settings.CLAMD_TIMEOUT = "127.0.0.1:1", 0
    assert put(JPG, "anh.jpg").file.scan == EvidenceFile.Scan.NOT_SCANNED


def test_an_infected_file_is_refused_and_recorded_without_its_bytes(put: Put, clamd, folder, place: Place) -> None:
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    with refused("infected"):
        put()
    file = EvidenceFile.objects.get()
    assert (file.scan, file.finding, file.stored_as) == ("infected", "Eicar-Test-Signature", None)
    assert (on_disk(folder), Attachment.objects.count()) == ([], 0)
    event = Event.objects.order_by("-position").first()
    assert (event.verb, event.reason) == ("refuse_evidence", "Eicar-Test-Signature")
    assert list(EvidenceFile.objects.kept_at(place.unit.pk)) == []


def test_without_asking_the_scanner_the_infected_file_would_get_in(put: Put, clamd, monkeypatch) -> None:
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    monkeypatch.setattr(actions, "scan", lambda stream: actions.Scan())
    assert put().is_active


def test_a_later_scan_of_the_same_bytes_counts_for_the_file(put: Put, clamd, place: Place) -> None:
    first = put()
    clamd()
    put(subject=Subject(place.report))
    first.file.refresh_from_db()
    assert first.file.scan == EvidenceFile.Scan.CLEAN
    assert [one.history_type for one in first.file.history.order_by("history_id")] == ["+", "~"]
