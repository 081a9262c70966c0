"""Columns that name other records: a code or a name in the cell, the record that had it on the right day."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from portal.units.columns import Cell, TextWidget
from portal.units.models import OPEN_END, AdminUnit, Agency
from portal.vietnamese.dates import read_date
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import clean, fold, unit_key

SEPARATOR = ";"


class ReferenceWidget(TextWidget):
    """A text that names a record. All records are read once for each sheet; records to come can be announced.

    `explained` are the headers of the list to choose from.
    """

    explained: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.coming: list[Any] = []
        super().__init__()

    def announce(self, record: Any) -> None:
        """Let a record be found that the same sheet will make."""
        self.coming.append(record)

    def candidates(self, text: str) -> list[Any]:
        """All records that the text may mean."""
        raise NotImplementedError

    def found(self, text: str, *, on: date, unit: AdminUnit | None = None) -> Any:
        """The record that the text means on the day, None for no text. Raises ReadingError."""
        raise NotImplementedError

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """What a cell can be chosen from, each with what explains it."""
        return ()


def split_day(text: str) -> tuple[str, date | None]:
    """ "24722@2025-07-01" as code and day. Raises ReadingError for a day that is none."""
    code, _, day = text.partition("@")
    return code.strip(), read_date(day) if day.strip() else None


class UnitWidget(ReferenceWidget):
    """A unit by code, by code and day (24722@2025-07-01), or by its name."""

    explained = ("Mã đơn vị", "Tên đơn vị")

    @cached_property
    def by_word(self) -> dict[str, list[AdminUnit]]:
        """Units by code and by folded name, oldest first. One query."""
        found: dict[str, list[AdminUnit]] = {}
        for unit in AdminUnit.objects.order_by("valid_from"):
            for word in {unit.code, unit_key(unit.name)}:
                found.setdefault(word, []).append(unit)
        return found

    def candidates(self, text: str) -> list[AdminUnit]:
        """Units that ever had the code or the name."""
        return self.by_word.get(text) or self.by_word.get(unit_key(text), [])

    def found(self, text: str, *, on: date, unit: AdminUnit | None = None) -> AdminUnit | None:
        """The unit valid on the day in the text, else on `on`, else the only one that ever was."""
        if not text:
            return None
        word, day = split_day(text)
        units = self.candidates(word)
        if not units:
            message = f"Không có đơn vị nào mang mã hoặc tên {quoted(word)}."
            raise ReadingError("unknown_unit", f"{message} Chọn mã trong danh mục đơn vị, hoặc nhập đơn vị trước.")
        valid = [one for one in units if one.is_valid_on(day or on)]
        if len(valid) == 1 or (len(units) == 1 and day is None):
            return (valid or units)[0]
        listed = "; ".join(f"{self.render(one)} ({one.titled})" for one in units)
        raise ReadingError("ambiguous_unit", f"{quoted(text)} chưa rõ là đơn vị nào. Ghi một trong: {listed}.")

    def render(self, value: AdminUnit | None, obj: Any = None, **kwargs: Any) -> str:
        """The code; of one that another unit had, too, with a day."""
        if value is None:
            return ""
        if len(self.by_word.get(value.code, ())) < 2:
            return value.code
        return f"{value.code}@{value.valid_from if value.valid_to == OPEN_END else value.last_day}"

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """The units in reading order."""
        return tuple((self.render(unit), unit.titled) for unit in AdminUnit.objects.in_reading_order())


class AgencyWidget(ReferenceWidget):
    """An agency by name or short name; of several the one of the row's unit, or "Tên@mã đơn vị"."""

    explained = ("Cơ quan", "Đơn vị")

    @cached_property
    def by_word(self) -> dict[str, list[Agency]]:
        """Agencies by folded name and short name. One query."""
        found: dict[str, list[Agency]] = {}
        for agency in Agency.objects.select_related("unit").order_by("valid_from", "id"):
            for word in {fold(agency.name), fold(agency.short_name)} - {""}:
                found.setdefault(word, []).append(agency)
        return found

    def candidates(self, text: str) -> list[Agency]:
        """Agencies with the name, those to come among them."""
        new = [one for one in self.coming if fold(text) in (fold(one.name), fold(one.short_name))]
        return [*self.by_word.get(fold(text), ()), *new]

    def found(self, text: str, *, on: date, unit: AdminUnit | None = None) -> Agency | None:
        """The one agency of the name; of several the one valid on the day, of the unit named or of the row."""
        if not text:
            return None
        name, _, code = text.partition("@")
        agencies = self.candidates(clean(name))
        if not agencies:
            message = f"Không có cơ quan nào tên {quoted(name)}."
            raise ReadingError("unknown_agency", f"{message} Chọn tên trong danh mục cơ quan, hoặc nhập cơ quan trước.")
        left = [one for one in agencies if not code or (one.unit and one.unit.code == code.strip())]
        for wanted in (lambda one: one.is_valid_on(on), lambda one: unit is not None and one.unit_id == unit.pk):
            if len(left) > 1:
                left = [one for one in left if wanted(one)] or left
        if len(left) == 1:
            return left[0]
        listed = "; ".join(f"{one.name}@{one.unit.code}" for one in agencies if one.unit)
        raise ReadingError("ambiguous_agency", f"{quoted(text)} chưa rõ là cơ quan nào. Ghi một trong: {listed}.")

    def render(self, value: Agency | None, obj: Any = None, **kwargs: Any) -> str:
        """The name, with the code of its unit where others have the name, too."""
        if value is None:
            return ""
        alone = len(self.by_word.get(fold(value.name), ())) < 2
        return value.name if alone or value.unit is None else f"{value.name}@{value.unit.code}"

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """The agencies by name."""
        agencies = Agency.objects.select_related("unit").order_by("name")
        return tuple((self.render(one), one.unit.titled if one.unit else "") for one in agencies)


class ManyWidget(TextWidget):
    """Several names in one cell, parted by semicolons."""

    def __init__(self, of: ReferenceWidget) -> None:
        self.of = of
        super().__init__()

    def clean(self, value: Cell, row: Mapping[str, Any] | None = None, **kwargs: Any) -> tuple[str, ...]:
        text = super().clean(value)
        return tuple(part for part in (clean(one) for one in text.split(SEPARATOR)) if part)

    def announce(self, record: Any) -> None:
        """Let a record be found that the same sheet will make."""
        self.of.announce(record)

    def found(self, texts: Iterable[str], *, on: date, unit: AdminUnit | None = None) -> list[Any]:
        """The records named. Raises ReadingError for the first that is not clear."""
        return [self.of.found(text, on=on, unit=unit) for text in texts]

    def render(self, value: Iterable[Any] | None, obj: Any = None, **kwargs: Any) -> str:
        """The names in the order of their spelling."""
        return f"{SEPARATOR} ".join(sorted({self.of.render(one) for one in value or ()}))
