"""Two approvers at once: exactly one success; communes of one district at once: the district's sums are right."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from indicators import actions
from indicators.actions import Refused, deciding
from indicators.derive import readings
from indicators.models import Reading
from indicators.rebuild import compare
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.workflow import actions as workflow
from portal.workflow.models import Submission
from portal.workflow.rules import State, check_move
from tests.builders import make_unit, make_user, place
from tests.concurrency.crowd import Meeting, failures, together
from tests.indicators.builders import Place, dak_song_with_communes, make_indicator, make_place

pytestmark = pytest.mark.usefixtures("committed")
ROUNDS, MANY = 20, 200
COMMUNES = 8


@pytest.fixture
def handed_in():
    """A report of Xã Thuận Hà, waiting for one of its two leaders."""
    one = make_place(dak_song_with_communes()[1], make_indicator())
    one.deputy = make_user(Role.LEADER, one.unit, full_name="Phó Chủ tịch Xã Thuận Hà")
    one.enter("51.40", "55.20")
    one.submit()
    return one


def approved_twice(handed_in) -> int:
    """Both leaders press the button at once; how many are told that it is done."""
    pages = [Submission.objects.for_page().get(pk=handed_in.report.pk) for _ in range(2)]
    leaders = (handed_in.leader, handed_in.deputy)
    results = together(*(partial(actions.approve, page, by=by) for page, by in zip(pages, leaders, strict=True)))
    assert failures(results, Refused) == []
    return sum(isinstance(one, Submission) for one in results)


def hand_in_again(handed_in, turn: int) -> None:
    actions.reopen(handed_in.report, by=handed_in.leader, reason="Đo lại")
    handed_in.enter(f"{40 + turn // 50}.{turn % 50 + 10}", "55.20")
    handed_in.submit()


def trust_the_page(monkeypatch) -> None:
    """Judge the report as it stood when the page was opened, without holding or reading it again."""
    monkeypatch.setattr(deciding, "_held", lambda submission, by: submission)


def move_without_compare_and_set(monkeypatch) -> None:
    def move(submission: Submission, what: Any, *, by: Any, at: Any, makers: Any = None, **_: Any) -> None:
        target = check_move(what, State(submission.state), reason="", is_maker=by.pk in (makers or set()))
        Submission.objects.filter(pk=submission.pk).update(state=target, decided_by=by, decided_at=at)

    monkeypatch.setattr(workflow, "move", move)


def check_that_one_succeeds_each_time(handed_in, rounds: int) -> None:
    successes = []
    for turn in range(rounds):
        successes.append(approved_twice(handed_in))
        hand_in_again(handed_in, turn)
    assert successes == [1] * rounds
    assert Event.objects.filter(verb="approve").count() == rounds


@pytest.mark.concurrency
def test_of_two_approvers_at_once_exactly_one_succeeds_each_time(handed_in):
    check_that_one_succeeds_each_time(handed_in, ROUNDS)


@pytest.mark.load
def test_of_two_approvers_at_once_exactly_one_succeeds_two_hundred_times(handed_in):
    check_that_one_succeeds_each_time(handed_in, MANY)


@pytest.mark.concurrency
def test_compare_and_set_alone_lets_one_approver_through(handed_in, monkeypatch):
    trust_the_page(monkeypatch)
    assert approved_twice(handed_in) == 1


@pytest.mark.concurrency
def test_without_compare_and_set_both_approve_the_same_report(handed_in, monkeypatch):
    """Negative control: what the page showed is trusted and the state is set without looking."""
    trust_the_page(monkeypatch)
    move_without_compare_and_set(monkeypatch)
    assert approved_twice(handed_in) == 2
    assert Event.objects.filter(verb="approve").count() == 2


@pytest.fixture
def communes():
    """Eight communes of Đắk Song with their roads, handed in."""
    roads = make_indicator()
    district = make_unit("665", "district", "Huyện Đắk Song")
    found = []
    for number in range(COMMUNES):
        unit = make_unit(str(24717 + number), "commune", f"Xã thứ {number + 1}")
        place(unit, district)
        found.append(make_place(unit, roads))
        found[-1].enter(f"{10 + number}.25", "60.50")
        found[-1].submit()
    return found


def district_figure() -> tuple[Decimal, Decimal, int]:
    reading = Reading.objects.get(series__unit__code="665")
    return reading.numerator, reading.denominator, reading.parts_reported


def approved_at_once(places: list[Place]) -> None:
    assert failures(together(*(one.approve for one in places))) == []


@pytest.mark.concurrency
def test_eight_communes_approved_at_once_add_up_in_their_district(communes):
    approved_at_once(communes)
    assert district_figure() == (Decimal("110"), Decimal("484"), COMMUNES)
    assert compare(on=timezone.localdate()).different == 0


def let_them_meet(monkeypatch, seconds: float) -> Meeting:
    """Two approvals wait for each other between summing up and writing the sum, if nothing keeps them apart."""
    meeting, sums = Meeting(2, seconds), readings.sums

    def sums_and_wait(keys: Any) -> Any:
        rows = sums(keys)
        meeting.wait()
        return rows

    monkeypatch.setattr(readings, "sums", sums_and_wait)
    return meeting


@pytest.mark.concurrency
def test_two_approvals_never_add_up_beside_each_other(communes, monkeypatch):
    first, *others = communes[:3]
    first.approve()
    meeting = let_them_meet(monkeypatch, seconds=1)
    approved_at_once(others)
    assert not meeting.met
    assert district_figure() == (Decimal("33.75"), Decimal("181.5"), 3)


@pytest.mark.concurrency
def test_without_the_write_lock_the_district_loses_a_commune(communes, monkeypatch):
    """Negative control; on SQLite the transaction itself is the lock and cannot be left out."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's IMMEDIATE transaction is the write lock")
    first, *others = communes[:3]
    first.approve()
    meeting = let_them_meet(monkeypatch, seconds=20)
    monkeypatch.setattr(deciding, "take_write_lock", timezone.now)
    approved_at_once(others)
    assert meeting.met
    assert district_figure()[2] == 2
    monkeypatch.undo()
    assert compare(on=timezone.localdate()).different > 0
