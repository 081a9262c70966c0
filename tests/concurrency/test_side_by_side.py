"""Entering, approving, importing and reading beside each other: nobody waits for ever, and the sums are right."""

from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from django.utils import timezone

from indicators.models import Entry, Observation
from indicators.rebuild import compare
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.imports.actions import NotConfirmed, check_file, confirm
from portal.imports.models import ImportBatch
from portal.periods.actions import ensure_period
from tests.builders import make_unit, make_user, place
from tests.concurrency.crowd import PATIENCE_SECONDS, failures, together
from tests.concurrency.desks import Desk
from tests.imports.workbooks import honest
from tests.indicators.builders import REASON, Place, make_indicator, make_place

pytestmark = pytest.mark.usefixtures("committed")
COMMUNES = 4
YEARS = ("2022", "2021")  # the people are at work on the first
PEOPLE = ("clerk", "leader")


@pytest.fixture
def communes():
    """Communes of Đắk Song that count their inhabitants, and their open reports."""
    people = make_indicator("population", kind="level")
    make_indicator("households", kind="level", name="Số hộ")
    ensure_period(YEARS[1])
    district = make_unit("665", "district", "Huyện Đắk Song")
    found = []
    for number in range(COMMUNES):
        unit = make_unit(str(24717 + number), "commune", f"Xã thứ {number + 1}")
        place(unit, district)
        found.append(make_place(unit, people, YEARS[0]))
    return found


class Clock:
    """The time to work: some seconds, and on a slow machine until there is something to judge."""

    def __init__(self, seconds: float) -> None:
        self.end = monotonic() + seconds
        self.last_end = self.end + PATIENCE_SECONDS

    @property
    def runs(self) -> bool:
        """Whether there is time left."""
        now = monotonic()
        return now < self.end or (now < self.last_end and not (_approved() and _imported()))


def enter_and_hand_in(desk: Desk, clock: Clock, start: int) -> None:
    """A clerk: a new figure, a reason, the report handed in, again and again."""
    for number in count(start):
        if not clock.runs:
            return
        own = {"population-value": str(number), "population-note": REASON, "action": "submit"}
        desk.send(**{**desk.read(), **own})
        desk.send("nop/", **desk.read("nop/"))


def approve_and_reopen(desk: Desk, clock: Clock) -> None:
    """A leader: whatever is handed in is approved, and opened again for a correction."""
    while clock.runs:
        desk.send("duyet/", **desk.read("duyet/"))
        desk.send("mo-lai/", **{**desk.read("mo-lai/"), "reason": "Đo lại"})


def import_sheets(person: User, folder: Path, clock: Clock) -> list[str]:
    """An administrator: workbooks about all communes, of the year at work and of the one before it, in turn."""
    ends = []
    for turn in count():
        if not clock.runs:
            return ends
        rows = [
            [str(24717 + number), None, "households", YEARS[turn % 2], None, None, 1000 + turn, REASON]
            for number in range(COMMUNES)
        ]
        batch = check_file(honest(folder / "so-ho.xlsx", rows), "so-ho.xlsx", kind="observations", by=person)
        try:
            if batch.state == ImportBatch.State.CHECKED:
                batch = confirm(batch, token=batch.token, by=person)
        except NotConfirmed:
            batch.state = "overtaken"
        ends.append(batch.state)
    return ends


def look_on(desk: Desk, clock: Clock) -> None:
    """Somebody of the province: the dashboards of province and district, and what came in."""
    while clock.runs:
        for page in ("/tong-quan/tinh/", "/tong-quan/665/", "/tien-do-bao-cao/", "/xem-xet/"):
            desk.look(page)


def work(communes: list[Place], folder: Path, seconds: float) -> None:
    clerks, leaders = ([Desk(person, one) for one in communes for person in [getattr(one, who)]] for who in PEOPLE)
    admin, clock = make_user(Role.ADMIN), Clock(seconds)
    readers = [Desk(make_user(Role.REVIEWER), communes[0]) for _ in range(2)]
    *idle, ends = together(
        *(partial(enter_and_hand_in, desk, clock, 5000 * (1 + place)) for place, desk in enumerate(clerks)),
        *(partial(approve_and_reopen, desk, clock) for desk in leaders),
        *(partial(look_on, desk, clock) for desk in readers),
        partial(import_sheets, admin, folder, clock),
    )
    assert failures([*idle, ends]) == []
    check([*clerks, *leaders, *readers], ends)


def _approved() -> int:
    return Event.objects.filter(verb="approve").count()


def _imported() -> int:
    """Sheets applied; one about the year at work may be overtaken, the next is about the year before it."""
    return ImportBatch.objects.filter(state=ImportBatch.State.APPLIED).count()


def check(desks: list[Desk], ends: list[str]) -> None:
    answers: dict[int, int] = {}
    for desk in desks:
        for status, times in desk.answers.items():
            answers[status] = answers.get(status, 0) + times
    compared = compare(on=timezone.localdate())
    imports = f"{ends.count('applied')} of {len(ends)} imports"
    print(f"\nanswers {answers}, {imports}, {_approved()} approvals, {compared}")  # noqa: T201
    assert [status for status in answers if status >= 500] == []
    assert ends.count("applied") == _imported() > 0 and _approved() > 0
    assert compared.checked > 0 and compared.different == 0
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
    assert Observation.objects.count() <= Entry.objects.count()


@pytest.mark.concurrency
def test_entering_approving_and_importing_do_not_disturb_each_other(communes, tmp_path):
    work(communes, tmp_path, seconds=4)


@pytest.mark.load
def test_entering_approving_and_importing_do_not_disturb_each_other_for_longer(communes, tmp_path):
    work(communes, tmp_path, seconds=60)
