"""The demo data for tests: loaded once per module beneath the transactions of its tests, then taken back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from portal.desk.loading.demo import load_demo

DEMO_PASSWORD = "mat-khau-thu-nghiem-2026"
FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def fill_with_demo() -> None:
    """Load the demo data with one known password for all accounts, hashed as the tests hash."""
    with override_settings(PASSWORD_HASHERS=FAST_HASHERS):
        load_demo(password=DEMO_PASSWORD)


@pytest.fixture(scope="module")
def demo_of_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo data inside a transaction that the end of the module rolls back: other modules see none of it."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # as in Django's TestCase: actions may open durable transactions
        with outer:
            fill_with_demo()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def demo(demo_of_the_module: None, db: None) -> None:
    """The demo data; each test's own writes are undone after it."""
