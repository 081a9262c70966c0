"""What every response carries, and what people see when the database is away."""

import logging
import re
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client

from portal.administration.outages import is_busy
from tests.administration.addresses import SECRET
from tests.administration.conftest import MIDDLEWARE

Browser = Callable[..., Client]


def test_every_response_carries_a_short_id_that_differs_from_request_to_request(browser: Browser) -> None:
    client = browser()
    first, second = (client.get("/page/").headers["X-Request-Id"] for _ in range(2))
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", first)
    assert first != second


def test_the_id_of_the_proxy_is_taken_over(browser: Browser) -> None:
    assert browser().get("/page/", headers={"X-Request-Id": "nginx-42"}).headers["X-Request-Id"] == "nginx-42"


@pytest.mark.parametrize("given", ["", "abc", "a b c d", "x" * 65, "<script>", "mã-sự-cố"])
def test_an_unacceptable_id_is_replaced(browser: Browser, given: str) -> None:
    answer = browser().get("/page/", HTTP_X_REQUEST_ID=given)
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", answer.headers["X-Request-Id"])


def test_the_log_names_the_id_and_the_path_but_not_what_was_searched_for(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        answer = browser().get("/page/?q=Nguyen+Van+A")
    line = next(record.getMessage() for record in caplog.records if record.name == "portal.requests")
    assert line.startswith(f"{answer.headers['X-Request-Id']} GET /page/ 200")
    assert "Nguyen" not in line


def test_a_path_cannot_write_a_line_of_its_own_into_the_log(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        browser().get("/page%0AFORGED/")
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.requests"]
    assert len(lines) == 1
    assert "\n" not in lines[0]


@pytest.mark.parametrize("debug", [False, True])
def test_a_busy_database_is_answered_with_503_and_when_to_try_again(browser: Browser, debug: bool) -> None:
    answer = browser(DEBUG=debug).get("/busy/")
    text = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Hệ thống đang bận, dữ liệu bạn nhập vẫn được giữ" in text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Request-Id"] in text


@pytest.mark.parametrize("debug", [False, True])
def test_a_lost_database_is_answered_with_503_without_a_traceback(browser: Browser, debug: bool) -> None:
    answer = browser(DEBUG=debug).get("/away/")
    text = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Số liệu vừa nhập vẫn được giữ, xin thử lại sau ít phút." in text
    assert "Traceback" not in text
    assert SECRET not in text


@pytest.mark.parametrize("debug", [False, True])
def test_a_database_lost_while_the_session_is_read_is_answered_with_503_too(browser: Browser, debug: bool) -> None:
    with_session = [*MIDDLEWARE, "tests.administration.addresses.SessionStore"]
    answer = browser(MIDDLEWARE=with_session, DEBUG=debug).get("/page/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Mã sự cố" in answer.content.decode()


def test_without_the_middleware_a_lost_session_would_be_a_500_under_debug(browser: Browser) -> None:
    without = [name for name in MIDDLEWARE if not name.endswith("DatabaseOutage")]
    answer = browser(MIDDLEWARE=[*without, "tests.administration.addresses.SessionStore"], DEBUG=True).get("/page/")
    assert answer.status_code == 500


def test_a_form_that_met_an_outage_is_told_how_to_send_itself_again(browser: Browser) -> None:
    client = browser()
    assert "phím F5" in client.post("/busy/", {"value": "97,8"}).content.decode()
    assert "phím F5" not in client.get("/busy/").content.decode()


@pytest.mark.parametrize(
    ("message", "state", "busy"),
    [
        ("database is locked", None, True),
        ("database table is locked: indicators_entry", None, True),
        ("canceling statement due to lock timeout", "55P03", True),
        ("deadlock detected", "40P01", True),
        ("could not connect to server", None, False),
        ("database or disk is full", None, False),
    ],
)
def test_a_busy_database_is_told_from_a_lost_one(message: str, state: str | None, busy: bool) -> None:
    error = OperationalError(message)
    error.__cause__ = Exception()
    error.__cause__.pgcode = state
    assert is_busy(error) is busy


def test_a_page_is_kept_out_of_every_cache_unless_its_view_decided_otherwise(browser: Browser) -> None:
    client = browser()
    assert client.get("/page/").headers["Cache-Control"] == "no-store, private"
    assert client.get("/dashboard/").headers["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in client.get("/figures/").headers


def test_every_response_closes_what_the_portal_does_not_use(browser: Browser) -> None:
    client = browser()
    for path in ("/page/", "/figures/", "/busy/", "/missing/", "/healthz"):
        headers = client.get(path).headers
        assert headers["Permissions-Policy"] == "geolocation=(), camera=(), microphone=()", path
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
