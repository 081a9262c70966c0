"""Evidence beside the cells of a report: which cell an address means, how many files stand where, who may add some."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from indicators.checks import asked_series
from indicators.entry_page import EntryRow
from indicators.models import Series
from portal.evidence.actions import Subject
from portal.evidence.models import Attachment
from portal.workflow.models import Submission


@dataclass(frozen=True)
class Place:
    """What a page of evidence is about: the whole report (`code` is ""), or one cell of it."""

    subject: Subject
    code: str = ""
    is_theirs: bool = True  # whether the cell is the person's to write

    @property
    def url(self) -> str:
        """The address of the page."""
        report = self.subject.submission
        return address(report, self.code)


def address(report: Submission, code: str = "") -> str:
    """Where the evidence of the report, or of the indicator in it, is listed."""
    own = [report.unit.code, report.period.code]
    return reverse("indicators:cell_evidence", args=[*own, code]) if code else reverse("indicators:evidence", args=own)


def place_of(report: Submission, code: str, user: Any) -> Place | None:
    """The cell of the report with this indicator, "" for the whole report; None where it asks for no such one."""
    if not code:
        return Place(Subject(report))
    series = next((one for one in asked_series(report) if one.indicator.code == code), None)
    if series is None:
        return None
    is_theirs = not (user.agency_id and series.owner_id and series.owner_id != user.agency_id)
    return Place(Subject(report, series.pk, str(series.indicator)), code, is_theirs)


def with_evidence(rows: Iterable[EntryRow], counts: Mapping[int | None, int]) -> list[EntryRow]:
    """The rows with the number of files beside each."""
    return [replace(row, evidence=counts.get(row.series.pk, 0)) for row in rows]


def by_period(series: Series, user: Any) -> dict[int, list[Attachment]]:
    """What the person may open as evidence of the series' figures, by period. One query."""
    found: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.visible_to(user).active().of_figures(series.pk, series.unit_id):
        found.setdefault(one.submission.period_id, []).append(one)
    return found
