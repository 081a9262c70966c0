"""What is wrong with a page, as a browser sees it."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Response

from tests.journeys.chromium import NARROW, NARROWEST

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
REDIRECTS = range(300, 400)
MOST_REQUESTS = 8
FETCHED_LATER = "/js/grid/"  # when somebody touches the grid; their weight counts, the first view does without them
# So that nothing lies below the bar that sticks to the window's foot: a person scrolls, axe does not.
TALL = 8000
WEIGHED = ("document", "stylesheet", "script")
ENGLISH = re.compile(
    r"\b(submit|confirm|save[ds]?|errors?|line number|skip to|toggle|search|log ?(in|out)|sign (in|out)|password"
    r"|username|home|next|previous|page|delete|cancel|edit|add|view|filters?|reset|upload|import|export|warnings?"
    r"|success(fully)?|welcome|dashboard|loading|required|choose file|please|none|true|false|null|undefined|nan"
    r"|traceback|constraint failed|draft|approved|returned|the|and|with|of)\b",
    re.IGNORECASE,
)
# All words a person meets: seen, or read out.
WORDS = """() => [document.title, document.body.innerText,
  ...[...document.querySelectorAll('[aria-label],[title],[placeholder],[alt]')].flatMap(one =>
    ['aria-label', 'title', 'placeholder', 'alt'].map(name => one.getAttribute(name) || '')),
  ...[...document.querySelectorAll('.visually-hidden')].map(one => one.textContent)].join('\\n')"""
# What Vietnamese texts and names of the sources write with English words.
BORROWED = re.compile(r"Smart ?City|Voice of|e-?mail|Home ?Page", re.IGNORECASE)


@dataclass
class Witness:
    """What a window fetched and complained about while it was watched."""

    answers: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """An error or warning of the console; a page answered with an error status is none of the page's."""
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    @property
    def of_the_last_page(self) -> list[Response]:
        """From the answer that holds the last page on; pictures inside the page were not fetched."""
        starts = [place for place, one in enumerate(self.answers) if one.request.is_navigation_request()]
        return [one for one in self.answers[starts[-1] :] if not one.url.startswith("data:")]


@contextmanager
def watched(page: Page) -> Iterator[Witness]:
    """Yield what collects the window's answers and complaints; meanwhile nothing comes from the browser's cache."""
    witness = Witness()
    session = page.context.new_cdp_session(page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def see(answer: Response) -> None:
        witness.answers.append(answer)

    def hear_error(error: Error) -> None:
        witness.complaints.append(str(error))

    listeners = (("response", see), ("console", witness.hear), ("pageerror", hear_error))
    for event, listener in listeners:
        page.on(event, listener)
    yield witness
    for event, listener in listeners:
        page.remove_listener(event, listener)
    session.detach()


def _body(answer: Response) -> bytes:
    """What the answer brings to a browser that comes for the first time; of a redirect that is nothing."""
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return answer.request.frame.page.request.get(answer.url).body()
    return b"" if answer.status in REDIRECTS else answer.body()


def heaviness(answers: list[Response], address: str, kilobytes: int) -> list[str]:
    """Why the first view of a page is too heavy: bytes, requests, foreign servers."""
    foreign = [f"asks {one.url}" for one in answers if not one.url.startswith(f"{address}/")]
    size = sum(len(gzip.compress(_body(one))) for one in answers if one.request.resource_type in WEIGHED)
    heavy = [f"{size / 1000:.1f} kB of {kilobytes}"] if size > kilobytes * 1000 else []
    first = [one for one in answers if FETCHED_LATER not in one.url]
    many = [f"{len(first)} requests"] if len(first) > MOST_REQUESTS else []
    return foreign + heavy + many


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands in the window."""
    size = page.viewport_size
    if page.locator(".entry-bar").count():
        page.set_viewport_size({**size, "height": TALL})
    violations = Axe().run(page, options=RULES).response["violations"]
    page.set_viewport_size(size)
    found = [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in violations for node in one["nodes"]]
    if page.locator("input[type=number]").count():
        found.append("an input of type number")
    text = BORROWED.sub("", page.evaluate(WORDS))
    found += [f"English: …{text[max(0, one.start() - 30) : one.end() + 30]!r}" for one in ENGLISH.finditer(text)]
    return found + too_wide(page)


def too_wide(page: Page) -> list[str]:
    """At which widths the page itself scrolls sideways; the window is as wide as before afterwards."""
    size = page.viewport_size
    found = []
    for width in (NARROW, NARROWEST):
        page.set_viewport_size({**size, "width": width})
        surplus = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if surplus > 0:
            found.append(f"{surplus} px too wide at {width} px")
    page.set_viewport_size(size)
    return found
