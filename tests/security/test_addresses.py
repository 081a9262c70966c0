"""Whatever stands in an address is understood, ignored or refused, and never an error of the portal."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.architecture.access_table import ROWS
from tests.architecture.guards.access import Row

READ = (
    "desk:my_work",
    "dashboards:province",
    "dashboards:unit",
    "units:unit",
    "indicators:indicator",
    "indicators:series",
)
# Of every list, and of the pages that read a parameter, the first row of the table.
LISTS = list({row.name: row for row in reversed(ROWS) if row.name.endswith("_list") or row.name in READ}.values())
HUGE = "9" * 30
UNDECLARED = (
    "kind__regex=(", "kind__in=1,2", "id=1", "id__gt=0", "pk=1", "unit__code=663",
    "unit__users__password__startswith=p", "series__unit=1", "entered_by__password__regex=.", "state__exact=draft",
    "status=draft", "is_simulated=1", "order_by=password", "ordering=-id", "o=-1.2", "q=1'%20OR%201=1--",
    "search_text__icontains=a", "source_key=x", "owner__isnull=true", "entries__note__contains=a",
    "observations__value__gt=0", "history__history_user=1", "submission__reason__regex=.*", "_state=1", "__class__=x",
    "limit=1", "offset=1", "fields=password", "format=json", "callback=alert", "debug=1", "unit=abc", "kind=abc",
)  # fmt: skip
STRANGE = (
    "page=-1", "page=0", "page=abc", f"page={HUGE}", "page=1%00", "page=%F0%9F%92%A5", "den-ngay=xx",
    "den-ngay=2023-02-30", "den-ngay=0001-01-01", "den-ngay=9999-12-31", f"den-ngay={HUGE}", "den-ngay=%00",
    "den-ngay=2023-W01-1", "hom-nay=abc", "don-vi=abc", "don-vi=", f"don-vi={HUGE}", "don-vi=663%00",
    "don-vi=..%2F..%2Fetc",
    "don-vi=%27%3B--", "chu-tri=abc", f"chu-tri={HUGE}", "chu-tri=-1", "chu-tri=%00", "loai=abc", "loai=%00",
    "loai__regex=(", "nam=abc", "nam=0", "nam=0000", "nam=9999", "nam=%C2%B2", "nam=%D9%A3", f"nam={HUGE}", "tim=%00",
    "tim=(", "tim=%25", "tim=%5C", "tim=[", f"tim={'a' * 5000}", "tim=%ED%A0%80", "tim=%FF%FE", "nq=abc", "nq=%00",
    "trang-thai=abc", "trang-thai=%00", "cap=abc", "linh-vuc=%00", "trich=%00", "don-vi=663&don-vi=665",
    "tim=a&tim=b&page=2", "&&&==", "%", "a" * 3000,
)  # fmt: skip
FILTERS = {"tim", "don-vi", "chu-tri", "loai", "nam", "cap", "linh-vuc"}
PATHS = (
    "/nhiem-vu/{}/", "/du-an/{}/", "/van-ban/{}/", "/nghi-quyet/{}/", "/don-vi/{}/", "/tong-quan/{}/",
    "/chi-tieu/{}/", "/chi-tieu/road_paved_commune/{}/", "/nguon/{}/", "/nhap-lieu/{}/2022/", "/nhap-lieu/665/{}/",
    "/nhap-lieu/665/{}/nop/", "/nhap-excel/{}/", "/nhap-excel/mau/{}.xlsx", "/nhap-excel/xuat/observations.{}",
    "/{}/",
)  # fmt: skip
VALUES = (
    "abc", "0", "-1", HUGE, "9223372036854775808", "%00", "a%00b", "..%2F..%2Fetc%2Fpasswd", "..", "%2e%2e", "'",
    "%22", "665@", "665@x", "665@2023-13-01", "@", "2023-Q9", "0000", "9999", "10000", "0000-Q1", "%F0%9F%92%A5",
    "%ED%A0%80", "%FF", "a" * 2000, "__class__", "1e9", "NaN", "%D9%A3",
)  # fmt: skip


def rows_of(response: HttpResponse) -> list[object] | None:
    """The rows that a list shows, None for a page that is no list."""
    found = (response.context or {}).get("object_list") if response.status_code == 200 else None
    return None if found is None else [row.pk for row in found]


def read_by(response: HttpResponse) -> list[str]:
    """The strange queries about a parameter of the page; all of them for a page without declared filters."""
    declared = (response.context or {}).get("filter")
    unread = FILTERS - set(declared.form.fields) if declared else set()
    return [query for query in STRANGE if query.partition("=")[0] not in unread]


@pytest.mark.parametrize("row", LISTS, ids=str)
def test_undeclared_lookups_change_nothing(row: Row, clerk: Client) -> None:
    plain = clerk.get(row.address(), secure=True)
    for queries in ("&".join(UNDECLARED[start : start + 8]) for start in range(0, len(UNDECLARED), 8)):
        answer = clerk.get(f"{row.address()}?{queries}", secure=True)
        # a list of administrators stays closed, whatever stands behind the question mark
        assert answer.status_code == plain.status_code, queries
        assert plain.status_code in (200, 403), queries
        assert rows_of(answer) == rows_of(plain), queries


@pytest.mark.parametrize("row", LISTS, ids=str)
def test_a_strange_value_is_no_error(row: Row, clerk: Client) -> None:
    for query in read_by(clerk.get(row.address(), secure=True)):
        answer = clerk.get(f"{row.address()}?{query}", secure=True)
        assert answer.status_code in (200, 302, 400, 403, 404), f"{query[:60]} answers {answer.status_code}"


@pytest.mark.parametrize("path", PATHS)
def test_a_strange_path_is_no_error(path: str, client_of: Callable[..., Client]) -> None:
    client = client_of("quantri")
    for value in VALUES:
        answer = client.get(path.format(value), secure=True)
        assert answer.status_code in (200, 301, 302, 400, 403, 404), f"{value[:60]} answers {answer.status_code}"


@pytest.mark.parametrize("path", ["/don-vi/%00/", "/nguon/a%00b/", "/khong-co/%00/"])
def test_a_null_character_in_a_path_is_a_page_that_is_not_there(path: str, clerk: Client) -> None:
    """PostgreSQL takes no such character, not even to look for it: without the middleware an error there."""
    assert clerk.get(path, secure=True).status_code == Client().get(path, secure=True).status_code == 404


def test_a_declared_filter_does_change_the_rows(clerk: Client) -> None:
    """The negative control: what is declared is obeyed."""
    everything = rows_of(clerk.get("/du-an/", secure=True))
    wind = rows_of(clerk.get("/du-an/?loai=wind", secure=True))
    assert wind and len(wind) < len(everything)


def test_the_lists_are_those_of_the_portal() -> None:
    assert len(LISTS) >= 15
    assert len({query.partition("=")[0] for query in (*UNDECLARED, *STRANGE)}) >= 40
