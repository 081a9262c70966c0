"""The scorecard of one unit at a short and at a long history: exact counters, no clock."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from indicators.lines import lines
from indicators.models import Standing
from portal.administration.bench import clocks, goals
from portal.administration.bench.province import FIRST_YEAR, Province
from portal.administration.bench.sizes import Sizes

FEW_PAGES = 4  # of PostgreSQL: what an index grows by is no growth with history


@dataclass(frozen=True)
class ReadingCost:
    """Queries and steps (or pages) of a scorecard, and of the standings alone."""

    queries: int
    scorecard: int
    standings: int


def measure(province: Province, months: int) -> ReadingCost:
    """What the first commune's scorecard costs at the end of the months loaded."""
    unit, shown_day = province.communes[0], date(FIRST_YEAR + months // 12, months % 12 + 1, 1)
    queries, scorecard = clocks.cost(lambda: lines([unit.pk], on=shown_day))
    ids = [province.series[unit.pk, one.pk] for one in province.indicators]
    _, standings = clocks.cost(lambda: list(Standing.objects.of_series(ids)))
    return ReadingCost(queries, scorecard, standings)


def compare(short: ReadingCost, long: ReadingCost, sizes: Sizes) -> list[goals.Result]:
    """How the costs at the long history stand to those at the short one."""
    return [
        _result(goals.SCORECARD_QUERIES, short.queries, long.queries, sizes, slack=0),
        _result(goals.SCORECARD_COST, short.scorecard, long.scorecard, sizes),
        _result(goals.STANDINGS_COST, short.standings, long.standings, sizes),
    ]


def _result(goal: goals.Goal, short: int, long: int, sizes: Sizes, slack: int | None = None) -> goals.Result:
    if slack is None:
        slack = FEW_PAGES if connection.vendor == "postgresql" else 0
    named = goal.saying(growth=sizes.growth, cost=goals.COST_WORDS[connection.vendor])
    return named.result(long / short, limit=max(goal.limit, (short + slack) / short))
