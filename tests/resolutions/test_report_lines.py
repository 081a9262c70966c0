"""What a unit's report tells of its tasks and of what stands in its way: drafts that follow the report."""

from datetime import date, timedelta

import pytest

from indicators.actions import Refused as ReportRefused
from indicators.actions import approve, recall, reopen, return_to_maker, submit
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.units.models import AdminUnit, Agency
from resolutions.actions import (
    NotAllowed,
    ObstacleChange,
    ProgressChange,
    Refused,
    record_obstacle,
    record_progress,
    withdraw,
)
from resolutions.models import Obstacle, Task, TaskUpdate
from resolutions.progress import task_row, task_rows
from resolutions.reporting import blocks_of
from resolutions.rules import TaskState
from tests.builders import make_unit, make_user, place
from tests.indicators.builders import Place, make_indicator, make_place

DAY = date(2022, 12, 31)  # of the report for 2022
WORDS = "Đã giải phóng mặt bằng 3/5 thôn"


@pytest.fixture
def dak_song(db) -> Place:
    unit = make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song")
    place(unit, make_unit("67", AdminUnit.Level.PROVINCE, "Tỉnh Đắk Nông"))
    return make_place(unit, make_indicator())


@pytest.fixture
def task(dak_song: Place) -> Task:
    return Task.objects.create(kind=Task.Kind.ORDER, text="Mở rộng đường xã", unit=dak_song.unit, deadline="2023-06")


@pytest.fixture
def neighbour(dak_song: Place) -> Place:
    unit = make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil")
    return make_place(unit, dak_song.series.indicator)


def tell(
    there: Place, task: Task, words: str = WORDS, percent: int | None = 60, state: str = "", seen: int = 0
) -> None:
    record_progress(there.report, [ProgressChange(task.pk, words, percent, state, seen)], by=there.clerk)


def complain(there: Place, text: str = "Thiếu vốn đối ứng", **fields) -> Obstacle:
    (row,) = record_obstacle(there.report, [ObstacleChange("kk-moi-1", text, **fields)], by=there.clerk)
    return row


def hand_in(there: Place) -> None:
    submit(there.report, by=there.clerk)
    there.report.refresh_from_db()


def reported(there: Place) -> None:
    hand_in(there)
    approve(there.report, by=there.leader)
    there.report.refresh_from_db()


def test_progress_is_a_draft_until_the_report_is_approved(dak_song: Place, task: Task, neighbour: Place) -> None:
    tell(dak_song, task)
    assert not TaskUpdate.objects.visible_to(neighbour.clerk).exists()
    assert TaskUpdate.objects.visible_to(dak_song.clerk).get().narrative == WORDS
    assert task_row(task, DAY).percent is None
    dak_song.enter()
    reported(dak_song)
    update = TaskUpdate.objects.visible_to(neighbour.clerk).get()
    assert (update.percent, update.reported_on) == (60, DAY)
    assert update.published_at == dak_song.in_force.history.latest().history_date
    assert task_row(task, DAY).percent == 60 == task_rows(Task.objects.all(), DAY)[0].percent
    assert task_row(task, DAY).state.code == TaskState.IN_PROGRESS


def test_an_approval_is_one_event_that_counts_figures_and_lines(dak_song: Place, task: Task) -> None:
    dak_song.enter()
    tell(dak_song, task)
    complain(dak_song)
    hand_in(dak_song)
    before = Event.objects.count()
    approve(dak_song.report, by=dak_song.leader)
    event = Event.objects.order_by("-position").first()
    assert (Event.objects.count() - before, event.verb, event.rows) == (1, "approve", 3)


def test_each_action_writes_one_event_and_the_rows_history(dak_song: Place, task: Task) -> None:
    before = Event.objects.count()
    tell(dak_song, task)
    tell(dak_song, task, "Xong", 100, "done", seen=1)
    row = complain(dak_song)
    withdraw(row, by=dak_song.clerk)
    verbs = Event.objects.order_by("position").values_list("verb", flat=True)[before:]
    assert list(verbs) == ["record_progress", "record_progress", "record_obstacle", "withdraw"]
    assert [one.standing for one in Obstacle.history.order_by("history_id")] == ["draft", "withdrawn"]
    assert [one.percent for one in TaskUpdate.history.order_by("history_id")] == [60, 100]


def test_what_stands_already_is_not_written_again(dak_song: Place, task: Task) -> None:
    tell(dak_song, task)
    before = Event.objects.count()
    tell(dak_song, task)
    assert Event.objects.count() == before


def test_lines_alone_can_be_handed_in(dak_song: Place, task: Task) -> None:
    dak_song.enter()
    reported(dak_song)
    reopen(dak_song.report, by=dak_song.leader, reason="Bổ sung nhiệm vụ")
    tell(dak_song, task)
    reported(dak_song)
    assert TaskUpdate.objects.published().get().narrative == WORDS


def test_nobody_approves_the_lines_that_they_wrote(dak_song: Place, task: Task) -> None:
    dak_song.enter()
    tell(dak_song, task)
    TaskUpdate.objects.update(made_by=dak_song.leader)  # as when a clerk became leader in between
    hand_in(dak_song)
    with pytest.raises(ReportRefused, match="không được tự duyệt"):
        approve(dak_song.report, by=dak_song.leader)
    assert not TaskUpdate.objects.published().exists()
    TaskUpdate.objects.update(made_by=dak_song.clerk)
    approve(dak_song.report, by=dak_song.leader)
    assert TaskUpdate.objects.published().exists()


def test_lines_follow_the_report_when_it_is_recalled_or_returned(dak_song: Place, task: Task) -> None:
    dak_song.enter()
    tell(dak_song, task)
    hand_in(dak_song)
    with pytest.raises(Refused, match="chờ duyệt"):
        tell(dak_song, task, "Sửa sau khi nộp", seen=1)
    recall(dak_song.report, by=dak_song.clerk)
    tell(dak_song, task, "Sửa sau khi thu hồi", seen=1)
    hand_in(dak_song)
    return_to_maker(dak_song.report, by=dak_song.leader, reason="Ghi rõ hơn")
    tell(dak_song, task, "Sửa sau khi bị trả lại", seen=2)
    reported(dak_song)
    assert TaskUpdate.objects.get().narrative == "Sửa sau khi bị trả lại"
    with pytest.raises(Refused, match="Đã duyệt"):
        tell(dak_song, task, "Sửa sau khi duyệt")


def test_a_correction_of_a_reopened_report_replaces_what_it_told(dak_song: Place, task: Task) -> None:
    dak_song.enter()
    tell(dak_song, task)
    first = complain(dak_song)
    reported(dak_song)
    reopen(dak_song.report, by=dak_song.leader, reason="Nhầm tỷ lệ")
    tell(dak_song, task, WORDS, 40)
    change = ObstacleChange(f"kk-{first.pk}", "Thiếu vốn trung ương", obstacle_id=first.pk)
    record_obstacle(dak_song.report, [change], by=dak_song.clerk)
    assert TaskUpdate.objects.published().get().percent == 60, "in force until the correction is approved"
    assert Obstacle.objects.published().get().text == "Thiếu vốn đối ứng"
    reported(dak_song)
    assert TaskUpdate.objects.published().get().percent == 40
    assert Obstacle.objects.published().get().text == "Thiếu vốn trung ương"
    assert TaskUpdate.objects.filter(standing="replaced").get().percent == 60


def test_another_unit_and_another_office_write_nothing_here(dak_song: Place, task: Task, neighbour: Place) -> None:
    with pytest.raises(NotAllowed):
        record_progress(dak_song.report, [ProgressChange(task.pk, WORDS)], by=neighbour.clerk)
    with pytest.raises(NotAllowed):
        record_obstacle(dak_song.report, [ObstacleChange("kk-moi-1", "Vướng")], by=neighbour.clerk)
    with pytest.raises(NotAllowed):
        withdraw(complain(dak_song), by=neighbour.clerk)
    with pytest.raises(NotAllowed):
        record_progress(neighbour.report, [ProgressChange(task.pk, WORDS)], by=neighbour.clerk)
    roads, culture = (Agency.objects.create(name=name, unit=dak_song.unit) for name in ("Phòng KT-HT", "Phòng VH-TT"))
    task.leads.add(roads)
    change = [ProgressChange(task.pk, WORDS)]
    with pytest.raises(NotAllowed):
        record_progress(dak_song.report, change, by=make_user(Role.CLERK, dak_song.unit, agency=culture))
    assert record_progress(dak_song.report, change, by=make_user(Role.CLERK, dak_song.unit, agency=roads))


def test_of_two_people_at_one_line_the_second_is_told(dak_song: Place, task: Task) -> None:
    tell(dak_song, task)
    with pytest.raises(Refused) as refusal:
        tell(dak_song, task, "Ý kiến khác")
    (fault,) = refusal.value.faults
    assert fault.line == f"nv-{task.pk}" and WORDS in fault.message and str(dak_song.clerk) in fault.message
    assert TaskUpdate.objects.get().narrative == WORDS


@pytest.mark.parametrize(
    ("percent", "state", "field"), [(101, "", "percent"), (20, "not_started", "state"), (70, "done", "state")]
)
def test_progress_that_contradicts_itself_is_refused(
    dak_song: Place, task: Task, percent: int, state: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        tell(dak_song, task, WORDS, percent, state)
    assert [fault.field for fault in refusal.value.faults] == [field]
    assert not TaskUpdate.objects.exists()


def test_an_emptied_line_is_withdrawn(dak_song: Place, task: Task) -> None:
    tell(dak_song, task)
    tell(dak_song, task, "", None, "", seen=1)
    assert TaskUpdate.objects.get().standing == "withdrawn"
    assert blocks_of(dak_song.report, dak_song.clerk).tasks[0].here is None


def test_a_percentage_alone_is_handed_in_for_a_task_within_its_time_only(dak_song: Place, task: Task) -> None:
    dak_song.enter()
    tell(dak_song, task, "", 60)
    hand_in(dak_song)
    recall(dak_song.report, by=dak_song.clerk)
    Task.objects.update(deadline="2022-11")
    with pytest.raises(ReportRefused, match="1 nhiệm vụ cần ghi rõ tình hình"):
        submit(dak_song.report, by=dak_song.clerk)
    tell(dak_song, task, "Chậm do mưa lũ", 60, seen=1)
    hand_in(dak_song)
    assert dak_song.report.state == "submitted"


def test_a_suspension_needs_words_and_ends_with_later_news(dak_song: Place, task: Task) -> None:
    dak_song.enter()
    tell(dak_song, task, "", None, "suspended")
    with pytest.raises(ReportRefused, match="Ghi rõ lý do tạm dừng"):
        submit(dak_song.report, by=dak_song.clerk)
    tell(dak_song, task, "Chờ điều chỉnh quy hoạch", None, "suspended", seen=1)
    reported(dak_song)
    assert task_row(task, DAY).state.code == TaskState.SUSPENDED
    assert task_rows(Task.objects.all(), DAY)[0].state.code == TaskState.SUSPENDED
    later = DAY + timedelta(days=30)
    TaskUpdate.objects.create(
        task=task, reported_on=later, state="in_progress", narrative="Lại", made_by=dak_song.clerk
    )
    assert task_row(task, later).state.code == TaskState.IN_PROGRESS


def test_only_open_tasks_stand_on_a_report(dak_song: Place, task: Task) -> None:
    kinds = (Task.Kind.REPORTED_ACTIVITY, Task.Kind.PROPOSAL)
    for kind in kinds:
        Task.objects.create(kind=kind, text="Đã làm", unit=dak_song.unit)
    done = Task.objects.create(kind=Task.Kind.ORDER, text="Xong", unit=dak_song.unit)
    news = {"is_done": True, "narrative": "Xong", "made_by": dak_song.clerk}
    TaskUpdate.objects.create(task=done, reported_on=DAY - timedelta(days=90), **news)
    assert [line.row.task for line in blocks_of(dak_song.report, dak_song.clerk).tasks] == [task]


def test_a_recommendation_alone_is_enough_and_nothing_is_too_little(dak_song: Place) -> None:
    assert complain(dak_song, "", recommendation="Bố trí thêm vốn").kind == "proposal"
    with pytest.raises(Refused, match="1 lỗi"):
        complain(dak_song, "", cause_type="objective")


@pytest.mark.parametrize(
    ("deadline", "is_waiting"),
    [("2023-01-07", True), ("2023-01-08", False), ("2022-12", True), ("2022", True), ("2023-01", False), ("", False)],
)
def test_a_task_waits_for_news_from_a_week_before_it_is_due(
    dak_song: Place, task: Task, deadline: str, is_waiting: bool
) -> None:
    Task.objects.update(deadline=deadline)
    assert Task.objects.silent(DAY, DAY + timedelta(days=7)).exists() == is_waiting


def test_news_since_it_was_due_quiets_a_task_and_a_draft_does_not(dak_song: Place, task: Task) -> None:
    Task.objects.update(deadline="2022-11")
    tell(dak_song, task)
    silent = Task.objects.silent(DAY, DAY + timedelta(days=7))
    assert silent.exists()
    TaskUpdate.objects.update(standing="published", reported_on=date(2022, 11, 30))
    assert silent.exists(), "news of its last day is no news since"
    TaskUpdate.objects.update(reported_on=date(2022, 12, 1))
    assert not silent.exists()
