"""`manage.py scorecard` with the figures of the two reports."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.dashboards.management.commands.scorecard import as_text
from tests.dashboards.corrections import correct_the_commune_roads

KEYS = {
    "code", "name", "unit", "period", "value", "numerator", "denominator", "computed", "as_reported", "qualifier",
    "previous", "target", "gap", "verdict", "reason", "notes", "parts", "inherits",
}  # fmt: skip


def card(unit: str, on: str, **options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("scorecard", unit=unit, on=on, json=True, stdout=out, **options)
    return json.loads(out.getvalue(), parse_float=Decimal)


def indicators(unit: str, on: str, **options: str) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in card(unit, on, **options)["indicators"]}


def test_the_five_classes_of_roads_stand_computed_beside_what_was_reported(demo: None) -> None:
    rows = indicators("665", "2023-08-30")
    roads = ("road_paved_district", "road_paved_urban", "road_paved_commune", "road_hard_village", "road_hard_alley")
    computed = [rows[code]["computed"] for code in roads]
    assert computed == [Decimal(text) for text in ("91.38", "86.65", "93.14", "83.14", "51.33")]
    assert [rows[code]["value"] for code in roads] == computed
    reported = [rows[code]["as_reported"] for code in roads]
    assert reported == [Decimal(text) for text in ("91.37", "86.65", "93.14", "83.14", "51.33")]
    assert rows["road_paved_district"]["numerator"] == Decimal("47.78")
    assert "Báo cáo in 91,37; hệ thống tính 91,38" in rows["road_paved_district"]["notes"]


def test_the_roads_together_are_the_sum_of_their_parts_never_the_mean(demo: None) -> None:
    assert card("665", "2023-08-30")["groups"] == [
        {"code": "roads", "numerator": Decimal("449.66"), "denominator": Decimal("597.6"), "value": Decimal("75.24")}
    ]


def test_the_sum_of_many_years_says_what_it_must_not_be_compared_with(demo: None) -> None:
    row = indicators("665", "2023-08-30")["ind_constr_output"]
    assert row["value"] == Decimal("12411.986")
    assert row["notes"][0] == "Số cộng nhiều năm (2021 – 8/2023), không so trực tiếp với riêng năm 2020"
    assert row["verdict"] == "no_target" and row["target"] is None


def test_an_entered_ratio_is_its_own_value_and_computed_stays_empty(demo: None) -> None:
    row = indicators("665", "2023-08-30")["household_electricity"]
    assert (row["value"], row["computed"], row["numerator"]) == (Decimal("99.63"), None, None)


def test_projects_are_counted_and_their_capacity_is_not_invented(demo: None) -> None:
    rows = card("665", "2023-08-30")["projects"]
    attracted = {row["kind"]: row for row in rows if row["stage"] == "attracted_stage_unknown"}
    assert {kind: row["count"] for kind, row in attracted.items()} == {"solar": 118, "wind": 6, "hydro": 2}
    assert all(row["capacity_mw"] is None and row["capacity_known"] == 0 for row in rows)


def test_growth_below_the_target_is_not_met_by_so_many_points(demo: None) -> None:
    row = indicators("67", "2023-05-23")["grdp_ind_growth"]
    assert row["target"] == {"comparator": "more_than", "value": Decimal("8.5"), "document": "23-NQ/TW"}
    assert (row["value"], row["gap"], row["verdict"]) == (Decimal("8.14"), Decimal("-0.36"), "not_met")
    assert row["reason"] == "average_below_to_date"


def test_growth_recomputed_from_levels_is_a_question_and_replaces_nothing(demo: None) -> None:
    row = indicators("67", "2023-05-23")["ind_productivity_growth"]
    assert (row["value"], row["computed"], row["as_reported"]) == (Decimal("3.7"), Decimal("2.70"), Decimal("3.7"))
    assert row["notes"][0].startswith("Báo cáo: 3,7 %/năm; tính từ hai mức 335,3 và 373: 2,70 %/năm.")
    assert row["verdict"] == "reported_not_met"


def test_the_figure_before_stands_beside_the_latest(demo: None) -> None:
    row = indicators("67", "2023-05-23")["grdp_ind_share"]
    assert (row["value"], row["period"]) == (Decimal("11.38"), "2022")
    assert row["previous"] == {"period": "2018", "value": Decimal("10.67")}
    assert "Số liệu đến 31/12/2022" in row["notes"]


def test_qualifiers_are_kept(demo: None) -> None:
    rows = indicators("665", "2023-08-30")
    assert rows["believers"]["qualifier"] == "more_than"
    assert rows["population"]["qualifier"] is None


def test_the_keys_are_those_of_the_contract(demo: None) -> None:
    found = card("665", "2023-08-30")
    assert list(found) == ["unit", "on", "period", "indicators", "groups", "projects"]
    assert (found["unit"], found["on"], found["period"]) == ("665", "2023-08-30", None)
    assert all(set(row) == KEYS for row in found["indicators"])


def test_nothing_is_known_before_its_day(demo: None) -> None:
    assert all(row["value"] is None for row in card("665", "2023-08-29")["indicators"])


def test_a_later_correction_leaves_an_earlier_day_as_it_was(demo: None) -> None:
    correct_the_commune_roads()
    then = indicators("665", "2023-08-30")["road_paved_commune"]
    now = indicators("665", timezone.localdate().isoformat())["road_paved_commune"]
    assert (then["value"], now["value"]) == (Decimal("93.14"), Decimal("93.36"))


def test_one_period_can_be_asked_for(demo: None) -> None:
    rows = indicators("67", "2023-05-23", period="2018")
    assert rows["grdp_ind_share"]["value"] == Decimal("10.67")
    assert rows["private_firms"]["value"] is None


def test_a_roll_up_says_how_many_units_reported(demo: None) -> None:
    row = indicators("67", "2023-08-30")["road_paved_district"]
    assert row["parts"] == {"reported": 1, "of": 8}
    assert row["as_reported"] is None


def test_a_new_unit_names_those_it_took_over(demo: None) -> None:
    rows = card("24718@2025-07-01", "2026-11-24")["indicators"]
    assert rows and all(row["inherits"] == ["24718", "24719"] for row in rows)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"unit": "999", "on": "2023-08-30"}, "Không có đơn vị nào mang mã 999"),
        ({"unit": "665", "on": "30/8/2023"}, "Không hiểu ngày"),
        ({"unit": "665@x", "on": "2023-08-30"}, "Không hiểu ngày"),
        ({"unit": "665", "on": "2023-08-30", "period": "2023-Q9"}, "Không hiểu mã kỳ báo cáo"),
        ({"unit": "665", "on": "2023-08-30", "document": "1-XX/YY"}, "Không có văn bản nào"),
    ],
)
def test_what_is_unknown_is_said_in_vietnamese(demo: None, options: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("scorecard", **options)


def test_people_read_it_as_a_table(demo: None) -> None:
    out = StringIO()
    call_command("scorecard", unit="665", on="2023-08-30", stdout=out)
    assert "12.411,986" in out.getvalue()
    assert "75,24% (449,66/597,60)" in out.getvalue()


def test_decimals_are_written_digit_by_digit() -> None:
    assert as_text({"value": Decimal("0.1000"), "whole": Decimal("120"), "none": None, "list": []}) == (
        '{\n  "value": 0.1,\n  "whole": 120,\n  "none": null,\n  "list": []\n}'
    )


def test_its_queries_do_not_grow_with_the_indicators(demo: None) -> None:
    counts = []
    for unit, on in (("67", "2023-05-23"), ("665", "2023-08-30")):
        with CaptureQueriesContext(connection) as queries:
            card(unit, on)
        counts.append(len(queries))
    assert max(counts) <= 16
