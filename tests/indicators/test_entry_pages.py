"""The pages of entering and deciding, by the buttons that people press."""

import re
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from indicators.entry_page import entry_rows
from indicators.forms import EntryForm, fingerprint, texts_of
from indicators.models import Entry, Observation
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.workflow.models import Submission
from portal.workflow.rules import State
from tests.builders import make_user
from tests.demo_data import demo

__all__ = ["demo"]

ADDRESS = "/nhap-lieu/665/SK05-NQTU-2023/"
ROADS = "road_paved_commune"
REASON = "Rà soát lại chiều dài đường xã Thuận Hà"
pytestmark = pytest.mark.django_db


class Inputs(HTMLParser):
    """What a browser would send of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name") and given.get("type") not in ("radio", "submit"):
            self.values[given["name"]] = given.get("value") or ""
        elif tag == "select":
            self._select = given.get("name") or ""
            self.values[self._select] = ""
        elif tag == "option" and "selected" in given:
            self.values[self._select] = given.get("value") or ""


class Visitor:
    """A signed-in person at the report of Đắk Song."""

    def __init__(self, person: User | str) -> None:
        self.person = User.objects.get(username=person) if isinstance(person, str) else person
        self.client = Client()
        self.client.force_login(self.person, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str = ""):
        return self.client.get(ADDRESS + path, secure=True)

    def post(self, path: str = "", **sent: str):
        return self.client.post(ADDRESS + path, sent, secure=True)

    def inputs(self) -> dict[str, str]:
        return Inputs(self.get().content.decode()).values

    def send(self, inputs: dict[str, str], action: str = "save", **typed: str):
        """The whole form with some inputs of the roads typed anew: `numerator="103,10"`."""
        own = {name if "-" in name else f"{ROADS}-{name}": text for name, text in typed.items()}
        return self.client.post(ADDRESS, {**inputs, **own, "action": action}, secure=True)

    def type(self, action: str = "save", **typed: str):
        return self.send(self.inputs(), action, **typed)


@pytest.fixture
def clerk(demo) -> Visitor:
    return Visitor("canbo.daksong")


@pytest.fixture
def leader(demo) -> Visitor:
    return Visitor("lanhdao.daksong")


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def report() -> Submission:
    return Submission.objects.get(unit__code="665", period__code="SK05-NQTU-2023")


def in_force() -> Observation:
    return Observation.objects.get(series__unit__code="665", series__indicator__code=ROADS)


def test_every_indicator_of_the_unit_has_an_input_with_the_figure_in_force(clerk):
    page = clerk.get()
    inputs = Inputs(page.content.decode()).values
    assert page.status_code == 200
    assert (inputs[f"{ROADS}-numerator"], inputs[f"{ROADS}-denominator"]) == ("102,85", "110,43")
    assert inputs["road_hard_alley-denominator"] == "199,70"
    assert inputs["household_electricity-value"] == "99,63"
    assert inputs["population-value"] == "84.053"
    assert inputs["border_length-value"] == "23,194"
    assert 'aria-label="Tử số: Tỷ lệ nhựa hóa, bê tông hóa đường xã"' in page.content.decode()
    assert 'type="number"' not in page.content.decode()


def test_a_form_sent_back_untouched_writes_nothing(clerk):
    assert clerk.type().status_code == 302
    assert not Entry.objects.exists()


def test_a_correction_goes_from_the_form_to_the_overview(clerk, leader):
    assert clerk.type("submit", numerator="103,10", note=REASON).url == f"{ADDRESS}nop/"
    check = text_of(clerk.get("nop/"))
    assert "102,85/110,43 km" in check and "+0,22 điểm phần trăm" in check and REASON in check
    assert clerk.post("nop/").status_code == 302
    assert "Đã nộp, chờ duyệt" in text_of(clerk.get())

    assert leader.post("tra-lai/", reason="").status_code == 422
    assert leader.post("tra-lai/", reason="Xem lại số km đường xã Thuận Hà").status_code == 302
    assert "Xem lại số km đường xã Thuận Hà" in text_of(clerk.get())

    clerk.type("submit", numerator="103,20")
    clerk.post("nop/")
    confirm = leader.get("duyet/")
    assert "Huyện Đắk Song" in text_of(confirm) and "Sơ kết 02 năm" in text_of(confirm)
    version = Inputs(confirm.content.decode()).values["version"]
    assert (report().state, in_force().numerator) == (State.SUBMITTED, Decimal("102.85"))
    assert leader.post("duyet/", version=version).status_code == 302
    assert "Đã duyệt. Số liệu có hiệu lực và đã lên tổng quan." in text_of(leader.get())
    assert (report().state, str(in_force().numerator), in_force().reason) == (State.APPROVED, "103.2000", REASON)


BAD = {
    "text in a number": ({"numerator": "abc"}, "numerator", "Không đọc được “abc”"),
    "not a number": ({"numerator": "NaN"}, "numerator", "Không đọc được “NaN”"),
    "infinity": ({"denominator": "Infinity"}, "denominator", "Không đọc được"),
    "a letter for a digit": ({"numerator": "10O,5"}, "numerator", "có chữ cái “O”"),
    "an exponent": ({"numerator": "1,5E+10"}, "numerator", "số mũ của Excel"),
    "two readings": ({"numerator": "23.194"}, "numerator", "Ghi 23194 hoặc 23,194"),
    "two readings of a ratio": ({"household_electricity-value": "99.630"}, "household_electricity-value", "hay 99,630"),
    "numerator above denominator": ({"numerator": "120"}, "numerator", "lớn hơn mẫu số"),
    "denominator 0": ({"denominator": "0"}, "denominator", "Mẫu số bằng 0"),
    "negative": ({"numerator": "-3"}, "numerator", "là số âm"),
    "one part only": ({"denominator": ""}, "denominator", "chưa có mẫu số"),
    "figure and reason for none": ({"reason": "no_data"}, "reason", "Xóa số hoặc bỏ lý do"),
    "another unit of measure": ({"numerator": "103 ha"}, "numerator", "Ô này tính bằng “km”"),
    "too many digits": ({"numerator": "123456789012"}, "numerator", "quá nhiều chữ số"),
    "a figure in force emptied": ({"numerator": "", "denominator": ""}, "numerator", "không xóa bằng cách để trống"),
    "a reason without a change": ({"note": REASON}, "note", "số liệu chưa đổi"),
    "ratio and parts that differ": (
        {"household_electricity-numerator": "1", "household_electricity-denominator": "2"},
        "household_electricity-value",
        "khác tỷ lệ tính từ",
    ),
    "a null character": ({"note": "a\x00b"}, "note", "null"),
}


@pytest.mark.parametrize(("typed", "field", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_answered_at_its_field_and_nothing_typed_is_lost(clerk, typed, field, message):
    typed = {"party_members-value": "2.700", "party_members-note": "Kết nạp thêm", **typed}
    answer = clerk.type(**typed)
    html = answer.content.decode()
    name = field if "-" in field else f"{ROADS}-{field}"
    error = re.search(rf'<ul class="errorlist" id="id_{name}_error">(.*?)</ul>', html, re.DOTALL)
    assert answer.status_code == 422
    assert error and message.lower() in unescape(error[1]).lower()
    assert f'<a href="#id_{name}">' in html and "<title>Lỗi: " in html and 'role="alert"' in html
    kept = Inputs(html).values
    for key, text in typed.items():
        assert kept[key if "-" in key else f"{ROADS}-{key}"] == text
    assert not Entry.objects.exists()


def test_a_reason_that_is_not_on_the_list_is_refused(clerk):
    assert clerk.type(reason="lazy").status_code == 422
    assert not Entry.objects.exists()


def test_all_errors_are_counted_and_linked(clerk):
    html = clerk.type(**{"numerator": "abc", "population-value": "-5", "hydro-value": "hai"}).content.decode()
    assert "Có 3 lỗi cần sửa" in html


def test_a_missing_figure_wants_its_reason_only_when_the_report_is_handed_in(clerk):
    entered = {"road_paved_commune-numerator": "", "road_paved_commune-denominator": ""}
    assert clerk.type(**entered, reason="none_occurred", note=REASON).status_code == 302
    assert Entry.objects.get().missing_reason == "none_occurred"


def test_a_correction_without_reason_is_saved_and_asked_about(clerk):
    answer = clerk.type("submit", numerator="103,10")
    assert answer.status_code == 422
    assert "Số đã duyệt bị thay đổi. Ghi rõ lý do sửa." in text_of(answer)
    assert str(Entry.objects.get().numerator) == "103.1000"
    inputs = Inputs(answer.content.decode()).values
    assert clerk.send(inputs, "submit", note=REASON).url == f"{ADDRESS}nop/"
    assert Entry.objects.get().version == 2


def test_the_second_of_two_people_chooses_and_nothing_is_overwritten_meanwhile(clerk):
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit, full_name="Nguyễn Văn An"))
    mine = clerk.inputs()
    colleague.type(numerator="104,00", note="Đo lại")
    answer = clerk.send(mine, numerator="103,10", note=REASON)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Đ/c Nguyễn Văn An vừa nhập ô này" in text_of(answer) and "104,00/110,43" in text_of(answer)
    assert Inputs(html).values[f"{ROADS}-numerator"] == "103,10"
    assert str(Entry.objects.get().numerator) == "104.0000"

    again = Inputs(html).values
    assert clerk.send(again).status_code == 409  # no choice, no writing
    assert str(Entry.objects.get().numerator) == "104.0000"
    assert clerk.send(again, keep="mine").status_code == 302
    assert str(Entry.objects.get().numerator) == "103.1000"


def test_the_other_ones_figure_can_be_taken(clerk):
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit))
    mine = clerk.inputs()
    colleague.type(numerator="104,00", note="Đo lại")
    html = clerk.send(mine, numerator="103,10").content.decode()
    assert clerk.send(Inputs(html).values, keep="theirs").status_code == 302
    assert str(Entry.objects.get().numerator) == "104.0000"


def test_a_choice_does_not_cover_what_a_third_person_did_meanwhile(clerk):
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit))
    mine = clerk.inputs()
    colleague.type(numerator="104,00", note="Đo lại")
    html = clerk.send(mine, numerator="103,10").content.decode()
    colleague.type(numerator="105,00")
    assert clerk.send(Inputs(html).values, keep="mine").status_code == 409
    assert str(Entry.objects.get().numerator) == "105.0000"


def test_what_a_colleague_changed_elsewhere_on_the_form_stays(clerk):
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit))
    mine = clerk.inputs()
    colleague.type(**{"population-value": "84.100", "population-note": "Cập nhật"})
    assert clerk.send(mine, numerator="103,10", note=REASON).status_code == 302
    assert dict(Entry.objects.values_list("series__indicator__code", "series__entries__value")) == {
        ROADS: None,
        "population": 84100,
    }


def test_the_form_sent_twice_by_an_impatient_hand_is_no_conflict(clerk):
    inputs = clerk.inputs()
    assert [clerk.send(inputs, numerator="103,10", note=REASON).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.get().version == 1


def test_a_report_handed_in_meanwhile_keeps_what_was_typed_on_the_page(clerk):
    inputs = clerk.inputs()
    clerk.type("submit", numerator="103,10", note=REASON)
    clerk.post("nop/")
    answer = clerk.send(inputs, numerator="109,00", note=REASON)
    assert answer.status_code == 409
    assert "Đã nộp, chờ duyệt" in text_of(answer)
    assert Inputs(answer.content.decode()).values[f"{ROADS}-numerator"] == "109,00"
    assert str(Entry.objects.get().numerator) == "103.1000"


def test_a_closed_period_takes_nothing_and_says_so(clerk):
    inputs = clerk.inputs()
    period = report().period
    period.is_closed = True
    period.save()
    answer = clerk.send(inputs, numerator="103,10", note=REASON)
    assert answer.status_code == 409
    assert "đã khóa" in text_of(answer)
    assert Inputs(answer.content.decode()).values[f"{ROADS}-numerator"] == "103,10"
    assert "Lưu nháp" not in text_of(clerk.get())
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/nhap-lieu/999/SK05-NQTU-2023/", "/nhap-lieu/665/2023-13/", "/nhap-lieu/665/2022/", "/nhap-lieu/665@x/2022/"],
)
def test_an_unknown_unit_period_or_report_is_not_found(clerk, address):
    assert clerk.client.get(address, secure=True).status_code == 404
    assert clerk.client.post(address, {"action": "save"}, secure=True).status_code == 404


def test_an_unknown_indicator_in_the_form_is_passed_over(clerk):
    assert clerk.type(**{"gold_reserves-value": "7"}).status_code == 302
    assert not Entry.objects.exists()


PAGES = ("", "nop/", "duyet/", "tra-lai/", "mo-lai/", "thu-hoi/", "tiep-nhan/", "in/")
OPEN_TO = {
    "canbo.daksong": ("", "nop/", "thu-hoi/", "in/"),
    "lanhdao.daksong": ("", "duyet/", "tra-lai/", "mo-lai/", "in/"),
    "chuyenvien.tinh": ("", "tra-lai/", "mo-lai/", "tiep-nhan/", "in/"),
    "quantri": ("", "in/"),
    "lanhdao.tinh": (),
}


@pytest.mark.parametrize("username", OPEN_TO)
def test_each_role_opens_its_own_pages_and_gets_403_for_the_others(demo, username):
    visitor = Visitor(username)
    got = {page: visitor.get(page).status_code for page in PAGES}
    assert got == {page: 200 if page in OPEN_TO[username] else 403 for page in PAGES}


@pytest.mark.parametrize("username", ["lanhdao.daksong", "chuyenvien.tinh", "quantri", "lanhdao.tinh"])
def test_who_does_not_enter_figures_cannot_save_any(demo, username):
    answer = Visitor(username).post(action="save", **{f"{ROADS}-numerator": "1"})
    assert answer.status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.parametrize("page", ["", "nop/", "thu-hoi/", "in/"])
def test_a_neighbour_does_not_learn_that_the_report_exists(demo, page):
    neighbour = Visitor("canbo.dakmil")
    assert (neighbour.get(page).status_code, neighbour.post(page).status_code) == (404, 404 if page != "in/" else 405)


def test_a_stranger_is_sent_to_sign_in(demo):
    assert Client().get(ADDRESS, secure=True).status_code == 302


@pytest.mark.parametrize("page", ["nop/", "thu-hoi/", "duyet/", "tra-lai/", "mo-lai/", "tiep-nhan/"])
def test_a_step_out_of_turn_is_refused_with_the_state(clerk, leader, page):
    """Of a report handed in, approved and received nothing but reopening is left."""
    clerk.type("submit", numerator="103,10", note=REASON)
    clerk.post("nop/")
    leader.post("duyet/")
    Visitor("chuyenvien.tinh").post("tiep-nhan/")
    visitor = {"nop/": clerk, "thu-hoi/": clerk, "tiep-nhan/": Visitor("chuyenvien.tinh")}.get(page, leader)
    answer = visitor.post(page, reason="Sửa số liệu")
    if page == "mo-lai/":
        assert (answer.status_code, report().state) == (302, State.DRAFT)
        return
    assert (answer.status_code, report().state) == (409, State.RECEIVED)
    assert "Cấp trên đã tiếp nhận" in text_of(answer)


def test_one_does_not_approve_ones_own_figures(clerk):
    clerk.type("submit", numerator="103,10", note=REASON)
    clerk.post("nop/")
    clerk.person.role = Role.LEADER
    clerk.person.save()
    answer = clerk.post("duyet/")
    assert answer.status_code == 409
    assert "không được tự duyệt" in text_of(answer)


def test_figures_changed_since_the_leader_looked_are_not_approved_unseen(clerk, leader):
    clerk.type("submit", numerator="103,10", note=REASON)
    clerk.post("nop/")
    version = Inputs(leader.get("duyet/").content.decode()).values["version"]
    clerk.post("thu-hoi/")
    clerk.type("submit", numerator="109,00")
    clerk.post("nop/")
    assert leader.post("duyet/", version=version).status_code == 409
    assert str(in_force().numerator) == "102.8500"


def test_the_list_names_reports_in_reach_and_filters_by_state(clerk, demo):
    page = clerk.client.get("/nhap-lieu/", secure=True)
    assert "Huyện Đắk Song" in text_of(page) and "Tỉnh Đắk Nông" not in text_of(page).split("Báo cáo, việc")[1]
    empty = clerk.client.get("/nhap-lieu/?trang-thai=locked", secure=True)
    assert "Không có báo cáo nào ở trạng thái này" in text_of(empty)
    assert Visitor("lanhdao.tinh").client.get("/nhap-lieu/", secure=True).status_code == 403


def test_the_printed_form_has_figures_and_places_to_sign(clerk):
    text = text_of(clerk.get("in/"))
    assert "102,85/110,43 km" in text and "Người lập biểu" in text and "Thủ trưởng đơn vị" in text


def test_every_figure_of_the_report_is_read_back_as_it_is_written(clerk):
    rows = entry_rows(report(), clerk.person)
    texts = {f"{row.code}-{field}": text for row in rows for field, text in texts_of(row).items()}
    form = EntryForm(rows, {**texts, **{f"{row.code}-seen": "x" for row in rows}})
    assert len(rows) == 49 and form.is_valid(), form.errors
    for change, row in zip(form.changes(report().pk), rows, strict=True):
        if row.current:
            figures = (row.current.numerator, row.current.denominator, row.current.value)
            assert (change.numerator, change.denominator, change.value) == figures
        assert fingerprint(texts_of(row))


def test_a_page_takes_as_many_queries_for_49_rows_as_for_12(clerk, django_assert_max_num_queries):
    commune = Visitor("canbo.xadaksong")
    with django_assert_max_num_queries(20):
        clerk.get()
    with django_assert_max_num_queries(20):  # a form of its own has titles of its own
        commune.client.get("/nhap-lieu/24718/2026/", secure=True)
