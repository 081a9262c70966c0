"""The one door for what a unit tells of its tasks and of what stands in its way.

Drafts belong to a report (`portal.workflow.models.Submission`) and follow it: they are written while it can be
written, and published by its approval, with the figures. Whoever wants to write waits for the report's row first, so
that two of these actions never meet at the rows of one report.
"""

from resolutions.actions.publishing import publish_of_report
from resolutions.actions.recording import (
    ObstacleChange,
    ProgressChange,
    record_obstacle,
    record_progress,
    withdraw,
)
from resolutions.refusals import LineFault, NotAllowed, Refused

__all__ = [
    "LineFault",
    "NotAllowed",
    "ObstacleChange",
    "ProgressChange",
    "Refused",
    "publish_of_report",
    "record_obstacle",
    "record_progress",
    "withdraw",
]
