"""Days that a span leaves open or takes twice, and rings of documents."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.desk.rules import Days, cycles, taken_twice, uncovered


def days(text: str) -> Days:
    since, until = text.split("..")
    return Days(date.fromisoformat(since), date.fromisoformat(until))


LIFE = days("2004-01-01..2025-07-01")


@pytest.mark.parametrize(
    ("parts", "open_days"),
    [
        (["2004-01-01..2025-07-01"], []),
        (["2004-01-01..2010-01-01", "2010-01-01..2025-07-01"], []),
        (["2004-01-01..2010-01-01", "2010-01-02..2025-07-01"], ["2010-01-01..2010-01-02"]),
        (["2005-01-01..2025-06-30"], ["2004-01-01..2005-01-01", "2025-06-30..2025-07-01"]),
        (["1990-01-01..2030-01-01"], []),
        ([], ["2004-01-01..2025-07-01"]),
        (["2026-01-01..2027-01-01"], ["2004-01-01..2025-07-01"]),
    ],
)
def test_days_that_no_part_covers(parts, open_days):
    assert list(uncovered(LIFE, map(days, parts)))[: len(open_days) or None] == [days(one) for one in open_days]


@pytest.mark.parametrize(
    ("parts", "twice"),
    [
        (["2004-01-01..2010-01-01", "2010-01-01..2025-07-01"], []),
        (["2004-01-01..2010-01-02", "2010-01-01..2025-07-01"], ["2010-01-01..2010-01-02"]),
        (["2004-01-01..2025-07-01", "2010-01-01..2011-01-01"], ["2010-01-01..2011-01-01"]),
        (["2004-01-01..2025-07-01"], []),
        ([], []),
    ],
)
def test_days_that_two_parts_cover(parts, twice):
    assert list(taken_twice(map(days, parts))) == [days(one) for one in twice]


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(
    lambda pair: Days(date(2020, 1, 1) + timedelta(pair[0]), date(2020, 1, 1) + timedelta(pair[0] + pair[1]))
)


@given(st.lists(spans, max_size=6))
def test_every_day_of_a_life_is_covered_or_named(parts):
    life = Days(date(2020, 1, 10), date(2020, 3, 1))
    gaps, twice = list(uncovered(life, parts)), list(taken_twice(parts))
    for number in range((life.until - life.since).days):
        day = life.since + timedelta(number)
        holders = sum(part.since <= day < part.until for part in parts)
        assert (holders == 0) == any(gap.since <= day < gap.until for gap in gaps)
        assert (holders > 1) == any(one.since <= day < one.until for one in twice)


@pytest.mark.parametrize(
    ("edges", "rings"),
    [
        ([(1, 2), (2, 3)], []),
        ([(1, 2), (2, 1)], [(1, 2)]),
        ([(3, 1), (1, 2), (2, 3), (2, 4)], [(1, 2, 3)]),
        ([(1, 2), (2, 1), (3, 4), (4, 3)], [(1, 2), (3, 4)]),
        ([(1, 2), (1, 3), (2, 4), (3, 4)], []),  # two ways to one document are no ring
        ([(1, 1)], [(1,)]),
        ([], []),
    ],
)
def test_documents_that_follow_from_themselves(edges, rings):
    assert cycles(edges) == rings


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_a_ring_is_found_exactly_when_there_is_one(edges):
    reach = {one: {target for source, target in edges if source == one} for one in range(8)}
    for _ in range(8):
        reach = {one: there.union(*(reach[other] for other in there)) for one, there in reach.items()}
    assert bool(cycles(edges)) == any(one in there for one, there in reach.items())
