"""Arranging units: spans end and begin, nothing is deleted, and whatever may not be is refused with its reason."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.history.models import Event
from portal.units.actions import (
    ReorganisationRefused,
    apply,
    apply_bodies,
    plan_bodies_reorganisation,
    plan_reorganisation,
    rebuild_ancestry,
    resolve,
    undo_reorganisation,
)
from portal.units.models import OPEN_END, AdminUnit, Agency, Ancestry, Placement, Reorganisation, UnitSuccession
from portal.units.planning import (
    BodyChange,
    Dissolve,
    Merge,
    Move,
    NewUnit,
    Portion,
    Rename,
    Split,
    as_row,
    from_row,
)
from portal.units.rules import Span, closure
from tests.builders import make_unit, place
from tests.units.communes import BASIS, DAY, EVE, july, june

TABLES = (AdminUnit, Placement, Ancestry, UnitSuccession, Reorganisation)
LATER = date(2026, 7, 1)


@pytest.fixture
def land(db):
    return june()


def arrange(*changes, on=DAY, basis=BASIS):
    return apply(plan_reorganisation(changes, on, basis))


def everything() -> list[list[tuple]]:
    """All rows as they stand; those that are derived without their numbers."""
    rows = [model.objects.values_list() for model in TABLES]
    return [
        sorted(found if model is not Ancestry else (row[1:] for row in found), key=str)
        for model, found in zip(TABLES, rows, strict=True)
    ]


def above(unit: AdminUnit, day: date) -> list[str]:
    return [one.slug for one in AdminUnit.objects.above(unit, day)]


def test_24722_is_thuan_ha_on_30_june_and_thuan_hanh_on_1_july(land):
    arrange(*july(land))
    assert resolve("24722", on=EVE).name == "Xã Thuận Hà"
    new = resolve("24722", on=DAY)
    assert (new.name, new.slug, new.legal_basis) == ("Xã Thuận Hạnh", "24722@2025-07-01", BASIS)
    assert resolve("24724", on=EVE).name == "Xã Thuận Hạnh"


def test_the_tree_of_each_day_is_its_own(land):
    arrange(*july(land))
    duc_an, new = land.duc_an, resolve("24722", on=DAY)
    assert above(duc_an, EVE) == ["665", "67"]
    assert above(duc_an, DAY) == ["68@2025-07-01"]
    assert above(new, DAY) == ["68@2025-07-01"]
    assert AdminUnit.objects.get(slug="665").last_day == EVE


def test_successions_name_kind_share_and_basis_and_the_dissolved_district_its_heirs(land):
    arrange(*july(land))
    rows = UnitSuccession.objects.order_by("predecessor__code").values_list(
        "predecessor__code", "successor__slug", "kind", "share", "legal_basis", "effective_on"
    )
    assert set(rows) == {
        ("67", "68@2025-07-01", "merged", Decimal(1), BASIS, DAY),
        ("68", "68@2025-07-01", "merged", Decimal(1), BASIS, DAY),
        ("24722", "24722@2025-07-01", "merged", Decimal(1), BASIS, DAY),
        ("24724", "24722@2025-07-01", "merged", Decimal(1), BASIS, DAY),
        ("665", None, "dissolved", None, BASIS, DAY),
    }
    heirs = UnitSuccession.objects.get(kind="dissolved").heirs
    assert [(heir.unit.slug, heir.wholly) for heir in heirs.all()] == [("24722@2025-07-01", True)]


def test_one_arrangement_is_one_event_and_every_row_keeps_its_history(land):
    before = Event.objects.count()
    one = arrange(*july(land))
    event = Event.objects.order_by("-position").first()
    assert Event.objects.count() == before + 1
    assert (event.verb, event.subject_id, event.reason) == ("reorganise", one.pk, BASIS)
    assert land.thuan_ha.history.first().valid_to == DAY
    assert land.thuan_ha.history.count() == 2


def test_a_renamed_unit_goes_on_as_another_with_its_places_above_and_below(land):
    arrange(Rename(land.dak_song.pk, "Thị xã Đắk Song"))
    new = resolve("665", on=DAY)
    assert (new.name, new.slug, new.level) == ("Thị xã Đắk Song", "665@2025-07-01", "district")
    assert above(land.duc_an, EVE) == ["665", "67"]
    assert above(land.duc_an, DAY) == ["665@2025-07-01", "67"]
    assert UnitSuccession.objects.get().kind == "renamed"


def test_a_commune_that_is_merged_into_one_that_exists_leaves_that_one_as_it_is(land):
    arrange(Merge((land.thuan_ha.pk,), land.thuan_hanh.pk))
    land.thuan_hanh.refresh_from_db()
    assert land.thuan_hanh.valid_to == OPEN_END
    assert UnitSuccession.objects.get().successor == land.thuan_hanh


def test_a_moved_unit_stays_itself_under_another_parent(land):
    mil = make_unit("663", "district", "Huyện Đắk Mil")
    place(mil, land.dak_nong)
    arrange(Move(land.duc_an.pk, mil.pk))
    assert (above(land.duc_an, EVE), above(land.duc_an, DAY)) == (["665", "67"], ["663", "67"])
    assert not UnitSuccession.objects.exists()


def test_a_split_unit_gives_known_shares_or_none_at_all(land):
    parts = [NewUnit(code, name, "commune", land.dak_song.pk) for code, name in (("1", "Xã Một"), ("2", "Xã Hai"))]
    arrange(Split(land.duc_an.pk, (Portion(parts[0], Decimal("0.4"), "dân số"), Portion(parts[1], Decimal("0.6")))))
    assert list(UnitSuccession.objects.order_by("share").values_list("share", "share_basis")) == [
        (Decimal("0.4"), "dân số"),
        (Decimal("0.6"), ""),
    ]


def test_one_renaming_after_the_other_keeps_every_name(land):
    arrange(Rename(land.duc_an.pk, "Phường Đức An"), on=DAY)
    arrange(Rename(resolve("24717", on=DAY).pk, "Phường Đức An Mới"), on=LATER)
    names = AdminUnit.objects.with_code("24717").values_list("name", "slug")
    assert list(names) == [
        ("Thị trấn Đức An", "24717"),
        ("Phường Đức An", "24717@2025-07-01"),
        ("Phường Đức An Mới", "24717@2026-07-01"),
    ]


def bad_targets(land) -> dict[str, tuple[list, dict, str]]:
    """Name → changes, day or basis, and words of the reason: of successors, shares and codes."""
    ended = make_unit("1", "commune", "Xã Đã Hết", valid_to=date(2020, 1, 1))
    young = make_unit("2", "commune", "Xã Mới Lập", valid_from=date(2030, 1, 1))
    half = [Portion(NewUnit(code, f"Xã {code}", "commune", land.dak_song.pk), Decimal("0.4")) for code in ("8", "9")]
    mixed = [half[0], Portion(half[1].to, None)]
    pair = (land.thuan_ha.pk, land.thuan_hanh.pk)
    return {
        "into a unit that has ended": ([Merge(pair, ended.pk)], {}, "Xã Đã Hết (mã 1) không tồn tại vào ngày 1/7/2025"),
        "into one that begins later": ([Merge(pair, young.pk)], {}, "Xã Mới Lập (mã 2) không tồn tại"),
        "into a number nobody has": ([Merge(pair, 999_999)], {}, "Không có đơn vị nào mang số hiệu 999999"),
        "into each other": (
            [Merge(pair[:1], pair[1]), Merge(pair[1:], pair[0])],
            {},
            "Vòng lặp sắp xếp: Xã Thuận Hà → Xã Thuận Hạnh → Xã Thuận Hà",
        ),
        "into itself": ([Merge(pair, pair[0])], {}, "không thể sáp nhập vào chính nó"),
        "into one that ends too": (
            [Merge(pair[:1], pair[1]), Dissolve(pair[1])], {}, "Xã Thuận Hạnh cũng kết thúc trong lần sắp xếp này",
        ),
        "shares below one": ([Split(land.duc_an.pk, tuple(half))], {}, "cộng lại đúng bằng 1"),
        "one share unknown": ([Split(land.duc_an.pk, tuple(mixed))], {}, "cộng lại đúng bằng 1"),
        "a code in use": (
            [Merge(pair, NewUnit("24717", "Xã Mới", "commune", land.dak_song.pk))],
            {},
            "Mã 24717 đang được Thị trấn Đức An sử dụng vào ngày 1/7/2025",
        ),
        "a code used later": (
            [Merge(pair, NewUnit("2", "Xã Mới", "commune", land.dak_song.pk))], {}, "Mã 2 đang được Xã Mới Lập",
        ),
    }  # fmt: skip


def bad_inputs(land) -> dict[str, tuple[list, dict, str]]:
    """All of them: Name → changes, day or basis, and words of the reason."""
    targets = bad_targets(land)
    ended, young = AdminUnit.objects.get(code="1"), AdminUnit.objects.get(code="2")
    fresh = NewUnit("24799", "Xã Mới", "commune", land.dak_song.pk)
    pair = (land.thuan_ha.pk, land.thuan_hanh.pk)
    homeless, slashed = NewUnit("7", "Xã Mới", "commune"), NewUnit("2/4", "X", "commune", land.dak_song.pk)
    return targets | {
        "before the unit began": ([Rename(young.pk, "Xã Khác")], {}, "chỉ hoạt động từ ngày 1/1/2030"),
        "after the unit ended": ([Rename(ended.pk, "Xã Khác")], {}, "đã kết thúc hoạt động từ ngày 1/1/2020"),
        "twice on one day": ([Rename(pair[0], "Xã A"), Dissolve(pair[0])], {}, "xuất hiện hai lần"),
        "without a legal basis": ([Merge(pair, fresh)], {"basis": " "}, "Thiếu căn cứ"),
        "nothing chosen": ([], {}, "Chưa chọn đơn vị nào"),
        "one unit into a new one": ([Merge(pair[:1], fresh)], {}, "cần ít nhất hai đơn vị"),
        "units left below": ([Dissolve(land.dak_song.pk)], {}, "còn 3 đơn vị trực thuộc Huyện Đắk Song"),
        "under itself": ([Move(land.dak_nong.pk, land.duc_an.pk)], {}, "không ở cấp cao hơn"),
        "the same name again": ([Rename(pair[0], "Xã Thuận Hà")], {}, "giống hệt"),
        "a commune without a parent": ([Merge(pair, homeless)], {}, "chưa chọn đơn vị cấp trên"),
        "a code with a slash": ([Merge(pair, slashed)], {}, "Mã “2/4” không đúng"),
    }  # fmt: skip


NAMES = (
    "into a unit that has ended", "into one that begins later", "into a number nobody has", "into each other",
    "into itself", "into one that ends too", "shares below one", "one share unknown", "a code in use",
    "a code used later", "before the unit began", "after the unit ended", "twice on one day", "without a legal basis",
    "nothing chosen", "one unit into a new one", "units left below", "under itself", "the same name again",
    "a commune without a parent", "a code with a slash",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_arrangement_is_refused_with_its_reason_and_nothing_changes(land, name):
    changes, options, reason = bad_inputs(land)[name]
    before = everything()
    with pytest.raises(ReorganisationRefused) as refused:
        arrange(*changes, **options)
    assert reason in str(refused.value)
    assert everything() == before


def test_every_bad_input_is_tried(land):
    assert set(NAMES) == set(bad_inputs(land))


def test_a_unit_cannot_stand_below_what_stands_below_it(land):
    upper = make_unit("669", "district", "Huyện Trên")
    land.dak_song.level = "province"
    land.dak_song.save()
    place(upper, land.dak_song)
    land.dak_song.level = "commune"
    land.dak_song.save()
    with pytest.raises(ReorganisationRefused, match="nằm dưới chính nó"):
        arrange(Move(land.dak_song.pk, upper.pk))


def test_an_arrangement_planned_on_a_tree_that_changed_is_judged_again(land):
    plan = plan_reorganisation([Rename(land.duc_an.pk, "Phường Đức An")], DAY, BASIS)
    assert not plan.faults
    arrange(Merge((land.duc_an.pk,), land.thuan_ha.pk))
    with pytest.raises(ReorganisationRefused, match="đã kết thúc hoạt động từ ngày 1/7/2025"):
        apply(plan)


def test_undo_restores_every_row(land):
    before = everything()[:4]
    one = arrange(*july(land))
    undo_reorganisation(one)
    assert everything()[:4] == before
    assert Reorganisation.objects.get().state == "undone"
    assert Event.objects.order_by("-position").first().verb == "undo_reorganisation"


def test_undo_is_done_once(land):
    one = arrange(*july(land))
    undo_reorganisation(one)
    with pytest.raises(ReorganisationRefused, match="đang có hiệu lực"):
        undo_reorganisation(one)


def test_undo_is_refused_while_something_hangs_on_the_new_unit(land):
    one = arrange(*july(land))
    Agency.objects.create(name="UBND xã Thuận Hạnh", kind="committee", unit=resolve("24722", on=DAY))
    before = everything()
    with pytest.raises(ReorganisationRefused, match=r"đã có cơ quan \(1\), không hoàn tác được"):
        undo_reorganisation(one)
    assert everything() == before


def test_undo_is_refused_after_a_later_arrangement_of_the_same_units(land):
    one = arrange(*july(land))
    later = arrange(Rename(resolve("24722", on=DAY).pk, "Phường Thuận Hạnh"), on=LATER)
    with pytest.raises(ReorganisationRefused, match="Hoàn tác lần đó trước"):
        undo_reorganisation(one)
    undo_reorganisation(later)
    undo_reorganisation(one)
    assert resolve("24722", on=DAY).name == "Xã Thuận Hà"


def test_a_change_survives_being_kept_as_text(land):
    changes = [
        *july(land),
        Rename(1, "Phường", "2", "commune", 3),
        Move(4, "68"),
        Split(5, (Portion(NewUnit("6", "Xã", "commune", 7), Decimal("0.25"), "diện tích"), Portion(8)), below_to=9),
    ]
    assert [from_row(as_row(change)) for change in changes] == changes


def closure_of_placements() -> set[tuple]:
    units = AdminUnit.objects.values_list("id", "valid_from", "valid_to")
    spans = [Span(*row) for row in Placement.objects.values_list("parent_id", "unit_id", "valid_from", "valid_to")]
    return {tuple(row) for row in closure(units, spans)}


def overlaps(rows: list[tuple[object, date, date]]) -> list[object]:
    found, last = [], {}
    for key, start, end in sorted(rows, key=lambda row: (str(row[0]), row[1])):
        found += [key] if key in last and start < last[key] else []
        last[key] = end
    return found


def random_change(chance: random.Random, day: date):
    units = list(AdminUnit.objects.valid_on(day - timedelta(days=1)).order_by("id"))
    communes = [unit for unit in units if unit.level == "commune"]
    inner = [unit for unit in units if unit.level != "commune"]
    code = str(chance.randrange(90_000, 90_400))
    one, two = chance.sample(communes, 2)
    parent = chance.choice(inner)
    return chance.choice([
        Rename(one.pk, f"Xã {code}", chance.choice(["", code])),
        Merge((one.pk, two.pk), NewUnit(code, f"Xã {code}", "commune", parent.pk)),
        Merge((one.pk,), two.pk),
        Move(one.pk, parent.pk),
        Dissolve(one.pk, ((two.pk, False),)),
        Dissolve(parent.pk, (), chance.choice(inner).pk),
        Split(one.pk, (Portion(two.pk), Portion(NewUnit(code, f"Xã {code}", "commune", parent.pk)))),
        Rename(parent.pk, f"{parent.name} mới"),
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_random_arrangements_keep_the_closure_of_places_and_no_overlap(db, seed):
    chance = random.Random(seed)
    province = make_unit("67", "province", "Tỉnh Đắk Nông")
    districts = [make_unit(f"66{number}", "district", f"Huyện {number}") for number in range(3)]
    for district in districts:
        place(district, province)
    for number in range(15):
        place(make_unit(f"247{number:02}", "commune", f"Xã {number}"), chance.choice(districts))
    done = []
    for step in range(40):
        day = DAY + timedelta(days=step // 2)
        if done and chance.random() < 0.2:
            try:
                undo_reorganisation(done.pop())
            except ReorganisationRefused:
                continue
        elif AdminUnit.objects.valid_on(day).filter(level="commune").count() > 3:
            try:
                done.append(arrange(random_change(chance, day), on=day))
            except ReorganisationRefused:
                continue
    assert len(done) > 5
    stored = set(Ancestry.objects.values_list("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to"))
    assert stored == closure_of_placements()
    assert rebuild_ancestry() == 0
    assert overlaps(list(Placement.objects.values_list("unit_id", "valid_from", "valid_to"))) == []
    assert overlaps(list(AdminUnit.objects.values_list("code", "valid_from", "valid_to"))) == []


def body(name: str, **fields) -> Agency:
    return Agency.objects.create(name=name, kind="department", **fields)


def arrange_bodies(*changes, on=DAY):
    return apply_bodies(plan_bodies_reorganisation(changes, on, BASIS))


def test_agencies_are_merged_into_a_new_one_and_back(land):
    health = body("Phòng Y tế", unit=land.dak_song)
    culture = body("Phòng Văn hóa", unit=land.dak_song)
    one = arrange_bodies(BodyChange((health.pk, culture.pk), "Phòng Văn hóa – Xã hội", "VHXH"))
    health.refresh_from_db()
    assert (health.valid_to, health.successor.name) == (DAY, "Phòng Văn hóa – Xã hội")
    assert (health.successor.valid_from, health.successor.unit) == (DAY, land.dak_song)
    undo_reorganisation(one)
    health.refresh_from_db()
    assert (health.valid_to, health.successor) == (OPEN_END, None)
    assert Agency.objects.count() == 2


def test_an_agency_is_renamed_and_another_dissolved(land):
    office, front = body("Văn phòng UBND", unit=land.dak_song), body("Ban Dân vận", unit=land.dak_song)
    arrange_bodies(BodyChange((office.pk,), "Văn phòng HĐND và UBND"), BodyChange((front.pk,)))
    office.refresh_from_db()
    front.refresh_from_db()
    assert (office.successor.name, front.valid_to, front.successor) == ("Văn phòng HĐND và UBND", DAY, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda one, two: BodyChange(()), "Chưa chọn cơ quan"),
        (lambda one, two: BodyChange((one.pk,), into=two.pk), "không tồn tại vào ngày 1/7/2025"),
        (lambda one, two: BodyChange((two.pk,), "Tên khác"), "đã kết thúc hoạt động từ ngày 1/1/2020"),
        (lambda one, two: BodyChange((one.pk,), one.name), "giống hệt"),
        (lambda one, two: BodyChange((one.pk,), into=one.pk), "cũng kết thúc trong lần sắp xếp này"),
        (lambda one, two: BodyChange((999_999,)), "Không có cơ quan nào mang số hiệu 999999"),
    ],
)
def test_a_bad_arrangement_of_agencies_is_refused_and_nothing_changes(land, change, reason):
    one, two = body("Phòng Y tế"), body("Phòng Cũ", valid_to=date(2020, 1, 1))
    before = list(Agency.objects.order_by("id").values_list())
    with pytest.raises(ReorganisationRefused, match=reason):
        arrange_bodies(change(one, two))
    assert list(Agency.objects.order_by("id").values_list()) == before
