"""Forms that an administrator composes, the reports of a period, sums since the year began, and their pages."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO
from re import sub

import pytest
from django.core.management import call_command
from django.test import Client

from indicators import actions
from indicators.actions import EntryChange, FormRefused, NotAllowed, Refused
from indicators.models import Entry, FormIndicator, Indicator, Observation, Series
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.periods.actions import ensure_period
from portal.units.models import AdminUnit
from portal.workflow.models import ReportingForm, Submission
from tests.builders import make_form, make_submission, make_user
from tests.indicators.builders import dak_song_with_communes, make_indicator

pytestmark = pytest.mark.django_db
ITEM = {
    "section": "Sản xuất", "position": 0, "is_required": True, "needs_evidence": False, "cumulative": "year",
    "entered_as": "own", "has_estimate": False, "minimum": None, "maximum": None,
}  # fmt: skip
DETAILS = {
    "code": "01/BC-XA", "name": "Báo cáo tháng của xã", "calendar": "statistical", "frequency": "month",
    "year": 2026, "level": "commune", "term_from": None,
}  # fmt: skip
MARCH = "/nhap-lieu/24722/2026-03/"


@dataclass
class Office:
    """Two communes of Đắk Song, an administrator, and a monthly form with the tonnes of pepper."""

    district: AdminUnit
    communes: list[AdminUnit]
    admin: User
    pepper: Indicator
    form: ReportingForm
    item: FormIndicator

    def open(self, code: str) -> actions.Opening:
        return actions.open_reports(self.form, ensure_period(code), by=self.admin)

    def report(self, code: str) -> Submission:
        return Submission.objects.get(unit=self.communes[0], period__code=code)

    def enter(self, code: str, value: str | None, **fields) -> None:
        """The clerk of the first commune enters the tonnes of one month."""
        series = Series.objects.get(unit=self.communes[0], indicator=self.pepper)
        number = Decimal(value) if value else None
        change = EntryChange(self.report(code).pk, series.pk, value=number, **fields)
        actions.record([change], by=self.clerk)

    @property
    def clerk(self) -> User:
        return User.objects.filter(role=Role.CLERK).first() or make_user(Role.CLERK, self.communes[0])


@pytest.fixture
def office() -> Office:
    district, *communes = dak_song_with_communes()
    admin = make_user(Role.ADMIN)
    pepper = make_indicator("pepper", kind="flow", name="Sản lượng hồ tiêu", unit_of_measure="tấn")
    form = actions.create_form(DETAILS, by=admin)
    return Office(district, communes, admin, pepper, form, actions.add_item(form, pepper, ITEM, by=admin))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:
    return " ".join(unescape(sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_each_change_of_a_form_is_one_event(office):
    verbs = list(Event.objects.order_by("position").values_list("verb", flat=True))
    assert verbs == ["create_form", "add_form_item"]
    assert actions.change_item(office.item, {**ITEM, "is_required": False}, by=office.admin)
    assert not actions.change_item(office.item, {**ITEM, "is_required": False}, by=office.admin)
    actions.remove_item(office.item, by=office.admin)
    later = list(Event.objects.order_by("position").values_list("verb", flat=True))[2:]
    assert later == ["change_form_item", "remove_form_item"]


def test_only_administrators_compose_and_open(office):
    leader = make_user(Role.LEADER, office.communes[0])
    for act in (
        lambda: actions.create_form({**DETAILS, "code": "02"}, by=leader),
        lambda: actions.add_item(office.form, office.pepper, ITEM, by=leader),
        lambda: actions.open_reports(office.form, ensure_period("2026-03"), by=leader),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_indicator_stands_on_a_form_once(office):
    with pytest.raises(FormRefused, match="đã có trong biểu"):
        actions.add_item(office.form, office.pepper, ITEM, by=office.admin)


def test_a_code_is_taken_once_a_year(office):
    with pytest.raises(FormRefused, match="đã được dùng") as refusal:
        actions.create_form(DETAILS, by=office.admin)
    assert refusal.value.field == "code"
    assert actions.create_form({**DETAILS, "year": 2028}, by=office.admin).code == DETAILS["code"]


def test_the_lowest_limit_is_not_above_the_highest(office):
    wrong = {**ITEM, "minimum": Decimal(5), "maximum": Decimal(1)}
    with pytest.raises(FormRefused, match="lớn hơn mức cao nhất"):
        actions.change_item(office.item, wrong, by=office.admin)


def test_only_what_occurs_in_a_period_has_a_sum(office):
    people = make_indicator("people", kind="level")
    with pytest.raises(FormRefused, match="phát sinh trong kỳ"):
        actions.add_item(office.form, people, ITEM, by=office.admin)


def test_a_form_says_who_reports_it(office):
    with pytest.raises(FormRefused, match="Chọn cấp báo cáo"):
        actions.create_form({**DETAILS, "code": "02", "level": ""}, by=office.admin)
    with pytest.raises(FormRefused, match="Bỏ một trong hai"):
        actions.create_form({**DETAILS, "code": "02"}, office.communes, by=office.admin)


def test_a_form_with_reports_keeps_its_meaning_and_only_changes_its_name(office):
    office.open("2026-03")
    assert actions.change_form(office.form, {**DETAILS, "name": "Tên mới"}, by=office.admin)
    for act in (
        lambda: actions.change_form(office.form, {**DETAILS, "frequency": "year"}, by=office.admin),
        lambda: actions.change_item(office.item, {**ITEM, "maximum": Decimal(9)}, by=office.admin),
        lambda: actions.remove_item(office.item, by=office.admin),
        lambda: actions.add_item(office.form, make_indicator("rice", kind="flow"), ITEM, by=office.admin),
    ):
        with pytest.raises(FormRefused, match="Tạo bản năm sau"):
            act()


def test_the_next_years_version_is_a_copy_that_may_be_changed(office):
    office.open("2026-03")
    made = actions.next_version(office.form, by=office.admin)
    assert (made.code, made.year, made.version_before) == ("01/BC-XA", 2027, office.form)
    (item,) = FormIndicator.objects.of_form(made)
    assert (item.indicator, item.cumulative) == (office.pepper, "year")
    assert actions.change_item(item, {**ITEM, "maximum": Decimal(9)}, by=office.admin)
    with pytest.raises(FormRefused, match="đã được dùng"):
        actions.next_version(office.form, by=office.admin)


def test_opening_twice_opens_once(office):
    first = office.open("2026-03")
    assert (len(first.new), first.new_series) == (2, 2)
    events = Event.objects.count()
    second = office.open("2026-03")
    assert (len(second.new), len(second.standing), Event.objects.count()) == (0, 2, events)
    assert Submission.objects.count() == Submission.history.count() == 2


def test_a_commune_is_due_two_working_days_after_the_month(office):
    office.open("2026-03")
    assert office.report("2026-03").due_on == date(2026, 4, 2)


def test_the_preview_writes_nothing_and_says_who_is_left_out(office):
    gone, stays = office.communes
    AdminUnit.objects.filter(pk=gone.pk).update(valid_to=date(2026, 3, 15))
    found = actions.preview_reports(office.form, ensure_period("2026-03"))
    assert [unit for unit, _ in found.new] == [stays]
    assert [(one.unit, one.reason) for one in found.left_out] == [(gone, "đơn vị đã kết thúc, ngày cuối 14/3/2026")]
    assert not Submission.objects.exists() and not Series.objects.exists()


def test_a_unit_with_another_report_of_the_period_is_left_out_by_name(office):
    make_submission(office.communes[0], "2026-03")
    found = office.open("2026-03")
    assert len(found.new) == 1 and "theo biểu “Biểu chung”" in found.left_out[0].reason


def test_the_form_of_all_indicators_leaves_out_units_without_any(office):
    found = actions.preview_reports(make_form(), ensure_period("2026-03"))
    assert not found.new and {one.reason for one in found.left_out} == {"chưa được giao chỉ tiêu nào"}


@pytest.mark.parametrize(("code", "words"), [("2026", "báo cáo theo tháng"), ("2025-03", "dùng cho năm 2026")])
def test_a_period_that_does_not_fit_the_form_is_refused(office, code, words):
    with pytest.raises(FormRefused, match=words):
        office.open(code)


def test_a_form_without_indicators_opens_nothing(office):
    actions.remove_item(office.item, by=office.admin)
    with pytest.raises(FormRefused, match="chưa có chỉ tiêu"):
        office.open("2026-03")


def test_the_command_opens_as_the_page_does(office):
    ensure_period("2026-03")
    for new in (2, 0):
        out = StringIO()
        call_command("open_reports", "01/BC-XA", "2026-03", "--as", office.admin.username, "--json", stdout=out)
        assert json.loads(out.getvalue())["new"] == new


def opened(office: Office, *months: str, **columns) -> Client:
    """The months opened, and the clerk's browser."""
    actions.change_item(office.item, {**ITEM, **columns}, by=office.admin)
    for code in months:
        office.open(code)
    return browser(office.clerk)


QUARTER = ("2026-01", "2026-02", "2026-03")


def test_the_page_shows_the_sum_of_three_months_beside_the_input(office):
    client = opened(office, *QUARTER)
    for code, value in zip(QUARTER, ("10", "12", "8"), strict=True):
        office.enter(code, value)
    shown = text(client.get(MARCH, secure=True))
    assert "Lũy kế từ đầu năm: 30 tấn" in shown and "gồm số chưa duyệt của tháng 1/2026, tháng 2/2026" in shown


def test_a_missing_month_is_named_on_the_page(office):
    client = opened(office, *QUARTER)
    office.enter("2026-01", "10")
    office.enter("2026-03", "8")
    assert "Chưa có số tháng 2/2026 nên chưa cộng được lũy kế" in text(client.get(MARCH, secure=True))


def test_thirty_five_entered_as_the_sum_is_stored_as_thirteen_of_the_month(office):
    client = opened(office, *QUARTER, entered_as="cumulative")
    office.enter("2026-01", "10")
    office.enter("2026-02", "12")
    assert client.post(MARCH, {"pepper-value": "35", "action": "save"}, secure=True).status_code == 302
    entry = Entry.objects.get(period__code="2026-03")
    assert (entry.value, entry.source_text) == (13, "Lũy kế từ đầu năm nhập là 35")
    page = client.get(MARCH, secure=True)
    assert 'value="35"' in page.content.decode() and "Trong kỳ: 13 tấn" in text(page)


def test_a_sum_over_a_missing_month_is_refused_and_nothing_is_written(office):
    client = opened(office, *QUARTER, entered_as="cumulative")
    office.enter("2026-01", "10")
    answer = client.post(MARCH, {"pepper-value": "35", "action": "save"}, secure=True)
    assert answer.status_code == 422 and "Chưa có số tháng 2/2026 nên chưa tách được" in text(answer)
    assert not Entry.objects.filter(period__code="2026-03").exists()


def test_a_falling_sum_is_handed_in_with_a_reason_only(office):
    opened(office, *QUARTER)
    office.enter("2026-03", "-3")
    with pytest.raises(Refused) as refusal:
        actions.submit(office.report("2026-03"), by=office.clerk)
    (fault,) = refusal.value.faults
    assert (fault.code, "giảm 3 tấn" in fault.message) == ("cumulative_decreased", True)
    office.enter("2026-03", "-3", reason="Rà soát lại sản lượng tháng 1", expected_version=1)
    actions.submit(office.report("2026-03"), by=office.clerk)


def test_without_a_sum_a_negative_figure_stays_an_error(office):
    opened(office, "2026-03", cumulative="")
    with pytest.raises(Refused, match="lỗi"):
        office.enter("2026-03", "-3")


def test_a_figure_outside_the_limits_is_refused_with_the_limit(office):
    client = opened(office, "2026-03", maximum=Decimal(100))
    answer = client.post(MARCH, {"pepper-value": "120", "action": "save"}, secure=True)
    assert answer.status_code == 422 and "vượt mức cao nhất của biểu là 100 tấn" in text(answer)
    with pytest.raises(Refused):
        office.enter("2026-03", "120")


def test_an_optional_cell_may_stay_empty_and_a_required_one_not(office):
    rice = make_indicator("rice", kind="flow", name="Sản lượng lúa", unit_of_measure="tấn")
    item = actions.add_item(office.form, rice, {**ITEM, "is_required": False}, by=office.admin)
    opened(office, "2026-03")
    office.enter("2026-03", "8")
    actions.submit(office.report("2026-03"), by=office.clerk)
    FormIndicator.objects.filter(pk=item.pk).update(is_required=True)
    actions.recall(office.report("2026-03"), by=office.clerk)
    with pytest.raises(Refused, match="còn 1 ô"):
        actions.submit(office.report("2026-03"), by=office.clerk)


def test_the_review_shows_the_sum_and_the_same_month_a_year_before(office):
    opened(office, *QUARTER)
    for code, value in zip(QUARTER, ("10", "12", "8"), strict=True):
        office.enter(code, value)
    series = Series.objects.get(unit=office.communes[0])
    known = {"as_of_on": date(2025, 3, 31), "known_on": date(2025, 4, 2), "value": Decimal(5)}
    figure = actions.ReportedFigure(series.pk, ensure_period("2025-03").pk, **known)
    actions.record_reported([figure], reason="Báo cáo")
    assert Observation.objects.count() == 1
    shown = text(browser(make_user(Role.LEADER, office.communes[0])).get(MARCH, secure=True))
    assert "Lũy kế từ đầu năm: 30 tấn" in shown and "+3 tấn (160,0%)" in shown


def test_the_blank_form_has_the_rows_and_no_figure_of_the_period(office):
    client = opened(office, *QUARTER)
    office.enter("2026-03", "8888")
    shown = text(client.get(f"{MARCH}bieu-trong/", secure=True))
    assert "Sản lượng hồ tiêu *" in shown and "từ đầu năm:" in shown and "8.888" not in shown


def test_an_administrator_composes_and_opens_without_scripts(office):
    client, root = browser(office.admin), "/quan-tri/bieu-bao-cao/"
    new = {**DETAILS, "code": "02/BC", "year": "2026", "term_from": ""}
    assert client.post(f"{root}moi/", new, secure=True).status_code == 302
    own = f"{root}{ReportingForm.objects.get(code='02/BC').pk}/"
    sent = {"indicator": office.pepper.pk, "position": "", "is_required": "on", "entered_as": "own", "maximum": "1,5"}
    assert client.post(f"{own}chi-tieu/", sent, secure=True).status_code == 302
    again = client.post(f"{own}chi-tieu/", sent, secure=True)
    assert again.status_code == 422 and "đã có trong biểu" in text(again)
    assert "đến 1,5" in text(client.get(own, secure=True))
    ensure_period("2026-04")
    assert "2 báo cáo mới" in text(client.get(f"{own}mo-bao-cao/?ky=2026-04", secure=True))
    assert not Submission.objects.exists()
    assert client.post(f"{own}mo-bao-cao/", {"period": "2026-04"}, secure=True).status_code == 302
    assert Submission.objects.count() == 2
    assert client.post(f"{own}ban-nam-sau/", secure=True).status_code == 302
    assert "Năm" in text(client.get(root, secure=True))
