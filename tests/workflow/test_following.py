"""Waiving, closing, reopening until a day, cells given back, urging, receipts of a field: what is refused."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from indicators import actions
from indicators.actions import NotAllowed, Refused
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.units.models import AdminUnit, Agency
from portal.workflow.actions import CellReason, close_period, lapse_reopenings, urge, waive
from portal.workflow.models import ReturnedCell, SectorReceipt, Submission, Urge, Waiver
from portal.workflow.rules import MOVE_WORDS, TRANSITIONS, IllegalMove, Move, State, check_move
from tests.builders import make_submission, make_unit, make_user
from tests.indicators.builders import make_indicator, make_place

pytestmark = pytest.mark.django_db
REASON = "Mẫu số giảm 7 km, đề nghị giải trình"


@pytest.fixture
def dak_song():
    return make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song")


@pytest.fixture
def place(dak_song):
    return make_place(dak_song, make_indicator())


@pytest.fixture
def reviewer():
    return make_user(Role.REVIEWER)


def approved(place):
    place.enter()
    place.submit()
    place.approve()
    return place.report


@pytest.mark.parametrize(
    ("move", "state"), [(move, state) for move in Move for state in State if state not in TRANSITIONS[move].sources]
)
def test_every_move_that_the_table_does_not_name_is_refused_with_the_state(move, state):
    with pytest.raises(IllegalMove, match=MOVE_WORDS[move]):
        check_move(move, state, reason="có")


def test_a_report_is_waived_by_name_with_a_reason_and_once(place, reviewer):
    for reason in ("", "   "):
        with pytest.raises(IllegalMove, match="Cần ghi rõ lý do"):
            waive(place.report, by=reviewer, reason=reason)
    waive(place.report, by=reviewer, reason="Đơn vị mới thành lập")
    event = Event.objects.order_by("-position").first()
    assert (event.verb, event.reason, event.unit_id) == ("waive", "Đơn vị mới thành lập", place.unit.pk)
    with pytest.raises(IllegalMove, match="đã được miễn"):
        waive(place.report, by=reviewer, reason="Lần nữa")
    assert Waiver.objects.count() == 1


def test_a_report_that_was_handed_in_is_not_waived_and_a_leader_waives_none(place, reviewer):
    with pytest.raises(IllegalMove, match="Chỉ chuyên viên"):
        waive(place.report, by=place.leader, reason="Không cần")
    place.enter()
    place.submit()
    with pytest.raises(IllegalMove, match="Đã nộp"):
        waive(place.report, by=reviewer, reason="Không cần")


def test_a_period_with_someone_missing_is_not_closed_and_the_refusal_names_them(place, reviewer):
    other = make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil")
    missing = make_submission(other, place.period)
    actions.receive(approved(place), by=reviewer)
    with pytest.raises(IllegalMove, match="Huyện Đắk Mil") as refusal:
        close_period(place.period, by=reviewer)
    assert "Đắk Song" not in str(refusal.value)
    place.period.refresh_from_db()
    assert not place.period.is_closed
    waive(missing, by=reviewer, reason="Đơn vị giải thể")
    close_period(place.period, by=reviewer)
    assert place.state() == State.LOCKED
    with pytest.raises(IllegalMove, match="đã khóa"):
        close_period(place.period, by=reviewer)


def test_only_a_general_reviewer_closes_a_period(place, reviewer, dak_song):
    actions.receive(approved(place), by=reviewer)
    of_agency = make_user(Role.REVIEWER, agency=Agency.objects.create(name="Sở Y tế", kind="department"))
    for person in (of_agency, place.leader, make_user(Role.ADMIN)):
        with pytest.raises(IllegalMove, match="Chỉ chuyên viên tổng hợp"):
            close_period(place.period, by=person)


def test_a_reopened_report_is_locked_again_after_its_last_day(place, monkeypatch):
    report, today = approved(place), timezone.localdate()
    actions.reopen(report, by=place.leader, reason="Sửa mẫu số", until_on=today)
    place.enter("103.00", "110.43")
    tomorrow = today + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)
    with pytest.raises(Refused, match="khóa trở lại"):
        place.enter("104.00", "110.43")
    with pytest.raises(Refused, match="khóa trở lại"):
        actions.submit(place.report, by=place.clerk)
    assert lapse_reopenings(on=tomorrow) == 1
    assert lapse_reopenings(on=tomorrow) == 0
    assert place.state() == State.APPROVED
    assert str(place.in_force.numerator) == "103.1000"  # nothing is approved by the passage of time


def test_a_report_is_reopened_with_a_reason_for_a_time_that_is_neither_past_nor_long(place):
    report, today = approved(place), timezone.localdate()
    for days, words in ((-1, "đã qua"), (400, "quá 92 ngày")):
        with pytest.raises(Refused, match=words):
            actions.reopen(report, by=place.leader, reason="Sửa", until_on=today + timedelta(days=days))
    with pytest.raises(Refused, match="lý do"):
        actions.reopen(report, by=place.leader, reason=" ")


def test_a_report_of_a_closed_period_is_reopened_by_itself_from_above(place, reviewer):
    actions.receive(approved(place), by=reviewer)
    close_period(place.period, by=reviewer)
    with pytest.raises(Refused, match="đã khóa"):
        actions.reopen(place.report, by=place.leader, reason="Sửa")
    actions.reopen(place.report, by=reviewer, reason="Sửa theo kết luận kiểm tra")
    place.enter("103.00", "110.43")
    place.submit()
    place.approve()
    assert str(place.in_force.numerator) == "103.0000"
    assert Submission.objects.get(pk=place.report.pk).reopened_until is None


def test_cells_are_given_back_with_a_reason_each_until_the_report_comes_again(place):
    place.enter()
    place.submit()
    cell = CellReason(place.series.pk, "Đường xã", "id_road-numerator", REASON)
    actions.return_to_maker(place.report, by=place.leader, cells=[cell])
    kept = ReturnedCell.objects.get()
    assert (place.state(), kept.reason, kept.returned_by) == (State.RETURNED, REASON, place.leader)
    assert REASON in place.report.reason
    place.enter("103.20", "110.43")
    place.submit()
    kept.refresh_from_db()
    assert kept.answered_at is not None


def test_what_was_approved_is_sent_back_from_above_and_stays_in_force(place, reviewer):
    actions.return_to_maker(approved(place), by=reviewer, reason=REASON)
    assert (place.state(), str(place.in_force.numerator)) == (State.RETURNED, "103.1000")


def test_a_reviewer_of_a_field_takes_and_returns_its_indicators_only(place):
    health = Agency.objects.create(name="Sở Y tế", kind="department")
    person = make_user(Role.REVIEWER, agency=health)
    report = approved(place)
    cell = CellReason(place.series.pk, "Đường xã", "id_x", REASON)
    with pytest.raises(NotAllowed, match="Sở Y tế"):
        actions.receive(report, by=person)
    with pytest.raises(NotAllowed, match="Sở Y tế"):
        actions.return_to_maker(report, by=person, cells=[cell])
    place.series.indicator.source_agency = health
    place.series.indicator.save()
    actions.receive(report, by=person)
    assert (place.state(), SectorReceipt.objects.get().agency) == (State.APPROVED, health)
    with pytest.raises(Refused, match="Chọn đúng các ô"):
        actions.return_to_maker(report, by=person, reason=REASON)
    actions.return_to_maker(report, by=person, cells=[cell])
    assert place.state() == State.RETURNED


def test_urging_is_recorded_with_one_event_and_not_for_what_was_handed_in(place, reviewer):
    urge([place.report], by=reviewer)
    assert Urge.objects.get().urged_by == reviewer
    assert Event.objects.filter(verb="urge").count() == 1
    place.enter()
    place.submit()
    with pytest.raises(IllegalMove, match="không còn đơn vị nào"):
        urge([place.report], by=reviewer)
    with pytest.raises(IllegalMove):
        urge([place.report], by=place.leader)


def test_the_command_closes_as_a_reviewer_and_names_who_is_missing(place, reviewer):
    with pytest.raises(CommandError, match="Huyện Đắk Song"):
        call_command("close_period", "2022", "--as", reviewer.username)
    actions.receive(approved(place), by=reviewer)
    call_command("close_period", "2022", "--as", reviewer.username, "--json")
    assert place.state() == State.LOCKED
