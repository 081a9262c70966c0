"""Lines of figures in words, as tables, cards and the terminal write them."""

from decimal import Decimal

from django.utils import timezone

from indicators.lines import Line
from indicators.rules import Comparator, TargetKind
from indicators.rules.words import COMPARATORS
from indicators.shown import shown_figure
from portal.history.models import Via
from portal.periods.rules import label
from portal.vietnamese.dates import write_date
from portal.vietnamese.numbers import half_up, write_number

NBSP = "\u00a0"
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "equal": "="}


def value_text(line: Line) -> str:
    """The figure with its unit, as the report signed it; or why there is none."""
    return shown_figure(line.figure, line.indicator).text


def parts_text(line: Line) -> str:
    """Numerator and denominator with their unit: "47,78/52,29 km"; empty without them."""
    figure = line.figure
    if figure is None or figure.numerator is None or figure.denominator is None:
        return ""
    return write_parts(figure.numerator, figure.denominator, line.indicator.parts_unit)


def write_parts(numerator: Decimal, denominator: Decimal, unit: str = "") -> str:
    """Both with as many decimals as the longer one has, as reports print them: "102,51/199,70 km"."""
    places = max(decimals(numerator), decimals(denominator))
    return f"{write_number(numerator, places)}/{write_number(denominator, places)}{NBSP}{unit}".rstrip(NBSP)


def decimals(number: Decimal) -> int:
    """How many decimals the number needs."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def target_text(line: Line) -> str:
    """What is demanded: "> 8,5 %/năm"; empty without a number."""
    if line.target is None:
        return ""
    facts = line.target.facts
    if facts.value is None:
        return COMPARATORS.get(facts.comparator, "").format(value="", high="").strip()
    measure = line.indicator.unit_of_measure
    unit = measure if measure.startswith("%") else f"{NBSP}{measure}"
    value = write_number(facts.value.normalize())
    if facts.comparator == Comparator.BETWEEN:
        return f"{value}–{write_number(facts.value_high.normalize())}{unit}"
    sign = SIGNS.get(facts.comparator)
    words = f"{sign}{NBSP}{value}{unit}" if sign else COMPARATORS[facts.comparator].format(value=f"{value}{unit}")
    return f"bình quân {words}" if facts.kind == TargetKind.AVERAGE_OVER_HORIZON else words


def gap_text(line: Line) -> str:
    """How far from the target: "Thấp hơn mục tiêu 0,36 điểm phần trăm"; empty where the verdict says it."""
    gap = line.verdict.gap
    if not gap or line.target is None:
        return ""
    side = "Thấp hơn" if gap < 0 else "Cao hơn"
    amount = write_number(half_up(abs(gap), line.indicator.precision).normalize())
    if amount in line.verdict.word:
        return ""
    return f"{side} mục tiêu {amount}{NBSP}{line.verdict.gap_unit}".strip()


def period_text(line: Line) -> str:
    """The period in a table: "Năm 2022"; a campaign by the day that its figures describe."""
    if line.figure is None:
        return ""
    name = label(line.figure.period_code)
    is_campaign = name == line.figure.period_code
    return f"đến {write_date(line.figure.as_of_on)}" if is_campaign else name


def previous_text(line: Line) -> str:
    """The figure before: "10,67% (Năm 2018)"; empty where there is none."""
    if line.previous is None or line.previous[1] is None:
        return ""
    code, value = line.previous
    measure = line.indicator.unit_of_measure
    unit = measure if measure.startswith("%") else f"{NBSP}{measure}"
    return f"{write_number(value)}{unit} ({label(code)})"


def approval_text(line: Line) -> str:
    """Who entered and who approved it and when; of a figure from a report, that it was loaded from there."""
    approval = line.approval
    if approval is None:
        return ""
    if approval.approved_at is None:
        door = Via(approval.via).label if approval.via in Via.values else approval.via
        return f"Nguồn: {door}, số liệu đến {write_date(line.figure.as_of_on)}"
    at = timezone.localtime(approval.approved_at)
    entered = f"{approval.entered_by} nhập, " if approval.entered_by else ""
    parts = parts_text(line)
    what = f"{parts} · " if parts else ""
    reason = f" · lý do sửa: {approval.reason}" if approval.reason and approval.version > 1 else ""
    return f"{what}{entered}{approval.approved_by} duyệt {at:%H:%M} {write_date(at.date())}{reason}"
