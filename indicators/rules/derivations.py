"""Indicators that follow from others of the same unit: what may be defined, and what it comes to. Decimal only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.rules.figures import Method, Part, ratio, roll_up_units


class Operation(StrEnum):
    SHARE = "share"
    SUM = "sum"
    GROWTH = "growth"
    RATIO_OF_TWO = "ratio_of_two"


class Role(StrEnum):
    PART = "part"
    WHOLE = "whole"
    TERM = "term"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    LEVEL = "level"


# The operands of each operation in order; a sum has at least two terms.
ROLES: Mapping[str, tuple[Role, ...]] = {
    Operation.SHARE: (Role.PART, Role.WHOLE),
    Operation.GROWTH: (Role.LEVEL,),
    Operation.RATIO_OF_TWO: (Role.NUMERATOR, Role.DENOMINATOR),
    Operation.SUM: (Role.TERM, Role.TERM),
}
WITHOUT_NUMBER = frozenset({"yes_no", "qualitative"})
# A figure is as provisional as the most provisional one behind it.
DOUBT = ("official", "preliminary", "estimate")

WRONG_NUMBER = {
    Operation.SHARE: "Tỷ trọng cần đúng hai chỉ tiêu: một phần và một toàn bộ.",
    Operation.GROWTH: "Tốc độ tăng cần đúng một chỉ tiêu làm mức.",
    Operation.RATIO_OF_TWO: "Thương cần đúng hai chỉ tiêu: một tử số và một mẫu số.",
    Operation.SUM: "Tổng cần ít nhất hai số hạng.",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a definition says of an indicator, as far as an operation needs it."""

    code: str
    name: str
    unit_of_measure: str
    kind: str = "level"
    price_basis: str = ""

    @property
    def is_percent(self) -> bool:
        """Whether the value is in hundredths."""
        return self.unit_of_measure.startswith("%")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A derivation as somebody wants it: codes of the indicators, operands as (role, code) in order."""

    indicator: str
    operation: str
    parts: tuple[tuple[str, str], ...]

    @property
    def operands(self) -> list[str]:
        """Codes of the operands in order."""
        return [code for _, code in self.parts]


@dataclass(frozen=True, slots=True)
class Sources:
    """What indicators already follow from, by code: `all` operands and weights, `terms` those of sums only."""

    all: Mapping[str, Sequence[str]]
    terms: Mapping[str, Sequence[str]]


def check(wanted: Wanted, measures: Mapping[str, Measure], known: Sources) -> list[str]:
    """Why the derivation cannot be, as sentences; empty when it can. `measures` are all indicators by code."""
    if wanted.indicator not in measures:
        return [_unknown(wanted.indicator)]
    if wanted.operation not in ROLES:
        return [f"Không có phép tính “{wanted.operation}”. Chọn tỷ trọng, tổng, tốc độ tăng hoặc thương."]
    unknown = [_unknown(code) for code in wanted.operands if code not in measures]
    if unknown:
        return unknown
    faults = [*_roles(wanted), *_circle(wanted.indicator, wanted.operands, measures, known.all)]
    return faults or [*_twice(wanted, measures, known.terms), *_units(wanted, measures)]


def check_weight(indicator: str, weight: str, measures: Mapping[str, Measure], known: Sources) -> list[str]:
    """Why an indicator cannot be weighed by another, as sentences; empty when it can."""
    unknown = [_unknown(code) for code in (indicator, weight) if code not in measures]
    if unknown:
        return unknown
    if measures[weight].kind in WITHOUT_NUMBER or measures[weight].is_percent:
        return [f"“{measures[weight].name}” không làm quyền số được: quyền số phải là số lượng. Chọn chỉ tiêu khác."]
    return _circle(indicator, [weight], measures, known.all)


def _unknown(code: str) -> str:
    return f"Không có chỉ tiêu mã “{code}”. Chọn mã trong danh mục chỉ tiêu."


def _roles(wanted: Wanted) -> Iterable[str]:
    roles, needed = [role for role, _ in wanted.parts], list(ROLES[wanted.operation])
    if wanted.operation == Operation.SUM:
        needed = [Role.TERM] * max(len(roles), 2)
    if sorted(roles) != sorted(needed):
        yield WRONG_NUMBER[Operation(wanted.operation)]


def _circle(
    indicator: str, operands: Iterable[str], measures: Mapping[str, Measure], sources: Mapping[str, Sequence[str]]
) -> list[str]:
    """Whether an operand itself follows from the indicator; the sentence names the way round."""
    for operand in operands:
        if operand == indicator:
            return [f"“{measures[indicator].name}” không thể tính từ chính nó. Bỏ chỉ tiêu này khỏi phép tính."]
        way = _way(operand, indicator, sources, (operand,))
        if way:
            names = " ← ".join(f"“{measures[code].name}”" for code in (indicator, *way) if code in measures)
            return [f"Phép tính đi vòng: {names}. Bỏ “{measures[operand].name}” hoặc sửa cách tính của chỉ tiêu đó."]
    return []


def _way(start: str, end: str, sources: Mapping[str, Sequence[str]], so_far: tuple[str, ...]) -> tuple[str, ...]:
    for source in sources.get(start, ()):
        if source == end:
            return (*so_far, source)
        if source not in so_far and (found := _way(source, end, sources, (*so_far, source))):
            return found
    return ()


def _twice(wanted: Wanted, measures: Mapping[str, Measure], terms: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Nothing is added twice, neither by name nor inside other terms."""
    counted = Counter(wanted.operands)
    if wanted.operation == Operation.SUM:
        counted.update(code for operand in set(wanted.operands) for code in _behind(operand, terms))
    for code, times in counted.items():
        if times > 1 and code in measures:
            yield f"“{measures[code].name}” bị tính hai lần. Mỗi chỉ tiêu chỉ được đưa vào một lần."


def _behind(code: str, terms: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(terms.get(code, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += terms.get(one, ())
    return found


def _units(wanted: Wanted, measures: Mapping[str, Measure]) -> Iterable[str]:
    result, operands = measures[wanted.indicator], [measures[code] for code in wanted.operands]
    for one in operands:
        if one.kind in WITHOUT_NUMBER:
            yield f"“{one.name}” không phải là số nên không đưa vào phép tính được. Chọn chỉ tiêu khác."
    if wanted.operation in (Operation.SHARE, Operation.SUM):
        yield from _one_unit(operands)
    if wanted.operation in (Operation.SHARE, Operation.GROWTH) and not result.is_percent:
        yield f"“{result.name}” tính bằng {result.unit_of_measure}; tỷ trọng, tốc độ tăng phải tính bằng %."
    if wanted.operation == Operation.SUM and result.unit_of_measure != operands[0].unit_of_measure:
        yield (
            f"“{result.name}” tính bằng {result.unit_of_measure} nhưng các số hạng tính bằng "
            f"{operands[0].unit_of_measure}. Tổng phải cùng đơn vị tính với số hạng."
        )
    if wanted.operation == Operation.RATIO_OF_TWO and result.is_percent:
        yield f"“{result.name}” tính bằng %: dùng phép tỷ trọng thay cho thương của hai chỉ tiêu."


def _one_unit(operands: Sequence[Measure]) -> Iterable[str]:
    first = operands[0]
    for other in operands[1:]:
        if other.unit_of_measure != first.unit_of_measure:
            yield (
                f"“{first.name}” tính bằng {first.unit_of_measure}, “{other.name}” tính bằng {other.unit_of_measure}: "
                "khác đơn vị tính. Chọn các chỉ tiêu cùng đơn vị tính."
            )
        elif other.price_basis and first.price_basis and other.price_basis != first.price_basis:
            yield (
                f"“{first.name}” theo giá {first.price_basis}, “{other.name}” theo giá {other.price_basis}: "
                "khác loại giá. Chọn các chỉ tiêu cùng loại giá."
            )


NOT_COMPUTED = {
    "operand_missing": "Không tính được: thiếu số liệu của ít nhất một chỉ tiêu trong phép tính.",
    "whole_not_positive": "Không tính được: mẫu số, toàn bộ hoặc mức cùng kỳ năm trước không phải là số dương.",
}


@dataclass(frozen=True, slots=True)
class Operand:
    """The figure of one operand in one unit and period; a growth has its level twice, now and `before`.

    `reported` of `of` units stand behind it (1 of 1 for an own figure).
    """

    role: str
    value: Decimal | None
    before: bool = False
    is_simulated: bool = False
    quality: str = "official"
    reported: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Computed:
    """What an operation comes to: two parts or a value, or neither with a `reason` of NOT_COMPUTED."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    reason: str = ""
    is_simulated: bool = False
    quality: str = "official"
    reported: int = 0
    of: int = 0

    @property
    def message(self) -> str:
        """Why there is no figure, as people read it."""
        return NOT_COMPUTED.get(self.reason, "")

    def exact(self, *, percent: bool) -> Decimal | None:
        """The figure itself."""
        return self.value if self.denominator is None else ratio(self.numerator, self.denominator, percent=percent)


def compute(operation: str, operands: Sequence[Operand]) -> Computed:
    """What the operands come to; a missing one makes the result missing, never smaller.

    Quotients stay parts, so that nothing is rounded: a growth is (now − then) ÷ then.
    """
    simulated = any(one.is_simulated for one in operands)
    of = max((one.of for one in operands), default=0)
    values = {(one.role, one.before): one.value for one in operands}
    if not operands or any(one.value is None for one in operands):
        return Computed(reason="operand_missing", is_simulated=simulated, of=of)
    parts = _parts(operation, values, operands)
    if parts.denominator is not None and parts.denominator <= 0:
        return Computed(reason="whole_not_positive", is_simulated=simulated, of=of)
    return Computed(
        parts.numerator, parts.denominator, parts.value, "", simulated, most_provisional(operands),
        min(one.reported for one in operands), of,
    )  # fmt: skip


def _parts(operation: str, values: Mapping[tuple[str, bool], Decimal | None], operands: Sequence[Operand]) -> Part:
    match operation:
        case Operation.SHARE:
            return Part(values[Role.PART, False], values[Role.WHOLE, False])
        case Operation.RATIO_OF_TWO:
            return Part(values[Role.NUMERATOR, False], values[Role.DENOMINATOR, False])
        case Operation.GROWTH:
            now, before = values[Role.LEVEL, False], values[Role.LEVEL, True]
            return Part(now - before, before)
    whole = roll_up_units(Method.SUM, [Part(value=one.value) for one in operands])
    return Part(value=whole.value)


def most_provisional(operands: Iterable[Operand]) -> str:
    """The quality of a figure that follows from these: official < preliminary < estimate."""
    return max((one.quality or DOUBT[0] for one in operands), key=DOUBT.index, default=DOUBT[0])
