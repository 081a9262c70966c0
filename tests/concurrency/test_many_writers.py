"""Sixteen writers on one cell: every accepted update is in the figure, and a plain save() loses some.

Each update reads the figure and writes one more. So the figure is the number of updates that nobody overwrote.
"""

from dataclasses import dataclass
from functools import partial
from random import Random
from time import sleep

import pytest
from django.db import OperationalError
from django.db.models import F

from indicators import actions
from indicators.actions import EntryChange, Refused
from indicators.models import Entry
from portal.administration.outages import is_busy
from portal.history.models import Event
from tests.builders import make_unit
from tests.concurrency.crowd import failures, scaled, together
from tests.indicators.builders import Place, make_indicator, make_place

pytestmark = pytest.mark.usefixtures("committed")
WRITERS, UPDATES, MANY = 16, 200, 500
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 2  # seconds


@pytest.fixture
def people():
    """The number of inhabitants of a commune, to be counted up."""
    return make_place(make_unit("24722", "commune", "Xã Thuận Hà"), make_indicator("population", kind="level"))


@dataclass
class Writer:
    """One of those who count the figure up, by the door; whoever is refused reads again and tries again."""

    place: Place
    seed: int
    accepted: int = 0
    refused: int = 0
    busy: int = 0  # told after SQLite's 20 s that others hold the database; the page answers 503, nothing is written

    def count(self, updates: int) -> None:
        """Until `updates` are accepted; who is refused again and again waits longer and longer before the next try."""
        chance, longest = Random(self.seed), SHORTEST_PAUSE
        while self.accepted < updates:
            before = self.accepted
            self._try()
            longest = SHORTEST_PAUSE if self.accepted > before else min(longest * 2, LONGEST_PAUSE)
            sleep(chance.random() * longest)

    def _try(self) -> None:
        seen = Entry.objects.filter(series=self.place.series).values_list("value", "version").first() or (0, 0)
        change = EntryChange(self.place.report.pk, self.place.series.pk, value=seen[0] + 1, expected_version=seen[1])
        try:
            done = actions.record([change], by=self.place.clerk)
        except Refused as refusal:
            assert [fault.code for fault in refusal.faults] == ["conflict"]
            self.refused += 1
        except OperationalError as error:
            assert is_busy(error)
            self.busy += 1
        else:
            # "unchanged" is no update: another writer has just written this very number
            self.accepted += len(done.new) + len(done.changed)


def saved(place: Place, updates: int) -> int:
    """The same by reading and save(), as a form without a version would."""
    for _ in range(updates):
        entry = Entry.objects.get(series=place.series)
        entry.value += 1
        entry.save()
    return updates


def check_that_none_is_lost(place: Place, updates: int) -> None:
    writers = [Writer(place, seed) for seed in range(WRITERS)]
    assert failures(together(*(partial(writer.count, updates) for writer in writers))) == []
    accepted, refused, busy = (sum(getattr(one, name) for one in writers) for name in ("accepted", "refused", "busy"))
    entry = place.entry
    lost = accepted - entry.value
    print(f"\naccepted {accepted}, refused {refused}, busy {busy}, figure {entry.value:f}, lost {lost:f}")  # noqa: T201
    assert accepted == WRITERS * updates == entry.version == entry.value
    assert refused, "the writers never met"
    assert busy * 100 <= accepted
    assert Entry.history.count() == accepted
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, accepted + 1))


@pytest.mark.concurrency
def test_of_sixteen_writers_none_loses_an_update(people):
    check_that_none_is_lost(people, scaled(UPDATES))


@pytest.mark.load
def test_of_sixteen_writers_with_five_hundred_updates_each_none_loses_one(people):
    check_that_none_is_lost(people, MANY)


def check_that_some_are_lost(place: Place, updates: int) -> None:
    actions.record([EntryChange(place.report.pk, place.series.pk, value=1)], by=place.clerk)
    Entry.objects.update(value=F("value") - 1)
    results = together(*(partial(saved, place, updates) for _ in range(WRITERS)))
    assert failures(results) == []
    lost = sum(results) - place.entry.value
    print(f"\nsaved {sum(results)}, figure {place.entry.value:f}, lost {lost:f}")  # noqa: T201
    assert lost > 0


@pytest.mark.concurrency
def test_sixteen_writers_with_a_plain_save_lose_updates(people):
    """Negative control."""
    check_that_some_are_lost(people, scaled(UPDATES))


@pytest.mark.load
def test_sixteen_writers_with_five_hundred_plain_saves_lose_updates(people):
    """Negative control, in full."""
    check_that_some_are_lost(people, MANY)
