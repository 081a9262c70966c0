"""The one door for figures: entering, submitting, deciding and publishing them.

Every action is one short transaction in the order of architecture.md: rows first (sorted), then the write lock,
then history, readings, standings and the event of the ledger.
"""

from indicators.actions.deciding import approve, receive, reopen, return_to_maker
from indicators.actions.entering import EntryChange, Recorded, recall, record, submit
from indicators.actions.importing import enter_rows
from indicators.actions.opening import assign_series, open_submission
from indicators.actions.publishing import Outcome, ReportedFigure, record_reported, record_simulated, remove_simulated
from indicators.refusals import NotAllowed, Refused, RowFault

__all__ = [
    "EntryChange",
    "NotAllowed",
    "Outcome",
    "Recorded",
    "Refused",
    "ReportedFigure",
    "RowFault",
    "approve",
    "assign_series",
    "enter_rows",
    "open_submission",
    "recall",
    "receive",
    "record",
    "record_reported",
    "record_simulated",
    "remove_simulated",
    "reopen",
    "return_to_maker",
    "submit",
]
