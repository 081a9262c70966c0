"""Figures of earlier units in the units of today: whole units add up, shares are never guessed; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules.figures import EXACT, CannotRollUp, Part, RolledUp, roll_up_units

WHOLE = Decimal(1)
SCALE = Decimal("0.0001")  # the scale of every stored figure

CANNOT_CONVERT = {
    "share_unknown": "chưa rõ tỷ phần",
    "ratio_not_split": "tỷ lệ không chia được theo tỷ phần",
    "no_rule": "chỉ tiêu không có cách tổng hợp",
    "parts_missing": "có số liệu nhưng thiếu tử số, mẫu số",
    "weights_missing": "thiếu quyền số của đơn vị đã báo cáo",
    "dissolved": "đơn vị cũ kết thúc hoạt động, không có tỷ phần để chia",
}


@dataclass(frozen=True, slots=True)
class CannotConvert:
    """There are figures, but nobody may say what they are today; `reason` is a key of CANNOT_CONVERT."""

    reason: str

    @property
    def message(self) -> str:
        """The reason as people read it."""
        return f"không quy đổi được: {CANNOT_CONVERT[self.reason]}"


@dataclass(frozen=True, slots=True)
class SharedPart:
    """The figure of an earlier unit and how much of that unit the present one took; None where nobody knows."""

    part: Part
    share: Decimal | None = WHOLE


def convert(method: str, parts: Sequence[SharedPart], *, percent: bool) -> RolledUp | CannotConvert:
    """The figures of all units that stood for the present one in a period, joined.

    A figure of the only such unit, taken over whole, is carried as it is, whatever the indicator.
    """
    if any(one.share is None and one.part.is_reported for one in parts):
        return CannotConvert("share_unknown")
    if len(parts) == 1 and parts[0].share == WHOLE:
        only = parts[0].part
        return RolledUp(only.numerator, only.denominator, only.value, int(only.is_reported), 1)
    divided = [one for one in parts if one.share not in (None, WHOLE) and one.part.is_reported]
    if divided and method != "sum":
        return CannotConvert("ratio_not_split" if method == "ratio" else "no_rule")
    joined = roll_up_units(method, [_taken(one) for one in parts], percent=percent)
    return CannotConvert(joined.reason) if isinstance(joined, CannotRollUp) else joined


def _taken(one: SharedPart) -> Part:
    if one.share in (None, WHOLE) or one.part.value is None:
        return one.part
    return Part(value=EXACT.multiply(one.part.value, one.share).quantize(SCALE))
