""" "Số gốc đầu nhiệm kỳ": the baseline of a new unit's series, proposed from its predecessors and confirmed by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import derive
from indicators.models import Series
from indicators.refusals import NotAllowed, Refused
from indicators.rules import half_up
from indicators.today import TodaysFigure, in_todays_units
from portal.accounts.roles import Permission
from portal.history.actions import recorded, take_write_lock
from portal.history.models import Via
from portal.units.models import AdminUnit

STORED_PLACES = 4
NO_FIGURE = "đơn vị cũ chưa có số liệu"


@dataclass(frozen=True)
class BaselineProposal:
    """A series without baseline and the last figure of its predecessors; with a `reason` nothing is proposed."""

    series: Series
    figure: TodaysFigure | None
    reason: str = ""

    @property
    def value(self) -> Decimal | None:
        """What would be stored."""
        if self.reason or self.figure is None or self.figure.exact is None:
            return None
        return half_up(self.figure.exact, STORED_PLACES)


def propose_baselines(unit: AdminUnit, *, by: Any) -> list[BaselineProposal]:
    """A proposal for each series that the unit reports and that has no baseline. Raises NotAllowed outside the unit.

    Sums and ratios of sums of the last period before the unit began; a figure that not all predecessors reported, or
    that would need an unknown share, is no baseline.
    """
    if not may_confirm(unit, by):
        raise NotAllowed("Chỉ cán bộ, lãnh đạo của đơn vị xác nhận số gốc của đơn vị.")
    rows = Series.objects.of_unit(unit).entered().without_baseline().for_lines()
    waiting = list({row.pk: row for row in rows}.values())  # a row for each target
    eve = date.fromordinal(unit.valid_from.toordinal() - 1)
    latest: dict[int, TodaysFigure] = {}
    for figure in in_todays_units(unit, on=eve, today=max(timezone.localdate(), unit.valid_from)):
        if not figure.is_own:
            latest.setdefault(figure.indicator.pk, figure)
    return [_proposal(series, latest.get(series.indicator_id)) for series in waiting]


def may_confirm(unit: AdminUnit, by: Any) -> bool:
    """Whether the person works at the unit and enters or approves its figures."""
    return by.unit_id == unit.pk and (by.may(Permission.ENTER) or by.may(Permission.APPROVE))


def _proposal(series: Series, figure: TodaysFigure | None) -> BaselineProposal:
    if figure is None:
        return BaselineProposal(series, None, NO_FIGURE)
    if figure.reason:
        return BaselineProposal(series, figure, figure.reason)
    if figure.reported < figure.of:
        why = f"không quy đổi được: mới có {figure.reported}/{figure.of} đơn vị cũ báo cáo"
        return BaselineProposal(series, figure, why)
    return BaselineProposal(series, figure)


def confirm_baselines(
    unit: AdminUnit, series_ids: Iterable[int], *, by: Any, via: str = Via.FORM
) -> list[BaselineProposal]:
    """Store the proposals of the chosen series, worked out again, with history and one event.

    Raises NotAllowed outside the unit, and Refused for a series that has nothing to propose any more.
    """
    wanted = set(series_ids)
    with transaction.atomic():
        chosen = [one for one in propose_baselines(unit, by=by) if one.series.pk in wanted and one.value is not None]
        if not wanted or {one.series.pk for one in chosen} != wanted:
            raise Refused("Chọn ít nhất một số gốc đề nghị còn hiệu lực. Tải lại trang để xem đề nghị mới nhất.")
        with recorded(
            "set_baselines", "units.AdminUnit", by=by, via=via, subject_id=unit.pk, subject_text=str(unit),
            unit_id=unit.pk, rows=len(chosen), values=[[one.series.pk, str(one.value)] for one in chosen],
        ):  # fmt: skip
            for one in chosen:
                _store(one, by)
            at = take_write_lock()
            derive.write_standings(sorted(wanted), on=timezone.localdate(at))
    return chosen


def _store(one: BaselineProposal, by: Any) -> None:
    one.series.baseline_value, one.series.baseline_period = one.value, one.figure.period
    one.series._history_user = by
    one.series.save()
