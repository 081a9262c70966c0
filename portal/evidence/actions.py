"""Putting files beside a report and taking them away: the only door. One transaction and one event for each."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import models, transaction

from portal.evidence import storage
from portal.evidence.models import Attachment, EvidenceFile
from portal.evidence.rules import EvidenceRefused, Kind, check_quota, clean_name, judge
from portal.evidence.scanning import Scan, scan
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.workflow.models import Submission

logger = logging.getLogger(__name__)
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Subject:
    """What a file is evidence of: a report, or with `series_id` and the indicator's name one of its cells.

    That the series is of the report and the person's to write is known by whoever makes this.
    """

    submission: Submission
    series_id: int | None = None
    label: str = ""

    def __str__(self) -> str:
        return f"{self.submission}: {self.label}" if self.label else str(self.submission)


@dataclass(frozen=True)
class _Received:
    """A file that was judged and scanned, its bytes on disk, not yet in the database."""

    kind: Kind
    name: str
    size: int
    sha256: str
    scan: Scan
    stored_as: str | None


def attach(
    subject: Subject, stream: BinaryIO, *, name: str, size: int, by: Any, note: str = "", via: str = Via.FORM
) -> Attachment:
    """Keep the file and put it beside the subject; bytes that the unit has already are kept once.

    Judging and scanning take no transaction. Raises EvidenceRefused; nothing is kept then, only that an infected file
    was sent is recorded.
    """
    note = _note(note)
    _require_open(subject, by)
    name = clean_name(name)
    kind = judge(stream, name, size=size, limit=settings.EVIDENCE_MAX_BYTES)
    said = scan(stream)
    digest = storage.digest_of(stream)
    if said.finding:
        _record_infected(_Received(kind, name, size, digest, said, None), subject, by=by, via=via)
        raise EvidenceRefused("infected", name=name, finding=said.finding)
    received = _Received(kind, name, size, digest, said, storage.keep(stream))
    try:
        with transaction.atomic():
            at = _held_open(subject, by)
            file = _kept(received, subject.submission.unit_id, by=by, at=at)
            made = _put(file, subject, by=by, at=at, note=note)
            _tell("attach_evidence", made, subject, by=by, at=at, via=via)
    except BaseException:
        storage.remove(str(received.stored_as))
        raise
    if file.stored_as != received.stored_as:
        storage.remove(str(received.stored_as))
    return made


def reuse(subject: Subject, file_id: int, *, by: Any, note: str = "", via: str = Via.FORM) -> Attachment:
    """Put a file that the unit has already beside the subject, without a second copy. Raises EvidenceRefused."""
    note = _note(note)
    with transaction.atomic():
        at = _held_open(subject, by)
        file = EvidenceFile.objects.kept_at(subject.submission.unit_id).with_id(file_id)
        if file is None:
            raise EvidenceRefused("gone")
        made = _put(file, subject, by=by, at=at, note=note)
        _tell("reuse_evidence", made, subject, by=by, at=at, via=via)
    return made


def detach(subject: Subject, attachment_id: int, *, by: Any, via: str = Via.FORM) -> Attachment | None:
    """Take a file away from the subject; row and bytes stay. None when it is away already. Raises EvidenceRefused."""
    with transaction.atomic():
        at = _held_open(subject, by)
        found = Attachment.objects.of_report(subject.submission).of_cell(subject.series_id).with_id(attachment_id)
        if found is None:
            raise EvidenceRefused("gone")
        if not found.is_active:
            return None
        found.detached_by, found.detached_at = by, at
        with _remembered(found, by=by, at=at):
            found.save(update_fields=["detached_by", "detached_at"])
        _tell("detach_evidence", found, subject, by=by, at=at, via=via)
    return found


def _note(given: str) -> str:
    note = " ".join(given.split())
    if len(note) > LONGEST_NOTE:
        raise EvidenceRefused("note", limit=LONGEST_NOTE)
    return note


def _require_open(subject: Subject, by: Any) -> None:
    found = Submission.objects.editable_by(by).for_page().within([subject.submission.pk]).first()
    if found is None:
        raise EvidenceRefused("not_allowed")
    if not found.is_writable:
        raise EvidenceRefused("closed")


def _held_open(subject: Subject, by: Any) -> datetime:
    """The instant of the action, once the report is held and still takes what the person wants to write."""
    Submission.objects.within([subject.submission.pk]).held()
    at = take_write_lock()
    _require_open(subject, by)
    return at


def _kept(received: _Received, unit_id: int, *, by: Any, at: datetime) -> EvidenceFile:
    """The unit's row for these bytes: the one it has, or a new one within the quota."""
    held = EvidenceFile.objects.kept_at(unit_id)
    known = held.same_content(received.sha256)
    if known is None:
        check_quota(received.name, size=received.size, used=held.used_bytes(), quota=settings.EVIDENCE_QUOTA_BYTES)
        return _written(received, unit_id, by=by, at=at)
    if received.scan.is_answered and known.scan == EvidenceFile.Scan.NOT_SCANNED:
        known.scan, known.scanned_at = EvidenceFile.Scan.CLEAN, at
        with _remembered(known, by=by, at=at):
            known.save(update_fields=["scan", "scanned_at"])
    return known


def _written(received: _Received, unit_id: int, *, by: Any, at: datetime) -> EvidenceFile:
    said = received.scan
    state = EvidenceFile.Scan.CLEAN if said.is_answered else EvidenceFile.Scan.NOT_SCANNED
    file = EvidenceFile(
        unit_id=unit_id, stored_as=received.stored_as, sha256=received.sha256, size=received.size,
        kind=received.kind.code, name=received.name, uploaded_by=by, uploaded_at=at,
        scan=EvidenceFile.Scan.INFECTED if said.finding else state,
        scanned_at=at if said.is_answered else None, finding=said.finding[:200],
    )  # fmt: skip
    with _remembered(file, by=by, at=at):
        file.save()
    return file


def _put(file: EvidenceFile, subject: Subject, *, by: Any, at: datetime, note: str) -> Attachment:
    beside = Attachment.objects.active().of_report(subject.submission).of_cell(subject.series_id)
    if beside.of_file(file).exists():
        raise EvidenceRefused("already", name=file.name)
    made = Attachment(
        file=file, submission=subject.submission, series_id=subject.series_id, label=subject.label[:250], note=note,
        attached_by=by, attached_at=at,
    )  # fmt: skip
    with _remembered(made, by=by, at=at):
        made.save()
    return made


@contextmanager
def _remembered(row: models.Model, *, by: Any, at: datetime) -> Iterator[None]:
    """Write the row's history at the event's instant, not at that of saving."""
    is_new = row._state.adding
    row.skip_history_when_saving = True
    yield
    type(row).history.bulk_history_create([row], update=not is_new, default_user=by, default_date=at)


def _tell(verb: str, made: Attachment, subject: Subject, *, by: Any, at: datetime, via: str) -> None:
    event = Draft(
        verb, "evidence.Attachment", by=by, via=via, rows=1, reason=made.note, subject_id=made.pk,
        subject_text=f"{made.file.name} – {subject}", unit_id=subject.submission.unit_id,
        values=[made.file_id, made.file.sha256, subject.submission.pk, subject.series_id],
    )  # fmt: skip
    write_event(event, at=at)


def _record_infected(received: _Received, subject: Subject, *, by: Any, via: str) -> None:
    """That somebody sent an infected file, without the file."""
    with transaction.atomic():
        at = take_write_lock()
        file = _written(received, subject.submission.unit_id, by=by, at=at)
        event = Draft(
            "refuse_evidence", "evidence.EvidenceFile", by=by, via=via, rows=1, reason=received.scan.finding,
            subject_id=file.pk, subject_text=f"{file.name} – {subject}", unit_id=subject.submission.unit_id,
            values=[file.sha256, received.scan.finding],
        )  # fmt: skip
        write_event(event, at=at)
    logger.warning("infected evidence refused: %s, unit %s, by %s", received.scan.finding, file.unit_id, by.pk)
