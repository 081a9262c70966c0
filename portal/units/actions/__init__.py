"""The one door for units and agencies: naming and deriving them, arranging them anew, and taking that back."""

from portal.units.actions.agencies import apply_bodies, plan_bodies_reorganisation
from portal.units.actions.arranging import ReorganisationRefused, apply, draw_up, plan_reorganisation, replanned
from portal.units.actions.tree import UnitNotFound, describe, names_by_id, rebuild_ancestry, resolve
from portal.units.actions.undoing import undo_reorganisation

__all__ = [
    "ReorganisationRefused",
    "UnitNotFound",
    "apply",
    "apply_bodies",
    "describe",
    "draw_up",
    "names_by_id",
    "plan_bodies_reorganisation",
    "plan_reorganisation",
    "rebuild_ancestry",
    "replanned",
    "resolve",
    "undo_reorganisation",
]
