"""The one door of a report's way: moving it, giving it time, giving back cells, waiving, closing, urging."""

from portal.workflow.actions.closing import close_period, lapse_reopenings, waive
from portal.workflow.actions.extending import extend_deadline, refresh_deadlines
from portal.workflow.actions.moving import MOVED_MEANWHILE, move, remember, touch
from portal.workflow.actions.noting import CellReason, answer_cells, give_back_cells, take_for_sector, urge

__all__ = [
    "MOVED_MEANWHILE",
    "CellReason",
    "answer_cells",
    "close_period",
    "extend_deadline",
    "give_back_cells",
    "lapse_reopenings",
    "move",
    "refresh_deadlines",
    "remember",
    "take_for_sector",
    "touch",
    "urge",
    "waive",
]
