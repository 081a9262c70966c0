"""Django reads and writes dates and numbers the Vietnamese way."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf import LazySettings, global_settings
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format, localize, reset_format_cache


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("04/10/2021", date(2021, 10, 4)),
        ("19/8/2021", date(2021, 8, 19)),
        ("7/12/2021", date(2021, 12, 7)),
        ("19.8.2021", date(2021, 8, 19)),
        ("19-8-2021", date(2021, 8, 19)),
        ("2021-08-19", date(2021, 8, 19)),
    ],
)
def test_a_date_field_reads_the_day_first(text: str, day: date) -> None:
    assert forms.DateField().clean(text) == day


def test_a_date_field_refuses_the_american_order() -> None:
    with pytest.raises(ValidationError):
        forms.DateField().clean("8/19/2021")


def test_without_the_formats_django_would_read_another_day(settings: LazySettings) -> None:
    settings.FORMAT_MODULE_PATH = None
    settings.DATE_INPUT_FORMATS = global_settings.DATE_INPUT_FORMATS
    reset_format_cache()
    try:
        assert forms.DateField().clean("04/10/2021") == date(2021, 4, 10)
    finally:
        reset_format_cache()


def test_numbers_are_grouped_with_dots_and_have_a_decimal_comma() -> None:
    assert localize(84053) == "84.053"
    assert localize(Decimal("12411.986")) == "12.411,986"
    assert Template("{{ figure }}").render(Context({"figure": 84053})) == "84.053"


def test_dates_are_written_day_first() -> None:
    assert localize(date(2021, 8, 19)) == "19/08/2021"
    assert date_format(date(2021, 8, 19), "SHORT_DATE_FORMAT") == "19/08/2021"
    assert date_format(date(2023, 9, 1), "YEAR_MONTH_FORMAT") == "Tháng 9/2023"
    assert localize(datetime(2021, 8, 19, 14, 5)) == "14:05 19/08/2021"
