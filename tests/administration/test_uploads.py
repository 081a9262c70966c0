"""Files are bounded while they arrive; what was typed beside a refused file stays."""

import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

Browser = Callable[..., Client]
KIBIBYTE = 1024
LIMIT = 64 * KIBIBYTE
BOUNDED = "portal.administration.uploads.BoundedUploadHandler"
TEMPORARY = "django.core.files.uploadhandler.TemporaryFileUploadHandler"


def send(browser: Browser, size: int, handlers: list[str] | None = None) -> dict[str, Any]:
    client = browser(UPLOAD_MAX_BYTES=LIMIT, FILE_UPLOAD_HANDLERS=handlers or [BOUNDED, TEMPORARY])
    file = SimpleUploadedFile("so-lieu.xlsx", b"x" * size)
    answer = client.post("/upload/", {"note": "Báo cáo số 45", "sheet": file, "unit": "665"})
    return json.loads(answer.content)


def test_a_file_of_exactly_the_limit_is_accepted(browser: Browser) -> None:
    received = send(browser, LIMIT)
    assert received["files"] == {"sheet": LIMIT}
    assert received["refusal"] == ""


def test_a_file_one_byte_over_the_limit_is_refused_in_vietnamese(browser: Browser) -> None:
    received = send(browser, LIMIT + 1)
    assert received["files"] == {}
    assert "“so-lieu.xlsx” lớn hơn mức cho phép" in received["refusal"]
    assert "64,0\xa0KB" in received["refusal"]


def test_the_fields_around_a_refused_file_stay(browser: Browser) -> None:
    assert send(browser, LIMIT + 1)["fields"] == {"note": "Báo cáo số 45", "unit": "665"}


def test_without_the_handler_the_same_file_is_accepted(browser: Browser) -> None:
    assert send(browser, LIMIT + 1, [TEMPORARY])["files"] == {"sheet": LIMIT + 1}


def test_a_hopelessly_large_request_is_not_read_to_its_end(browser: Browser) -> None:
    received = send(browser, 6 * LIMIT)
    assert received["files"] == {}
    assert "lớn hơn mức cho phép" in received["refusal"]
    assert "unit" not in received["fields"]


def test_the_next_file_of_the_same_request_is_measured_anew(browser: Browser) -> None:
    client = browser(UPLOAD_MAX_BYTES=LIMIT, FILE_UPLOAD_HANDLERS=[BOUNDED, TEMPORARY])
    files = {name: SimpleUploadedFile(f"{name}.pdf", b"x" * (LIMIT - 1)) for name in ("decision", "minutes")}
    received = json.loads(client.post("/upload/", files).content)
    assert received["files"] == {"decision": LIMIT - 1, "minutes": LIMIT - 1}
    assert received["refusal"] == ""
