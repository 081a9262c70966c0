"""Dates and periods as officials write them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vietnamese.dates import (
    read_date,
    read_period,
    write_date,
    write_date_nd30,
    write_date_padded,
    write_period,
)
from portal.vietnamese.errors import ReadingError

from .samples import samples

DAYS = st.dates(min_value=date(1945, 9, 2), max_value=date(2100, 12, 31))
SWEEP = settings(derandomize=True, max_examples=150, deadline=None)


@pytest.mark.parametrize("case", samples("doc_codes.yaml", "dates_valid"), ids=lambda case: case["raw"])
def test_every_sample_date_is_read(case: dict[str, Any]) -> None:
    assert read_date(case["raw"]).isoformat() == case["iso"]


@pytest.mark.parametrize("case", samples("doc_codes.yaml", "dates_invalid"), ids=lambda case: case["raw"])
def test_every_sample_that_is_no_date_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_date(case["raw"])
    assert refusal.value.code == case["error"]
    assert "Hãy" in refusal.value.message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 04/10/2021", date(2021, 10, 4)),
        ("13/9/2021", date(2021, 9, 13)),
        ("Ngày 02/02/2021", date(2021, 2, 2)),
        ("ngày 29.9.2020", date(2020, 9, 29)),
        ("22-3-2018", date(2018, 3, 22)),
        ("Đắk Nông, ngày 19 tháng 8 năm 2021", date(2021, 8, 19)),
        ("27 tháng 9, 2019", date(2019, 9, 27)),
        ("2021-08-19", date(2021, 8, 19)),
        ("2021-08-19 00:00:00", date(2021, 8, 19)),
        ("19/8/21", date(2021, 8, 19)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_a_full_date_is_day_before_month(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("Sáng ngày 23/5", "no full date"),
        ("tháng 11/2022", "no full date"),
        ("19/8-2021", "no full date"),
        ("19/8/20211", "no full date"),
        ("1/1/0000", "no full date"),
        ("29/2/2023", "day is out of range for month"),
        ("ngày 00/8/2021", "day is out of range for month"),
        ("ngày 07 tháng 13 năm 2021", "month must be in 1..12"),
    ],
)
def test_an_impossible_or_half_date_is_refused(text: str, code: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_date(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tháng 8/2023", "2023-08"),
        ("tháng 08 năm 2023", "2023-08"),
        ("8/2023", "2023-08"),
        ("Quý III/2023", "2023-Q3"),
        ("Quý III năm 2023", "2023-Q3"),
        ("quý 4-2023", "2023-Q4"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("06 tháng năm 2023", "2023-H1"),
        ("6 tháng cuối năm 2023", "2023-H2"),
        ("9 tháng/2023", "2023-9M"),
        ("9 tháng đầu năm 2023", "2023-9M"),
        ("Năm 2022", "2022"),
        ("2022", "2022"),
        ("giai đoạn 2021 – 2025", "2021-2025"),
        ("nhiệm kỳ 2020 - 2025", "2020-2025"),
        ("từ năm 2018 đến năm 2022", "2018-2022"),
        ("từ tháng 01/2021 đến tháng 8/2023", "2021-01..2023-08"),
        ("2021-01..2023-08", "2021-01..2023-08"),
        ("2023-q3", "2023-Q3"),
        ("2023-9M", "2023-9M"),
    ],
)
def test_a_period_is_read_to_its_code(text: str, code: str) -> None:
    assert read_period(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("Tháng 13/2023", "bad_month"),
        ("Quý V/2023", "bad_quarter"),
        ("6 tháng cuối năm", "no_year"),
        ("tháng 8", "no_year"),
        ("2025-2021", "bad_period"),
        ("tháng 30/8/2023", "bad_period"),
        ("SK05-NQTU-2023", "bad_period"),
        ("2023-13", "bad_period"),
    ],
)
def test_what_names_no_period_is_refused(text: str, code: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        read_period(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("2023-09", "Tháng 9/2023"),
        ("2023-Q3", "Quý III/2023"),
        ("2023-H1", "6 tháng đầu năm 2023"),
        ("2023-H2", "6 tháng cuối năm 2023"),
        ("2023-9M", "9 tháng năm 2023"),
        ("2022", "Năm 2022"),
        ("2018-2022", "Giai đoạn 2018–2022"),
        ("2021-01..2023-08", "Từ tháng 1/2021 đến tháng 8/2023"),
    ],
)
def test_a_period_is_written_in_words_that_read_back_to_it(code: str, written: str) -> None:
    assert write_period(code) == written
    assert read_period(written) == code


@pytest.mark.parametrize("code", ["SK05-NQTU-2023", "SK23-52-2023", "", "2023-13", "2023-Q5"])
def test_a_code_of_another_kind_is_left_as_it_is(code: str) -> None:
    assert write_period(code) == code


def test_dates_are_written_in_the_three_official_ways() -> None:
    assert write_date(date(2021, 8, 19)) == "19/8/2021"
    assert write_date_padded(date(2021, 8, 19)) == "19/08/2021"
    assert write_date_nd30(date(2021, 12, 7)) == "ngày 07 tháng 12 năm 2021"
    assert write_date_nd30(date(2020, 3, 5)) == "ngày 05 tháng 3 năm 2020"
    assert write_date_nd30(date(2021, 2, 12)) == "ngày 12 tháng 02 năm 2021"


@given(DAYS)
@SWEEP
def test_every_written_date_is_read_back(day: date) -> None:
    assert {read_date(write(day)) for write in (write_date, write_date_padded, write_date_nd30)} == {day}


@given(st.text(max_size=40))
@SWEEP
def test_any_text_is_a_date_or_refused(text: str) -> None:
    for read in (read_date, read_period):
        try:
            assert read(text)
        except ReadingError as refusal:
            assert refusal.message
