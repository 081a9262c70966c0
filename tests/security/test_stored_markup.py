"""Hostile text that people store is shown as text on every page that shows it."""

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

import pytest
from django.test import Client

from indicators.models import Entry, Observation
from portal.workflow.models import Submission

ADDRESS = "/nhap-lieu/665/SK05-NQTU-2023/"
PAYLOADS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "</textarea><script>alert(2)</script>",
    "</title><script>alert(3)</script>",
    '"><script>alert(4)</script>',
    "'><script>alert(5)</script>",
    "<scr\tipt>alert(6)</scr\tipt><script>alert(6)</script>",
    "<img src=x onerror=alert(7)>",
    '"><img src=x onerror=alert(8)>',
    "<svg onload=alert(9)>",
    "<svg/onload=alert(10)>",
    "<body onload=alert(11)>",
    "<iframe src=javascript:alert(12)></iframe>",
    "<a href=javascript:alert(13)>bấm</a>",
    "<a href='JaVaScRiPt:alert(14)'>bấm</a>",
    "<form action=javascript:alert(15)><button>Gửi</button></form>",
    "<input autofocus onfocus=alert(16)>",
    "<details open ontoggle=alert(17)>",
    "<video><source onerror=alert(18)></video>",
    "<object data=javascript:alert(19)></object>",
    "<embed src=javascript:alert(20)>",
    "<base href=//x.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(22)'>",
    "<link rel=stylesheet href=//x.example/a.css>",
    "<style>@import '//x.example/a.css';</style>",
    "<math><mtext><script>alert(25)</script></mtext></math>",
    '<div style="background:url(javascript:alert(26))">x</div>',
    "--><script>alert(27)</script><!--",
    "]]><script>alert(28)</script>",
    "{{ 7|add:7 }}{% csrf_token %}<script>alert(29)</script>",
)


class Active(HTMLParser):
    """Whatever in a page could run or load something that is not the portal's own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip().lower() for name, value in attrs}
        own_script = tag == "script" and (
            given.get("src", "").startswith("/static/") or given.get("type") == "application/json"
        )
        is_foreign_tag = tag in ("iframe", "object", "embed", "base", "style", "video") or (
            tag == "script" and not own_script
        )
        is_refresh = tag == "meta" and "http-equiv" in given
        is_foreign_sheet = tag == "link" and given.get("href", "").startswith("//")
        handlers = [name for name in given if name.startswith("on") or name == "style"]
        addresses = [value for value in given.values() if value.startswith("javascript:")]
        if is_foreign_tag or is_refresh or is_foreign_sheet or handlers or addresses:
            self.found.append(f"<{tag} {dict(attrs)}>")


def page_of(client: Client, address: str) -> str:
    response = client.get(address, secure=True)
    assert response.status_code == 200, address
    return response.content.decode()


def assert_inert(pages: dict[str, str]) -> None:
    """No page holds a payload as it was typed, nor anything that runs."""
    for address, html in pages.items():
        assert [payload for payload in PAYLOADS if payload in html] == [], address
        assert Active(html).found == [], address


def shown_in(pages: dict[str, str]) -> int:
    """How many of the payloads stand, escaped, on at least one of the pages."""
    whole = "\n".join(pages.values())
    return sum(escape(payload) in whole for payload in PAYLOADS)


@pytest.fixture
def handed_over(clerk: Client) -> list[Entry]:
    """Corrections of thirty figures with a payload each as reason, handed in."""
    html = page_of(clerk, ADDRESS)
    typed = {"action": "submit"}
    figures = Observation.objects.filter(
        series__unit__code="665", period__code="SK05-NQTU-2023", value__gt=1, numerator=None, missing_reason=""
    ).select_related("series__indicator")
    codes = [one.series.indicator.code for one in figures if f'name="{one.series.indicator.code}-value"' in html]
    codes += ["road_paved_commune", "road_hard_alley", "road_paved_district", "road_hard_village"]
    for number, payload in enumerate(PAYLOADS):
        code = codes[number % len(codes)]
        note = f"{code}-note"
        typed[note] = f"{typed.get(note, '')} {payload}".strip()
        typed |= {f"{code}-numerator": "10", f"{code}-denominator": "20"} if code.startswith("road") else {}
        typed |= {} if code.startswith("road") else {f"{code}-value": "11"}
    assert clerk.post(ADDRESS, typed, secure=True).status_code == 302
    assert clerk.post(f"{ADDRESS}nop/", secure=True).status_code == 302
    return list(Entry.objects.filter(status=Entry.Status.SUBMITTED).select_related("series__indicator"))


def test_payloads_in_reasons_are_text_for_everyone_who_reads_the_report(
    handed_over: list[Entry], clerk: Client, leader: Client, client_of: Callable[..., Client]
) -> None:
    reviewer = client_of("chuyenvien.tinh")
    pages = {
        f"{who} {page}": page_of(client, ADDRESS + page)
        for who, client, found in (
            ("clerk", clerk, ("", "nop/", "thu-hoi/", "in/")),
            ("leader", leader, ("", "duyet/", "tra-lai/", "in/")),
            ("reviewer", reviewer, ("", "tiep-nhan/")),
        )
        for page in found
    }
    assert_inert(pages)
    assert shown_in(pages) == len(PAYLOADS)


def test_payloads_in_the_reason_of_a_return_are_text_on_the_clerks_pages(
    handed_over: list[Entry], clerk: Client, leader: Client
) -> None:
    assert leader.post(f"{ADDRESS}tra-lai/", {"reason": "\n".join(PAYLOADS)}, secure=True).status_code == 302
    assert all(payload in Submission.objects.get(state="returned").reason for payload in PAYLOADS)
    pages = {
        address: page_of(clerk, address) for address in (ADDRESS, "/viec-cua-toi/", "/nhap-lieu/", "/tong-quan/665/")
    }
    assert_inert(pages)
    assert shown_in(pages) == len(PAYLOADS)


def test_payloads_in_approved_reasons_are_text_in_the_history_of_the_figures(
    handed_over: list[Entry], leader: Client, viewer: Client
) -> None:
    assert leader.post(f"{ADDRESS}duyet/", secure=True).status_code == 302
    pages = {
        code: page_of(viewer, f"/chi-tieu/{code}/665/")
        for code in {entry.series.indicator.code for entry in handed_over}
    }
    pages |= {address: page_of(viewer, address) for address in ("/tong-quan/665/", "/tong-quan/tinh/", "/chi-tieu/")}
    assert_inert(pages)
    assert shown_in(pages) == len(PAYLOADS)


@pytest.mark.parametrize(
    "address", ["/nghi-quyet/", "/nhiem-vu/", "/du-an/", "/chi-tieu/", "/don-vi/", "/tong-quan/665/"]
)
@pytest.mark.parametrize("parameter", ["tim", "den-ngay", "page", "nq", "loai"])
def test_payloads_in_the_address_come_back_as_text(viewer: Client, address: str, parameter: str) -> None:
    response = viewer.get(address, {parameter: "".join(PAYLOADS)}, secure=True)
    assert response.status_code < 500
    assert_inert({address: response.content.decode()})


@pytest.mark.parametrize("payload", PAYLOADS)
def test_each_payload_would_be_found_if_it_were_not_escaped(payload: str) -> None:
    assert Active(f"<p>{payload}</p>").found
    assert not Active(f"<p>{escape(payload)}</p>").found
