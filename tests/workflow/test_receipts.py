"""A form sent twice has one effect, on every page that changes something."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import timezone

from indicators.models import Entry
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.workflow import receipts
from portal.workflow.models import Receipt
from portal.workflow.receipts import AlreadyDone, key_of, once
from portal.workflow.rules import State
from tests.builders import make_user
from tests.demo_data import demo
from tests.indicators.test_entry_pages import ADDRESS, REASON, Inputs, Visitor, report, text_of

__all__ = ["demo"]

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Forms that need no receipt, each with its reason.
WITHOUT_RECEIPT = {
    "accounts/login.html": "signing in twice is being signed in",
    "accounts/password_change.html": "the old password is wrong the second time",
    "_components/header.html": "signing out twice is being signed out",
    "notices/notice_list.html": "what is read twice is read",
    "indicators/change_form.html": "writes nothing: the page after it shows old and new and carries the token",
    "indicators/evidence.html": "a file stands beside a cell once, and one taken away is away",
    "imports/start.html": "makes a preview only, and figures are written by the next form",
    "imports/questions.html": "keeps answers and makes a preview only; the same answer twice is the same answer",
    "imports/own.html": "the same workbook sent again is unchanged",
    "imports/preview.html": "carries the one-time token of its batch",
}
SAID = "Yêu cầu này đã được ghi nhận lúc"


def sent(person: User, path: str = "/nhap-lieu/", **fields: str):
    request = RequestFactory().post(path, fields)
    request.user = person
    return request


@pytest.fixture
def clerk(demo) -> Visitor:
    return Visitor("canbo.daksong")


@pytest.fixture
def leader(demo) -> Visitor:
    return Visitor("lanhdao.daksong")


def test_a_saved_form_sent_again_writes_nothing_and_says_when_it_was_recorded(clerk):
    typed = {**clerk.inputs(), "road_paved_commune-numerator": "103,10", "road_paved_commune-note": REASON}
    first = clerk.send(typed)
    events = Event.objects.count()
    again = clerk.send(typed)
    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert (Event.objects.count(), Entry.objects.get().version) == (events, 1)
    assert SAID in text_of(clerk.get())


def test_the_first_result_comes_back_even_when_a_colleague_has_since_changed_the_cell(clerk):
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit))
    typed = {**clerk.inputs(), "road_paved_commune-numerator": "103,10", "road_paved_commune-note": REASON}
    clerk.send(typed)
    colleague.type(numerator="104,00")
    assert clerk.send(typed).status_code == 302
    assert str(Entry.objects.get().numerator) == "104.0000"


def test_without_the_token_the_same_repetition_is_a_conflict(clerk):
    """Negative control: what a clerk with a lost answer would meet."""
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit))
    typed = {**clerk.inputs(), "road_paved_commune-numerator": "103,10", "road_paved_commune-note": REASON, "once": ""}
    clerk.send(typed)
    colleague.type(numerator="104,00")
    assert clerk.send(typed).status_code == 409


def test_a_page_reached_by_the_back_button_takes_what_is_typed_there_anew(clerk):
    page = clerk.inputs()
    clerk.send(page, numerator="103,10", note=REASON)
    answer = clerk.send(page, numerator="105,00", note=REASON)
    assert answer.status_code == 409 and SAID not in text_of(answer)
    assert Inputs(answer.content.decode()).values["road_paved_commune-numerator"] == "105,00"


def test_a_form_to_hand_in_sent_again_leads_to_the_check_again(clerk):
    typed = {**clerk.inputs(), "road_paved_commune-numerator": "103,10", "road_paved_commune-note": REASON}
    assert [clerk.send(typed, "submit").url for _ in range(2)] == [f"{ADDRESS}nop/"] * 2


def test_each_step_of_a_report_sent_again_is_answered_with_its_first_result(clerk, leader):
    clerk.type("submit", numerator="103,10", note=REASON)
    reviewer = Visitor("chuyenvien.tinh")
    for visitor, page, state in (
        (clerk, "nop/", State.SUBMITTED),
        (leader, "duyet/", State.APPROVED),
        (reviewer, "tiep-nhan/", State.RECEIVED),
        (leader, "mo-lai/", State.DRAFT),
    ):
        typed = {**Inputs(visitor.get(page).content.decode()).values, "reason": REASON}
        first = visitor.post(page, **typed)
        events = Event.objects.count()
        again = visitor.post(page, **typed)
        assert (first.status_code, again.status_code, again.url) == (302, 302, ADDRESS)
        assert (report().state, Event.objects.count()) == (state, events)


def test_a_refused_form_leaves_no_receipt_and_may_be_sent_again(clerk, leader):
    typed = Inputs(leader.get("duyet/").content.decode()).values | {"once": "a" * 32, "version": ""}
    assert leader.post("duyet/", **typed).status_code == 409
    assert not Receipt.objects.exists()
    clerk.type("submit", numerator="103,10", note=REASON)
    clerk.post("nop/")
    assert (leader.post("duyet/", **typed).status_code, report().state) == (302, State.APPROVED)


def test_every_form_that_changes_something_carries_the_token():
    pages = {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    forms = {name: re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL) for name, text in pages.items()}
    bare = {name for name, found in forms.items() if any("{% once %}" not in form for form in found)}
    assert forms["indicators/entry_form.html"]
    assert bare == set(WITHOUT_RECEIPT)


def test_the_key_covers_person_address_token_and_content_but_not_the_forgery_token(db):
    one, other = make_user(Role.VIEWER), make_user(Role.VIEWER)
    key = key_of(sent(one, once="t", reason="Đo lại", csrfmiddlewaretoken="x"))
    assert len(key) == 64
    assert key == key_of(sent(one, once="t", reason="Đo lại", csrfmiddlewaretoken="y"))
    others = [
        sent(other, once="t", reason="Đo lại"),
        sent(one, "/du-an/", once="t", reason="Đo lại"),
        sent(one, once="u", reason="Đo lại"),
        sent(one, once="t", reason="Đo lại lần hai"),
    ]
    assert len({key, *map(key_of, others)}) == 5
    assert key_of(sent(one, reason="Đo lại")) == ""


def test_a_form_without_a_token_is_not_remembered(db):
    person = make_user(Role.VIEWER)
    for _ in range(2):
        with once(sent(person, reason="Đo lại"), to="/"):
            pass
    assert not Receipt.objects.exists()


def test_receipts_nobody_will_ask_for_are_swept(db, monkeypatch):
    monkeypatch.setattr(receipts, "SWEEP_EVERY", 1)
    person = make_user(Role.VIEWER)
    for token in "ab":
        with once(sent(person, once=token), to="/"):
            pass
    Receipt.objects.filter(pk=Receipt.objects.last().pk).update(created_at=timezone.now() - timedelta(days=31))
    with once(sent(person, once="c"), to="/"):
        pass
    assert Receipt.objects.count() == 2
    with pytest.raises(AlreadyDone, match=SAID), once(sent(person, once="c"), to="/"):
        pass
