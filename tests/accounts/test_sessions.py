"""How long a session lives, and what ends it early."""

from time import time

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts import actions
from portal.accounts.middleware import BEGAN, LAST_SEEN
from portal.accounts.models import User
from portal.accounts.sessions import SessionStore

PAGE = "/viec-cua-toi/"


def age(client: Client, **seconds: int) -> None:
    session = client.session
    for key, passed in seconds.items():
        session[key] = int(time()) - passed
    session.save()


def is_signed_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.mark.parametrize(("idle", "alive"), [(29 * 60, True), (31 * 60, False)])
def test_a_session_ends_after_half_an_hour_without_use(browser: Client, idle: int, alive: bool) -> None:
    age(browser, **{LAST_SEEN: idle})
    assert is_signed_in(browser) is alive


def test_without_the_limit_an_idle_session_would_live(browser: Client, settings) -> None:
    settings.SESSION_IDLE_SECONDS = 10**6
    age(browser, **{LAST_SEEN: 31 * 60})
    assert is_signed_in(browser)


@pytest.mark.parametrize(("old", "alive"), [(12 * 3600 - 60, True), (12 * 3600 + 60, False)])
def test_a_session_ends_after_twelve_hours_however_much_it_is_used(browser: Client, old: int, alive: bool) -> None:
    is_signed_in(browser)
    age(browser, **{LAST_SEEN: 61, BEGAN: old})
    assert is_signed_in(browser) is alive


def test_reading_writes_the_session_once_a_minute(browser: Client, django_assert_num_queries) -> None:
    is_signed_in(browser)
    seen = browser.session[LAST_SEEN]
    age(browser, **{LAST_SEEN: 30})
    is_signed_in(browser)
    assert browser.session[LAST_SEEN] == pytest.approx(seen - 30, abs=2)
    age(browser, **{LAST_SEEN: 61})
    is_signed_in(browser)
    assert browser.session[LAST_SEEN] == pytest.approx(seen, abs=2)


def written(client: Client) -> list[str]:
    """What the page does besides reading."""
    with CaptureQueriesContext(connection) as queries:
        assert is_signed_in(client)
    return [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]


def test_signing_in_begins_the_session_so_that_the_first_page_writes_nothing(browser: Client) -> None:
    assert {BEGAN, LAST_SEEN} <= set(browser.session.keys())
    assert written(browser) == []


def test_a_noted_visit_is_one_statement(browser: Client) -> None:
    age(browser, **{LAST_SEEN: 61})
    assert [sql.split()[0] for sql in written(browser)] == ["UPDATE"]


def test_a_session_that_was_ended_meanwhile_does_not_come_back(browser: Client) -> None:
    held = SessionStore(browser.session.session_key)
    held[LAST_SEEN] = 0
    browser.session.flush()
    with pytest.raises(UpdateError):
        held.save()
    assert not SessionStore().exists(held.session_key)


def test_the_next_request_of_a_deactivated_person_leads_to_signing_in(
    browser: Client, clerk: User, admin_user: User
) -> None:
    assert is_signed_in(browser)
    actions.deactivate(clerk, by=admin_user, reason="Chuyển công tác từ 01/7/2025")
    assert browser.get(PAGE)["Location"] == f"/dang-nhap/?next={PAGE}"
