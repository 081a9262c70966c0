"""The earlier periods behind a sum of a report's cells, looked up; what adds up is `rules.cumulative`'s to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.models import Entry, FormIndicator, Observation, Series
from indicators.rules.cumulative import Earlier, Told, earlier, earlier_codes
from portal.periods.models import Period
from portal.periods.rules import UnknownPeriod, parse
from portal.workflow.models import Submission

Items = Mapping[int, FormIndicator]


def items_of(submission: Submission) -> dict[int, FormIndicator]:
    """The form's items by indicator; none of the form that holds everything. One query, or none."""
    form = submission.form
    return {} if form.is_default else FormIndicator.objects.of_form(form).by_indicator()


def sums_before(submission: Submission, series: Iterable[Series], items: Items) -> dict[int, Earlier]:
    """What stands before the report's period in the sums of its cells, by series. Three queries, or none.

    A figure in force counts, else the one on its way, which is named as not approved. A cell whose sum makes no
    sense in this kind of period is left out.
    """
    codes = _codes(submission, series, items)
    every = {code for found in codes.values() for code in found}
    if not every:
        return {key: earlier((), {}) for key in codes}
    periods = dict(Period.objects.with_codes(every).values_list("pk", "code"))
    told: dict[int, dict[str, Told]] = {key: {} for key in codes}
    for entry in Entry.objects.pending().at_keys(codes, periods):
        told[entry.series_id][periods[entry.period_id]] = _told(entry, is_provisional=True)
    for figure in Observation.objects.in_force().at_keys(codes, periods):
        told[figure.series_id][periods[figure.period_id]] = _told(figure, is_provisional=False)
    return {key: earlier(found, told[key]) for key, found in codes.items()}


def _codes(submission: Submission, series: Iterable[Series], items: Items) -> dict[int, tuple[str, ...]]:
    found = {}
    for one in series:
        item = items.get(one.indicator_id)
        if item is None or not item.cumulative:
            continue
        try:
            year = parse(submission.period.code).starts_on.year
        except UnknownPeriod:
            continue
        since = (submission.form.term_from or year) if item.cumulative == FormIndicator.Cumulative.TERM else year
        codes = earlier_codes(submission.period.code, since)
        if codes is not None:
            found[one.pk] = codes
    return found


def _told(figure: Any, *, is_provisional: bool) -> Told:
    return Told(figure.value, figure.missing_reason, is_provisional and figure.value is not None)
