"""Making what figures are entered into: the series of a unit, and its report for a period."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from indicators.models import FormIndicator, Indicator, Series
from portal.history.actions import recorded
from portal.history.models import Via
from portal.periods.models import Period
from portal.units.models import AdminUnit, Agency
from portal.workflow.deadlines import deadline_of
from portal.workflow.models import ReportingForm, Submission


def assign_series(unit: AdminUnit, indicators: Iterable[Indicator], *, owner: Agency | None = None) -> list[Series]:
    """The series of the unit for the indicators, made where they do not exist; a derived one becomes entered."""
    found = []
    with transaction.atomic():
        for indicator in indicators:
            series, made = Series.objects.get_or_create(unit=unit, indicator=indicator, defaults={"owner": owner})
            if not made and series.is_derived:
                series.is_derived = False
                series.save()
            found.append(series)
    return found


def open_submission(
    unit: AdminUnit, period: Period, form: ReportingForm, *, by: Any = None, via: str = Via.COMMAND, due_on: Any = None
) -> Submission:
    """The unit's report for the period, opened when it does not exist, with the series its form asks for.

    Without a day of its own it is due by the calendar of its form and the level of the unit.
    """
    found = Submission.objects.at(unit, period).first()
    if found:
        return found
    with recorded("open", "workflow.Submission", by=by, via=via, unit_id=unit.pk) as event:
        if not form.is_default:
            wanted = [item.indicator for item in FormIndicator.objects.filter(form=form).select_related("indicator")]
            assign_series(unit, wanted)
        due = due_on or deadline_of(form, period, unit)
        found = Submission.objects.create(unit=unit, period=period, form=form, due_on=due)
        event.subject_id, event.subject_text = found.pk, str(found)
    return found
