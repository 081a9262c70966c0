"""What may be derived from what, and what it comes to."""

from decimal import Decimal

import pytest

from indicators.rules.derivations import (
    Measure,
    Operand,
    Operation,
    Role,
    Sources,
    Wanted,
    check,
    check_weight,
    compute,
    most_provisional,
)

MEASURES = {
    one.code: one
    for one in (
        Measure("population", "Dân số", "người"),
        Measure("urban", "Dân số thành thị", "người"),
        Measure("rural", "Dân số nông thôn", "người"),
        Measure("urban_share", "Tỷ lệ đô thị hóa", "%", "ratio"),
        Measure("area", "Diện tích", "km²"),
        Measure("density", "Mật độ dân số", "người/km²", "rate"),
        Measure("growth", "Tốc độ tăng dân số", "%/năm", "rate"),
        Measure("grdp", "GRDP giá hiện hành", "tỷ đồng", price_basis="hiện hành"),
        Measure("grdp_2010", "GRDP giá so sánh", "tỷ đồng", price_basis="so sánh 2010"),
        Measure("opened", "Đã thành lập", "có/không", "yes_no"),
        Measure("all_units", "Dân số cộng lại", "người"),
        Measure("twice", "Dân số cộng hai lần", "người"),
    )
}
NOTHING = Sources({}, {})
SHARE = Wanted("urban_share", Operation.SHARE, ((Role.PART, "urban"), (Role.WHOLE, "population")))
SUM = Wanted("all_units", Operation.SUM, ((Role.TERM, "urban"), (Role.TERM, "rural")))
GROWTH = Wanted("growth", Operation.GROWTH, ((Role.LEVEL, "population"),))
DENSITY = Wanted("density", Operation.RATIO_OF_TWO, ((Role.NUMERATOR, "population"), (Role.DENOMINATOR, "area")))


def refused(wanted: Wanted, known: Sources = NOTHING) -> str:
    return " ".join(check(wanted, MEASURES, known))


@pytest.mark.parametrize("wanted", [SHARE, SUM, GROWTH, DENSITY], ids=lambda one: one.operation)
def test_each_operation_takes_indicators_that_fit(wanted):
    assert check(wanted, MEASURES, NOTHING) == []


FAULTS = {
    "an unknown operand": (
        Wanted("urban_share", "share", ((Role.PART, "towns"), (Role.WHOLE, "population"))), "mã “towns”",
    ),
    "an unknown result": (Wanted("towns", "growth", ((Role.LEVEL, "population"),)), "mã “towns”"),
    "an unknown operation": (Wanted("growth", "median", ((Role.LEVEL, "population"),)), "Không có phép tính “median”"),
    "a share of another unit of measure": (
        Wanted("urban_share", "share", ((Role.PART, "area"), (Role.WHOLE, "population"))), "khác đơn vị tính",
    ),
    "a sum of two units of measure": (
        Wanted("all_units", "sum", ((Role.TERM, "population"), (Role.TERM, "area"))), "khác đơn vị tính",
    ),
    "a sum in another unit of measure": (
        Wanted("area", "sum", ((Role.TERM, "urban"), (Role.TERM, "rural"))), "cùng đơn vị tính với số hạng",
    ),
    "two price bases": (
        Wanted("urban_share", "share", ((Role.PART, "grdp"), (Role.WHOLE, "grdp_2010"))), "khác loại giá",
    ),
    "a growth that is not in percent": (Wanted("density", "growth", ((Role.LEVEL, "population"),)), "phải tính bằng %"),
    "a share that is not in percent": (
        Wanted("density", "share", ((Role.PART, "urban"), (Role.WHOLE, "population"))), "phải tính bằng %",
    ),
    "a quotient in percent": (
        Wanted("urban_share", "ratio_of_two", ((Role.NUMERATOR, "urban"), (Role.DENOMINATOR, "area"))), "phép tỷ trọng",
    ),
    "an indicator of itself": (Wanted("growth", "growth", ((Role.LEVEL, "growth"),)), "từ chính nó"),
    "a share without a whole": (Wanted("urban_share", "share", ((Role.PART, "urban"),)), "đúng hai chỉ tiêu"),
    "a share of two parts": (
        Wanted("urban_share", "share", ((Role.PART, "urban"), (Role.PART, "rural"))), "đúng hai chỉ tiêu",
    ),
    "a sum of one": (Wanted("all_units", "sum", ((Role.TERM, "urban"),)), "ít nhất hai số hạng"),
    "a growth of two": (
        Wanted("growth", "growth", ((Role.LEVEL, "urban"), (Role.LEVEL, "rural"))), "đúng một chỉ tiêu",
    ),
    "the same twice": (Wanted("all_units", "sum", ((Role.TERM, "urban"), (Role.TERM, "urban"))), "bị tính hai lần"),
    "yes or no": (Wanted("growth", "growth", ((Role.LEVEL, "opened"),)), "không phải là số"),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "words"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_fit_is_refused_with_the_reason(wanted, words):
    assert words in refused(wanted)


def test_a_circle_through_other_derived_indicators_is_refused_and_named():
    known = Sources({"population": ["all_units"], "all_units": ["urban_share", "rural"]}, {})
    assert "“Tỷ lệ đô thị hóa” ← “Dân số” ← “Dân số cộng lại” ← “Tỷ lệ đô thị hóa”" in refused(SHARE, known)


def test_a_weight_that_follows_from_what_it_weighs_is_a_circle_too():
    known = Sources({"population": ["density"]}, {})
    assert "đi vòng" in " ".join(check_weight("density", "population", MEASURES, known))
    assert check_weight("density", "population", MEASURES, NOTHING) == []
    assert "quyền số được" in " ".join(check_weight("density", "urban_share", MEASURES, NOTHING))


def test_nothing_is_added_twice_inside_another_sum():
    terms = {"all_units": ["urban", "rural"]}
    wanted = Wanted("twice", "sum", ((Role.TERM, "all_units"), (Role.TERM, "urban")))
    assert "“Dân số thành thị” bị tính hai lần" in refused(wanted, Sources(terms, terms))


def operand(role: str, value: str | None, **fields: object) -> Operand:
    return Operand(role, None if value is None else Decimal(value), **fields)


def test_the_share_of_the_five_classes_of_roads_is_75_24_percent():
    made = compute(Operation.SHARE, [operand(Role.PART, "449.66"), operand(Role.WHOLE, "597.60")])
    assert (made.numerator, made.denominator, made.value) == (Decimal("449.66"), Decimal("597.60"), None)
    assert round(made.exact(percent=True), 2) == Decimal("75.24")


def test_a_growth_is_this_year_against_last_year():
    made = compute(Operation.GROWTH, [operand(Role.LEVEL, "110"), operand(Role.LEVEL, "100", before=True)])
    assert made.exact(percent=True) == 10
    fallen = compute(Operation.GROWTH, [operand(Role.LEVEL, "45"), operand(Role.LEVEL, "60", before=True)])
    assert fallen.exact(percent=True) == -25


def test_a_sum_and_a_quotient_are_exact():
    added = compute(Operation.SUM, [operand(Role.TERM, value) for value in ("47.78", "24.54", "102.85")])
    assert added.value == Decimal("175.17")
    density = compute(Operation.RATIO_OF_TWO, [operand(Role.NUMERATOR, "39000"), operand(Role.DENOMINATOR, "808")])
    assert round(density.exact(percent=False), 4) == Decimal("48.2673")


@pytest.mark.parametrize(
    ("operation", "operands"),
    [
        (Operation.SUM, [operand(Role.TERM, "1"), operand(Role.TERM, None)]),
        (Operation.SHARE, [operand(Role.PART, None), operand(Role.WHOLE, "5")]),
        (Operation.GROWTH, [operand(Role.LEVEL, "5"), operand(Role.LEVEL, None, before=True)]),
    ],
)
def test_a_missing_operand_makes_no_figure_and_never_zero(operation, operands):
    made = compute(operation, operands)
    assert (made.numerator, made.denominator, made.value, made.reported) == (None, None, None, 0)
    assert "thiếu số liệu" in made.message


def test_a_whole_of_zero_gives_no_figure_with_the_reason():
    made = compute(Operation.SHARE, [operand(Role.PART, "0"), operand(Role.WHOLE, "0")])
    assert (made.exact(percent=True), made.reason) == (None, "whole_not_positive")
    assert "không phải là số dương" in made.message
    part_of_zero = compute(Operation.SHARE, [operand(Role.PART, "0"), operand(Role.WHOLE, "5")])
    assert part_of_zero.exact(percent=True) == 0


def test_one_made_up_operand_makes_the_result_made_up():
    parts = [operand(Role.PART, "1", is_simulated=True), operand(Role.WHOLE, "5")]
    assert compute(Operation.SHARE, parts).is_simulated
    assert not compute(Operation.SHARE, [operand(Role.PART, "1"), operand(Role.WHOLE, "5")]).is_simulated


def test_a_result_is_as_provisional_as_its_most_provisional_operand():
    def quality(*each: str) -> str:
        return most_provisional(operand(Role.TERM, "1", quality=one) for one in each)

    assert quality("official", "") == "official"
    assert quality("official", "preliminary") == "preliminary"
    assert quality("estimate", "preliminary", "official") == "estimate"


def test_a_result_covers_no_more_units_than_its_scarcest_operand():
    made = compute(
        Operation.SHARE, [operand(Role.PART, "1", reported=2, of=3), operand(Role.WHOLE, "5", reported=1, of=3)]
    )
    assert (made.reported, made.of) == (1, 3)
