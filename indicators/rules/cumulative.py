"""Sums since the beginning of a year or of a term, and a period's own figure out of such a sum.

Only periods that lie end to end add up: months, quarters, halves and years. A missing earlier period is named and never
counted as 0; one that was reported as "không phát sinh" says that there was nothing to count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules.entries import Finding
from portal.periods.rules import PeriodKind, UnknownPeriod, label, parse, previous
from portal.vietnamese.numbers.writing import write_number

END_TO_END = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)
NONE_OCCURRED = "none_occurred"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one earlier period: its own figure or why there is none, and whether it is still on its way."""

    value: Decimal | None = None
    missing_reason: str = ""
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The periods before one: their sum, the names of those without a figure and of those not approved yet."""

    total: Decimal
    missing: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every earlier period has told its figure."""
        return not self.missing

    def sum_with(self, own: Decimal | None) -> Decimal | None:
        """The sum up to and with a period whose own figure is given; None while anything is missing."""
        return None if own is None or self.missing else self.total + own

    def own_of(self, cumulative: Decimal | None) -> Decimal | None:
        """The period's own figure in a sum; None while anything is missing. It is negative where the sum fell."""
        return None if cumulative is None or self.missing else cumulative - self.total


def earlier_codes(code: str, first_year: int) -> tuple[str, ...] | None:
    """Codes of the periods of the kind from the beginning of a year up to the one before, oldest first.

    None where periods of the kind do not lie end to end (nine months of several years, campaigns, spans).
    """
    try:
        span = parse(code)
    except UnknownPeriod:
        return None
    if span.kind not in END_TO_END:
        return () if span.kind == PeriodKind.NINE_MONTHS and span.starts_on.year == first_year else None
    found: list[str] = []
    before = previous(code)
    while before is not None and parse(before).starts_on.year >= first_year:
        found.append(before)
        before = previous(before)
    return tuple(reversed(found))


def earlier(codes: Sequence[str], told: Mapping[str, Told]) -> Earlier:
    """The sum of the periods with these codes, from what each has told."""
    known = {code: told.get(code, Told()) for code in codes}
    total = sum((one.value for one in known.values() if one.value is not None), Decimal(0))
    silent = [code for code, one in known.items() if one.value is None and one.missing_reason != NONE_OCCURRED]
    waiting = [code for code, one in known.items() if one.is_provisional]
    return Earlier(total, tuple(map(label, silent)), tuple(map(label, waiting)))


def missing_words(missing: Sequence[str], cumulative: Decimal | None = None) -> str:
    """Which periods keep a sum from being made or taken apart, and what to do."""
    names = ", ".join(name[:1].lower() + name[1:] for name in missing)
    if cumulative is None:
        return f"Chưa có số {names} nên chưa cộng được lũy kế."
    return (
        f"Chưa có số {names} nên chưa tách được số trong kỳ từ lũy kế {write_number(cumulative.normalize())}. "
        "Nhập số của các kỳ đó trước, hoặc chọn “Không phát sinh” ở kỳ không có gì."
    )


def fall(own: Decimal | None, unit: str) -> tuple[Finding, ...]:
    """The question that a falling sum raises: it falls just where the period's own figure is negative."""
    if own is None or own >= 0:
        return ()
    by = f"{write_number(-own.normalize())} {unit}".strip()
    text = f"Số lũy kế giảm {by} so với hết kỳ trước. Hãy kiểm tra lại; nếu đúng, ghi lý do."
    return (Finding("value", "cumulative_decreased", text),)


def outside_limits(value: Decimal | None, low: Decimal | None, high: Decimal | None, unit: str) -> tuple[Finding, ...]:
    """What is wrong with a figure below or above the limits of the form, with the limit; None has no limit."""
    if value is None:
        return ()
    for limit, is_beyond, words in (
        (low, low is not None and value < low, "thấp hơn mức thấp nhất"),
        (high, high is not None and value > high, "vượt mức cao nhất"),
    ):
        if is_beyond:
            shown, bound = (f"{write_number(number.normalize())} {unit}".strip() for number in (value, limit))
            text = f"Giá trị {shown} {words} của biểu là {bound}. Hãy kiểm tra lại số và đơn vị tính."
            return (Finding("value", "outside_limits", text),)
    return ()
