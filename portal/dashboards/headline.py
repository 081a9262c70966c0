"""Which figures open a dashboard, as data: the first ones that a unit has."""

from collections.abc import Iterable

from portal.dashboards.rows import Row

CARDS = 6  # one row of a laptop's screen
# In the order of the sources' own summaries; codes of the catalogue, whatever the level of the unit.
HEADLINES = (
    "grdp_ind_growth",
    "grdp_ind_share",
    "ind_productivity_growth",
    "labour_ind_serv_share",
    "ind_constr_output",
    "ind_constr_share",
    "household_electricity",
    "promo_amount",
    "road_centre_paved",
    "private_capital",
    "private_firms",
    "online_full",
    "population",
    "party_members",
)


def headlines(rows: Iterable[Row], *, beside: int = 0) -> tuple[Row, ...]:
    """Rows with figures that fill a line of cards with the others `beside`: those named first, then judged ones."""
    found = [row for row in rows if row.number]
    rank = {code: place for place, code in enumerate(HEADLINES)}
    named = sorted((row for row in found if row.line.code in rank), key=lambda row: rank[row.line.code])
    judged = [row for row in found if row.line.target and row not in named]
    return tuple((named + judged)[: CARDS - beside])
