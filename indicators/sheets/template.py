"""What an empty sheet of figures comes with: lists to choose codes from, and the rows of a unit."""

from collections.abc import Iterable
from typing import Any

from indicators.models import Figure, Indicator, Observation, Series
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.units.registers import ChoiceList


def choice_lists() -> tuple[ChoiceList, ...]:
    """Lists of codes and words for the columns. Three queries."""
    units = AdminUnit.objects.in_reading_order()
    return (
        ChoiceList("unit_code", ("Mã đơn vị", "Tên đơn vị"), tuple((unit.code, unit.titled) for unit in units)),
        ChoiceList(
            "indicator_code",
            ("Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính"),
            tuple((row.code, row.name, row.unit_of_measure) for row in Indicator.objects.all()),
        ),
        # any calendar period may be written, those of the list or not
        ChoiceList("period", ("Kỳ", "Tên kỳ"), tuple((row.code, str(row)) for row in Period.objects.all()), False),
        ChoiceList("quality", ("Loại số liệu",), tuple((word,) for word in Figure.Quality.labels)),
        ChoiceList("missing_reason", ("Lý do chưa có số liệu",), tuple((word,) for word in Figure.Missing.labels)),
    )


def prefilled(unit: Any, period: Any) -> Iterable[Observation]:
    """The rows to start from: figures in force of the unit; of one period also its indicators without a figure.

    Without a unit there are none. A row without a figure has to be filled in, given a reason or deleted.
    """
    if unit is None:
        return []
    figures = Observation.objects.for_export().of_unit(unit)
    if period is None:
        return list(figures)
    held = {row.series_id: row for row in figures.of_period(period)}
    series = list(Series.objects.of_unit(unit).entered().for_entry())
    for row in series:
        row.unit = unit
    empty = (Observation(series=row, period=period) for row in series if row.pk not in held)
    return [*held.values(), *empty]
