"""kill -9 in the middle of an import: none of its rows or all of them, and it can be confirmed afterwards."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from indicators.models import Entry, Indicator
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.imports.actions import confirm
from portal.imports.models import ImportBatch
from portal.units.models import AdminUnit
from tests.builders import make_form, make_unit, make_user
from tests.faults.marked_import import END
from tests.faults.watching import durations, kill, remains
from tests.imports.workbooks import honest
from tests.indicators.builders import make_indicator

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed")]
COMMUNES, INDICATORS = 50, 100
ROWS = COMMUNES * INDICATORS
SEED = 2023
# Every phase is hit; the writing, where something could be torn, most often; the last is written but not yet ended.
PHASES = ["read", "check", "recheck", "apply", "apply", "apply", "apply", "apply", "commit", END]
TRIES = 5


@pytest.fixture
def admin() -> User:
    """Who imports; beside it everything that the rows name."""
    make_form()
    for number in range(COMMUNES):
        make_unit(str(24700 + number), AdminUnit.Level.COMMUNE, f"Xã thứ {number + 1}")
    for number in range(INDICATORS):
        make_indicator(f"population_{number}", kind=Indicator.Kind.LEVEL, name=f"Dân số thứ {number}")
    return make_user(Role.ADMIN)


def workbook(folder: Path, figure: int) -> Path:
    """A workbook of 5,000 rows whose every figure is the same."""
    rows = (
        [str(24700 + commune), None, f"population_{indicator}", "2022", None, None, figure, None]
        for commune in range(COMMUNES)
        for indicator in range(INDICATORS)
    )
    return honest(folder / f"so-lieu-{figure}.xlsx", rows)


def moments(lengths: dict[str, float]) -> Iterable[tuple[str, float]]:
    """The seeded moments: a phase, and how many seconds after its beginning."""
    chance = Random(SEED)
    return [(phase, chance.random() * lengths.get(phase, 0)) for phase in PHASES]


def test_an_import_killed_at_ten_moments_leaves_none_of_its_rows_or_all(admin, tmp_path):
    first = workbook(tmp_path, 1)
    lengths = durations(first, admin.username)
    assert remains(first, 1).word(ROWS) == "all"
    found: Counter[str] = Counter()
    for figure, (phase, after) in enumerate(moments(lengths), start=2):
        file = workbook(tmp_path, figure)
        kill(file, admin.username, phase, after)
        left = remains(file, figure)
        found[left.word(ROWS)] += 1
        print(f"\n{phase} +{after:.3f} s: {left.word(ROWS)}, batch {left.state or 'not kept'}")  # noqa: T201
        assert left.is_consistent(ROWS), left
        if left.state == ImportBatch.State.CHECKED:
            confirm(left.batch, token=left.batch.token, by=admin)
            assert remains(file, figure).is_consistent(ROWS) and remains(file, figure).word(ROWS) == "all"
    print(f"{dict(found)}, phases {lengths}")  # noqa: T201
    assert found["partial"] == 0 and found["none"] > 0 and found["all"] > 0
    check_the_ledger()


def check_the_ledger() -> None:
    """No gap in the ledger, one event for each batch that was written, and nothing doubled."""
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
    applied = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED)
    events = Event.objects.filter(verb="record").values_list("batch_id", flat=True)
    assert sorted(events) == sorted(applied.values_list("pk", flat=True))
    assert Entry.objects.count() == ROWS


def test_an_import_without_its_transaction_is_torn(admin, tmp_path):
    """Negative control: the same rows, committed in pieces."""
    first = workbook(tmp_path, 1)
    length = durations(first, admin.username)["apply"]
    chance, found = Random(SEED), []
    while "partial" not in found and len(found) < TRIES:
        figure = len(found) + 2
        file = workbook(tmp_path, figure)
        kill(file, admin.username, "apply", (0.2 + chance.random() / 2) * length, way="pieces")
        left = remains(file, figure)
        found.append(left.word(ROWS))
        print(f"\nin pieces: {left.entries} of {ROWS} rows, batch {left.state}")  # noqa: T201
        assert found[-1] != "partial" or not left.is_consistent(ROWS)
    assert "partial" in found
