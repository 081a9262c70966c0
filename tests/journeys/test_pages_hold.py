"""Every page: accessible, no wider than a phone, light, in Vietnamese, at one with its Content-Security-Policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.demo_data import DEMO_PASSWORD
from tests.journeys.chromium import WIDE
from tests.journeys.holding import faults_of, heaviness, watched
from tests.journeys.pages import NOBODY, PAGES, PortalPage
from tests.journeys.showroom import Showroom


@pytest.fixture(scope="module")
def showroom(browser: Browser, site: str) -> Iterator[Showroom]:
    """The portal with something on every page."""
    rooms = Showroom(browser, site, DEMO_PASSWORD)
    rooms.prepare()
    yield rooms
    rooms.close()


@pytest.mark.parametrize("place", PAGES, ids=str)
def test_the_page_holds(showroom: Showroom, place: PortalPage, db: None) -> None:
    page = showroom.person(place.account).page
    with watched(page) as witness:
        _, answer = showroom.show(place)
        assert answer.status == place.status
        assert heaviness(witness.of_the_last_page, showroom.address, place.kilobytes) == []
        assert faults_of(page) == []
    assert witness.complaints == []


BROKEN = {
    "picture without words": ('<img src="data:,">', "image-alt"),
    "grey on white": ('<p style="color:#bbb;background:#fff">Số liệu</p>', "color-contrast"),
    "number input": ('<label>Số <input type="number"></label>', "type number"),
    "English": ("<p>Save draft</p>", "English"),
    "too wide": ('<div style="width:400px">Bảng</div>', "px too wide"),
}


@pytest.mark.parametrize(("body", "fault"), BROKEN.values(), ids=BROKEN)
def test_a_page_that_does_not_hold_is_reported(browser: Browser, body: str, fault: str) -> None:
    page = browser.new_page(viewport={"width": WIDE, "height": 768})
    page.set_content(f"<!doctype html><html lang='vi'><title>Trang</title><main><h1>Trang</h1>{body}</main></html>")
    assert any(fault in one for one in faults_of(page))
    page.close()


def test_a_page_too_heavy_and_from_elsewhere_is_reported(showroom: Showroom, db: None) -> None:
    page = showroom.person(NOBODY).page
    with watched(page) as witness:
        showroom.show(PAGES[0])
    faults = heaviness(witness.of_the_last_page, "http://127.0.0.1:1", 1)
    assert faults[0].startswith("asks http://127.0.0.1:") and faults[-1].endswith("of 1")


def test_a_script_that_the_policy_forbids_is_reported(showroom: Showroom, db: None) -> None:
    page, _ = showroom.show(PAGES[0])
    with watched(page) as witness:
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
        page.wait_for_timeout(100)
    assert any("Content Security Policy" in one for one in witness.complaints)
