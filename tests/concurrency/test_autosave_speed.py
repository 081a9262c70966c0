"""Sixteen clerks type at once before a served portal, each cell saved a second after the last: how long each waits."""

import json
import time
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from random import Random
from statistics import quantiles
from typing import Any

import pytest
from django.conf import settings
from django.utils.crypto import get_random_string

from indicators.models import Entry
from portal.history.models import Event
from tests.builders import make_unit
from tests.concurrency.crowd import failures, together
from tests.concurrency.desks import Desk
from tests.concurrency.served import served
from tests.indicators.builders import REASON, Place, make_indicator, make_place

pytestmark = [pytest.mark.load, pytest.mark.usefixtures("committed")]
CLERKS = 16
SAVES = 30
PAUSES = (0.5, 1.5)  # seconds from one save to the next: people do not type in step
WARM_UP = 2  # saves of each that find the server just started


@pytest.fixture
def places() -> list[Place]:
    """Sixteen communes, each with a clerk and an open report."""
    people = make_indicator("population", kind="level")
    return [make_place(make_unit(str(24717 + n), "commune", f"Xã thứ {n + 1}"), people) for n in range(CLERKS)]


def type_on(desk: Desk, person: int, port: int, saves: int) -> tuple[list[float], list[int]]:
    """Send the cell again and again; the seconds of each answer, and its status."""
    token = get_random_string(32)
    session = desk.client.cookies[settings.SESSION_COOKIE_NAME].value
    headers = {
        "Host": "testserver", "X-Forwarded-Proto": "https", "Referer": "https://testserver/", "X-CSRFToken": token,
        "Content-Type": "application/json",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
    }  # fmt: skip
    seconds, statuses, pauses = [], [], Random(person)
    time.sleep(pauses.uniform(0, PAUSES[1]))
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for version in range(saves):
            cell = {"version": version, "value": str(1000 + version), "note": REASON}
            began = time.perf_counter()
            line.request(
                "PATCH", f"{desk.address}o/", json.dumps({"person": person, "cells": {"population": cell}}), headers
            )
            answer = line.getresponse()
            told: dict[str, Any] = json.loads(answer.read()) if answer.status == 200 else {}
            seconds.append(time.perf_counter() - began)
            is_saved = told.get("cells", {}).get("population", {}).get("state") == "saved"
            statuses.append(answer.status if is_saved or answer.status != 200 else 0)
            time.sleep(max(0.0, pauses.uniform(*PAUSES) - seconds[-1]))
    return seconds, statuses


def test_sixteen_clerks_save_cell_after_cell_and_nothing_is_lost(places: list[Place]) -> None:
    desks = [Desk(one.clerk, one) for one in places]
    with served() as port:
        work = [partial(type_on, desk, one.clerk.pk, port, SAVES) for desk, one in zip(desks, places, strict=True)]
        results = together(*work)
    assert failures(results) == []
    seconds = [one for found, _ in results for one in found[WARM_UP:]]
    cuts = quantiles(seconds, n=20)
    print(f"\nautosave ms: median {cuts[9] * 1000:.0f}, p95 {cuts[18] * 1000:.0f}, worst {max(seconds) * 1000:.0f}")  # noqa: T201
    assert {status for _, statuses in results for status in statuses} == {200}
    assert Event.objects.filter(verb="record").count() == CLERKS * SAVES
    assert set(Entry.objects.values_list("value", flat=True)) == {1000 + SAVES - 1}
