"""The pictures of README can be made again at any time, and stay small."""

import struct
from pathlib import Path

from playwright.sync_api import Browser

from tests.demo_data import DEMO_PASSWORD
from tests.journeys.chromium import WIDE
from tests.journeys.tour import ROOT, five_steps

PICTURES = ("1.png", "2.png", "3.png", "4.png", "5.png", "5-source.png")
MOST_BYTES = 150_000


def test_the_five_steps_make_the_pictures_of_the_readme(browser: Browser, site: str, db: None, tmp_path: Path) -> None:
    five_steps(browser, site, DEMO_PASSWORD, tmp_path)
    assert sorted(picture.name for picture in tmp_path.iterdir()) == sorted(PICTURES)
    for picture in tmp_path.iterdir():
        assert width_of(picture) == WIDE
        assert picture.stat().st_size < MOST_BYTES, picture.name


def test_both_readmes_show_every_picture_and_no_other_one_is_kept() -> None:
    assert sorted(picture.name for picture in Path(ROOT, "docs/tour").iterdir()) == sorted(PICTURES)
    for readme in ("README.md", "README.vi.md"):
        shown = Path(ROOT, readme).read_text(encoding="utf-8")
        assert [picture for picture in PICTURES if f"(docs/tour/{picture})" not in shown] == []


def width_of(png: Path) -> int:
    """As the head of the file says."""
    return struct.unpack(">I", png.read_bytes()[16:20])[0]
