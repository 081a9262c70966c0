"""Periods of a year, periods with days of their own, and the days off."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.roles import Role
from portal.history.models import Event
from portal.periods import actions
from portal.periods.actions import HolidayRefused, PeriodRefused, generate_periods, open_period
from portal.periods.models import Holiday, Period
from portal.periods.rules import OwnDays, UnknownPeriod, codes_of_year, cut_off, overlapping
from tests.builders import make_user

pytestmark = pytest.mark.django_db

SK05 = {"code": "SK05-NQTU-2023", "kind": "campaign", "starts_on": date(2021, 8, 19), "ends_on": date(2023, 8, 30)}


def test_a_year_has_twenty_periods_on_the_days_of_the_calendar():
    made = generate_periods(2026)
    assert [one.code for one in made.periods] == list(codes_of_year(2026)) == list(made.new)
    assert (len(made.periods), Period.objects.count()) == (20, 20)
    days = {one.code: (str(one.starts_on), str(one.as_of_on)) for one in made.periods}
    assert days["2026-02"] == ("2026-02-01", "2026-02-28")
    assert days["2026-Q4"] == ("2026-10-01", "2026-12-31")
    assert days["2026-9M"] == ("2026-01-01", "2026-09-30")
    assert days["2026"] == ("2026-01-01", "2026-12-31")
    assert made.periods[-1].position > next(one for one in made.periods if one.code == "2026-12").position


def test_a_second_time_nothing_is_made_and_nothing_recorded():
    generate_periods(2026)
    rows, events = list(Period.objects.values()), Event.objects.count()
    assert generate_periods(2026).new == ()
    assert generate_periods(2026, "administrative").new == ()
    assert (list(Period.objects.values()), Event.objects.count()) == (rows, events)


def test_what_exists_already_is_kept_and_the_rest_is_added():
    kept = actions.ensure_period("2026-Q3")
    assert len(generate_periods(2026).new) == 19
    assert Period.objects.get(code="2026-Q3").pk == kept.pk


@pytest.mark.parametrize("calendar", ["party", "campaign"])
def test_calendars_with_days_of_their_own_make_no_periods_by_year(calendar):
    with pytest.raises(PeriodRefused, match="ngày riêng"):
        generate_periods(2026, calendar)
    assert not Period.objects.exists()


@pytest.mark.parametrize("year", [1899, 2100, 20260])
def test_a_year_that_no_code_can_write_is_refused_and_nothing_made(year):
    with pytest.raises(UnknownPeriod):
        generate_periods(year)
    assert not Period.objects.exists()


@pytest.mark.parametrize(
    ("calendar", "code", "expected"),
    [
        ("administrative", "2026-01", "2026-01-14"),
        ("administrative", "2026-H1", "2026-06-14"),
        ("administrative", "2026", "2026-12-14"),
        ("administrative", "SK05-NQTU-2023", "2023-08-30"),  # a campaign keeps its own day
        ("statistical", "2026-01", "2023-08-30"),
        ("party", "2026-01", "2023-08-30"),
    ],
)
def test_only_the_administrative_calendar_moves_the_cut_off(calendar, code, expected):
    assert cut_off(calendar, code, date(2023, 8, 30)) == date.fromisoformat(expected)


def test_two_campaigns_that_share_a_day_are_refused_naming_both():
    open_period(**SK05, name="Sơ kết 02 năm")
    events = Event.objects.count()
    with pytest.raises(PeriodRefused, match=r"“Sơ kết giữa kỳ” \(30/8/2023 – 1/9/2023\).*“Sơ kết 02 năm”"):
        open_period(
            code="SK2", kind="campaign", name="Sơ kết giữa kỳ", starts_on=date(2023, 8, 30), ends_on=date(2023, 9, 1)
        )
    assert (Period.objects.count(), Event.objects.count()) == (1, events)


def test_the_day_after_is_no_overlap_and_reviews_of_other_documents_may_coincide():
    first = open_period(**SK05)
    open_period(code="SK2", kind="campaign", starts_on=date(2023, 8, 31), ends_on=date(2023, 9, 1))
    same_days = {**SK05, "code": "SK3"}
    with pytest.raises(PeriodRefused):
        open_period(**same_days)
    assert open_period(**same_days, beside=[]).code == "SK3"
    with pytest.raises(PeriodRefused):
        open_period(**{**SK05, "code": "SK4"}, beside=[first])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": "month"}, "sinh theo lịch"),
        ({"code": "2023-08"}, "mã kỳ theo lịch"),
        ({"code": "Sơ kết/2023"}, "chữ không dấu"),
        ({"starts_on": date(2023, 9, 1)}, "trước hoặc trùng"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(changes, why):
    with pytest.raises(PeriodRefused, match=why):
        open_period(**{**SK05, **changes})
    assert not Period.objects.exists()


def test_a_code_is_used_once():
    open_period(**SK05)
    with pytest.raises(PeriodRefused, match="Đã có kỳ"):
        open_period(**SK05, beside=[])


def test_a_period_without_a_first_day_occupies_its_last_day_only():
    known = OwnDays("SK23-52-2023", None, date(2023, 5, 23))
    assert overlapping(OwnDays("A", date(2023, 5, 1), date(2023, 5, 22)), [known]) is None
    assert overlapping(OwnDays("B", date(2023, 5, 1), date(2023, 5, 23)), [known]) is known


def test_the_command_prints_the_cut_offs_of_the_calendar_and_fills_the_days_off_once():
    out = StringIO()
    call_command("make_periods", "--year", "2026", "--calendar", "administrative", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["new"], said["unchanged"]) == (20, 0)
    assert said["periods"][0] == {
        "code": "2026-01", "name": "Tháng 1/2026", "from": "2025-12-15", "to": "2026-01-14", "as_of": "2026-01-14"
    }  # fmt: skip
    assert Period.objects.get(code="2026-01").as_of_on == date(2026, 1, 31)  # the row stays on the calendar's days
    assert said["holidays"] == Holiday.objects.count() > 20
    again = StringIO()
    call_command("make_periods", "--year", "2026", "--json", stdout=again)
    assert {name: json.loads(again.getvalue())[name] for name in ("new", "unchanged", "holidays")} == {
        "new": 0, "unchanged": 20, "holidays": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [[], ["--code", "SK1"], ["--year", "2300"], ["--year", "2026", "--calendar", "party"]],
)
def test_the_command_refuses_in_words(arguments):
    with pytest.raises(CommandError, match=r"[ạ-ỹ]"):
        call_command("make_periods", *arguments)


def test_tet_moves_with_the_moon():
    actions.fill_holidays([2026, 2027])
    days = Holiday.objects.days()
    assert date(2026, 2, 17) in days and date(2027, 2, 6) in days
    assert date(2026, 2, 6) not in days and date(2027, 2, 17) not in days


def test_a_year_that_somebody_edited_is_not_filled_again():
    actions.fill_holidays([2026])
    Holiday.objects.get(day=date(2026, 9, 1)).delete()
    assert actions.fill_holidays([2026]) == 0
    assert date(2026, 9, 1) not in Holiday.objects.days()


def test_a_day_off_is_added_and_removed_with_an_event_each_and_never_twice():
    admin = make_user(Role.ADMIN)
    day_off = actions.add_holiday(day=date(2026, 1, 2), name="Nghỉ bù", by=admin)
    with pytest.raises(HolidayRefused, match="2/1/2026"):
        actions.add_holiday(day=date(2026, 1, 2), name="Nghỉ bù", by=admin)
    actions.remove_holiday(day_off, by=admin)
    assert not Holiday.objects.exists()
    assert list(Event.objects.order_by("position").values_list("verb", flat=True)) == ["add_holiday", "remove_holiday"]
