"""The pages of evidence, and who gets a file."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators import actions as figures
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.evidence.actions import Subject, detach
from portal.evidence.models import Attachment, EvidenceFile
from portal.evidence.querysets import AttachmentQuerySet
from portal.units.models import Agency
from portal.workflow.rules import State
from tests.builders import make_user
from tests.evidence.files import EXE, JPG, PDF
from tests.indicators.builders import Place

pytestmark = pytest.mark.django_db
Put = Callable[..., Attachment]
REPORT = "/nhap-lieu/665/2022/"
PAGE = f"{REPORT}minh-chung/"
CELL = f"{PAGE}road_paved_commune/"


def as_person(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def get(person: User, address: str):
    return as_person(person).get(address, secure=True)


def post(person: User, address: str = CELL, **sent):
    return as_person(person).post(address, sent, secure=True)


def upload(content: bytes = PDF, name: str = "Biên bản.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def approve(place: Place) -> None:
    place.enter()
    place.submit()
    place.approve()


def test_a_clerk_attaches_a_file_to_a_cell_and_opens_it(place: Place) -> None:
    answer = post(place.clerk, file=upload(), note="Số 12/BB-UBND", action="attach")
    assert (answer.status_code, answer["Location"]) == (302, CELL)
    made = Attachment.objects.get()
    assert (made.series_id, made.label) == (place.series.pk, str(place.series.indicator))
    page = text_of(get(place.clerk, CELL))
    assert "Biên bản.pdf Số 12/BB-UBND 1 KB chưa quét" in page
    assert get(place.clerk, made.file.get_absolute_url()).content == PDF


def test_the_entry_page_and_the_review_count_the_files(place: Place, put: Put) -> None:
    put()
    put(JPG, "anh.jpg", subject=Subject(place.report))
    page = text_of(get(place.clerk, REPORT))
    assert "Minh chứng (2)" in page
    assert "Minh chứng (1) : Tỷ lệ nhựa hóa" in page
    review = get(place.leader, REPORT)
    assert CELL in review.content.decode()
    assert "Minh chứng (1) : Tỷ lệ nhựa hóa" in text_of(review)


def test_the_page_of_the_report_lists_all_and_that_of_a_cell_its_own(place: Place, put: Put) -> None:
    put()
    put(JPG, "anh.jpg", subject=Subject(place.report))
    assert "2 tệp của cả báo cáo" in text_of(get(place.leader, PAGE))
    assert "anh.jpg" not in text_of(get(place.leader, CELL))


def test_a_leader_and_a_reviewer_read_and_have_no_form(place: Place, put: Put) -> None:
    made = put()
    for person in (place.leader, make_user(Role.REVIEWER)):
        page = get(person, CELL)
        assert page.status_code == 200
        assert 'type="file"' not in page.content.decode()
        assert get(person, made.file.get_absolute_url()).status_code == 200
        assert post(person, file=upload(JPG, "anh.jpg")).status_code == 403


def test_a_pretender_is_refused_at_its_field_with_the_remedy(place: Place) -> None:
    answer = post(place.clerk, file=upload(EXE, "bao-cao.pdf"), note="Đã ký", action="attach")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nội dung tệp “bao-cao.pdf” không phải .pdf" in page
    assert 'value="Đã ký"' in page
    assert EvidenceFile.objects.count() == 0


def test_sending_nothing_asks_for_a_file(place: Place) -> None:
    answer = post(place.clerk, action="attach")
    assert answer.status_code == 422
    assert "Hãy chọn một tệp pdf, docx, xlsx, jpg, png." in answer.content.decode()
    assert "Hãy chọn một tệp trong danh sách." not in answer.content.decode()


def test_a_file_over_the_bound_of_every_upload_is_told_the_bound_of_evidence(place: Place, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    answer = post(place.clerk, file=upload(PDF + bytes(200)), action="attach")
    assert answer.status_code == 422
    assert "Tệp lớn hơn mức cho phép 10 MB" in answer.content.decode()


def test_a_file_is_chosen_again_from_those_of_the_unit(place: Place, put: Put) -> None:
    made = put()
    answer = post(place.clerk, PAGE, kept=made.file_id, action="reuse")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert Attachment.objects.active().filter(file=made.file).count() == 2
    again = post(place.clerk, PAGE, kept=made.file_id, action="reuse")
    assert again.status_code == 409
    assert "đã được đính kèm ở đây" in again.content.decode()
    assert post(place.clerk, PAGE, kept="999", action="reuse").status_code == 422


def test_a_file_is_taken_away_and_named_as_such(place: Place, put: Put) -> None:
    made = put()
    assert post(place.clerk, detach=made.pk).status_code == 302
    page = text_of(get(place.clerk, CELL))
    assert "Chưa có tệp nào" in page
    assert "Đã gỡ (1)" in page
    assert post(place.clerk, detach=made.pk).status_code == 302
    assert post(place.clerk, detach="x").status_code == 409


def test_after_handing_in_the_page_says_why_there_is_no_form(place: Place, put: Put) -> None:
    put()
    place.enter()
    place.submit()
    assert "nên không thêm, gỡ minh chứng được" in text_of(get(place.clerk, CELL))
    answer = post(place.clerk, file=upload(JPG, "anh.jpg"), action="attach")
    assert answer.status_code == 409
    assert "Báo cáo không còn ở trạng thái được nhập" in answer.content.decode()


def test_an_indicator_that_the_report_does_not_ask_for_has_no_page(place: Place) -> None:
    assert get(place.clerk, f"{PAGE}khong-co/").status_code == 404


def test_a_draft_is_for_who_sees_drafts_and_a_stranger_gets_404(place: Place, put: Put, neighbour: User) -> None:
    address = put().file.get_absolute_url()
    for person in (neighbour, make_user(Role.VIEWER), make_user(Role.UNIT_ADMIN, place.unit)):
        assert get(person, address).status_code == 404
    assert get(neighbour, CELL).status_code == 404
    anonymous = Client().get(address, secure=True)
    assert anonymous.status_code == 302


def test_without_visibility_the_stranger_would_get_the_draft(place: Place, put: Put, neighbour, monkeypatch) -> None:
    address = put().file.get_absolute_url()
    monkeypatch.setattr(AttachmentQuerySet, "visible_to", lambda self, user: self.all())
    assert get(neighbour, address).status_code == 200


def test_evidence_of_an_approved_figure_is_for_who_sees_the_figure(place: Place, put: Put, neighbour: User) -> None:
    cell, whole = put(), put(JPG, "anh.jpg", subject=Subject(place.report))
    approve(place)
    viewer = make_user(Role.VIEWER)
    series_page = get(viewer, place.series.get_absolute_url()).content.decode()
    for made in (cell, whole):
        assert made.file.get_absolute_url() in series_page
        for person in (viewer, neighbour):
            assert get(person, made.file.get_absolute_url()).status_code == 200


def test_what_is_added_after_reopening_waits_for_the_next_approval(place: Place, put: Put, roads: Subject) -> None:
    old = put()
    approve(place)
    figures.reopen(place.report, by=place.leader, reason="Rà soát")
    place.report.refresh_from_db()
    assert place.report.state == State.DRAFT
    new = put(JPG, "anh.jpg")
    viewer = make_user(Role.VIEWER)
    assert get(viewer, old.file.get_absolute_url()).status_code == 200
    assert get(viewer, new.file.get_absolute_url()).status_code == 404
    detach(roads, old.pk, by=place.clerk)
    assert get(viewer, old.file.get_absolute_url()).status_code == 404
    assert get(place.leader, old.file.get_absolute_url()).status_code == 200


def test_a_file_is_sent_to_be_saved_and_never_run(place: Place, put: Put) -> None:
    answer = get(place.clerk, put().file.get_absolute_url())
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Type"] == "application/pdf"  # not what the browser claimed while sending it


def test_a_file_missing_on_disk_is_a_page_that_says_so(place: Place, put: Put, folder, caplog) -> None:
    file = put().file
    (folder / file.stored_as).unlink()
    answer = get(place.clerk, file.get_absolute_url())
    assert answer.status_code == 410
    assert "trên máy chủ không còn" in text_of(answer)
    assert f"evidence {file.pk} cannot be read" in caplog.text


def test_a_file_altered_on_disk_is_not_sent(place: Place, put: Put, folder, caplog) -> None:
    file = put().file
    (folder / file.stored_as).write_bytes(PDF + b"%")
    answer = get(place.clerk, file.get_absolute_url())
    assert answer.status_code == 410
    assert "không còn đúng như khi tải lên" in text_of(answer)
    assert "SHA-256 differs" in caplog.text


def test_an_agency_leaves_the_cells_of_another_alone(place: Place, put: Put) -> None:
    mine, theirs = (Agency.objects.create(name=name, unit=place.unit) for name in ("Phòng Kinh tế", "Phòng Nội vụ"))
    place.series.owner = theirs
    place.series.save()
    clerk = make_user(Role.CLERK, place.unit, agency=mine)
    assert "cơ quan khác phụ trách" in text_of(get(clerk, CELL))
    assert post(clerk, file=upload(), action="attach").status_code == 403
