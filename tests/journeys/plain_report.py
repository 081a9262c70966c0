"""A report of plain numbers, tasks and no difficulties yet."""

from itertools import count

from indicators.models import FormIndicator, Indicator, Series
from portal.periods.actions import ensure_period
from portal.units.models import AdminUnit
from portal.workflow.models import Submission
from resolutions.models import Task
from tests.builders import make_form, make_submission
from tests.indicators.builders import make_indicator

FIGURES, TASKS = 24, 4
YEARS = count(2041)


def plain_report() -> Submission:
    """An open report of Đắk Song with its figures and tasks; every other task of the unit is done."""
    unit = AdminUnit.objects.get(code="665")
    form = make_form("tron", name="Biểu thử số tròn", is_default=False)
    for row in range(FIGURES):
        if not Indicator.objects.filter(code=f"tron_{row:02}").exists():
            one = make_indicator(f"tron_{row:02}", name=f"Chỉ tiêu tròn {row + 1}", position=9100 + row)
            Series.objects.create(unit=unit, indicator=one)
            FormIndicator.objects.create(form=form, indicator=one, section="Mục 1", position=row)
    Task.objects.filter(unit=unit).exclude(text__startswith="Nhiệm vụ thử").update(reached_on="2023-01")
    while Task.objects.filter(text__startswith="Nhiệm vụ thử").count() < TASKS:
        Task.objects.create(kind=Task.Kind.ORDER, text="Nhiệm vụ thử", unit=unit, deadline="2049")
    return make_submission(unit, ensure_period(str(next(YEARS))), form=form)
