"""What the quality rules find, with the figures of the two reports first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import quality
from indicators.rules.quality import RULES, Found, Point, Recomputed, Severity, Situation, check

ON = date(2023, 8, 30)
PAVED = Point("SK05-NQTU-2023", ON, D("91.375"), D("47.78"), D("52.29"), D("91.37"))
ROADS = Situation(PAVED, ON, unit="%", precision=2, is_part_of_whole=True)
GROWTH = Situation(
    Point("2018-2022", date(2022, 12, 31), D("3.7"), as_reported=D("3.7")),
    ON,
    recomputed=(Recomputed("cagr_pct", (D("335.3"), D(373)), D("2.699622")),),
    unit="%/năm",
    precision=1,
)
numbers = st.decimals(min_value="0.01", max_value=10**9, places=2)


def codes(found: Iterable[Found]) -> list[str]:
    return [one.rule.code for one in found]


def year(number: int, value: str | None, **parts: D) -> Point:
    return Point(str(number), date(number, 12, 31), None if value is None else D(value), **parts)


def years(*values: str, first: int = 2010) -> tuple[Point, ...]:
    return tuple(year(first + number, value) for number, value in enumerate(values))


def after(earlier: tuple[Point, ...], value: str | None, **fields: object) -> Situation:
    return Situation(year(2010 + len(earlier), value), date(2030, 1, 1), earlier=earlier, **fields)


def test_91_37_printed_beside_91_38_is_the_last_digit_and_needs_no_answer():
    (found,) = check(ROADS)
    assert (found.rule.code, found.rule.severity) == ("last_digit", Severity.INFO)
    assert "91,37" in found.message and "91,38" in found.message and "47,78/52,29" in found.message


def test_91_40_printed_is_a_question():
    (found,) = check(replace(ROADS, figure=replace(PAVED, as_reported=D("91.40"))))
    assert (found.rule.code, found.rule.severity) == ("reported_differs", Severity.QUESTION)


@pytest.mark.parametrize(("numerator", "denominator", "printed"), [
    ("24.54", "28.32", "86.65"), ("102.85", "110.43", "93.14"), ("171.98", "206.86", "83.14"),
    ("102.51", "199.70", "51.33"),
])  # fmt: skip
def test_the_other_road_classes_are_printed_as_they_compute(numerator, denominator, printed):
    point = replace(PAVED, numerator=D(numerator), denominator=D(denominator), as_reported=D(printed))
    assert check(replace(ROADS, figure=point)) == ()


def test_the_growth_of_productivity_is_a_question_with_price_basis_and_years():
    (found,) = check(GROWTH)
    assert found.rule.severity is Severity.QUESTION
    assert found.message == (
        "Báo cáo: 3,7 %/năm; tính từ hai mức 335,3 và 373: 2,70 %/năm. Đề nghị cho biết giá so sánh hay giá hiện hành "
        "và số năm tính bình quân."
    )


def test_a_growth_within_its_last_digit_is_no_question():
    assert check(replace(GROWTH, figure=replace(GROWTH.figure, as_reported=D("2.7"), value=D("2.7")))) == ()
    assert check(replace(GROWTH, figure=replace(GROWTH.figure, as_reported=D("2.8"), value=D("2.8")))) == ()


@pytest.mark.parametrize(("total", "parts"), [("8", ("2", "6")), ("1710", ("906", "804"))])
def test_totals_of_the_reports_add_up_and_one_more_would_not(total, parts):
    operands = tuple(D(part) for part in parts)
    summed = (Recomputed("sum", operands, sum(operands)),)
    right = Situation(Point("SK23-52-2023", ON, D(total), as_reported=D(total)), ON, recomputed=summed, precision=0)
    assert check(right) == ()
    wrong = D(total) + 1
    (found,) = check(replace(right, figure=replace(right.figure, value=wrong, as_reported=wrong)))
    assert (found.rule.code, found.rule.severity) == ("total_differs", Severity.QUESTION)


def test_46_percent_of_believers_is_39_000_of_84_053():
    share = (Recomputed("ratio_pct", (D(39000), D(84053)), D("46.399296")),)
    figure = Point("SK05-NQTU-2023", ON, D(46), as_reported=D(46))
    assert check(Situation(figure, ON, recomputed=share, unit="%", precision=0)) == ()
    wrong = replace(figure, value=D(49), as_reported=D(49))
    assert codes(check(Situation(wrong, ON, recomputed=share, unit="%", precision=0))) == ["recomputed_differs"]


def test_a_sum_of_several_years_is_not_held_against_one_year():
    output = Situation(Point("2021-2023", ON, D("10385.986")), ON, single_year="năm 2020", unit="tỷ đồng", precision=3)
    (found,) = check(output)
    assert (found.rule.code, found.rule.severity) == ("multi_year", Severity.WARNING)
    assert "riêng năm 2020" in found.message
    beside = replace(output, single_year="", recomputed=(Recomputed("difference", (), None, is_comparable=False),))
    assert codes(check(beside)) == ["multi_year"]
    assert check(replace(output, single_year="")) == ()


def test_shares_of_different_wholes_are_never_compared():
    """41,36 % of files received online and 47,76 % at full level have different denominators: no finding."""
    for value in ("41.36", "47.76"):
        point = Point("SK23-52-2023", date(2023, 5, 23), D(value), as_reported=D(value))
        assert check(Situation(point, ON, unit="%", precision=2)) == ()


def test_a_part_above_its_whole_is_an_error_and_a_plan_beaten_is_not():
    beaten = replace(PAVED, numerator=D(45799), denominator=D(36875), value=D("124.20"), as_reported=None)
    (found,) = check(replace(ROADS, figure=beaten))
    assert (found.rule.code, found.rule.severity) == ("part_exceeds_whole", Severity.ERROR)
    (asked,) = check(replace(ROADS, figure=beaten, is_part_of_whole=False))
    assert (asked.rule.code, asked.rule.severity) == ("above_hundred", Severity.QUESTION)
    assert check(replace(ROADS, figure=beaten, is_part_of_whole=False, unit="%/năm")) == ()


def test_an_own_figure_beside_the_roll_up_of_all_units_below():
    point = Point("2022", date(2022, 12, 31), D("84053"))
    assert check(Situation(point, ON, roll_up=(D("84053"), 9), unit="người", precision=0)) == ()
    assert check(Situation(point, ON, roll_up=(D("84053.01"), 9), unit="km", precision=2)) == ()  # rounding
    assert codes(check(Situation(point, ON, roll_up=(D("84054"), 9), precision=0))) == ["roll_up_differs"]
    (found,) = check(Situation(point, ON, roll_up=(D("84153"), 9), unit="người", precision=0))
    assert found.message.startswith("Số của đơn vị: 84.053 người; tổng hợp từ đủ 9 đơn vị trực thuộc: 84.153 người.")


def test_nine_months_cannot_have_less_than_the_half_year_in_them():
    half, nine = Point("2026-H1", date(2026, 6, 30), D(120)), Point("2026-9M", date(2026, 9, 30), D(100))
    (found,) = check(Situation(nine, ON, contains=(half,), unit="tỷ đồng", precision=0))
    assert found.message.startswith("Số lũy kế 100 tỷ đồng thấp hơn 120 tỷ đồng của 6 tháng đầu năm 2026.")
    assert check(Situation(replace(nine, value=D(120)), ON, contains=(half,), precision=0)) == ()


def test_a_jump_needs_six_figures_of_history():
    calm = years("100", "102", "99", "101", "100", "103")
    assert codes(check(after(calm, "140"))) == ["jump"]
    assert check(after(calm, "104")) == ()
    assert check(after(calm[1:], "140")) == ()


def test_a_history_that_never_moved_makes_no_jump_of_its_first_step():
    assert check(after(years(*["100"] * 8), "99.5", unit="%", precision=2)) == ()


def test_a_steady_rise_is_no_jump():
    rise = years(*(str(100 + 3 * step) for step in range(12)))
    assert check(after(rise, "136")) == ()


@pytest.mark.parametrize(("now", "times"), [
    ("12411986", "gấp khoảng 1.000 lần"), ("1241198.6", "gấp khoảng 100 lần"), ("124119.86", "gấp khoảng 10 lần"),
    ("12.411", "chỉ bằng khoảng 1/1.000"), ("124.1", "chỉ bằng khoảng 1/100"), ("1241.2", "chỉ bằng khoảng 1/10"),
])  # fmt: skip
def test_a_slip_of_the_unit_is_asked_about(now, times):
    (found,) = check(after(years("12411.986"), now, unit="tỷ đồng", precision=3))
    assert found.rule.code == "unit_slip" and times in found.message


@pytest.mark.parametrize("now", ["12411.986", "20000", "6500", "60000", "0", "-12"])
def test_an_ordinary_change_is_no_slip(now):
    assert "unit_slip" not in codes(check(after(years("12411.986"), now)))


@pytest.mark.parametrize(("now", "found"), [("110.43", []), ("111.53", []), ("111.54", ["denominator_changed"]),
                                            ("98.43", ["denominator_changed"])])  # fmt: skip
def test_a_whole_that_moves_by_more_than_one_percent_is_asked_about(now, found):
    before = replace(PAVED, period="2021", numerator=D("102.85"), denominator=D("110.43"), as_reported=None)
    figure = replace(before, period="2022", numerator=D("98.00"), denominator=D(now))
    assert codes(check(replace(ROADS, figure=figure, earlier=(before,)))) == found


@pytest.mark.parametrize(("on", "found"), [("2024-04-29", []), ("2024-04-30", ["stale"])])
def test_a_yearly_figure_is_stale_after_a_year_and_its_grace(on, found):
    latest = Situation(
        year(2022, "11.38"), date.fromisoformat(on), is_latest=True, frequency="year", grace_days=120, unit="%"
    )
    assert codes(check(latest)) == found
    assert check(replace(latest, is_latest=False)) == ()
    assert check(replace(latest, frequency="")) == ()


def test_a_unit_that_has_ended_is_not_asked_for_newer_figures():
    latest = Situation(year(2024, "1"), date(2027, 1, 1), is_latest=True, frequency="year", grace_days=120)
    assert codes(check(latest)) == ["stale"]
    assert check(replace(latest, unit_ends_on=date(2025, 7, 1))) == ()


def test_a_missing_figure_is_found_nothing_about_and_an_approved_0_is_a_figure():
    assert check(after(years("100", "102", "99", "101", "100", "103"), None)) == ()
    assert codes(check(after(years("100", "102", "99", "101", "100", "103"), "0"))) == ["jump"]


@given(figure=numbers, history=st.lists(numbers, min_size=0, max_size=12), factor=st.sampled_from([10, 100, 1000]))
def test_neither_jumps_nor_slips_depend_on_the_unit_of_measure(figure, history, factor):
    def seen(scale: int) -> list[str]:
        earlier = years(*(str(value * scale) for value in history))
        return codes(check(after(earlier, str(figure * scale))))

    assert seen(1) == seen(factor)


@given(then=numbers, now=numbers)
def test_a_slip_looks_the_same_from_both_sides(then, now):
    def slips(first: D, second: D) -> bool:
        return "unit_slip" in codes(check(after(years(str(first)), str(second))))

    assert slips(then, now) == slips(now, then)


@given(values=st.lists(numbers, min_size=1, max_size=12))
def test_a_figure_like_the_one_before_is_never_odd_by_itself(values):
    same = years(*[str(values[0])] * len(values))
    assert check(after(same, str(values[0]))) == ()


@given(numerator=numbers, denominator=numbers, shift=st.integers(-3, 3))
def test_a_printed_share_is_judged_by_its_distance_in_last_digits(numerator, denominator, shift):
    computed = quality.half_up(numerator / denominator * 100, 2)
    point = Point("2022", ON, numerator / denominator * 100, numerator, denominator, computed + D(shift) / 100)
    found = codes(check(Situation(point, ON, unit="%/người", precision=2)))
    assert found == ([] if shift == 0 else ["last_digit"] if abs(shift) == 1 else ["reported_differs"])


def test_the_table_is_whole_and_every_message_is_filled_by_its_facts():
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.title and rule.severity in Severity
        names = [name for _, name, _, _ in Formatter().parse(rule.message) if name]
        assert Found(rule, dict.fromkeys(names, "1")).message
