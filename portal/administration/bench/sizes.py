"""How much of everything a run makes and measures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Units, indicators and months of history; `growth` is how many times longer the long history is.

    `is_whole` adds what only a whole province shows: an approval at a short history and at a long one, the rebuild of
    everything, a merger.
    """

    districts: int = 2
    communes: int = 18
    indicators: int = 300
    months: int = 12
    growth: int = 16
    approvals: int = 41
    pairs: int = 5
    imports: int = 3
    imported_rows: int = 10_000
    stock_rows: int = 1_000
    is_whole: bool = False


SCALES = {
    "small": Sizes(),
    # 71 communes × 300 indicators × 96 months: two million figures
    "province": Sizes(districts=8, communes=71, months=6, is_whole=True),
}
