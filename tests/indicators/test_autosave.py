"""Cells saved one by one while they are typed: each is answered for itself."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from indicators.entry_page import entry_rows
from indicators.keeping import FLOW, UNCHANGED
from indicators.models import Entry, Observation
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.workflow.models import Submission
from tests.builders import make_user
from tests.demo_data import demo
from tests.indicators.test_entry_pages import ADDRESS, REASON, ROADS, Inputs, Visitor, text_of

__all__ = ["demo"]
pytestmark = pytest.mark.django_db
CELLS = f"{ADDRESS}o/"


@pytest.fixture
def clerk(demo) -> Visitor:
    return Visitor("canbo.daksong")


def patch(visitor: Visitor, cells: object, *, person: int | None = None, address: str = CELLS):
    content = {"person": visitor.person.pk if person is None else person, "cells": cells}
    return visitor.client.patch(address, json.dumps(content), content_type="application/json", secure=True)


def roads(version: int = 0, **texts: str) -> dict:
    return {ROADS: {"version": version, "numerator": "103,10", "denominator": "110,43", **texts}}


def test_a_cell_is_saved_through_the_one_door_and_says_its_version(clerk):
    answer = patch(clerk, roads(note=REASON))
    cell = answer.json()["cells"][ROADS]
    assert (answer.status_code, cell["state"], cell["version"], cell["computed"]) == (200, "saved", 1, "93,36%")
    assert cell["texts"]["numerator"] == "103,10" and cell["filled"]
    event = Event.objects.first()
    assert (event.verb, event.via, event.person_id, event.rows) == ("record", "grid", clerk.person.pk, 1)
    assert answer["Cache-Control"] == "no-store, private"


def test_the_same_cell_sent_twice_is_one_change(clerk):
    answers = [patch(clerk, roads(note=REASON)).json()["cells"][ROADS] for _ in range(2)]
    assert [(one["state"], one["version"]) for one in answers] == [("saved", 1)] * 2
    assert Event.objects.filter(verb="record").count() == 1
    assert Entry.history.count() == 1


def test_texts_that_are_not_sent_stay_as_they_are_saved(clerk):
    patch(clerk, roads(note=REASON))
    patch(clerk, {ROADS: {"version": 1, "remark": "đo bằng xe"}})
    entry = Entry.objects.get()
    assert (entry.numerator, entry.reason, entry.note) == (Decimal("103.1"), REASON, "đo bằng xe")


def test_what_is_wrong_with_one_cell_holds_up_no_other(clerk):
    answer = patch(
        clerk,
        {
            **roads(numerator="10O,5"),
            "party_members": {"version": 0, "value": "2.700"},
            "road_hard_alley": {"version": 0, "numerator": "250", "denominator": "199,70"},
            "population": {"version": 7, "value": "84.100"},
        },
    ).json()["cells"]
    assert {code: cell["state"] for code, cell in answer.items()} == {
        ROADS: "refused",
        "party_members": "saved",
        "road_hard_alley": "refused",
        "population": "refused",
    }
    assert "có chữ cái “O”" in answer[ROADS]["errors"]["numerator"][0]
    assert "lớn hơn mẫu số" in answer["road_hard_alley"]["errors"]["numerator"][0]
    assert "Ô này đã thay đổi" in answer["population"]["errors"]["value"][0]
    assert [entry.series.indicator.code for entry in Entry.objects.all()] == ["party_members"]


def test_a_version_that_is_old_is_a_conflict_with_name_value_and_hour(clerk):
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit, full_name="Nguyễn Văn An"))
    patch(colleague, roads(numerator="104,00", note="Đo lại"))
    answer = patch(clerk, {**roads(), "party_members": {"version": 0, "value": "2.700"}}).json()
    cell = answer["cells"][ROADS]
    assert (cell["state"], cell["by"], cell["version"]) == ("conflict", "Nguyễn Văn An", 1)
    assert cell["shown"] == "94,18% (104,00/110,43 km)" and len(cell["at"]) == 5
    assert answer["cells"]["party_members"]["state"] == "saved"
    assert str(Entry.objects.get(series__indicator__code=ROADS).numerator) == "104.0000"
    assert patch(clerk, roads(cell["version"])).json()["cells"][ROADS]["version"] == 2


def test_without_the_version_the_second_would_overwrite_the_first(clerk):
    """The negative control: whoever sends the version that stands is taken at their word."""
    colleague = Visitor(make_user(Role.CLERK, clerk.person.unit))
    patch(colleague, roads(numerator="104,00", note="Đo lại"))
    patch(clerk, roads(Entry.objects.get().version))
    assert str(Entry.objects.get().numerator) == "103.1000"


def test_a_stranger_finds_nothing_and_who_does_not_enter_may_not(clerk):
    assert patch(Visitor("canbo.dakmil"), roads()).status_code == 404
    for username in ("lanhdao.daksong", "chuyenvien.tinh", "quantri", "lanhdao.tinh"):
        assert patch(Visitor(username), roads()).status_code == 403
    answer = Client().patch(CELLS, "{}", content_type="application/json", secure=True)
    assert answer.status_code == 302
    assert not Entry.objects.exists()


def test_a_request_without_the_token_of_the_page_is_refused(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk.person, backend="django.contrib.auth.backends.ModelBackend")
    content = json.dumps({"person": clerk.person.pk, "cells": roads()})
    sent = {"content_type": "application/json", "secure": True, "HTTP_REFERER": f"https://testserver{ADDRESS}"}
    assert client.patch(CELLS, content, **sent).status_code == 403
    assert not Entry.objects.exists()
    page = client.get(ADDRESS, secure=True).content.decode()
    token = Inputs(page).values["csrfmiddlewaretoken"]
    assert client.patch(CELLS, content, HTTP_X_CSRFTOKEN=token, **sent).status_code == 200


def test_only_this_way_of_asking_is_answered(clerk):
    assert [getattr(clerk.client, way)(CELLS, secure=True).status_code for way in ("get", "post", "put")] == [405] * 3


def test_a_page_opened_by_somebody_else_writes_nothing(clerk):
    other = User.objects.get(username="canbo.dakmil")
    answer = patch(clerk, roads(), person=other.pk)
    assert (answer.status_code, Entry.objects.exists()) == (409, False)
    assert "tài khoản khác" in answer.json()["message"]


@pytest.mark.parametrize("change", ["closed", "submitted"])
def test_a_report_that_takes_nothing_says_why(clerk, change):
    clerk.type("submit", **{"party_members-value": "2.700", "party_members-note": "Kết nạp"})
    report = Submission.objects.get(unit__code="665", period__code="SK05-NQTU-2023")
    if change == "closed":
        report.period.is_closed = True
        report.period.save()
    else:
        clerk.post("nop/")
    answer = patch(clerk, roads())
    assert answer.status_code == 409
    assert ("đã khóa" if change == "closed" else "Đã nộp, chờ duyệt") in answer.json()["message"]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"person": 1}', '{"person": 1, "cells": []}', '{"person": 1, "cells": {"a": 1}}',
     '{"person": 1, "cells": {"a": {}}}', '{"person": 1, "cells": {"a": {"version": "1"}}}', "[" * 100_000,
     '{"person": 1, "cells": {"a": {"version": 1, "value": 5}}}', '{"person": 1e999, "cells": {}}', "\udcff",
     '{"person": 1, "cells": {"a": {"version": 1, "note": "\\ud800"}}}'],
)  # fmt: skip
def test_a_body_of_another_shape_is_refused_in_words(clerk, body):
    content = body.encode("utf-8", "surrogatepass")
    answer = clerk.client.generic("PATCH", CELLS, content, "application/json", secure=True)
    assert answer.status_code == 400
    assert "Không đọc được nội dung gửi lên" in answer.json()["message"]


def test_an_indicator_of_another_report_is_refused_and_nothing_of_its_status_is_taken(clerk):
    cell = {"version": 0, "value": "7", "status": "approved", "submission": "1", "as_reported": "9"}
    answer = patch(clerk, {"gold_reserves": cell, "party_members": {**cell, "value": "2.700"}}).json()["cells"]
    assert (answer["gold_reserves"]["state"], answer["party_members"]["state"]) == ("refused", "saved")
    entry = Entry.objects.get()
    assert (entry.status, entry.as_reported, entry.value) == ("draft", None, 2700)


def test_a_whole_report_is_saved_with_few_queries(clerk, django_assert_max_num_queries):
    rows = entry_rows(Submission.objects.get(unit__code="665", period__code="SK05-NQTU-2023"), clerk.person)
    empty = dict.fromkeys(("numerator", "denominator", "value", "remark"), "")
    many = {row.code: {**empty, "version": 0, "reason": "no_data", "note": REASON} for row in rows}
    with django_assert_max_num_queries(45):
        answer = patch(clerk, many).json()["cells"]
    assert {cell["state"] for cell in answer.values()} == {"saved"} and len(answer) == 49


def test_a_warning_comes_with_the_answer_and_names_its_field(clerk):
    report = Submission.objects.get(unit__code="665", period__code="SK05-NQTU-2023")
    current = Observation.objects.get(series__unit__code="665", series__indicator__code=ROADS)
    earlier = type(report.period).objects.filter(position__lt=report.period.position).order_by("-position").first()
    Observation.objects.filter(pk=current.pk).update(period=earlier, as_of_on="2020-12-31")
    cell = patch(clerk, roads(denominator="105")).json()["cells"][ROADS]
    assert cell["warnings"] == [
        {"field": "denominator", "message": "Mẫu số giảm 5,43 km so kỳ trước (110,43 km). Nếu đúng, ghi lý do."}
    ]
    html = clerk.get().content.decode()
    assert f'id="canh-bao-{ROADS}"' in html
    assert f'aria-describedby="canh-bao-{ROADS}"' in html


COMMUNE = "/nhap-lieu/24718/2026/"


@pytest.fixture
def keeper(demo) -> Visitor:
    """The clerk of the commune, whose form of 2026 is empty; two of its figures have a period before."""
    visitor = Visitor("canbo.xadaksong")
    report = Submission.objects.get(unit__code="24718", period__code="2026")
    rows = {row.code: row for row in entry_rows(report, visitor.person)}
    model = Observation.objects.first()
    earlier = type(report.period).objects.filter(position__lt=report.period.position, kind=report.period.kind)
    for code, figures in {ROADS: ("102.85", "110.43", None), "population": (None, None, "15200")}.items():
        model.pk, model._state.adding = None, True
        model.series, model.period = rows[code].series, earlier.order_by("-position").first()
        model.numerator, model.denominator, model.value = (Decimal(one) if one else None for one in figures)
        model.as_of_on, model.missing_reason, model.as_reported, model.skip_history_when_saving = (
            "2025-12-31",
            "",
            None,
            True,
        )
        model.save()
    return visitor


def press(visitor: Visitor, which: str, **typed: str):
    inputs = Inputs(visitor.client.get(COMMUNE, secure=True).content.decode()).values
    own = {name.replace("__", "-"): text for name, text in typed.items()}
    return visitor.client.post(COMMUNE, {**inputs, **own, "keep": which}, secure=True)


def test_a_figure_is_kept_by_a_button_without_scripts_and_marked(keeper):
    page = keeper.client.get(COMMUNE, secure=True).content.decode()
    assert f'value="row:{ROADS}"' in page and 'value="all"' in page
    assert press(keeper, f"row:{ROADS}").status_code == 302
    entry = Entry.objects.get()
    assert (entry.numerator, entry.denominator, entry.note) == (Decimal("102.85"), Decimal("110.43"), UNCHANGED)
    assert f'value="row:{ROADS}"' not in keeper.client.get(COMMUNE, secure=True).content.decode()


def test_all_that_remains_is_kept_and_what_was_typed_meanwhile_is_saved_too(keeper):
    answer = press(keeper, "all", population__value="15.300")
    said = text_of(keeper.client.get(COMMUNE, secure=True))
    assert answer.status_code == 302 and "Giữ nguyên số kỳ trước ở 1 chỉ tiêu" in said
    assert {row.series.indicator.code: row.note for row in Entry.objects.all()} == {ROADS: UNCHANGED, "population": ""}


def test_a_section_keeps_its_own_figures_only(keeper):
    report = Submission.objects.get(unit__code="24718", period__code="2026")
    section = next(row.section for row in entry_rows(report, keeper.person) if row.code == ROADS)
    press(keeper, f"section:{section}")
    assert [row.series.indicator.code for row in Entry.objects.all()] == [ROADS]


def test_what_happens_in_a_period_is_not_kept_and_the_reason_is_said(keeper):
    indicator = Observation.objects.filter(series__indicator__code="population").last().series.indicator
    indicator.kind = "flow"
    indicator.save()
    answer = press(keeper, "row:population")
    assert answer.status_code == 422 and FLOW in text_of(answer)
    assert not Entry.objects.exists()
    press(keeper, "all")
    assert "Phải nhập số của kỳ này, vì tính phần phát sinh trong kỳ: Dân số" in text_of(
        keeper.client.get(COMMUNE, secure=True)
    )


def test_another_number_is_no_longer_the_confirmed_one(keeper):
    press(keeper, f"row:{ROADS}")
    inputs = Inputs(keeper.client.get(COMMUNE, secure=True).content.decode()).values
    keeper.client.post(COMMUNE, {**inputs, f"{ROADS}-numerator": "103", "action": "save"}, secure=True)
    assert (Entry.objects.get().numerator, Entry.objects.get().note) == (103, "")


def test_the_reviewer_reads_that_a_figure_was_confirmed_as_unchanged(keeper):
    press(keeper, f"row:{ROADS}")
    leader = Visitor("lanhdao.xadaksong")
    assert UNCHANGED in text_of(leader.client.get(COMMUNE, secure=True))
