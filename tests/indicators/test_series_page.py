"""The page of a series: kinds of figures and their chain, and what stands beside the verdict."""

import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.test import Client

from indicators.models import Indicator, Series
from indicators.progress import Beside, same_period
from portal.accounts.roles import Role
from portal.periods.actions import ensure_period
from portal.units.models import AdminUnit
from tests.builders import make_unit, make_user, place
from tests.indicators.builders import COUNT, dak_song_with_communes, make_indicator, make_series, report_figure


def markup(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# Kinds of figures.


@pytest.fixture
def viewer(db: None) -> Client:
    client = Client()
    client.force_login(make_user(Role.VIEWER))
    return client


def province() -> AdminUnit:
    return make_unit("67", "province", "Tỉnh Đắk Nông")


def test_an_estimate_that_became_official_keeps_its_chain(viewer: Client) -> None:
    series = make_series(province(), make_indicator("growth", **{**COUNT, "name": "Tăng trưởng", "precision": 2}))
    year = ensure_period("2022")
    for quality, value, day in (
        ("estimate", "8", date(2022, 12, 10)), ("preliminary", "8.1", date(2023, 3, 30)),
        ("official", "8.14", date(2023, 8, 30)),
    ):  # fmt: skip
        report_figure(series, year, value=D(value), quality=quality, known_on=day)
        page = plain(markup(viewer, series.get_absolute_url()))
        assert ("ước" in page.split("Vì sao")[0]) is (quality == "estimate")
    words = "số ước thực hiện 8,00 người (10/12/2022) → số sơ bộ 8,10 người (30/3/2023) → số chính thức 8,14 người"
    assert words in page.replace("\xa0", " ").replace(" ) ", ") ")
    assert "loại số liệu: trước: số sơ bộ → sau: số chính thức" in page


def test_a_roll_up_of_estimates_says_how_many_are_not_official(viewer: Client) -> None:
    district, first, second = dak_song_with_communes()
    top = province()
    place(district, top)
    people = make_indicator("population", **COUNT)
    report_figure(make_series(first, people), ensure_period("2022"), value=D(5000), quality="estimate")
    report_figure(make_series(second, people), ensure_period("2022"), value=D(6000))
    for unit in (district, top):
        page = markup(viewer, f"/chi-tieu/population/{unit.slug}/")
        assert "11.000" in page and "gồm 1 số liệu chưa chính thức" in page
    report_figure(Series.objects.get(unit=first), ensure_period("2022"), value=D(5000), quality="official")
    assert "chưa chính thức" not in markup(viewer, f"/chi-tieu/population/{district.slug}/")


def test_dashboards_mark_an_estimate_at_its_number(viewer: Client) -> None:
    series = make_series(province(), make_indicator("population", **COUNT))
    report_figure(series, ensure_period("2022"), value=D(5000), quality="estimate")
    assert '<span class="chip">ước</span>' in markup(viewer, "/tong-quan/tinh/?den-ngay=2022-12-31")


# The same period a year before.


def beside(code: str, value: str, **definition: object) -> Beside:
    given = {"unit_of_measure": "tỷ đồng", "precision": 3, "is_money": True, "price_basis": "giá hiện hành"}
    return Beside(code, date(int(code[:4]), 12, 31), D(value), Indicator(**{**given, **definition}))


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (beside("2022", "12411.986"), beside("2021", "10000"), "bằng 124,1% cùng kỳ, +2.411,986 tỷ đồng"),
        (beside("2021-2023", "12411.986"), None, "không có cùng kỳ"),
        (beside("2022", "12411.986"), None, "chưa có số liệu Năm 2021"),
        (
            beside("2022", "12411.986"),
            beside("2021", "10000", price_basis="giá so sánh 2010"),
            "không so: giá hiện hành và giá so sánh 2010 là hai loại giá",
        ),
        (beside("2022", "9", price_basis=""), beside("2021", "8", price_basis=""), "chưa rõ theo giá hiện hành"),
        (beside("2022", "9", defined_from=date(2022, 1, 1)), beside("2021", "8"), "định nghĩa đổi từ 1/1/2022"),
        (
            beside("2022", "11.38", unit_of_measure="%", precision=2, is_money=False),
            beside("2021", "11.02", unit_of_measure="%", precision=2, is_money=False),
            "+0,36 điểm phần trăm (Năm 2021: 11,02%)",
        ),
    ],
)
def test_a_figure_stands_beside_last_years_or_says_why_not(now: Beside, before: Beside | None, words: str) -> None:
    assert words in same_period(now, before).replace("\xa0", " ")


def test_the_badge_says_why_with_the_same_period_of_last_year(viewer: Client) -> None:
    series = make_series(province(), make_indicator("population", **COUNT))
    for year, people in (("2021", 5000), ("2022", 5200)):
        report_figure(series, ensure_period(year), value=D(people))
    page = markup(viewer, series.get_absolute_url())
    assert "<li>So cùng kỳ năm trước: bằng 104,0% cùng kỳ, +200 người" in page.replace("\xa0", " ")


def test_units_of_one_period_are_compared_as_bars_the_best_first(viewer: Client) -> None:
    roads = make_indicator()
    _, first, second = dak_song_with_communes()
    for unit, paved in ((first, "40"), (second, "90")):
        figure = {"numerator": D(paved), "denominator": D(100)}
        report_figure(make_series(unit, roads), ensure_period("2022"), **figure)
    page = markup(viewer, roads.get_absolute_url())
    chart = page.split('class="bar-chart"')[1].split("</table>")[0]
    assert "So sánh các đơn vị, Năm 2022" in chart
    assert chart.index("90,00%") < chart.index("40,00%")
    assert "65,00%" not in chart  # the district is no rival of its communes
