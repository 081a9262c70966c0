"""A report of forty rows for the entry grid: numerator, denominator and ratio, all of them typed."""

from decimal import Decimal
from itertools import count

from playwright.sync_api import Page

from indicators.models import Entry, FormIndicator, Indicator, Observation, Series
from portal.periods.actions import ensure_period
from portal.units.models import AdminUnit
from portal.workflow.models import Submission
from tests.builders import make_form, make_submission
from tests.indicators.builders import make_indicator, report_figure
from tests.journeys.people import Person

ROWS = 40
YEARS = count(2031)
PART = {"name": "", "unit_of_measure": "%", "kind": "ratio", "precision": 2, "direction": "up", "unit_rollup": "ratio",
        "period_rollup": "ratio", "topic": "infrastructure", "numerator_name": "Đã làm", "denominator_name": "Tổng số",
        "parts_unit": "km"}  # fmt: skip


class GridReport:
    """An open report of Đắk Song for a year of its own."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.address = submission.get_absolute_url()

    def entries(self) -> dict[str, Entry]:
        """The cells that somebody has entered, by the indicator's code."""
        found = Entry.objects.filter(submission=self.submission).select_related("series__indicator")
        return {entry.series.indicator.code: entry for entry in found}

    def parts(self) -> dict[str, tuple[Decimal | None, Decimal | None]]:
        """Numerator and denominator of the entered cells."""
        return {code: (entry.numerator, entry.denominator) for code, entry in self.entries().items()}


def code_of(row: int) -> str:
    """The code of the indicator in this row, from 0."""
    return f"luoi_{row:02}"


def new_report(*, before: dict[int, tuple[str, str]] | None = None) -> GridReport:
    """A new report; `before` has figures of the year before by row."""
    unit = AdminUnit.objects.get(code="665")
    form = make_form("luoi", name="Biểu thử lưới", is_default=False)
    for row in range(ROWS):
        if not Indicator.objects.filter(code=code_of(row)).exists():
            one = make_indicator(code_of(row), **{**PART, "name": f"Chỉ tiêu thử {row + 1}", "position": 9000 + row})
            Series.objects.create(unit=unit, indicator=one)
            FormIndicator.objects.create(form=form, indicator=one, section=f"Mục {row // 20 + 1}", position=row)
    Observation.objects.filter(series__indicator__code__startswith="luoi_").delete()  # of the tests before
    next(YEARS)
    year = next(YEARS)
    for row, (numerator, denominator) in (before or {}).items():
        series = Series.objects.get(unit=unit, indicator__code=code_of(row))
        figures = {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}
        report_figure(series, ensure_period(str(year - 1)), **figures)
    return GridReport(make_submission(unit, ensure_period(str(year)), form=form))


class Grid:
    """The grid in somebody's window, by the keyboard."""

    def __init__(self, person: Person, report: GridReport) -> None:
        self.person, self.page, self.report = person, person.page, report
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.open()

    def open(self) -> None:
        """The page anew, its scripts there."""
        self.page.goto(self.report.address)
        self.page.mouse.move(5, 5)
        self.page.mouse.move(9, 9)
        self.page.locator("tr.section .fold").first.wait_for()

    def cell(self, row: int, field: str = "numerator"):
        """The input."""
        return self.page.locator(f'[name="{code_of(row)}-{field}"]')

    def value(self, row: int, field: str = "numerator") -> str:
        """What stands in the input."""
        return self.cell(row, field).input_value()

    def type(self, row: int, text: str, field: str = "numerator") -> None:
        """Into a cell that was entered by key."""
        self.cell(row, field).focus()
        self.cell(row, field).select_text()
        self.page.keyboard.type(text)

    def pair(self, row: int, numerator: str, denominator: str) -> None:
        """Both parts, and out of the cell."""
        self.type(row, numerator)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(denominator)
        self.page.keyboard.press("Enter")

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        """From the clipboard, into the active cell."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+v")

    def state(self, row: int, field: str = "numerator") -> str | None:
        """The state that the cell shows."""
        return self.page.locator("td", has=self.cell(row, field)).get_attribute("data-state")

    def wait_for_state(self, row: int, state: str, field: str = "numerator") -> None:
        """Until the cell shows the state."""
        self.page.locator(f'td[data-state="{state}"]', has=self.cell(row, field)).wait_for()

    def active(self) -> str:
        """The name of the cell with the focus."""
        return self.page.evaluate("document.activeElement.name ?? ''")

    def said(self) -> str:
        """The last words of the live region."""
        return self.page.locator("[data-live]").text_content() or ""

    def drafts(self) -> list[str]:
        """What the browser keeps of reports."""
        return self.page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('nhap:'))")


def active_element(page: Page) -> str:
    """Name or words of what has the focus."""
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
