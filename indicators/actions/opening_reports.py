"""Opening the reports of a period: of all units that report a form, after a look at what would come of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from indicators.actions.composing import FormRefused
from indicators.actions.opening import assign_series
from indicators.models import FormIndicator, Indicator, Series
from indicators.refusals import NotAllowed
from portal.accounts.roles import Permission
from portal.history.actions import Draft, take_write_lock, write_event
from portal.history.models import Via
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.vietnamese.dates import write_date
from portal.workflow.deadlines import Timetable, deadline_of
from portal.workflow.models import FormUnit, ReportingForm, Submission


@dataclass(frozen=True)
class LeftOut:
    """A unit without a new report, and why."""

    unit: AdminUnit
    reason: str


@dataclass(frozen=True)
class Opening:
    """What opening would do: new reports with their deadlines, those that stand already, units left out."""

    new: tuple[tuple[AdminUnit, date], ...]
    standing: tuple[AdminUnit, ...]
    left_out: tuple[LeftOut, ...]
    new_series: int

    @property
    def deadlines(self) -> list[tuple[str, date, int]]:
        """Level in words, deadline and number of new reports, the earliest first."""
        counts: dict[tuple[date, str], int] = {}
        for unit, due in self.new:
            key = (due, unit.get_level_display())
            counts[key] = counts.get(key, 0) + 1
        return [(level, due, count) for (due, level), count in sorted(counts.items())]


def preview_reports(form: ReportingForm, period: Period) -> Opening:
    """What `open_reports` would do now; nothing is written. Raises FormRefused. Some ten queries."""
    indicators = _refuse_unfit(form, period)
    units, ended = _audience(form, period)
    reports = {one.unit_id: one for one in Submission.objects.of_units_and_periods(units, [period]).for_page()}
    held = _held(units)
    wanted, times = {one.pk for one in indicators}, Timetable.read()
    new, standing, left_out, lacking = [], [], list(ended), 0
    for unit in units:
        report, series = reports.get(unit.pk), held.get(unit.pk, set())
        if report is not None and report.form_id == form.pk:
            standing.append(unit)
        elif report is not None:
            left_out.append(LeftOut(unit, f"đã có báo cáo của kỳ này theo biểu “{report.form}”"))
        elif form.is_default and not series:
            left_out.append(LeftOut(unit, "chưa được giao chỉ tiêu nào"))
        else:
            new.append((unit, deadline_of(form, period, unit, times)))
            lacking += len(wanted - series)
    return Opening(tuple(new), tuple(standing), tuple(left_out), lacking)


def open_reports(form: ReportingForm, period: Period, *, by: Any, via: str = Via.FORM) -> Opening:
    """Open the reports of all units that report the form in the period; a second time 0 new and nothing written.

    One transaction and one event. Raises NotAllowed for everyone but administrators, and FormRefused.
    """
    if not by.may(Permission.ADMINISTER):
        raise NotAllowed("Chỉ quản trị mở báo cáo của kỳ.")
    with transaction.atomic():
        AdminUnit.objects.hold_the_tree()  # two people who open the same period: the second finds nothing to do
        found = preview_reports(form, period)
        if not found.new:
            return found
        indicators, held = _indicators(form), _held([unit for unit, _ in found.new])
        for unit, _ in found.new:
            assign_series(unit, [one for one in indicators if one.pk not in held.get(unit.pk, set())])
        made = Submission.objects.bulk_create(
            Submission(unit=unit, period=period, form=form, due_on=due) for unit, due in found.new
        )
        at = take_write_lock()
        Submission.history.bulk_history_create(made, default_user=by, default_date=at)
        event = Draft(
            verb="open_reports", subject_type="workflow.ReportingForm", by=by, via=via, rows=len(made),
            subject_id=form.pk, subject_text=f"{form.code}, {period}",
            values=[[unit.pk, str(due)] for unit, due in found.new],
        )  # fmt: skip
        write_event(event, at=at)
    return found


def _indicators(form: ReportingForm) -> list[Indicator]:
    return [item.indicator for item in FormIndicator.objects.of_form(form).for_page()]


def _held(units: list[AdminUnit]) -> dict[int, set[int]]:
    """Indicators that each unit reports itself. One query."""
    held: dict[int, set[int]] = {}
    rows = Series.objects.entered().of_units([unit.pk for unit in units]).values_list("unit_id", "indicator_id")
    for unit, indicator in rows:
        held.setdefault(unit, set()).add(indicator)
    return held


def _refuse_unfit(form: ReportingForm, period: Period) -> list[Indicator]:
    """The form's indicators; raises FormRefused where form and period do not go together."""
    indicators = _indicators(form)
    if not indicators and not form.is_default:
        raise FormRefused("Biểu chưa có chỉ tiêu nào nên chưa mở báo cáo được. Thêm chỉ tiêu vào biểu trước.")
    if period.is_closed:
        raise FormRefused(f"Kỳ “{period}” đã khóa, không mở thêm báo cáo. Cần thì mở lại kỳ trước.", "period")
    if form.frequency and period.kind != form.frequency:
        message = f"Biểu báo cáo theo {form.get_frequency_display()}, còn “{period}” là kỳ {period.get_kind_display()}."
        raise FormRefused(f"{message} Chọn kỳ khác.", "period")
    if form.year and period.ends_on.year != form.year:
        message = f"Biểu này dùng cho năm {form.year}, “{period}” thuộc năm {period.ends_on.year}."
        raise FormRefused(f"{message} Dùng bản của năm đó, chưa có thì tạo bản năm sau.", "period")
    return indicators


def _audience(form: ReportingForm, period: Period) -> tuple[list[AdminUnit], list[LeftOut]]:
    """Units that report the form on the period's own day, and those that have ended by then. At most two queries."""
    day = period.as_of_on
    if form.level or form.is_default:
        units = list(AdminUnit.objects.valid_on(day).of_level(form.level).in_reading_order())
        since = period.starts_on or day
        before = AdminUnit.objects.valid_on(since).of_level(form.level).in_reading_order()
        return units, [_ended(unit) for unit in before if not unit.is_valid_on(day)]
    chosen = [one.unit for one in FormUnit.objects.of_form(form)]
    here = [unit for unit in chosen if unit.is_valid_on(day)]
    return here, [_ended(unit) if unit.valid_to <= day else _not_yet(unit) for unit in chosen if unit not in here]


def _ended(unit: AdminUnit) -> LeftOut:
    return LeftOut(unit, f"đơn vị đã kết thúc, ngày cuối {write_date(unit.last_day)}")


def _not_yet(unit: AdminUnit) -> LeftOut:
    return LeftOut(unit, f"đơn vị có từ {write_date(unit.valid_from)}, sau ngày chốt số liệu của kỳ")
