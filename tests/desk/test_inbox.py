"""The inbox, its approval of several reports, cells given back on the pages, and deputies who sign KT."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import actions
from indicators.actions import NotAllowed, Refused
from indicators.entry_page import entry_rows, proposal_of
from portal.accounts.actions import AccountRefused
from portal.accounts.deputies import end_mandate, name_deputy
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.notices.models import Notice
from portal.units.models import AdminUnit
from portal.workflow.models import Submission, Urge
from portal.workflow.rules import State
from tests.builders import make_submission, make_unit, make_user, place
from tests.indicators.builders import make_indicator, make_place, make_series

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PLAIN = {"kind": "level", "precision": 0, "direction": "none", "unit_rollup": "sum", "period_rollup": "last"}


@pytest.fixture
def roads():
    return make_indicator()


@pytest.fixture
def dak_song(roads):
    return make_place(make_unit("665", AdminUnit.Level.DISTRICT, "Huyện Đắk Song"), roads)


@pytest.fixture
def communes(dak_song, roads):
    """Three communes below the district, whose reports wait for its leader."""
    found = []
    for code, name in (("24722", "Xã Thuận Hà"), ("24724", "Xã Thuận Hạnh"), ("24727", "Xã Đắk Mol")):
        unit = make_unit(code, "commune", name)
        place(unit, dak_song.unit)
        one = make_place(unit, roads, dak_song.period)
        one.enter()
        one.submit()
        found.append(one)
    return found


def warn(one):
    """A later report whose denominator shrank, with a reason: it may be handed in, but has a warning."""
    one.approve()
    later = make_submission(one.unit, "2023")
    actions.record(
        [actions.EntryChange(later.pk, one.series.pk, Decimal(90), Decimal(99), reason="Đo lại")], by=one.clerk
    )
    actions.submit(later, by=one.clerk)
    return later


def test_three_clean_reports_are_approved_in_two_clicks_and_the_page_names_each(communes, dak_song, client):
    client.force_login(dak_song.leader)
    page = client.get("/xem-xet/", secure=True).content.decode()
    assert "Duyệt 3 báo cáo" in page
    chosen = [f"{one.report.pk}:{Submission.objects.get(pk=one.report.pk).version}" for one in communes]
    confirm = client.get("/xem-xet/duyet/", {"bao-cao": chosen}, secure=True).content.decode()
    for one in communes:
        assert f"{one.unit} – {one.period}" in confirm
    assert all(one.state() == State.SUBMITTED for one in communes)
    events = Event.objects.filter(verb="approve").count()
    client.post("/xem-xet/duyet/", {"bao-cao": chosen}, secure=True)
    assert all(one.state() == State.APPROVED for one in communes)
    assert Event.objects.filter(verb="approve").count() == events + 3
    client.post("/xem-xet/duyet/", {"bao-cao": chosen}, secure=True)
    assert Event.objects.filter(verb="approve").count() == events + 3


def test_a_report_with_a_warning_is_not_in_the_set_and_not_approved_with_others_by_hand(communes, dak_song, client):
    odd = warn(communes[0])
    client.force_login(dak_song.leader)
    page = client.get("/xem-xet/", secure=True).content.decode()
    assert "1 ô có cảnh báo" in page
    assert "Duyệt 2 báo cáo" in page
    odd.refresh_from_db()
    answer = client.post("/xem-xet/duyet/", {"bao-cao": [f"{odd.pk}:{odd.version}"]}, secure=True, follow=True)
    assert "cần mở xem từng báo cáo" in answer.content.decode()
    odd.refresh_from_db()
    assert odd.state == State.SUBMITTED


def test_a_version_that_changed_since_is_not_approved_with_the_others(communes, dak_song, client):
    one = communes[0]
    version = Submission.objects.get(pk=one.report.pk).version
    actions.recall(one.report, by=one.clerk)
    one.enter("100.00", "110.43")
    one.submit()
    client.force_login(dak_song.leader)
    client.post("/xem-xet/duyet/", {"bao-cao": [f"{one.report.pk}:{version}"]}, secure=True)
    assert one.state() == State.SUBMITTED


def test_a_neighbours_report_is_not_approved_by_its_number(communes, client):
    neighbour = make_user(Role.LEADER, make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil"))
    client.force_login(neighbour)
    one = communes[0]
    version = Submission.objects.get(pk=one.report.pk).version
    client.post("/xem-xet/duyet/", {"bao-cao": [f"{one.report.pk}:{version}"]}, secure=True)
    assert one.state() == State.SUBMITTED
    assert "Thuận Hà" not in client.get("/xem-xet/", secure=True).content.decode()


def test_cells_are_chosen_given_back_and_shown_to_the_clerk_with_a_link_to_the_first(dak_song, client):
    dak_song.enter()
    dak_song.submit()
    client.force_login(dak_song.leader)
    address = dak_song.report.get_absolute_url()
    code = dak_song.series.indicator.code
    assert f'name="o" value="{code}"' in client.get(address, secure=True).content.decode()
    bare = client.post(f"{address}tra-lai/", {"o": code}, secure=True)
    assert (bare.status_code, dak_song.state()) == (422, State.SUBMITTED)
    client.post(f"{address}tra-lai/", {"o": code, f"ly-do-{code}": "Mẫu số giảm 12 km"}, secure=True)
    assert dak_song.state() == State.RETURNED
    client.force_login(dak_song.clerk)
    work = client.get("/viec-cua-toi/", secure=True).content.decode()
    assert f"{address}#id_{code}-numerator" in work
    assert "1 ô cần sửa" in work
    form = client.get(address, secure=True).content.decode()
    assert f'id="id_{code}-numerator"' in form
    assert "Mẫu số giảm 12 km" in form


def test_who_approves_sees_the_number_as_it_was_typed(dak_song):
    share = make_indicator("clean_water", name="Nước sạch", unit_of_measure="%", **PLAIN)
    series = make_series(dak_song.unit, share)
    actions.record([actions.EntryChange(dak_song.report.pk, series.pk, value=Decimal("96.5"))], by=dak_song.clerk)
    row = next(one for one in entry_rows(dak_song.report, dak_song.leader) if one.series.pk == series.pk)
    assert row.proposed.text == "96,5%"


def test_a_reason_for_a_missing_figure_is_counted_once(dak_song):
    series = make_series(dak_song.unit, make_indicator("people", name="Dân số", unit_of_measure="người", **PLAIN))
    dak_song.enter()
    missing = actions.EntryChange(dak_song.report.pk, series.pk, missing_reason="no_data")
    actions.record([missing], by=dak_song.clerk)
    proposal = proposal_of(entry_rows(dak_song.report, dak_song.leader))
    assert (proposal.additions, proposal.corrections, proposal.missing) == (1, 0, 1)


def deputised(unit_place, **days):
    deputy = make_user(Role.CLERK, unit_place.unit, full_name="Nguyễn Văn Phó", position_title="Phó Chủ tịch")
    today = timezone.localdate()
    name_deputy(
        by=unit_place.leader, deputy=deputy, reason="Đi công tác",
        **{"from_on": today, "to_on": today + 3 * DAY, **days},
    )  # fmt: skip
    return User.objects.get(pk=deputy.pk)


def test_a_deputy_approves_within_the_days_and_signs_for_the_leader(dak_song, client):
    deputy = deputised(dak_song)
    dak_song.enter()
    dak_song.submit()
    assert Notice.objects.filter(person=deputy, kind="submitted").exists()
    client.force_login(deputy)
    assert client.get("/xem-xet/", secure=True).status_code == 200
    actions.approve(dak_song.report, by=deputy)
    dak_song.report.refresh_from_db()
    assert dak_song.report.signature == f"KT. {dak_song.leader} – {deputy}"
    assert Event.objects.get(verb="approve").reason == f"KT. {dak_song.leader}"
    paper = client.get(f"{dak_song.report.get_absolute_url()}in/", secure=True).content.decode()
    assert "KT. Thủ trưởng đơn vị" in paper
    assert "Phó Chủ tịch" in paper


def test_a_deputy_outside_of_the_days_decides_nothing(dak_song, client):
    today = timezone.localdate()
    deputy = deputised(dak_song, from_on=today + DAY)
    dak_song.enter()
    dak_song.submit()
    with pytest.raises(NotAllowed):
        actions.approve(dak_song.report, by=deputy)
    client.force_login(deputy)
    assert client.get("/xem-xet/", secure=True).status_code == 403


def test_a_deputy_does_not_approve_what_they_entered(dak_song):
    deputy = deputised(dak_song)
    actions.record([dak_song.change()], by=deputy)
    dak_song.submit()
    with pytest.raises(Refused, match="không được tự duyệt"):
        actions.approve(dak_song.report, by=deputy)


def test_a_mandate_that_was_ended_gives_no_right(dak_song):
    deputy = deputised(dak_song)
    end_mandate(deputy.mandates[0], by=dak_song.leader)
    dak_song.enter()
    dak_song.submit()
    with pytest.raises(NotAllowed):
        actions.approve(dak_song.report, by=User.objects.get(pk=deputy.pk))


def test_a_deputy_comes_from_the_leaders_own_place_for_days_to_come_with_a_reason(dak_song):
    stranger = make_user(Role.CLERK, make_unit("663", AdminUnit.Level.DISTRICT, "Huyện Đắk Mil"))
    today = timezone.localdate()
    for fields, words in (
        ({"deputy": stranger}, "chính đơn vị"),
        ({"to_on": today - DAY}, "Đến ngày|đã qua"),
        ({"reason": " "}, "lý do"),
        ({"to_on": today + 200 * DAY}, "dài nhất"),
        ({"by": dak_song.clerk}, "Chỉ lãnh đạo"),
    ):
        wanted = {"by": dak_song.leader, "deputy": dak_song.clerk, "from_on": today, "to_on": today, "reason": "Nghỉ"}
        with pytest.raises(AccountRefused, match=words):
            name_deputy(**{**wanted, **fields})


def test_urging_all_sends_one_message_per_unit_and_click_and_says_who_urged(dak_song, client):
    reviewer = make_user(Role.REVIEWER)
    client.force_login(reviewer)
    sent = {"bao-cao": dak_song.report.pk, "once": "abc", "ky": dak_song.period.code}
    for _ in range(2):
        client.post("/tien-do-bao-cao/don-doc/", sent, secure=True)
    assert (Urge.objects.count(), Notice.objects.filter(kind="urged").count()) == (1, 1)
    client.force_login(make_user(Role.REVIEWER))
    page = client.get("/tien-do-bao-cao/", secure=True).content.decode()
    assert "đã đôn đốc 1 lần" in page
    assert f"bởi {reviewer}" in page
    assert "Chưa bắt đầu" in page


def test_the_inbox_takes_as_many_queries_for_three_reports_as_for_one(communes, dak_song, client):
    client.force_login(dak_song.leader)
    client.get("/xem-xet/", secure=True)  # the first page of a session takes a query more

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get("/xem-xet/", secure=True)
        return len(captured)

    of_three = asked()
    for one in communes[:2]:
        one.approve()
    assert asked() == of_three <= 14


def test_of_two_who_decide_at_once_the_second_is_refused(dak_song):
    dak_song.enter()
    dak_song.submit()
    first, second = (Submission.objects.get(pk=dak_song.report.pk) for _ in range(2))
    other = make_user(Role.LEADER, dak_song.unit)
    actions.return_to_maker(first, by=dak_song.leader, reason="Xem lại mẫu số")
    with pytest.raises(Refused, match="Bị trả lại"):
        actions.approve(second, by=other, seen_version=second.version)
    assert dak_song.in_force is None
