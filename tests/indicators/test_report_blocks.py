"""The pages of a report with its tasks and difficulties: who sees which draft, and from when."""

import re

import pytest
from django.test import Client

from indicators.actions import submit
from portal.accounts.models import User
from portal.workflow.models import Submission
from resolutions.actions import ObstacleChange, ProgressChange, record_obstacle, record_progress
from resolutions.models import Obstacle, Task, TaskUpdate
from resolutions.reporting import blocks_of

REPORT = "/nhap-lieu/665/SK05-NQTU-2023/"
MARKER = "dấu-riêng-của-bản-nháp-7391"
EVERYBODY = ("/tong-quan/665/", "/tong-quan/tinh/", "/nghi-quyet/05-nq-tu-2021/", "/nhiem-vu/", "/viec-cua-toi/")


@pytest.fixture
def report(demo: None) -> Submission:
    return Submission.objects.for_page().get(unit__code="665", period__code="SK05-NQTU-2023")


@pytest.fixture
def task(report: Submission) -> Task:
    return Task.objects.assigned().of_unit(report.unit).first()


def at_work(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address, secure=True).content.decode())


def tell(report: Submission, task: Task) -> None:
    clerk = User.objects.get(username="canbo.daksong")
    record_progress(report, [ProgressChange(task.pk, f"{MARKER} tiến độ", 60)], by=clerk)
    change = ObstacleChange("kk-moi-1", f"{MARKER} khó khăn", recommendation=f"{MARKER} kiến nghị")
    record_obstacle(report, [change], by=clerk)


def test_a_neighbours_draft_is_nowhere_seen_until_it_is_approved(report: Submission, task: Task) -> None:
    tell(report, task)
    pages = (*EVERYBODY, task.get_absolute_url())
    for username in ("canbo.dakmil", "lanhdao.tinh"):
        client = at_work(username)
        assert [address for address in pages if MARKER in page(client, address)] == [], username
    assert at_work("canbo.dakmil").get(REPORT, secure=True).status_code == 404
    Obstacle.objects.drafts().update(standing="published")  # what the approval does: now the same pages show it
    TaskUpdate.objects.drafts().update(standing="published")
    neighbour = at_work("canbo.dakmil")
    assert [address for address in pages if MARKER in page(neighbour, address)] == [
        "/tong-quan/665/",
        task.get_absolute_url(),
    ]


def test_who_sees_the_report_sees_its_drafts_marked_as_such(report: Submission, task: Task) -> None:
    tell(report, task)
    clerk, leader = at_work("canbo.daksong"), at_work("lanhdao.daksong")
    assert "bản nháp chưa nộp" in page(clerk, REPORT)
    assert "2 dòng nhiệm vụ, khó khăn: bản nháp chưa nộp" in page(clerk, "/viec-cua-toi/")
    assert "Bản nháp, chưa duyệt" in page(leader, task.get_absolute_url())
    for client, address in ((clerk, f"{REPORT}nop/"), (clerk, f"{REPORT}in/"), (leader, REPORT)):
        text = page(client, address)
        assert f"{MARKER} tiến độ" in text and f"{MARKER} kiến nghị" in text, address
    submit(report, by=User.objects.get(username="canbo.daksong"))
    assert f"{MARKER} tiến độ" in page(leader, f"{REPORT}duyet/")


def test_a_wrong_percentage_is_told_at_its_field_and_nothing_is_written(report: Submission, task: Task) -> None:
    sent = {f"nv-{task.pk}-words": "Đang làm", f"nv-{task.pk}-percent": "120", f"nv-{task.pk}-version": "0"}
    response = at_work("canbo.daksong").post(f"{REPORT}nhiem-vu/", sent, secure=True)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Tiến độ 120% không hợp lệ" in text and f'href="#id_nv-{task.pk}-percent"' in text and "Đang làm" in text
    assert not TaskUpdate.objects.exists()


def test_somebody_elses_words_are_shown_and_replaced_by_saving_again(report: Submission, task: Task) -> None:
    tell(report, task)
    client = at_work("canbo.daksong")
    sent = {f"nv-{task.pk}-words": "Chữ của tôi", f"nv-{task.pk}-percent": "", f"nv-{task.pk}-version": "0"}
    text = client.post(f"{REPORT}nhiem-vu/", sent, secure=True).content.decode()
    assert "vừa ghi dòng này" in text and "Chữ của tôi" in text
    assert f'name="nv-{task.pk}-version" value="1"' in text
    sent[f"nv-{task.pk}-version"] = "1"
    assert client.post(f"{REPORT}nhiem-vu/", sent, secure=True).status_code == 302
    assert TaskUpdate.objects.drafts().get().narrative == "Chữ của tôi"


def test_a_line_is_taken_out_by_its_button(report: Submission, task: Task) -> None:
    tell(report, task)
    row = Obstacle.objects.drafts().get()
    response = at_work("canbo.daksong").post(f"{REPORT}kho-khan/", {"bo": str(row.pk)}, secure=True)
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.standing == "withdrawn"


def test_the_blocks_take_no_query_more_for_more_tasks(report: Submission, django_assert_num_queries) -> None:
    clerk = User.objects.get(username="canbo.daksong")
    with django_assert_num_queries(4):
        blocks_of(report, clerk)
    for number in range(30):
        Task.objects.create(kind=Task.Kind.ORDER, text=f"Việc {number}", unit=report.unit)
    with django_assert_num_queries(4):
        assert len(blocks_of(report, clerk).tasks) > 30
