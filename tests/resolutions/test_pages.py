"""Pages of documents and tasks, as the two reports fill them."""

import re
from datetime import date

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.units.models import AdminUnit
from resolutions.models import Document, DocumentLink, Task, TaskUpdate
from tests.architecture.guards.budgets import assert_budget, assert_flat

REPORT = "000_bdc26016c08f0357.txt"


@pytest.fixture
def viewer(demo: None) -> Client:
    return signed_in("lanhdao.tinh")


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/don-vi/?tim=zzz", secure=True)  # the first page notes the session's beginning, which costs a write
    return client


def text_of(client: Client, address: str) -> str:
    """The page's words, tags taken out and blanks made one."""
    response = client.get(address, secure=True)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    ("address", "shown", "hidden"),
    [
        ("/nghi-quyet/", "05-NQ/TU", "11-CTr/HU"),
        ("/chuong-trinh/", "11-CTr/HU", "312/KH-UBND"),
        ("/ke-hoach/", "312/KH-UBND", "11-CTr/HU"),
        ("/van-ban/?loai=standard", "TCVN ISO 9001:2015", "312/KH-UBND"),
        ("/nghi-quyet/?tim=chuyen+doi+so", "09-NQ/TU", "05-NQ/TU"),
        ("/nghi-quyet/?nam=2018", "23-NQ/TW", "05-NQ/TU"),
        ("/ke-hoach/?he-thong=state", "312/KH-UBND", "38-KH/HU"),
        ("/nghi-quyet/?cap=central", "52-NQ/TW", "09-NQ/TU"),
    ],
)
def test_a_list_shows_its_kind_and_what_is_asked_for(viewer, address, shown, hidden):
    page = text_of(viewer, address)
    assert shown in page
    assert hidden not in page


def test_an_empty_list_names_the_filters_and_offers_to_drop_them(viewer):
    page = text_of(viewer, "/ke-hoach/?he-thong=press&tim=zzz")
    assert "Không có kế hoạch nào khớp: số, ký hiệu hoặc trích yếu = zzz, hệ thống = bài báo." in page
    assert "Bỏ lọc" in page


@pytest.mark.parametrize("query", ["?he-thong=khac", "?nam=abcd", "?page=1&nam=%00"])
def test_a_filter_that_cannot_be_understood_shows_nothing_and_does_not_fail(viewer, query):
    assert "05-NQ/TU" not in text_of(viewer, f"/nghi-quyet/{query}")


def test_the_tree_of_05_nq_tu_has_the_branches_that_the_report_states_and_marks_the_inferred_one(viewer):
    page = text_of(viewer, "/nghi-quyet/05-nq-tu-2021/")
    tree = page[page.index("Văn bản thực hiện, quán triệt 05-NQ/TU") : page.index("Văn bản được dẫn chiếu")]
    assert re.search(r"quán triệt → 38-KH/HU ngày 13/9/2021 .*thực hiện, cụ thể hóa → 11-CTr/HU ngày 4/10/2021", tree)
    assert re.search(r"→ 312/KH-UBND ngày 7/12/2021 [^→]*quan hệ suy từ báo cáo, chưa đối chiếu bản gốc", tree)
    assert "73/KH-UBND" not in tree


def test_documents_that_only_support_are_listed_with_what_they_implement_and_the_doubt_about_its_title(viewer):
    page = text_of(viewer, "/nghi-quyet/05-nq-tu-2021/")
    mentioned = page[page.index("Văn bản được dẫn chiếu") : page.index("Nhiệm vụ đủ")]
    assert re.search(r"73/KH-UBND ngày 17/3/2021 ← 02-CTr/HU ⚠ \(nguồn ghi trích yếu khác nhau\)", mentioned)
    assert re.search(r"230/KH-UBND ngày 14/9/2021 ← 30-KH/HU ngày 5/8/2021", mentioned)
    assert "09-NQ/TU ngày 1/11/2021" in mentioned


def test_the_programme_with_two_titles_shows_both(viewer):
    page = text_of(viewer, "/van-ban/02-ctr-hu-2020/")
    assert "Nguồn ghi 2 trích yếu khác nhau cho 02-CTr/HU" in page
    assert "“kêu gọi thu hút đầu tư phát triển năng lượng tái tạo”" in page
    assert "“phát triển nông nghiệp sạch”" in page


def test_a_sentence_leads_to_its_line_with_the_quote_marked(viewer):
    found = viewer.get(f"/nguon/{REPORT}/", {"trich": "23,194 km"}, secure=True)
    assert found.status_code == 302
    page = viewer.get(found["Location"], secure=True).content.decode()
    assert re.search(r'<p id="dong-2">.*?<mark>23,194 km</mark>', page)
    assert page.count("<mark>") == 1


def test_a_quote_in_the_address_is_never_markup(viewer):
    page = viewer.get(f"/nguon/{REPORT}/", {"trich": "<script>"}, secure=True, follow=True).content.decode()
    assert "<script>" not in page


def test_an_unknown_source_and_an_unknown_document_are_not_found(viewer):
    assert viewer.get("/nguon/khac.txt/", secure=True).status_code == 404
    assert viewer.get("/van-ban/khong-co/", secure=True).status_code == 404


def test_the_eleven_directions_of_the_report_lack_a_deadline_each(viewer):
    document = Document.objects.get(text_file=REPORT)
    page = text_of(viewer, document.get_absolute_url())
    directions = Task.objects.directions().filter(ordered_in=document).count()
    assert directions == 11
    assert re.search(r"Nhiệm vụ đủ “6 rõ”: 0/\d+", page)
    assert page.count("Chưa có hạn") >= directions


@pytest.mark.parametrize(
    "words", ["Nguyên nhân (4)", "Việc triển khai thực hiện Chương trình số 11-CTr/HU có lúc chưa đồng bộ"]
)
def test_obstacles_and_causes_stand_on_the_resolution_that_was_reviewed(viewer, words):
    assert words in text_of(viewer, "/nghi-quyet/05-nq-tu-2021/")


def test_tasks_are_narrowed_by_unit_kind_and_words_without_accents(viewer):
    page = text_of(viewer, "/nhiem-vu/?don-vi=665&loai=direction&tim=nang+luong+tai+tao")
    assert "Chỉ đạo tiếp tục thực hiện Kế hoạch số 73/KH-UBND" in page
    assert "Động viên, khen thưởng" not in page


def test_a_task_due_by_june_is_unknown_later_and_open_before(viewer):
    task = Task.objects.exclude(deadline="").filter(deadline="2023-06").first()
    assert "Chưa có thông tin" in text_of(viewer, f"{task.get_absolute_url()}?den-ngay=2023-08-30")
    assert "Chưa có thông tin" not in text_of(viewer, f"{task.get_absolute_url()}?den-ngay=2023-05-23")


def test_progress_reported_later_than_the_shown_day_is_not_shown(viewer):
    task, person = Task.objects.directions().first(), User.objects.get(username="canbo.daksong")
    TaskUpdate.objects.create(
        task=task, reported_on=date(2023, 9, 1), percent=40, narrative="Đã họp dân 2 xã", made_by=person
    )
    assert "Đã họp dân 2 xã" in text_of(viewer, f"{task.get_absolute_url()}?den-ngay=2023-09-01")
    assert "Đã họp dân 2 xã" not in text_of(viewer, f"{task.get_absolute_url()}?den-ngay=2023-08-31")


@pytest.mark.parametrize("address", ["/nghi-quyet/", "/van-ban/05-nq-tu-2021/", "/nhiem-vu/", f"/nguon/{REPORT}/"])
def test_a_stranger_is_sent_to_sign_in(demo, address):
    assert Client().get(address, secure=True).status_code == 302


def many_documents() -> None:
    """Ten times the rows of every list, all hanging on 05-NQ/TU."""
    root = Document.objects.get(slug="05-nq-tu-2021")
    unit = AdminUnit.objects.get(slug="665")
    for number in range(1, 51):
        plan = Document.objects.create(
            slug=f"thu-{number}", code=f"{number}/KH-UBND", kind="plan", type_name="Kế hoạch", system="state"
        )
        DocumentLink.objects.create(source=plan, target=root, relation="implements")
        task = Task.objects.create(kind="order", text=f"Việc {number}", unit=unit, ordered_in=plan)
        task.about.add(root)
        task.leads.add(*unit.agencies.all()[:2])


@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/nghi-quyet/", 8),
        ("/ke-hoach/", 8),
        ("/van-ban/", 8),
        ("/nhiem-vu/", 10),
        ("/nghi-quyet/05-nq-tu-2021/", 13),
    ],
)
def test_a_page_asks_as_much_for_ten_times_the_rows(viewer, address, budget):
    assert_budget(viewer, address, budget)
    assert_flat(viewer, address, many_documents)
