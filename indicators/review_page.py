"""What the page of deciding shows beside each cell: target, findings of the quality rules, whether it may go back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.entry_page import EntryRow, in_sections
from indicators.models import Finding, FormIndicator, Indicator, Observation, Target
from indicators.rules import half_up, ratio, same_period_change
from indicators.shown import decimals, with_unit
from portal.accounts.roles import Permission
from portal.periods.models import Period
from portal.periods.rules import same_period_last_year
from portal.vietnamese.numbers import write_number
from portal.workflow.actions import CellReason
from portal.workflow.models import Submission
from portal.workflow.rules import State

NOT_OF_A_PLAN = (Target.Comparator.BETWEEN, Target.Comparator.DONE)  # as rules.measures.plan has it


@dataclass(frozen=True)
class ReviewRow:
    """One cell as it is decided on."""

    row: EntryRow
    target: str = ""
    findings: tuple[Finding, ...] = ()
    is_returnable: bool = False
    plan_percent: str = ""
    same_period: str = ""

    @property
    def own_source(self) -> str:
        """What was typed where it was the sum."""
        return self.row.shows.source_text if self.row.enters_cumulative and self.row.shows else ""

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
    """The page of deciding. One query for the targets, two for the same period a year before."""
    targets = _targets([row.series.pk for row in rows], report)
    last_year = _last_year([row.series.pk for row in rows], report)
    found: dict[int, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.series_id, []).append(one)
    asked = set(returnable(rows, report, user))
    listed = [
        ReviewRow(
            row,
            _written(targets.get(row.series.pk)),
            tuple(found.get(row.series.pk, ())),
            row.series.pk in asked,
            plan_percent(row, targets.get(row.series.pk), report),
            same_period(row, last_year.get(row.series.pk)),
        )  # fmt: skip
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


def _targets(series_ids: Sequence[int], report: Submission) -> dict[int, Target]:
    """The target of each series: the primary one, else that of the latest document."""
    wanted = Target.objects.of_cells(series_ids).in_force_on(report.period.as_of_on)
    return {one.series_id: one for one in wanted if one.value is not None}


def _written(target: Target | None) -> str:
    return f"{target.get_comparator_display()} {with_unit(target.value, target.series.indicator)}" if target else ""


def _last_year(series_ids: Sequence[int], report: Submission) -> dict[int, Observation]:
    """The figure in force of the same period a year before, by series."""
    code = same_period_last_year(report.period.code)
    period = Period.objects.by_code(code) if code else None
    if period is None:
        return {}
    return {one.series_id: one for one in Observation.objects.in_force().at_keys(series_ids, [period.pk])}


def plan_percent(row: EntryRow, target: Target | None, report: Submission) -> str:
    """The figure, or the sum that belongs to the horizon of the target, as a share of it: "58,3%"; "" without one.

    A part of a year of a flow says nothing of a yearly target, so that it counts with a sum only; a target that is no
    amount (a range, a share to be kept up) is left out.
    """
    if target is None or target.comparator in NOT_OF_A_PLAN or row.shows is None:
        return ""
    value = row.shows.computed(percent=row.indicator.is_percent)
    if row.indicator.kind == Indicator.Kind.FLOW:
        year = report.period.ends_on.year
        is_yearly = target.horizon_to.startswith(str(year)) and target.horizon_from[:4] in ("", str(year))
        by_term = row.item is not None and row.item.cumulative == FormIndicator.Cumulative.TERM
        is_whole_year = is_yearly and report.period.kind == Period.Kind.YEAR
        value = value if is_whole_year else row.cumulative if is_yearly != by_term else None
    share = ratio(value, target.value, percent=True)
    return "" if share is None else f"{write_number(half_up(share, 1))}%"


def same_period(row: EntryRow, before: Observation | None) -> str:
    """How the figure lies to that of the same period a year before: "+3 tấn (120%)"; "" where one is missing."""
    if row.shows is None or before is None:
        return ""
    percent = row.indicator.is_percent
    values = row.shows.computed(percent=percent), before.computed(percent=percent)
    change = same_period_change(*values, row.indicator.unit_of_measure)
    if change is None:
        return ""
    sign = "+" if change.difference > 0 else ""
    places = max(row.indicator.precision, decimals(change.difference)) if not percent else row.indicator.precision
    text = f"{sign}{write_number(half_up(change.difference, places))}\u00a0{change.unit}"
    is_share = change.ratio_percent is not None and not percent
    return f"{text} ({write_number(half_up(change.ratio_percent, 1))}%)" if is_share else text
