"""A merger of ten communes: how many roll-ups it looks at, beside those that lie above the ten from its day on."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from indicators.models import Reading
from indicators.regrouping import regroup
from portal.administration.bench import goals
from portal.administration.bench.province import Province
from portal.history.actions import take_write_lock
from portal.periods.models import Period
from portal.units.actions import apply, plan_reorganisation
from portal.units.models import AdminUnit, Placement
from portal.units.planning import Merge, NewUnit

TEN = 10
LAST_MONTHS = 3


def measure(province: Province) -> goals.Result:
    """Merge the first ten communes, with effect before the last months of the history."""
    ten = [unit.pk for unit in province.communes[:TEN]]
    parents = sorted(set(Placement.objects.filter(unit__in=ten).values_list("parent_id", flat=True)))
    days = Period.objects.filter(kind=Period.Kind.MONTH, readings__isnull=False).order_by("-as_of_on")
    since = sorted(set(days.values_list("as_of_on", flat=True)))[-LAST_MONTHS] - timedelta(days=1)
    above = Reading.objects.of_units([*parents, province.root.pk]).from_day(since).count()
    new = NewUnit("90999", "Xã hợp nhất", AdminUnit.Level.COMMUNE, parents[0])
    plan = plan_reorganisation([Merge(tuple(ten), new)], since, "Nghị quyết thử nghiệm")
    with transaction.atomic():
        one = apply(plan, by=province.admin)
        born = list(one.done["born"].values())
        made = regroup([*ten, *born], parents, since=since, on=timezone.localdate(take_write_lock()))
    return goals.MERGER.result(made.looked_at / above)
