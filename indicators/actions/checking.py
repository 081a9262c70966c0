"""Findings of the quality rules: brought up to date, explained, accepted.

Whoever writes findings takes the write lock first and the rows after it: they wait for nobody's rows.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators.actions.deciding import approve
from indicators.evidence import everything, situations
from indicators.models import Entry, Finding, Series
from indicators.refusals import NotAllowed, Refused
from indicators.rules.quality import Found, check
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.workflow.models import Submission

CHUNK = 500  # series at a time: the lock is held for one chunk
FEW = 200  # series that an approval looks at again at once; the daily command sees to the rest


@dataclass(frozen=True)
class Refreshed:
    """How many findings stand, and what became of them in this run."""

    lasting: int = 0
    new: int = 0
    closed: int = 0
    reopened: int = 0

    @property
    def changes(self) -> int:
        """How many findings were written."""
        return self.new + self.closed + self.reopened

    def __add__(self, other: "Refreshed") -> "Refreshed":
        mine, theirs = asdict(self), asdict(other)
        return Refreshed(**{name: mine[name] + theirs[name] for name in mine})


def refresh_findings(series_ids: Iterable[int] | None = None, *, on: date, via: str = Via.COMMAND) -> Refreshed:
    """Check the figures of the series, or of all, as of the day; a second time nothing is written.

    A finding whose cause is gone is closed, never deleted; one that comes back has the state that its answers gave it.
    """
    ids = list(everything(series_ids).values_list("pk", flat=True))
    parts = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    return sum((_refresh(part, on, via) for part in parts), Refreshed())


def _refresh(ids: Sequence[int], on: date, via: str) -> Refreshed:
    with transaction.atomic():
        at = take_write_lock()
        wanted = {
            fingerprint(series, period, found): (series, period, found)
            for series, period, situation in situations(ids, on)
            for found in check(situation)
        }
        known = {one.fingerprint: one for one in Finding.objects.of_series(ids)}
        new = [_new(key, *place, at) for key, place in wanted.items() if key not in known]
        gone = [one for key, one in known.items() if key not in wanted and one.state != Finding.State.CLOSED]
        back = [known[key] for key in wanted if key in known and known[key].state == Finding.State.CLOSED]
        _write(new, gone, back, at=at, via=via)
    return Refreshed(len(wanted), len(new), len(gone), len(back))


def fingerprint(series: int, period: int, found: Found) -> str:
    """Digest of a figure, a rule and what it found; another number is another finding."""
    text = json.dumps([series, period, found.rule.code, sorted(found.facts.items())], ensure_ascii=False)
    return hashlib.blake2s(text.encode(), digest_size=20).hexdigest()


def _new(key: str, series: int, period: int, found: Found, at: datetime) -> Finding:
    return Finding(
        series_id=series, period_id=period, rule=found.rule.code, severity=found.rule.severity.value,
        message=found.message, facts=dict(found.facts), found_at=at, fingerprint=key,
    )  # fmt: skip


def _write(new: Sequence[Finding], gone: Sequence[Finding], back: Sequence[Finding], *, at: datetime, via: str) -> None:
    if not (new or gone or back):
        return
    made = Finding.objects.bulk_create(new)
    for one in gone:
        one.state = Finding.State.CLOSED
    for one in back:
        one.state = one.answered_state
    changed = [*gone, *back]
    Finding.objects.bulk_update(changed, ["state"])
    Finding.history.bulk_history_create(made, default_date=at)
    Finding.history.bulk_history_create(changed, update=True, default_date=at)
    event = Draft("check_quality", "indicators.Finding", via=via, rows=len(made) + len(changed))
    event.values = [[one.fingerprint, str(one.state)] for one in (*made, *changed)]
    write_event(event, at=at)


def approve_and_check(submission: Submission, *, by: Any, **known: Any) -> Submission:
    """Approve, and once that is committed look at the unit's figures again; a fault there undoes no approval."""
    approved = approve(submission, by=by, **known)
    touched = list(Series.objects.of_unit(submission.unit_id).entered().values_list("pk", flat=True)[: FEW + 1])
    if len(touched) > FEW:
        touched = list(Entry.objects.filter(submission=submission).values_list("series_id", flat=True)[: FEW + 1])
    if len(touched) <= FEW:
        transaction.on_commit(partial(refresh_findings, touched, on=timezone.localdate()), robust=True)
    return approved


def explain_finding(finding: Finding, *, by: Any, explanation: str, via: str = Via.FORM) -> Finding:
    """Answer a finding about a figure of one's own unit. Raises NotAllowed, and Refused without words."""
    with transaction.atomic():
        at = take_write_lock()
        held = _held(Finding.objects.answerable_by(by), finding, "giải trình")
        _explain(held, explanation, by, at)
        held.state = Finding.State.EXPLAINED
        return _answered(held, "explain_finding", by=by, at=at, via=via)


def accept_finding(finding: Finding, *, by: Any, explanation: str = "", via: str = Via.FORM) -> Finding:
    """Let the answer stand; one that nobody has explained needs the reviewer's own words."""
    with transaction.atomic():
        at = take_write_lock()
        held = _held(Finding.objects.acceptable_by(by), finding, "chấp nhận")
        if explanation.strip() or not held.explanation:
            _explain(held, explanation, by, at)
        held.state, held.accepted_by, held.accepted_at = Finding.State.ACCEPTED, by, at
        return _answered(held, "accept_finding", by=by, at=at, via=via)


def _held(allowed: Any, finding: Finding, deed: str) -> Finding:
    held = allowed.for_page().with_id(finding.pk).first()
    if held is None:
        raise NotAllowed(f"Tài khoản này không được {deed} phát hiện về số liệu của đơn vị đó.")
    if held.state == Finding.State.CLOSED:
        raise Refused("Số liệu đã được sửa, phát hiện này không còn nguyên nhân.")
    if held.state == Finding.State.ACCEPTED:
        raise Refused(f"Phát hiện này đã được {held.accepted_by} chấp nhận.")
    return held


def _explain(held: Finding, explanation: str, by: Any, at: datetime) -> None:
    if not explanation.strip():
        raise Refused("Cần ghi rõ nội dung giải trình.")
    held.explanation, held.explained_by, held.explained_at = explanation.strip(), by, at


def _answered(held: Finding, verb: str, *, by: Any, at: datetime, via: str) -> Finding:
    held.skip_history_when_saving = True  # written below, at the event's instant
    held.save()
    Finding.history.bulk_history_create([held], update=True, default_user=by, default_date=at)
    event = Draft(
        verb, "indicators.Finding", by=by, via=via, rows=1, reason=held.explanation, subject_id=held.pk,
        subject_text=str(held), unit_id=held.series.unit_id, values=[held.fingerprint, held.state, held.explanation],
    )  # fmt: skip
    write_event(event, at=at)
    return held
