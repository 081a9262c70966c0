"""Figures in time: sparklines and line charts; a missing figure is a gap, never 0."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from portal.charts.scale import Dot, polyline, scaled, ticks, written

MOST_AXIS_LABELS = 8
AXIS_LEFT = Decimal(56)
AXIS_RIGHT = Decimal(16)
CLOSE = Decimal(30)  # nearer than this, two labels would stand on each other
LABEL_ROOM = Decimal(44)  # half a label beside the first and the last mark


@dataclass(frozen=True)
class Sparkline:
    """Unbroken runs as polyline points, lone figures as dots; a missing figure breaks the line."""

    width: str
    height: str
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    last: Dot | None


@dataclass(frozen=True)
class Point:
    """A figure on the time axis; ``at`` is its place in years (2023.5), None as value keeps the gap visible."""

    at: Decimal
    value: Decimal | None
    label: str = ""
    text: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Mark:
    """A figure as drawn, its label above it unless that leaves the drawing."""

    x: str
    y: str
    label_y: str
    label: str
    text: str
    provisional: bool


@dataclass(frozen=True)
class Stroke:
    """A straight piece between two marks; ``gap`` when figures are missing between them."""

    x1: str
    y1: str
    x2: str
    y2: str
    gap: bool


@dataclass(frozen=True)
class Tick:
    """A line of the value axis."""

    y: str
    value: Decimal


@dataclass(frozen=True)
class AxisLabel:
    """A period written under the time axis."""

    x: str
    text: str


@dataclass(frozen=True)
class Break:
    """A line across the drawing where figures on both sides count different things."""

    x: str
    text: str


@dataclass(frozen=True)
class LineChart:
    """Figures in time with the dashed expected path and the targets."""

    width: str
    height: str
    left: str
    right: str
    bottom: str
    label_y: str
    marks: tuple[Mark, ...]
    strokes: tuple[Stroke, ...]
    path: str
    targets: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[AxisLabel, ...]
    starts_at_zero: bool
    top: str = ""
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True)
class _Frame:
    """Maps years and values to the drawing's inner box."""

    first: Decimal
    last: Decimal
    low: Decimal
    high: Decimal
    left: Decimal
    right: Decimal
    top: Decimal
    bottom: Decimal

    def x(self, at: Decimal) -> Decimal:
        return scaled(at, self.first, self.last, self.left, self.right)

    def y(self, value: Decimal) -> Decimal:
        return scaled(value, self.low, self.high, self.bottom, self.top)


def sparkline(points: Sequence[Decimal | None], width: int = 96, height: int = 24) -> Sparkline:
    """Trend of the figures in order, evenly spaced; a flat series runs through the middle."""
    known = [value for value in points if value is not None]
    if not known:
        return Sparkline(str(width), str(height), (), (), None)
    pad = Decimal(3)
    low, high = min(known), max(known)
    last_place = Decimal(max(len(points) - 1, 1))
    runs: list[list[Dot]] = [[]]
    for place, value in enumerate(points):
        if value is None:
            runs.append([])
            continue
        x = scaled(Decimal(place), Decimal(0), last_place, pad, width - pad)
        runs[-1].append(Dot(written(x), written(scaled(value, low, high, height - pad, pad))))
    drawn = [run for run in runs if run]
    return Sparkline(
        width=str(width),
        height=str(height),
        lines=tuple(polyline(run) for run in drawn if len(run) > 1),
        dots=tuple(run[0] for run in drawn if len(run) == 1),
        last=drawn[-1][-1],
    )


def line(
    points: Sequence[Point],
    path: Sequence[tuple[Decimal, Decimal]] = (),
    targets: Sequence[Point] = (),
    breaks: Sequence[tuple[Decimal, str]] = (),
    width: int = 640,
    height: int = 240,
) -> LineChart | None:
    """Figures against the expected path (year, value) and the targets; None when there is nothing to draw.

    At a break (year, what changed) no line is drawn from the figure before to the one behind.
    """
    values = [point.value for point in (*points, *targets) if point.value is not None]
    values += [value for _, value in path]
    if not values:
        return None
    scale = ticks(min(values), max(values))
    years = [point.at for point in (*points, *targets)] + [at for at, _ in path]
    frame = _frame(years, scale, width, height)
    marks, goals = _apart(list(_marks(points, frame)), list(_marks(targets, frame)))
    return LineChart(
        width=str(width),
        height=str(height),
        left=written(AXIS_LEFT),
        right=written(width - AXIS_RIGHT),
        bottom=written(frame.bottom),
        label_y=written(frame.bottom + 20),
        marks=tuple(marks),
        strokes=tuple(_strokes(points, frame, [at for at, _ in breaks])),
        path=polyline([Dot(written(frame.x(at)), written(frame.y(value))) for at, value in path]),
        targets=tuple(goals),
        ticks=tuple(Tick(written(frame.y(value)), value) for value in scale),
        labels=tuple(_axis_labels(points, targets, frame)),
        starts_at_zero=scale[0] == 0,
        top=written(frame.top - 16),
        breaks=tuple(Break(written(frame.x(at)), text) for at, text in breaks if frame.first < at <= frame.last),
    )


def _frame(years: Sequence[Decimal], scale: Sequence[Decimal], width: int, height: int) -> _Frame:
    return _Frame(
        *(min(years), max(years), scale[0], scale[-1]),
        left=AXIS_LEFT + LABEL_ROOM,
        right=width - AXIS_RIGHT - LABEL_ROOM,
        top=Decimal(24),
        bottom=Decimal(height - 32),
    )


def _marks(points: Sequence[Point], frame: _Frame) -> Iterator[Mark]:
    for point in points:
        if point.value is None:
            continue
        x, y = frame.x(point.at), frame.y(point.value)
        above = y - 10
        yield Mark(
            x=written(x),
            y=written(y),
            label_y=written(above if above > 12 else y + 20),
            label=point.label,
            text=point.text,
            provisional=point.provisional,
        )


def _apart(marks: list[Mark], goals: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """The same with labels apart: of a figure and a target at one place the lower is labelled below."""
    for at, mark in enumerate(marks):
        for to, goal in enumerate(goals):
            if abs(Decimal(mark.x) - Decimal(goal.x)) < LABEL_ROOM and abs(Decimal(mark.y) - Decimal(goal.y)) < CLOSE:
                if Decimal(mark.y) >= Decimal(goal.y):
                    marks[at] = replace(mark, label_y=written(Decimal(mark.y) + 20))
                else:
                    goals[to] = replace(goal, label_y=written(Decimal(goal.y) + 20))
    return marks, goals


def _strokes(points: Sequence[Point], frame: _Frame, breaks: Sequence[Decimal]) -> Iterator[Stroke]:
    """Pieces between neighbouring figures; over missing ones it is a gap, over a break there is none."""
    before: Point | None = None
    missed = False
    for point in points:
        if point.value is None:
            missed = True
            continue
        if before is not None and before.value is not None and not _is_broken(before, point, breaks):
            start = written(frame.x(before.at)), written(frame.y(before.value))
            yield Stroke(*start, written(frame.x(point.at)), written(frame.y(point.value)), gap=missed)
        before, missed = point, False


def _is_broken(before: Point, after: Point, breaks: Sequence[Decimal]) -> bool:
    return any(before.at < at <= after.at for at in breaks)


def _axis_labels(points: Sequence[Point], targets: Sequence[Point], frame: _Frame) -> Iterator[AxisLabel]:
    """Periods under the axis, thinned from the latest backwards when they would collide."""
    by_place = {point.at: point.label for point in (*targets, *points) if point.label}
    places = sorted(by_place, reverse=True)
    every = -(-len(places) // MOST_AXIS_LABELS) or 1
    for at in sorted(places[::every]):
        yield AxisLabel(written(frame.x(at)), by_place[at])
