"""What people of the demo do at their browser, by the words on the buttons."""

from collections.abc import Mapping

from playwright.sync_api import Page, Response

DISTRICT_REPORT = "/nhap-lieu/665/SK05-NQTU-2023/"
COMMUNE_ROADS = "road_paved_commune"
PATIENCE_MS = 10_000
NAMES = ("numerator", "denominator")


class Person:
    """Somebody signed in at a window of their own."""

    def __init__(self, page: Page, username: str, password: str) -> None:
        page.set_default_timeout(PATIENCE_MS)
        self.page, self.username, self.password = page, username, password

    def sign_in(self) -> "Person":
        """Through the form, as everybody."""
        self.page.goto("/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(self.username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(self.password)
        self.press("Đăng nhập")
        return self

    def sign_out(self) -> None:
        """By the menu of the account."""
        self.page.locator(".account > summary").click()
        self.press("Đăng xuất")

    def press(self, button: str) -> None:
        """The button with exactly these words."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        """The first link whose name contains these words, in the page's own part."""
        self.page.locator("main").get_by_role("link", name=link).first.click()

    def go_by_menu(self, entry: str) -> None:
        """A line of the main menu."""
        self.page.get_by_role("navigation", name="Menu chính").get_by_role("link", name=entry, exact=False).click()

    def open_task(self, title: str) -> None:
        """The line of "Việc của tôi" with this title."""
        self.go_by_menu("Việc của tôi")
        self.page.locator("a.task", has_text=title).first.click()

    def type(self, texts: Mapping[str, str]) -> None:
        """Into inputs of the entry form, by their names; a list takes the words of its option."""
        for name, text in texts.items():
            field = self.page.locator(f'[name="{name}"]')
            if name.endswith("-reason"):
                field.select_option(label=text)
            else:
                field.fill(text)

    def submit(self) -> None:
        """Check, then confirm."""
        self.press("Kiểm tra và nộp")
        self.page.wait_for_url("**/nop/")
        self.press("Nộp báo cáo")
        self.page.wait_for_url(lambda address: not address.endswith("/nop/"))

    def approve(self) -> None:
        """The button of the report, then the confirming page's."""
        self.follow("Duyệt")
        self.press("Duyệt báo cáo")
        self.page.get_by_text("Đã duyệt. Số liệu có hiệu lực").wait_for()

    def give_back(self, reason: str) -> None:
        """Return the report with a reason."""
        self.follow("Trả lại")
        self.page.get_by_label("Lý do").fill(reason)
        self.press("Trả lại báo cáo")
        self.page.get_by_text("Đã trả lại báo cáo kèm lý do.").wait_for()

    def visit(self, address: str) -> Response:
        """The address typed by hand, and what the server answers."""
        response = self.page.goto(address)
        if response is None:
            raise AssertionError(f"{address}: the browser stayed where it was")
        return response

    def says(self) -> str:
        """All words that can be seen in the page's own part."""
        return " ".join(self.page.locator("main").inner_text().split())

    def post(self, address: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """What a hand-made form sent with the person's own cookies is answered: status and text."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        token = next(value for name, value in cookies.items() if name.endswith("csrf"))
        answer = self.page.request.post(address, form={**fields, "csrfmiddlewaretoken": token})
        return answer.status, answer.text()


def correction(numerator: str, reason: str) -> dict[str, str]:
    """The inputs for another length of paved commune roads; the denominator stays 110,43."""
    return {
        f"{COMMUNE_ROADS}-numerator": numerator,
        f"{COMMUNE_ROADS}-denominator": "110,43",
        f"{COMMUNE_ROADS}-note": reason,
    }


def fill_the_twelve() -> dict[str, str]:
    """The inputs of the commune's form of 2026: eleven figures, and the reason why there is no twelfth."""
    parts = {
        "road_paved_district": ("12,40", "12,40"),
        "road_paved_urban": ("3,10", "3,55"),
        "road_paved_commune": ("103,10", "110,43"),
        "road_hard_village": ("20,00", "25,00"),
        "road_hard_alley": ("11,20", "19,80"),
    }
    values = {"road_centre_paved": "100", "household_electricity": "99,70", "ict_pc": "100", "ict_skill": "96,5"}
    values |= {"population": "15.200", "party_members": "412"}
    typed = {f"{code}-{name}": text for code, pair in parts.items() for name, text in zip(NAMES, pair, strict=True)}
    typed |= {f"{code}-value": text for code, text in values.items()}
    return {**typed, "pepper_households-reason": "Chưa có số liệu"}
