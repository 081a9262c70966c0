"""Arithmetic of figures: ratios, growth, roll-ups and comparisons, exact and in Decimal only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Any

HUNDRED = Decimal(100)
EXACT = Context(prec=28, rounding=ROUND_HALF_UP)
# Room for the steps between: roots that end in 28 digits, rounding of any figure.
_WIDE = Context(prec=40, rounding=ROUND_HALF_UP)


def half_up(value: Decimal, places: int) -> Decimal:
    """The value as it is shown: rounded half away from zero, 91.375 → 91.38 and −0.125 → −0.13."""
    return _WIDE.quantize(value, Decimal(1).scaleb(-places))


def ratio(numerator: Decimal | None, denominator: Decimal | None, *, percent: bool) -> Decimal | None:
    """Numerator ÷ denominator to 28 digits; None where a part is missing or the denominator is 0."""
    if numerator is None or not denominator:
        return None
    quotient = EXACT.divide(numerator, denominator)
    return EXACT.multiply(quotient, HUNDRED) if percent else quotient


class DifferenceKind(StrEnum):
    NONE = "none"
    INFO = "info"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class ReportedDifference:
    """How a reported figure stands to the recomputed one; delta = reported − recomputed as shown."""

    kind: DifferenceKind
    delta: Decimal | None


def reported_difference(reported: Decimal | None, computed: Decimal | None, places: int) -> ReportedDifference:
    """One unit of the last reported digit is truncation (91,37 beside 91,38): info; more is a question.

    Never an error of the reporting body: it may know another base, price basis or number of years.
    """
    if reported is None or computed is None:
        return ReportedDifference(DifferenceKind.NONE, None)
    delta = reported - half_up(computed, places)
    if not delta:
        return ReportedDifference(DifferenceKind.NONE, delta)
    within = abs(delta) <= Decimal(1).scaleb(-places)
    return ReportedDifference(DifferenceKind.INFO if within else DifferenceKind.QUESTION, delta)


def growth_per_year(first: Decimal, last: Decimal, intervals: int) -> Decimal | None:
    """Average growth in percent per year: (last ÷ first)^(1 ÷ intervals) − 1; 335.3 → 373 over 4 is 2.70.

    None where it has no meaning: levels that are not positive, or no interval between them.
    """
    if first <= 0 or last <= 0 or intervals < 1:
        return None
    root = _WIDE.power(_WIDE.divide(last, first), _WIDE.divide(Decimal(1), Decimal(intervals)))
    return EXACT.multiply(_WIDE.subtract(root, Decimal(1)), HUNDRED)


def comparable_price_basis(a: str | None, b: str | None) -> bool:
    """Whether two money figures may be compared: both price bases known (None is "chưa rõ") and the same."""
    return bool(a) and a == b


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside an earlier one: their difference in `unit`, and the later as a percentage of the earlier."""

    difference: Decimal
    unit: str
    ratio_percent: Decimal | None


def difference_unit(unit: str) -> str:
    """The unit of a difference: percentages differ by percentage points."""
    return "điểm phần trăm" if unit.startswith("%") else unit


def same_period_change(current: Decimal | None, last_year: Decimal | None, unit: str) -> Change | None:
    """The two ways offices write "so cùng kỳ năm trước"; None where a figure is missing.

    The percentage alone is None where last year's figure is not positive: a share of it would say nothing.
    """
    if current is None or last_year is None:
        return None
    share = ratio(current, last_year, percent=True) if last_year > 0 else None
    return Change(current - last_year, difference_unit(unit), share)


class Method(StrEnum):
    SUM = "sum"
    RATIO = "ratio"
    WEIGHTED = "weighted"
    LAST = "last"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Part:
    """The figure of one unit or one period in a roll-up; all empty where it is missing."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    missing_reason: str | None = None

    @property
    def has_parts(self) -> bool:
        """Whether numerator and denominator both stand."""
        return self.numerator is not None and self.denominator is not None

    @property
    def is_reported(self) -> bool:
        """Whether there is any figure; an approved 0 is one."""
        return self.value is not None or self.has_parts


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A figure of the level above; value None (never 0) where no part has a figure, `reported` of `of` parts have."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    reported: int
    of: int


CANNOT_ROLL_UP = {
    "no_rule": "Không tổng hợp được: chỉ tiêu không có cách tổng hợp.",
    "parts_missing": "Không tổng hợp được: có số liệu nhưng thiếu tử số, mẫu số.",
    "weights_missing": "Không tổng hợp được: thiếu quyền số của đơn vị đã báo cáo.",
}


@dataclass(frozen=True, slots=True)
class CannotRollUp:
    """There are figures, but no rule that joins them; reason is a key of CANNOT_ROLL_UP."""

    reason: str

    @property
    def message(self) -> str:
        """The reason as people read it."""
        return CANNOT_ROLL_UP[self.reason]


def roll_up_units(
    method: str, parts: Sequence[Part], weights: Sequence[Decimal | None] | None = None, *, percent: bool = True
) -> RolledUp | CannotRollUp:
    """Join the figures of the units of one level; `weights` stand in the order of `parts`.

    A part that is not applicable is not counted in `of`; any other missing one is, and adds nothing.
    `percent` tells a ratio in percent from one in units ("triệu đồng/người").
    """
    if method == Method.WEIGHTED:
        return _weighted(parts, weights)
    return _join(method, parts, percent)


def roll_up_periods(method: str, parts: Sequence[Part], *, percent: bool = True) -> RolledUp | CannotRollUp:
    """Join the figures of one unit's successive periods, earliest first; "last" is the latest one with a figure."""
    return _join(method, parts, percent)


def _join(method: str, parts: Sequence[Part], percent: bool) -> RolledUp | CannotRollUp:
    joins: Mapping[str, Callable[[Sequence[Part], bool], RolledUp | CannotRollUp]] = {
        Method.SUM: _summed,
        Method.RATIO: _ratio_of_sums,
        Method.LAST: _latest,
    }
    return joins[method](parts, percent) if method in joins else CannotRollUp("no_rule")


def _expected_parts(parts: Sequence[Part]) -> int:
    return sum(part.missing_reason != "not_applicable" for part in parts)


def _summed(parts: Sequence[Part], percent: bool) -> RolledUp:
    values = [part.value for part in parts if part.value is not None]
    return RolledUp(None, None, sum(values, Decimal(0)) if values else None, len(values), _expected_parts(parts))


def _ratio_of_sums(parts: Sequence[Part], percent: bool) -> RolledUp | CannotRollUp:
    """Sum of numerators ÷ sum of denominators: the five road classes are 75.24 %, their mean 81.13 % says nothing."""
    whole = [part for part in parts if part.has_parts]
    if not whole:
        if any(part.is_reported for part in parts):
            return CannotRollUp("parts_missing")
        return RolledUp(None, None, None, 0, _expected_parts(parts))
    numerator = sum((part.numerator for part in whole), Decimal(0))
    denominator = sum((part.denominator for part in whole), Decimal(0))
    value = ratio(numerator, denominator, percent=percent)
    return RolledUp(numerator, denominator, value, len(whole), _expected_parts(parts))


def _latest(parts: Sequence[Part], percent: bool) -> RolledUp:
    reported = [part for part in parts if part.is_reported]
    last = reported[-1] if reported else Part()
    value = last.value if last.value is not None else ratio(last.numerator, last.denominator, percent=percent)
    return RolledUp(last.numerator, last.denominator, value, len(reported), _expected_parts(parts))


def _weighted(parts: Sequence[Part], weights: Sequence[Decimal | None] | None) -> RolledUp | CannotRollUp:
    """Σ weight × value ÷ Σ weight over the units that have both; `reported` counts these, so that none is left out
    in silence. Where figures stand and no weight, or weights of 0 only, there is no mean.
    """
    known = [part.value is not None for part in parts]
    pairs = [
        (part.value, weight)
        for part, weight in zip(parts, weights or [None] * len(parts), strict=True)
        if part.value is not None and weight is not None
    ]
    if not any(known):
        return RolledUp(None, None, None, 0, _expected_parts(parts))
    if not sum(weight for _, weight in pairs):
        return CannotRollUp("weights_missing")
    weighted = sum((value * weight for value, weight in pairs), Decimal(0))
    value = ratio(weighted, sum((weight for _, weight in pairs), Decimal(0)), percent=False)
    return RolledUp(None, None, value, len(pairs), _expected_parts(parts))


# The operations by which observations.yaml compares figures; sum_ratio_pct takes (numerator, denominator) pairs.
_COMPARISONS: Mapping[str, Callable[[Sequence[Any], int | None], Decimal | None]] = {
    "difference": lambda values, _: values[0] - values[1],
    "ratio_pct": lambda values, _: ratio(values[0], values[1], percent=True),
    "sum": lambda values, _: sum(values, Decimal(0)),
    "cagr_pct": lambda values, intervals: growth_per_year(values[0], values[1], intervals or 0),
    "quotient": lambda values, _: ratio(values[0], values[1], percent=False),
    "sum_ratio_pct": lambda values, _: ratio(
        sum(numerator for numerator, _ in values), sum(denominator for _, denominator in values), percent=True
    ),
    "list_count": lambda values, _: Decimal(len(values)),
}


def check_comparison(op: str, values: Sequence[Any], places: int, intervals: int | None = None) -> Decimal | None:
    """What a comparison comes to, rounded half up to `places`; None where a divisor is 0; KeyError for an unknown op.

    `values` are Decimals in the order of the record, (numerator, denominator) pairs for sum_ratio_pct, and the
    listed things themselves for list_count.
    """
    result = _COMPARISONS[op](values, intervals)
    return None if result is None else half_up(result, places)
