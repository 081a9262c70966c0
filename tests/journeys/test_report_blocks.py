"""The whole report by the keyboard: figures, tasks and difficulties, one hand-over."""

from indicators.models import Series
from portal.units.models import AdminUnit
from resolutions.models import Obstacle, Task, TaskUpdate
from tests.journeys.conftest import Newcomer
from tests.journeys.grid_report import active_element
from tests.journeys.people import Person
from tests.journeys.plain_report import FIGURES, TASKS, plain_report

LONGEST = 90
WORDS = "Đã làm xong phần nền đường"


class Typist:
    """Somebody who never touches the mouse; counts the keys beside the values."""

    def __init__(self, person: Person) -> None:
        self.page, self.keys = person.page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        """A value."""
        self.page.keyboard.type(text)

    def tab_to(self, wanted: str) -> None:
        """Tab by Tab to the thing with this name or these words."""
        for _ in range(40):
            if active_element(self.page).startswith(wanted):
                return
            self.press("Tab")
        raise AssertionError(f"{wanted}: not reached, stands at {active_element(self.page)}")


def enter_figures(typist: Typist) -> None:
    """Down the column of values; the grid saves by itself."""
    typist.press("Tab")
    typist.press("Enter")  # over the menu
    typist.tab_to("tron_00-value")
    typist.page.locator("tr.section .fold").first.wait_for()
    for number in range(FIGURES):
        typist.type(str(100 + number))
        if number < FIGURES - 1:
            typist.press("Enter")
    typist.page.locator("[data-progress]", has_text=f"{FIGURES}/{FIGURES}").wait_for()
    typist.page.wait_for_timeout(2000)


def tell_of_tasks(typist: Typist) -> None:
    """Words and a percentage each; Enter in the last one saves them all."""
    for task in Task.objects.filter(text__startswith="Nhiệm vụ thử").order_by("pk"):
        typist.tab_to(f"nv-{task.pk}-words")
        typist.type(WORDS)
        typist.press("Tab")
        typist.type("60")
    with typist.page.expect_navigation():
        typist.press("Enter")


def tell_of_difficulties(typist: Typist) -> None:
    """Two of them, each with a recommendation."""
    for number in (1, 2):
        typist.tab_to(f"kk-moi-{number}-text")
        typist.type(f"Thiếu vốn đối ứng {number}")
        typist.tab_to(f"kk-moi-{number}-recommendation")
        typist.type("Bố trí thêm vốn")
    typist.tab_to("Lưu khó khăn")
    with typist.page.expect_navigation():
        typist.press("Enter")


def hand_in(typist: Typist) -> None:
    """By the link below the blocks and the check, to the receipt."""
    typist.tab_to("Tới bước kiểm tra")
    typist.press("Enter")
    typist.page.wait_for_url("**/nop/")
    typist.tab_to("Bỏ qua")
    typist.press("Enter")
    typist.tab_to("Nộp báo cáo")
    typist.press("Enter")
    typist.page.get_by_role("status").get_by_text("Đã nộp báo cáo").wait_for()


def test_a_clerk_ends_the_report_with_at_most_ninety_keys(come_in: Newcomer) -> None:
    report = plain_report()
    clerk = come_in("canbo.daksong")
    clerk.visit(report.get_absolute_url())
    typist = Typist(clerk)
    for step in (enter_figures, tell_of_tasks, tell_of_difficulties, hand_in):
        step(typist)
    report.refresh_from_db()
    assert report.state == "submitted"
    assert Series.objects.filter(entries__submission=report).count() == FIGURES
    assert TaskUpdate.objects.of_report(report).drafts().count() == TASKS
    assert Obstacle.objects.of_report(report).drafts().count() == 2
    assert typist.keys <= LONGEST, f"{typist.keys} keys"


def test_the_blocks_work_without_scripts(come_in: Newcomer) -> None:
    clerk = come_in("canbo.daksong", java_script_enabled=False)
    report = plain_report()
    task = Task.objects.filter(unit=AdminUnit.objects.get(code="665"), text__startswith="Nhiệm vụ thử").first()
    clerk.visit(report.get_absolute_url())
    clerk.type({f"nv-{task.pk}-words": WORDS, f"nv-{task.pk}-percent": "7O"})
    clerk.press("Lưu tiến độ nhiệm vụ")
    assert "“7O” không phải là tiến độ" in clerk.says()
    clerk.type({f"nv-{task.pk}-percent": "70%"})
    clerk.press("Lưu tiến độ nhiệm vụ")
    assert clerk.page.url.endswith("#kho-khan")
    assert TaskUpdate.objects.of_report(report).get().percent == 70
