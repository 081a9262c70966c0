"""Made-up figures, marked as such, so that roll-ups, comparisons and trends can be tried with more than two units.

They fill the districts beside Huyện Đắk Song and their communes, never a series that has a real figure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from django.db import transaction

from indicators.actions import ReportedFigure, record_simulated, remove_simulated
from indicators.models import Indicator, Observation, Series
from portal.desk.loading.books import Book, Outcome
from portal.desk.loading.documents import load_periods
from portal.desk.loading.figures import series_of
from portal.periods.models import Period
from portal.units.actions import resolve
from portal.units.models import AdminUnit

SEED = 2026
YEARS = ("2021", "2022", "2023")
SOURCE_TEXT = "Số liệu giả lập để dùng thử"
PROVINCE, REPORTING_DISTRICT = "67", "665"
TREE_DAY = date(2023, 12, 31)
HUNDREDTHS = Decimal("0.01")


@dataclass(frozen=True)
class Measure:
    """An indicator to make up: the size of its whole, the share reached in the first year, and growth, in percent.

    Without a share the size is the figure itself. `step` is what the parts are counted in.
    """

    indicator: str
    level: str
    size: tuple[int, int]
    growth: tuple[int, int]
    share: tuple[int, int] | None = None
    step: Decimal = Decimal(1)


MEASURES = (
    Measure("population", "commune", (3200, 13800), (0, 3)),
    Measure("party_members", "commune", (70, 420), (1, 5)),
    Measure("household_electricity", "commune", (800, 3400), (0, 3), share=(940, 992)),
    Measure("road_paved_commune", "commune", (14, 46), (0, 1), share=(620, 930), step=HUNDREDTHS),
    Measure("road_hard_village", "commune", (18, 70), (0, 1), share=(480, 860), step=HUNDREDTHS),
    Measure("road_hard_alley", "commune", (12, 58), (0, 1), share=(300, 720), step=HUNDREDTHS),
    Measure("road_paved_district", "district", (42, 165), (0, 0), share=(760, 960), step=HUNDREDTHS),
    Measure("road_paved_urban", "district", (16, 62), (0, 0), share=(720, 950), step=HUNDREDTHS),
)


def simulate(book: Book) -> None:
    """Put the made-up figures in force; the same every time."""
    known = set(Observation.objects.simulated().values_list("series_id", "period_id"))
    figures = list(_figures(book))
    record_simulated(figures)
    for place in ((figure.series_id, figure.period_id) for figure in figures):
        book.mark(Observation, place, Outcome.UNCHANGED if place in known else Outcome.NEW)


@transaction.atomic
def remove() -> int:
    """Take the made-up figures out again, and the series that held nothing else; returns how many there were."""
    removed = remove_simulated()
    if removed:
        made = Series.objects.filter(
            unit__in=[unit.pk for unit in _units()],
            indicator__code__in=[one.indicator for one in MEASURES],
            owner=None,
        )
        made.filter(observations=None, entries=None, readings=None, targets=None, standing=None).delete()
    return removed


def _figures(book: Book) -> Iterator[ReportedFigure]:
    load_periods(book, [{"code": code} for code in YEARS], {})
    periods = [book.named(Period, code) for code in YEARS]
    indicators = {one.code: one for one in Indicator.objects.filter(code__in=[one.indicator for one in MEASURES])}
    real = set(Observation.objects.filter(is_simulated=False).values_list("series_id", flat=True))
    for unit in _units():
        for measure in MEASURES:
            if measure.level == unit.level:
                series = series_of(book, unit, indicators[measure.indicator])
                if series.pk not in real:
                    yield from _course(measure, unit, series.pk, periods)


def _units() -> Iterable[AdminUnit]:
    """The districts beside the reporting one, and their communes, on the last day of the figures."""
    province = resolve(PROVINCE, on=TREE_DAY)
    for district in AdminUnit.objects.children_of(province, TREE_DAY).order_by("code"):
        if district.code != REPORTING_DISTRICT:
            yield district
            yield from AdminUnit.objects.children_of(district, TREE_DAY).order_by("code")


def _course(measure: Measure, unit: AdminUnit, series_id: int, periods: Iterable[Period]) -> Iterator[ReportedFigure]:
    """The figures of one series over the years; its own seed keeps them whatever other series there are."""
    dice = Random(f"{SEED} {unit.slug} {measure.indicator}")
    whole = Decimal(dice.randint(*(int(end / measure.step) for end in measure.size))) * measure.step
    per_mille = dice.randint(*measure.share) if measure.share else None
    for period in periods:
        yield ReportedFigure(
            series_id=series_id,
            period_id=period.pk,
            **_amounts(whole, per_mille, measure.step),
            source_text=SOURCE_TEXT,
            as_of_on=period.as_of_on,
            known_on=period.as_of_on,
        )
        whole = _rounded(whole * (100 + dice.randint(*measure.growth)) / 100, measure.step)
        per_mille = per_mille and min(999, per_mille + dice.randint(-8, 40))


def _amounts(whole: Decimal, per_mille: int | None, step: Decimal) -> dict[str, Decimal]:
    if per_mille is None:
        return {"value": whole}
    return {"numerator": _rounded(whole * per_mille / 1000, step), "denominator": whole}


def _rounded(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).quantize(Decimal(1)) * step
