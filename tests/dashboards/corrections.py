"""A correction that runs the whole way: entered, submitted, approved."""

from datetime import date
from decimal import Decimal

from indicators.actions import EntryChange, approve, record, submit
from indicators.models import Series
from portal.accounts.models import User
from portal.units.actions import resolve
from portal.workflow.models import Submission


def correct_the_commune_roads() -> None:
    """What a clerk and a leader of Đắk Song do: 102,85 becomes 103,10 of 110,43 km, with a reason."""
    report = Submission.objects.get(unit=resolve("665", date(2023, 8, 30)), period__code="SK05-NQTU-2023")
    clerk, leader = (User.objects.get(username=name) for name in ("canbo.daksong", "lanhdao.daksong"))
    series = Series.objects.get(unit=report.unit, indicator__code="road_paved_commune")
    change = EntryChange(
        submission_id=report.pk,
        series_id=series.pk,
        numerator=Decimal("103.10"),
        denominator=Decimal("110.43"),
        reason="Đo lại tuyến xã",
        expected_version=0,
    )
    record([change], by=clerk)
    submit(Submission.objects.get(pk=report.pk), by=clerk)
    approve(Submission.objects.get(pk=report.pk), by=leader)
