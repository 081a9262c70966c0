"""What a judgement is given: words of the field as enumerations, and the frozen facts of one case."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.periods.rules import Span


class Comparator(StrEnum):
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    EQUAL = "equal"
    BETWEEN = "between"
    MAINTAIN = "maintain"
    DONE = "done"
    QUALITATIVE = "qualitative"


class TargetKind(StrEnum):
    AT_END = "at_end"
    AVERAGE_OVER_HORIZON = "average_over_horizon"
    YEARLY = "yearly"
    QUALITATIVE = "qualitative"
    ORIENTATION = "orientation"


class Code(StrEnum):
    """The thirteen verdicts of domain.md section 6, in the order in which a summary names them."""

    EXCEEDED = "exceeded"
    MET = "met"
    ON_TRACK = "on_track"
    REPORTED_MET = "reported_met"
    BEHIND = "behind"
    OFF_TRACK = "off_track"
    NOT_MET = "not_met"
    REPORTED_NOT_MET = "reported_not_met"
    NO_REPORT = "no_report"
    STALE = "stale"
    NO_TARGET = "no_target"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a verdict is what it is: the rule that decided, for the screen's "vì sao"."""

    COMPARATOR_HOLDS = "comparator_holds"
    COMPARATOR_FAILS = "comparator_fails"
    REACHED_FOR_GOOD = "reached_for_good"
    HOLDS_WITHOUT_DUE_DATE = "holds_without_due_date"
    DUE_DATE_UNKNOWN = "due_date_unknown"
    AVERAGE_BELOW_TO_DATE = "average_below_to_date"
    AVERAGE_ABOVE_TO_DATE = "average_above_to_date"
    REACHED_EARLY = "reached_early"
    ON_PATH = "on_path"
    BEHIND_PATH = "behind_path"
    FAR_BEHIND_PATH = "far_behind_path"
    REGRESSION = "regression"
    NOT_STARTED = "not_started"
    ONLY_END_IS_JUDGED = "only_end_is_judged"
    OTHER_PERIOD = "other_period"
    FINAL_FIGURE_MISSING = "final_figure_missing"
    OLDER_THAN_FREQUENCY = "older_than_frequency"
    REPORT_NOT_DUE = "report_not_due"
    NOT_REPORTED = "not_reported"
    NO_DATA = "no_data"
    NONE_OCCURRED = "none_occurred"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    STATED_BY_SOURCE = "stated_by_source"
    TARGET_HAS_NO_NUMBER = "target_has_no_number"
    TARGET_OF_OTHER_UNIT = "target_of_other_unit"
    NO_TARGET = "no_target"


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """What a document demands. `due_on` is the last day of its period, `value_high` the upper end of "between".

    `lasting`: what is once reached stays reached (a road built, a cumulative count), so nobody waits for `due_on`.
    `unit` is the unit that the document writes, "" where it is the indicator's own.
    """

    comparator: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    kind: str = TargetKind.AT_END
    horizon_known: bool = True
    document_code: str = ""
    lasting: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """The latest approved figure of a series; `value` None with a reason, or the reason unknown ("").

    `as_of_on` is the day it describes (the period's own where the source prints none); `reported_verdict` is what
    the source itself says of it: "met", "not_met", or nothing. An approved 0 is a figure.
    """

    value: Decimal | None = None
    missing_reason: str = ""
    as_of_on: date | None = None
    period_code: str = ""
    qualifier: str = ""
    kind: str = "official"
    reported_verdict: str | None = None
    reported_text: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How often a figure is expected ("month", "quarter", "half", "year", or not at all), and the days it may take."""

    frequency: str | None = None
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a judgement rests on except the shown day; `known` holds what measures have found of it."""

    target: TargetFacts | None
    actual: Figure | None
    baseline: tuple[Decimal, date] | None = None
    path: tuple[tuple[date, Decimal], ...] = ()
    period: Span | None = None
    report_due_on: date | None = None
    freshness: Freshness = Freshness()
    tolerance_percent: Decimal = Decimal(10)
    direction: str = "none"
    final_day: date | None = None
    unit: str = ""
    precision: int = 2
    known: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
