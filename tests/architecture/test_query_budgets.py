"""Every page of the table keeps its query budget."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.architecture.guards import budgets
from tests.architecture.guards.budgets import Budget
from tests.architecture.query_budgets import BUDGETS


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


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.name)
def test_a_page_keeps_its_budget(budget: Budget, signed_in: Callable[[str], Client]) -> None:
    budgets.assert_budget(signed_in(budget.role), budget.address(), budget.queries)


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
