"""The drawings of the dashboards, with the figures of the two source reports."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from portal import charts
from portal.charts import BarItem, Dot, Part, Point, Stage


def test_a_road_ratio_fills_its_share_of_the_bullet() -> None:
    drawn = charts.bullet(Decimal("91.37"), Decimal(90), width=200)
    assert (drawn.bar_width, drawn.target_x, drawn.overflows) == ("182.7", "180.0", False)


def test_a_missing_figure_has_no_bar_while_zero_has_one_of_no_length() -> None:
    assert charts.bullet(None, Decimal(90)).bar_width is None
    assert charts.bullet(Decimal(0), None).bar_width == "0.0"


def test_a_missing_target_has_no_tick() -> None:
    assert charts.bullet(Decimal("38.1"), None).target_x is None


@pytest.mark.parametrize(
    ("value", "width", "overflows"),
    [("100", "240.0", False), ("120", "240.0", True), ("-4", "0.0", False)],
)
def test_a_bullet_stays_on_its_scale_and_says_when_it_is_cut(value: str, width: str, overflows: bool) -> None:
    drawn = charts.bullet(Decimal(value), None)
    assert (drawn.bar_width, drawn.overflows) == (width, overflows)


def test_a_bullet_refuses_a_scale_without_length() -> None:
    with pytest.raises(ValueError, match="maximum"):
        charts.bullet(Decimal(1), None, maximum=0)


def test_a_sparkline_breaks_where_nothing_was_reported() -> None:
    drawn = charts.sparkline([Decimal(97), Decimal(98), None, Decimal(99)], width=96, height=24)
    assert drawn.lines == ("3.0,21.0 33.0,12.0",)
    assert drawn.dots == (Dot("93.0", "3.0"),)
    assert drawn.last == Dot("93.0", "3.0")


def test_a_flat_sparkline_runs_through_the_middle() -> None:
    assert charts.sparkline([Decimal(5), Decimal(5)]).lines == ("3.0,12.0 93.0,12.0",)


@pytest.mark.parametrize("points", [[], [None, None]])
def test_a_sparkline_without_figures_draws_nothing(points: list[None]) -> None:
    drawn = charts.sparkline(points)
    assert (drawn.lines, drawn.dots, drawn.last) == ((), (), None)


def test_bars_share_a_scale_that_begins_at_zero() -> None:
    drawn = charts.bars(
        [BarItem("Đường xã", Decimal("93.14")), BarItem("Ngõ, xóm", Decimal("51.33")), BarItem("Thôn, bon", None)],
        target=Decimal(100),
        width=200,
    )
    assert [(bar.x, bar.width) for bar in drawn.bars] == [("0.0", "186.3"), ("0.0", "102.7"), ("0.0", None)]
    assert (drawn.zero_x, drawn.target_x) == ("0.0", "200.0")


def test_a_negative_bar_lies_left_of_zero() -> None:
    drawn = charts.bars([BarItem("tăng", Decimal(30)), BarItem("giảm", Decimal(-10))], width=200)
    assert drawn.zero_x == "50.0"
    assert [(bar.x, bar.width) for bar in drawn.bars] == [("50.0", "150.0"), ("0.0", "50.0")]


def test_bars_of_nothing_but_zero_have_no_length() -> None:
    assert charts.bars([BarItem("0", Decimal(0))]).bars[0].width == "0.0"


def test_the_procedures_add_up_to_the_whole_bar() -> None:
    drawn = charts.stacked([Part("một phần", Decimal(906)), Part("toàn trình", Decimal(804))])
    assert drawn.total == Decimal(1710)
    assert [segment.share_percent for segment in drawn.segments] == [Decimal("52.98"), Decimal("47.02")]
    assert [segment.number for segment in drawn.segments] == [1, 2]


@pytest.mark.parametrize("count", [3, 7, 9])
def test_segments_fill_the_bar_exactly_however_the_shares_round(count: int) -> None:
    drawn = charts.stacked([Part(str(number), Decimal(1)) for number in range(count)], width=100)
    assert sum(Decimal(segment.width) for segment in drawn.segments) == 100


def test_a_whole_of_zero_has_no_segments() -> None:
    assert charts.stacked([Part("một phần", Decimal(0))]).segments == ()


def test_a_negative_part_of_a_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        charts.stacked([Part("một phần", Decimal(-1))])


def test_the_fullest_stage_has_the_longest_bar_and_an_unknown_one_has_none() -> None:
    drawn = charts.pipeline([Stage("Kêu gọi", 10), Stage("Thi công", None), Stage("Vận hành", 0)], width=120)
    assert [stage.width for stage in drawn.stages] == ["120.0", None, "0.0"]


def test_a_pipeline_without_projects_has_no_length() -> None:
    assert [stage.width for stage in charts.pipeline([Stage("Kêu gọi", 0)]).stages] == ["0.0"]
    assert charts.pipeline([]).stages == ()


def productivity() -> list[Point]:
    """Labour productivity as printed: 2018 and 2022 only."""
    between = [Point(Decimal(year), None, str(year)) for year in (2019, 2020, 2021)]
    return [
        Point(Decimal(2018), Decimal("335.3"), "2018", "335,3"),
        *between,
        Point(Decimal(2022), Decimal(373), "2022", "373,0"),
    ]


def test_two_figures_with_years_missing_between_are_joined_by_a_gap() -> None:
    drawn = charts.line(productivity())
    assert drawn is not None
    assert [stroke.gap for stroke in drawn.strokes] == [True]
    assert [mark.text for mark in drawn.marks] == ["335,3", "373,0"]
    assert [label.text for label in drawn.labels] == ["2018", "2019", "2020", "2021", "2022"]


def test_neighbouring_figures_are_joined_as_measured() -> None:
    drawn = charts.line([Point(Decimal(2021), Decimal("8.3")), Point(Decimal(2022), Decimal("8.14"))])
    assert drawn is not None
    assert [stroke.gap for stroke in drawn.strokes] == [False]


def test_the_path_and_the_target_share_the_scale_of_the_figures() -> None:
    target = Point(Decimal(2025), Decimal(450), "2025", "450")
    path = [(Decimal(2018), Decimal("335.3")), (Decimal(2025), Decimal(450))]
    drawn = charts.line(productivity(), path, [target])
    assert drawn is not None
    assert drawn.path == f"{drawn.marks[0].x},{drawn.marks[0].y} {drawn.targets[0].x},{drawn.targets[0].y}"


def test_time_is_to_scale_even_when_periods_are_uneven() -> None:
    places = [Point(Decimal(year), Decimal(1)) for year in (2018, 2022, 2024)]
    drawn = charts.line(places)
    assert drawn is not None
    first, second, third = (Decimal(mark.x) for mark in drawn.marks)
    assert abs((second - first) - 2 * (third - second)) <= Decimal("0.2")


def test_a_line_without_figures_is_not_drawn() -> None:
    assert charts.line([Point(Decimal(2022), None)]) is None


def test_a_single_figure_stands_in_the_middle() -> None:
    drawn = charts.line([Point(Decimal(2022), Decimal(373))])
    assert drawn is not None
    assert (len(drawn.marks), drawn.strokes, drawn.path) == (1, (), "")


@pytest.mark.parametrize(("low", "high"), [("335.3", "450"), ("8.14", "8.3"), ("0", "12411.986"), ("-3", "5")])
def test_the_value_axis_encloses_the_figures_with_few_plain_numbers(low: str, high: str) -> None:
    drawn = charts.line([Point(Decimal(2021), Decimal(low)), Point(Decimal(2022), Decimal(high))])
    assert drawn is not None
    values = [tick.value for tick in drawn.ticks]
    assert values[0] <= Decimal(low) and values[-1] >= Decimal(high)
    assert 3 <= len(values) <= 6
    assert not any("E" in str(value) for value in values)


def test_the_page_can_say_that_the_axis_does_not_begin_at_zero() -> None:
    high, low = charts.line(productivity()), charts.line([Point(Decimal(1), Decimal(0)), Point(Decimal(2), Decimal(9))])
    assert high is not None and low is not None
    assert (high.starts_at_zero, low.starts_at_zero) == (False, True)


def test_many_periods_keep_the_latest_label() -> None:
    drawn = charts.line([Point(Decimal(place), Decimal(place), f"T{place}") for place in range(24)])
    assert drawn is not None
    assert len(drawn.labels) <= 8
    assert drawn.labels[-1].text == "T23"


def test_coordinates_are_plain_text_with_a_dot() -> None:
    drawn = charts.line(productivity())
    assert drawn is not None
    marks = "".join(f'<circle cx="{mark.x}" cy="{mark.y}"/>' for mark in drawn.marks)
    circles = list(ElementTree.fromstring(f"<svg>{marks}</svg>"))
    assert len(circles) == 2
    assert not any("," in text for circle in circles for text in circle.attrib.values())
