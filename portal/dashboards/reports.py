"""Who has reported and who has not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.lines import Line
from portal.dashboards.badges import HAS_FIGURES, NOT_REPORTED, Badge
from portal.periods.rules import overdue_days
from portal.units.models import AdminUnit
from portal.vietnamese.dates import write_date
from portal.workflow.models import Submission
from portal.workflow.rules import STATE_WORDS, WRITABLE, State


@dataclass(frozen=True)
class UnitReport:
    """One unit: whether it has approved figures, how many, up to when; and its open report where one may see it."""

    unit: AdminUnit
    badge: Badge
    figures: int
    newest_on: date | None
    report: str
    report_url: str

    @property
    def is_missing(self) -> bool:
        """Whether nothing was approved yet."""
        return self.badge is NOT_REPORTED


@dataclass(frozen=True)
class Reporting:
    """The units of a page, those without figures first."""

    units: tuple[UnitReport, ...]

    @property
    def missing(self) -> tuple[UnitReport, ...]:
        """Units without approved figures."""
        return tuple(one for one in self.units if one.is_missing)

    @property
    def present(self) -> tuple[UnitReport, ...]:
        """Units with approved figures."""
        return tuple(one for one in self.units if not one.is_missing)


def reporting_of(units: Sequence[AdminUnit], lines: Iterable[Line], *, user: Any, on: date) -> Reporting:
    """Which of the units have figures by the day. One query, for the reports that the person may see."""
    days: dict[int, list[date]] = {}
    for line in lines:
        if line.figure is not None and not line.is_rolled_up:
            days.setdefault(line.unit_id, []).append(line.figure.as_of_on)
    reports = Submission.objects.visible_to(user).of_units([unit.pk for unit in units]).begun_by(on).newest_by_unit()
    found = [_unit_report(unit, days.get(unit.pk, []), reports.get(unit.pk), on) for unit in units]
    return Reporting(tuple(sorted(found, key=lambda one: not one.is_missing)))


def _unit_report(unit: AdminUnit, days: Sequence[date], report: Submission | None, on: date) -> UnitReport:
    return UnitReport(
        unit=unit,
        badge=HAS_FIGURES if days else NOT_REPORTED,
        figures=len(days),
        newest_on=max(days, default=None),
        report=_state(report, on) if report else "",
        report_url=report.get_absolute_url() if report else "",
    )


def _state(report: Submission, on: date) -> str:
    words = f"{report.period.short}: {STATE_WORDS[State(report.state)].lower()}"
    if report.due_on is None or State(report.state) not in WRITABLE:
        return words
    late = overdue_days(report.due_on, on)
    return f"{words}, {f'quá hạn {late} ngày' if late else f'hạn {write_date(report.due_on)}'}"
