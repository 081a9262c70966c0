"""Figures in Vietnamese: reading them from cells and forms, writing them for people."""

from portal.vietnamese.errors import ReadingError
from portal.vietnamese.numbers.cells import CellReading, read_cell
from portal.vietnamese.numbers.figures import AmbiguousNumber, ReadNumber, read_decimal
from portal.vietnamese.numbers.units import same_unit
from portal.vietnamese.numbers.words import describe_warning
from portal.vietnamese.numbers.writing import half_up, write_number, write_percent

__all__ = [
    "AmbiguousNumber",
    "CellReading",
    "ReadNumber",
    "ReadingError",
    "describe_warning",
    "half_up",
    "read_cell",
    "read_decimal",
    "same_unit",
    "write_number",
    "write_percent",
]
