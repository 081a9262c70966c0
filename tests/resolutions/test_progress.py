"""Where tasks stand, read with one statement or row by row."""

from datetime import date, timedelta

import pytest

from portal.accounts.models import User
from resolutions.models import Task, TaskUpdate
from resolutions.progress import TaskRow, task_row, task_rows

ON = date(2023, 8, 30)


@pytest.fixture
def reported(demo: None) -> Task:
    """A task with news of three days, one of them after the shown one."""
    task = Task.objects.filter(leads__isnull=False).first()
    maker = User.objects.get(username="canbo.daksong")
    for days, percent, is_done in ((-20, 40, False), (-10, None, True), (1, 90, True)):
        day = ON + timedelta(days=days)
        TaskUpdate.objects.create(
            task=task, reported_on=day, percent=percent, is_done=is_done, narrative="Đang làm", made_by=maker
        )
    return task


def facts(row: TaskRow) -> tuple[object, ...]:
    return row.task.pk, row.state, row.clarity, row.leads, row.more_leads, row.deadline, row.percent


def test_one_statement_tells_of_all_tasks_what_many_would(reported: Task, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        rows = task_rows(Task.objects.all(), ON)
    assert len(rows) == Task.objects.count()
    assert [facts(row) for row in rows] == [facts(task_row(one, ON)) for one in Task.objects.with_progress()]


def test_news_of_a_later_day_is_not_known_yet(reported: Task) -> None:
    known, later = (task_rows(Task.objects.filter(pk=reported.pk), day)[0] for day in (ON, ON + timedelta(days=1)))
    assert (known.percent, later.percent) == (40, 90)
