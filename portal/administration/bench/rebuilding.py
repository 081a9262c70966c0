"""Everything derived made again from nothing: seconds on the clock, for a whole night's work has a whole limit."""

from django.db import connection

from indicators.models import Observation, Reading, Standing
from indicators.rebuild import rebuild
from portal.administration.bench import clocks, goals
from portal.administration.bench.scratch import settle


def measure() -> goals.Result:
    """Take out all readings and standings, and write them again."""
    with connection.cursor() as cursor:
        for model in (Standing, Reading):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    settle()
    millions = f"{Observation.objects.in_force().count() / 1e6:.1f}".replace(".", ",")
    return goals.REBUILD.saying(figures=millions).result(clocks.seconds(rebuild))
