"""Putting a report's lines in force: a step of the approval of its figures."""

from datetime import datetime
from typing import Any

from portal.workflow.models import Submission
from resolutions.models import Obstacle, TaskUpdate
from resolutions.rules import Standing


def publish_of_report(submission: Submission, *, by: Any, at: datetime) -> list[list[Any]]:
    """Put the drafts of the report in force and take the rows that they correct out of it.

    A step of the approval: the caller holds transaction, report and write lock, has refused the makers of the drafts
    (`reporting.draft_makers`), and names what is returned, [kind, id, version] of each row, in its own event.
    """
    updates = list(TaskUpdate.objects.of_report(submission).drafts().order_by("pk"))
    obstacles = list(Obstacle.objects.of_report(submission).drafts().order_by("pk"))
    told = {update.task_id for update in updates}
    corrected = [one for one in TaskUpdate.objects.of_report(submission).published() if one.task_id in told]
    replaced = [one for one in Obstacle.objects.of_report(submission).published() if _is_replaced(one, obstacles)]
    for model, old, new in ((TaskUpdate, corrected, updates), (Obstacle, replaced, obstacles)):
        for row in old:
            row.standing = Standing.REPLACED
        for row in new:
            row.standing, row.published_at = Standing.PUBLISHED, at
        rows = [*old, *new]
        if rows:
            model.objects.bulk_update(rows, ["standing", "published_at"])
            model.history.bulk_history_create(rows, update=True, default_user=by, default_date=at)
    return [[row._meta.model_name, row.pk, row.version] for row in (*updates, *obstacles)]


def _is_replaced(row: Obstacle, drafts: list[Obstacle]) -> bool:
    return any(draft.replaces_id == row.pk for draft in drafts)
