"""Pages have query budgets: a number in git, and the same number for ten times the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.architecture.guards.access import address_of


@dataclass(frozen=True)
class Budget:
    """How many queries a page may ask of the database when this role opens it.

    `grows` names what is made ten times as many (`enlarging.GROWTH`) without a query more.
    """

    name: str
    queries: int
    role: str = "viewer"
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    grows: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.query, self.role)))

    def address(self) -> str:
        """The address of the page."""
        return address_of(self.name, self.kwargs, self.query)


def asked(client: Client, address: str) -> list[str]:
    """The statements that opening the address takes; an address that does not answer 200 is an error."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, secure=True)
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return [query["sql"] for query in captured.captured_queries]


def assert_budget(client: Client, address: str, budget: int) -> None:
    """Fail, with the statements, when the address takes more queries than its budget."""
    statements = asked(client, address)
    text = "\n".join(f"{number:>3}. {sql[:200]}" for number, sql in enumerate(statements, 1))
    assert len(statements) <= budget, f"{address}: {len(statements)} queries, budget {budget}\n{text}"


def assert_flat(client: Client, address: str, enlarge: Callable[[], object]) -> None:
    """Fail when the address takes more queries after `enlarge` has added rows."""
    before = asked(client, address)
    enlarge()
    after = asked(client, address)
    assert len(after) <= len(before), f"{address}: {len(before)} queries grow to {len(after)}"
