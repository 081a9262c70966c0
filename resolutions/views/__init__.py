"""Pages of documents and tasks."""

from resolutions.views.documents import (
    DocumentList,
    DocumentView,
    PlanList,
    ProgrammeList,
    ResolutionList,
    SourceView,
)
from resolutions.views.tasks import TaskList, TaskView

__all__ = [
    "DocumentList",
    "DocumentView",
    "PlanList",
    "ProgrammeList",
    "ResolutionList",
    "SourceView",
    "TaskList",
    "TaskView",
]
