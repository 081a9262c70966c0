"""What the pages of entering and deciding show: a report's cells, what is on its way, and what stands in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from indicators.checks import asked_series, is_broken, readiness, warnings_of
from indicators.cumulative import items_of, sums_before
from indicators.models import Entry, FormIndicator, Indicator, Observation, Series
from indicators.refusals import RowFault
from indicators.rules import difference_unit, half_up
from indicators.rules.cumulative import Earlier, missing_words
from indicators.rules.redefining import break_note
from indicators.shown import ShownFigure, decimals, shown_figure
from indicators.topics import topic_name
from portal.periods.models import Period
from portal.units.actions import UnitNotFound, resolve
from portal.vietnamese.numbers import write_number
from portal.workflow.models import ReturnedCell, Submission
from portal.workflow.rules import State


@dataclass(frozen=True)
class EntryRow:
    """One cell of a report: its series, the figure in force, the one before it, and what is on its way."""

    series: Series
    section: str
    current: Observation | None
    previous: Observation | None
    entry: Entry | None
    answered: Observation | None = None  # a figure of another period as of this report's day
    is_writable: bool = True
    returned: ReturnedCell | None = None  # given back with a reason of its own
    item: FormIndicator | None = None  # its place on a form with indicators of its own
    earlier: Earlier | None = None  # the periods before this one in its sum
    evidence: int = 0  # how many files stand beside it, where the page asks for them

    @property
    def code(self) -> str:
        """Code of the indicator; the names of the inputs begin with it."""
        return self.series.indicator.code

    @property
    def indicator(self) -> Indicator:
        """The definition."""
        return self.series.indicator

    @property
    def pending(self) -> Entry | None:
        """The entry while it is on its way; an approved one has become the figure in force."""
        is_pending = self.entry is not None and self.entry.status != Entry.Status.APPROVED
        return self.entry if is_pending and not self.is_emptied else None

    @property
    def is_emptied(self) -> bool:
        """Whether the cell was entered and emptied again."""
        row = self.entry
        return row is not None and row.numerator is None and row.value is None and not row.missing_reason

    @property
    def shows(self) -> Entry | Observation | None:
        """What the inputs start from, so that editing is correcting."""
        return self.pending or self.current

    @property
    def version(self) -> int:
        """Version of the cell that the person sees, 0 while nobody has entered anything."""
        return self.entry.version if self.entry else 0

    @property
    def enters_cumulative(self) -> bool:
        """Whether the sum is typed; what is stored is the period's own figure."""
        return self.earlier is not None and self.item is not None and self.item.enters_cumulative

    @property
    def sum_name(self) -> str:
        """What the column of the sum is called, "" where the form has none."""
        return f"Lũy kế {self.item.get_cumulative_display()}" if self.item and self.item.cumulative else ""

    @property
    def cumulative(self) -> Decimal | None:
        """The sum with the figure that the row shows; None while a period in it is missing."""
        return self.earlier.sum_with(self.shows.value) if self.earlier and self.shows else None

    @property
    def sum_text(self) -> str:
        """The sum as a page writes it, or which period keeps it from being made; "" where there is nothing to sum."""
        if self.earlier is None:
            return ""
        if self.earlier.missing:
            return missing_words(self.earlier.missing)
        if self.cumulative is None:
            return ""
        waiting = ", ".join(name.lower() for name in self.earlier.provisional)
        note = f" (gồm số chưa duyệt của {waiting})" if waiting else ""
        return f"{self.sum_name}: {with_exact(self.cumulative, self.indicator)}{note}"

    @property
    def own_text(self) -> str:
        """The period's own figure where the sum is what the input holds."""
        value = self.shows.value if self.shows else None
        return "" if value is None else f"Trong kỳ: {with_exact(value, self.indicator)}"

    @property
    def sum_before_text(self) -> str:
        """What the earlier periods add to the sum, "" where one is missing."""
        if self.earlier is None or self.earlier.missing:
            return ""
        return f"Lũy kế đến hết kỳ trước: {with_exact(self.earlier.total, self.indicator)}"

    @property
    def estimate(self) -> str:
        """The figure where it is an estimate of the whole period and the form has a column for that."""
        is_estimate = self.item and self.item.has_estimate and self.shows and self.shows.quality == "estimate"
        return self.entered.text if is_estimate and self.entered else ""

    @property
    def now(self) -> ShownFigure | None:
        """The figure in force, as a page writes it."""
        return shown_figure(self.current, self.indicator, as_typed=True) if self.current else None

    @property
    def before(self) -> ShownFigure | None:
        """The figure of the last period before, or why it does not stand beside this one."""
        if self.previous is not None and self._is_broken:
            return ShownFigure(missing=break_note(self.indicator.defined_from).capitalize())
        return shown_figure(self.previous, self.indicator, as_typed=True) if self.previous else None

    @property
    def _is_broken(self) -> bool:
        """Whether the definition changed since the figure before; the figure in force has this one's day."""
        beside = self.entry or self.current
        return bool(self.previous and beside and is_broken(self.series, self.previous, beside))

    @property
    def elsewhere(self) -> ShownFigure | None:
        """The figure of another period that answers for this one."""
        return shown_figure(self.answered, self.indicator) if self.answered and not self.current else None

    @property
    def proposed(self) -> ShownFigure | None:
        """The figure on its way."""
        return shown_figure(self.pending, self.indicator, as_typed=True) if self.pending else None

    @property
    def entered(self) -> ShownFigure | None:
        """What a printed form holds: the figure on its way, else the one in force."""
        return self.proposed or self.now

    @property
    def difference(self) -> str:
        """How far the figure on its way lies from the one in force or before: "+0,22 điểm phần trăm"."""
        new, old = _exact(self.pending, self.indicator), _exact(self.current or self.previous, self.indicator)
        if new is None or old is None or (self.current is None and self._is_broken):
            return ""
        places = max(
            self.indicator.precision, *map(self._decimals_typed, (self.pending, self.current or self.previous))
        )
        step = half_up(new, places) - half_up(old, places)
        sign = "+" if step > 0 else ""
        return f"{sign}{write_number(step)} {difference_unit(self.indicator.unit_of_measure)}"

    @staticmethod
    def _decimals_typed(figure: Any) -> int:
        """Decimals of a number that was typed; a ratio of parts has the indicator's own."""
        return decimals(figure.value) if figure.numerator is None and figure.value is not None else 0

    @property
    def anchor(self) -> str:
        """The input of the entry form that a link leads to."""
        return f"id_{self.code}-{'numerator' if self.indicator.kind == Indicator.Kind.RATIO else 'value'}"

    @property
    def oddities(self) -> tuple[Any, ...]:
        """What is odd about the figure on its way beside the period before, each with its field."""
        return () if self.pending is None else tuple(warnings_of(self.series, self.pending, self.previous, self.item))

    @property
    def warnings(self) -> tuple[str, ...]:
        """The same in words."""
        return tuple(found.message for found in self.oddities)


def with_exact(value: Decimal, indicator: Indicator) -> str:
    """A number with its unit and all decimals that it was typed with."""
    places = max(indicator.precision, decimals(value))
    unit = "" if indicator.is_percent else f"\u00a0{indicator.unit_of_measure}"
    return f"{write_number(half_up(value, places))}{indicator.unit_of_measure if indicator.is_percent else unit}"


def _exact(figure: Any, indicator: Indicator) -> Decimal | None:
    return None if figure is None else figure.computed(percent=indicator.is_percent)


def find_report(user: Any, unit_code: str, period_code: str) -> Submission | None:
    """The report at the address if the person may see it; the unit is that of the period's own day. Eight queries."""
    period = Period.objects.by_code(period_code)
    if period is None:
        return None
    try:
        unit = resolve(unit_code, on=period.as_of_on)
    except (UnitNotFound, ValueError):
        return None
    return Submission.objects.visible_to(user).for_page().at(unit, period).first()


def entry_rows(submission: Submission, user: Any) -> list[EntryRow]:
    """The cells of the report in the form's order. At most nine queries, and three for sums, whatever their number."""
    items = items_of(submission)
    series = asked_series(submission, items)
    sums = sums_before(submission, series, items)
    ids, periods = [row.pk for row in series], [submission.period_id]
    entries = {row.series_id: row for row in Entry.objects.at_keys(ids, periods)}
    current = {row.series_id: row for row in Observation.objects.in_force().at_keys(ids, periods)}
    previous = Observation.objects.before(ids, submission.period)
    answered = Observation.objects.as_of(ids, submission.period)
    # only then anybody still works with them: the clerk mends, the leader looks at what was mended
    is_returned = submission.state in (State.RETURNED, State.SUBMITTED)
    given_back = ReturnedCell.objects.of_submissions([submission.pk]) if is_returned else ()
    returned = {one.series_id: one for one in given_back}
    titles = {indicator: item.section for indicator, item in items.items()}
    return [
        EntryRow(
            series=row,
            section=titles.get(row.indicator_id) or topic_name(row.indicator.topic),
            current=current.get(row.pk),
            previous=previous.get(row.pk),
            entry=entries.get(row.pk),
            answered=answered.get(row.pk),
            returned=returned.get(row.pk),
            item=items.get(row.indicator_id),
            earlier=sums.get(row.pk),
            is_writable=not (user.agency_id and row.owner_id and row.owner_id != user.agency_id),
        )
        for row in series
    ]


def with_entries(rows: Iterable[EntryRow], submission: Submission) -> list[EntryRow]:
    """The rows with their entries as they stand after an action. One query."""
    listed = list(rows)
    found = Entry.objects.at_keys([row.series.pk for row in listed], [submission.period_id])
    entries = {entry.series_id: entry for entry in found}
    return [replace(row, entry=entries.get(row.series.pk)) for row in listed]


def in_sections(rows: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """The rows under the titles of their sections; a title that comes again later starts no second section."""
    order: dict[str, int] = {}
    listed = list(rows)
    for row in listed:
        order.setdefault(row.section, len(order))
    ranked = sorted(listed, key=lambda row: order[row.section])
    return [(title, list(group)) for title, group in groupby(ranked, key=lambda row: row.section)]


@dataclass(frozen=True)
class Proposal:
    """What a report asks to put in force, and what it leaves as it is."""

    changes: tuple[EntryRow, ...]
    kept: tuple[EntryRow, ...]

    @property
    def corrections(self) -> int:
        """How many figures in force would get another value."""
        return sum(row.current is not None and not row.pending.missing_reason for row in self.changes if row.pending)

    @property
    def additions(self) -> int:
        """How many cells get their first figure; a reason for a missing one is none."""
        return len(self.changes) - self.corrections - self.missing

    @property
    def missing(self) -> int:
        """How many cells give a reason instead of a figure."""
        return sum(bool(row.pending and row.pending.missing_reason) for row in self.changes)

    @property
    def warned(self) -> int:
        """How many figures look odd beside the period before."""
        return sum(bool(row.warnings) for row in self.changes)


def proposal_of(rows: Sequence[EntryRow]) -> Proposal:
    """The rows with a figure on its way, and the others."""
    return Proposal(tuple(row for row in rows if row.pending), tuple(row for row in rows if row.pending is None))


def faults_of(rows: Iterable[EntryRow], submission: Submission) -> dict[int, RowFault]:
    """What keeps the report from being handed in, by series: `checks.submission_faults` of rows already read."""
    return {
        fault.series_id: fault
        for row in rows
        for fault in readiness(
            row.series,
            row.entry if _is_on_its_way(row.entry, submission) else None,
            row.current,
            row.previous,
            is_answered=row.answered is not None,
            item=row.item,
        )
    }


def _is_on_its_way(entry: Entry | None, submission: Submission) -> bool:
    return entry is not None and entry.submission_id == submission.pk and entry.status != Entry.Status.APPROVED
