"""The page "Việc của tôi"."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Entry, FormIndicator, Indicator, Series
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.desk import work as desk
from portal.desk.work import pending_count, work_of
from portal.units.models import AdminUnit, Agency
from portal.workflow.models import Submission
from portal.workflow.rules import State
from resolutions.actions import ProgressChange, record_progress
from resolutions.models import Task
from tests.builders import make_form, make_submission, make_unit, make_user, place

PAGE = "/viec-cua-toi/"
TODAY = date(2023, 9, 28)
Q2, Q3 = "2023-Q2", "2023-Q3"
REASON = "Đường ngõ xóm: mẫu số giảm 12 km, đề nghị giải trình"


@pytest.fixture(autouse=True)
def _addresses(settings) -> None:
    settings.ROOT_URLCONF = "tests.accounts.addresses"
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def province(db) -> AdminUnit:
    return make_unit("67", AdminUnit.Level.PROVINCE, "Tỉnh Đắk Nông")


@pytest.fixture
def dak_song(province: AdminUnit) -> AdminUnit:
    unit = make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song")
    place(unit, province)
    return unit


@pytest.fixture
def dak_mil(province: AdminUnit) -> AdminUnit:
    unit = make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil")
    place(unit, province)
    return unit


@pytest.fixture
def thuan_hanh(dak_song: AdminUnit) -> AdminUnit:
    unit = make_unit("24730", AdminUnit.Level.COMMUNE, "Xã Thuận Hạnh")
    place(unit, dak_song)
    return unit


@pytest.fixture
def clerk(dak_song: AdminUnit) -> User:
    return make_user(Role.CLERK, dak_song, full_name="Nguyễn Văn An")


@pytest.fixture
def leader(dak_song: AdminUnit) -> User:
    return make_user(Role.LEADER, dak_song, full_name="Trần Thị Bình")


def returned(unit: AdminUnit, clerk: User, leader: User, period: str = Q2) -> Submission:
    moment = timezone.make_aware(datetime(2023, 9, 26, 9, 0))
    return make_submission(
        unit, period, State.RETURNED, maker=clerk, decided_by=leader, decided_at=moment, reason=REASON
    )


def series_of(unit: AdminUnit, code: str, owner: Agency | None = None) -> Series:
    indicator, _ = Indicator.objects.get_or_create(
        code=code,
        defaults={
            "name": code,
            "unit_of_measure": "%",
            "kind": "ratio",
            "direction": "up",
            "unit_rollup": "ratio",
            "period_rollup": "last",
        },
    )
    return Series.objects.create(unit=unit, indicator=indicator, owner=owner)


def enter(series: Series, report: Submission, by: User) -> Entry:
    return Entry.objects.create(
        series=series,
        period=report.period,
        submission=report,
        numerator=Decimal("47.78"),
        denominator=Decimal("52.29"),
        entered_by=by,
        entered_at=timezone.now(),
        event_id=1,
    )


def words(section: desk.Section) -> list[str]:
    return [f"{line.word}: {line.title} – {line.detail} [{line.action}]" for line in section.lines]


def test_a_returned_report_comes_first_with_its_reason(clerk: User, leader: User, dak_song: AdminUnit) -> None:
    make_submission(dak_song, Q3, due_on=date(2023, 10, 5))
    returned(dak_song, clerk, leader)
    assert words(work_of(clerk, TODAY).todo) == [
        f"Bị trả lại: Báo cáo Quý II/2023 – “{REASON}” – Trần Thị Bình trả lại ngày 26/9/2023 – chưa có hạn nộp [Sửa]",
        "Sắp hạn: Báo cáo Quý III/2023 – hạn 5/10/2023 (còn 7 ngày) – chưa có chỉ tiêu nào được giao [Nhập số liệu]",
    ]


def test_a_draft_says_how_far_it_is_entered(clerk: User, dak_song: AdminUnit) -> None:
    report = make_submission(dak_song, Q3, due_on=date(2023, 10, 5))
    roads = [series_of(dak_song, f"duong-{number}") for number in range(3)]
    enter(roads[0], report, clerk)
    line = work_of(clerk, TODAY).todo.lines[0]
    assert line.detail == "hạn 5/10/2023 (còn 7 ngày) – đã nhập 1/3 chỉ tiêu"
    assert line.action == "Nhập tiếp"


def test_derived_series_and_those_of_another_agency_are_not_counted(dak_song: AdminUnit) -> None:
    roads, culture = (Agency.objects.create(name=name, unit=dak_song) for name in ("Phòng KT-HT", "Phòng VH-TT"))
    clerk = make_user(Role.CLERK, dak_song, agency=roads)
    report = make_submission(dak_song, Q3)
    own, other = series_of(dak_song, "duong-huyen", roads), series_of(dak_song, "tin-bai", culture)
    series_of(dak_song, "chung")
    Series.objects.filter(pk=series_of(dak_song, "tong-hop").pk).update(is_derived=True)
    for one in (own, other):
        enter(one, report, clerk)
    assert work_of(clerk, TODAY).todo.lines[0].detail == "chưa có hạn nộp – đã nhập 1/2 chỉ tiêu"


def test_a_form_of_its_own_counts_its_own_indicators(clerk: User, dak_song: AdminUnit) -> None:
    form = make_form("bieu-03", name="Biểu 03/GTNT", is_default=False)
    for number in range(3):
        series = series_of(dak_song, f"duong-{number}")
        if number < 2:
            FormIndicator.objects.create(form=form, indicator=series.indicator)
    make_submission(dak_song, Q3, form=form)
    line = work_of(clerk, TODAY).todo.lines[0]
    assert line.title == "Báo cáo Quý III/2023, Biểu 03/GTNT"
    assert "đã nhập 0/2 chỉ tiêu" in line.detail


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2023, 9, 27), ("Quá hạn", "hạn 27/9/2023 (quá 1 ngày)")),
        (date(2023, 9, 28), ("Sắp hạn", "hạn 28/9/2023 (hôm nay)")),
        (date(2023, 10, 5), ("Sắp hạn", "hạn 5/10/2023 (còn 7 ngày)")),
        (date(2023, 10, 6), ("Đang mở", "hạn 6/10/2023 (còn 8 ngày)")),
        (None, ("Đang mở", "chưa có hạn nộp")),
    ],
)
def test_a_draft_says_how_near_its_deadline_is(
    clerk: User, dak_song: AdminUnit, due_on: date | None, expected: tuple[str, str]
) -> None:
    make_submission(dak_song, Q3, due_on=due_on)
    line = work_of(clerk, TODAY).todo.lines[0]
    assert (line.word, line.detail.split(" – ")[0]) == expected


def test_drafts_stand_in_the_order_of_their_deadlines(clerk: User, dak_song: AdminUnit) -> None:
    for period, due_on in [("2023-07", None), ("2023-08", date(2023, 10, 9)), ("2023-09", date(2023, 10, 1))]:
        make_submission(dak_song, period, due_on=due_on)
    titles = [line.title for line in work_of(clerk, TODAY).todo.lines]
    assert titles == ["Báo cáo Tháng 9/2023", "Báo cáo Tháng 8/2023", "Báo cáo Tháng 7/2023"]


def test_a_submitted_report_waits_for_the_leader(clerk: User, leader: User, dak_song: AdminUnit) -> None:
    report = make_submission(dak_song, Q2, State.SUBMITTED, maker=clerk)
    moment = timezone.make_aware(datetime(2023, 9, 26, 8, 0))
    Submission.objects.update(submitted_at=moment)
    assert words(work_of(clerk, TODAY).waiting) == [
        "Chờ duyệt: Báo cáo Quý II/2023 – "
        "Nguyễn Văn An nộp ngày 26/9/2023 (2 ngày trước) – chờ lãnh đạo đơn vị duyệt [Xem]"
    ]
    assert words(work_of(leader, TODAY).todo) == [
        "Chờ duyệt: Báo cáo Quý II/2023 – Huyện Đắk Song – Nguyễn Văn An nộp ngày 26/9/2023 (2 ngày trước) [Xem, duyệt]"
    ]
    assert work_of(leader, TODAY).todo.lines[0].url == report.get_absolute_url() == "/nhap-lieu/665/2023-Q2/"


def test_a_leader_sees_the_communes_below_and_no_neighbour(
    leader: User, thuan_hanh: AdminUnit, dak_mil: AdminUnit
) -> None:
    for unit in (thuan_hanh, dak_mil):
        make_submission(unit, Q3, State.SUBMITTED, maker=make_user(Role.CLERK, unit))
    assert [line.title for line in work_of(leader, TODAY).todo.lines] == ["Báo cáo Quý III/2023 – Xã Thuận Hạnh"]
    assert pending_count(leader) == 1


def test_a_clerk_sees_the_own_unit_alone(clerk: User, thuan_hanh: AdminUnit, dak_mil: AdminUnit) -> None:
    for unit in (thuan_hanh, dak_mil):
        make_submission(unit, Q3)
    assert work_of(clerk, TODAY).is_empty
    make_submission(clerk.unit, Q3)
    assert pending_count(clerk) == 1


def test_a_reviewer_receives_what_is_approved(clerk: User, leader: User, dak_song: AdminUnit) -> None:
    reviewer = make_user(Role.REVIEWER)
    make_submission(dak_song, Q2, State.APPROVED, maker=clerk, decided_by=leader, decided_at=timezone.now())
    assert [line.action for line in work_of(reviewer, TODAY).todo.lines] == ["Xem, tiếp nhận"]
    assert pending_count(reviewer) == 0  # the menu counts for units only


def test_a_closed_period_leaves_nothing_to_do(clerk: User, dak_song: AdminUnit) -> None:
    report = make_submission(dak_song, Q3)
    assert pending_count(clerk) == 1
    report.period.is_closed = True
    report.period.save()
    assert pending_count(clerk) == 0
    assert not work_of(clerk, TODAY).todo.lines


def test_the_ten_latest_of_what_is_done_are_kept(clerk: User, leader: User, dak_song: AdminUnit) -> None:
    for number in range(1, 13):
        moment = timezone.make_aware(datetime(2023, number, 20))
        make_submission(
            dak_song, f"2023-{number:02}", State.APPROVED, maker=clerk, decided_by=leader, decided_at=moment
        )
    done = work_of(clerk, TODAY).done
    assert [line.title for line in done.lines][:2] == ["Báo cáo Tháng 12/2023", "Báo cáo Tháng 11/2023"]
    assert len(done.lines) == 10


def test_a_long_list_is_cut_and_counted(clerk: User, dak_song: AdminUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "LONGEST_LIST", 3)
    for month in range(1, 6):
        make_submission(dak_song, f"2023-0{month}")
    todo = work_of(clerk, TODAY).todo
    assert (len(todo.lines), todo.total, todo.left_out) == (3, 5, 2)


def test_the_page_takes_as_many_queries_for_ten_reports_as_for_one(
    clerk: User, leader: User, dak_song: AdminUnit
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            work_of(User.objects.get(pk=clerk.pk), TODAY)
        return len(captured) - 1

    def report(year: int) -> None:
        make_submission(dak_song, f"{year}-Q1", form=form)
        make_submission(dak_song, f"{year}-Q2")
        make_submission(dak_song, f"{year}-Q3", State.SUBMITTED, maker=clerk)
        returned(dak_song, clerk, leader, f"{year}-Q4")

    form = make_form("bieu-03", name="Biểu 03/GTNT", is_default=False)
    report(2012)
    one = queries()
    for year in range(2013, 2023):
        report(year)
    assert queries() == one <= 13


def test_the_whole_line_is_the_link_and_the_menu_counts(client, clerk: User, leader: User, dak_song: AdminUnit) -> None:
    returned(dak_song, clerk, leader)
    client.force_login(clerk)
    html = client.get(PAGE).content.decode()
    line = re.search(r'<a class="task" href="/nhap-lieu/665/2023-Q2/">.*?</a>', html, re.DOTALL)[0]
    assert "Bị trả lại" in line and REASON in line and "<button" not in line
    assert "Xin chào đồng chí Nguyễn Văn An – Huyện Đắk Song" in html
    assert re.search(r'<span class="badge">1<span class="visually-hidden"> việc cần làm', html)
    assert "<title>Việc của tôi (1)" in html


def test_text_of_people_is_shown_as_text(client, clerk: User, leader: User, dak_song: AdminUnit) -> None:
    returned(dak_song, clerk, leader)
    Submission.objects.update(reason="<script>alert(1)</script>")
    client.force_login(clerk)
    html = client.get(PAGE).content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_with_all_done_the_page_says_so(client, clerk: User, dak_song: AdminUnit) -> None:
    make_submission(dak_song, Q2, State.SUBMITTED, maker=clerk)
    client.force_login(clerk)
    html = client.get(PAGE).content.decode()
    assert "Không còn việc cần làm" in html
    assert 'class="badge"' not in html


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.CLERK, "Khi kỳ báo cáo mở, báo cáo của đơn vị hiện ở đây"),
        (Role.VIEWER, "không có việc nhập, duyệt hay tiếp nhận"),
        (Role.ADMIN, "không có việc nhập, duyệt hay tiếp nhận"),
    ],
)
def test_an_empty_page_says_what_to_do_next(client, dak_song: AdminUnit, role: str, sentence: str) -> None:
    client.force_login(make_user(role, dak_song))
    html = client.get(PAGE).content.decode()
    assert sentence in html
    assert 'href="/tong-quan/">Mở Tổng quan' in html


@pytest.mark.parametrize(
    ("role", "sentence"), [(Role.ADMIN, "python manage.py load_demo"), (Role.VIEWER, "Người quản trị cần nhập")]
)
def test_a_fresh_installation_says_how_to_begin(client, db, role: str, sentence: str) -> None:
    client.force_login(make_user(role))
    assert sentence in client.get(PAGE).content.decode()


def test_waiting_days_are_never_negative(clerk: User, dak_song: AdminUnit) -> None:
    make_submission(dak_song, Q2, State.SUBMITTED, maker=clerk)
    Submission.objects.update(submitted_at=timezone.now() + timedelta(days=900))
    assert "ngày trước" not in work_of(clerk, timezone.localdate()).waiting.lines[0].detail


def test_a_task_without_news_is_counted_and_its_draft_named(clerk: User, dak_song: AdminUnit) -> None:
    near = {"kind": "order", "unit": dak_song}
    task = Task.objects.create(text="Mở rộng đường xã", deadline="2023-10-05", **near)
    Task.objects.create(text="Lập quy hoạch", deadline="2023-08", **near)
    Task.objects.create(text="Còn lâu", deadline="2023-10-06", **near)
    assert words(work_of(clerk, TODAY).todo) == [
        "Quá hạn: Nhiệm vụ: Lập quy hoạch – hạn 31/8/2023 (quá 28 ngày) – chưa có thông tin [Xem nhiệm vụ]",
        "Sắp hạn: Nhiệm vụ: Mở rộng đường xã – hạn 5/10/2023 (còn 7 ngày) – chưa có thông tin [Xem nhiệm vụ]",
    ]
    report = make_submission(dak_song, Q3)
    record_progress(report, [ProgressChange(task.pk, "Đang làm", 60)], by=clerk)
    todo = work_of(clerk, TODAY).todo
    assert todo.total == 3
    assert "1 dòng nhiệm vụ, khó khăn: bản nháp chưa nộp" in todo.lines[0].detail
    assert todo.lines[2].detail.endswith("bản nháp chưa nộp (Quý III/2023)")
    assert pending_count(clerk) == work_of(clerk, timezone.localdate()).todo.total


def test_a_report_whose_figures_all_stand_approved_asks_for_nothing(demo):
    clerk = User.objects.get(username="canbo.daksong")
    line = work_of(clerk, date(2026, 11, 22)).todo.lines[0]
    assert (line.word, line.detail) == ("Đang mở", "đủ 49/49 chỉ tiêu; mở để sửa khi cần")


def test_a_report_that_lacks_figures_is_overdue_after_its_deadline(demo):
    clerk = User.objects.get(username="canbo.xadaksong")
    report = Submission.objects.get(unit=clerk.unit)
    late = work_of(clerk, report.due_on + timedelta(days=1)).todo.lines[0]
    assert late.word == "Quá hạn"
    assert "đã nhập 0/12 chỉ tiêu" in late.detail
