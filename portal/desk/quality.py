"""How many findings wait in each unit, by severity: the head of the quality page."""

from dataclasses import dataclass
from typing import Any

from indicators.models import Finding
from indicators.models.quality import SEVERITY_WORDS
from indicators.rules.quality import Severity


@dataclass(frozen=True)
class Cell:
    """Findings of one severity, as the address filters them."""

    severity: str
    word: str
    count: int


@dataclass(frozen=True)
class UnitCounts:
    """One unit with its counts in the order of severity; every severity has a cell, also an empty one."""

    name: str
    slug: str
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """All findings of the unit."""
        return sum(cell.count for cell in self.cells)


def unanswered_by_unit(user: Any) -> tuple[UnitCounts, ...]:
    """Units that have findings nobody has explained, in Vietnamese order. One query."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for slug, name, severity, count in Finding.objects.visible_to(user).unanswered().counts_by_unit():
        found.setdefault((slug, name), {})[severity] = count
    return tuple(
        UnitCounts(
            name, slug, tuple(Cell(one.value, SEVERITY_WORDS[one], counts.get(one.value, 0)) for one in Severity)
        )
        for (slug, name), counts in found.items()
    )
