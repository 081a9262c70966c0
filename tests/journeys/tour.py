"""`run.py tour [FOLDER] [--all]`: the five steps of README as pictures, or every page as pictures and on paper."""

import argparse
import os
import secrets
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.chromium import NARROW, WIDE, context_options, launch_options
from tests.journeys.pages import CLERK, LEADER, PAGES, VIEWER, PortalPage
from tests.journeys.people import COMMUNE_ROADS, DISTRICT_REPORT, Person, correction
from tests.journeys.showroom import Showroom

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "screenshots"
REASON = "Rà soát lại chiều dài đường xã Thuận Hà"
PNG_HEAD = 8
SECONDS_TO_START = 60
STRIP = 300  # a sentence and what stands around it


def picture(page: Page, target: Path, *, whole: bool = False) -> None:
    """A PNG of what the window shows, or of the whole page."""
    target.write_bytes(pressed(page.screenshot(full_page=whole, animations="disabled")))


def pressed(png: bytes) -> bytes:
    """The same picture with its pixels packed as small as zlib can: Chromium prefers to be quick."""
    chunks, place = [], PNG_HEAD
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        chunks.append((png[place + 4 : place + 8], png[place + 8 : place + 8 + length]))
        place += length + 12
    pixels = b"".join(body for kind, body in chunks if kind == b"IDAT")
    others = [(kind, body) for kind, body in chunks if kind != b"IDAT"]
    packed = [*others[:-1], (b"IDAT", zlib.compress(zlib.decompress(pixels), 9)), others[-1]]
    return png[:PNG_HEAD] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in packed
    )


def five_steps(browser: Browser, address: str, password: str, folder: Path) -> None:
    """Sign in, enter, approve, the district, the province with the sentence behind a figure."""
    clerk, leader, viewer = (
        Person(browser.new_context(**context_options(address)).new_page(), name, password)
        for name in (CLERK, LEADER, VIEWER)
    )
    clerk.visit("/dang-nhap/")
    clerk.page.get_by_label("Tên đăng nhập").fill(CLERK)
    picture(clerk.page, folder / "1.png")
    clerk.sign_in()
    clerk.visit(DISTRICT_REPORT)
    clerk.type(correction("103,10", REASON))
    in_the_middle(clerk.page, f'[name="{COMMUNE_ROADS}-numerator"]')
    picture(clerk.page, folder / "2.png")
    clerk.submit()
    leader.sign_in().visit(f"{DISTRICT_REPORT}duyet/")
    picture(leader.page, folder / "3.png")
    leader.press("Duyệt báo cáo")
    leader.visit("/tong-quan/665/")
    in_the_middle(leader.page, ".bullets")
    picture(leader.page, folder / "4.png")
    viewer.sign_in().visit("/tong-quan/tinh/")
    picture(viewer.page, folder / "5.png")
    viewer.visit(f"/chi-tieu/{COMMUNE_ROADS}/665/")
    viewer.page.locator("main a[href^='/nguon/']").first.click()
    viewer.page.set_viewport_size({"width": WIDE, "height": STRIP})
    in_the_middle(viewer.page, "mark")
    picture(viewer.page, folder / "5-source.png")
    for person in (clerk, leader, viewer):
        person.page.context.close()


def in_the_middle(page: Page, selector: str) -> None:
    """Scroll so that the first such element stands in the middle of the window."""
    page.locator(selector).first.evaluate("one => one.scrollIntoView({block: 'center'})")


def every_page(browser: Browser, address: str, password: str, folder: Path) -> None:
    """Each page at two widths and in print, in the state in which all have something to show."""
    rooms = Showroom(browser, address, password)
    rooms.prepare()
    for number, place in enumerate(PAGES, start=1):
        stem = f"{number:02d}-{place.name}"
        for width in (WIDE, NARROW):
            page, _ = rooms.show(place, width)
            picture(page, folder / f"{stem}-{width}.png", whole=True)
        printed(rooms, place, folder / f"{stem}-in.pdf")
    rooms.close()


def printed(rooms: Showroom, place: PortalPage, target: Path) -> None:
    """The page as PDF, and its first sheet as a picture where pdftoppm is installed."""
    page, _ = rooms.show(place)
    page.pdf(path=target, prefer_css_page_size=True, print_background=True)
    converter = shutil.which("pdftoppm")
    if converter:
        command = [converter, "-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile", str(target)]
        subprocess.run([*command, str(target.with_suffix(""))], check=True)


@contextmanager
def portal(password: str) -> Iterator[str]:
    """The address of a portal of its own with the demo data, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        env = {
            **os.environ,
            "DEBUG": "1",
            "PYTHONUTF8": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DEMO_PASSWORD": password,
            "DATABASE_URL": f"sqlite:///{scratch}/tour.sqlite3",
        }
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "--verbosity", "0"], ["load_demo", "--json"]):
            subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True, capture_output=True)
        server = [*manage, "runserver", "--noreload", address]
        with subprocess.Popen(server, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            try:
                wait_for(f"http://{address}/readyz")
                yield f"http://{address}"
            finally:
                child.terminate()


def wait_for(address: str) -> None:
    """Until the server answers; RuntimeError when it does not within a minute."""
    for _ in range(SECONDS_TO_START * 2):
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError(f"Máy chủ thử không trả lời tại {address}.")


def main(arguments: list[str]) -> int:
    """Make the pictures; 2 when there is no browser."""
    parser = argparse.ArgumentParser(prog="run.py tour", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="thư mục lưu ảnh")
    parser.add_argument("--all", action="store_true", help="chụp mọi trang ở 1366 và 360 điểm ảnh và bản in")
    chosen = parser.parse_args(arguments)
    try:
        options = launch_options()
    except RuntimeError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    chosen.folder.mkdir(parents=True, exist_ok=True)
    make = every_page if chosen.all else five_steps
    password = secrets.token_urlsafe(12)
    with portal(password) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        make(browser, address, password, chosen.folder)
        browser.close()
    sys.stdout.write(f"Đã lưu ảnh vào {chosen.folder}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
