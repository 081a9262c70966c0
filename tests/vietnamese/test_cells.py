"""What spreadsheet cells say."""

import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vietnamese.numbers import AmbiguousNumber, CellReading, ReadingError, read_cell

from .samples import samples

SAMPLES = samples("cells.yaml", "text_cells")


def _exact(value: Any) -> Any:
    """YAML has floats; the figure meant is the one written."""
    return Decimal(str(value)) if isinstance(value, float) else value


@pytest.mark.parametrize("case", [case for case in SAMPLES if "expect" in case], ids=lambda case: str(case["raw"]))
def test_every_sample_cell_says_what_the_domain_file_says(case: dict[str, Any]) -> None:
    read = read_cell(unicodedata.normalize(case["form"], str(case["raw"]))).as_json()
    assert read == {key: _exact(value) for key, value in case["expect"].items()}


@pytest.mark.parametrize("case", [case for case in SAMPLES if "error" in case], ids=lambda case: str(case["raw"]))
def test_every_sample_that_is_no_figure_is_refused_with_its_code(case: dict[str, Any]) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_cell(str(case["raw"]))
    assert refusal.value.code == case["error"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("806,46 km2", "806.46", "km2", None),
        ("09 đơn vị hành chính", "9", "đơn vị hành chính", None),
        ("hơn 39.000 tín đồ", "39000", "tín đồ", "more_than"),
        ("chiếm 46% dân số toàn huyện", "46", "%", None),
        ("2.644 đảng viên", "2644", "đảng viên", None),
        ("10.385,986 tỷ đồng", "10385986000000", "đồng", None),
        ("39.037 tỷ đồng", "39037000000000", "đồng", None),
        ("khoảng 50.000 m3/năm", "50000", "m3/năm", "about"),
        ("khoảng 3.930 doanh nghiệp", "3930", "doanh nghiệp", "about"),
        ("335,3 triệu đồng/người", "335300000", "đồng/người", None),
        ("trên 8,5%", "8.5", "%", "gt"),
        ("khoảng 41,36%", "41.36", "%", "about"),
        ("1.710 TTHC", "1710", "TTHC", None),
        ("không quá 5 ngày", "5", "ngày", "le"),
        ("tối đa 3%", "3", "%", "le"),
        ("ít nhất 70%", "70", "%", "ge"),
        ("từ 70% trở lên", "70", "%", "ge"),
        ("không dưới 30%", "30", "%", "ge"),
        ("ước đạt 1.200 tỷ đồng", "1200000000000", "đồng", "estimate"),
        ("gần đạt 95%", "95", "%", "almost"),
        ("−0,36 điểm %", "-0.36", "điểm %", None),
        ("(12,5%)", "-12.5", "%", None),
        ("'05", "5", None, None),
        ("1.200 tr.đ", "1200000000", "đồng", None),
        ("5 ngàn tỉ đồng", "5000000000000", "đồng", None),
        ("25.000 đồng/kg", "25000", "đồng/kg", None),
        ("0", "0", None, None),
    ],
)
def test_figures_of_the_reports_are_read_with_unit_and_qualifier(
    text: str, value: str, unit: str | None, qualifier: str | None
) -> None:
    read = read_cell(text)
    assert (read.kind, read.value, read.unit, read.qualifier) == ("number", Decimal(value), unit, qualifier)
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("text", "value", "warning"),
    [
        ("12,411.986", "12411.986", "en_style"),
        ("12411.986", "12411.986", "dot_decimal"),
        ("0.125", "0.125", "dot_decimal"),
        ("1\u00a0234", "1234", "space_grouping"),
        ("1\u202f234.567", "1234.567", "space_grouping"),
        ("1,241 triệu đồng", "1241000", "ambiguous_three_decimals"),
        ("５％", "5", "fullwidth"),
        ("5 tỷ", "5", "scale_without_unit"),
        ("đạt 99,63%", "99.63", "status_word"),
    ],
)
def test_an_unusual_spelling_is_read_and_said_to_be_unusual(text: str, value: str, warning: str) -> None:
    read = read_cell(text)
    assert read.value == Decimal(value)
    assert warning in read.warnings


@pytest.mark.parametrize(
    ("text", "percent", "reported", "warnings"),
    [
        ("24,54/28,32 km, đạt 86,65%", "86.65", "86.65", ()),
        ("102,85km/110,43km đường xã, đạt 93,14%", "93.14", "93.14", ()),
        ("171,98/206,86 km đường thôn, bon, bản, đạt 83,14%", "83.14", "83.14", ()),
        ("47,78/52,29 km (91,37%)", "91.38", "91.37", ("reported_differs",)),
        ("47,78/52,29 km = 91,4%", "91.38", "91.4", ()),
        ("đạt 91,38% (47,78/52,29 km)", "91.38", "91.38", ()),
    ],
)
def test_the_reported_rate_is_kept_beside_the_computed_one(
    text: str, percent: str, reported: str, warnings: tuple[str, ...]
) -> None:
    read = read_cell(text)
    assert (read.percent, read.reported) == (Decimal(percent), Decimal(reported))
    assert (read.unit, read.warnings) == ("km", warnings)


def test_an_actual_above_its_target_raises_the_question() -> None:
    read = read_cell("45.799/36.875 tỷ đồng")
    assert (read.numerator, read.denominator, read.unit) == (Decimal(45799), Decimal(36875), "tỷ đồng")
    assert read.warnings == ("over_100: actual/target, not part/whole?",)


def test_money_in_a_range_scales_and_keeps_what_was_shown() -> None:
    read = read_cell("từ 10 đến 12 tỷ đồng")
    assert (read.low, read.high, read.unit, read.shown) == (Decimal(10**10), Decimal(12 * 10**9), "đồng", "tỷ đồng")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("–", "none_occurred"),
        ("Không phát sinh", "none_occurred"),
        ("X", "not_applicable"),
        ("không áp dụng", "not_applicable"),
        ("Chưa có số liệu", "no_data"),
        ("…", "not_collected"),
        ("...", "not_collected"),
    ],
)
def test_a_reason_instead_of_a_figure_is_never_zero(text: str, reason: str) -> None:
    assert read_cell(text) == CellReading("missing", reason=reason)


@pytest.mark.parametrize(
    ("text", "status"), [("ĐẠT", "met"), ("Không đạt", "not_met"), ("Hoàn thành", "met"), ("Vượt kế hoạch", "exceeded")]
)
def test_a_verdict_in_words_is_a_status(text: str, status: str) -> None:
    assert read_cell(text) == CellReading("status", status=status)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07/12/2021", CellReading("date", date="2021-12-07")),
        ("ngày 19/8/2021", CellReading("date", date="2021-08-19")),
        ("Tháng 11/2022", CellReading("period", period="2022-11")),
        ("6 tháng đầu năm 2023", CellReading("period", period="2023-H1")),
        ("2021 - 2025", CellReading("period", period="2021-2025")),
        ("2023", CellReading("number", value=Decimal(2023))),
    ],
)
def test_days_and_periods_are_told_from_figures(text: str, expected: CellReading) -> None:
    assert read_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \u00a0", "empty"),
        ("Err:502", "excel_error"),
        ("#DIV/0!", "excel_error"),
        ("10O,5", "bad_number"),
        ("5l", "bad_number"),
        ("NaN", "bad_number"),
        ("Infinity", "bad_number"),
        ("1,5E+10", "bad_number"),
        ("1.23.45", "bad_number"),
        ("012.345", "bad_number"),
        ("12 34", "bad_number"),
        ("39 - 38%", "bad_number"),
        ("Đất", "bad_number"),
        ("٣", "bad_number"),
        ("5²", "bad_number"),
        ("118 dự án điện mặt trời dưới 1MW", "bad_number"),
        ("Đạt 91,37% (KH 95%)", "not_a_figure"),
        ("23/5", "not_a_figure"),
        ("2021/2022", "not_a_figure"),
        ("36 tỷ đồng/33 triệu đồng", "unit_mismatch"),
        ("5/0 km", "zero_denominator"),
        ("31/02/2021", "bad_date"),
        ("19.13.2021", "bad_month"),
        ("Quý V/2023", "bad_quarter"),
        ("6 tháng cuối năm", "no_year"),
        ("1" * 21, "too_many_digits"),
        ("số " * 100, "not_a_figure"),
    ],
)
def test_what_is_no_cell_is_refused_with_a_reason(text: str, code: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_cell(text)
    assert refusal.value.code == code
    assert "Hãy" in refusal.value.message or "Ví dụ" in refusal.value.message


def test_the_indicator_decides_whether_one_dot_is_asked_about() -> None:
    assert read_cell("1.241", decimals=0).value == 1241
    with pytest.raises(AmbiguousNumber):
        read_cell("1.241", decimals=3)


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,/%-–() kmtỷđồngđạtOl", max_size=40))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        read = read_cell(text)
    except ReadingError as refusal:
        assert refusal.code and refusal.message
    else:
        assert read.as_json()["kind"] == read.kind
