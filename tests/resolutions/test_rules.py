"""The tree of documents, the state of a task, the six clear things, and the quote in its line."""

from datetime import date

import pytest

from resolutions.rules import (
    Clarity,
    Edge,
    TaskFacts,
    TaskState,
    clarity_counts,
    differing_subjects,
    document_tree,
    mark_quote,
    task_state,
)

# Documents of the district's report: 05-NQ/TU and what hangs on it.
NQ05, CTR11, KH312, KH38, KH73, CTR02, BC, NQ09, NQ23, NQ12 = range(1, 11)
EDGES = [
    Edge(KH38, NQ05, "disseminates"),
    Edge(CTR11, NQ05, "implements"),
    Edge(KH312, CTR11, "implements", "inferred", "Cùng lĩnh vực"),
    Edge(KH73, CTR02, "implements"),
    Edge(KH73, NQ05, "supports", "inferred"),
    Edge(NQ05, NQ23, "implements", "inferred"),
    Edge(NQ05, NQ12, "implements", "inferred"),
    Edge(BC, NQ05, "reviews"),
    Edge(BC, NQ09, "cites"),
    Edge(BC, CTR11, "reviews", "inferred"),
]


def test_the_programme_and_the_plan_stand_below_the_resolution_and_the_dissemination_beside_them():
    tree = document_tree(NQ05, EDGES)
    assert [(branch.document, branch.edge.relation) for branch in tree.below] == [
        (KH38, "disseminates"),
        (CTR11, "implements"),
    ]
    (plan,) = tree.below[1].branches
    assert plan.document == KH312
    assert plan.edge.is_inferred
    assert not tree.below[1].edge.is_inferred


def test_what_the_resolution_carries_out_stands_above_it():
    assert [branch.document for branch in document_tree(NQ05, EDGES).above] == [NQ23, NQ12]


def test_a_document_that_only_supports_is_mentioned_with_the_programme_that_it_implements():
    mention = document_tree(NQ05, EDGES).mentions[0]
    assert (mention.document, mention.implements, mention.via, mention.is_named) == (KH73, (CTR02,), None, False)


def test_what_the_reviewing_report_cites_is_mentioned_through_the_report():
    mention = document_tree(NQ05, EDGES).mentions[1]
    assert (mention.document, mention.via, mention.is_named) == (NQ09, BC, True)


def test_the_report_itself_is_a_review_and_no_branch():
    tree = document_tree(NQ05, EDGES)
    assert [edge.source for edge in tree.reviews] == [BC]
    assert BC not in {branch.document for branch in tree.below}


def test_every_document_that_the_page_names_is_listed_for_one_fetch():
    assert document_tree(NQ05, EDGES).documents == {NQ05, CTR11, KH312, KH38, KH73, CTR02, BC, NQ09, NQ23, NQ12}


def test_a_circle_of_links_ends_where_it_would_close():
    circle = [Edge(2, 1, "implements"), Edge(3, 2, "implements"), Edge(1, 3, "implements")]
    (second,) = document_tree(1, circle).below
    (third,) = second.branches
    assert (second.document, third.document, third.branches) == (2, 3, ())


def test_a_circle_beside_the_root_is_opened_once_and_marked_as_repeated():
    edges = [Edge(2, 1, "implements"), Edge(3, 2, "implements"), Edge(2, 3, "implements")]
    (second,) = document_tree(1, edges).below
    (third,) = second.branches
    (again,) = third.branches
    assert (again.document, again.is_repeated, again.branches) == (2, True, ())


def test_a_link_of_unknown_certainty_is_taken_as_stated():
    assert not Edge(2, 1, "implements", "").is_inferred


ARTICLE = date(2023, 5, 23)


@pytest.mark.parametrize(
    ("facts", "on", "state"),
    [
        # Eleven directions of the report: no deadline, no news.
        (TaskFacts(last_source_on=date(2023, 8, 30)), date(2023, 8, 30), TaskState.NO_DEADLINE),
        (TaskFacts(last_news_on=date(2023, 7, 1)), date(2023, 8, 30), TaskState.IN_PROGRESS),
        (TaskFacts(started_on="2022"), date(2023, 8, 30), TaskState.IN_PROGRESS),
        (TaskFacts(deadline="2023-12-31"), date(2023, 8, 30), TaskState.NOT_STARTED),
        (TaskFacts(deadline="2023-12-31", started_on="2023-10"), date(2023, 8, 30), TaskState.NOT_STARTED),
        # Late the day after its deadline, not on it; a month is judged at its end.
        (TaskFacts(deadline="2023-06-15"), date(2023, 6, 15), TaskState.NOT_STARTED),
        (TaskFacts(deadline="2023-06-15"), date(2023, 6, 16), TaskState.OVERDUE),
        (TaskFacts(deadline="2023-06"), date(2023, 6, 30), TaskState.NOT_STARTED),
        (TaskFacts(deadline="2023-06"), date(2023, 7, 1), TaskState.OVERDUE),
        (TaskFacts(deadline="2023"), date(2023, 12, 31), TaskState.NOT_STARTED),
        # Two IOC, "dự kiến tháng 6": the article is of 23/5, nobody knows of July.
        (TaskFacts(deadline="2023-06", last_source_on=ARTICLE), date(2023, 7, 1), TaskState.NO_INFORMATION),
        (TaskFacts(deadline="2023-05-01", last_source_on=ARTICLE), ARTICLE, TaskState.OVERDUE),
        (
            TaskFacts(deadline="2023-06", last_source_on=ARTICLE, last_news_on=date(2023, 7, 10)),
            date(2023, 7, 20),
            TaskState.OVERDUE,
        ),
        (
            TaskFacts(deadline="2023-06", last_source_on=ARTICLE, last_news_on=date(2023, 6, 1)),
            date(2023, 7, 20),
            TaskState.NO_INFORMATION,
        ),
        (
            TaskFacts(deadline="2023-06", last_source_on=ARTICLE, last_news_on=date(2023, 7, 10)),
            date(2023, 7, 5),
            TaskState.NO_INFORMATION,
        ),
        (TaskFacts(deadline="2023-06", done_on=date(2023, 6, 30)), date(2023, 8, 30), TaskState.DONE_ON_TIME),
        (TaskFacts(deadline="2023-06", done_on=date(2023, 7, 1)), date(2023, 8, 30), TaskState.DONE_LATE),
        (TaskFacts(deadline="2023-06", done_on=date(2023, 7, 1)), date(2023, 6, 30), TaskState.NOT_STARTED),
        (TaskFacts(reached_on="2022-11"), date(2023, 5, 23), TaskState.DONE),
        (TaskFacts(reached_on="2022-11"), date(2022, 11, 15), TaskState.NO_DEADLINE),
        (TaskFacts(is_reported=True), date(2023, 8, 30), TaskState.DONE),
        (TaskFacts(suspended_reason="Chờ quy hoạch", deadline="2023-06"), date(2023, 8, 30), TaskState.SUSPENDED),
        (
            TaskFacts(suspended_reason="Chờ quy hoạch", done_on=date(2023, 6, 1)),
            date(2023, 8, 30),
            TaskState.DONE,
        ),
    ],
)
def test_the_state_of_a_task_follows_from_its_facts(facts, on, state):
    assert task_state(facts, on=on) is state


def test_a_direction_of_the_report_lacks_person_time_and_product():
    clarity = Clarity(person=False, work=True, time=False, responsibility=True, product=False, authority=True)
    assert clarity.lacking == ("rõ người", "rõ thời gian", "rõ sản phẩm")
    assert not clarity.is_complete


def test_clarity_is_counted_for_each_of_the_six():
    whole = Clarity(True, True, True, True, True, True)
    counted = clarity_counts([whole, Clarity(False, True, False, False, False, True)])
    assert whole.is_complete
    assert counted == {
        "rõ người": 1,
        "rõ việc": 2,
        "rõ thời gian": 1,
        "rõ trách nhiệm": 1,
        "rõ sản phẩm": 1,
        "rõ thẩm quyền": 2,
    }


def test_the_quote_is_cut_out_of_its_line():
    pieces = mark_quote("có 23,194 km đường biên giới", "23,194 km")
    assert [(piece.text, piece.is_marked) for piece in pieces] == [
        ("có ", False),
        ("23,194 km", True),
        (" đường biên giới", False),
    ]


def test_blanks_of_any_width_are_equal_in_a_quote():
    assert mark_quote("đã có buổi  làm việc", "buổi làm việc")[1].text == "buổi  làm việc"


@pytest.mark.parametrize("quote", ["", "   ", "không có trong dòng", "(km"])
def test_a_quote_that_is_not_there_marks_nothing(quote):
    assert [piece.is_marked for piece in mark_quote("có 23,194 km", quote)] == [False]


def test_two_citations_of_one_programme_about_different_things_are_told_apart():
    quotes = [
        "Chương trình hành động số 02-CTr/HU, ngày 29/9/2020 về kêu gọi thu hút đầu tư phát triển năng lượng tái tạo",
        "Chương trình hành động số 02-CTr/HU, ngày 29/9/2020 về phát triển nông nghiệp sạch",
    ]
    assert differing_subjects(quotes, "02-CTr/HU") == (
        "kêu gọi thu hút đầu tư phát triển năng lượng tái tạo",
        "phát triển nông nghiệp sạch",
    )
    assert differing_subjects([quotes[0], quotes[0]], "02-CTr/HU") == ()
