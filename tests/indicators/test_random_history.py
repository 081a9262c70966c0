"""Whatever happens to figures, units and definitions in whatever order: what is derived equals a rebuild from nothing.

RANDOM_OPERATIONS is the number of operations (500 by default), RANDOM_SEED where they start from.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from indicators import actions
from indicators.actions import EntryChange, Refused, ReportedFigure
from indicators.derive import Latest, latest
from indicators.known import known_lines
from indicators.models import Entry, Indicator, Observation, Reading, Series
from indicators.rebuild import compare, rebuild
from indicators.rules.derivations import Operation, Role, Wanted
from portal.accounts.models import User
from portal.accounts.roles import Role as UserRole
from portal.desk import reorganisation
from portal.periods.actions import ensure_period
from portal.periods.models import Period
from portal.units import actions as units
from portal.units.actions import ReorganisationRefused
from portal.units.models import OPEN_END, AdminUnit, Placement, Reorganisation
from portal.units.planning import Merge, NewUnit
from portal.workflow.models import Submission
from portal.workflow.rules import State
from tests.builders import make_submission, make_unit, make_user, place
from tests.indicators.builders import make_indicator

OPERATIONS = int(os.environ.get("RANDOM_OPERATIONS", "500"))
SEED = int(os.environ.get("RANDOM_SEED", "20230830"))
PERIODS = ("2023", "2024", "2025", "2024-06", "2025-06")
MERGED_ON = (date(2024, 7, 1), date(2025, 7, 1))
COUNT = {"kind": "level", "unit_of_measure": "người", "unit_rollup": "sum"}
OPEN = (State.DRAFT, State.RETURNED)
REFUSALS = (Refused, ReorganisationRefused, ValueError)

pytestmark = pytest.mark.django_db


@dataclass
class Province:
    """Three districts with three communes each, eight indicators, a clerk and a leader everywhere."""

    dice: Random
    admin: User
    indicators: dict[str, Indicator]
    periods: list[Period]
    people: dict[AdminUnit, tuple[User, User]] = field(default_factory=dict)
    done: Counter = field(default_factory=Counter)

    def settle(self, unit: AdminUnit) -> None:
        """People and series of a unit; every third reports its share itself, too."""
        self.people[unit] = (make_user(UserRole.CLERK, unit), make_user(UserRole.LEADER, unit))
        own = ["population", "urban", "roads", "income", "price", "growth_told"]
        for code in [*own, "share"] if len(self.people) % 3 == 0 else own:
            Series.objects.update_or_create(unit=unit, indicator=self.indicators[code], defaults={"is_derived": False})

    def report(self, *states: str) -> tuple[Submission, User, User]:
        """Some unit's report of some period with its people; mostly one in one of the states."""
        fitting = list(Submission.objects.filter(state__in=states, unit__in=self.people).order_by("pk"))
        if fitting and self.dice.random() < 0.9:
            found = self.dice.choice(fitting)
            return found, *self.people[found.unit]
        unit, period = self.dice.choice(list(self.people)), self.dice.choice(self.periods)
        found = Submission.objects.filter(unit=unit, period=period).first() or make_submission(unit, period)
        return found, *self.people[unit]

    def figure(self, series: Series) -> dict[str, object]:
        """A figure that the indicator may have, now and then none."""
        if self.dice.random() < 0.15:
            return {"missing_reason": self.dice.choice(["no_data", "not_applicable"])}
        quality = self.dice.choice(["official", "official", "preliminary", "estimate"])
        if series.indicator.code == "roads":
            whole = Decimal(self.dice.randint(1, 9_999)) / 100
            return {"numerator": whole * self.dice.randint(0, 100) / 100, "denominator": whole, "quality": quality}
        return {"value": Decimal(self.dice.randint(0, 99_999)) / self.dice.choice([1, 100]), "quality": quality}


def three_districts(dice: Random) -> Province:
    indicators = {
        "population": make_indicator("population", name="Dân số", **COUNT),
        "urban": make_indicator("urban", name="Dân số thành thị", **COUNT),
        "roads": make_indicator("roads"),
        "price": make_indicator("price", name="Giá", kind="level", unit_rollup="last", unit_of_measure="đồng"),
        "growth_told": make_indicator("growth_told", name="Tốc độ", kind="level", unit_rollup="none"),
        "share": make_indicator("share", name="Tỷ lệ", kind="ratio", unit_rollup="none", unit_of_measure="%"),
        "growth": make_indicator("growth", name="Tăng", kind="rate", unit_rollup="none", unit_of_measure="%/năm"),
    }
    indicators["income"] = make_indicator(
        "income", name="Thu nhập", kind="level", unit_of_measure="triệu đồng", unit_rollup="weighted",
        weight=indicators["population"],
    )  # fmt: skip
    made = Province(dice, make_user(UserRole.ADMIN), indicators, [ensure_period(code) for code in PERIODS])
    province = make_unit("67", "province", "Tỉnh Đắk Nông")
    for number in range(3):
        district = make_unit(f"66{number}", "district", f"Huyện {number}")
        place(district, province)
        made.settle(district)
        for count in range(3):
            commune = make_unit(f"247{number}{count}", "commune", f"Xã {number}.{count}")
            place(commune, district)
            made.settle(commune)
    define(made)
    return made


# The operations: each may be refused, and then changes nothing.


def record(here: Province) -> None:
    report, clerk, _ = here.report(*OPEN)
    versions = dict(Entry.objects.filter(submission=report).values_list("series_id", "version"))
    series = list(Series.objects.of_unit(report.unit).entered().select_related("indicator"))
    few = here.dice.sample(series, here.dice.randint(1, len(series))) if here.dice.random() < 0.3 else series
    changes = [
        EntryChange(
            report.pk, one.pk, reason="Rà soát lại", expected_version=versions.get(one.pk, 0), **here.figure(one)
        )
        for one in few
    ]
    actions.record(changes, by=clerk)


def submit(here: Province) -> None:
    report, clerk, _ = here.report(*OPEN)
    actions.submit(report, by=clerk)


def approve(here: Province) -> None:
    report, _, leader = here.report(State.SUBMITTED)
    actions.approve(report, by=leader)


def whole_way(here: Province) -> None:
    """A report that is filled in, handed in and approved, as most are."""
    report, clerk, leader = here.report(*OPEN) if here.dice.random() < 0.5 else here.report()
    versions = dict(Entry.objects.filter(submission=report).values_list("series_id", "version"))
    series = Series.objects.of_unit(report.unit).entered().select_related("indicator")
    actions.record(
        [
            EntryChange(
                report.pk, one.pk, reason="Báo cáo kỳ", expected_version=versions.get(one.pk, 0), **here.figure(one)
            )
            for one in series
        ],
        by=clerk,
    )
    actions.submit(report, by=clerk)
    actions.approve(report, by=leader)


def return_to_maker(here: Province) -> None:
    report, _, leader = here.report(State.SUBMITTED)
    actions.return_to_maker(report, by=leader, reason="Kiểm tra lại")


def correct(here: Province) -> None:
    report, clerk, leader = here.report(State.APPROVED)
    actions.reopen(report, by=leader, reason="Sửa số")
    one = here.dice.choice(list(Series.objects.of_unit(report.unit).entered().select_related("indicator")))
    version = Entry.objects.filter(series=one, period=report.period).values_list("version", flat=True).first() or 0
    change = EntryChange(report.pk, one.pk, reason="Đo lại", expected_version=version, **here.figure(one))
    actions.record([change], by=clerk)
    actions.submit(report, by=clerk)
    actions.approve(report, by=leader)


def reopen(here: Province) -> None:
    report, _, leader = here.report(State.APPROVED)
    actions.reopen(report, by=leader, reason="Sửa số")


def load_report(here: Province) -> None:
    """Figures that a report brings, some of them older than the period's end."""
    report, *_ = here.report()
    series = list(Series.objects.of_unit(report.unit).entered().select_related("indicator"))
    day = here.dice.choice([report.period.as_of_on, report.period.starts_on])
    known = {"as_of_on": day, "known_on": day}
    chosen = here.dice.sample(series, 2)
    actions.record_reported(
        [ReportedFigure(one.pk, report.period_id, **known, **here.figure(one)) for one in chosen], reason="Báo cáo"
    )


def simulate(here: Province) -> None:
    report, *_ = here.report()
    series = list(Series.objects.of_unit(report.unit).filter(observations=None).select_related("indicator"))[:3]
    known = {"as_of_on": report.period.as_of_on, "known_on": report.period.as_of_on}
    actions.record_simulated([ReportedFigure(one.pk, report.period_id, **known, **here.figure(one)) for one in series])


def remove_simulated(here: Province) -> None:
    actions.remove_simulated()


def arranged(here: Province) -> Reorganisation:
    """Two communes of one district become one; their figures stay where they were reported."""
    on = here.dice.choice(MERGED_ON)
    district = here.dice.choice([unit for unit in here.people if unit.level == "district"])
    placed = Placement.objects.filter(parent=district, valid_from__lt=on, valid_to=OPEN_END).order_by("pk")
    if len(placed) < 2:
        raise Refused("Không còn hai xã để nhập.")
    pair = here.dice.sample(list(placed), 2)
    new = NewUnit(f"9{here.done.total():05}", f"Xã mới {here.done.total()}", "commune", district.pk)
    plan = units.plan_reorganisation([Merge(tuple(one.unit_id for one in pair), new)], on, "Nghị quyết")
    one = units.draw_up(plan, "Sắp xếp", by=here.admin)
    return reorganisation.carry_out(one, answers={}, by=here.admin)


def merge(here: Province) -> None:
    one = arranged(here)
    here.settle(AdminUnit.objects.get(pk__in=one.done["born"].values()))


def take_back(here: Province) -> None:
    """A merger that is undone again before anyone reports for the new commune."""
    one = arranged(here)
    load_report(here)
    reorganisation.take_back(one, by=here.admin)


def define(here: Province) -> None:
    parts = here.dice.sample(["population", "urban"], 2)
    share = Wanted("share", Operation.SHARE, ((Role.PART, parts[0]), (Role.WHOLE, parts[1])))
    level = here.dice.choice(["population", "urban", "share", "income", "price", "roads"])
    growth = Wanted("growth", Operation.GROWTH, ((Role.LEVEL, level),))
    actions.define_derivation(here.dice.choice([share, growth]), by=here.admin)


def weigh(here: Province) -> None:
    weight = here.indicators[here.dice.choice(["population", "urban"])]
    actions.set_weight(here.indicators["income"], weight, by=here.admin)


CHANCES: dict[Callable[[Province], None], int] = {
    whole_way: 24, record: 12, submit: 10, approve: 10, return_to_maker: 4, correct: 14, reopen: 4, load_report: 10,
    simulate: 5, remove_simulated: 1, merge: 1, take_back: 3, define: 2, weigh: 1,
}  # fmt: skip


def live(here: Province, operations: int) -> None:
    for _ in range(operations):
        step = here.dice.choices(list(CHANCES), list(CHANCES.values()))[0]
        try:
            step(here)
            here.done[step.__name__] += 1
        except REFUSALS:
            here.done["refused"] += 1


def kept() -> dict[int, list[tuple[object, ...]]]:
    """All figures of the series that nobody reports, as the statements derived them."""
    found = latest(list(Series.objects.values_list("pk", flat=True)), points=100)
    derived = {pk: rows for pk, rows in found.items() if not Observation.objects.of_series(pk).exists()}
    return {pk: [_plain(row) for row in rows] for pk, rows in derived.items()}


def worked_out() -> dict[int, list[tuple[object, ...]]]:
    """The same from row history by the pure rules alone."""
    nobodys = Series.objects.filter(observations=None).select_related("indicator")
    return {pk: [_plain(row) for row in rows] for pk, rows in known_lines(list(nobodys), known_on=OPEN_END).items()}


def _plain(row: Latest) -> tuple[object, ...]:
    return row.period_id, row.numerator, row.denominator, row.value, row.parts_reported, row.parts_of


def test_after_any_history_nothing_derived_differs_from_a_rebuild():
    here = three_districts(Random(SEED))

    live(here, OPERATIONS)

    if OPERATIONS >= 500:
        assert set(here.done) >= {step.__name__ for step in CHANCES}, here.done
    assert Reading.objects.filter(series__indicator__code="growth", parts_reported__gt=0).exists()
    assert compare().different == 0
    assert kept() == worked_out(), "the statements and the pure rules must come to the same"
    planted = Reading.objects.reported().exclude(value=None).order_by("?").first()
    Reading.objects.filter(pk=planted.pk).update(value=planted.value + Decimal("0.0001"))
    assert compare().different > 0, "the comparison must see a reading that is wrong by the last digit"
    rebuild()
    assert compare().different == 0
