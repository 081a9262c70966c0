"""Making and closing periods, and keeping the days off that deadlines step over."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays
from django.db import transaction

from portal.history.actions import recorded
from portal.history.models import Via
from portal.periods.models import Holiday, Period
from portal.periods.rules import BY_CODE, OwnDays, UnknownPeriod, codes_of_year, overlapping, parse, span_of

# Of two periods that end on one day the longer is the later figure: the year stands behind its December.
LENGTH_RANK = {
    kind: rank for rank, kind in enumerate(["month", "quarter", "half", "nine_months", "year", "span", "campaign"])
}
OWN_KINDS = (Period.Kind.SPAN, Period.Kind.CAMPAIGN)
OWN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")


class PeriodRefused(ValueError):
    """A period that cannot be made; the message is a sentence for people."""


class HolidayRefused(ValueError):
    """A day off that cannot be added; the message is a sentence for people."""


@dataclass(frozen=True)
class Generated:
    """Periods of a year in the order of their codes, and which of them were made just now."""

    periods: tuple[Period, ...]
    new: tuple[str, ...]


def position(kind: str, as_of_on: date) -> int:
    """Sorting number of a period: by cut-off day, then by length."""
    return as_of_on.toordinal() * 10 + LENGTH_RANK[kind]


def ensure_period(code: str) -> Period:
    """The period with this calendar code, made when it does not exist. Raises rules.UnknownPeriod."""
    found = Period.objects.by_code(code)
    if found:
        return found
    made = unsaved_period(code)
    made.save()
    return made


def unsaved_period(code: str) -> Period:
    """What the period with this calendar code would be; nothing is written. Raises rules.UnknownPeriod."""
    span = parse(code)
    return Period(
        code=code,
        kind=span.kind,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        as_of_on=span.as_of_on,
        position=position(span.kind, span.as_of_on),
    )


def ensure_campaign(*, code: str, name: str, starts_on: date | None, ends_on: date, as_of_on: date) -> Period:
    """The period of a campaign, made when it does not exist."""
    made, _ = Period.objects.get_or_create(
        code=code,
        defaults={
            "kind": Period.Kind.CAMPAIGN,
            "name": name,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "as_of_on": as_of_on,
            "position": position(Period.Kind.CAMPAIGN, as_of_on),
        },
    )
    return made


def generate_periods(year: int, calendar: str = "statistical", *, by: Any = None, via: str = Via.COMMAND) -> Generated:
    """The twenty periods of a year, made where they do not exist; a second time nothing is written.

    A period is one row whatever the calendar: the form that reports it moves the cut-off (decision 0008). Raises
    PeriodRefused for a calendar without days by code and UnknownPeriod for a year out of range.
    """
    if calendar not in BY_CODE:
        raise PeriodRefused(
            "Lịch cấp ủy và đợt sơ kết, tổng kết có ngày riêng nên không sinh kỳ theo năm. Hãy tạo từng kỳ với mã, "
            "từ ngày, đến ngày của kỳ."
        )
    codes = codes_of_year(year)
    for code in codes:
        span_of(calendar, code)
    known = {period.code: period for period in Period.objects.with_codes(codes)}
    new = tuple(code for code in codes if code not in known)
    if new:
        with recorded("make_periods", "periods.Period", by=by, via=via, subject_text=f"Năm {year}") as event:
            known |= {code: ensure_period(code) for code in new}
            event.rows = len(new)
    return Generated(tuple(known[code] for code in codes), new)


def open_period(
    *, code: str, kind: str, starts_on: date | None, ends_on: date, as_of_on: date | None = None, name: str = "",
    beside: Iterable[Period] | None = None, by: Any = None, via: str = Via.COMMAND,
) -> Period:  # fmt: skip
    """A period with days of its own: a span or a campaign.

    It may share no day with the periods `beside` it, all of its kind when none are named (two documents may be
    reviewed at the same time). Raises PeriodRefused with the reason; then nothing is written.
    """
    wanted = OwnDays(name or code, starts_on, ends_on)
    _refuse_own_period(code, kind, wanted)
    held = Period.objects.of_kind(kind) if beside is None else beside
    other = overlapping(wanted, (OwnDays(str(one), one.starts_on, one.ends_on) for one in held))
    if other:
        raise PeriodRefused(
            f"Kỳ “{wanted.name}” ({wanted.written}) trùng ngày với kỳ cùng loại “{other.name}” ({other.written}). "
            "Sửa từ ngày, đến ngày để hai kỳ không chồng lên nhau."
        )
    day = as_of_on or ends_on
    with recorded("make_periods", "periods.Period", by=by, via=via, subject_text=wanted.name, rows=1) as event:
        made = Period.objects.create(
            code=code, kind=kind, name=name, starts_on=starts_on, ends_on=ends_on, as_of_on=day,
            position=position(kind, day),
        )  # fmt: skip
        event.subject_id = made.pk
    return made


def _refuse_own_period(code: str, kind: str, wanted: OwnDays) -> None:
    if kind not in OWN_KINDS:
        raise PeriodRefused("Tháng, quý, 6 tháng, 9 tháng và năm sinh theo lịch, không đặt ngày riêng.")
    if not OWN_CODE.fullmatch(code):
        raise PeriodRefused(f"Mã kỳ “{code}” chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch; dài nhất 30 ký tự.")
    if _is_calendar_code(code):
        raise PeriodRefused(f"“{code}” là mã kỳ theo lịch, ngày của kỳ đã xác định. Hãy đặt mã khác cho kỳ riêng.")
    if Period.objects.by_code(code):
        raise PeriodRefused(f"Đã có kỳ mang mã “{code}”.")
    if wanted.first > wanted.ends_on:
        raise PeriodRefused("Từ ngày phải trước hoặc trùng đến ngày.")


def _is_calendar_code(code: str) -> bool:
    try:
        return bool(parse(code))
    except UnknownPeriod:
        return False


def fill_holidays(years: Iterable[int]) -> int:
    """Enter the public holidays of years that have none yet; an edited year stays as it is. Returns how many days."""
    wanted = set(years) - set(Holiday.objects.years())
    found = holidays.country_holidays("VN", years=wanted, language="vi") if wanted else {}
    days = [Holiday(day=day, name=name[:120]) for day, name in sorted(found.items()) if day.year in wanted]
    if days:
        with recorded("fill_holidays", "periods.Holiday", via=Via.COMMAND, rows=len(days)):
            Holiday.objects.bulk_create(days)
    return len(days)


def add_holiday(*, day: date, name: str, by: Any, via: str = Via.FORM) -> Holiday:
    """A day off more, as the Government shifts them. Raises HolidayRefused for a day that is one already."""
    with transaction.atomic():
        if Holiday.objects.on(day).exists():
            raise HolidayRefused(f"Ngày {day.day}/{day.month}/{day.year} đã có trong danh sách ngày nghỉ.")
        with recorded("add_holiday", "periods.Holiday", by=by, via=via, rows=1) as event:
            made = Holiday.objects.create(day=day, name=name.strip())
            event.subject_id, event.subject_text = made.pk, str(made)
    return made


def remove_holiday(holiday: Holiday, *, by: Any, via: str = Via.FORM) -> None:
    """A working day after all; the ledger keeps which day it was."""
    with recorded(
        "remove_holiday", "periods.Holiday", by=by, via=via, rows=1, subject_id=holiday.pk, subject_text=str(holiday)
    ):
        holiday.delete()
