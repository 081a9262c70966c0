"""The judgement: facts of one series and a shown day in, a verdict with its reason out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.rules import explanations, measures, words
from indicators.rules.facts import Case, Code, Comparator, Figure, Freshness, Reason, TargetFacts, TargetKind
from indicators.rules.figures import difference_unit, ratio
from portal.periods.rules import Span

Judgement = tuple[Code, Reason]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict and the facts it was judged from, so that every badge can say why; its numbers are found when asked.

    `recheck_on` is the first later day on which code, reason or word changes without anything being written.
    """

    code: Code
    reason: Reason
    recheck_on: date | None
    case: Case
    on: date

    @property
    def _measured(self) -> Decimal | None:
        """The figure where it may be held against the target."""
        case = self.case
        measured = _has_number(case) and measures.is_numeric(case) and self.reason is not Reason.OTHER_PERIOD
        return case.actual.value if measured else None

    @property
    def gap(self) -> Decimal | None:
        """Actual − target, in `gap_unit`."""
        return None if self._measured is None else measures.gap(self.case, self._measured)

    @property
    def gap_unit(self) -> str:
        """The unit of the gap: percentages differ by percentage points."""
        return difference_unit(self.case.unit)

    @property
    def progress_percent(self) -> Decimal | None:
        """How much of the way from the baseline to the target is done."""
        return None if self._measured is None else measures.progress_percent(self.case, self._measured)

    @property
    def plan_percent(self) -> Decimal | None:
        """The figure as a share of the plan."""
        return ratio(self._measured, measures.plan(self.case), percent=True) if self._measured is not None else None

    @property
    def expected(self) -> Decimal | None:
        """What the path asks for on the figure's day."""
        return None if self._measured is None else measures.expected(self.case)

    @property
    def needed_per_year(self) -> Decimal | None:
        """What the remaining years would have to bring on average."""
        return None if self._measured is None else measures.needed_per_year(self.case, self._measured)

    @property
    def symbol(self) -> str:
        """The sign that tells the verdict where colour does not."""
        return words.WORDS[self.code][0]

    @property
    def word(self) -> str:
        """The verdict in Vietnamese, as seen on the shown day."""
        return explanations.word(self)

    @property
    def look(self) -> str:
        """The suffix of its CSS class."""
        return words.looks(self.code)

    @property
    def explanation(self) -> tuple[str, ...]:
        """The lines behind "vì sao": figures, dates, formulas and the rule that decided."""
        return explanations.explain(self)


def assess(
    *,
    target: TargetFacts | None,
    actual: Figure | None,
    on: date,
    baseline: tuple[Decimal, date] | None = None,
    path: tuple[tuple[date, Decimal], ...] = (),
    period: Span | None = None,
    report_due_on: date | None = None,
    freshness: Freshness | None = None,
    tolerance_percent: Decimal | int = 10,
    direction: str = "none",
    final_day: date | None = None,
    unit: str = "",
    precision: int = 2,
) -> Verdict:
    """Judge the latest figure of a series against the target in force, as seen at the end of day `on`.

    `baseline` is a value and its day; `path` the yearly targets as (day, value); `period` and `report_due_on` the
    report that is asked for when there is no figure yet; `final_day` the last day of the document's term: only after
    it a failure is "Không đạt". `tolerance_percent` is a share of the way from baseline to target.
    """
    case = Case(
        target, actual, baseline, tuple(path), period, report_due_on, freshness or Freshness(),
        Decimal(tolerance_percent), direction, final_day, unit, precision,
    )  # fmt: skip
    return _verdict(case, on)


def _verdict(case: Case, on: date) -> Verdict:
    code, reason = _judge(case, on)
    return Verdict(code, reason, _recheck_on(case, on, _seen(case, on, code, reason)), case, on)


def _recheck_on(case: Case, on: date, now: tuple[Code, Reason, bool]) -> date | None:
    """Between these days nothing can change by itself, so the first that looks different is the answer."""
    target = case.target
    days = {
        target and target.starts_on,
        measures.day_after(measures.due_on(case)),
        measures.stale_on(case) if case.actual else None,
        measures.day_after(case.report_due_on),
        measures.day_after(case.period and case.period.ends_on),
        measures.day_after(case.final_day),
    }
    ahead = sorted(day for day in days if day and day > on)
    return next((day for day in ahead if _seen(case, day, *_judge(case, day)) != now), None)


def _seen(case: Case, on: date, code: Code, reason: Reason) -> tuple[Code, Reason, bool]:
    return code, reason, reason is Reason.COMPARATOR_FAILS and measures.term_is_over(case, on)


def _judge(case: Case, on: date) -> Judgement:
    for rule in _RULES:
        if finding := rule(case, on):
            return finding
    raise AssertionError("the last rule always has something to say")


def _has_number(case: Case) -> bool:
    return case.actual is not None and case.actual.value is not None


def _not_applicable(case: Case, on: date) -> Judgement | None:
    if case.actual and case.actual.missing_reason == "not_applicable":
        return Code.NOT_APPLICABLE, Reason.NOT_APPLICABLE
    return None


def _without_figure(case: Case, on: date) -> Judgement | None:
    """Never green and never 0, whatever the reason.

    "Không phát sinh" is an answer but no figure: read as 0 it would praise a target "at most" and blame one "at least"
    for a thing that did not come up. Once due it stands under no_report with its own reason and word.
    """
    actual = case.actual
    if _has_number(case) or _is_stated(case):
        return None
    known = (Reason.NO_DATA, Reason.NONE_OCCURRED, Reason.NOT_COLLECTED)
    reason = next((reason for reason in known if actual and actual.missing_reason == reason), None)
    due = case.report_due_on or (case.period and case.period.ends_on) or measures.due_on(case)
    if due and on <= due:
        return Code.NOT_DUE, reason or Reason.REPORT_NOT_DUE
    return Code.NO_REPORT, reason or Reason.NOT_REPORTED


def _final(case: Case, on: date) -> Judgement | None:
    """The verdicts that no later day changes: the period is over and its figure is there, or it is reached for good."""
    if not (_has_number(case) and measures.is_numeric(case)):
        return None
    value = case.actual.value
    lasting = case.target.lasting or case.target.comparator == Comparator.DONE
    if lasting and measures.holds(case, value) and measures.belongs(case):
        return _reached(case), Reason.REACHED_FOR_GOOD
    if not (_has_ended(case, on) and measures.covers_end(case)):
        return None
    if measures.holds(case, value):
        return _reached(case), Reason.COMPARATOR_HOLDS
    return Code.NOT_MET, Reason.COMPARATOR_FAILS


def _reached(case: Case) -> Code:
    return Code.EXCEEDED if measures.exceeds(case, case.actual.value) else Code.MET


def _has_ended(case: Case, on: date) -> bool:
    due = measures.due_on(case)
    return due is not None and on > due


def _stale(case: Case, on: date) -> Judgement | None:
    limit = measures.stale_on(case)
    return (Code.STALE, Reason.OLDER_THAN_FREQUENCY) if limit and on >= limit else None


def _stated(case: Case, on: date) -> Judgement | None:
    """Where there is no number to hold the figure against, the source's own word is passed on, as its word."""
    if not _is_stated(case):
        return None
    met = case.actual.reported_verdict == "met"
    return (Code.REPORTED_MET if met else Code.REPORTED_NOT_MET), Reason.STATED_BY_SOURCE


def _is_stated(case: Case) -> bool:
    actual = case.actual
    stated = actual is not None and bool(actual.reported_verdict) and not actual.missing_reason
    return stated and not measures.is_numeric(case)


def _without_target(case: Case, on: date) -> Judgement | None:
    if measures.is_numeric(case):
        return None
    if measures.of_other_unit(case):
        return Code.NO_TARGET, Reason.TARGET_OF_OTHER_UNIT
    return Code.NO_TARGET, Reason.TARGET_HAS_NO_NUMBER if case.target else Reason.NO_TARGET


def _final_figure_missing(case: Case, on: date) -> Judgement | None:
    """An earlier figure says nothing about the end: neither green nor red until the last one is in."""
    return (Code.NO_REPORT, Reason.FINAL_FIGURE_MISSING) if _has_ended(case, on) else None


def _not_started(case: Case, on: date) -> Judgement | None:
    if case.target.starts_on and on < case.target.starts_on:
        return Code.NOT_DUE, Reason.NOT_STARTED
    return None if measures.belongs(case) else (Code.NOT_DUE, Reason.OTHER_PERIOD)


def _average(case: Case, on: date) -> Judgement | None:
    """An average over a horizon is compared with the average to date, also before the end and without a known end."""
    if case.target.kind != TargetKind.AVERAGE_OVER_HORIZON:
        return None
    value, holds = case.actual.value, measures.holds(case, case.actual.value)
    distance = measures.gap(case, value) or Decimal(0)
    below = distance < 0 or (distance == 0 and holds == (measures.sense(case) < 0))
    side = Reason.AVERAGE_BELOW_TO_DATE if below else Reason.AVERAGE_ABOVE_TO_DATE
    return (Code.ON_TRACK if holds else Code.NOT_MET), side


def _without_due_date(case: Case, on: date) -> Judgement | None:
    """Without a day to wait for, reached is reached; not reached cannot be late, but worse is worse."""
    if measures.due_on(case) or case.path:
        return None
    if measures.holds(case, case.actual.value):
        return _reached(case), Reason.HOLDS_WITHOUT_DUE_DATE
    if measures.regresses(case, case.actual.value):
        return Code.OFF_TRACK, Reason.REGRESSION
    return Code.NOT_DUE, Reason.DUE_DATE_UNKNOWN


def _on_the_way(case: Case, on: date) -> Judgement:
    value, wanted = case.actual.value, measures.expected(case)
    if wanted is None:
        return Code.NOT_DUE, Reason.ONLY_END_IS_JUDGED
    if measures.holds(case, value):
        return Code.ON_TRACK, Reason.REACHED_EARLY
    if measures.regresses(case, value):
        return Code.OFF_TRACK, Reason.REGRESSION
    missing = measures.shortfall(case, value, wanted)
    if missing <= 0:
        return Code.ON_TRACK, Reason.ON_PATH
    if missing * 100 <= measures.distance(case) * case.tolerance_percent:
        return Code.BEHIND, Reason.BEHIND_PATH
    return Code.OFF_TRACK, Reason.FAR_BEHIND_PATH


# The first rule that has something to say decides.
_RULES: tuple[Callable[[Case, date], Judgement | None], ...] = (
    _not_applicable,
    _without_figure,
    _final,
    _stale,
    _stated,
    _without_target,
    _final_figure_missing,
    _not_started,
    _average,
    _without_due_date,
    _on_the_way,
)
