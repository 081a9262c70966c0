"""Taking back what a batch has written: each cell goes back to the row of its history before the batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from indicators import bulk
from indicators.actions.entering import CONTENT
from indicators.models import Entry
from indicators.refusals import NotAllowed
from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Event, Via
from portal.workflow import actions as workflow
from portal.workflow.models import Submission

VERB = "undo_import"
RESTORED = ("submission", *CONTENT, "status", "entered_by", "entered_at")


@dataclass(frozen=True)
class Undone:
    """How many cells went back, and those left as they are: text of the cell and why."""

    restored: int = 0
    removed: int = 0
    left: tuple[tuple[str, str], ...] = ()


def undo_entries(
    *, batch_id: int, unit_ids: Iterable[int], period_ids: Iterable[int], by: Any, reason: str = ""
) -> Undone:
    """Restore the cells whose last writing is the batch's; cells written since are left and named.

    A cell that the batch made is removed, its versions stay in row history. A restored cell takes back the event of
    the version it returns to, so that a later and then an earlier batch can be undone. Raises NotAllowed.
    """
    with transaction.atomic():
        events = set(Event.objects.of_batch(batch_id).of_verb("record").values_list("id", flat=True))
        written = Entry.history.filter(
            event_id__in=events, id__in=Entry.objects.at_places(unit_ids, period_ids).order_by().values("id")
        )
        wrote = set(written.values_list("id", flat=True))
        reports = _held(wrote, by)
        entries = list(Entry.objects.to_undo(wrote))
        left = [(entry, why) for entry in entries if (why := _why_left(entry, events, reports))]
        kept = {entry.pk for entry, _ in left}
        going = [entry for entry in entries if entry.pk not in kept]
        named = tuple((f"{entry.series}, {entry.period}", why) for entry, why in left)
        if not going:
            return Undone(left=named)
        before = _before(entry.pk for entry in going)
        _write(going, before, [reports[pk] for pk in sorted({e.submission_id for e in going})], batch_id, by, reason)
        return Undone(len(before), len(going) - len(before), named)


def _held(wrote: set[int], by: Any) -> dict[int, Submission]:
    """The reports of the cells, locked before they are read."""
    ids = sorted(set(Entry.objects.to_undo(wrote).values_list("submission_id", flat=True)))
    bulk.lock_rows(Submission, ids)
    allowed = Submission.objects.visible_to(by) if by.may(Permission.IMPORT) else Submission.objects.editable_by(by)
    reports = {row.pk: row for row in allowed.for_page().within(ids)}
    if len(reports) < len(ids):
        raise NotAllowed("Tài khoản này không được sửa số liệu của đơn vị trong đợt nhập.")
    return reports


def _why_left(entry: Entry, events: set[int], reports: dict[int, Submission]) -> str:
    if entry.event_id not in events:
        return "đã được sửa, nộp hoặc duyệt sau khi nhập"
    report = reports[entry.submission_id]
    if not report.is_open or report.is_lapsed:
        return "kỳ báo cáo đã khóa"
    return "" if report.is_writable else "báo cáo đã nộp hoặc đã duyệt"


def _before(ids: Iterable[int]) -> dict[int, int]:
    """For each cell the version before the one that stands; a cell that the batch made has none.

    A version written by an undo is no step of its own: it takes the one above away, so that undos stack.
    """
    undoings = set(Event.objects.of_verb(VERB).values_list("id", flat=True))
    steps: dict[int, list[int]] = {}
    for part in bulk.chunks(sorted(ids)):
        versions = Entry.history.filter(id__in=part).order_by("history_id").values_list("id", "history_id", "event_id")
        for pk, history, event in versions:
            if event in undoings:
                steps[pk].pop()
            else:
                steps.setdefault(pk, []).append(history)
    return {pk: found[-2] for pk, found in steps.items() if len(found) > 1}


def _write(
    going: Sequence[Entry], before: dict[int, int], reports: list[Submission], batch_id: int, by: Any, reason: str
) -> None:
    event = Draft(
        verb=VERB, subject_type="imports.ImportBatch", by=by, via=Via.WORKBOOK, batch_id=batch_id,
        reason=reason, subject_id=batch_id, subject_text=f"Đợt nhập số {batch_id}", rows=len(going),
    )  # fmt: skip
    pairs, ids = sorted(before.items()), [entry.pk for entry in going]
    new = sorted(set(ids) - set(before))
    bulk.update_rows(Entry, ids, {"event_id": event.id})
    bulk.restore_rows(Entry, pairs, RESTORED)
    workflow.touch(reports)
    at = take_write_lock()
    bulk.write_history(Entry, list(before), at=at, by=by, reason=reason)
    bulk.write_history(Entry, new, at=at, by=by, reason=reason, removed=True)
    bulk.restore_rows(Entry, pairs, ("event_id",))
    bulk.remove_rows(Entry, new)
    event.values = [[str(pk), str(before.get(pk, ""))] for pk in sorted(ids)]
    write_event(event, at=at)
