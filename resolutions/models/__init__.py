"""Models of the spine: documents and what they order; work that follows from them."""

from resolutions.models.documents import Campaign, Clause, Document, DocumentLink, Meeting
from resolutions.models.work import Assessment, Obstacle, Task, TaskUpdate

__all__ = [
    "Assessment",
    "Campaign",
    "Clause",
    "Document",
    "DocumentLink",
    "Meeting",
    "Obstacle",
    "Task",
    "TaskUpdate",
]
