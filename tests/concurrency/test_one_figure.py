"""Two people, one figure: the second is told, nothing is overwritten in silence, different cells merge."""

import pytest

from indicators import actions, bulk
from indicators.actions import Refused, entering
from indicators.models import Entry
from portal.accounts.roles import Role
from tests.builders import make_user
from tests.concurrency.crowd import failures, together
from tests.indicators.builders import dak_song_with_communes as communes
from tests.indicators.builders import make_indicator, make_place, make_series

pytestmark = [pytest.mark.concurrency, pytest.mark.usefixtures("committed")]
ROUNDS = 6


@pytest.fixture
def roads():
    """Xã Thuận Hà with its roads; beside its own clerk there is a second one."""
    one = make_place(communes()[1], make_indicator())
    one.colleague = make_user(Role.CLERK, one.unit, full_name="Nguyễn Văn An")
    return one


def entered(place, numerator: str, by):
    """The deed of entering: the version is read now, when the person opens the page."""
    change = place.change(numerator)
    return lambda: actions.record([change], by=by)


def clash(roads, kilometres: int = 51) -> list:
    """Both open the page, both type another number, both save at once."""
    return together(
        entered(roads, f"{kilometres}.40", roads.clerk), entered(roads, f"{kilometres}.45", roads.colleague)
    )


def without_first_check(monkeypatch) -> None:
    monkeypatch.setattr(entering, "_faults", lambda change, context, by: ())


def without_second_check(monkeypatch) -> None:
    """The statement writes over whatever version it finds, and only counts up."""
    kept = bulk._on_conflict
    monkeypatch.setattr(bulk, "_on_conflict", lambda *given: kept(*given[:-1], "count" if given[-1] else ""))


def test_of_two_clerks_on_one_cell_exactly_one_writes_and_the_other_is_told(roads):
    for turn in range(ROUNDS):
        results = clash(roads, 51 + turn)
        refused = [one for one in results if isinstance(one, Refused)]
        assert failures(results, Refused) == [] and len(refused) == 1
        assert {fault.code for fault in refused[0].faults} == {"conflict"}
        assert roads.version == turn + 1
        winner = (f"{51 + turn}.4000", f"{51 + turn}.4500")[isinstance(results[0], Refused)]
        assert str(roads.entry.numerator) == winner


@pytest.mark.parametrize("switched_off", [without_first_check, without_second_check])
def test_either_check_alone_keeps_the_first_clerks_figure(roads, monkeypatch, switched_off):
    switched_off(monkeypatch)
    roads.enter("50.00")
    results = clash(roads)
    assert failures(results, Refused) == []
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert roads.version == 2


def test_without_the_checks_the_first_clerks_figure_is_lost(roads, monkeypatch):
    """Negative control: both are told that it is saved, one figure is gone."""
    without_first_check(monkeypatch)
    without_second_check(monkeypatch)
    roads.enter("50.00")
    results = clash(roads)
    assert failures(results) == [] and all(one.changed for one in results)
    assert roads.version == 3 and Entry.objects.count() == 1


def test_two_clerks_on_different_cells_both_write(roads):
    people = make_series(roads.unit, make_indicator("population", kind="level"))
    other = actions.EntryChange(roads.report.pk, people.pk, value=5021)
    results = together(entered(roads, "51.40", roads.clerk), lambda: actions.record([other], by=roads.colleague))
    assert failures(results) == []
    assert set(Entry.objects.values_list("entered_by", flat=True)) == {roads.clerk.pk, roads.colleague.pk}
