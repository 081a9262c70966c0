"""Debian's Chromium: where it is and how it is started."""

import shutil
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # CI runs as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # A browser under test talks to the portal and to nobody else.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=127.0.0.1",
)
WIDE, NARROW, NARROWEST = 1366, 360, 320
HEIGHTS = {WIDE: 768, NARROW: 800, NARROWEST: 640}


def executable() -> str | None:
    """The browser's path, None when the machine has none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def launch_options() -> dict[str, Any]:
    """What Playwright's launch() is given; RuntimeError when there is no browser."""
    path = executable()
    if path is None:
        raise RuntimeError("Không tìm thấy Chromium. Trên Debian/Ubuntu: apt-get install chromium.")
    return {"executable_path": path, "args": list(ARGUMENTS)}


def context_options(address: str, width: int = WIDE) -> dict[str, Any]:
    """What new_context() is given: the portal's address, an official's language and clock, a window of this width."""
    return {
        "base_url": address,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": width, "height": HEIGHTS[width]},
    }
