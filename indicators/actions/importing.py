"""Entering the rows of a checked sheet: what they hang on is made in bulk, then they go through the one door."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import bulk
from indicators.actions.entering import EntryChange, Recorded, record
from indicators.actions.opening import default_form, ensure_series
from indicators.sheets import FigureRow
from portal.history.models import Via
from portal.periods.actions import ensure_period
from portal.periods.models import Period
from portal.workflow.models import Submission


def enter_rows(rows: Sequence[FigureRow], *, by: Any, batch_id: int | None, reason: str = "") -> Recorded:
    """Write the new and changed rows as drafts of their units' reports, in the caller's transaction or its own.

    Reports and series that a row needs are opened. A row without a note of its own gives the batch's reason when it
    corrects a figure. Raises what `record` raises.
    """
    moving = [row for row in rows if row.status != "unchanged"]
    if not moving:
        return Recorded(unchanged=len(rows))
    with transaction.atomic():
        periods = {code: ensure_period(code) for code in sorted({row.period_code for row in moving})}
        reports = _reports({(row.unit_id, periods[row.period_code].pk) for row in moving}, list(periods.values()))
        series = ensure_series({(row.unit_id, row.indicator_id) for row in moving}, by=by)
        changes = [_change(row, reports[row.unit_id, periods[row.period_code].pk], series, reason) for row in moving]
        done = record(changes, by=by, via=Via.WORKBOOK, batch_id=batch_id, reason=reason)
    return Recorded(done.new, done.changed, done.unchanged + len(rows) - len(moving))


def _change(row: FigureRow, submission_id: int, series: dict[tuple[int, int], int], reason: str) -> EntryChange:
    return EntryChange(
        submission_id, series[row.unit_id, row.indicator_id], row.numerator, row.denominator, row.value,
        row.as_reported, "", row.quality, row.missing_reason, row.source_text, row.note,
        row.note or (reason if row.status == "changed" else ""), row.version,
    )  # fmt: skip


def _reports(places: set[tuple[int, int]], periods: Sequence[Period]) -> dict[tuple[int, int], int]:
    found = _present(places)
    missing = sorted(places - set(found))
    if missing:
        form = default_form()
        wanted = [Submission(unit_id=unit, period_id=pk, form=form) for unit, pk in missing]
        # someone may open the same report at this moment: theirs is as good
        Submission.objects.bulk_create(wanted, ignore_conflicts=True)
        found = _present(places)
        bulk.write_history(Submission, [found[place] for place in missing], at=timezone.now(), by=None)
    return found


def _present(places: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    units, periods = {unit for unit, _ in places}, {period for _, period in places}
    rows = Submission.objects.of_units_and_periods(units, periods).order_by("-id")
    return {(row.unit_id, row.period_id): row.pk for row in rows}
