"""Rules of periods, calendars and deadlines: pure, without a clock."""

import re
from calendar import monthrange
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# contract.md: a commune reports before its district, a district before its province; the fixture may say otherwise.
WORKING_DAYS_BY_LEVEL: Mapping[str, int] = {"commune": 2, "district": 5, "province": 8}

QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}
HALVES = {"1": "6 tháng đầu năm", "2": "6 tháng cuối năm"}
YEAR = "(?:19|20)[0-9]{2}"
MONTH = "0[1-9]|1[0-2]"


class UnknownPeriod(ValueError):
    """A text that is no calendar period; a campaign's code is one too, since its days are stored, not written in it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Không hiểu mã kỳ báo cáo “{code}”. Hãy viết như 2023-08, 2023-Q3, 2023-H1, 2023-9M, 2023, "
            "2018-2022 hoặc 2021-01..2023-08."
        )


class UnknownDate(ValueError):
    """A text that is neither a day, a month nor a year."""

    def __init__(self, text: str) -> None:
        super().__init__(f"Không hiểu ngày “{text}”. Hãy viết như 2022-11-05, 2022-11 hoặc 2022.")


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    SPAN = "span"
    CAMPAIGN = "campaign"


class Calendar(StrEnum):
    """By which days a reporting form cuts its data off (domain.md section 5)."""

    ADMINISTRATIVE = "administrative"
    STATISTICAL = "statistical"
    PARTY = "party"
    CAMPAIGN = "campaign"


# Calendars whose days follow from the code of a period; the others have days of their own.
BY_CODE = (Calendar.STATISTICAL, Calendar.ADMINISTRATIVE)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, first and last included, and the day its figures describe.

    Only a campaign may lack its first day (the source of SK23-52-2023 prints none).
    """

    kind: PeriodKind
    starts_on: date | None
    ends_on: date
    as_of_on: date


@dataclass(frozen=True, slots=True)
class _Months:
    """A calendar period as whole months, counted from year 0, both included."""

    kind: PeriodKind
    first: int
    last: int


def _in_year(kind: PeriodKind, year: str, first: int, last: int) -> _Months:
    return _Months(kind, int(year) * 12 + first - 1, int(year) * 12 + last - 1)


@dataclass(frozen=True, slots=True)
class _Notation:
    """One way of writing a period: what it means, how people call it, which periods it is compared with."""

    pattern: re.Pattern[str]
    months: Callable[..., _Months]
    label: Callable[..., str]
    year_before: Callable[..., str | None]
    before: Callable[..., str | None]
    shortest: int = 1  # months; a span of one year or month has a code of its own, and two codes would be two periods


def _range_year_before(year: str, month: str, last_year: str, last_month: str) -> str | None:
    """The same months a year earlier; None when the range crosses a year, for such sums have no "cùng kỳ"."""
    return f"{int(year) - 1}-{month}..{int(year) - 1}-{last_month}" if year == last_year else None


def _span_before(first: str, last: str) -> str:
    """The span of equal length that ends where this one starts: 2021-2025 after 2016-2020."""
    length = int(last) - int(first) + 1
    return f"{int(first) - length}-{int(first) - 1}"


def _part_before(year: str, part: str, mark: str, parts: int) -> str:
    return f"{year}-{mark}{int(part) - 1}" if int(part) > 1 else f"{int(year) - 1}-{mark}{parts}"


def _month_before(year: str, month: str) -> str:
    return f"{year}-{int(month) - 1:02}" if int(month) > 1 else f"{int(year) - 1}-12"


_NOTATIONS = (
    _Notation(
        re.compile(f"({YEAR})-({MONTH})"),
        lambda year, month: _in_year(PeriodKind.MONTH, year, int(month), int(month)),
        lambda year, month: f"Tháng {int(month)}/{year}",
        lambda year, month: f"{int(year) - 1}-{month}",
        _month_before,
    ),
    _Notation(
        re.compile(f"({YEAR})-Q([1-4])"),
        lambda year, part: _in_year(PeriodKind.QUARTER, year, int(part) * 3 - 2, int(part) * 3),
        lambda year, part: f"Quý {QUARTERS[part]}/{year}",
        lambda year, part: f"{int(year) - 1}-Q{part}",
        lambda year, part: _part_before(year, part, "Q", 4),
    ),
    _Notation(
        re.compile(f"({YEAR})-H([12])"),
        lambda year, part: _in_year(PeriodKind.HALF, year, int(part) * 6 - 5, int(part) * 6),
        lambda year, part: f"{HALVES[part]} {year}",
        lambda year, part: f"{int(year) - 1}-H{part}",
        lambda year, part: _part_before(year, part, "H", 2),
    ),
    _Notation(
        re.compile(f"({YEAR})-9M"),
        lambda year: _in_year(PeriodKind.NINE_MONTHS, year, 1, 9),
        lambda year: f"9 tháng năm {year}",
        lambda year: f"{int(year) - 1}-9M",
        lambda year: f"{int(year) - 1}-9M",
    ),
    _Notation(
        re.compile(f"({YEAR})"),
        lambda year: _in_year(PeriodKind.YEAR, year, 1, 12),
        lambda year: f"Năm {year}",
        lambda year: f"{int(year) - 1}",
        lambda year: f"{int(year) - 1}",
    ),
    _Notation(
        re.compile(f"({YEAR})-({YEAR})"),
        lambda first, last: _Months(PeriodKind.SPAN, int(first) * 12, int(last) * 12 + 11),
        lambda first, last: f"Giai đoạn {first}–{last}",
        lambda first, last: None,  # a multi-year sum is not comparable with anything a year away
        _span_before,
        shortest=24,
    ),
    _Notation(
        re.compile(rf"({YEAR})-({MONTH})\.\.({YEAR})-({MONTH})"),
        lambda year, month, last_year, last_month: _Months(
            PeriodKind.SPAN, int(year) * 12 + int(month) - 1, int(last_year) * 12 + int(last_month) - 1
        ),
        lambda year, month, last_year, last_month: (
            f"Từ tháng {int(month)}/{year} đến tháng {int(last_month)}/{last_year}"
        ),
        _range_year_before,
        lambda *groups: None,
        shortest=2,
    ),
)


def _read(code: str) -> tuple[_Notation, tuple[str, ...], _Months]:
    for notation in _NOTATIONS:
        if match := notation.pattern.fullmatch(code):
            months = notation.months(*match.groups())
            if months.last - months.first + 1 >= notation.shortest:
                return notation, match.groups(), months
    raise UnknownPeriod(code)


def parse(code: str) -> Span:
    """The period on calendar dates (the statistical calendar); raises UnknownPeriod."""
    _, _, months = _read(code)
    ends_on = _last_day(*_year_and_month(months.last))
    return Span(months.kind, date(*_year_and_month(months.first), 1), ends_on, ends_on)


def administrative(code: str) -> Span:
    """The period by the data cut-offs of Nghị định 09/2019/NĐ-CP: from the 15th of the month before to the 14th."""
    _, _, months = _read(code)
    cut_off = date(*_year_and_month(months.last), 14)
    return Span(months.kind, date(*_year_and_month(months.first - 1), 15), cut_off, cut_off)


def span_of(calendar: str, code: str) -> Span:
    """The period by the calendar; raises UnknownPeriod for a code that is no calendar period."""
    return administrative(code) if calendar == Calendar.ADMINISTRATIVE else parse(code)


def cut_off(calendar: str, code: str, as_of_on: date) -> date:
    """The last day of data that a form of the calendar asks for in the period whose own day is `as_of_on`.

    Only the administrative calendar moves it, and only for calendar periods: a campaign keeps its own day.
    """
    if calendar != Calendar.ADMINISTRATIVE:
        return as_of_on
    try:
        return administrative(code).as_of_on
    except UnknownPeriod:
        return as_of_on


def codes_of_year(year: int) -> tuple[str, ...]:
    """Codes of the twenty periods of a year: months, quarters, halves, nine months and the year itself."""
    months = (f"{month:02}" for month in range(1, 13))
    return tuple(f"{year:04}-{part}" for part in (*months, *(f"Q{n}" for n in range(1, 5)), "H1", "H2", "9M")) + (
        f"{year:04}",
    )


@dataclass(frozen=True, slots=True)
class OwnDays:
    """A period with days of its own, by the name that people know it under."""

    name: str
    starts_on: date | None
    ends_on: date

    @property
    def first(self) -> date:
        """The first day known: of a period that says no beginning its last day."""
        return self.starts_on or self.ends_on

    @property
    def written(self) -> str:
        """The days as people write them."""
        first, last = (f"{day.day}/{day.month}/{day.year}" for day in (self.first, self.ends_on))
        return last if first == last else f"{first} – {last}"


def overlapping(wanted: OwnDays, others: Iterable[OwnDays]) -> OwnDays | None:
    """The first of the others that shares a day with the wanted period."""
    return next((one for one in others if one.first <= wanted.ends_on and wanted.first <= one.ends_on), None)


def _year_and_month(count: int) -> tuple[int, int]:
    year, month = divmod(count, 12)
    return year, month + 1


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def sort_key(span: Span) -> tuple[int, int, int]:
    """Order by the day a period is over, the shorter first: month 12, quarter IV, second half, year."""
    starts = span.starts_on.toordinal() if span.starts_on else 0
    return span.ends_on.toordinal(), -starts, list(PeriodKind).index(span.kind)


def label(code: str) -> str:
    """The period's Vietnamese name; a code that is no calendar period (a campaign's) comes back unchanged."""
    try:
        notation, groups, _ = _read(code)
    except UnknownPeriod:
        return code
    return notation.label(*groups)


def same_period_last_year(code: str) -> str | None:
    """The code of "cùng kỳ năm trước"; None for campaigns and for spans of several years."""
    return _neighbour(code, lambda notation: notation.year_before)


def previous(code: str) -> str | None:
    """The code of the period of the same kind just before; None where there is none (campaigns, ranges of months)."""
    return _neighbour(code, lambda notation: notation.before)


def _neighbour(code: str, step: Callable[[_Notation], Callable[..., str | None]]) -> str | None:
    try:
        notation, groups, _ = _read(code)
        neighbour = step(notation)(*groups)
        return neighbour if neighbour and _read(neighbour) else None
    except UnknownPeriod:
        return None


def add_working_days(day: date, n: int, holidays: Container[date]) -> date:
    """The n-th working day after a day (Monday to Friday, no holiday); the day itself for n = 0."""
    if n < 0:
        raise ValueError("Số ngày làm việc không được âm.")
    while n > 0:
        day += ONE_DAY
        n -= day.weekday() < SATURDAY and day not in holidays
    return day


def deadline(
    as_of_on: date,
    level: str,
    holidays: Container[date],
    lengths: Mapping[str, int] = WORKING_DAYS_BY_LEVEL,
) -> date:
    """The last day on which a unit of this level reports in time; KeyError for a level without a length."""
    return add_working_days(as_of_on, lengths[level], holidays)


def overdue_days(deadline: date, on: date) -> int:
    """Days past the deadline, 0 on the deadline itself: it ends with that local day (Asia/Ho_Chi_Minh)."""
    return max(0, (on - deadline).days)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source: "tháng 11/2022" has no day, "2030" no month."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read 2022-11-05, 2022-11 or 2022; raises UnknownDate."""
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
        parts = [int(part) for part in match.groups() if part] if match else []
        try:
            date(*(parts + [1, 1])[:3])  # refuses the month 13 and 30 February
        except (TypeError, ValueError) as error:
            raise UnknownDate(text) from error
        return cls(*parts)

    @property
    def ends_on(self) -> date:
        """The last day it can mean: on that day it is judged."""
        if self.day:
            return date(self.year, self.month, self.day)
        return _last_day(self.year, self.month or 12)

    @property
    def written(self) -> str:
        """As people write it, no more precise than it is."""
        if self.day:
            return f"{self.day}/{self.month}/{self.year}"
        return f"tháng {self.month}/{self.year}" if self.month else f"năm {self.year}"


def partial_end(text: str) -> date:
    """The last day that "2022-11-05", "2022-11" or "2022" can mean; raises UnknownDate."""
    return PartialDate.parse(text).ends_on


def write_partial(text: str) -> str:
    """The date as people write it: 5/11/2022, tháng 11/2022, năm 2022; raises UnknownDate."""
    return PartialDate.parse(text).written
