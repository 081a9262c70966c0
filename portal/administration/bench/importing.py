"""A workbook through our import beside the same columns through django-import-export as it comes."""

import json
from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import tablib
from django.core.management import call_command
from import_export import fields, resources, widgets
from openpyxl import Workbook

from indicators.models import Observation, Series
from portal.administration.bench import clocks, goals
from portal.administration.bench.province import ADDED_FROM, Province, figures, months
from portal.administration.bench.sizes import Sizes
from portal.history.actions import new_event_id
from portal.periods.models import Period

HEADERS = ("Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Tử số", "Mẫu số", "Giá trị")
Row = tuple[Any, ...]


class NotImported(Exception):
    """A file of the run was refused: the measurement would mean nothing."""


class SeriesWidget(widgets.ForeignKeyWidget):
    """A series by the codes of its unit and indicator, looked up for each row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        """The series of the row's unit."""
        return self.model.objects.filter(unit__code=row["Mã đơn vị"])


class StockResource(resources.ModelResource):
    """What the library's own documentation shows: a ModelResource, its fields, a row at a time."""

    series = fields.Field("series", "Mã chỉ tiêu", SeriesWidget(Series, "indicator__code"))
    period = fields.Field("period", "Kỳ", widgets.ForeignKeyWidget(Period, "code"))
    numerator = fields.Field("numerator", "Tử số", widgets.DecimalWidget())
    denominator = fields.Field("denominator", "Mẫu số", widgets.DecimalWidget())
    value = fields.Field("value", "Giá trị", widgets.DecimalWidget())

    class Meta:
        model = Observation
        fields = ("series", "period", "numerator", "denominator", "value")
        import_id_fields = ("series", "period")

    def before_save_instance(self, instance: Observation, row: Any, **kwargs: Any) -> None:
        """Fill what the table demands beside the sheet."""
        instance.via, instance.event_id = "report", new_event_id()
        instance.as_of_on = instance.known_on = instance.period.as_of_on


def measure(province: Province, sizes: Sizes) -> goals.Result:
    """Rows a second of ours, in times those of the stock library; files are read inside the time."""
    ratios = []
    with TemporaryDirectory(prefix="bench-") as folder:
        for number in range(sizes.imports):
            rows = _rows(province, ADDED_FROM + 50 + 2 * number, sizes.imported_rows)
            stock_rows = _rows(province, ADDED_FROM + 51 + 2 * number, sizes.stock_rows)
            ours = _workbook(Path(folder, f"{number}.xlsx"), rows)
            theirs = _workbook(Path(folder, f"stock-{number}.xlsx"), stock_rows)
            stock = clocks.seconds(lambda: _stock(theirs)) / len(stock_rows)  # noqa: B023  called at once
            own = clocks.seconds(lambda: _own(ours, province, len(rows))) / len(rows)  # noqa: B023
            ratios.append(stock / own)
    return goals.IMPORT.result(median(ratios))


def _rows(province: Province, year: int, count: int) -> list[Row]:
    """Rows as the sheet of observations has them, of a year that nothing else uses."""
    periods = months(year)
    unit_codes = {unit.pk: unit.code for unit in province.communes}
    codes = {one.pk: one.code for one in province.indicators}
    named = {pk: (unit_codes[unit], codes[one]) for (unit, one), pk in province.series.items() if unit in unit_codes}
    period_codes = {period.pk: period.code for period in periods}
    return [
        (*named[one.series_id], period_codes[one.period_id], one.numerator, one.denominator, one.value)
        for one in islice(figures(province, periods), count)
    ]


def _workbook(path: Path, rows: Iterable[Row]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("So lieu")
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def _own(path: Path, province: Province, expected: int) -> None:
    out = StringIO()
    call_command("import_sheet", "observations", str(path), person=province.admin.username, json=True, stdout=out)
    outcome = json.loads(out.getvalue())
    if outcome["state"] != "applied" or outcome["new"] != expected:
        raise NotImported(f"Tệp thử nghiệm không nhập được: {outcome['errors'][:1] or outcome['state']}")


def _stock(path: Path) -> None:
    outcome = StockResource().import_data(_dataset(path), raise_errors=True)
    if outcome.has_validation_errors():
        raise NotImported(f"django-import-export không nhập được: {outcome.invalid_rows[0].error}")


def _dataset(path: Path) -> Sequence[Any]:
    return tablib.Dataset().load(path.read_bytes(), format="xlsx")
