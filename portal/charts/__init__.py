"""Geometry of the charts, pure: dataclasses for the templates, no Django, no clock, no float."""

from portal.charts.bars import (
    Bar,
    BarChart,
    BarItem,
    Bullet,
    Part,
    Pipeline,
    Segment,
    StackedBar,
    Stage,
    StageBar,
    bars,
    bullet,
    pipeline,
    stacked,
)
from portal.charts.lines import LineChart, Mark, Point, Sparkline, Stroke, line, sparkline
from portal.charts.scale import Dot

__all__ = [
    "Bar",
    "BarChart",
    "BarItem",
    "Bullet",
    "Dot",
    "LineChart",
    "Mark",
    "Part",
    "Pipeline",
    "Point",
    "Segment",
    "Sparkline",
    "StackedBar",
    "Stage",
    "StageBar",
    "Stroke",
    "bars",
    "bullet",
    "line",
    "pipeline",
    "sparkline",
    "stacked",
]
