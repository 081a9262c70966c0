"""The same form sent many times at once has one effect, and every sender gets the same answer."""

from functools import partial

import pytest

from indicators.models import Entry
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.workflow.models import Receipt
from tests.builders import make_user
from tests.concurrency.crowd import failures, together
from tests.concurrency.desks import Desk
from tests.indicators.builders import REASON, dak_song_with_communes, make_indicator, make_place

pytestmark = [pytest.mark.concurrency, pytest.mark.usefixtures("committed")]
TIMES = 8
ROADS = "road_paved_commune"


@pytest.fixture
def roads():
    """The roads of Xã Thuận Hà."""
    return make_place(dak_song_with_communes()[1], make_indicator())


def typed(desk: Desk, numerator: str) -> dict[str, str]:
    """The form of the roads, filled in."""
    own = {f"{ROADS}-numerator": numerator, f"{ROADS}-denominator": "55,20", f"{ROADS}-note": REASON}
    return {**desk.read(), **own, "action": "save"}


def sent_at_once(person, place, page: str, form: dict[str, str]) -> list:
    """The answers to one form sent by several connections of one person."""
    answers = together(*(partial(Desk(person, place).send, page, **form) for _ in range(TIMES)))
    assert failures(answers) == []
    return answers


def test_a_form_saved_eight_times_at_once_is_recorded_once(roads):
    form = typed(Desk(roads.clerk, roads), "51,40")
    answers = sent_at_once(roads.clerk, roads, "", form)
    assert {(one.status_code, one.url) for one in answers} == {(302, roads.report.get_absolute_url())}
    assert (Event.objects.count(), Entry.objects.get().version, Receipt.objects.count()) == (1, 1, 1)


def approval(roads) -> dict[str, str]:
    """The form of the leader's last step."""
    roads.enter("51.40", "55.20")
    roads.submit()
    return Desk(roads.leader, roads).read("duyet/")


def test_an_approval_sent_eight_times_at_once_happens_once_and_nobody_is_refused(roads):
    answers = sent_at_once(roads.leader, roads, "duyet/", approval(roads))
    assert [one.status_code for one in answers] == [302] * TIMES
    assert Event.objects.filter(verb="approve").count() == 1


def test_without_the_token_the_repetitions_are_refused(roads):
    """Negative control: the state machine still lets one through only, the others lose their answer."""
    answers = sent_at_once(roads.leader, roads, "duyet/", {**approval(roads), "once": ""})
    assert sorted(one.status_code for one in answers) == [302] + [409] * (TIMES - 1)


def test_of_two_pages_saved_at_once_the_second_is_shown_both_figures(roads):
    colleague = make_user(Role.CLERK, roads.unit, full_name="Nguyễn Văn An")
    desks = {"51,41": Desk(roads.clerk, roads), "51,45": Desk(colleague, roads)}
    forms = {number: typed(desk, number) for number, desk in desks.items()}
    answers = together(*(partial(desks[number].send, **form) for number, form in forms.items()))
    assert sorted(one.status_code for one in answers) == [302, 409]
    mine, theirs = ("51,41", "51,45") if answers[0].status_code == 409 else ("51,45", "51,41")
    page = next(one for one in answers if one.status_code == 409).content.decode()
    assert f'value="{mine}"' in page and f"({theirs}/55,2" in page
    assert str(Entry.objects.get().numerator) == theirs.replace(",", ".") + "00"
