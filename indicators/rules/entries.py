"""What a figure is asked before it is submitted: errors block it, warnings want a reason (ux.md C7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules.figures import half_up, ratio
from portal.vietnamese.numbers.writing import write_number

FIELDS = {"numerator": "Tử số", "denominator": "Mẫu số", "value": "Giá trị"}
DENOMINATOR_CHANGE_PERCENT = Decimal(1)
# A slip of the unit multiplies by about this much; half to double, as ux.md D4 asks of a plausible reading.
UNIT_SLIPS = (Decimal(1000), Decimal(100))
HALF, DOUBLE = Decimal("0.5"), Decimal(2)


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """The three numbers of a cell; what was not entered is None."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or odd about a field, and what to do about it."""

    field: str
    code: str
    message: str


def entry_errors(
    part_of_whole: bool,
    numerator: Decimal | None,
    denominator: Decimal | None,
    value: Decimal | None,
    *,
    may_be_negative: bool = False,
) -> tuple[Finding, ...]:
    """What blocks an entry; `may_be_negative` is for rates of growth and differences, whose value may fall below 0."""
    figures = EntryFigures(numerator, denominator, value)
    return (*_negatives(figures, may_be_negative), *_parts_errors(part_of_whole, numerator, denominator))


def _negatives(figures: EntryFigures, may_be_negative: bool) -> Iterator[Finding]:
    for field, name in FIELDS.items():
        number = getattr(figures, field)
        if number is not None and number < 0 and not (may_be_negative and field != "denominator"):
            message = f"{name} {_written(number)} là số âm. Hãy nhập số từ 0 trở lên."
            yield Finding(field, "negative", message)


def _parts_errors(part_of_whole: bool, numerator: Decimal | None, denominator: Decimal | None) -> Iterator[Finding]:
    if numerator is not None and denominator is None:
        yield Finding("denominator", "denominator_missing", "Có tử số nhưng chưa có mẫu số. Hãy nhập cả hai số.")
    elif numerator is None and denominator is not None:
        yield Finding("numerator", "numerator_missing", "Có mẫu số nhưng chưa có tử số. Hãy nhập cả hai số.")
    if denominator is None:
        return
    if denominator == 0:
        yield Finding(
            "denominator",
            "denominator_zero",
            "Mẫu số bằng 0 nên không tính được tỷ lệ. Hãy nhập mẫu số lớn hơn 0 "
            "hoặc chọn lý do chưa có số liệu, ví dụ “Không phát sinh”.",
        )
    elif part_of_whole and numerator is not None and numerator > denominator >= 0:
        yield Finding(
            "numerator",
            "numerator_exceeds_denominator",
            f"Tử số {_written(numerator)} lớn hơn mẫu số {_written(denominator)}, "
            "trong khi tử số là một phần của mẫu số. Hãy kiểm tra hai số có bị đổi chỗ hoặc nhầm đơn vị tính.",
        )


def plausibility_warnings(
    previous: EntryFigures,
    current: EntryFigures,
    *,
    cumulative: bool = False,
    change_threshold_percent: Decimal | None = None,
    unit: str = "",
    parts_unit: str = "",
) -> tuple[Finding, ...]:
    """What is odd beside the previous period; nothing is refused for it. One finding per field at most.

    `cumulative`: the value can only grow. `unit` is that of the value, `parts_unit` that of numerator and denominator.
    """
    findings = (
        _warning(field, getattr(previous, field), getattr(current, field), cumulative, change_threshold_percent,
                 unit if field == "value" else parts_unit)
        for field in FIELDS
    )  # fmt: skip
    return tuple(finding for finding in findings if finding)


def _warning(
    field: str, before: Decimal | None, now: Decimal | None, cumulative: bool, threshold: Decimal | None, unit: str
) -> Finding | None:
    """The gravest oddity of one number: a slip of the unit also explains the change it makes."""
    if before is None or now is None or before == now:
        return None
    name, then = FIELDS[field], f"kỳ trước ({_measure(before, unit)})"
    if now == 0:
        text = f"{name} bằng 0, {then}. Nếu đúng là 0, ghi lý do; nếu chưa có số liệu, chọn lý do và để trống."
        return Finding(field, "zero_after_figure", text)
    if times := _unit_slip(before, now):
        text = f"{name} {_measure(now, unit)} {times} {then}. Hãy kiểm tra đơn vị tính; nếu đúng, ghi lý do."
        return Finding(field, "unit_slip", text)
    change = ratio(now - before, abs(before), percent=True)
    move = f"{'tăng' if now > before else 'giảm'} {_measure(abs(now - before), unit)} so {then}. Nếu đúng, ghi lý do."
    if field == "denominator":
        odd = change is None or abs(change) > DENOMINATOR_CHANGE_PERCENT
        return Finding(field, "denominator_changed", f"{name} {move}") if odd else None
    if cumulative and now < before:
        return Finding(field, "cumulative_decreased", f"Số lũy kế {move}")
    if threshold is not None and change is not None and abs(change) > threshold:
        percent = _written(half_up(abs(change), 1))
        text = f"{name} {move} Mức thay đổi {percent} % vượt ngưỡng {_written(threshold)} %."
        return Finding(field, "large_change", text)
    return None


def _unit_slip(before: Decimal, now: Decimal) -> str | None:
    """How the number relates to the one before if it looks like another unit: 1.241 triệu against 1,241 tỷ."""
    if before * now <= 0:
        return None
    for factor in UNIT_SLIPS:
        if HALF < now / before / factor < DOUBLE:
            return f"gấp khoảng {_written(factor)} lần"
        if HALF < before / now / factor < DOUBLE:
            return f"chỉ bằng khoảng 1/{_written(factor)}"
    return None


def _written(number: Decimal) -> str:
    """Without the zeros that the database column adds: 199,7 and not 199,7000."""
    return write_number(number.normalize())


def _measure(number: Decimal, unit: str) -> str:
    return f"{_written(number)} {unit}".strip()
