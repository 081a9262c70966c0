"""Drafts of another unit are nowhere to be seen, and no payload reaches beyond one's own unit."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from indicators import actions
from indicators.actions import EntryChange, NotAllowed, Refused
from indicators.models import Entry, Indicator, Observation, Series
from portal.accounts.models import User
from portal.units.actions import resolve
from portal.workflow.models import Submission
from tests.architecture.access_table import OF_DAK_SONG
from tests.builders import make_submission
from tests.security.crawling import OF_DAK_MIL, addresses, body_of, checksums, crawl, differing

CANARY = b"CANARY-DM"
FIGURE = Decimal("4711.08")
ROADS = "road_paved_commune"
OWN = f"/nhap-lieu/{OF_DAK_SONG['unit']}/{OF_DAK_SONG['period']}/"
FOREIGN = f"/nhap-lieu/{OF_DAK_MIL['unit']}/{OF_DAK_MIL['period']}/"


@pytest.fixture
def roads_of_dak_mil(handed_in) -> Series:
    """An indicator that is asked of Đắk Mil; the sources name no figure."""
    unit = resolve("663", on=date(2023, 8, 30))
    return Series.objects.get_or_create(unit=unit, indicator=Indicator.objects.get(code=ROADS))[0]


@pytest.fixture
def draft_of_dak_mil(roads_of_dak_mil: Series, neighbours_leader: User) -> Submission:
    """A returned report of Đắk Mil with the canary in every text that it holds."""
    maker, series, word = User.objects.get(username="canbo.dakmil"), roads_of_dak_mil, CANARY.decode()
    report = make_submission(series.unit, OF_DAK_MIL["period"])
    texts = {"note": f"{word} note", "reason": f"{word} reason", "source_text": f"{word} source"}
    change = EntryChange(report.pk, series.pk, numerator=FIGURE, denominator=FIGURE * 2, **texts)
    actions.record([change], by=maker, reason=f"{word} ledger")
    for one in Series.objects.filter(unit=series.unit).exclude(pk=series.pk):
        actions.record([EntryChange(report.pk, one.pk, missing_reason="no_data", **texts)], by=maker)
    actions.submit(report, by=maker)
    actions.return_to_maker(report, by=neighbours_leader, reason=f"{word} returned")
    return report


@pytest.mark.parametrize("username", ["canbo.daksong", "lanhdao.daksong", "canbo.xadaksong", "lanhdao.tinh"])
def test_the_canary_in_a_neighbours_draft_is_on_no_page(draft_of_dak_mil, client_of, username: str) -> None:
    pages = crawl(client_of(username))
    assert [address for address, page in pages.items() if CANARY in page or b"4.711,08" in page] == []


def test_the_neighbour_and_the_province_see_the_canary(draft_of_dak_mil, client_of) -> None:
    for username, least in (("canbo.dakmil", 4), ("lanhdao.dakmil", 4), ("chuyenvien.tinh", 1)):
        seen = [address for address, page in crawl(client_of(username)).items() if CANARY in page]
        assert len(seen) >= least, username
    assert b"4.711,08" in crawl(client_of("canbo.dakmil"), [FOREIGN])[FOREIGN]


@pytest.mark.parametrize("username", ["canbo.daksong", "lanhdao.tinh"])
def test_a_neighbours_draft_changes_no_byte_of_other_peoples_pages(
    roads_of_dak_mil, client_of, username: str, request: pytest.FixtureRequest
) -> None:
    client = client_of(username)
    before = {address: body_of(page) for address, page in crawl(client).items()}
    request.getfixturevalue("draft_of_dak_mil")
    after = {address: body_of(page) for address, page in crawl(client).items()}
    assert [address for address in after if before[address] != after[address]] == []


def test_reading_every_page_writes_nothing(clerk: Client, client_of) -> None:
    clients = [clerk, client_of("lanhdao.daksong"), client_of("chuyenvien.tinh"), client_of("quantri")]
    found, before = addresses(), checksums()
    for client in clients:
        crawl(client, found)
    assert differing(before, checksums()) == []


def test_pages_of_a_strangers_report_are_not_there_for_reading_or_writing(draft_of_dak_mil, clerk, leader) -> None:
    before = checksums()
    for page in ("", "nop/", "thu-hoi/"):
        assert clerk.get(FOREIGN + page, secure=True).status_code == 404
        assert clerk.post(FOREIGN + page, {"action": "save"}, secure=True).status_code == 404
    for page in ("duyet/", "tra-lai/", "mo-lai/"):
        assert leader.get(FOREIGN + page, secure=True).status_code == 404
        assert leader.post(FOREIGN + page, {"reason": "Duyệt hộ"}, secure=True).status_code == 404
    assert differing(before, checksums()) == []


def smuggled() -> dict[str, str]:
    """Every column of an entry, a report and a figure, with the neighbour's ids and with what an approval would set."""
    foreign, series = resolve("663", on=date(2023, 8, 30)), Series.objects.filter(unit__code="663").first()
    report, person = Submission.objects.get(unit__code="663"), User.objects.get(username="canbo.dakmil")
    names = {field.attname for model in (Entry, Submission, Observation) for field in model._meta.concrete_fields}
    names |= {field.name for model in (Entry, Submission, Observation) for field in model._meta.concrete_fields}
    known = {
        "unit": foreign.pk, "unit_id": foreign.pk, "series": series.pk, "series_id": series.pk, "id": report.pk,
        "submission": report.pk, "submission_id": report.pk, "entered_by": person.pk, "entered_by_id": person.pk,
        "approved_by": person.pk, "state": "approved", "status": "approved", "version": 99,
    }  # fmt: skip
    plain = {name: str(known.get(name, 1)) for name in names}
    return plain | {f"{ROADS}-{name}": value for name, value in plain.items() if name in known and name != "version"}


def test_ids_of_others_and_columns_of_the_tables_smuggled_into_the_own_form_change_nothing(
    draft_of_dak_mil, clerk: Client
) -> None:
    before = checksums()
    answer = clerk.post(OWN, {**smuggled(), "action": "save"}, secure=True)
    assert answer.status_code in (302, 422)
    assert differing(before, checksums()) == []


def test_smuggled_beside_a_real_change_they_reach_nothing_but_that_cell(draft_of_dak_mil, clerk: Client) -> None:
    before = checksums()
    typed = {f"{ROADS}-numerator": "103,10", f"{ROADS}-denominator": "110,43", f"{ROADS}-note": "Đo lại"}
    assert clerk.post(OWN, {**smuggled(), **typed, "action": "save"}, secure=True).status_code == 302
    written = Entry.objects.get(submission__unit__code="665")
    assert (written.series.unit.code, written.status, written.version) == ("665", Entry.Status.DRAFT, 1)
    assert written.entered_by.username == "canbo.daksong"
    assert differing(before, checksums([Observation, Series, User])) == []
    changed = differing(before, checksums())
    assert "indicators.Entry" in changed and "history.Event" in changed
    assert Submission.objects.get(unit__code="665", period__code=OF_DAK_SONG["period"]).state == "draft"


def test_the_door_itself_refuses_foreign_series_and_foreign_reports(draft_of_dak_mil, handed_in) -> None:
    by = User.objects.get(username="canbo.daksong")
    own = Submission.objects.get(unit__code="665", period__code=OF_DAK_SONG["period"])
    foreign = Series.objects.filter(unit__code="663").first()
    before = checksums()
    with pytest.raises(Refused, match="1 lỗi"):
        actions.record([EntryChange(own.pk, foreign.pk, value=Decimal(1))], by=by)
    with pytest.raises(NotAllowed):
        actions.record([EntryChange(draft_of_dak_mil.pk, foreign.pk, value=Decimal(1))], by=by)
    assert differing(before, checksums()) == []


@pytest.mark.parametrize("username", ["lanhdao.daksong", "chuyenvien.tinh", "lanhdao.tinh", "quantri"])
def test_who_only_reads_writes_nothing_by_the_form(client_of: Callable[..., Client], username: str) -> None:
    client, before = client_of(username), checksums()
    typed = {f"{ROADS}-numerator": "103,10", f"{ROADS}-denominator": "110,43", f"{ROADS}-note": "Đo lại"}
    assert client.post(OWN, {**typed, "action": "save"}, secure=True).status_code == 403
    assert differing(before, checksums()) == []
