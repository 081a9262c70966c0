"""What stands in the way of a cell or of a whole report, with the figures around it looked up."""

from collections.abc import Iterable
from typing import Any

from indicators.cumulative import Items, items_of
from indicators.models import Entry, FormIndicator, Indicator, Observation, Series
from indicators.refusals import Refused, RowFault
from indicators.rules import EntryFigures, entry_errors, plausibility_warnings, ratio
from indicators.rules.cumulative import fall, outside_limits
from indicators.rules.redefining import break_between
from portal.vietnamese.dates import write_date
from portal.workflow.models import Submission

# Growth and differences may fall below zero; counts, levels and shares may not.
MAY_BE_NEGATIVE = frozenset({Indicator.Kind.RATE})


def refuse_closed_period(submission: Submission) -> None:
    """Raises Refused: in a closed period nothing is entered, handed in or decided, but for a reopened report."""
    if not submission.is_open:
        raise Refused(f"Kỳ “{submission.period}” đã khóa, không nhận thêm số liệu. Cần sửa thì đề nghị mở lại kỳ.")


def refuse_lapsed(submission: Submission) -> None:
    """Raises Refused: what was reopened until a day is written and handed in until the end of that day."""
    if submission.is_lapsed:
        day = write_date(submission.reopened_until)
        raise Refused(f"Báo cáo được mở lại đến hết ngày {day}, nay đã quá hạn nên khóa trở lại. Cần sửa thì mở lại.")


def entry_faults(change: Any, series: Series, item: FormIndicator | None = None) -> Iterable[RowFault]:
    """What is wrong with one cell whatever stood there before; `item` is its place on the form, with its limits."""
    indicator = series.indicator
    may_fall = indicator.kind in MAY_BE_NEGATIVE or bool(indicator.compares_id)
    is_sum_corrected = item is not None and bool(item.cumulative)  # downwards, with a reason when it is handed in
    has_figure = change.numerator is not None or change.denominator is not None or change.value is not None
    if change.missing_reason and has_figure:
        message = "Đã nhập số liệu thì không chọn lý do chưa có số liệu. Xóa số hoặc bỏ lý do."
        yield RowFault(series.pk, "reason", "figure_and_reason", message)
    for found in entry_errors(
        indicator.is_part_of_whole,
        change.numerator,
        change.denominator,
        change.value,
        may_be_negative=may_fall or is_sum_corrected,
    ):
        yield RowFault(series.pk, found.field, found.code, found.message)
    if item is not None:
        figure = change.value if change.value is not None else _ratio_of(change, indicator)
        for found in outside_limits(figure, item.minimum, item.maximum, indicator.unit_of_measure):
            yield RowFault(series.pk, found.field, found.code, found.message)


def _ratio_of(change: Any, indicator: Indicator) -> Any:
    return ratio(change.numerator, change.denominator, percent=indicator.is_percent)


def asked_series(submission: Submission, items: Items | None = None) -> list[Series]:
    """The series that the report asks for, in the form's order. Two queries, one where the items are given."""
    if submission.form.is_default:
        return list(Series.objects.of_unit(submission.unit).entered().for_entry())
    asked = items_of(submission) if items is None else items
    order = {indicator: position for position, indicator in enumerate(asked)}
    found = Series.objects.of_unit(submission.unit).of_indicators(order).for_entry()
    return sorted(found, key=lambda series: order[series.indicator_id])


def received_series(submission: Submission, agency_id: int) -> set[int]:
    """Series of the report whose indicator the agency receives. Two queries."""
    return {one.pk for one in asked_series(submission) if one.indicator.source_agency_id == agency_id}


def submission_faults(submission: Submission) -> list[RowFault]:
    """Cells that keep the report from being handed in: without figure or reason, or odd without an explanation."""
    items = items_of(submission)
    series = asked_series(submission, items)
    ids, periods = [row.pk for row in series], [submission.period_id]
    entries = {row.series_id: row for row in Entry.objects.of_submission(submission)}
    current = {row.series_id: row for row in Observation.objects.in_force().at_keys(ids, periods)}
    previous = Observation.objects.before(ids, submission.period)
    # a span reported as of this report's own day (2021–2023, to 30/8/2023) is not asked for a second time
    answered = Observation.objects.as_of(ids, submission.period)
    return [
        fault
        for row in series
        for fault in readiness(
            row,
            entries.get(row.pk),
            current.get(row.pk),
            previous.get(row.pk),
            is_answered=row.pk in answered,
            item=items.get(row.indicator_id),
        )  # fmt: skip
    ]


def readiness(
    series: Series, entry: Entry | None, current: Observation | None, previous: Observation | None, *,
    is_answered: bool, item: FormIndicator | None = None,
) -> Iterable[RowFault]:  # fmt: skip
    """What keeps one cell from being handed in, from the rows around it. No query."""
    if entry is None or _is_empty(entry):
        if current is None and not is_answered and (item is None or item.is_required):
            yield RowFault(series.pk, "value", "missing", "Chưa có số liệu. Nhập số hoặc chọn lý do chưa có số liệu.")
        return
    if entry.reason.strip():
        return
    if current is not None:
        yield RowFault(series.pk, "note", "correction_without_reason", "Số đã duyệt bị thay đổi. Ghi rõ lý do sửa.")
        return
    for found in warnings_of(series, entry, previous, item):
        yield RowFault(series.pk, "note", found.code, found.message)


def _is_empty(entry: Entry) -> bool:
    return entry.numerator is None and entry.value is None and not entry.missing_reason


def is_broken(series: Series, previous: Observation, entry: Any) -> bool:
    """Whether the definition changed between the two figures. No query where it never did."""
    since = series.indicator.defined_from
    if since is None:
        return False
    day = getattr(entry, "as_of_on", None) or entry.period.as_of_on
    return break_between(since, previous.as_of_on, day) is not None


def figures_of(row: Any) -> EntryFigures:
    """The three numbers of a row."""
    return EntryFigures(row.numerator, row.denominator, row.value)


def warnings_of(
    series: Series, entry: Any, previous: Observation | None, item: FormIndicator | None = None
) -> Iterable[Any]:
    """What is odd about a figure beside the one before it; nothing when there is none before.

    Nor where the definition changed in between: the two figures count different things. A sum that falls is odd by
    itself.
    """
    if item is not None and item.cumulative and (falls := fall(entry.value, series.indicator.unit_of_measure)):
        return falls
    if previous is None or entry.missing_reason or is_broken(series, previous, entry):
        return ()
    return plausibility_warnings(
        figures_of(previous),
        figures_of(entry),
        unit=series.indicator.unit_of_measure,
        parts_unit=series.indicator.parts_unit,
    )
