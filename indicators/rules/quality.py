"""What is odd about a figure in force: each rule a line of RULES with its severity, its question and its words.

A new rule starts as a warning. A recomputed difference is a question to the reporting body, never its error.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from indicators.rules.facts import Case, Figure, Freshness
from indicators.rules.figures import DifferenceKind, half_up, ratio, reported_difference
from indicators.rules.measures import stale_on
from portal.periods.rules import label
from portal.vietnamese.numbers.writing import write_number

HUNDRED = Decimal(100)
JUMP_FACTOR = 5  # times the median absolute deviation of the own history
FEWEST_POINTS = 6  # of history before a jump is one
DENOMINATOR_PERCENT = Decimal(1)
# A slip of the unit multiplies by about the factor; the wider it is, the more room the figure itself needs to move.
SLIPS = ((Decimal(1000), Decimal("0.5")), (Decimal(100), Decimal("0.5")), (Decimal(10), Decimal("0.8")))
GROWTH_PLACES = 2
NUMBERS = {"numerator": "Tử số", "denominator": "Mẫu số", "value": "Giá trị"}
FREQUENCIES = {"month": "hằng tháng", "quarter": "hằng quý", "half": "6 tháng một lần", "year": "hằng năm"}

Facts = Mapping[str, str]


class Severity(StrEnum):
    """How grave a finding is, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in force as a rule sees it; `value` is exact: from its parts where both stand, else as entered."""

    period: str
    as_of_on: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    as_reported: Decimal | None = None

    @property
    def when(self) -> str:
        """The period within a sentence."""
        name = label(self.period)
        return name if name == self.period else name[0].lower() + name[1:]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What other figures come to; `computed` is None where they do not add up to anything comparable."""

    operation: str  # sum, cagr_pct, ratio_pct, quotient, difference
    operands: tuple[Decimal, ...]
    computed: Decimal | None
    is_comparable: bool = True


@dataclass(frozen=True, slots=True)
class Situation:
    """One figure with all that the rules look at beside it.

    `earlier` are figures of earlier periods of the same length, oldest first; `contains` figures that this one cannot
    be below: of periods that began with it and ended before, or the last one of a stock that only grows; `roll_up` is
    the complete sum of the units below with their number; `single_year` the one year that a figure of several years is
    compared with.
    """

    figure: Point
    on: date
    earlier: tuple[Point, ...] = ()
    contains: tuple[Point, ...] = ()
    recomputed: tuple[Recomputed, ...] = ()
    roll_up: tuple[Decimal, int] | None = None
    single_year: str = ""
    unit: str = ""
    precision: int = 2
    is_part_of_whole: bool = False
    is_latest: bool = False
    frequency: str = ""
    grace_days: int = 0
    unit_ends_on: date = date.max

    @property
    def is_percent(self) -> bool:
        """Whether the figure is in hundredths."""
        return self.unit.startswith("%")

    @property
    def before(self) -> Point | None:
        """The figure of the period of the same length just before."""
        return self.earlier[-1] if self.earlier else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: `finds` yields what a message is filled with, once for each thing it finds."""

    code: str
    severity: Severity
    title: str
    finds: Callable[[Situation], Iterator[Facts]]
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found about a figure, in words and in facts."""

    rule: Rule
    facts: Facts

    @property
    def message(self) -> str:
        """The sentence that people read."""
        return self.rule.message.format(**self.facts)


def check(situation: Situation) -> tuple[Found, ...]:
    """Everything that the rules find about the figure, in the order of the table."""
    return tuple(Found(rule, facts) for rule in RULES for facts in rule.finds(situation))


def _written(number: Decimal | None) -> str:
    """Without the zeros that the database column adds: 199,7 and not 199,7000."""
    return "" if number is None else write_number(number.normalize())


def _shown(number: Decimal, at: Situation, *, places: int = 0) -> str:
    """As a screen shows it, in the indicator's decimals or more."""
    return write_number(half_up(number, max(at.precision, places)))


def _measured(text: str, unit: str) -> str:
    return f"{text} {unit}".strip()


def _parts(point: Point) -> Facts:
    return {"numerator": _written(point.numerator), "denominator": _written(point.denominator)}


def _differs(at: Situation, wanted: DifferenceKind) -> Iterator[Facts]:
    computed = ratio(at.figure.numerator, at.figure.denominator, percent=at.is_percent)
    if reported_difference(at.figure.as_reported, computed, at.precision).kind is wanted:
        yield {
            "reported": _shown(at.figure.as_reported, at), "computed": _shown(computed, at), **_parts(at.figure),
        }  # fmt: skip


def _part_exceeds_whole(at: Situation) -> Iterator[Facts]:
    part, whole = at.figure.numerator, at.figure.denominator
    if at.is_part_of_whole and part is not None and whole is not None and part > whole:
        yield _parts(at.figure)


def _above_hundred(at: Situation) -> Iterator[Facts]:
    """Part of a whole, or actual against plan? Only where both numbers stand is the answer in the data."""
    value, has_parts = at.figure.value, at.figure.denominator is not None
    if at.unit == "%" and value is not None and value > HUNDRED and not (has_parts and at.is_part_of_whole):
        yield {"value": _shown(value, at)}


def _recomputed(*operations: str) -> Callable[[Situation], Iterator[Facts]]:
    """Whether the figure differs from what the operations make of other figures, beyond its last digit."""

    def finds(at: Situation) -> Iterator[Facts]:
        reported = at.figure.value if at.figure.as_reported is None else at.figure.as_reported
        for one in at.recomputed:
            if one.operation not in operations or not one.is_comparable:
                continue
            if _is_beyond_rounding(reported, one, at):
                places = GROWTH_PLACES if one.operation == "cagr_pct" else 0
                yield {
                    "reported": _measured(_shown(reported, at), at.unit),
                    "operands": _listed(one.operands),
                    "computed": _measured(_shown(one.computed, at, places=places), at.unit),
                }

    return finds


def _is_beyond_rounding(reported: Decimal | None, one: Recomputed, at: Situation) -> bool:
    """Whole things add up exactly: 2 and 7 projects are not 8, though a share of 8 could have been rounded."""
    kind = reported_difference(reported, one.computed, at.precision).kind
    is_of_whole_things = one.operation == "sum" and not at.precision
    return kind is DifferenceKind.QUESTION or (is_of_whole_things and kind is DifferenceKind.INFO)


def _listed(operands: Sequence[Decimal]) -> str:
    texts = [_written(one) for one in operands]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} và {texts[-1]}"


def _roll_up_differs(at: Situation) -> Iterator[Facts]:
    """A difference in the last digit shown is rounding, except of whole things."""
    if at.roll_up is None or at.figure.value is None:
        return
    rolled, parts = at.roll_up
    if abs(at.figure.value - rolled) > (Decimal(1).scaleb(-at.precision) if at.precision else 0):
        value, sum_of_parts = (_measured(_shown(number, at), at.unit) for number in (at.figure.value, rolled))
        yield {"value": value, "rolled_up": sum_of_parts, "parts": str(parts)}


def _cumulative_falls(at: Situation) -> Iterator[Facts]:
    if at.figure.value is None:
        return
    held = (one for one in at.contains if one.value is not None)
    highest = max(held, key=lambda one: one.value, default=None)
    if highest is not None and at.figure.value < highest.value:
        then, now = (_measured(_shown(one.value, at), at.unit) for one in (highest, at.figure))
        yield {"then": then, "period": highest.when, "now": now}


def _multi_year(at: Situation) -> Iterator[Facts]:
    if at.single_year:
        yield {"period": at.figure.when, "year": at.single_year}
    elif any(not one.is_comparable for one in at.recomputed):
        yield {"period": at.figure.when, "year": "một năm"}


def _slip(before: Decimal | None, now: Decimal | None) -> str:
    """How the number relates to the one before if it looks like another unit: 1.241 triệu against 1,241 tỷ."""
    if before is None or now is None or before * now <= 0:
        return ""
    for factor, least in SLIPS:
        if least < now / before / factor < 1 / least:
            return f"gấp khoảng {_written(factor)} lần"
        if least < before / now / factor < 1 / least:
            return f"chỉ bằng khoảng 1/{_written(factor)}"
    return ""


def _unit_slip(at: Situation) -> Iterator[Facts]:
    if at.before is None:
        return
    for name, title in NUMBERS.items():
        then, now = getattr(at.before, name), getattr(at.figure, name)
        is_ratio = name == "value" and at.figure.denominator is not None
        times = "" if is_ratio else _slip(then, now)  # of a ratio its parts say which of them slipped
        if times:
            yield {
                "number": title, "now": _written(now), "times": times, "then": _written(then),
                "period": at.before.when,
            }  # fmt: skip


def _denominator_changed(at: Situation) -> Iterator[Facts]:
    then, now = (at.before.denominator if at.before else None), at.figure.denominator
    if then is None or now is None or not then or _slip(then, now):
        return
    percent = ratio(abs(now - then), abs(then), percent=True)
    if percent is not None and percent > DENOMINATOR_PERCENT:
        yield {
            "move": "tăng" if now > then else "giảm", "percent": write_number(half_up(percent, 1)),
            "then": _written(then), "now": _written(now), "period": at.before.when,
        }  # fmt: skip


def _jump(at: Situation) -> Iterator[Facts]:
    """Beyond k times the usual deviation; a history that never moved has none, so that any step would be a jump."""
    history = [one.value for one in at.earlier if one.value is not None]
    if at.figure.value is None or len(history) < FEWEST_POINTS or _slip(history[-1], at.figure.value):
        return
    middle = median(history)
    usual = median(abs(value - middle) for value in history)
    away = abs(at.figure.value - middle)
    if usual and away > JUMP_FACTOR * usual:
        yield {
            "value": _measured(_shown(at.figure.value, at), at.unit), "middle": _shown(middle, at),
            "count": str(len(history)), "away": _shown(away, at), "usual": _shown(usual, at, places=2),
            "factor": str(JUMP_FACTOR),
        }  # fmt: skip


def _stale(at: Situation) -> Iterator[Facts]:
    """Only the latest figure, and only while the unit existed to report a newer one."""
    if not at.is_latest or at.frequency not in FREQUENCIES:
        return
    figure, freshness = Figure(as_of_on=at.figure.as_of_on), Freshness(at.frequency, at.grace_days)
    since = stale_on(Case(target=None, actual=figure, freshness=freshness))
    if since is not None and since <= at.on and since < at.unit_ends_on:
        yield {"day": _day(at.figure.as_of_on), "frequency": FREQUENCIES[at.frequency], "since": _day(since)}


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


RULES: tuple[Rule, ...] = (
    Rule(
        "part_exceeds_whole", Severity.ERROR, "Phần lớn hơn tổng thể", _part_exceeds_whole,
        "Phần {numerator} lớn hơn tổng thể {denominator}. Kiểm tra hai số có bị đổi chỗ hoặc nhầm đơn vị tính.",
    ),
    Rule(
        "above_hundred", Severity.QUESTION, "Tỷ lệ vượt 100 %", _above_hundred,
        "Tỷ lệ {value} % vượt 100 %. Đề nghị cho biết đây là phần trên tổng thể hay thực hiện trên kế hoạch.",
    ),
    Rule(
        "reported_differs", Severity.QUESTION, "Số báo cáo khác số tính",
        lambda at: _differs(at, DifferenceKind.QUESTION),
        "Báo cáo: {reported}; tính từ {numerator}/{denominator}: {computed}. Đề nghị cho biết số nào đúng, cách tính.",
    ),
    Rule(
        "last_digit", Severity.INFO, "Chênh do làm tròn chữ số cuối", lambda at: _differs(at, DifferenceKind.INFO),
        "Báo cáo in {reported}; hệ thống tính từ {numerator}/{denominator} được {computed}: chênh một đơn vị của chữ "
        "số cuối do làm tròn.",
    ),
    Rule(
        "total_differs", Severity.QUESTION, "Tổng khác cộng các phần", _recomputed("sum"),
        "Tổng ghi {reported}; cộng {operands} được {computed}. Đề nghị cho biết phần còn thiếu hoặc số cần sửa.",
    ),
    Rule(
        "growth_differs", Severity.QUESTION, "Tốc độ tăng khác khi tính lại", _recomputed("cagr_pct"),
        "Báo cáo: {reported}; tính từ hai mức {operands}: {computed}. Đề nghị cho biết giá so sánh hay giá hiện hành "
        "và số năm tính bình quân.",
    ),
    Rule(
        "recomputed_differs", Severity.QUESTION, "Khác khi tính lại từ số liệu liên quan",
        _recomputed("ratio_pct", "sum_ratio_pct", "quotient", "difference"),
        "Báo cáo: {reported}; tính lại từ {operands}: {computed}. Đề nghị cho biết cách tính.",
    ),
    Rule(
        "roll_up_differs", Severity.QUESTION, "Khác số tổng hợp từ cấp dưới", _roll_up_differs,
        "Số của đơn vị: {value}; tổng hợp từ đủ {parts} đơn vị trực thuộc: {rolled_up}. Đề nghị đối chiếu hai số.",
    ),
    Rule(
        "multi_year", Severity.WARNING, "Số nhiều năm so với một năm", _multi_year,
        "Số liệu {period} cộng nhiều năm, không so trực tiếp với riêng {year}. Cần so sánh thì tách theo từng năm.",
    ),
    Rule(
        "cumulative_falls", Severity.WARNING, "Số lũy kế giảm", _cumulative_falls,
        "Số lũy kế {now} thấp hơn {then} của {period}. Kiểm tra lại; nếu đúng, đề nghị giải trình.",
    ),
    Rule(
        "unit_slip", Severity.WARNING, "Nghi nhầm đơn vị tính", _unit_slip,
        "{number} {now} {times} {period} ({then}). Kiểm tra đơn vị tính; nếu đúng, đề nghị giải trình.",
    ),
    Rule(
        "denominator_changed", Severity.WARNING, "Mẫu số thay đổi trên 1 %", _denominator_changed,
        "Mẫu số {move} {percent} % so với {period} ({then} → {now}). Đề nghị cho biết lý do, ví dụ rà soát lại.",
    ),
    Rule(
        "jump", Severity.WARNING, "Thay đổi đột ngột so với các kỳ trước", _jump,
        "{value} lệch {away} so với mức giữa {middle} của {count} kỳ trước, trên {factor} lần độ lệch thường gặp "
        "({usual}). Kiểm tra lại; nếu đúng, đề nghị giải trình.",
    ),
    Rule(
        "stale", Severity.WARNING, "Chưa cập nhật", _stale,
        "Số liệu mới nhất đến {day}; chỉ tiêu báo cáo {frequency} nên quá hạn cập nhật từ {since}.",
    ),
)  # fmt: skip
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
