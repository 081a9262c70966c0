"""The 22 comparisons of the two reports, recomputed one by one."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from indicators import rules

RECORDS = yaml.safe_load((Path(__file__).parent / "comparisons.yaml").read_text(encoding="utf-8"))["comparisons"]
AGREEMENT = {"ok": rules.DifferenceKind.NONE, "differs": rules.DifferenceKind.QUESTION}


def _values(record: dict[str, Any]) -> list[Any]:
    if record["op"] == "list_count":
        return record["values"]
    return [tuple(map(Decimal, v)) if isinstance(v, list) else Decimal(v) for v in record["values"]]


def _computed(record: dict[str, Any], places: int) -> Decimal:
    return rules.check_comparison(record["op"], _values(record), places, record.get("intervals"))


def test_all_22_comparisons_and_all_seven_operations_are_here() -> None:
    assert len(RECORDS) == 22
    operations = {"difference", "ratio_pct", "sum", "cagr_pct", "quotient", "sum_ratio_pct", "list_count"}
    assert {record["op"] for record in RECORDS} == operations


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_a_comparison_comes_to_what_the_facts_say(record: dict[str, Any]) -> None:
    assert _computed(record, record["places"]) == Decimal(record["computed"])


@pytest.mark.parametrize("record", [r for r in RECORDS if "reported" in r], ids=lambda record: record["id"])
def test_a_comparison_agrees_with_the_report_or_asks(record: dict[str, Any]) -> None:
    places = record["reported_places"]
    # The list of 2021-2025 has five entries, one of which names two projects: the report counts entries.
    computed = Decimal(record.get("list_items", _computed(record, max(places, 6))))
    difference = rules.reported_difference(Decimal(record["reported"]), computed, places)
    assert difference.kind == AGREEMENT[record["status"]]


@pytest.mark.parametrize(
    ("op", "values"),
    [
        ("ratio_pct", [Decimal(1), Decimal(0)]),
        ("quotient", [Decimal(1), Decimal(0)]),
        ("sum_ratio_pct", [(Decimal(1), Decimal(0))]),
        ("cagr_pct", [Decimal(0), Decimal(5)]),
    ],
)
def test_a_comparison_without_a_divisor_is_no_number(op: str, values: list[Any]) -> None:
    assert rules.check_comparison(op, values, 2, 4) is None


def test_an_operation_that_nobody_defined_is_an_error() -> None:
    with pytest.raises(KeyError):
        rules.check_comparison("mean", [Decimal(1)], 2)
