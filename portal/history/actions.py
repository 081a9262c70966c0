"""Writing the ledger: the one lock of all writers, and the event that closes every action."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from portal.history.models import Event, Via

WRITE_LOCK = 7_051_021  # an arbitrary constant that no other program on the server uses


# Every action of every room pays for these two: building such a query with the ORM costs more than asking it.
_HEAD = "SELECT position, hash, at FROM history_event ORDER BY position DESC LIMIT 1"
_COLUMNS = Event._meta.concrete_fields
_APPEND = (
    f"INSERT INTO history_event ({', '.join(field.column for field in _COLUMNS)}) "
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)


def new_event_id() -> int:
    """An id for an event not yet written (milliseconds and 20 random bits), so that rows can carry it before."""
    return (int(timezone.now().timestamp() * 1000) << 20) | secrets.randbits(20)


def take_write_lock() -> datetime:
    """Wait for the one write lock and return the instant that all rows of this action carry.

    Call it after the observation rows are written, never before: the other order deadlocks on PostgreSQL.
    On SQLite the IMMEDIATE transaction is the lock. The clock is read after the wait, so that the order of the
    ledger, of instants and of commits is one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])
    _, _, last = _head()
    now = timezone.now()
    # a clock set back must not put a later action before an earlier one
    return max(now, last + timedelta(microseconds=1)) if last else now


@dataclass
class Draft:
    """An event in the making; the action fills in what it learns on the way."""

    verb: str
    subject_type: str
    by: Any = None
    via: str = Via.FORM
    reason: str = ""
    subject_id: int | None = None
    subject_text: str = ""
    unit_id: int | None = None
    batch_id: int | None = None
    rows: int = 0
    values: list[Any] = field(default_factory=list)
    id: int = field(default_factory=new_event_id)


def _digest(values: list[Any]) -> str:
    if not values:
        return ""
    return hashlib.sha256(json.dumps(values, default=str, ensure_ascii=False).encode()).hexdigest()


def event_hash(event: Event) -> str:
    """Hash of an event's content and of its predecessor's hash: altering one breaks the chain behind it."""
    body = [
        event.id,
        event.position,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.person_id,
        event.person_name,
        event.verb,
        event.subject_type,
        event.subject_id,
        event.subject_text,
        event.unit_id,
        event.via,
        event.batch_id,
        event.reason,
        event.rows,
        event.digest,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()


def write_event(draft: Draft, *, at: datetime) -> Event:
    """Append the event; the write lock must be held. Two queries."""
    position, previous_hash, _ = _head()
    event = Event(
        id=draft.id,
        position=position + 1,
        at=at,
        person_id=draft.by.pk if draft.by else None,
        person_name=str(draft.by) if draft.by else "",
        verb=draft.verb,
        subject_type=draft.subject_type,
        subject_id=draft.subject_id,
        subject_text=draft.subject_text[:300],
        unit_id=draft.unit_id,
        via=draft.via,
        batch_id=draft.batch_id,
        reason=draft.reason,
        rows=draft.rows,
        digest=_digest(draft.values),
        previous_hash=previous_hash,
    )
    event.hash = event_hash(event)
    with connection.cursor() as cursor:
        cursor.execute(
            _APPEND, [field.get_db_prep_save(getattr(event, field.attname), connection) for field in _COLUMNS]
        )
    return event


def _head() -> tuple[int, str, datetime | None]:
    """Position, hash and instant of the last event; before the first one 0, nothing and None."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        position, known, at = cursor.fetchone() or (0, "", None)
    # SQLite stores instants in UTC and hands them out without saying so
    return position, known, at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


@contextmanager
def recorded(verb: str, subject_type: str, **known: Any) -> Iterator[Draft]:
    """One transaction that ends with one event: `with recorded("login", "accounts.User", by=user) as event: …`."""
    draft = Draft(verb=verb, subject_type=subject_type, **known)
    with transaction.atomic():
        yield draft
        write_event(draft, at=take_write_lock())
