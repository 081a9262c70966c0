"""Arranging units with all that hangs on them: handed over as chosen, derived again where touched, taken back whole."""

from datetime import date
from decimal import Decimal

import pytest

from indicators import actions as figures
from indicators.models import Observation, Reading, Series, Standing, Target
from indicators.rebuild import compare
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.desk import reorganisation
from portal.history.models import Event
from portal.periods.actions import ensure_period
from portal.units import actions
from portal.units.models import AdminUnit, Agency, Reorganisation
from portal.units.planning import BodyChange, Dissolve, Merge, Move, NewUnit
from portal.workflow.rules import State
from resolutions.models import Document, Task, TaskUpdate
from tests.builders import make_submission, make_unit, make_user, place
from tests.indicators.builders import make_indicator, make_place, make_series, report_figure
from tests.units.communes import BASIS, DAY, july, june


@pytest.fixture
def land(db):
    return june()


@pytest.fixture
def roads(db):
    return make_indicator()


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN)


def planned(*changes, on=DAY, by=None) -> Reorganisation:
    return actions.draw_up(actions.plan_reorganisation(changes, on, BASIS), "Sắp xếp thử", by=by)


def carry_out(*changes, by, on=DAY, answers=None) -> Reorganisation:
    return reorganisation.carry_out(planned(*changes, on=on, by=by), answers=answers or {}, by=by)


def report(unit, indicator, period: str, numerator: str, denominator: str) -> None:
    series, _ = Series.objects.get_or_create(unit=unit, indicator=indicator)
    report_figure(series, ensure_period(period), numerator=Decimal(numerator), denominator=Decimal(denominator))


def reading(unit, indicator, period: str) -> tuple[str, str, int, int] | None:
    row = Reading.objects.filter(series__unit=unit, series__indicator=indicator, period=ensure_period(period)).first()
    return (f"{row.numerator:f}", f"{row.denominator:f}", row.parts_reported, row.parts_of) if row else None


def whole(row) -> tuple[int, int, int, int] | None:
    return row and (int(Decimal(row[0])), int(Decimal(row[1])), row[2], row[3])


def merge_pair(land) -> Merge:
    return Merge((land.thuan_ha.pk, land.thuan_hanh.pk), NewUnit("24722", "Xã Thuận Hạnh", "commune", land.dak_song.pk))


def new_commune() -> AdminUnit:
    return actions.resolve("24722", on=DAY)


# Figures: the example of June and July 2025.


def fill(land, roads, period: str, *rows: tuple[str, str]) -> None:
    units = (land.thuan_ha, land.thuan_hanh, land.duc_an)
    for unit, (numerator, denominator) in zip(units, rows, strict=True):
        report(unit, roads, period, numerator, denominator)


def test_june_stays_with_the_district_and_july_goes_to_the_new_province(land, roads, admin):
    fill(land, roads, "2025-06", ("10", "20"), ("30", "40"), ("5", "10"))
    carry_out(*july(land), by=admin)
    report(new_commune(), roads, "2025-07", "45", "60")
    report(land.duc_an, roads, "2025-07", "6", "10")
    lam_dong = actions.resolve("68", on=DAY)
    assert whole(reading(land.dak_song, roads, "2025-06")) == (45, 70, 3, 3)
    assert whole(reading(land.dak_nong, roads, "2025-06")) == (45, 70, 1, 1)
    assert whole(reading(lam_dong, roads, "2025-07")) == (51, 70, 2, 2)
    assert reading(land.dak_song, roads, "2025-07") is None
    assert compare().different == 0


def test_figures_entered_before_the_arrangement_was_recorded_move_with_their_units(land, roads, admin):
    fill(land, roads, "2025-06", ("10", "20"), ("30", "40"), ("5", "10"))
    report(land.duc_an, roads, "2025-07", "6", "10")
    assert whole(reading(land.dak_song, roads, "2025-07")) == (6, 10, 1, 3)
    one = carry_out(*july(land), by=admin)
    assert reading(land.dak_song, roads, "2025-07") is None
    assert reading(land.dak_nong, roads, "2025-07") is None
    assert whole(reading(actions.resolve("68", on=DAY), roads, "2025-07")) == (6, 10, 1, 2)
    assert one.done["readings"] == 3
    assert compare().different == 0
    reorganisation.take_back(one, by=admin)
    assert whole(reading(land.dak_song, roads, "2025-07")) == (6, 10, 1, 3)
    assert whole(reading(land.dak_nong, roads, "2025-07")) == (6, 10, 1, 1)
    assert compare().different == 0


def test_a_moved_commune_leaves_one_district_and_joins_the_other(land, roads, admin):
    mil = make_unit("663", "district", "Huyện Đắk Mil")
    place(mil, land.dak_nong)
    for period in ("2025-06", "2025-07"):
        fill(land, roads, period, ("10", "20"), ("30", "40"), ("5", "10"))
    carry_out(Move(land.duc_an.pk, mil.pk), by=admin)
    assert whole(reading(land.dak_song, roads, "2025-06")) == (45, 70, 3, 3)
    assert whole(reading(land.dak_song, roads, "2025-07")) == (40, 60, 2, 2)
    assert whole(reading(mil, roads, "2025-07")) == (5, 10, 1, 1)
    assert whole(reading(land.dak_nong, roads, "2025-07")) == (45, 70, 2, 2)
    assert compare().different == 0


def test_a_merger_of_ten_communes_writes_only_the_readings_above_them(land, roads, admin):
    tuy_duc = make_unit("667", "district", "Huyện Tuy Đức")
    place(tuy_duc, land.dak_nong)
    communes = []
    for number in range(40):
        commune = make_unit(f"248{number:02}", "commune", f"Xã {number}")
        place(commune, land.dak_song if number < 10 else tuy_duc)
        for period in ("2025-05", "2025-06", "2025-07"):
            report(commune, roads, period, "1", "2")
        communes.append(commune)
    before = {row.pk: row.numerator for row in Reading.objects.filter(series__unit=tuy_duc)}
    merge = Merge(tuple(one.pk for one in communes[:10]), NewUnit("24899", "Xã Mười", "commune", land.dak_song.pk))
    one = carry_out(merge, by=admin)
    assert one.done["readings"] == 2  # Đắk Song and Đắk Nông in July; May, June and Tuy Đức are not touched
    assert {row.pk: row.numerator for row in Reading.objects.filter(series__unit=tuy_duc)} == before
    assert compare().different == 0


# What hangs on a unit.


def hang_everything_on(land, roads) -> dict[str, object]:
    """A clerk, a report on its way, a numeric target, an open and a finished task of Thuận Hà."""
    one = make_place(land.thuan_ha, roads, "2025-05")
    one.enter("10", "20", reason="")
    document = Document.objects.create(title="Nghị quyết thử", kind="resolution", slug="thu")
    target = Target.objects.create(
        series=one.series, unit=land.thuan_ha, document=document, comparator="at_least", value=Decimal("90"),
        kind="at_end", horizon_to="2030", text="Đến năm 2030 đạt 90%",
    )  # fmt: skip
    past = Target.objects.create(
        series=one.series, unit=land.thuan_ha, document=document, comparator="at_least", value=Decimal("60"),
        kind="at_end", horizon_to="2023", text="Đến năm 2023 đạt 60%",
    )  # fmt: skip
    task = Task.objects.create(kind="order", text="Bê tông hóa đường thôn", unit=land.thuan_ha)
    done = Task.objects.create(kind="order", text="Rà soát đường xã", unit=land.thuan_ha)
    TaskUpdate.objects.create(
        task=done, reported_on=date(2025, 5, 1), is_done=True, narrative="Xong", made_by=one.clerk
    )
    return {"place": one, "target": target, "past": past, "task": task, "done": done}


def test_the_preview_lists_what_hangs_on_the_unit_and_proposes_the_successor(land, roads, admin):
    hang_everything_on(land, roads)
    shown = reorganisation.preview(planned(merge_pair(land), by=admin))
    found = {name: [item.text for item in items] for name, items in shown.kinds}
    assert found["Nhiệm vụ chưa hoàn thành"] == ["Bê tông hóa đường thôn"]
    assert found["Mục tiêu định lượng còn hạn"] == [f"{roads}: Đến năm 2030 đạt 90%"]
    assert found["Chỉ tiêu phải báo cáo"] == ["1 chỉ tiêu"]
    assert len(found["Báo cáo đang làm dở"]) == 1
    assert len(found["Tài khoản"]) == 2
    proposed = {item.proposed for _, items in shown.kinds for item in items}
    assert proposed == {"moi:24722"}
    assert [seat.name for seat in shown.branches[0].after] == ["Xã Thuận Hạnh"]
    assert not shown.faults


def test_everything_is_handed_over_as_proposed_in_one_transaction_with_one_event(land, roads, admin):
    hung = hang_everything_on(land, roads)
    events = Event.objects.count()
    one = carry_out(merge_pair(land), by=admin)
    new = new_commune()
    assert Event.objects.count() == events + 1
    assert Task.objects.get(pk=hung["task"].pk).unit == new
    assert Task.objects.get(pk=hung["done"].pk).unit == land.thuan_ha
    assert set(User.objects.filter(unit=new)) == {hung["place"].clerk, hung["place"].leader}
    copy = Target.objects.get(unit=new)
    assert (copy.value, copy.in_force_from, copy.series.indicator) == (Decimal("90"), DAY, roads)
    assert copy.note == f"Nhận bàn giao từ Xã Thuận Hà theo {BASIS}"
    hung["target"].refresh_from_db()
    assert hung["target"].unit == land.thuan_ha  # what the old unit was judged by stays
    assert {row["kind"] for row in one.done["handed"]} == {"series", "task", "target", "report", "user"}
    assert Task.history.filter(id=hung["task"].pk).first().history_user_id == admin.pk


def test_what_is_answered_goes_where_the_answer_says(land, roads, admin):
    hung = hang_everything_on(land, roads)
    plan = planned(merge_pair(land), by=admin)
    names = {item.kind: item.name for _, items in reorganisation.preview(plan).kinds for item in items}
    one = reorganisation.carry_out(plan, answers={names["task"]: "", names["target"]: "999"}, by=admin)
    assert Task.objects.get(pk=hung["task"].pk).unit == land.thuan_ha
    assert Target.objects.filter(unit=new_commune()).count() == 1  # an answer that was not offered is the proposal
    left = [row for row in one.done["handed"] if row["to"] is None]
    assert [(row["kind"], row["to_name"]) for row in left] == [("task", "Không bàn giao")]


def test_a_dissolved_unit_hands_nothing_over_unless_someone_chooses(land, roads, admin):
    hung = hang_everything_on(land, roads)
    plan = planned(Dissolve(land.thuan_ha.pk, ((land.thuan_hanh.pk, True),)), by=admin)
    kinds = dict(reorganisation.preview(plan).kinds)
    task = kinds["Nhiệm vụ chưa hoàn thành"][0]
    assert task.proposed == ""
    assert task.options == ((str(land.thuan_hanh.pk), "Xã Thuận Hạnh"), ("", "Không bàn giao"))
    assert dict(kinds["Báo cáo đang làm dở"][0].options)[""] == "Chuyên viên cấp tỉnh xử lý"
    reorganisation.carry_out(plan, answers={task.name: str(land.thuan_hanh.pk)}, by=admin)
    assert Task.objects.get(pk=hung["task"].pk).unit == land.thuan_hanh
    assert hung["place"].clerk.unit_id == land.thuan_ha.pk


def test_the_successor_keeps_writing_the_report_that_was_on_its_way(land, roads, admin):
    hung = hang_everything_on(land, roads)
    carry_out(merge_pair(land), by=admin)
    clerk = User.objects.get(pk=hung["place"].clerk.pk)
    figures.record([hung["place"].change("11", "20", reason="")], by=clerk)
    assert hung["place"].entry.numerator == 11


def test_undo_gives_everything_back(land, roads, admin):
    hung = hang_everything_on(land, roads)
    one = carry_out(merge_pair(land), by=admin)
    reorganisation.take_back(one, by=admin)
    assert Task.objects.get(pk=hung["task"].pk).unit == land.thuan_ha
    assert set(User.objects.filter(unit=land.thuan_ha)) == {hung["place"].clerk, hung["place"].leader}
    assert Target.objects.count() == 2
    assert list(Series.objects.values_list("unit__slug", flat=True).order_by("unit__slug")) == ["24722"]
    assert not AdminUnit.objects.filter(slug="24722@2025-07-01").exists()
    assert compare().different == 0


def enter_for_the_new_unit(unit, roads) -> None:
    report(unit, roads, "2025-07", "40", "60")


def draft_for_the_new_unit(unit, roads) -> None:
    series = Series.objects.get(unit=unit, indicator=roads)
    clerk = make_user(Role.CLERK, unit)
    sent = make_submission(unit, "2025-07", State.DRAFT)
    figures.record([figures.EntryChange(sent.pk, series.pk, Decimal(1), Decimal(2))], by=clerk)


def employ_someone(unit, roads) -> None:
    make_user(Role.CLERK, unit)


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        (enter_for_the_new_unit, r"số liệu đã duyệt \(1\)"),
        (draft_for_the_new_unit, r"số liệu đang nhập \(1\)"),
        (employ_someone, r"Xã Thuận Hạnh đã có người dùng \(1\)"),
    ],
)
def test_undo_is_refused_naming_what_was_entered_since(land, roads, admin, since, reason):
    hang_everything_on(land, roads)
    one = carry_out(merge_pair(land), by=admin)
    since(new_commune(), roads)
    before = (Series.objects.count(), Target.objects.count(), Standing.objects.count(), Observation.objects.count())
    with pytest.raises(actions.ReorganisationRefused, match=reason):
        reorganisation.take_back(one, by=admin)
    one.refresh_from_db()
    assert one.state == "applied"
    assert (
        Series.objects.count(), Target.objects.count(), Standing.objects.count(), Observation.objects.count()
    ) == before  # fmt: skip
    assert new_commune().valid_to > DAY


def test_a_second_confirmation_is_refused(land, admin):
    one = carry_out(merge_pair(land), by=admin)
    units = AdminUnit.objects.count()
    with pytest.raises(actions.ReorganisationRefused):
        reorganisation.carry_out(one, answers={}, by=admin)
    assert AdminUnit.objects.count() == units


def test_an_agency_hands_its_series_tasks_and_people_to_its_successor(land, roads, admin):
    old = Agency.objects.create(name="Phòng Kinh tế và Hạ tầng", kind="department", unit=land.dak_song)
    series = make_series(land.dak_song, roads, owner=old)
    person = make_user(Role.CLERK, land.dak_song, agency=old)
    task = Task.objects.create(kind="order", text="Đo lại đường xã", unit=land.dak_song)
    task.leads.add(old)
    plan = actions.plan_bodies_reorganisation([BodyChange((old.pk,), "Phòng Kinh tế")], DAY, BASIS)
    one = reorganisation.carry_out(actions.draw_up(plan, "Đổi tên phòng"), answers={}, by=admin)
    new = Agency.objects.get(name="Phòng Kinh tế")
    series.refresh_from_db()
    person.refresh_from_db()
    assert (series.owner, person.agency, list(task.leads.all())) == (new, new, [new])
    reorganisation.take_back(one, by=admin)
    series.refresh_from_db()
    person.refresh_from_db()
    assert (series.owner, person.agency, list(task.leads.all())) == (old, old, [old])
    assert not Agency.objects.filter(name="Phòng Kinh tế").exists()
