"""A browser, the portal served to it, and people to sit in front of it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.demo_data import DEMO_PASSWORD
from tests.journeys.chromium import WIDE, context_options, executable, launch_options
from tests.journeys.people import Person
from tests.journeys.site import served_demo

Newcomer = Callable[..., Person]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives Chromium."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium; without one the tests are skipped, in CI (REQUIRE_BROWSER=1) they fail."""
    if executable() is None:
        missing = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        missing("Không tìm thấy Chromium.")
    started = playwright.chromium.launch(**launch_options())
    yield started
    started.close()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[str]:
    """The address of the portal, with the demo data once per module; tests may ask the database, too."""
    with django_db_blocker.unblock(), served_demo() as address:
        yield address


@pytest.fixture
def db(site: str) -> None:
    """The served database as it is: pytest-django makes one only where a test names a fixture of this name."""


@pytest.fixture
def windows(browser: Browser, site: str, db: None) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows without a common memory: `windows(width=360, java_script_enabled=False)`; closed at the end."""
    opened: list[BrowserContext] = []

    def open_window(*, width: int = WIDE, **options: Any) -> BrowserContext:
        opened.append(browser.new_context(**context_options(site, width), **options))
        return opened[-1]

    yield open_window
    for window in opened:
        window.close()


@pytest.fixture
def come_in(windows: Callable[..., BrowserContext]) -> Newcomer:
    """Someone signs in at a window of their own: `come_in("canbo.daksong")`."""

    def arrive(username: str, **options: Any) -> Person:
        return Person(windows(**options).new_page(), username, DEMO_PASSWORD).sign_in()

    return arrive
