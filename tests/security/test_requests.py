"""What writes wants a POST with a token of the form; a GET never does it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.architecture.access_table import ROWS, USERNAMES
from tests.architecture.guards.access import REFUSED, SIGNED_IN, Row
from tests.security.crawling import checksums, differing

WRITING = [row for row in ROWS if row.post]
POST_ONLY = ["accounts:logout", "accounts:admin_logout"]


def who_may(row: Row) -> str:
    """The first role whose POST the table lets through."""
    allowed = [role for role in SIGNED_IN if role in USERNAMES and row.to_post(role) not in REFUSED]
    return allowed[0] if allowed else "admin"


@pytest.mark.parametrize("row", WRITING, ids=str)
def test_a_post_without_the_token_of_a_form_is_refused(row: Row, client_of: Callable[..., Client]) -> None:
    client = client_of(USERNAMES[who_may(row)], enforce_csrf_checks=True)
    answer = client.post(row.address(), row.sent, secure=True)
    assert answer.status_code == 403
    assert "Biểu mẫu" in answer.content.decode() or "biểu mẫu" in answer.content.decode()


def test_signing_in_without_a_token_is_refused(handed_in) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/dang-nhap/", {"username": "quantri", "password": "x"}, secure=True).status_code == 403


def test_with_the_token_of_the_form_the_same_post_passes(client_of: Callable[..., Client]) -> None:
    client = client_of("canbo.daksong", enforce_csrf_checks=True)
    address = "/nhap-lieu/665/SK05-NQTU-2023/"
    page = client.get(address, secure=True).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = {"action": "save", "csrfmiddlewaretoken": token}
    same_site = {"HTTP_REFERER": f"https://testserver{address}", "HTTP_ORIGIN": "https://testserver"}
    assert client.post(address, sent, secure=True, **same_site).status_code == 302


def test_a_form_of_another_site_is_refused_even_with_the_token(client_of: Callable[..., Client]) -> None:
    client = client_of("canbo.daksong", enforce_csrf_checks=True)
    page = client.get("/nhap-lieu/665/SK05-NQTU-2023/", secure=True).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = {"action": "save", "csrfmiddlewaretoken": token}
    foreign = {"HTTP_ORIGIN": "https://vi-du.example"}
    assert client.post("/nhap-lieu/665/SK05-NQTU-2023/", sent, secure=True, **foreign).status_code == 403


@pytest.mark.parametrize("row", [row for row in ROWS if row.name in POST_ONLY], ids=str)
def test_what_is_done_by_post_alone_refuses_a_get(row: Row, clerk: Client) -> None:
    assert clerk.get(row.address(), secure=True).status_code == 405
    assert clerk.get("/viec-cua-toi/", secure=True).status_code == 200


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "trace"])
def test_other_verbs_write_nothing(verb: str, clerk: Client) -> None:
    before = checksums()
    for row in ROWS:
        answer = getattr(clerk, verb)(row.address(), secure=True)
        assert answer.status_code < 500, f"{verb} {row}"
    assert differing(before, checksums()) == []


def test_every_address_that_writes_for_somebody_is_among_those_tried() -> None:
    names = {row.name for row in WRITING}
    steps = {f"indicators:entry_{step}" for step in ("submit", "recall", "approve", "return", "reopen", "receive")}
    assert steps | {"indicators:entry", "accounts:logout", "accounts:password_change", "imports:batch"} <= names
