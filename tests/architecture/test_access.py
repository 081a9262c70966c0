"""Every URL has a row in the access table, and every role gets what its row says."""

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import get_resolver, include, path

from tests.architecture.access_table import COPIED, ROWS, USERNAMES
from tests.architecture.guards import access
from tests.architecture.guards.access import LOGIN, ROLES, SIGNED_IN, Route, Row
from tests.architecture.guards.markup import faults_of_page


def page(request) -> HttpResponse:
    return HttpResponse()


INVENTED = [
    path("", page, name="home"),
    path("du-an/", include(([path("<slug:code>/", page, name="detail"), path("moi/", page, name="new")], "projects"))),
    path("admin/", include(([path("", page, name="index"), path("user/", page, name="user")], "admin"))),
    path("static/<path:path>", page),
]
INVENTED_ROWS = (Row("home"), Row("projects:detail"), Row("projects:new"), Row("admin:index"))


def test_every_url_is_in_the_table_and_every_row_is_a_url() -> None:
    gaps = access.gaps(access.routes(get_resolver().url_patterns), ROWS)
    assert not gaps, "\n".join(gaps)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_role_gets_what_the_table_says(row: Row, signed_in: Callable[[str], Client]) -> None:
    address = row.address()
    clients = {role: signed_in(role) for role in ROLES}
    got, faults = {}, []
    for role, client in clients.items():
        got[role], html = access.answer(client, "get", address)
        faults += [f"GET {row} as {role}: {fault}" for fault in faults_of_page(html) if row.name != "admin:index"]
    posted = {role: _posted(client, address, row) for role, client in clients.items()}
    faults += access.mismatches(row, got, posted)
    assert not faults, "\n".join(faults)


def _posted(client: Client, address: str, row: Row) -> int | str:
    with transaction.atomic():
        status, _ = access.answer(client, "post", address, row.sent)
        transaction.set_rollback(True)
    return status


def test_every_role_of_the_table_is_played_by_someone() -> None:
    assert {*USERNAMES, *COPIED} == set(SIGNED_IN)


def test_the_walk_names_every_url_and_leaves_foreign_ones_out() -> None:
    names = [route.name for route in access.routes(INVENTED)]
    assert names == ["home", "projects:detail", "projects:new", "admin:index"]
    assert access.gaps(access.routes(INVENTED), INVENTED_ROWS) == []


def test_a_url_missing_in_the_table_is_reported() -> None:
    without = [row for row in INVENTED_ROWS if row.name != "projects:new"]
    assert access.gaps(access.routes(INVENTED), without) == ["projects:new: not in the access table"]


def test_a_row_without_a_url_is_reported() -> None:
    surplus = [*INVENTED_ROWS, Row("projects:gone")]
    assert access.gaps(access.routes(INVENTED), surplus) == ["projects:gone: in the access table, but no such URL"]


def test_a_url_without_a_name_is_reported() -> None:
    assert access.gaps([Route("", "du-an/<slug:code>/")], []) == ["du-an/<slug:code>/: the URL has no name"]


@pytest.mark.parametrize(
    ("role", "answer"), [("anonymous", 200), ("clerk", 200), ("neighbour", 403), ("viewer", 500), ("admin", LOGIN)]
)
def test_a_wrong_status_is_reported(role: str, answer: int | str) -> None:
    row = Row("projects:detail", everyone=200, clerk=403, neighbour=404)
    expected = row.to_get(role)
    assert access.mismatches(row, {role: answer}, {}) == [
        f"GET projects:detail as {role}: {answer}, the table says {expected}"
    ]
    assert access.mismatches(row, {role: expected}, {}) == []


@pytest.mark.parametrize("answer", [200, 302, 500])
def test_a_write_that_the_table_does_not_know_is_reported(answer: int) -> None:
    assert len(access.mismatches(Row("projects:detail"), {}, {"clerk": answer})) == 1


@pytest.mark.parametrize(
    ("response", "understood"),
    [
        (HttpResponseRedirect("/vao/?next=/x/"), (LOGIN, "")),
        (HttpResponseRedirect("/du-an/"), (302, "")),
        (HttpResponse("<p>", content_type="text/html; charset=utf-8"), (200, "<p>")),
        (HttpResponse("{}", content_type="application/json", status=404), (404, "")),
        (FileResponse(BytesIO(b"x"), content_type="text/html"), (200, "")),
    ],
)
def test_an_answer_is_understood(settings, response: HttpResponse, understood: tuple[int | str, str]) -> None:
    settings.LOGIN_URL = "/vao/"
    client = SimpleNamespace(get=lambda address, data, secure: response)
    assert access.answer(client, "get", "/x/") == understood


def test_a_page_that_does_not_write_refuses_to_be_written() -> None:
    assert access.mismatches(Row("projects:detail"), {}, {"clerk": 405, "viewer": 403, "anonymous": LOGIN}) == []


def test_a_write_by_the_wrong_role_is_reported() -> None:
    row = Row("projects:edit", post={"everyone": 403, "leader": 302})
    lawful = {"leader": 302, "viewer": 403, "anonymous": LOGIN}
    assert access.mismatches(row, {}, lawful) == []
    assert access.mismatches(row, {}, lawful | {"viewer": 302}) == [
        "POST projects:edit as viewer: 302, the table says 403"
    ]
