"""Targets in time: a later document amends one, earlier days keep what they were judged by."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import actions
from indicators.actions import Amendment, Refused
from indicators.lines import lines
from indicators.models import Series, Standing, Target, TargetStep
from indicators.rules.amending import Setting, Terms, amendment_faults, amendment_warnings
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.history.models import Event
from portal.periods.actions import ensure_period
from resolutions.models import Clause, Document
from tests.builders import make_user
from tests.dashboards.test_scorecard import indicators

GROWTH = "grdp_ind_growth"
NEW_YEAR = date(2024, 1, 1)


@pytest.fixture
def admin(demo: None) -> User:
    return make_user(Role.ADMIN)


@pytest.fixture
def growth(demo: None) -> Target:
    """Resolution 23: industrial growth of more than 8,5 % a year on average."""
    return Target.objects.named().get(series__indicator__code=GROWTH)


def unit_of(role: Role, target: Target) -> Any:
    return target.unit if role in (Role.CLERK, Role.LEADER) else None


def document(**fields: Any) -> Document:
    given = {"slug": "45-nq-hdnd-2023", "code": "45-NQ/HĐND", "kind": "resolution", "type_name": "Nghị quyết"}
    return Document.objects.create(**{**given, "system": "state", "issued_on": date(2023, 12, 8), **fields})


def amendment(target: Target, value: str = "8", day: date = NEW_YEAR, **change: Any) -> Amendment:
    terms = actions.terms_of(target)
    named = {name: getattr(terms, name) for name in Terms.__slots__}
    beside = {name: change.pop(name) for name in ("document", "clause", "note") if name in change}
    text = "Tốc độ tăng trưởng ngành công nghiệp bình quân trên 8%"
    given = {**named, "value": D(value), "text": text, **change}
    return Amendment(Terms(**given), beside.pop("document", None) or document(), day, **beside)


def refusal(target: Target, wanted: Amendment, by: User) -> Refused:
    rows = (Target.objects.count(), Event.objects.count())
    with pytest.raises(Refused) as caught:
        actions.amend_target(target, wanted, by=by)
    assert (Target.objects.count(), Event.objects.count()) == rows
    return caught.value


def test_a_target_amended_on_new_year_leaves_the_scorecard_of_august_as_it_was(growth: Target, admin: User) -> None:
    before = indicators("67", "2023-08-30")[GROWTH]
    assert (before["value"], before["verdict"], before["gap"]) == (D("8.14"), "not_met", D("-0.36"))
    actions.amend_target(growth, amendment(growth), by=admin)
    assert indicators("67", "2023-08-30")[GROWTH] == before
    assert indicators("67", "2023-12-31")[GROWTH]["target"] == before["target"]
    after = indicators("67", "2024-01-01")[GROWTH]
    assert (after["verdict"], after["gap"]) == ("on_track", D("0.14"))
    assert after["target"] == {"comparator": "more_than", "value": D("8"), "document": "45-NQ/HĐND"}


def test_the_standing_follows_with_history_and_one_event(growth: Target, admin: User) -> None:
    events = Event.objects.count()
    made = actions.amend_target(growth, amendment(growth, note="Nghị quyết điều chỉnh"), by=admin)
    standing = Standing.objects.get(series=growth.series)
    assert (standing.target_id, standing.verdict) == (made.pk, "on_track")
    assert made.replaces_id == growth.pk and made.is_primary
    assert made.history.get().history_user_id == admin.pk
    assert Event.objects.count() == events + 1
    last = Event.objects.order_by("-position").first()
    assert (last.verb, last.reason, last.subject_id) == ("amend_target", "Nghị quyết điều chỉnh", made.pk)
    growth.refresh_from_db()
    assert growth.value == D("8.5")


def test_a_target_that_comes_into_force_later_is_judged_by_on_that_day(growth: Target, admin: User) -> None:
    today = timezone.localdate()
    day = today.replace(year=today.year + 1)
    actions.amend_target(growth, amendment(growth, day=day), by=admin)
    standing = Standing.objects.get(series=growth.series)
    assert (standing.target_id, standing.verdict, standing.recheck_on) == (growth.pk, "not_met", day)


def test_in_the_context_of_the_first_document_its_amended_target_counts(growth: Target, admin: User) -> None:
    actions.amend_target(growth, amendment(growth), by=admin)
    found = lines([growth.unit_id], on=date(2024, 2, 1), document_id=growth.document_id)
    assert next(line for line in found if line.code == GROWTH).target.facts.value == D(8)


def test_choosing_the_version_takes_no_further_query(growth: Target, admin: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            lines([growth.unit_id], on=date(2024, 2, 1))
        return len(captured)

    before = cost()
    made = actions.amend_target(growth, amendment(growth, path=(("2024", D("8.1")), ("2025", D("8.2")))), by=admin)
    assert TargetStep.objects.of_target(made).count() == 2
    assert cost() == before


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"comparator": "between", "value_high": D("7.5")}, "value_high", "Mức dưới 8 lớn hơn mức trên 7,5"),
        ({"comparator": "between"}, "value_high", "Nhập mức trên"),
        ({"unit": "tỷ đồng"}, "unit_of_measure", "khác đơn vị tính của chỉ tiêu “%/năm”"),
        ({"day": date(2018, 1, 1)}, "in_force_from", "không sau ngày mục tiêu cũ có hiệu lực (22/3/2018)"),
        ({"day": date(2023, 12, 7)}, "in_force_from", "ban hành ngày 8/12/2023, sau ngày có hiệu lực 7/12/2023"),
        ({"text": " "}, "text", "Chưa có lời văn"),
        ({"horizon_from": "2030", "horizon_to": "2026"}, "horizon_to", "lại sau 2026"),
        ({"horizon_to": "năm tới"}, "horizon_to", "Không hiểu ngày"),
        ({"value": "8.12345"}, "value", "4 chữ số thập phân"),
        ({"horizon_to": "2025", "path": (("2026", D(8)),)}, "path", "Năm 2026 nằm ngoài thời hạn"),
        ({"path": (("2024", D(8)), ("2024", D(9)))}, "path", "Năm 2024 được ghi hai lần"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    growth: Target, admin: User, change: dict[str, Any], field: str, words: str
) -> None:
    refused = refusal(growth, amendment(growth, **change), admin)
    assert field in {fault.field for fault in refused.faults}
    assert any(words in fault.message for fault in refused.faults)


def test_a_target_already_replaced_is_refused_and_says_by_what(growth: Target, admin: User) -> None:
    wanted = amendment(growth)
    actions.amend_target(growth, wanted, by=admin)
    refused = refusal(growth, Amendment(wanted.terms, wanted.document, date(2025, 1, 1)), admin)
    assert "đã được thay từ 1/1/2024 theo 45-NQ/HĐND" in refused.message


def test_the_database_itself_keeps_a_target_from_being_replaced_twice(growth: Target, admin: User) -> None:
    made = actions.amend_target(growth, amendment(growth), by=admin)
    made.pk, made.source_key = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_nothing_new_is_refused(growth: Target, admin: User) -> None:
    same = Amendment(actions.terms_of(growth), document(), NEW_YEAR)
    assert "giống hệt" in refusal(growth, same, admin).message


def test_a_clause_of_another_document_is_refused(growth: Target, admin: User) -> None:
    clause = Clause.objects.create(document=growth.document, kind="target", label="1", position=99, text="Mục khác")
    assert "không thuộc văn bản" in refusal(growth, amendment(growth, clause=clause), admin).message


def test_only_an_administrator_amends(growth: Target) -> None:
    for role in (Role.CLERK, Role.LEADER, Role.REVIEWER, Role.VIEWER):
        with pytest.raises(actions.NotAllowed):
            actions.amend_target(
                growth, amendment(growth, document=growth.document), by=make_user(role, unit_of(role, growth))
            )


def test_a_horizon_outside_the_term_of_the_document_is_only_a_warning(growth: Target, admin: User) -> None:
    wanted = amendment(growth, horizon_from="2024", horizon_to="2035", document=document(term_to="2030"))
    faults, warnings = actions.review_amendment(growth, wanted)
    assert faults == []
    assert warnings == ["Thời hạn đến 2035 nằm ngoài giai đoạn …–2030 của văn bản 45-NQ/HĐND. Kiểm tra lại."]
    assert actions.amend_target(growth, wanted, by=admin).horizon_to == "2035"


def test_a_last_year_that_differs_from_the_target_is_pointed_out() -> None:
    new = Terms("at_least", D(90), unit="%", horizon_to="2025", text="Đạt 90%", path=(("2025", D(88)),))
    at = Setting("%", "05-NQ/TU", None, "", "", new, None)
    assert [one.code for one in amendment_faults(new, NEW_YEAR, at)] == ["unchanged"]
    assert "năm cuối trong lộ trình (88) khác mức của mục tiêu (90)" in next(amendment_warnings(new, at))


# The yearly path.


@pytest.fixture
def roads(demo: None) -> Target:
    """At least 95 % of the district's roads by the end of 2025, from 80 % in 2020; 91,38 % are paved on 30/8/2023."""
    series = Series.objects.get(indicator__code="road_paved_district", unit__code="665")
    series.baseline_value, series.baseline_period = D(80), ensure_period("2020")
    series.save()
    return Target.objects.create(
        series=series, unit=series.unit, document=document(issued_on=date(2021, 8, 19)), comparator="at_least",
        value=D(95), unit_of_measure="%", kind="at_end", horizon_from="2021", horizon_to="2025", text="Đạt 95%",
        is_primary=True, in_force_from=date(2021, 8, 19),
    )  # fmt: skip


def verdict_of_roads() -> Any:
    row = indicators("665", "2023-08-30")["road_paved_district"]
    return row["verdict"], row["reason"]


def test_roads_of_91_38_percent_are_on_the_straight_line_but_behind_the_yearly_path(roads: Target, admin: User) -> None:
    assert verdict_of_roads() == ("on_track", "on_path")  # the line asks for 88,0 on 30/8/2023
    path = [("2022", D("91")), ("2023", D("93")), ("2024", D("94"))]
    actions.set_path(roads, path, reason="Phụ lục I", by=admin)
    assert verdict_of_roads() == ("behind", "behind_path")  # the path for 92,32
    line = next(x for x in lines([roads.unit_id], on=date(2023, 8, 30)) if x.code == "road_paved_district")
    assert any("theo mục tiêu từng năm: 92,33" in text for text in line.verdict.explanation)


def test_a_path_is_written_with_history_one_event_and_the_standing(roads: Target, admin: User) -> None:
    events = Event.objects.count()
    actions.set_path(roads, [("2023", D("99"))], reason="Phụ lục I", by=admin)
    actions.set_path(roads, [("2024", D("99"))], reason="Ghi nhầm năm", by=admin)
    assert list(TargetStep.objects.of_target(roads).values_list("period_code", "value")) == [("2024", D("99"))]
    assert TargetStep.history.filter(history_type="-", history_change_reason="Ghi nhầm năm").count() == 1
    assert [event.verb for event in Event.objects.order_by("position")[events:]] == ["set_path", "set_path"]


@pytest.mark.parametrize(
    ("path", "reason", "words"),
    [
        ([("2030", D(99))], "Phụ lục", "nằm ngoài thời hạn 2021–2025"),
        ([], "Phụ lục", "không có gì thay đổi"),
        ([("2023", D(92))], " ", "Chưa có lý do"),
    ],
)
def test_a_path_that_cannot_be_is_refused(roads: Target, admin: User, path: Any, reason: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        actions.set_path(roads, path, reason=reason, by=admin)
    assert any(words in fault.message for fault in caught.value.faults)
    assert not TargetStep.objects.exists()
