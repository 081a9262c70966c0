"""Which day a page shows."""

from datetime import date

import pytest

from portal.accounts.models import User
from portal.dashboards.opening import open_province
from portal.dashboards.shown_day import ShownDay, choose_day, day_of_unit, fit_to_unit, shown_day
from portal.units.actions import resolve

LATEST, TODAY = date(2023, 8, 30), date(2026, 11, 24)
BEGINNING, END = date(1900, 1, 1), date(2025, 7, 1)


def test_the_page_opens_at_the_latest_day_that_has_figures() -> None:
    day = choose_day(asked="", wants_today=False, latest=LATEST, today=TODAY)
    assert (day.on, day.is_today, day.problem) == (LATEST, False, "")
    assert day.query == "den-ngay=2023-08-30"


def test_a_day_in_the_address_comes_first_even_before_today() -> None:
    day = choose_day(asked="2023-05-23", wants_today=True, latest=LATEST, today=TODAY)
    assert day.on == date(2023, 5, 23)


def test_today_is_shown_on_request_and_where_there_are_no_figures() -> None:
    for latest, wants_today in ((LATEST, True), (None, False)):
        day = choose_day(asked="", wants_today=wants_today, latest=latest, today=TODAY)
        assert day.on == TODAY and day.is_today


def test_figures_of_a_period_that_is_not_over_do_not_carry_the_page_into_the_future() -> None:
    assert choose_day(asked="", wants_today=False, latest=date(2026, 12, 31), today=TODAY).on == TODAY


@pytest.mark.parametrize("asked", ["30/8/2023", "2023-02-30", "hôm qua"])
def test_a_day_that_cannot_be_read_is_named_and_the_usual_day_is_shown(asked: str) -> None:
    day = choose_day(asked=asked, wants_today=False, latest=LATEST, today=TODAY)
    assert day.on == LATEST
    assert f"Không hiểu ngày “{asked}”" in day.problem


def usual(on: date) -> ShownDay:
    return choose_day(asked="", wants_today=False, latest=on, today=TODAY)


def test_the_usual_day_is_moved_into_the_life_of_the_unit() -> None:
    begun_later = fit_to_unit(usual(LATEST), valid_from=END, valid_to=date(9999, 12, 31), today=TODAY)
    ended_before = fit_to_unit(usual(date(2026, 6, 30)), valid_from=BEGINNING, valid_to=END, today=TODAY)
    assert begun_later.on == TODAY
    assert ended_before.on == date(2025, 6, 30)


def test_a_day_that_was_asked_for_stays_where_the_unit_had_ended() -> None:
    asked = choose_day(asked="2026-01-01", wants_today=False, latest=LATEST, today=TODAY)
    assert fit_to_unit(asked, valid_from=BEGINNING, valid_to=END, today=TODAY).on == date(2026, 1, 1)


def latest_of(username: str, params: dict[str, str] | None = None) -> date | None:
    """The latest day with figures as the pages of the person ask for it."""
    return open_province(params or {}, User.objects.get(username=username)).latest


@pytest.mark.parametrize(
    ("params", "needed"),
    [({}, True), ({"den-ngay": "x"}, True), ({"den-ngay": "2023-05-23"}, False), ({"hom-nay": "1"}, False)],
)
def test_the_latest_day_is_looked_for_only_where_the_address_leaves_it_open(
    demo: None, params: dict[str, str], needed: bool
) -> None:
    assert (latest_of("lanhdao.tinh", params) == LATEST) is needed


@pytest.mark.parametrize("username", ["canbo.daksong", "lanhdao.tinh", "quantri"])
def test_the_demo_opens_at_the_campaign_of_dak_song(demo: None, username: str) -> None:
    assert shown_day({}, latest_of(username)).on == LATEST


def test_a_clerk_whose_unit_has_no_figures_starts_today(demo: None) -> None:
    assert shown_day({}, latest_of("canbo.dakmil")).is_today


def test_a_new_commune_is_not_shown_on_a_day_before_it_existed(demo: None) -> None:
    day = day_of_unit({}, latest_of("lanhdao.tinh"), resolve("24718@2025-07-01"))
    assert day.is_today


def test_the_message_says_which_day_is_shown_instead(demo: None) -> None:
    day = shown_day({"den-ngay": "x"}, latest_of("lanhdao.tinh", {"den-ngay": "x"}))
    assert day.on == LATEST
    assert day.problem.endswith("Trang hiện số liệu đến 30/8/2023.")
