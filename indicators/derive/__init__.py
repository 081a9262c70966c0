"""What follows from figures, derived again for the touched keys only: readings level by level, then standings.

The write lock of portal.history must be held: without it two approvals under one parent lose figures on PostgreSQL.
"""

from collections.abc import Iterable
from datetime import date

from indicators.derive.keys import Key, above, levels
from indicators.derive.readings import READING_FIELDS, sums, write_readings
from indicators.derive.standings import (
    POINTS,
    STANDING_FIELDS,
    Course,
    Latest,
    carry_on,
    latest,
    standings,
    write_standings,
)
from indicators.models import Observation, Reading

__all__ = [
    "POINTS",
    "READING_FIELDS",
    "STANDING_FIELDS",
    "Course",
    "Key",
    "Latest",
    "above",
    "latest",
    "levels",
    "refresh",
    "refresh_indicator",
    "standings",
    "sums",
    "write_readings",
    "write_standings",
]


def refresh(touched: Iterable[Key], *, on: date) -> None:
    """Derive everything that follows from the touched figures: readings level by level, then standings."""
    keys = set(touched)
    for level in levels(sorted(keys)):
        keys.update(write_readings(level))
    carry_on(keys, on=on)


def refresh_indicator(indicator_id: int, sources: Iterable[int], *, on: date) -> None:
    """Derive all readings of an indicator again, and what hangs on them, after its rule has changed.

    `sources` are the indicators that it now follows from. What the old rule made and the new one does not is emptied.
    """
    involved = {indicator_id, *sources}
    held = Reading.objects.of_indicators([indicator_id]).keys()
    write_readings(held)
    figures = Observation.objects.in_force().of_indicators(involved).keys()
    refresh({*held, *figures, *Reading.objects.of_indicators(involved).keys()}, on=on)
