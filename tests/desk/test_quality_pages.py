"""The quality page, the page of a finding, and the page of structural gaps."""

from datetime import date
from html import unescape
from re import sub

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Finding, Observation, Series
from portal.accounts.models import User
from portal.desk.integrity import CHECKS, integrity
from portal.desk.quality import unanswered_by_unit
from portal.units.models import AdminUnit, Placement
from portal.workflow.models import Submission
from portal.workflow.rules import State
from resolutions.models import Document, DocumentLink
from tests.demo_data import demo

__all__ = ["demo"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
WHY = "Theo biên bản rà soát ngày 15/8/2023"
TODAY = date(2026, 11, 24)


def person(username: str) -> User:
    return User.objects.get(username=username)


def browser(username: str) -> Client:
    client = Client()
    client.force_login(person(username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:
    return " ".join(unescape(sub(r"<[^>]+>", " ", response.content.decode())).split())


def finding(rule: str = "last_digit") -> Finding:
    return Finding.objects.get(rule=rule)


def test_the_page_lists_what_nobody_has_explained_with_counts_per_unit():
    page = browser("lanhdao.tinh").get("/chat-luong/", secure=True)
    shown = text(page)
    assert "Báo cáo: 3,7 %/năm; tính từ hai mức 335,3 và 373: 2,70 %/năm." in shown
    assert [row.pk for row in page.context["object_list"]] == [
        row.pk for row in Finding.objects.unanswered().gravest_first()
    ]
    counts = {row.name: (row.total, {cell.severity: cell.count for cell in row.cells}) for row in page.context["units"]}
    assert counts["Huyện Đắk Song"][1] == {"error": 0, "warning": 3, "question": 0, "info": 1}
    assert sum(total for total, _ in counts.values()) == Finding.objects.unanswered().count()


def test_filters_narrow_by_unit_severity_and_state():
    client = browser("chuyenvien.tinh")
    ask = client.get("/chat-luong/?don-vi=665&muc-do=info", secure=True)
    assert [row.rule for row in ask.context["object_list"]] == ["last_digit"]
    none = client.get("/chat-luong/?trang-thai=accepted", secure=True)
    assert list(none.context["object_list"]) == []
    assert "Không có phát hiện nào khớp" in text(none)
    assert len(client.get("/chat-luong/?trang-thai=", secure=True).context["object_list"]) == Finding.objects.count()


def test_a_reviewer_explains_a_finding_and_it_leaves_the_open_list():
    client, asked = browser("chuyenvien.tinh"), finding("growth_differs")
    address = asked.get_absolute_url()
    assert "Ghi giải trình" in text(client.get(address, secure=True))
    answer = client.post(address, {"action": "explain", "explanation": WHY}, secure=True)
    assert (answer.status_code, answer.url) == (302, "/chat-luong/")
    page = client.get("/chat-luong/", secure=True)
    assert asked.pk not in [row.pk for row in page.context["object_list"]]
    explained = client.get("/chat-luong/?trang-thai=explained", secure=True)
    assert WHY in text(explained)


def test_a_clerk_explains_and_the_reviewer_accepts_without_words():
    asked = finding()
    browser("canbo.daksong").post(asked.get_absolute_url(), {"action": "explain", "explanation": WHY}, secure=True)
    page = browser("chuyenvien.tinh").post(
        asked.get_absolute_url(), {"action": "accept", "explanation": ""}, secure=True
    )
    asked.refresh_from_db()
    assert (page.status_code, asked.state, asked.explanation) == (302, "accepted", WHY)
    shown = text(browser("canbo.daksong").get(asked.get_absolute_url(), secure=True))
    assert "Chuyên viên" in shown and "Ghi giải trình" not in shown


def test_an_empty_answer_comes_back_with_the_reason_and_nothing_is_written():
    page = browser("canbo.daksong").post(finding().get_absolute_url(), {"action": "explain"}, secure=True)
    assert page.status_code == 422
    assert "Cần ghi rõ nội dung giải trình" in text(page)
    assert finding().state == "open"


def test_a_reviewer_cannot_accept_what_nobody_explained_without_words():
    page = browser("chuyenvien.tinh").post(finding().get_absolute_url(), {"action": "accept"}, secure=True)
    assert (page.status_code, finding().state) == (422, "open")


@pytest.mark.parametrize(("username", "action"), [
    ("canbo.dakmil", "explain"), ("lanhdao.tinh", "explain"), ("quantri", "explain"), ("lanhdao.daksong", "accept"),
])  # fmt: skip
def test_who_does_not_answer_for_the_figure_is_refused(username, action):
    page = browser(username).post(finding().get_absolute_url(), {"action": action, "explanation": WHY}, secure=True)
    assert (page.status_code, finding().state) == (403, "open")


def test_the_form_is_offered_to_those_only_who_may_answer():
    assert "Ghi giải trình" not in text(browser("canbo.dakmil").get(finding().get_absolute_url(), secure=True))
    assert "Ghi giải trình" in text(browser("lanhdao.daksong").get(finding().get_absolute_url(), secure=True))


def test_a_finding_stands_where_its_figure_is_shown():
    series = text(browser("lanhdao.tinh").get("/chi-tieu/road_paved_district/665/", secure=True))
    review = text(browser("lanhdao.daksong").get("/nhap-lieu/665/SK05-NQTU-2023/", secure=True))
    other = text(browser("lanhdao.tinh").get("/chi-tieu/road_paved_commune/665/", secure=True))
    assert finding().message in series and finding().message in review
    assert "Kiểm tra chất lượng" not in other


def test_the_counts_take_one_query_and_the_list_no_more_for_more_rows():
    viewer = person("lanhdao.tinh")
    with CaptureQueriesContext(connection) as queries:
        unanswered_by_unit(viewer)
    assert len(queries) == 1
    client, counts = browser("lanhdao.tinh"), []
    for address in ("/chat-luong/?don-vi=665", "/chat-luong/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address, secure=True)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1


def gaps(title: str) -> list[tuple[str, str]]:
    check = next(one for one in integrity(TODAY) if one.title.startswith(title))
    return [(gap.subject, gap.detail) for gap in check.gaps]


def test_the_demo_shows_its_gaps_and_no_invented_ones():
    found = {check.title: check.total for check in integrity(TODAY)}
    assert found["Đơn vị hở hoặc chồng thời gian"] == found["Quan hệ văn bản đi vòng"] == 0
    assert found["Mục tiêu ngoài giai đoạn của văn bản"] == 1
    assert found["Báo cáo quá hạn chưa nộp hoặc chưa có hạn"] == 2
    assert found["Chỉ tiêu chưa có cơ quan phụ trách"] == 12


def test_every_gap_leads_to_a_page_and_every_check_says_what_to_do():
    client = browser("quantri")
    page = client.get("/quan-tri/toan-ven/", secure=True)
    shown = text(page)
    for check in page.context["checks"]:
        assert check.title in shown and (check.remedy in shown or not check.gaps)
        for gap in check.gaps:
            assert client.get(gap.url, secure=True, follow=True).status_code == 200, gap
    assert len(page.context["checks"]) == len(CHECKS)


def test_a_unit_without_a_place_and_one_under_two_units_are_named():
    commune = AdminUnit.objects.get(code="24718", valid_from=date(2025, 7, 1))
    place = Placement.objects.get(unit=commune)
    Placement.objects.filter(pk=place.pk).update(valid_from=date(2025, 8, 1))
    assert gaps("Đơn vị hở") == [(commune.titled, "không trực thuộc đơn vị nào từ 1/7/2025 đến 31/7/2025")]
    Placement.objects.filter(pk=place.pk).update(valid_from=date(2025, 7, 1))
    Placement.objects.create(unit=commune, parent_id=place.parent_id, valid_from=date(2026, 1, 1))
    assert gaps("Đơn vị hở") == [(commune.titled, "trực thuộc hai đơn vị từ 1/1/2026")]


def test_a_ring_of_documents_is_named_once_with_its_relation():
    link = DocumentLink.objects.filter(relation="implements").first()
    DocumentLink.objects.create(source=link.target, target=link.source, relation="reviews")
    assert gaps("Quan hệ văn bản") == []  # another relation the other way is no ring
    DocumentLink.objects.create(source=link.target, target=link.source, relation="implements")
    ((_, detail),) = gaps("Quan hệ văn bản")
    assert str(link.source) in detail and str(link.target) in detail and "thực hiện" in detail


def test_a_target_within_the_term_is_no_gap():
    assert [detail for _, detail in gaps("Mục tiêu ngoài")] != []
    Document.objects.filter(targets__horizon_to="2030").update(term_to="2030")
    assert gaps("Mục tiêu ngoài") == []


def test_a_report_handed_in_is_no_gap_and_one_without_a_deadline_is():
    clerk = person("canbo.daksong")
    Submission.objects.filter(unit__code="665").update(
        state=State.SUBMITTED, submitted_by=clerk, submitted_at=clerk.date_joined
    )
    Submission.objects.filter(unit__code="67").update(due_on=None)
    assert [detail for _, detail in gaps("Báo cáo quá hạn")] == ["chưa có hạn nộp"]


def test_series_with_a_figure_or_an_owner_are_no_gap():
    before = gaps("Chỉ tiêu chưa có số liệu")
    assert before == [("Xã Đắk Song", "12 chỉ tiêu được giao chưa có số liệu nào được duyệt")]
    series = Series.objects.filter(unit__code="24718").first()
    period = Submission.objects.get(unit__code="24718").period
    Observation.objects.create(
        series=series, period=period, value=1, as_of_on=TODAY, known_on=TODAY, via="report", event_id=1
    )
    assert gaps("Chỉ tiêu chưa có số liệu") == [("Xã Đắk Song", "11 chỉ tiêu được giao chưa có số liệu nào được duyệt")]


def test_the_page_of_gaps_takes_a_fixed_number_of_queries():
    with CaptureQueriesContext(connection) as queries:
        integrity(TODAY)
    assert len(queries) <= 12
