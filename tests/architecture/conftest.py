"""Signed-in people for the tables of access and of query budgets."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client

from portal.evidence.actions import Subject, attach
from portal.evidence.models import Attachment
from portal.imports.models import ImportBatch
from portal.imports.payload import pack
from portal.imports.remembered import WaitingFile
from portal.workflow.models import Submission
from tests.architecture.access_table import COPIED, OF_DAK_SONG, USERNAMES


@pytest.fixture
def handed_in(demo: None) -> ImportBatch:
    """A file that an administrator handed in, refused for its only row; the demo data have none."""
    fault = {"row": 2, "column": "don_vi", "message": "Không có đơn vị mang mã 999."}
    asked = {"kind": "period", "text": "Thuộc kỳ nào?", "subject": "", "place": "", "choices": [], "samples": []}
    WaitingFile.objects.create(
        owner=_person("admin"), kind="observations", file_name="cho-tra-loi.xlsx", content=b"", questions=[asked]
    )
    return ImportBatch.objects.create(
        owner=_person("admin"), kind="observations", file_name="so-lieu.xlsx", sha256="0" * 64, size=1, token="0" * 32,
        state=ImportBatch.State.REFUSED, faults=[fault], payload=pack([], []),
    )  # fmt: skip


@pytest.fixture
def attached(demo: None, settings: Any, tmp_path: Path) -> Attachment:
    """A file that the clerk of Đắk Song put beside the draft of the unit; the demo data have none."""
    settings.EVIDENCE_DIR = tmp_path
    report = Submission.objects.get(unit__code="665", period__code=OF_DAK_SONG["period"])
    return attach(Subject(report), BytesIO(b"%PDF-1.7"), name="bao-cao-da-ky.pdf", size=8, by=_person("clerk"))


@pytest.fixture
def signed_in(handed_in: ImportBatch, attached: Attachment) -> Callable[[str], Client]:
    """Makes a client for a role of the access table."""

    def sign_in(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(_person(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def _person(role: str) -> AbstractBaseUser:
    people = get_user_model()._default_manager
    if role in USERNAMES:
        return people.get(username=USERNAMES[role])
    copy = people.get(username=USERNAMES[COPIED[role]])
    copy.pk, copy._state.adding, copy.username, copy.role = None, True, f"thu.{role}", role
    copy.save()
    return copy
