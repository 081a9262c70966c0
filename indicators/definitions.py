"""Indicators as they were defined on a day: what figures of then meant, and in which unit they were counted."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from indicators.models import Indicator, IndicatorVersion
from indicators.rules.redefining import Definition, definition_changes

Versions = Mapping[int, Sequence[IndicatorVersion]]
KEPT = ("name", "unit_of_measure", "numerator_name", "denominator_name", "price_basis")


def versions_of(indicator_ids: Iterable[int]) -> Versions:
    """Definitions by indicator, earliest first; an indicator that was never redefined has none. One query."""
    found: dict[int, list[IndicatorVersion]] = {}
    for one in IndicatorVersion.objects.of_indicators(set(indicator_ids)):
        found.setdefault(one.indicator_id, []).append(one)
    return found


def on_day(indicator: Indicator, versions: Versions, day: date) -> Indicator:
    """The indicator with the name, units and parts that it had on the day, and with the first day of that definition.

    The indicator itself where it had no other. No query.
    """
    begun = [one for one in versions.get(indicator.pk, ()) if one.valid_from is None or one.valid_from <= day]
    if not begun:
        return indicator
    then = copy(indicator)
    for name in KEPT:
        setattr(then, name, getattr(begun[-1], name))
    then.formula, then.defined_from = begun[-1].method, begun[-1].valid_from
    return then


@dataclass(frozen=True)
class VersionRow:
    """A definition with what it changed: label, before, after."""

    version: IndicatorVersion
    changes: tuple[tuple[str, str, str], ...]


def version_rows(versions: Sequence[IndicatorVersion]) -> tuple[VersionRow, ...]:
    """Definitions (earliest first) as a page lists them: the newest first. No query."""
    rows = [
        VersionRow(now, definition_changes(_definition(before), _definition(now)) if before else ())
        for before, now in zip([None, *versions], versions, strict=False)
    ]
    return tuple(reversed(rows))


def _definition(one: IndicatorVersion) -> Definition:
    return Definition(**{name: getattr(one, name) for name in Definition.__slots__})
