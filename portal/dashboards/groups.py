"""Indicators that belong together, their parts added: the five classes of roads."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.lines import Line
from indicators.models import IndicatorGroup
from indicators.rules import half_up, ratio


@dataclass(frozen=True)
class GroupTotal:
    """The sum of numerators over the sum of denominators, never the mean of the ratios; it stands in no report."""

    group: IndicatorGroup
    numerator: Decimal
    denominator: Decimal
    value: Decimal
    lines: tuple[Line, ...]

    @property
    def code(self) -> str:
        """Code of the group."""
        return self.group.code


def group_totals(lines: Iterable[Line]) -> list[GroupTotal]:
    """Totals of the groups that have figures with parts among the lines of one unit. No query."""
    members: dict[int, list[Line]] = {}
    for line in lines:
        if line.indicator.group_id and line.computed is not None:
            members.setdefault(line.indicator.group_id, []).append(line)
    return [_total(found) for found in members.values()]


def _total(lines: list[Line]) -> GroupTotal:
    first = lines[0].indicator
    numerator = sum((line.figure.numerator for line in lines), Decimal(0))
    denominator = sum((line.figure.denominator for line in lines), Decimal(0))
    value = ratio(numerator, denominator, percent=first.is_percent)
    return GroupTotal(first.group, numerator, denominator, half_up(value, first.precision), tuple(lines))
