"""The one door for figures: entering, submitting, deciding and publishing them.

Every action is one short transaction in the order of architecture.md: rows first (sorted), then the write lock,
then history, readings, standings and the event of the ledger.
"""

from indicators.actions.amending import Amendment, amend_target, review_amendment, review_path, set_path, terms_of
from indicators.actions.baselines import BaselineProposal, confirm_baselines, propose_baselines
from indicators.actions.checking import (
    Refreshed,
    accept_finding,
    approve_and_check,
    explain_finding,
    refresh_findings,
)
from indicators.actions.composing import (
    FormRefused,
    add_item,
    change_form,
    change_item,
    create_form,
    next_version,
    remove_item,
)
from indicators.actions.deciding import approve, receive, reopen, return_to_maker
from indicators.actions.deriving import define_derivation, review_derivation, review_weight, set_weight
from indicators.actions.entering import EntryChange, Recorded, recall, record, submit
from indicators.actions.importing import enter_rows
from indicators.actions.opening import assign_series, default_form, open_submission
from indicators.actions.opening_reports import LeftOut, Opening, open_reports, preview_reports
from indicators.actions.publishing import Outcome, ReportedFigure, record_reported, record_simulated, remove_simulated
from indicators.actions.redefining import Redefinition, definition_of, redefine, review_redefinition
from indicators.actions.undoing import Undone, undo_entries
from indicators.refusals import NotAllowed, Refused, RowFault

__all__ = [
    "Amendment",
    "BaselineProposal",
    "EntryChange",
    "FormRefused",
    "LeftOut",
    "NotAllowed",
    "Opening",
    "Outcome",
    "Recorded",
    "Redefinition",
    "Refreshed",
    "Refused",
    "ReportedFigure",
    "RowFault",
    "Undone",
    "accept_finding",
    "add_item",
    "amend_target",
    "approve",
    "approve_and_check",
    "assign_series",
    "change_form",
    "change_item",
    "confirm_baselines",
    "create_form",
    "default_form",
    "define_derivation",
    "definition_of",
    "enter_rows",
    "explain_finding",
    "next_version",
    "open_reports",
    "open_submission",
    "preview_reports",
    "propose_baselines",
    "recall",
    "receive",
    "record",
    "record_reported",
    "record_simulated",
    "redefine",
    "refresh_findings",
    "remove_item",
    "remove_simulated",
    "reopen",
    "return_to_maker",
    "review_amendment",
    "review_derivation",
    "review_path",
    "review_redefinition",
    "review_weight",
    "set_path",
    "set_weight",
    "submit",
    "terms_of",
    "undo_entries",
]
