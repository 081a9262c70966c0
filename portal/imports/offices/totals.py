"""Rows of totals are no units; what they say is compared with the sum of the rows above them."""

from collections.abc import Sequence
from decimal import Decimal

from portal.imports import body
from portal.imports.cells import Cell
from portal.imports.offices.heads import Column, Head
from portal.imports.offices.names import Names
from portal.vietnamese.numbers import write_number

_ROUNDED = Decimal("0.011")


class Totals:
    """Adds up the columns of figures; a total may count all rows or those since the last heading."""

    def __init__(self, head: Head, names: Names) -> None:
        self._columns = [column for column in head.figures if not self._is_share(column, names)]
        self._all = dict.fromkeys((column.number for column in self._columns), Decimal(0))
        self._section = dict(self._all)
        self._rows = 0
        self.notices: list[str] = []

    def see(self, row: int, cells: Sequence[Cell], reason: str | None) -> None:
        """One row of the table with the reason for which it is skipped."""
        if reason is None:
            self._rows += 1
            for column in self._columns:
                value = self._value(column, cells)
                if value is not None:
                    self._all[column.number] += value
                    self._section[column.number] += value
        elif reason == body.TOTAL:
            self._compare(row, cells)
        elif reason == body.SECTION:
            self._section = dict.fromkeys(self._section, Decimal(0))

    def _compare(self, row: int, cells: Sequence[Cell]) -> None:
        if not self._rows:
            return  # a total above its rows
        for column in self._columns:
            said = self._value(column, cells)
            sums = (self._all[column.number], self._section[column.number])
            if said is not None and all(abs(said - one) > _ROUNDED for one in sums):
                self.notices.append(
                    f"Dòng {row} cộng cột {column.letter} “{column.title}” là {write_number(said)}, "
                    f"nhưng các dòng phía trên cộng lại được {write_number(sums[0])}. Hãy kiểm tra lại."
                )

    @staticmethod
    def _is_share(column: Column, names: Names) -> bool:
        """Shares and rates are not added up, and several indicators down the rows neither."""
        indicator = names.indicator_of(column.indicator)
        if column.part == "as_reported" or column.measure.startswith("%"):
            return True
        return indicator is not None and column.part in ("", "value") and indicator.unit_rollup != "sum"

    @staticmethod
    def _value(column: Column, cells: Sequence[Cell]) -> Decimal | None:
        cell = cells[column.number - 1] if column.number <= len(cells) else None
        return Decimal(cell.value) if cell is not None and cell.kind == "number" else None
