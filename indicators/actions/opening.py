"""Making what figures are entered into: the series of a unit, and its report for a period."""

from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import bulk
from indicators.models import FormIndicator, Indicator, Series
from portal.history.actions import recorded
from portal.history.models import Via
from portal.periods.models import Period
from portal.units.models import AdminUnit, Agency
from portal.workflow.deadlines import deadline_of
from portal.workflow.models import ReportingForm, Submission

Place = tuple[int, int]
NOBODY: Mapping[Place, int] = MappingProxyType({})
ALL_INDICATORS = {"code": "TATCA", "name": "Tất cả chỉ tiêu của đơn vị", "calendar": ReportingForm.Calendar.STATISTICAL}


def default_form() -> ReportingForm:
    """The form that holds all indicators of a unit; an installation that has none yet gets it."""
    found = ReportingForm.objects.filter(is_default=True).first()
    return found or ReportingForm.objects.create(**ALL_INDICATORS, is_default=True)


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


def ensure_series(places: Set[Place], *, by: Any, owners: Mapping[Place, int] = NOBODY) -> dict[Place, int]:
    """Series by (unit, indicator), made where there are none; a derived one becomes entered. In bulk, with history.

    `owners` names the agency in charge of a new one.
    """
    found = _held(places)
    missing = sorted(places - set(found))
    if missing:
        wanted = [Series(unit_id=unit, indicator_id=pk, owner_id=owners.get((unit, pk))) for unit, pk in missing]
        Series.objects.bulk_create(wanted, ignore_conflicts=True)
        found = _held(places)
        bulk.write_history(Series, [found[place] for place in missing], at=timezone.now(), by=by, first="true")
    derived = Series.objects.among(found.values()).derived_ids()
    if derived:
        Series.objects.among(derived).update(is_derived=False)
        bulk.write_history(Series, derived, at=timezone.now(), by=by, first="false")
    return found


def _held(places: Set[Place]) -> dict[Place, int]:
    rows = Series.objects.of_units({unit for unit, _ in places}).of_indicators({pk for _, pk in places})
    return {(unit, indicator): pk for pk, unit, indicator in rows.values_list("id", "unit_id", "indicator_id")}
