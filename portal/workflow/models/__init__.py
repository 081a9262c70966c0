"""Reports of units, and what is noted about them on their way."""

from portal.workflow.models.following import ReturnedCell, SectorReceipt, Urge, Waiver
from portal.workflow.models.reports import Extension, FormUnit, Receipt, ReportingForm, Submission

__all__ = [
    "Extension",
    "FormUnit",
    "Receipt",
    "ReportingForm",
    "ReturnedCell",
    "SectorReceipt",
    "Submission",
    "Urge",
    "Waiver",
]
