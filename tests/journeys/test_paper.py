"""The province on one sheet of paper: A4 for a dozen indicators, A3 for two dozen, everything where it is asked for."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.journeys.conftest import Newcomer

ADDRESS = "/tong-quan/tinh/"
POINTS = {"a4": (842, 595), "a3": (1191, 842)}
HEAVIEST = 300_000
NARROW_SHEET = 1047  # CSS pixels between the margins of A4 on its side


def squeezed(text: str) -> str:
    """Without blanks: a line of two fonts is read in pieces."""
    return "".join(text.split())


LEFT_OUT = squeezed("chọn “Bản in: đầy đủ”")


def words_of(sheets: PdfReader) -> str:
    """All that can be selected."""
    return squeezed("".join(page.extract_text() for page in sheets.pages))


def printed(come_in: Newcomer, paper: str) -> tuple[PdfReader, int]:
    """What Chromium prints for the viewer, and its weight."""
    viewer = come_in("lanhdao.tinh")
    viewer.visit(f"{ADDRESS}?in={paper}" if paper else ADDRESS)
    content = viewer.page.pdf(prefer_css_page_size=True, print_background=True)
    return PdfReader(BytesIO(content)), len(content)


@pytest.mark.parametrize(("paper", "size"), [("", "a4"), ("a4", "a4"), ("a3", "a3")])
def test_the_province_prints_on_one_sheet_with_text_that_can_be_selected(
    come_in: Newcomer, paper: str, size: str
) -> None:
    sheets, weight = printed(come_in, paper)
    assert len(sheets.pages) == 1 and weight < HEAVIEST
    box = sheets.pages[0].mediabox
    assert (round(box.width), round(box.height)) == POINTS[size]
    words = words_of(sheets)
    assert "12.411,986" in words and squeezed("Huyện Đắk Song") in words and LEFT_OUT in words


def test_everything_is_printed_where_it_is_asked_for(come_in: Newcomer) -> None:
    sheets, _ = printed(come_in, "day-du")
    assert len(sheets.pages) > 5
    words = words_of(sheets)
    assert squeezed("Chỉ tiêu của tỉnh") in words and LEFT_OUT not in words


def test_no_cell_of_the_sheet_is_cut_off(come_in: Newcomer) -> None:
    page = come_in("lanhdao.tinh").page
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": NARROW_SHEET, "height": 700})
    cells = page.locator(".print-only .matrix :is(th, td)")
    assert cells.count() >= 9 * 13
    edges = cells.evaluate_all(
        "all => all.map(one => [one.getBoundingClientRect().right, one.scrollWidth - one.clientWidth])"
    )
    assert max(right for right, _ in edges) <= NARROW_SHEET
    assert max(hidden for _, hidden in edges) <= 0
