"""Pages of indicators and figures."""

from indicators.views.attachments import Evidence
from indicators.views.autosave import EntryCells
from indicators.views.baselines import Baselines
from indicators.views.catalogue import IndicatorList, IndicatorView, SeriesView
from indicators.views.deciding import EntryApprove, EntryRecall, EntryReceive, EntryReopen, EntryReturn, EntrySubmit
from indicators.views.deriving import Derive, Weigh
from indicators.views.entry import EntryBlank, EntryList, EntryPage, EntryPrint
from indicators.views.extending import EntryExtend
from indicators.views.lines import EntryObstacles, EntryTasks
from indicators.views.versions import Redefine, TargetAmend, TargetPath

__all__ = [
    "Baselines",
    "Derive",
    "EntryApprove",
    "EntryBlank",
    "EntryCells",
    "EntryExtend",
    "EntryList",
    "EntryObstacles",
    "EntryPage",
    "EntryPrint",
    "EntryRecall",
    "EntryReceive",
    "EntryReopen",
    "EntryReturn",
    "EntrySubmit",
    "EntryTasks",
    "Evidence",
    "IndicatorList",
    "IndicatorView",
    "Redefine",
    "SeriesView",
    "TargetAmend",
    "TargetPath",
    "Weigh",
]
