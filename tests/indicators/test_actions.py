"""Entering, submitting and deciding: what each step does, and everything it refuses."""

from decimal import Decimal

import pytest
from django.db import connection

from indicators import actions
from indicators.actions import NotAllowed, Refused, entering
from indicators.models import Entry, Observation, Standing
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.periods.actions import ensure_period
from portal.workflow.rules import TRANSITIONS, Move, State
from tests.builders import make_unit, make_user
from tests.indicators.builders import REASON, Place, make_indicator, make_place, report_figure

STEPS = {
    Move.SUBMIT: lambda place: actions.submit(place.report, by=place.clerk),
    Move.RECALL: lambda place: actions.recall(place.report, by=place.clerk),
    Move.RETURN: lambda place: actions.return_to_maker(place.report, by=place.leader, reason="Kiểm tra lại"),
    Move.APPROVE: lambda place: actions.approve(place.report, by=place.leader),
    Move.REOPEN: lambda place: actions.reopen(place.report, by=place.leader, reason="Sửa số km"),
    Move.RECEIVE: lambda place: actions.receive(place.report, by=make_user(Role.REVIEWER)),
}
PATHS = {
    State.DRAFT: (),
    State.SUBMITTED: (Move.SUBMIT,),
    State.RETURNED: (Move.SUBMIT, Move.RETURN),
    State.APPROVED: (Move.SUBMIT, Move.APPROVE),
    State.RECEIVED: (Move.SUBMIT, Move.APPROVE, Move.RECEIVE),
}
ILLEGAL = [(state, move) for state in PATHS for move in STEPS if state not in TRANSITIONS[move].sources]


@pytest.fixture
def place(db) -> Place:
    """Đắk Song, where 102,85 of 110,43 km stand in force as the report printed them."""
    made = make_place(make_unit("665", "district", "Huyện Đắk Song"), make_indicator())
    report_figure(made.series, made.period, numerator=Decimal("102.85"), denominator=Decimal("110.43"))
    return made


@pytest.fixture
def neighbour(db) -> Place:
    return make_place(make_unit("664", "district", "Huyện Đắk Mil"), make_indicator("road_paved_urban", name="Đô thị"))


def test_a_correction_comes_into_force_when_the_leader_approves(place):
    place.enter()
    assert place.in_force.numerator == Decimal("102.85")
    place.submit()
    assert (place.state(), place.in_force.numerator) == (State.SUBMITTED, Decimal("102.85"))
    place.approve()
    figure = place.in_force
    assert (figure.numerator, figure.denominator, figure.version) == (Decimal("103.1"), Decimal("110.43"), 2)
    assert (figure.entered_by, figure.approved_by, figure.reason) == (place.clerk, place.leader, REASON)
    assert place.entry.status == Entry.Status.APPROVED
    assert Standing.objects.get(series=place.series).numerator == Decimal("103.1")


def test_every_step_leaves_one_event_and_the_history_of_its_rows(place):
    before = Event.objects.count()
    place.enter()
    place.submit()
    place.approve()
    assert list(Event.objects.order_by("position").values_list("verb", flat=True))[before:] == [
        "record",
        "submit",
        "approve",
    ]
    assert list(place.entry.history.order_by("history_id").values_list("status", flat=True)) == [
        "draft",
        "submitted",
        "approved",
    ]
    assert place.in_force.history.count() == 2
    assert place.report.history.count() == 3  # opened, submitted, approved


def test_a_returned_report_is_corrected_and_handed_in_again(place):
    place.enter()
    place.submit()
    actions.return_to_maker(place.report, by=place.leader, reason="Xem lại số km đường xã Thuận Hà")
    assert (place.state(), place.entry.status) == (State.RETURNED, Entry.Status.RETURNED)
    assert place.report.reason == "Xem lại số km đường xã Thuận Hà"
    place.enter("103.20")
    place.submit()
    assert place.report.reason == ""
    place.approve()
    assert place.in_force.numerator == Decimal("103.2")


def test_a_recalled_report_can_be_written_again(place):
    place.enter()
    place.submit()
    actions.recall(place.report, by=place.clerk)
    assert (place.state(), place.entry.status) == (State.DRAFT, Entry.Status.DRAFT)
    place.enter("103.20")
    assert place.entry.numerator == Decimal("103.2")


def test_a_reopened_report_keeps_its_figures_in_force_until_the_correction_is_approved(place):
    place.enter()
    place.submit()
    place.approve()
    actions.reopen(place.report, by=place.leader, reason="Sở yêu cầu sửa")
    place.enter("104.00")
    assert (place.state(), place.in_force.numerator) == (State.DRAFT, Decimal("103.1"))


@pytest.mark.parametrize(("state", "move"), ILLEGAL, ids=[f"{move} when {state}" for state, move in ILLEGAL])
def test_a_step_that_the_state_does_not_allow_is_refused_and_changes_nothing(place, state, move):
    place.enter()
    for step in PATHS[state]:
        STEPS[step](place)
    events = Event.objects.count()
    with pytest.raises(Refused) as refusal:
        STEPS[move](place)
    assert "trạng thái" in refusal.value.message
    assert (place.state(), Event.objects.count()) == (state, events)


def test_cells_are_not_written_while_a_report_is_under_way(place):
    place.enter()
    place.submit()
    with pytest.raises(Refused, match="Đã nộp, chờ duyệt"):
        place.enter("104.00")
    assert place.entry.numerator == Decimal("103.1")


def test_nobody_approves_their_own_figures(place):
    place.enter()
    place.submit()
    place.clerk.role = Role.LEADER
    place.clerk.save()
    with pytest.raises(Refused, match="không được tự duyệt"):
        actions.approve(place.report, by=place.clerk)
    assert (place.state(), place.in_force.numerator) == (State.SUBMITTED, Decimal("102.85"))


def test_a_report_is_approved_once(place):
    place.enter()
    place.submit()
    place.approve()
    with pytest.raises(Refused, match="Đã duyệt"):
        place.approve()
    assert place.in_force.version == 2


def test_a_leader_approves_only_what_they_have_seen(place):
    place.enter()
    place.submit()
    place.report.refresh_from_db()
    seen = place.report.version
    actions.recall(place.report, by=place.clerk)
    place.enter("109.00")
    place.submit()
    with pytest.raises(Refused, match="đã thay đổi"):
        actions.approve(place.report, by=place.leader, seen_version=seen)
    assert place.in_force.numerator == Decimal("102.85")
    actions.approve(place.report, by=place.leader, seen_version=place.report.version)
    assert place.in_force.numerator == Decimal("109")


def test_a_correction_without_a_reason_is_saved_but_not_handed_in(place):
    place.enter(reason="")
    with pytest.raises(Refused) as refusal:
        place.submit()
    assert [(fault.series_id, fault.field, fault.code) for fault in refusal.value.faults] == [
        (place.series.pk, "note", "correction_without_reason")
    ]
    assert place.state() == State.DRAFT


def test_a_cell_without_figure_or_reason_keeps_the_report_back(neighbour):
    with pytest.raises(Refused) as refusal:
        neighbour.submit()
    assert [fault.code for fault in refusal.value.faults] == ["missing"]
    neighbour.enter(None, None, missing_reason="no_data")
    neighbour.submit()
    neighbour.approve()
    figure = neighbour.in_force
    assert (figure.numerator, figure.missing_reason) == (None, "no_data")


def test_a_report_without_anything_new_is_not_handed_in(place):
    with pytest.raises(Refused, match="Chưa có số liệu mới"):
        place.submit()


def test_typing_the_figure_in_force_takes_a_correction_back(place):
    place.enter()
    place.enter("102.85", reason="")
    assert place.entry.status == Entry.Status.APPROVED
    with pytest.raises(Refused, match="Chưa có số liệu mới"):
        place.submit()


def test_the_second_of_two_people_is_asked_and_overwrites_nothing(place):
    first, second = place.change("103.10"), place.change("109.99")
    actions.record([first], by=place.clerk)
    with pytest.raises(Refused) as refusal:
        actions.record([second], by=make_user(Role.CLERK, place.unit))
    [fault] = refusal.value.faults
    assert (fault.code, fault.series_id) == ("conflict", place.series.pk)
    assert f"{place.clerk} vừa nhập ô này" in fault.message
    assert place.entry.numerator == Decimal("103.1")


def test_without_the_check_of_versions_the_first_ones_work_would_be_lost(place, monkeypatch):
    monkeypatch.setattr(entering, "_conflict", lambda *_: None)
    monkeypatch.setattr(entering, "_faults", lambda change, context, by: ())
    upsert = entering.bulk.upsert

    def unguarded(model, names, rows, **options):
        newest = [(*row[:-1], place.version + 1) for row in rows]
        return upsert(model, names, newest, **options)

    first, second = place.change("103.10"), place.change("109.99")
    actions.record([first], by=place.clerk)
    monkeypatch.setattr(entering.bulk, "upsert", unguarded)
    actions.record([second], by=make_user(Role.CLERK, place.unit))
    assert place.entry.numerator == Decimal("109.99")


def test_the_database_itself_refuses_a_row_of_another_version(place, monkeypatch):
    """Two people between whose reading and writing no check stands: one statement decides."""
    first, second = place.change("103.10"), place.change("109.99")
    actions.record([first], by=place.clerk)
    monkeypatch.setattr(entering, "_faults", lambda change, context, by: ())
    with pytest.raises(Refused, match="vừa được người khác nhập"):
        actions.record([second], by=make_user(Role.CLERK, place.unit))
    assert place.entry.numerator == Decimal("103.1")


def test_sending_the_same_cell_twice_is_no_conflict(place):
    change = place.change()
    actions.record([change], by=place.clerk)
    assert actions.record([change], by=place.clerk).unchanged == 1
    assert place.version == 1


def test_different_cells_of_one_report_do_not_disturb_each_other(place):
    other = make_indicator("population", unit_of_measure="người")
    series = other.series.create(unit=place.unit)
    colleague = make_user(Role.CLERK, place.unit)
    place.enter()
    change = actions.EntryChange(place.report.pk, series.pk, value=Decimal(84053))
    assert actions.record([change], by=colleague).new == (series.pk,)
    assert Entry.objects.count() == 2


def test_another_units_clerk_and_other_roles_write_nothing(place, neighbour):
    for person in (neighbour.clerk, place.leader, make_user(Role.VIEWER), make_user(Role.REVIEWER)):
        with pytest.raises(NotAllowed):
            actions.record([place.change()], by=person)
    assert not Entry.objects.exists()


def test_another_units_people_decide_nothing(place, neighbour):
    place.enter()
    with pytest.raises(NotAllowed):
        actions.submit(place.report, by=neighbour.clerk)
    place.submit()
    for person in (neighbour.leader, place.clerk, make_user(Role.VIEWER), make_user(Role.REVIEWER)):
        with pytest.raises(NotAllowed):
            actions.approve(place.report, by=person)
    with pytest.raises(NotAllowed):
        actions.recall(place.report, by=neighbour.clerk)
    assert place.state() == State.SUBMITTED


def test_a_series_of_another_unit_is_refused(place, neighbour):
    foreign = actions.EntryChange(place.report.pk, neighbour.series.pk, value=Decimal(1))
    with pytest.raises(Refused) as refusal:
        actions.record([foreign], by=place.clerk)
    assert [fault.code for fault in refusal.value.faults] == ["foreign_series"]


def test_one_wrong_cell_keeps_all_cells_from_being_written(place):
    other = make_indicator("population", unit_of_measure="người").series.create(unit=place.unit)
    good = actions.EntryChange(place.report.pk, other.pk, value=Decimal(84053))
    with pytest.raises(Refused) as refusal:
        actions.record([good, place.change("120.00")], by=place.clerk)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("numerator", "numerator_exceeds_denominator")
    ]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("step", [*STEPS, "record"])
def test_in_a_closed_period_nothing_moves(place, step):
    path = {Move.SUBMIT: (), "record": (), Move.REOPEN: (Move.SUBMIT, Move.APPROVE)}.get(step, (Move.SUBMIT,))
    place.enter()
    for move in path:
        STEPS[move](place)
    state = place.state()
    place.period.is_closed = True
    place.period.save()
    if step == Move.RECEIVE:
        return  # what was approved before may still be received
    with pytest.raises(Refused):
        place.enter("104.00") if step == "record" else STEPS[step](place)
    assert place.state() == state


def test_returning_and_reopening_need_a_reason(place):
    place.enter()
    place.submit()
    with pytest.raises(Refused, match="lý do"):
        actions.return_to_maker(place.report, by=place.leader, reason="  ")
    place.approve()
    with pytest.raises(Refused, match="lý do"):
        actions.reopen(place.report, by=place.leader, reason="")
    assert place.state() == State.APPROVED


def test_a_figure_reported_with_a_longer_period_as_of_the_same_day_is_not_asked_for_again(place):
    other = make_indicator("ind_constr_output", unit_of_measure="tỷ đồng", precision=3).series.create(unit=place.unit)
    span = ensure_period("2021-2023")
    place.enter()
    with pytest.raises(Refused):
        place.submit()
    report_figure(other, span, value=Decimal("12411.986"), as_of_on=place.period.as_of_on)
    place.submit()
    assert place.state() == State.SUBMITTED


def test_recording_takes_as_many_queries_for_sixty_cells_as_for_one(place, django_assert_max_num_queries):
    many = [
        make_indicator(f"count_{number}", unit_of_measure="người").series.create(unit=place.unit)
        for number in range(60)
    ]
    changes = [actions.EntryChange(place.report.pk, one.pk, value=Decimal(7)) for one in many]
    with django_assert_max_num_queries(19):
        actions.record(changes, by=place.clerk)
    assert Entry.objects.count() == 60
    assert connection.vendor in ("sqlite", "postgresql")
    assert not Observation.objects.filter(series__in=many).exists()
