"""When a report is due: the cut-off of its form's calendar, and working days by the level of its unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.periods.models import DeadlineLength, Holiday, Period
from portal.periods.rules import WORKING_DAYS_BY_LEVEL, cut_off, deadline
from portal.units.models import AdminUnit
from portal.workflow.models import ReportingForm


@dataclass(frozen=True)
class Timetable:
    """Days off, and working days between cut-off and deadline by level."""

    holidays: frozenset[date]
    lengths: Mapping[str, int]

    @classmethod
    def read(cls) -> "Timetable":
        """The timetable as administrators keep it. Two queries."""
        kept = dict(DeadlineLength.objects.values_list("level", "working_days"))
        return cls(Holiday.objects.days(), {**WORKING_DAYS_BY_LEVEL, **kept})


def cut_off_of(form: ReportingForm, period: Period) -> date:
    """The last day of data that the form asks for in the period: 14/6 for an administrative first half of a year."""
    return cut_off(form.calendar, period.code, period.as_of_on)


def deadline_of(form: ReportingForm, period: Period, unit: AdminUnit, timetable: Timetable | None = None) -> date:
    """The last day on which the unit hands the report in on time. Two queries without a timetable."""
    times = timetable or Timetable.read()
    return deadline(cut_off_of(form, period), unit.level, times.holidays, times.lengths)
