"""The words of one verdict and the lines behind "vì sao", in Vietnamese."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.rules import measures
from indicators.rules.facts import Code, Comparator, Reason, TargetKind
from indicators.rules.figures import half_up
from indicators.rules.words import (
    ANSWERED_WITHOUT_FIGURE,
    COMPARATORS,
    FIGURE_KINDS,
    NOT_MET_AT_TERM_END,
    QUALIFIERS,
    REPORTED_NOT_MET_DOWNWARD,
    RULES,
    WORDS,
)
from portal.periods.rules import label
from portal.vietnamese.numbers.writing import write_number

if TYPE_CHECKING:
    from indicators.rules.verdicts import Verdict

PERCENT_PLACES = 1  # "đạt 96,2 % kế hoạch"
JUDGED_BY_PATH = (
    Reason.REACHED_EARLY,
    Reason.ON_PATH,
    Reason.BEHIND_PATH,
    Reason.FAR_BEHIND_PATH,
    Reason.REGRESSION,
)


def word(verdict: "Verdict") -> str:
    """The verdict in words; what it says about time (Không đạt, Chưa cập nhật) depends on the shown day."""
    case, usual = verdict.case, WORDS[verdict.code][1]
    match verdict.code:
        case Code.STALE:
            return f"{usual} ({_period(verdict)})"
        case Code.NO_REPORT:
            return ANSWERED_WITHOUT_FIGURE.get(verdict.reason, usual)
        case Code.REPORTED_NOT_MET if case.direction == "down":
            return REPORTED_NOT_MET_DOWNWARD
        case Code.NOT_MET if verdict.reason is not Reason.COMPARATOR_FAILS:
            return _average(verdict)
        case Code.NOT_MET if measures.term_is_over(case, verdict.on):
            return NOT_MET_AT_TERM_END
    return usual


def _period(verdict: "Verdict") -> str:
    code = verdict.case.actual.period_code
    if code:
        name = label(code)
        return f"số liệu kỳ {name if name == code else name[0].lower() + name[1:]}"
    return f"số liệu đến {_day(measures.as_of(verdict.case))}"


def _average(verdict: "Verdict") -> str:
    if not verdict.gap:
        return "Chỉ bằng mức bình quân, chưa đạt mục tiêu"
    side = "Thấp hơn mức bình quân phải đạt" if verdict.gap < 0 else "Cao hơn mức bình quân phải đạt"
    return f"{side} {_number(verdict, abs(verdict.gap))} {verdict.gap_unit}".strip()


def explain(verdict: "Verdict") -> tuple[str, ...]:
    """All lines: figure, target, what was computed from them, what the source says, the rule, the day."""
    return tuple(line for lines in (_figure, _target, _path, _measures, _source) for line in lines(verdict)) + (
        f"Kết luận: {word(verdict)}. {RULES[verdict.reason]}",
        f"Đánh giá tại ngày {_day(verdict.on)}.",
    )


def _figure(verdict: "Verdict") -> Iterator[str]:
    actual = verdict.case.actual
    if actual is None or actual.value is None:
        return
    day, qualifier = measures.as_of(verdict.case), QUALIFIERS.get(actual.qualifier, "")
    shown = f"{write_number(actual.value, verdict.case.precision)} {verdict.case.unit}".strip()
    about = (label(actual.period_code), f"đến {_day(day)}" if day else "", FIGURE_KINDS.get(actual.kind, ""))
    yield f"Số liệu: {f'{qualifier} {shown}'.strip()} ({', '.join(part for part in about if part)})."
    if qualifier:
        yield f"Báo cáo ghi “{qualifier}”; so sánh theo đúng con số được ghi."
    if actual.kind == "estimate":
        yield "Đây là số ước, kết luận có thể đổi khi có số chính thức."


def _target(verdict: "Verdict") -> Iterator[str]:
    case, target = verdict.case, verdict.case.target
    if target is None:
        return
    value = _measure(verdict, measures.goal(case) if measures.is_numeric(case) else target.value)
    high = _measure(verdict, target.value_high)
    if target.comparator == Comparator.BETWEEN:
        value = _number(verdict, target.value)
    words = COMPARATORS[target.comparator].format(value=value, high=high).strip()
    if target.kind == TargetKind.AVERAGE_OVER_HORIZON:
        words = f"bình quân {words}"
    due = measures.due_on(case)
    when = f"đến hết ngày {_day(due)}" if due else "văn bản không nêu thời hạn"
    document = f" theo {target.document_code}" if target.document_code else ""
    yield f"Mục tiêu: {words}{document}, {when}."


def _path(verdict: "Verdict") -> Iterator[str]:
    case, tolerance = verdict.case, write_number(verdict.case.tolerance_percent)
    if case.baseline:
        yield f"Mức gốc: {_measure(verdict, case.baseline[0])} (ngày {_day(case.baseline[1])})."
    if verdict.expected is None or verdict.reason not in JUDGED_BY_PATH:
        return
    if case.target.comparator == Comparator.MAINTAIN:
        yield f"Mức phải giữ: {_measure(verdict, verdict.expected)}, được chênh {tolerance} %."
        return
    by = "mục tiêu từng năm" if case.path else "đường thẳng từ mức gốc đến mục tiêu"
    yield (
        f"Mức phải đạt ngày {_day(measures.reached_on(case))} theo {by}: {_measure(verdict, verdict.expected)}; "
        f"mức chậm cho phép: {tolerance} % quãng đường từ mức gốc đến mục tiêu."
    )


def _measures(verdict: "Verdict") -> Iterator[str]:
    case = verdict.case
    actual = case.actual.value if case.actual else None
    if verdict.gap is not None:
        gap = f"{_number(verdict, verdict.gap)} {verdict.gap_unit}".strip()
        yield f"Chênh lệch = thực hiện − mục tiêu = {gap}."
    if verdict.progress_percent is not None:
        done, start, end = (_number(verdict, value) for value in (actual, case.baseline[0], measures.goal(case)))
        yield (
            f"Tiến độ = (thực hiện − mức gốc) ÷ (mục tiêu − mức gốc) = ({done} − {start}) ÷ ({end} − {start}) "
            f"= {write_number(verdict.progress_percent, PERCENT_PLACES)} %."
        )
    if verdict.plan_percent is not None:
        done, plan = _number(verdict, actual), _number(verdict, measures.plan(case))
        percent = write_number(verdict.plan_percent, PERCENT_PLACES)
        yield f"Tỷ lệ thực hiện kế hoạch = {done} ÷ {plan} = {percent} %."
    if verdict.needed_per_year is not None:
        needed = _measure(verdict, verdict.needed_per_year)
        yield f"Mức bình quân cần đạt trong thời gian còn lại để cả giai đoạn bằng mục tiêu: {needed}."


def _source(verdict: "Verdict") -> Iterator[str]:
    actual = verdict.case.actual
    if actual and actual.reported_verdict:
        said = actual.reported_text or ("đạt mục tiêu" if actual.reported_verdict == "met" else "chưa đạt mục tiêu")
        yield f"Báo cáo của đơn vị tự đánh giá: {said}."
        good = verdict.code in (Code.EXCEEDED, Code.MET, Code.ON_TRACK)
        bad = verdict.code in (Code.BEHIND, Code.OFF_TRACK, Code.NOT_MET)
        if (good and actual.reported_verdict != "met") or (bad and actual.reported_verdict == "met"):
            yield "Kết quả so với mục tiêu khác với tự đánh giá trong báo cáo. Đề nghị đơn vị giải trình."


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _number(verdict: "Verdict", value: Decimal | None) -> str:
    """As many decimals as the number has, at most the indicator's: a target of 8,5 stays 8,5.

    A difference too small for them is written in full rather than as 0.
    """
    if value is None:
        return ""
    rounded = half_up(value, verdict.case.precision)
    if value and not rounded:
        rounded = value
    return write_number(rounded.normalize())


def _measure(verdict: "Verdict", value: Decimal | None) -> str:
    """The number with its unit."""
    return f"{_number(verdict, value)} {verdict.case.unit}".strip() if value is not None else ""
