"""Measures of a case: does the comparator hold, what the path expects on a day, how far it is, how old it is.

Every function with `actual` takes a figure that exists. "Sense" is +1 where more is better, −1 where less is.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache, wraps
from typing import TypeVar

from indicators.rules.facts import Case, Comparator, TargetKind
from indicators.rules.figures import EXACT, HUNDRED, half_up, ratio
from portal.periods.rules import UnknownPeriod, administrative, parse

ONE_DAY = timedelta(days=1)
MONTHS_BY_FREQUENCY: Mapping[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SENSE_OF_COMPARATOR: Mapping[str, int] = {"at_least": 1, "more_than": 1, "done": 1, "at_most": -1, "less_than": -1}
SENSE_OF_DIRECTION: Mapping[str, int] = {"up": 1, "down": -1}
WITHOUT_NUMBER = (TargetKind.QUALITATIVE, TargetKind.ORIENTATION)
Found = TypeVar("Found")


def once(measure: Callable[[Case], Found]) -> Callable[[Case], Found]:
    """Work a measure out once for a case: eleven rules ask for the same ones, of many thousand cases in a row."""
    name = measure.__name__

    @wraps(measure)
    def remembered(case: Case) -> Found:
        if name not in case.known:
            case.known[name] = measure(case)
        return case.known[name]

    return remembered


@cache
def _calendar(code: str) -> tuple[date, date, date] | None:
    """First and last day of a calendar period and its administrative cut-off; None for a campaign."""
    try:
        span = parse(code)
    except UnknownPeriod:
        return None
    return span.starts_on or span.ends_on, span.ends_on, administrative(code).as_of_on


@once
def is_numeric(case: Case) -> bool:
    """Whether there is a target with a number (or yes/no) to hold a figure against, in the figure's own unit."""
    target = case.target
    if (
        of_other_unit(case)
        or target is None
        or target.comparator == Comparator.QUALITATIVE
        or target.kind in WITHOUT_NUMBER
    ):
        return False
    if target.comparator == Comparator.BETWEEN:
        return target.value is not None and target.value_high is not None
    return goal(case) is not None


def of_other_unit(case: Case) -> bool:
    """Whether the target is written in another unit than the figure, as after a change of the definition."""
    return bool(case.target and case.target.unit and case.unit and case.target.unit != case.unit)


def goal(case: Case) -> Decimal | None:
    """The number that the path leads to; of "between" the end nearest to the baseline."""
    target, baseline = case.target, case.baseline and case.baseline[0]
    if target.comparator == Comparator.DONE:
        return Decimal(1) if target.value is None else target.value
    if target.comparator == Comparator.MAINTAIN and target.value is None:
        return baseline
    if target.comparator != Comparator.BETWEEN:
        return target.value
    if baseline is not None:
        return min(max(baseline, target.value), target.value_high)
    return {"up": target.value, "down": target.value_high}.get(case.direction)


def sense(case: Case) -> int:
    """+1, −1, or 0 where any move away is bad. A comparator knows its own; only the two-sided ask the indicator."""
    comparator = case.target.comparator
    if comparator in SENSE_OF_COMPARATOR:
        return SENSE_OF_COMPARATOR[comparator]
    if case.direction in SENSE_OF_DIRECTION:
        return SENSE_OF_DIRECTION[case.direction]
    if comparator == Comparator.MAINTAIN or case.baseline is None:
        return 0
    return _sign(goal(case) - case.baseline[0])


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


@once
def bounds(case: Case) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that the target allows, None where it does not say; strictness is the comparator's."""
    value, which = goal(case), sense(case)
    match case.target.comparator:
        case Comparator.AT_LEAST | Comparator.MORE_THAN | Comparator.DONE:
            return value, None
        case Comparator.AT_MOST | Comparator.LESS_THAN:
            return None, value
        case Comparator.BETWEEN:
            return case.target.value, case.target.value_high
        case Comparator.MAINTAIN:
            # Better than what was to be kept up is no failure where the indicator has a good side.
            leeway = abs(value) * case.tolerance_percent / HUNDRED
            return (None if which < 0 else value - leeway), (None if which > 0 else value + leeway)
    return value, value


def holds(case: Case, actual: Decimal) -> bool:
    """Whether the comparator holds, on exact numbers; only "equal" is judged as precisely as the indicator is shown."""
    comparator, value = case.target.comparator, goal(case)
    if comparator == Comparator.MORE_THAN:
        return actual > value
    if comparator == Comparator.LESS_THAN:
        return actual < value
    if comparator == Comparator.EQUAL:
        return half_up(actual, case.precision) == half_up(value, case.precision)
    return not outside(case, actual)


def outside(case: Case, actual: Decimal) -> Decimal:
    """How far beyond the nearest bound, negative below and positive above; 0 inside."""
    low, high = bounds(case)
    if low is not None and actual < low:
        return actual - low
    return actual - high if high is not None and actual > high else Decimal(0)


def exceeds(case: Case, actual: Decimal) -> bool:
    """Whether a target that holds is strictly surpassed; equal, between and done can only be met."""
    match case.target.comparator:
        case Comparator.AT_LEAST | Comparator.MORE_THAN:
            return actual > goal(case)
        case Comparator.AT_MOST | Comparator.LESS_THAN:
            return actual < goal(case)
        case Comparator.MAINTAIN:
            leeway = abs(goal(case)) * case.tolerance_percent / HUNDRED
            return sense(case) * (actual - goal(case)) > leeway
    return False


def due_on(case: Case) -> date | None:
    """The last day of the target's period, None where the document does not say."""
    return case.target.due_on if case.target and case.target.horizon_known else None


def as_of(case: Case) -> date | None:
    """The day the figure describes; a period without an own day describes its end."""
    if case.actual.as_of_on:
        return case.actual.as_of_on
    days = _calendar(case.actual.period_code)
    return days[1] if days else None


def reached_on(case: Case) -> date | None:
    """The day on the path that the figure stands for: the last one of a period whose cut-off it has come to.

    The year 2023 as of 14/12/2023 is held against what is asked for by the end of 2023, not against 17 days less.
    """
    day, days = as_of(case), _calendar(case.actual.period_code)
    return days[1] if day and days and days[2] <= day <= days[1] else day


@once
def covers_end(case: Case) -> bool:
    """Whether the figure is the one of the target's end.

    A period of Nghị định 09/2019 is cut off on the 14th: the year 2025 as of 14/12/2025 is the figure of 31/12/2025,
    while a span 2021-2023 known to 30/8/2023 is not yet that of 31/12/2023.
    """
    day, due, days = as_of(case), due_on(case), _calendar(case.actual.period_code)
    if day is None or due is None or not belongs(case):
        return False
    return day >= due or (days is not None and days[1] >= due and day >= days[2])


@once
def belongs(case: Case) -> bool:
    """Whether the figure is of the target's own days: asked only of yearly targets and averages."""
    target, day, days = case.target, as_of(case), _calendar(case.actual.period_code)
    if target.kind not in (TargetKind.YEARLY, TargetKind.AVERAGE_OVER_HORIZON) or day is None:
        return True
    if target.starts_on and day < target.starts_on:
        return False
    first_day = days[0] if days else day
    return target.kind != TargetKind.YEARLY or target.due_on is None or first_day <= target.due_on


@once
def expected(case: Case) -> Decimal | None:
    """What the path asks for on the day the figure describes; None where only the end is judged.

    The yearly targets joined by lines where given, else the straight line from the baseline to the target.
    """
    day, points = reached_on(case), course(case)
    if day is None or not points or case.target.comparator == Comparator.DONE:
        return None
    if day < points[0][0]:
        return points[0][1] if case.baseline else None
    for (start, low), (end, high) in zip(points, points[1:], strict=False):
        if day < end:
            return low + EXACT.divide((high - low) * (day - start).days, Decimal((end - start).days))
    return points[-1][1]


def course(case: Case) -> list[tuple[date, Decimal]]:
    """The corners of the path, earliest first; empty where only the end is judged."""
    end, last = due_on(case), goal(case)
    points = sorted(case.path)
    if case.target.comparator == Comparator.MAINTAIN and not points:
        return [(date.min, last)]  # what is to be kept up is expected on every day
    if case.baseline and (not points or case.baseline[1] < points[0][0]):
        points.insert(0, (case.baseline[1], case.baseline[0]))
    if points and end and last is not None and points[-1][0] < end:
        points.append((end, last))
    return points if case.path or (end and len(points) > 1) else []


def shortfall(case: Case, actual: Decimal, wanted: Decimal) -> Decimal:
    """How much is missing on the path (positive is behind); having passed a two-sided target counts as missing too."""
    beyond, which = outside(case, actual), sense(case)
    if which == 0 or which * beyond > 0:
        return abs(beyond)
    return which * (wanted - actual)


def distance(case: Case) -> Decimal:
    """The way from where the path starts to where it ends: the tolerance is a share of it."""
    start = case.baseline[0] if case.baseline else (min(case.path)[1] if case.path else goal(case))
    end = goal(case)
    if end is None:
        end = max(case.path)[1] if case.path else start
    return abs(end - start) if start is not None else Decimal(0)


def regresses(case: Case, actual: Decimal) -> bool:
    """Whether the figure is worse than the baseline, or has left what was to be kept up."""
    if case.target.comparator == Comparator.MAINTAIN:
        return not holds(case, actual)
    if case.baseline is None:
        return False
    moved, which = actual - case.baseline[0], sense(case)
    return moved * which < 0 if which else bool(moved)


def gap(case: Case, actual: Decimal) -> Decimal | None:
    """Actual − target, the sign untouched: 8.14 against 8.5 is −0.36; of "between" to the nearest end, 0 inside."""
    if case.target.comparator == Comparator.DONE:
        return None
    return outside(case, actual) if case.target.comparator == Comparator.BETWEEN else actual - goal(case)


def progress_percent(case: Case, actual: Decimal) -> Decimal | None:
    """(actual − baseline) ÷ (target − baseline), uncapped, maybe negative; None where target = baseline."""
    value = goal(case)
    if case.baseline is None or value is None or case.target.comparator == Comparator.DONE:
        return None
    return ratio(actual - case.baseline[0], value - case.baseline[0], percent=True)


def plan(case: Case) -> Decimal | None:
    """The number that "% kế hoạch" is counted of: the yearly target next due after the figure, else the target."""
    if case.target.comparator in (Comparator.DONE, Comparator.BETWEEN):
        return None
    day = reached_on(case)
    return next((value for on, value in sorted(case.path) if day and on >= day), goal(case))


def needed_per_year(case: Case, actual: Decimal) -> Decimal | None:
    """The average of the remaining years that would still bring the whole horizon to the target.

    Rates of growth ("%/năm") compound, other averages add up. None unless the horizon is known and under way.
    """
    target, day = case.target, as_of(case)
    if target.kind != TargetKind.AVERAGE_OVER_HORIZON or not (target.starts_on and due_on(case) and day):
        return None
    whole, gone = (_months(target.starts_on, end + ONE_DAY) for end in (due_on(case), day))
    if not 0 < gone < whole:
        return None
    left, value = Decimal(whole - gone), goal(case)
    if value is None or not case.unit.startswith("%/"):
        return None if value is None else (value * whole - actual * gone) / left
    grown, wanted = 1 + actual / HUNDRED, 1 + value / HUNDRED
    if grown <= 0 or wanted <= 0:
        return None
    rest = EXACT.power(wanted, Decimal(whole) / left) / EXACT.power(grown, Decimal(gone) / left)
    return (rest - 1) * HUNDRED


def _months(start: date, end: date) -> int:
    """Whole months between two days, half a month counting as one."""
    return (end.year - start.year) * 12 + end.month - start.month + ((end.day - start.day + 15) // 30)


@once
def stale_on(case: Case) -> date | None:
    """The first day on which the figure is too old: its day + frequency + grace + 1; None without a frequency."""
    day, months = as_of(case), MONTHS_BY_FREQUENCY.get(case.freshness.frequency or "")
    return None if day is None or months is None else _too_old_on(day, months, case.freshness.grace_days)


@lru_cache(maxsize=4096)
def _too_old_on(day: date, months: int, grace_days: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    # The month that follows 28 February ends on 31 March: a month's last day stays a last day.
    is_last = (day + ONE_DAY).day == 1
    next_figure = date(year, month + 1, length if is_last else min(day.day, length))
    return next_figure + timedelta(days=grace_days) + ONE_DAY


def term_is_over(case: Case, on: date) -> bool:
    """Whether the document's term has ended, so that "Chưa đạt" becomes "Không đạt"."""
    return case.final_day is not None and on > case.final_day


def day_after(day: date | None) -> date | None:
    """The next day; None for no day and for the open end 9999-12-31."""
    return day + ONE_DAY if day and day < date.max else None
