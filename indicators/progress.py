"""What stands beside a verdict: progress from the baseline, share of the plan, and the same period a year before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.models import Indicator
from indicators.rules import Verdict, comparable_price_basis, half_up, measures, same_period_change
from indicators.rules.redefining import break_between, break_note
from indicators.shown import with_unit
from portal.periods.rules import label, same_period_last_year
from portal.vietnamese.numbers import write_number

PERCENT_PLACES = 1


@dataclass(frozen=True)
class Measure:
    """A measure in words; without one, `text` says why."""

    label: str
    text: str


@dataclass(frozen=True)
class Beside:
    """The figure of another period: its code, its day, its exact value, and the indicator as it was defined then."""

    code: str
    day: date
    value: Decimal | None
    indicator: Indicator


def gap_sentence(verdict: Verdict | None, demand: str) -> str:
    """ "Thấp hơn 0,36 điểm phần trăm so với mục tiêu trên 8,5%/năm"; empty where nothing is missing or known."""
    if verdict is None or not verdict.gap:
        return ""
    side = "Thấp hơn" if verdict.gap < 0 else "Cao hơn"
    amount = write_number(half_up(abs(verdict.gap), verdict.case.precision).normalize())
    return f"{side} {amount} {verdict.gap_unit} so với mục tiêu {demand}".strip()


def measures_beside(verdict: Verdict | None, now: Beside, before: Beside | None) -> tuple[Measure, ...]:
    """The two ratios that offices compute, and progress, of the figure that was judged."""
    found = list(_of_the_target(verdict)) if verdict else []
    return (*found, Measure("So cùng kỳ năm trước", same_period(now, before)))


def _of_the_target(verdict: Verdict) -> Iterator[Measure]:
    if verdict.progress_percent is not None:
        start, end = verdict.case.baseline[0], measures.goal(verdict.case)
        ends = " đến ".join(write_number(one.normalize()) for one in (start, end))
        percent = write_number(verdict.progress_percent, PERCENT_PLACES)
        yield Measure("Tiến độ", f"{percent}% quãng đường từ {ends}")
    if verdict.expected is not None:
        wanted = write_number(half_up(verdict.expected, verdict.case.precision))
        by = "mục tiêu từng năm" if verdict.case.path else "đường thẳng từ mức gốc"
        yield Measure("Mức phải đạt theo lộ trình", f"{wanted} ({by})")
    if verdict.plan_percent is not None:
        yield Measure("So kế hoạch", f"đạt {write_number(verdict.plan_percent, PERCENT_PLACES)}% kế hoạch")


def same_period(now: Beside, before: Beside | None) -> str:
    """The figure beside that of a year before, or why they are not compared."""
    code = same_period_last_year(now.code)
    if code is None:
        return "không có cùng kỳ: số của nhiều năm hoặc của đợt báo cáo"
    if now.value is None or before is None or before.value is None:
        return f"chưa có số liệu {label(code)} để so"
    if since := break_between(now.indicator.defined_from, before.day, now.day):
        return break_note(since)
    if now.indicator.is_money and not comparable_price_basis(now.indicator.price_basis, before.indicator.price_basis):
        return price_note(now.indicator, before.indicator)
    change = same_period_change(now.value, before.value, now.indicator.unit_of_measure)
    step = half_up(change.difference, now.indicator.precision)
    difference = f"{'+' if step > 0 else ''}{write_number(step)} {change.unit}"
    then = f"{label(code)}: {with_unit(before.value, now.indicator)}"
    if now.indicator.is_percent or change.ratio_percent is None:
        return f"{difference} ({then})"
    return f"bằng {write_number(change.ratio_percent, PERCENT_PLACES)}% cùng kỳ, {difference} ({then})"


def price_note(now: Indicator, before: Indicator) -> str:
    """Why two sums of money are not compared."""
    if now.price_basis and before.price_basis:
        return f"không so: {now.price_basis} và {before.price_basis} là hai loại giá"
    return "không so: chưa rõ theo giá hiện hành hay giá so sánh"
