"""An imagined province, the same every time: its units, indicators, targets and people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password

from indicators.actions import ReportedFigure, record_reported
from indicators.models import Indicator, Series, Target
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.administration.bench.sizes import Sizes
from portal.periods.actions import ensure_period
from portal.periods.models import Period
from portal.units.actions import describe, rebuild_ancestry
from portal.units.models import AdminUnit, Placement
from portal.workflow.models import ReportingForm
from resolutions.models import Document

SEED = 2026
FIRST_YEAR = 2005  # of the history, which grows as time does
ADDED_FROM = 2025  # figures that a run adds on top of the history
HORIZON = ("2004", "2099")  # under way at any time, so that every figure is held against its path
CHUNK = 20_000


@dataclass(frozen=True)
class Province:
    """Units from the top, definitions, the series of each place, and one clerk and leader for each commune."""

    root: AdminUnit
    communes: Sequence[AdminUnit]
    indicators: Sequence[Indicator]
    series: dict[tuple[int, int], int]
    form: ReportingForm
    clerks: dict[int, User]
    leaders: dict[int, User]
    admin: User


def build(sizes: Sizes) -> Province:
    """Write the province into the empty database; no figures yet."""
    root = _unit("90", AdminUnit.Level.PROVINCE, "Tỉnh thử nghiệm")
    districts = [_unit(f"9{n:02}", "district", f"Huyện số {n}") for n in range(1, sizes.districts + 1)]
    communes = [_unit(f"90{n:03}", "commune", f"Xã số {n}") for n in range(1, sizes.communes + 1)]
    above = [root] * len(districts) + [districts[n % len(districts)] for n in range(len(communes))]
    pairs = zip([*districts, *communes], above, strict=True)
    Placement.objects.bulk_create([Placement(unit=unit, parent=parent) for unit, parent in pairs])
    rebuild_ancestry()
    indicators = Indicator.objects.bulk_create([_indicator(n) for n in range(sizes.indicators)])
    form = ReportingForm.objects.create(code="bench", name="Biểu thử nghiệm", calendar="statistical", is_default=True)
    return Province(
        root, communes, indicators, _series([root, *districts], communes, indicators), form,
        {unit.pk: _person(Role.CLERK, unit) for unit in communes},
        {unit.pk: _person(Role.LEADER, unit) for unit in communes},
        _person(Role.ADMIN, None),
    )  # fmt: skip


def _unit(code: str, level: str, name: str) -> AdminUnit:
    unit = describe(AdminUnit(code=code, level=level, name=name), reused=False)
    unit.save()
    return unit


def _person(role: str, unit: AdminUnit | None) -> User:
    name = f"{role}.{unit.code if unit else 'bench'}"
    return User.objects.create(
        username=name, full_name=name, role=role, unit=unit, password=make_password(None), is_active=True
    )


def _indicator(number: int) -> Indicator:
    """Every third is a ratio with its parts, the others are counts."""
    shared = {"code": f"bench_{number:03}", "frequency": "month", "topic": "context", "position": number}
    if number % 3:
        return Indicator(
            name=f"Chỉ tiêu số {number}", unit_of_measure="hộ", kind="count", direction="up", unit_rollup="sum",
            period_rollup="last", **shared,
        )  # fmt: skip
    return Indicator(
        name=f"Tỷ lệ số {number}", unit_of_measure="%", kind="ratio", precision=2, direction="up", unit_rollup="ratio",
        period_rollup="ratio", numerator_name="Tử số", denominator_name="Mẫu số", parts_unit="km",
        is_part_of_whole=True, **shared,
    )  # fmt: skip


def _series(
    inner: Iterable[AdminUnit], communes: Iterable[AdminUnit], indicators: Sequence[Indicator]
) -> dict[tuple[int, int], int]:
    """Every unit holds every indicator, with a baseline and a target; inner units roll up."""
    start = ensure_period("2003")
    units = [(unit, True) for unit in inner] + [(unit, False) for unit in communes]
    made = Series.objects.bulk_create(
        Series(unit=unit, indicator=one, is_derived=derived, baseline_value=Decimal(40), baseline_period=start)
        for unit, derived in units
        for one in indicators
    )
    document = Document.objects.create(
        slug="bench", code="01-NQ/TU", kind="resolution", type_name="Nghị quyết", system="party",
        issued_on=date(2004, 1, 1), term_from=HORIZON[0], term_to=HORIZON[1],
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(
            series=one, unit_id=one.unit_id, document=document, comparator="at_least", value=Decimal(95),
            kind="at_end", horizon_from=HORIZON[0], horizon_to=HORIZON[1], text="Đạt 95", source_key=f"bench-{one.pk}",
        )
        for one in made
    )  # fmt: skip
    return {(one.unit_id, one.indicator_id): one.pk for one in made}


def months(year: int, count: int = 12) -> list[Period]:
    """Months from the first of the year, oldest first."""
    return [ensure_period(f"{year + n // 12}-{n % 12 + 1:02}") for n in range(count)]


def figures(province: Province, periods: Iterable[Period], indicators: int | None = None) -> Iterator[ReportedFigure]:
    """Figures of all communes and of the first indicators, month by month; the same for the same month."""
    for period in periods:
        dice = Random(f"{SEED} {period.code}")
        for one in province.indicators[:indicators]:
            for unit in province.communes:
                whole = Decimal(dice.randint(2000, 9000)) / 100
                part = (whole * dice.randint(50, 99)).quantize(Decimal(1)) / 100
                amounts = {"value": whole} if one.kind == "count" else {"numerator": part, "denominator": whole}
                key = province.series[unit.pk, one.pk]
                yield ReportedFigure(key, period.pk, period.as_of_on, period.as_of_on, **amounts)


def load(province: Province, periods: Iterable[Period]) -> None:
    """Put the figures of the months in force through the door, CHUNK at a time."""
    waiting: list[ReportedFigure] = []
    for figure in figures(province, periods):
        waiting.append(figure)
        if len(waiting) == CHUNK:
            record_reported(waiting, reason="Số liệu thử nghiệm")
            waiting = []
    if waiting:
        record_reported(waiting, reason="Số liệu thử nghiệm")
