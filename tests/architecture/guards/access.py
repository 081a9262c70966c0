"""Who may open which address: the resolver's names against a table of every URL and every role."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

ROLES = ("anonymous", "clerk", "neighbour", "leader", "reviewer", "viewer", "unit_admin", "admin")
SIGNED_IN = ROLES[1:]
LOGIN = "login"  # sent to the page of signing in
REFUSED = (403, 404, 405)
FOREIGN_NAMESPACES = ("admin",)  # Django's own pages; of these only the front page is in the table
KEPT_OF_FOREIGN = ("admin:index",)
FOREIGN_ROUTES = ("static/", "media/")

Status = int | str | tuple[int | str, ...]


@dataclass(frozen=True)
class Found:
    """A value of an address that the loaded demo data hold: `Found("resolutions.Task", "pk", code="…")`."""

    model: str
    column: str
    lookups: Mapping[str, Any] = field(default_factory=dict)

    def value(self) -> Any:
        """The column of the first row that fits; an address that fits none is an error of the table."""
        rows = apps.get_model(self.model)._base_manager.filter(**self.lookups).order_by("pk")
        values = list(rows.values_list(self.column, flat=True)[:1])
        if not values:
            raise LookupError(f"no {self.model} with {dict(self.lookups)} in the demo data")
        return values[0]


def address_of(name: str, kwargs: Mapping[str, Any], query: str = "") -> str:
    """The address of a URL name, its values looked up in the demo data."""
    values = {key: one.value() if isinstance(one, Found) else one for key, one in kwargs.items()}
    return reverse(name, kwargs=values) + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Row:
    """One address and what each role gets from it.

    `everyone` holds for the signed-in roles that are not named. `post` has the same shape ("everyone" and roles) for
    an address that writes, sent with `sent`; without it every POST must be refused. A name may have several rows
    (one's own object and a stranger's): `note` tells them apart.
    """

    name: str
    everyone: Status = 200
    anonymous: Status = LOGIN
    clerk: Status | None = None
    neighbour: Status | None = None
    leader: Status | None = None
    reviewer: Status | None = None
    viewer: Status | None = None
    unit_admin: Status | None = None
    admin: Status | None = None
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    post: Mapping[str, Status] | None = None
    sent: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.note)))

    def to_get(self, role: str) -> Status:
        """What the role gets for a GET."""
        own = getattr(self, role)
        return self.everyone if own is None else own

    def to_post(self, role: str) -> Status:
        """What the role gets for a POST."""
        if self.post is None:
            return (LOGIN, *REFUSED) if role == "anonymous" else REFUSED
        return self.post.get(role, LOGIN if role == "anonymous" else self.post.get("everyone", REFUSED))

    def address(self) -> str:
        """The address, its values looked up in the demo data."""
        return address_of(self.name, self.kwargs, self.query)


@dataclass(frozen=True)
class Route:
    """One pattern of the resolver; the name is empty where the pattern has none."""

    name: str
    pattern: str


def routes(patterns: Iterable[URLPattern | URLResolver], namespace: str = "", above: str = "") -> Iterator[Route]:
    """Every pattern below, with its full name, Django's own administration and files left out."""
    for one in patterns:
        pattern = above + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = ":".join(filter(None, (namespace, one.namespace)))
            yield from routes(one.url_patterns, inner, pattern)
        else:
            name = ":".join(filter(None, (namespace, one.name))) if one.name else ""
            if not _is_foreign(name, namespace, pattern):
                yield Route(name, pattern)


def gaps(known: Iterable[Route], rows: Iterable[Row]) -> list[str]:
    """One sentence per URL without a row, per row without a URL and per URL without a name."""
    known, rows = list(known), list(rows)
    names, listed = {route.name for route in known if route.name}, {row.name for row in rows}
    return [
        *(f"{route.pattern}: the URL has no name" for route in known if not route.name),
        *(f"{name}: not in the access table" for name in sorted(names - listed)),
        *(f"{name}: in the access table, but no such URL" for name in sorted(listed - names)),
    ]


def mismatches(row: Row, got: Mapping[str, int | str], posted: Mapping[str, int | str]) -> list[str]:
    """One sentence per role whose answer is not the one in the table."""
    compared = [("GET", role, row.to_get(role), answer) for role, answer in got.items()]
    compared += [("POST", role, row.to_post(role), answer) for role, answer in posted.items()]
    return [
        f"{method} {row} as {role}: {answer}, the table says {expected}"
        for method, role, expected, answer in compared
        if answer not in (expected if isinstance(expected, tuple) else (expected,))
    ]


def answer(client: Client, method: str, address: str, sent: Mapping[str, Any] | None = None) -> tuple[int | str, str]:
    """The status (LOGIN for being sent to sign in) and, for a page of HTML, its text."""
    client.raise_request_exception = False
    response = getattr(client, method)(address, data=sent or None, secure=True)
    html = ""
    with suppress(AttributeError):  # a file is streamed and has no content
        html = response.content.decode() if "text/html" in response.headers.get("Content-Type", "") else ""
    if response.status_code in (301, 302) and response["Location"].split("?")[0] == resolve_url(settings.LOGIN_URL):
        return LOGIN, html
    return response.status_code, html


def _is_foreign(name: str, namespace: str, pattern: str) -> bool:
    if name in KEPT_OF_FOREIGN:
        return False
    return namespace.split(":")[0] in FOREIGN_NAMESPACES or pattern.lstrip("^/").startswith(FOREIGN_ROUTES)
