"""What checking a sheet works with: raw rows in, figures and faults out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.resources import ObservationResource
from portal.units.columns import Cell
from portal.vietnamese.dates import write_date

RESOURCE = ObservationResource()
COLUMNS = tuple(ObservationResource.Meta.export_order)
FIGURES = ("numerator", "denominator", "value", "as_reported")
WORDS = ("quality", "missing_reason", "source_text", "note")
# What decides whether a row differs from what the portal holds; a note or a source alone changes no figure.
COMPARED = ("numerator", "denominator", "value", "missing_reason", "quality", "as_reported")

RawRow = tuple[int, Mapping[str, Cell]]


@dataclass(frozen=True)
class FigureRow:
    """A row that can be written. `status` is new, changed or unchanged beside what the portal holds.

    `before` has the portal's own figure as COMPARED lists it, None where there is none.
    """

    number: int
    unit_id: int
    indicator_id: int
    period_code: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    as_reported: Decimal | None
    quality: str
    missing_reason: str
    source_text: str
    note: str
    status: str = "new"
    version: int = 0
    before: tuple[Any, ...] | None = None

    @property
    def now(self) -> tuple[Any, ...]:
        """The row's own figure, as COMPARED lists it."""
        return tuple(getattr(self, name) for name in COMPARED)

    @property
    def place(self) -> tuple[int, int, str]:
        """Unit, indicator and period: what two rows of a sheet must not share."""
        return self.unit_id, self.indicator_id, self.period_code


def written(value: Any) -> str:
    """A cell's content as a person saw it in the workbook: decimal comma, day before month."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case date():
            return write_date(value)
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case _:
            return str(value)
