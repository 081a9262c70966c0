"""Messages, reminders and letters: each once, to whom they concern and nobody else."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from indicators import actions as figures
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.notices import actions
from portal.notices.models import Letter, Notice
from portal.notices.reminding import remind, send_letters, write_digests
from portal.notices.rules import polite_request, step_on
from portal.units.models import AdminUnit
from portal.workflow.models import Submission
from portal.workflow.rules import State
from tests.builders import make_unit, make_user
from tests.indicators.builders import make_indicator, make_place

DUE = date(2026, 11, 30)


@pytest.fixture
def place(db):
    found = make_place(make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song"), make_indicator())
    Submission.objects.update(due_on=DUE)
    User.objects.filter(pk=found.clerk.pk).update(email="canbo@example.vn")
    return found


@pytest.mark.parametrize(
    ("left", "name"),
    [(8, None), (7, "T-7"), (4, "T-7"), (3, "T-3"), (2, "T-3"), (1, "T-1"), (0, "T-1"), (-1, "T+1"), (-40, "T+1")],
)
def test_a_reminder_comes_seven_three_and_one_day_before_and_one_after(left, name):
    step = step_on(DUE, DUE - timedelta(days=left))
    assert (step.name if step else None) == name


def test_reminding_twice_writes_nothing_new(place):
    day = DUE - timedelta(days=7)
    assert [remind(day), remind(day), remind(day + timedelta(days=1))] == [1, 0, 0]
    assert remind(DUE - timedelta(days=3)) == 1
    assert Notice.objects.get(key__endswith="T-3").text.endswith("còn 3 ngày đến hạn nộp 30/11/2026.")


def test_more_time_arms_the_reminders_anew(place):
    remind(DUE - timedelta(days=7))
    Submission.objects.update(due_on=DUE + timedelta(days=10))
    assert remind(DUE + timedelta(days=3)) == 1


def test_nobody_is_reminded_of_a_report_that_was_handed_in(place):
    place.enter()
    place.submit()
    assert remind(DUE) == 0


def test_overdue_reaches_the_leader_too_and_goes_out_at_once(place):
    remind(DUE + timedelta(days=2))
    assert set(Notice.objects.values_list("person", "kind")) == {
        (place.clerk.pk, "overdue"),
        (place.leader.pk, "overdue"),
    }
    assert Letter.objects.get().address == "canbo@example.vn"
    assert write_digests(DUE + timedelta(days=2)) == 0  # carried already


def test_a_digest_is_one_letter_per_person_and_day(place):
    remind(DUE - timedelta(days=7))
    assert [write_digests(DUE), write_digests(DUE)] == [1, 0]
    assert "Huyện Đắk Song" in Letter.objects.get().body


def test_a_letter_is_sent_once(place):
    remind(DUE + timedelta(days=2))
    assert (send_letters().sent, send_letters().sent, len(mail.outbox)) == (1, 0, 1)
    assert Letter.objects.get().sent_at


def test_a_letter_that_failed_waits_with_its_fault(place, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    remind(DUE + timedelta(days=2))
    assert send_letters().failed == 1
    assert Letter.objects.get().fault
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters().sent == 1


def test_letters_of_a_real_installation_do_not_end_as_files(db, settings):
    settings.EMAIL_URL = ""
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_mail_outbox")


def test_who_concerns_a_step_is_told_and_counts_it_beside_the_bell(place):
    place.enter()
    place.submit()
    assert Notice.objects.get().person == place.leader
    assert User.objects.get(pk=place.leader.pk).unread_notices == 1
    actions.read(None, by=place.leader)
    assert User.objects.get(pk=place.leader.pk).unread_notices == 0
    events = Event.objects.count()
    place.approve()
    assert Event.objects.count() == events + 1  # a message has no event of its own
    assert Notice.objects.filter(person=place.clerk, kind="approved").exists()


def test_a_neighbour_reads_nothing_of_the_reason_in_notices_inbox_or_completeness(place, client):
    marker = "DẤU-HIỆU-ĐẮK-SONG"
    neighbour = make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil")
    place.enter()
    place.submit()
    figures.return_to_maker(place.report, by=place.leader, reason=marker)
    assert place.state() == State.RETURNED
    for role, pages in ((Role.CLERK, ()), (Role.LEADER, ("/xem-xet/?muc=da-tra-lai",))):
        client.force_login(make_user(role, neighbour))
        for page in ("/thong-bao/", "/tien-do-bao-cao/", "/viec-cua-toi/", *pages):
            answer = client.get(page, secure=True)
            assert answer.status_code == 200
            assert marker not in answer.content.decode()
            assert "Đắk Song" not in answer.content.decode()
    mine = Notice.objects.get(person=place.clerk)
    assert client.post(f"/thong-bao/{mine.pk}/", secure=True).status_code == 404
    client.force_login(place.clerk)
    assert marker in client.get("/thong-bao/", secure=True).content.decode()
    assert client.post(f"/thong-bao/{mine.pk}/", secure=True).status_code == 302


def test_the_text_to_copy_names_unit_period_deadline_and_address():
    text = polite_request(
        unit="Huyện Đắk Song", period="Năm 2022", due_text="30/11/2026", days_late=2, address="https://x/nhap-lieu/"
    )
    for part in ("Huyện Đắk Song", "Năm 2022", "30/11/2026", "quá hạn 2 ngày", "https://x/nhap-lieu/", "Trân trọng"):
        assert part in text
