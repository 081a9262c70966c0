"""Lengths: bullets, bar charts, parts of a whole, pipelines."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.charts.scale import clamp, tenth, written

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Bullet:
    """Bar of the value and tick of the target on one scale; ``bar_width`` is None without a figure, never 0."""

    width: str
    height: str
    bar_width: str | None
    target_x: str | None
    overflows: bool


@dataclass(frozen=True)
class BarItem:
    """One row of a bar chart as the page knows it; ``text`` is the figure written for people."""

    label: str
    value: Decimal | None
    text: str = ""
    look: str = ""
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart as drawn; ``width`` is None where nothing was reported."""

    label: str
    text: str
    look: str
    url: str
    x: str
    width: str | None


@dataclass(frozen=True)
class BarChart:
    """Bars that share one scale, which always includes zero."""

    width: str
    height: str
    zero_x: str
    target_x: str | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Part:
    """One part of a whole; ``text`` is the figure written for people."""

    label: str
    value: Decimal
    text: str = ""


@dataclass(frozen=True)
class Segment:
    """One part as drawn; ``number`` (from 1) chooses its colour."""

    label: str
    text: str
    share_percent: Decimal
    x: str
    width: str
    number: int


@dataclass(frozen=True)
class StackedBar:
    """The parts of one whole, side by side; no segments when the whole is zero."""

    width: str
    height: str
    total: Decimal
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Stage:
    """One stage of a pipeline; ``count`` is None when nobody has said how many stand there."""

    label: str
    count: int | None
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class StageBar:
    """One stage as drawn."""

    label: str
    count: int | None
    text: str
    url: str
    width: str | None


@dataclass(frozen=True)
class Pipeline:
    """Stages in order, their bars on one scale from 0 to the fullest stage."""

    width: str
    height: str
    stages: tuple[StageBar, ...]


def bullet(
    value: Decimal | None,
    target: Decimal | None,
    maximum: Decimal | int = 100,
    width: int = 240,
    height: int = 16,
) -> Bullet:
    """Bar from 0 to the value; what exceeds ``maximum`` is cut and flagged, so that rows keep one scale."""
    top = Decimal(maximum)
    if top <= 0:
        raise ValueError("maximum must be positive")
    return Bullet(
        width=str(width),
        height=str(height),
        bar_width=None if value is None else written(clamp(value, top) / top * width),
        target_x=None if target is None else written(clamp(target, top) / top * width),
        overflows=value is not None and value > top,
    )


def bars(items: Sequence[BarItem], target: Decimal | None = None, width: int = 240, height: int = 16) -> BarChart:
    """Horizontal bars in the order given, negative ones to the left of zero."""
    known = [item.value for item in items if item.value is not None]
    if target is not None:
        known.append(target)
    low, high = min([Decimal(0), *known]), max([Decimal(0), *known])

    def place(value: Decimal) -> Decimal:
        return Decimal(0) if low == high else (value - low) / (high - low) * width

    def drawn(item: BarItem) -> Bar:
        if item.value is None:
            return Bar(item.label, item.text, item.look, item.url, written(place(Decimal(0))), None)
        start, end = sorted((place(Decimal(0)), place(item.value)))
        return Bar(item.label, item.text, item.look, item.url, written(start), written(end - start))

    return BarChart(
        width=str(width),
        height=str(height),
        zero_x=written(place(Decimal(0))),
        target_x=None if target is None else written(place(target)),
        bars=tuple(drawn(item) for item in items),
    )


def stacked(parts: Sequence[Part], width: int = 600, height: int = 24) -> StackedBar:
    """Shares of one whole; edges are rounded, not widths, so that the segments always fill the bar exactly."""
    if any(part.value < 0 for part in parts):
        raise ValueError("a part of a whole cannot be negative")
    total = sum((part.value for part in parts), Decimal(0))
    segments: list[Segment] = []
    before = Decimal(0)
    for number, part in enumerate(parts if total else (), start=1):
        left = tenth(before / total * width)
        before += part.value
        right = tenth(before / total * width)
        share = (part.value * 100 / total).quantize(HUNDREDTH, ROUND_HALF_UP)
        segments.append(Segment(part.label, part.text, share, str(left), str(right - left), number))
    return StackedBar(str(width), str(height), total, tuple(segments))


def pipeline(stages: Sequence[Stage], width: int = 120, height: int = 8) -> Pipeline:
    """A bar per stage; an unknown count has no bar, a count of zero has one of no length."""
    fullest = Decimal(max((stage.count or 0 for stage in stages), default=0) or 1)

    def drawn(stage: Stage) -> StageBar:
        length = None if stage.count is None else written(stage.count / fullest * width)
        return StageBar(stage.label, stage.count, stage.text, stage.url, length)

    return Pipeline(str(width), str(height), tuple(drawn(stage) for stage in stages))
