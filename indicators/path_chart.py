"""The chart of a series: its figures in time, the path that the target asks for, and where a definition changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.models import Indicator, IndicatorVersion
from indicators.rules import Verdict, difference_unit, half_up, measures
from indicators.rules.facts import TargetKind
from indicators.rules.redefining import break_note
from indicators.shown import figure_kind
from portal import charts
from portal.periods.rules import label, previous
from portal.vietnamese.numbers import write_number

MOST_POINTS = 24
MOST_MISSING = 12  # periods named between two figures; more would crowd the axis
DAYS_OF_YEAR = Decimal("365.25")
FEWEST = 2


@dataclass(frozen=True)
class Drawn:
    """A figure to be drawn: its period, its day, the number as shown, its text and whether it is provisional."""

    code: str
    short: str
    kind: str
    day: date
    value: Decimal
    text: str
    quality: str = ""


@dataclass(frozen=True)
class PathChart:
    """The drawing with its finding in words, ready for _components/line_chart.html."""

    chart: charts.LineChart
    title: str
    summary: str
    stamp: str


def path_chart(
    figures: Sequence[Drawn], indicator: Indicator, verdict: Verdict | None, versions: Sequence[IndicatorVersion]
) -> PathChart | None:
    """Figures (newest first) of the kind of period that the latest has; None where there is nothing to see in time."""
    kind = figures[0].kind if figures else ""
    shown = [one for one in figures if one.kind == kind][:MOST_POINTS][::-1]
    path, targets = _path(verdict, shown), tuple(_targets(verdict, indicator))
    if len(shown) + len(path) < FEWEST:
        return None
    breaks = [(_at(one.valid_from), break_note(one.valid_from)) for one in versions if one.valid_from]
    drawn = charts.line(tuple(_points(shown)), path, targets, breaks)
    if drawn is None:
        return None
    return PathChart(
        chart=drawn,
        title=f"{indicator.name}: {_finding(shown, indicator, bool(drawn.breaks))}",
        summary=" ".join(_summary(shown, targets, path, drawn)),
        stamp=_stamp(indicator, shown),
    )


def _at(day: date) -> Decimal:
    """The day's place on the axis, in years."""
    return day.year + Decimal((day - date(day.year, 1, 1)).days) / DAYS_OF_YEAR


def _points(shown: Sequence[Drawn]) -> Iterator[charts.Point]:
    """Figures in time; a period without one stays a gap and keeps its name on the axis."""
    for before, now in zip([None, *shown], shown, strict=False):
        if before is not None:
            missing = _missing(before, now)
            step = (_at(now.day) - _at(before.day)) / (len(missing) + 1)
            for place, code in enumerate(missing, 1):
                yield charts.Point(_at(before.day) + step * place, None, _short(code))
        yield charts.Point(_at(now.day), now.value, now.short, now.text, provisional=now.quality in _PROVISIONAL)


_PROVISIONAL = ("estimate", "preliminary")


def _short(code: str) -> str:
    return label(code).removeprefix("Năm ")


def _missing(before: Drawn, now: Drawn) -> list[str]:
    """Codes of the periods between two figures that have none, earliest first; empty where periods do not follow."""
    found: list[str] = []
    code = previous(now.code)
    while code and code != before.code:
        found.append(code)
        if len(found) > MOST_MISSING:
            return []
        code = previous(code)
    return found[::-1] if code else []


def _path(verdict: Verdict | None, shown: Sequence[Drawn]) -> list[tuple[Decimal, Decimal]]:
    """Corners of what is asked for; what is to be kept up is a level line under the figures."""
    if not _has_number(verdict) or verdict.case.target.kind == TargetKind.AVERAGE_OVER_HORIZON:
        return []
    corners = measures.course(verdict.case)
    if corners and corners[0][0] == date.min:
        return [(_at(one.day), corners[0][1]) for one in shown]
    return [(_at(day), value) for day, value in corners]


def _has_number(verdict: Verdict | None) -> bool:
    return verdict is not None and measures.is_numeric(verdict.case)


def _targets(verdict: Verdict | None, indicator: Indicator) -> Iterator[charts.Point]:
    """The yearly values, and the target on its last day."""
    if not _has_number(verdict):
        return
    due, goal = measures.due_on(verdict.case), measures.goal(verdict.case)
    corners = dict(verdict.case.path)
    if due and goal is not None:
        corners[due] = goal
    for day, value in sorted(corners.items()):
        yield charts.Point(_at(day), value, str(day.year), _number(value, indicator))


def _number(value: Decimal, indicator: Indicator) -> str:
    written = write_number(half_up(value, indicator.precision).normalize())
    return f"{written}{indicator.unit_of_measure}" if indicator.is_percent else written


def _finding(shown: Sequence[Drawn], indicator: Indicator, is_broken: bool) -> str:
    if len(shown) < FEWEST:
        return "lộ trình của mục tiêu" if not shown else f"{shown[0].text} ({shown[0].short})"
    first, last = shown[0], shown[-1]
    ends = f"{first.text} ({first.short}) và {last.text} ({last.short})"
    if is_broken:
        return f"{ends}, định nghĩa đã đổi"
    step = last.value - first.value
    if not step:
        return f"{ends}, không đổi"
    amount = f"{write_number(abs(step).normalize())} {difference_unit(indicator.unit_of_measure)}"
    return f"{'tăng' if step > 0 else 'giảm'} {amount} từ {first.short} đến {last.short}"


def _summary(
    shown: Sequence[Drawn], targets: Sequence[charts.Point], path: Sequence[object], drawn: charts.LineChart
) -> Iterator[str]:
    if len(shown) >= FEWEST:
        yield f"Từ {shown[0].text} ({shown[0].short}) đến {shown[-1].text} ({shown[-1].short})."
    holes = [_missing(before, now) for before, now in zip(shown, shown[1:], strict=False)]
    named = [f"{_short(hole[0])}–{_short(hole[-1])}" if len(hole) > 1 else _short(hole[0]) for hole in holes if hole]
    if named:
        dotted = "; nét chấm chỉ nối hai điểm, không phải số đo" if any(one.gap for one in drawn.strokes) else ""
        yield f"Không có số liệu {', '.join(named)}{dotted}."
    if path:
        yield "Nét đứt là đường lộ trình."
    if targets:
        yield f"Mục tiêu {targets[-1].text} ({targets[-1].label})."
    if any(mark.provisional for mark in drawn.marks):
        yield "Điểm rỗng là số tạm (ước hoặc sơ bộ)."
    for one in drawn.breaks:
        yield f"{one.text[:1].upper()}{one.text[1:]} (vạch ≠)."


def _stamp(indicator: Indicator, shown: Sequence[Drawn]) -> str:
    kinds = ", ".join(dict.fromkeys(figure_kind(one.quality) or "chính thức" for one in shown if one.quality))
    return f"Đơn vị tính: {indicator.unit_of_measure}{f' · số liệu: {kinds}' if kinds else ''}."
