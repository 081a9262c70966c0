"""Arrangements of units and agencies, worked out and judged before anything is written; pure."""

from portal.units.planning.agencies import Body, BodyChange, BodyPlan, body_change, body_row, plan_bodies
from portal.units.planning.changes import (
    Dissolve,
    Establish,
    Land,
    Merge,
    Move,
    NewUnit,
    Place,
    Plan,
    Portion,
    Rename,
    Split,
    Unit,
    as_row,
    from_row,
)
from portal.units.planning.planner import plan

__all__ = [
    "Body",
    "BodyChange",
    "BodyPlan",
    "Dissolve",
    "Establish",
    "Land",
    "Merge",
    "Move",
    "NewUnit",
    "Place",
    "Plan",
    "Portion",
    "Rename",
    "Split",
    "Unit",
    "as_row",
    "body_change",
    "body_row",
    "from_row",
    "plan",
    "plan_bodies",
]
