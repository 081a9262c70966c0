"""What the page of deciding shows beside each cell: target, findings of the quality rules, whether it may go back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.entry_page import EntryRow, in_sections
from indicators.models import Finding, Target
from indicators.shown import with_unit
from portal.accounts.roles import Permission
from portal.workflow.actions import CellReason
from portal.workflow.models import Submission
from portal.workflow.rules import State


@dataclass(frozen=True)
class ReviewRow:
    """One cell as it is decided on."""

    row: EntryRow
    target: str = ""
    findings: tuple[Finding, ...] = ()
    is_returnable: bool = False

    @property
    def section(self) -> str:
        """The heading that the cell stands under."""
        return self.row.section


@dataclass(frozen=True)
class Review:
    """Cells with a figure on its way, and the others, under their headings."""

    changed: list[tuple[str, list[ReviewRow]]]
    kept: list[tuple[str, list[ReviewRow]]]

    @property
    def may_return_cells(self) -> bool:
        """Whether the page offers cells to give back."""
        return any(row.is_returnable for _, rows in (*self.changed, *self.kept) for row in rows)


def review_of(rows: Sequence[EntryRow], report: Submission, findings: Iterable[Finding], user: Any) -> Review:
    """The page of deciding. One query for the targets."""
    targets = _targets([row.series.pk for row in rows], report)
    found: dict[int, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.series_id, []).append(one)
    asked = set(returnable(rows, report, user))
    listed = [
        ReviewRow(row, targets.get(row.series.pk, ""), tuple(found.get(row.series.pk, ())), row.series.pk in asked)
        for row in rows
    ]
    changed = in_sections(one for one in listed if one.row.pending)
    return Review(changed, in_sections(one for one in listed if one.row.pending is None))


def returnable(rows: Iterable[EntryRow], report: Submission, user: Any) -> list[int]:
    """Series of the cells that the person may give back now: a leader's of what waits, a reviewer's of what stands.

    Who follows one field for an agency gives back that field's cells only.
    """
    if not report.is_open:
        return []
    if user.may(Permission.APPROVE) and report.state == State.SUBMITTED:
        return [row.series.pk for row in rows if row.pending]
    if user.may(Permission.RECEIVE) and report.state == State.APPROVED:
        agency = user.agency_id
        return [row.series.pk for row in rows if agency is None or row.indicator.source_agency_id == agency]
    return []


def cell_reasons(rows: Iterable[EntryRow], sent: Any, may: Iterable[int]) -> list[CellReason]:
    """The cells chosen by `o=<code>` with their `ly-do-<code>`; codes that may not be chosen are left out."""
    chosen, allowed = set(sent.getlist("o")), set(may)
    return [
        CellReason(row.series.pk, str(row.indicator), row.anchor, sent.get(f"ly-do-{row.code}", "").strip())
        for row in rows
        if row.code in chosen and row.series.pk in allowed
    ]


def _targets(series_ids: Sequence[int], report: Submission) -> dict[int, str]:
    """The target of each series in words: the primary one, else that of the latest document."""
    wanted = Target.objects.of_cells(series_ids).in_force_on(report.period.as_of_on)
    return {
        one.series_id: f"{one.get_comparator_display()} {with_unit(one.value, one.series.indicator)}"
        for one in wanted
        if one.value is not None
    }
