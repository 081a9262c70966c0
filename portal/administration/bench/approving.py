"""One approval beside one ORM save(): the door does all its work, the save() only writes a row and its history."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from indicators.actions import ReportedFigure, approve, record_reported
from indicators.models import Entry, Observation
from portal.accounts.models import User
from portal.administration.bench import clocks, goals
from portal.administration.bench.province import ADDED_FROM, Province, months
from portal.administration.bench.sizes import Sizes
from portal.history.actions import new_event_id
from portal.units.models import AdminUnit
from portal.workflow.models import Submission

WARM_UP = 2


def measure(province: Province, sizes: Sizes, *, year: int = ADDED_FROM) -> goals.Result:
    """Approve reports of one figure each from `year` on, every one committed; the first of all only warm up."""
    pairs = _pairs(province, sizes.approvals + WARM_UP, year)
    for _ in range(WARM_UP):
        clocks.ratio_of_pairs(iter([next(pairs)]))
    return goals.APPROVAL[connection.vendor].result(clocks.ratio_of_pairs(pairs))


def correct(province: Province, sizes: Sizes) -> goals.Result:
    """Correct one of the newest figures as a report does: its way alone, without the steps of an office."""
    figures = Observation.objects.in_force().order_by("-period__position", "id")[: sizes.approvals + WARM_UP]
    pairs = ((_correction(one), _save(one)) for one in list(figures))
    for _ in range(WARM_UP):
        clocks.ratio_of_pairs(iter([next(pairs)]))
    return goals.CORRECTION[connection.vendor].result(clocks.ratio_of_pairs(pairs))


def _correction(one: Observation) -> Callable[[], Any]:
    amounts = {"value": one.value + 1} if one.value is not None else {"numerator": one.numerator - 1}
    figure = ReportedFigure(
        one.series_id, one.period_id, one.as_of_on, one.known_on, **{"denominator": one.denominator, **amounts}
    )
    return lambda: record_reported([figure], reason="Đính chính")


def growth(short: goals.Result, long: goals.Result, sizes: Sizes) -> goals.Result:
    """How an approval at the long history stands to one at the short, each beside its own save()."""
    return goals.APPROVAL_GROWTH.saying(growth=sizes.growth).result(long.measured / short.measured)


def _pairs(province: Province, count: int, year: int) -> Iterator[tuple[clocks.Work, clocks.Work]]:
    periods = months(year, 1 + count // len(province.communes))
    places = [(unit, period) for period in periods for unit in province.communes]
    saved = list(Observation.objects.in_force().order_by("id")[:count])
    for (unit, period), observation in zip(places, saved, strict=False):
        report = _submitted(province, unit, period)
        # a request fetches its person, with nothing cached on them
        leader = User.objects.by_username(province.leaders[unit.pk].username)
        yield _approval(report, leader), _save(observation)


def _approval(report: Submission, leader: User) -> Callable[[], Any]:
    return lambda: approve(report, by=leader, seen_version=report.version)


def _save(observation: Observation) -> Callable[[], Any]:
    observation.note = "Sửa"
    return observation.save


def _submitted(province: Province, unit: AdminUnit, period: Any) -> Submission:
    clerk, now = province.clerks[unit.pk], timezone.now()
    report = Submission.objects.create(
        unit=unit, period=period, form=province.form, state="submitted", submitted_by=clerk, submitted_at=now
    )
    Entry.objects.create(
        series_id=province.series[unit.pk, province.indicators[0].pk], period=period, submission=report,
        status="submitted", numerator=Decimal("41.5"), denominator=Decimal(50), entered_by=clerk, entered_at=now,
        event_id=new_event_id(),
    )  # fmt: skip
    return report
