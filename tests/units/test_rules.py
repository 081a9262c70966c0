"""Who stands above whom on which days, and how a tree is drawn."""

from datetime import date

import pytest

from portal.units.rules import Closure, Nest, Span, closure, lineage, nested

START, ARRANGED, END = date(1900, 1, 1), date(2025, 7, 1), date(9999, 12, 31)
PROVINCE, DISTRICT, COMMUNE, NEW_COMMUNE, NEW_PROVINCE = 67, 665, 24722, 2, 68


def test_a_commune_stands_below_its_province_for_the_common_days_of_the_links():
    units = [(PROVINCE, date(2004, 1, 1), ARRANGED), (DISTRICT, START, ARRANGED), (COMMUNE, START, ARRANGED)]
    links = [Span(PROVINCE, DISTRICT, date(2004, 1, 1), ARRANGED), Span(DISTRICT, COMMUNE, START, ARRANGED)]
    rows = closure(units, links)
    assert Closure(PROVINCE, COMMUNE, 2, date(2004, 1, 1), ARRANGED) in rows
    assert Closure(DISTRICT, COMMUNE, 1, START, ARRANGED) in rows
    assert len(rows) == 6


def test_each_unit_stands_above_itself_on_its_own_days():
    assert closure([(COMMUNE, START, ARRANGED)], []) == [Closure(COMMUNE, COMMUNE, 0, START, ARRANGED)]


def test_a_chain_that_no_day_satisfies_is_left_out():
    units = [(NEW_PROVINCE, ARRANGED, END), (DISTRICT, START, ARRANGED), (COMMUNE, START, ARRANGED)]
    links = [Span(NEW_PROVINCE, DISTRICT, ARRANGED, END), Span(DISTRICT, COMMUNE, START, ARRANGED)]
    assert not [row for row in closure(units, links) if row[:2] == (NEW_PROVINCE, COMMUNE)]


def test_a_unit_that_changes_its_parent_has_two_spans():
    units = [(PROVINCE, START, END), (NEW_PROVINCE, START, END), (COMMUNE, START, END)]
    links = [Span(PROVINCE, COMMUNE, START, ARRANGED), Span(NEW_PROVINCE, COMMUNE, ARRANGED, END)]
    above = {row.ancestor: row[3:] for row in closure(units, links) if row.descendant == COMMUNE and row.depth}
    assert above == {PROVINCE: (START, ARRANGED), NEW_PROVINCE: (ARRANGED, END)}


def test_a_unit_above_itself_is_refused_by_name():
    units = [(1, START, END), (2, START, END)]
    with pytest.raises(ValueError, match="1 không thể trực thuộc chính nó"):
        closure(units, [Span(1, 2, START, END), Span(2, 1, START, END)])


def test_a_circle_that_no_day_closes_is_allowed():
    units = [(1, START, END), (2, START, END)]
    rows = closure(units, [Span(1, 2, START, ARRANGED), Span(2, 1, ARRANGED, END)])
    assert len(rows) == 4


def test_a_tree_keeps_what_matches_and_the_way_to_it():
    parents = {DISTRICT: PROVINCE, COMMUNE: DISTRICT, NEW_COMMUNE: DISTRICT}
    drawn = nested([PROVINCE, DISTRICT, COMMUNE, NEW_COMMUNE], parents, {COMMUNE})
    assert drawn == (Nest(PROVINCE, (Nest(DISTRICT, (Nest(COMMUNE),)),)),)


def test_a_unit_whose_parent_is_not_shown_stands_at_the_top():
    assert nested([COMMUNE], {COMMUNE: DISTRICT}, {COMMUNE}) == (Nest(COMMUNE),)


COASTAL, OLDER, LATER = 60, 59, 99


def test_a_unit_stands_for_all_it_took_over_and_for_what_it_became():
    changes = [(PROVINCE, NEW_PROVINCE), (COASTAL, NEW_PROVINCE), (OLDER, COASTAL), (NEW_PROVINCE, LATER)]
    assert lineage(NEW_PROVINCE, changes) == [NEW_PROVINCE, PROVINCE, COASTAL, OLDER, LATER]
    assert lineage(DISTRICT, changes) == [DISTRICT]


def test_what_another_unit_brought_into_the_common_heir_stays_foreign():
    assert lineage(PROVINCE, [(PROVINCE, NEW_PROVINCE), (COASTAL, NEW_PROVINCE)]) == [PROVINCE, NEW_PROVINCE]


def test_a_renaming_back_and_forth_ends():
    assert lineage(1, [(1, 2), (2, 1)]) == [1, 2]
