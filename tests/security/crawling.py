"""Every address of the access table, read as somebody; and whether anything in the database has changed."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.architecture.access_table import ROWS

# The same pages about the neighbour, and of lists what their parameters show.
OF_DAK_MIL = {"unit": "663", "period": "2024"}
REPORT_PAGES = ("", "_print", "_submit", "_recall", "_approve", "_return", "_reopen", "_receive")
ROADS_OF_DAK_MIL = {"code": "road_paved_commune", "slug": "663"}
# Written with every request that a person makes, whatever the page.
BESIDE_THE_POINT = {"sessions.Session"}
END_OF_HEADERS = b"\r\n\r\n"
# Tokens, and the minute of printing: two crawls seldom lie within one minute.
EVER_NEW = re.compile(rb'name="(?:csrfmiddlewaretoken|once)" value="[^"]*"|data-print-time>[^<]*')


def addresses() -> list[str]:
    """All addresses of the table, then those about Đắk Mil."""
    about_dak_mil = [
        *(reverse(f"indicators:entry{page}", kwargs=OF_DAK_MIL) for page in REPORT_PAGES),
        reverse("indicators:series", kwargs=ROADS_OF_DAK_MIL),
        reverse("dashboards:unit", kwargs={"slug": "663"}),
        reverse("units:unit", kwargs={"slug": "663"}),
        reverse("indicators:indicator_list") + "?don-vi=663",
        reverse("resolutions:task_list") + "?don-vi=663",
        reverse("indicators:entry_list") + "?trang-thai=returned",
        reverse("imports:export", kwargs={"kind": "observations", "suffix": "csv"}) + "?don_vi=663",
    ]
    return [*dict.fromkeys([*(row.address() for row in ROWS), *about_dak_mil])]


def crawl(client: Client, found: Iterable[str] | None = None) -> dict[str, bytes]:
    """What each address answers: its headers and all of its bytes."""
    return {address: _answered(client, address) for address in (addresses() if found is None else found)}


def _answered(client: Client, address: str) -> bytes:
    response = client.get(address, secure=True)
    assert response.status_code < 500, f"{address} answers {response.status_code}"
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return repr(dict(response.headers)).encode() + END_OF_HEADERS + _unpacked(body)


def _unpacked(body: bytes) -> bytes:
    """Of a workbook all its parts as they read, but not when it was made: compressed, no canary would be seen."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as parts:
        return b"".join(name.encode() + parts.read(name) for name in parts.namelist() if name != "docProps/core.xml")


def body_of(page: bytes) -> bytes:
    """The bytes below the headers, without what is new in every answer: tokens of forms and the number of an error."""
    return EVER_NEW.sub(b"", page.partition(END_OF_HEADERS)[2])


def _plain(value: Any) -> Any:
    """PostgreSQL hands out the content of a file as a view, which shows its place in memory instead."""
    return bytes(value) if isinstance(value, memoryview) else value


def checksums(models: Iterable[type[Any]] | None = None) -> Mapping[str, str]:
    """A digest of all rows of each table, by the label of its model."""
    chosen = apps.get_models() if models is None else models
    return {
        model._meta.label: hashlib.sha256(
            repr([list(map(_plain, row)) for row in model._base_manager.order_by("pk").values_list()]).encode()
        ).hexdigest()
        for model in chosen
        if model._meta.label not in BESIDE_THE_POINT
    }


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Labels of the tables that changed."""
    return sorted(label for label, digest in after.items() if before[label] != digest)
