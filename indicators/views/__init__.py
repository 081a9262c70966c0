"""Pages of indicators and figures."""

from indicators.views.catalogue import IndicatorList, IndicatorView, SeriesView
from indicators.views.deciding import EntryApprove, EntryRecall, EntryReceive, EntryReopen, EntryReturn, EntrySubmit
from indicators.views.entry import EntryList, EntryPage, EntryPrint

__all__ = [
    "EntryApprove",
    "EntryList",
    "EntryPage",
    "EntryPrint",
    "EntryRecall",
    "EntryReceive",
    "EntryReopen",
    "EntryReturn",
    "EntrySubmit",
    "IndicatorList",
    "IndicatorView",
    "SeriesView",
]
