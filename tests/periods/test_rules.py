"""Periods, calendars and deadlines, from the codes of contract.md and the cut-offs of Nghị định 09/2019."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.periods import rules
from portal.periods.rules import PeriodKind, Span

TET_2023 = frozenset(date(2023, 1, 20) + timedelta(days=n) for n in range(7))  # 20/1 to 26/1/2023
NO_HOLIDAYS: frozenset[date] = frozenset()

DAYS = (  # code, kind, calendar days, days of Nghị định 09/2019
    ("2023-08", "month", "2023-08-01..2023-08-31", "2023-07-15..2023-08-14"),
    ("2023-01", "month", "2023-01-01..2023-01-31", "2022-12-15..2023-01-14"),
    ("2024-02", "month", "2024-02-01..2024-02-29", "2024-01-15..2024-02-14"),
    ("2023-Q1", "quarter", "2023-01-01..2023-03-31", "2022-12-15..2023-03-14"),
    ("2023-Q3", "quarter", "2023-07-01..2023-09-30", "2023-06-15..2023-09-14"),
    ("2023-H1", "half", "2023-01-01..2023-06-30", "2022-12-15..2023-06-14"),
    ("2023-H2", "half", "2023-07-01..2023-12-31", "2023-06-15..2023-12-14"),
    ("2023-9M", "nine_months", "2023-01-01..2023-09-30", "2022-12-15..2023-09-14"),
    ("2023", "year", "2023-01-01..2023-12-31", "2022-12-15..2023-12-14"),
    ("2018-2022", "span", "2018-01-01..2022-12-31", "2017-12-15..2022-12-14"),
    ("2021-01..2023-08", "span", "2021-01-01..2023-08-31", "2020-12-15..2023-08-14"),
    ("2023-01..2023-08", "span", "2023-01-01..2023-08-31", "2022-12-15..2023-08-14"),
)
NAMES = (  # code, name, cùng kỳ năm trước, kỳ trước
    ("2023-08", "Tháng 8/2023", "2022-08", "2023-07"),
    ("2023-01", "Tháng 1/2023", "2022-01", "2022-12"),
    ("2024-02", "Tháng 2/2024", "2023-02", "2024-01"),
    ("2023-Q1", "Quý I/2023", "2022-Q1", "2022-Q4"),
    ("2023-Q3", "Quý III/2023", "2022-Q3", "2023-Q2"),
    ("2023-H1", "6 tháng đầu năm 2023", "2022-H1", "2022-H2"),
    ("2023-H2", "6 tháng cuối năm 2023", "2022-H2", "2023-H1"),
    ("2023-9M", "9 tháng năm 2023", "2022-9M", "2022-9M"),
    ("2023", "Năm 2023", "2022", "2022"),
    ("2018-2022", "Giai đoạn 2018–2022", None, "2013-2017"),
    ("2021-01..2023-08", "Từ tháng 1/2021 đến tháng 8/2023", None, None),
    ("2023-01..2023-08", "Từ tháng 1/2023 đến tháng 8/2023", "2022-01..2022-08", None),
)


def _span(kind: str, days: str) -> Span:
    first, last = (date.fromisoformat(day) for day in days.split(".."))
    return Span(PeriodKind(kind), first, last, last)


@pytest.mark.parametrize(("code", "kind", "calendar", "cut_offs"), DAYS)
def test_a_period_code_gives_its_days_in_both_calendars(code: str, kind: str, calendar: str, cut_offs: str) -> None:
    assert rules.parse(code) == _span(kind, calendar)
    assert rules.administrative(code) == _span(kind, cut_offs)


@pytest.mark.parametrize(("code", "name", "year_before", "before"), NAMES)
def test_a_period_code_gives_its_name_and_the_periods_it_is_compared_with(
    code: str, name: str, year_before: str | None, before: str | None
) -> None:
    assert rules.label(code) == name
    assert rules.same_period_last_year(code) == year_before
    assert rules.previous(code) == before


@pytest.mark.parametrize(
    "code",
    [
        *("", "2023-13", "2023-00", "2023-8", "2023-Q5", "2023-Q0", "2023-H3", "2023-10M", "202", "20233", "1023"),
        *("2023-q3", " 2023", "2023\n", "２０２３", "2022-2018", "2022-2022", "2023-08..2021-01", "2023-08..2023-08"),
        "SK05-NQTU-2023",
    ],
)
def test_a_text_that_is_no_calendar_period_is_refused_in_vietnamese_and_shown_unchanged(code: str) -> None:
    with pytest.raises(rules.UnknownPeriod, match="Không hiểu mã kỳ báo cáo"):
        rules.parse(code)
    with pytest.raises(ValueError, match="2023-Q3"):
        rules.administrative(code)
    assert rules.label(code) == code
    assert rules.same_period_last_year(code) is None
    assert rules.previous(code) is None


def test_the_first_period_that_can_be_written_has_none_before_it() -> None:
    assert rules.previous("1900") is None
    assert rules.same_period_last_year("1900-Q1") is None


def test_periods_stand_in_the_order_of_their_last_days_the_shorter_first() -> None:
    ordered = ["2022", "2023-08", "2023-09", "2023-Q3", "2023-9M", "2023-12", "2023-Q4", "2023-H2", "2023", "2018-2023"]
    assert sorted(ordered[5:] + ordered[:5], key=lambda code: rules.sort_key(rules.parse(code))) == ordered


def test_a_campaign_without_a_first_day_stands_after_every_period_that_ends_on_the_same_day() -> None:
    campaign = Span(PeriodKind.CAMPAIGN, None, date(2022, 12, 31), date(2022, 12, 31))
    assert sorted([campaign, rules.parse("2018-2022")], key=rules.sort_key)[-1] == campaign


@pytest.mark.parametrize(
    ("day", "n", "holidays", "expected"),
    [
        ("2023-08-14", 0, NO_HOLIDAYS, "2023-08-14"),
        ("2023-08-14", 2, NO_HOLIDAYS, "2023-08-16"),  # Monday to Wednesday
        ("2023-08-18", 1, NO_HOLIDAYS, "2023-08-21"),  # Friday to Monday
        ("2023-10-14", 1, NO_HOLIDAYS, "2023-10-16"),  # a Saturday cut-off
        ("2023-01-19", 1, TET_2023, "2023-01-27"),  # the last day before Tết to the first after it
        ("2023-01-14", 8, TET_2023, "2023-02-01"),  # month 1 for a province: five days, Tết, three days
        ("2024-02-28", 1, NO_HOLIDAYS, "2024-02-29"),
    ],
)
def test_working_days_pass_over_weekends_and_tet(day: str, n: int, holidays: frozenset[date], expected: str) -> None:
    assert rules.add_working_days(date.fromisoformat(day), n, holidays) == date.fromisoformat(expected)


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="không được âm"):
        rules.add_working_days(date(2023, 8, 14), -1, NO_HOLIDAYS)


@pytest.mark.parametrize(
    ("as_of_on", "level", "holidays", "expected"),
    [
        ("2023-09-14", "commune", NO_HOLIDAYS, "2023-09-18"),  # Thursday: Friday, then Monday
        ("2023-09-14", "district", NO_HOLIDAYS, "2023-09-21"),
        ("2023-09-14", "province", NO_HOLIDAYS, "2023-09-26"),
        ("2023-01-18", "commune", TET_2023, "2023-01-27"),
        ("2023-01-14", "district", TET_2023, "2023-01-27"),
    ],
)
def test_each_level_has_its_deadline_after_the_cut_off(
    as_of_on: str, level: str, holidays: frozenset[date], expected: str
) -> None:
    assert rules.deadline(date.fromisoformat(as_of_on), level, holidays) == date.fromisoformat(expected)


def test_the_lengths_of_deadlines_are_an_argument_and_an_unknown_level_is_an_error() -> None:
    assert rules.deadline(date(2023, 9, 14), "commune", NO_HOLIDAYS, {"commune": 1}) == date(2023, 9, 15)
    with pytest.raises(KeyError):
        rules.deadline(date(2023, 9, 14), "ward", NO_HOLIDAYS)


@pytest.mark.parametrize(("on", "days"), [("2023-09-17", 0), ("2023-09-18", 0), ("2023-09-19", 1), ("2023-10-18", 30)])
def test_a_report_is_late_from_the_day_after_its_deadline(on: str, days: int) -> None:
    assert rules.overdue_days(date(2023, 9, 18), date.fromisoformat(on)) == days


@pytest.mark.parametrize(
    ("text", "ends_on", "written"),
    [
        ("2022-11-05", "2022-11-05", "5/11/2022"),
        ("2022-11", "2022-11-30", "tháng 11/2022"),  # "tháng 11/2022" of the centre's start
        ("2022", "2022-12-31", "năm 2022"),
        ("2024-02", "2024-02-29", "tháng 2/2024"),
        ("2023-02", "2023-02-28", "tháng 2/2023"),
        ("2024-02-29", "2024-02-29", "29/2/2024"),
    ],
)
def test_a_date_is_judged_at_its_end_and_written_as_precise_as_it_is(text: str, ends_on: str, written: str) -> None:
    assert rules.partial_end(text) == date.fromisoformat(ends_on)
    assert rules.write_partial(text) == written


@pytest.mark.parametrize(
    "text", ["", "22", "2022-1", "2022-13", "2022-00", "2022-02-30", "2023-02-29", "0000", "5/11/2022"]
)
def test_a_text_that_is_no_date_is_refused_in_vietnamese(text: str) -> None:
    with pytest.raises(rules.UnknownDate, match="Không hiểu ngày"):
        rules.partial_end(text)


@settings(derandomize=True)
@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_every_day_lies_in_exactly_one_administrative_month(day: date) -> None:
    near = [date(day.year + (day.month + n - 1) // 12, (day.month + n - 1) % 12 + 1, 1) for n in (-1, 0, 1)]
    spans = [rules.administrative(f"{first:%Y-%m}") for first in near]
    assert sum(span.starts_on <= day <= span.ends_on for span in spans) == 1


@settings(derandomize=True)
@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.integers(1, 20))
def test_working_days_add_up_one_by_one_and_never_end_on_a_weekend(day: date, n: int) -> None:
    end = rules.add_working_days(day, n, NO_HOLIDAYS)
    assert end.weekday() < 5
    assert end == rules.add_working_days(rules.add_working_days(day, n - 1, NO_HOLIDAYS), 1, NO_HOLIDAYS)
