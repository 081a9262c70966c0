"""What the demo needs to be worked with: holidays, deadlines, reporting forms, and reports that are open."""

from typing import NamedTuple

import holidays

from indicators.models import FormIndicator, Indicator
from portal.desk.loading.books import Book
from portal.desk.loading.documents import load_periods
from portal.desk.loading.figures import series_of
from portal.desk.loading.reading import FIXTURES, contents
from portal.periods.models import DeadlineLength, Holiday, Period
from portal.units.actions import resolve
from portal.workflow.deadlines import deadline_of
from portal.workflow.models import ReportingForm, Submission

HOLIDAY_YEARS = range(2020, 2031)

ALL_INDICATORS, COMMUNE_FORM = "TATCA", "XA2026"
FORMS = {
    ALL_INDICATORS: {
        "name": "Tất cả chỉ tiêu của đơn vị",
        "calendar": ReportingForm.Calendar.CAMPAIGN,
        "is_default": True,
    },
    COMMUNE_FORM: {
        "name": "Biểu chỉ tiêu của cấp xã năm 2026",
        "calendar": ReportingForm.Calendar.STATISTICAL,
        "is_default": False,
    },
}

# What a commune knows of itself, from the catalogue of the sources.
COMMUNE_SECTIONS = {
    "Dân số và xây dựng Đảng": ("population", "party_members"),
    "Hạ tầng": (
        "road_paved_district",
        "road_paved_urban",
        "road_paved_commune",
        "road_hard_village",
        "road_hard_alley",
        "road_centre_paved",
        "household_electricity",
    ),
    "Chuyển đổi số": ("ict_pc", "ict_skill"),
    "Sản xuất": ("pepper_households",),
}


class OpenReport(NamedTuple):
    """A report that stands open for entry, and the form it is made with."""

    unit: str
    period: str
    form: str


REPORTS = (
    OpenReport("665@2023-08-30", "SK05-NQTU-2023", ALL_INDICATORS),
    OpenReport("67@2023-05-23", "SK23-52-2023", ALL_INDICATORS),
    OpenReport("24718@2025-07-01", "2026", COMMUNE_FORM),
)


def load(book: Book) -> None:
    """Keep holidays, deadlines and forms, and open the reports; what an administrator changed stays changed."""
    _fill_holidays(book)
    for length in contents(FIXTURES / "deadlines.yaml")["deadline_lengths"]:
        book.keep(DeadlineLength, {"level": length["level"]}, initial={"working_days": length["working_days"]})
    forms = {code: book.keep(ReportingForm, {"code": code}, initial=values) for code, values in FORMS.items()}
    _fill_commune_form(book, forms[COMMUNE_FORM])
    load_periods(book, [{"code": "2026"}], {})
    for report in REPORTS:
        _open(book, report, forms[report.form])


def _fill_holidays(book: Book) -> None:
    """The days off of years that have none yet: a year that an administrator edited stays edited."""
    edited = {day.year for (day,) in book.shelf(Holiday, "day")}
    for day, name in sorted(holidays.country_holidays("VN", years=HOLIDAY_YEARS, language="vi").items()):
        if day.year not in edited or (day,) in book.shelf(Holiday, "day"):
            book.keep(Holiday, {"day": day}, initial={"name": name[:120]})


def _fill_commune_form(book: Book, form: ReportingForm) -> None:
    rows = [(section, code) for section, codes in COMMUNE_SECTIONS.items() for code in codes]
    for position, (section, code) in enumerate(rows, 1):
        book.keep(
            FormIndicator,
            {"form": form, "indicator": book.named(Indicator, code)},
            initial={"section": section, "position": position},
        )


def _open(book: Book, report: OpenReport, form: ReportingForm) -> None:
    unit, period = resolve(report.unit), book.named(Period, report.period)
    if not form.is_default:
        for codes in COMMUNE_SECTIONS.values():
            for code in codes:
                series_of(book, unit, book.named(Indicator, code))
    key = {"unit": unit, "period": period, "form": form}
    book.keep(Submission, key, initial={"due_on": deadline_of(form, period, unit)})
