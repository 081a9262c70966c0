"""A file that leaves questions open waits for its owner; answered, it goes the way of every other file."""

import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.imports.actions import check_file
from portal.imports.models import ImportBatch
from portal.imports.offices.layouts import remember
from portal.imports.offices.questions import COLUMNS, DATES, NAME, NUMBERS, PERIOD, Answers, Asked, Question
from portal.imports.remembered import WaitingFile

DECLINED = "-"


@transaction.atomic
def keep_waiting(path: Path, name: str, asked: Asked, *, kind: str, by: Any) -> WaitingFile:
    """Keep the file and its questions; an earlier one of the same person waits no longer."""
    WaitingFile.objects.visible_to(by).delete()
    return WaitingFile.objects.create(
        owner=by, kind=kind, file_name=name[:255], content=path.read_bytes(), questions=_listed(asked)
    )


def _listed(asked: Asked) -> list[dict[str, Any]]:
    return [asdict(question) for question in asked.questions]


def questions_of(waiting: WaitingFile) -> list[Question]:
    """The open questions of a file."""
    return [
        Question(**{**one, "choices": tuple(map(tuple, one["choices"])), "samples": tuple(one["samples"])})
        for one in waiting.questions
    ]


def answer(waiting: WaitingFile, said: Mapping[int, str], *, by: Any) -> ImportBatch | None:
    """Take the answers (number of the question to value) and read on: the batch, or None where more is asked.

    Names and columns are remembered for later files. Raises FileRefused when the file cannot be read after all.
    """
    answers, confirmed, fingerprint = _taken(waiting, said)
    remember(confirmed, answers, fingerprint=fingerprint, by=by, name=waiting.file_name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"tep{Path(waiting.file_name).suffix.lower()}"
        path.write_bytes(bytes(waiting.content))
        try:
            batch = check_file(path, waiting.file_name, kind=waiting.kind, by=by, answers=answers)
        except Asked as asked:
            waiting.answers, waiting.questions = answers.as_json(), _listed(asked)
            waiting.save(update_fields=["answers", "questions"])
            return None
    waiting.delete()
    return batch


def _taken(waiting: WaitingFile, said: Mapping[int, str]) -> tuple[Answers, dict[str, str], str]:
    answers, confirmed, fingerprint = Answers(**waiting.answers), {}, ""
    for number, question in enumerate(questions_of(waiting)):
        value = said.get(number, "")
        if question.kind == PERIOD:
            answers.period = value
        elif question.kind == NUMBERS:
            answers.numbers = value
        elif question.kind == DATES:
            answers.dates = value
        elif question.kind == COLUMNS:
            answers.columns[question.subject] = value
            fingerprint = question.place
        elif question.kind == NAME and value == DECLINED:
            answers.declined.append(question.subject)
        elif question.kind == NAME:
            confirmed[question.subject] = value
    return answers, confirmed, fingerprint
