"""The portal in the state in which all of its pages have something to show, and how one gets to each."""

from playwright.sync_api import Browser, Page, Response

from tests.journeys.chromium import WIDE, context_options
from tests.journeys.pages import CLERK, COMMUNE_CLERK, COMMUNE_REPORT, NOBODY, PortalPage
from tests.journeys.people import DISTRICT_REPORT, Person, correction, fill_the_twelve


class Showroom:
    """One window for each account, opened when it is first needed and then kept."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.browser, self.address, self.password = browser, address, password
        self._people: dict[str, Person] = {}

    def prepare(self) -> None:
        """A draft with a correction in the district, a submitted form in the commune."""
        district = self.person(CLERK)
        district.visit(DISTRICT_REPORT)
        district.type(correction("103,10", "Rà soát lại chiều dài đường xã Thuận Hà"))
        district.press("Lưu nháp")
        commune = self.person(COMMUNE_CLERK)
        commune.visit(COMMUNE_REPORT)
        commune.type(fill_the_twelve())
        commune.submit()

    def person(self, account: str) -> Person:
        """Signed in, unless nobody is asked for."""
        if account not in self._people:
            window = self.browser.new_context(**context_options(self.address))
            self._people[account] = Person(window.new_page(), account, self.password)
            if account != NOBODY:
                self._people[account].sign_in()
        return self._people[account]

    def show(self, place: PortalPage, width: int = WIDE) -> tuple[Page, Response]:
        """The page in its account's window, and what the server answered to the address."""
        person = self.person(place.account)
        person.page.set_viewport_size({**person.page.viewport_size, "width": width})
        answer = person.visit(place.address)
        if place.link:
            answer = person.visit(self._target(person, place))
        if place.typed:
            person.type(place.typed)
        if place.pressed:
            person.press(place.pressed)
        return person.page, answer

    def _target(self, person: Person, place: PortalPage) -> str:
        links = person.page.locator("main a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        return next(
            link for link in links if place.link in link and len(link) > len(place.link) and not link.endswith("/moi/")
        )

    def close(self) -> None:
        """All windows."""
        for person in self._people.values():
            person.page.context.close()
