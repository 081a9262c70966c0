"""Small builders of indicators, reports and figures; Đắk Song with its people and its roads."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators import actions
from indicators.actions import EntryChange, ReportedFigure
from indicators.models import Entry, Indicator, Observation, Series
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.periods.actions import ensure_period
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.workflow.models import Submission
from tests.builders import make_submission, make_unit, make_user, place

ROADS = {
    "name": "Tỷ lệ nhựa hóa, bê tông hóa đường xã",
    "unit_of_measure": "%",
    "kind": Indicator.Kind.RATIO,
    "precision": 2,
    "direction": Indicator.Direction.UP,
    "unit_rollup": Indicator.UnitRollup.RATIO,
    "period_rollup": Indicator.PeriodRollup.RATIO,
    "topic": "infrastructure",
    "numerator_name": "Số km đường xã đã nhựa hóa, bê tông hóa",
    "denominator_name": "Tổng số km đường xã",
    "parts_unit": "km",
    "parts_certainty": "stated",
    "is_part_of_whole": True,
}
COUNT = {
    "name": "Dân số",
    "unit_of_measure": "người",
    "kind": Indicator.Kind.LEVEL,
    "precision": 0,
    "direction": Indicator.Direction.NONE,
    "unit_rollup": Indicator.UnitRollup.SUM,
    "period_rollup": Indicator.PeriodRollup.LAST,
    "topic": "context",
}
REASON = "Rà soát lại chiều dài đường xã"


def make_indicator(code: str = "road_paved_commune", **fields: Any) -> Indicator:
    """An indicator; without fields the roads of communes, with `kind` and others a plain number."""
    return Indicator.objects.create(code=code, **{**(COUNT if fields else ROADS), **fields})


def make_series(unit: AdminUnit, indicator: Indicator, **fields: Any) -> Series:
    """The indicator assigned to the unit."""
    return Series.objects.create(unit=unit, indicator=indicator, **fields)


def report_figure(series: Series, period: Period, **figure: Any) -> Observation:
    """A figure in force, as a report brought it."""
    known = {"as_of_on": period.as_of_on, "known_on": period.as_of_on}
    actions.record_reported([ReportedFigure(series.pk, period.pk, **{**known, **figure})], reason="Báo cáo")
    return Observation.objects.get(series=series, period=period)


@dataclass
class Place:
    """A unit with its roads, its report of a period, and its people."""

    unit: AdminUnit
    period: Period
    series: Series
    report: Submission
    clerk: User
    leader: User

    def change(
        self, numerator: str | None = "103.10", denominator: str | None = "110.43", **fields: Any
    ) -> EntryChange:
        """The roads as somebody wants them."""
        numbers = [Decimal(text) if text else None for text in (numerator, denominator)]
        given = {"reason": REASON, "expected_version": self.version, **fields}
        return EntryChange(self.report.pk, self.series.pk, *numbers, **given)

    @property
    def version(self) -> int:
        """The version of the cell now, 0 when nobody has entered it."""
        entry = Entry.objects.filter(series=self.series, period=self.period).first()
        return entry.version if entry else 0

    @property
    def entry(self) -> Entry:
        """The cell."""
        return Entry.objects.get(series=self.series, period=self.period)

    @property
    def in_force(self) -> Observation | None:
        """The figure in force."""
        return Observation.objects.filter(series=self.series, period=self.period).first()

    def state(self) -> str:
        """Where the report stands now."""
        self.report.refresh_from_db()
        return self.report.state

    def enter(self, *arguments: Any, **fields: Any) -> None:
        """The clerk writes a draft."""
        actions.record([self.change(*arguments, **fields)], by=self.clerk)

    def submit(self) -> None:
        """The clerk hands the report in."""
        actions.submit(self.report, by=self.clerk)

    def approve(self) -> None:
        """The leader approves."""
        actions.approve(self.report, by=self.leader)


def make_place(unit: AdminUnit, indicator: Indicator, period: Period | str = "2022") -> Place:
    """The unit with one series, an open report, a clerk and a leader."""
    period = ensure_period(period) if isinstance(period, str) else period
    return Place(
        unit=unit,
        period=period,
        series=make_series(unit, indicator),
        report=make_submission(unit, period),
        clerk=make_user(Role.CLERK, unit, full_name=f"Cán bộ {unit}"),
        leader=make_user(Role.LEADER, unit, full_name=f"Lãnh đạo {unit}"),
    )


def dak_song_with_communes() -> tuple[AdminUnit, AdminUnit, AdminUnit]:
    """Huyện Đắk Song with two of its communes."""
    district = make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song")
    communes = [make_unit("24722", "commune", "Xã Thuận Hà"), make_unit("24724", "commune", "Xã Thuận Hạnh")]
    for commune in communes:
        place(commune, district)
    return district, *communes
