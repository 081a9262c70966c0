"""What a written batch has left in the database, asked of the history of entries."""

from collections import Counter

from indicators.models import Entry
from portal.history.models import Event
from portal.imports.models import ImportBatch
from portal.imports.payload import preview_rows
from portal.periods.models import Period
from portal.workflow.models import Submission


def touched_reports(batch: ImportBatch) -> list[Submission]:
    """The reports whose figures the batch wrote, each with `cell_count`. Four queries."""
    rows = [*preview_rows(batch.payload, "new"), *preview_rows(batch.payload, "changed")]
    periods = Period.objects.in_bulk({row.period_code for row in rows}, field_name="code").values()
    # The history has an index on the entry, none on the event: the places lead to the few rows in question.
    entries = Entry.objects.at_places({row.unit_id for row in rows}, [period.pk for period in periods])
    events = list(Event.objects.of_batch(batch.pk).values_list("id", flat=True))
    found = Entry.history.filter(id__in=entries.order_by().values("id"), event_id__in=events)
    counts = Counter(found.order_by().values_list("submission_id", flat=True))
    reports = list(Submission.objects.within(counts).for_page().order_by("unit__sort_text", "period__position"))
    for report in reports:
        report.cell_count = counts[report.pk]
    return reports
