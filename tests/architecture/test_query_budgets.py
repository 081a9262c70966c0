"""Every page of the table keeps its query budget."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.architecture.access_table import ROWS
from tests.architecture.enlarging import GROWTH
from tests.architecture.guards import budgets
from tests.architecture.guards.access import SIGNED_IN
from tests.architecture.guards.budgets import Budget
from tests.architecture.query_budgets import BUDGETS

UNBUDGETED = {"administration:healthz", "administration:readyz"}  # probes, not pages


class Page:
    """A client whose only page asks the database a number of questions."""

    def __init__(self, questions: int, status: int = 200) -> None:
        self.questions, self.status = questions, status

    def get(self, address: str, secure: bool) -> HttpResponse:
        with connection.cursor() as cursor:
            for number in range(self.questions):
                cursor.execute(f"SELECT {number}")
        return HttpResponse(status=self.status)

    def grow(self) -> None:
        self.questions += 1


@pytest.fixture
def at_work(signed_in: Callable[[str], Client]) -> Callable[[str], Client]:
    """Makes a client of a role whose session is under way: the first page of a session writes when it began."""

    def begin(role: str) -> Client:
        client = signed_in(role)
        client.get(reverse("administration:healthz"), secure=True)
        return client

    return begin


@pytest.mark.parametrize("budget", BUDGETS, ids=str)
def test_a_page_keeps_its_budget(budget: Budget, at_work: Callable[[str], Client]) -> None:
    budgets.assert_budget(at_work(budget.role), budget.address(), budget.queries)


@pytest.mark.parametrize("budget", [budget for budget in BUDGETS if budget.grows], ids=str)
def test_ten_times_the_rows_take_no_query_more(budget: Budget, at_work: Callable[[str], Client]) -> None:
    budgets.assert_flat(at_work(budget.role), budget.address(), GROWTH[budget.grows])


def test_every_page_that_can_be_read_has_a_budget() -> None:
    pages = {row.name for row in ROWS if 200 in (row.to_get(role) for role in SIGNED_IN)} - UNBUDGETED
    assert sorted(pages - {budget.name for budget in BUDGETS}) == []


def test_the_budgets_name_each_page_once() -> None:
    keys = [(budget.name, budget.role, str(budget.kwargs), budget.query) for budget in BUDGETS]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.django_db
def test_a_page_within_its_budget_passes() -> None:
    budgets.assert_budget(Page(3), "/", 3)


@pytest.mark.django_db
def test_a_page_over_its_budget_fails_and_shows_its_queries() -> None:
    with pytest.raises(AssertionError, match=r"(?s)/x/: 3 queries, budget 2.*SELECT 2"):
        budgets.assert_budget(Page(3), "/x/", 2)


@pytest.mark.django_db
def test_a_page_that_does_not_open_cannot_keep_a_budget() -> None:
    with pytest.raises(AssertionError, match="answers 302"):
        budgets.assert_budget(Page(0, status=302), "/x/", 2)


@pytest.mark.django_db
def test_a_page_whose_queries_grow_with_its_rows_fails() -> None:
    page = Page(2)
    with pytest.raises(AssertionError, match="2 queries grow to 3"):
        budgets.assert_flat(page, "/x/", page.grow)
    budgets.assert_flat(page, "/x/", lambda: None)
