"""The page of days off, and more time for a report, as people use them."""

from datetime import date, timedelta
from html import unescape
from re import sub

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.periods.models import Holiday
from portal.vietnamese.dates import write_date
from portal.workflow.models import Extension, Submission
from tests.demo_data import demo

__all__ = ["demo"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
DAYS_OFF, REPORT = "/quan-tri/ngay-nghi/", "/nhap-lieu/665/SK05-NQTU-2023/"
REASON = "Huyện chờ số liệu của ngành điện"


def browser(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:
    return " ".join(unescape(sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_days_off_of_a_year_stand_with_their_weekdays():
    shown = text(browser("quantri").get(f"{DAYS_OFF}?nam=2026", secure=True))
    assert "Ngày nghỉ năm 2026" in shown
    assert "17/2/2026 Thứ 3 Tết Nguyên Đán" in shown and "6/2/2027" not in shown
    assert "năm 2035 chưa có" not in shown
    assert "chưa có ngày nghỉ nào" in text(browser("quantri").get(f"{DAYS_OFF}?nam=2035", secure=True))


@pytest.mark.parametrize("year", ["abc", "", "20261", "٢٠٢٦"])
def test_a_year_that_is_none_shows_this_year(year):
    assert f"Ngày nghỉ năm {timezone.localdate().year}" in text(
        browser("quantri").get(DAYS_OFF, {"nam": year}, secure=True)
    )


def test_a_day_off_more_moves_the_deadline_of_open_reports():
    report = Submission.objects.get(unit__code="24718")
    assert report.due_on == date(2027, 1, 5)
    client = browser("quantri")
    answer = client.post(DAYS_OFF, {"day": "4/1/2027", "name": "Nghỉ bù Tết Dương lịch"}, secure=True)
    assert (answer.status_code, answer.url) == (302, f"{DAYS_OFF}?nam=2027")
    report.refresh_from_db()
    assert report.due_on == date(2027, 1, 6)
    assert "Đã tính lại hạn nộp của 1 báo cáo" in text(client.get(answer.url, secure=True))


def test_removing_it_asks_first_and_gives_the_deadline_back():
    client = browser("quantri")
    client.post(DAYS_OFF, {"day": "4/1/2027", "name": "Nghỉ bù"}, secure=True)
    address = f"{DAYS_OFF}{Holiday.objects.get(day=date(2027, 1, 4)).pk}/bo/"
    assert "trở lại là ngày làm việc" in text(client.get(address, secure=True))
    assert Holiday.objects.filter(day=date(2027, 1, 4)).exists()
    assert client.post(address, secure=True).status_code == 302
    assert Submission.objects.get(unit__code="24718").due_on == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"day": "2/9/2026", "name": "Quốc khánh"}, "đã có trong danh sách"),
        ({"day": "31/2/2026", "name": "Sai"}, "ngày"),
        ({"day": "4/1/2027", "name": ""}, "bắt buộc"),
    ],
)
def test_a_wrong_day_is_refused_at_its_field_and_kept_on_the_page(typed, why):
    before = Holiday.objects.count()
    page = browser("quantri").post(DAYS_OFF, typed, secure=True)
    assert (page.status_code, Holiday.objects.count()) == (422, before)
    assert why in text(page) and typed["day"] in page.content.decode()


def test_a_reviewer_gives_the_unit_more_time_on_the_report_itself():
    client, until = browser("chuyenvien.tinh"), timezone.localdate() + timedelta(days=7)
    assert f"{REPORT}gia-han/" in client.get(REPORT, secure=True).content.decode()
    sent = {"until_on": write_date(until), "reason": REASON}
    answer = client.post(f"{REPORT}gia-han/", sent, secure=True)
    assert (answer.status_code, answer.url) == (302, REPORT)
    assert f"Hạn nộp {write_date(until)}" in text(browser("canbo.daksong").get(REPORT, secure=True))
    listed = text(client.get(f"{REPORT}gia-han/", secure=True))
    assert REASON in listed and "8/9/2023" in listed


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 422), ({"until_on": "hôm nào", "reason": REASON}, 422), ({"until_on": "1/9/2023", "reason": REASON}, 409)],
)
def test_an_extension_that_will_not_do_comes_back_with_the_reason(sent, status):
    page = browser("chuyenvien.tinh").post(f"{REPORT}gia-han/", sent, secure=True)
    assert (page.status_code, Extension.objects.count()) == (status, 0)


def test_the_people_of_the_unit_are_not_offered_more_time():
    assert "gia-han" not in browser("lanhdao.daksong").get(REPORT, secure=True).content.decode()
    assert browser("lanhdao.daksong").get(f"{REPORT}gia-han/", secure=True).status_code == 403
