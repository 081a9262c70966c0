"""How the figures of a series came to be what they are: corrections, and the chain from estimate to official figure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from indicators.definitions import Versions, on_day
from indicators.models import Observation, Series
from indicators.rules.words import FIGURE_KINDS
from indicators.shown import ShownFigure, shown_figure
from portal.accounts.models import User
from portal.history.models import Via

CHANGING = (("number", "số liệu"), ("parts", "tử số/mẫu số"), ("missing", "lý do chưa có số liệu"))


@dataclass(frozen=True)
class ChangedField:
    """A text before and after a correction."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """One change of a figure: when, by whom, of which period, what, why and through which door."""

    at: datetime
    by: str
    summary: str
    changes: tuple[ChangedField, ...]
    reason: str
    via: str


@dataclass(frozen=True)
class Stage:
    """A figure of one kind before it was replaced: "số ước thực hiện", the figure, the day, who approved it."""

    kind: str
    text: str
    day: date
    by: str


@dataclass(frozen=True)
class Past:
    """What the row history tells of the figures: corrections, latest first, and stages by figure, earliest first.

    A figure that always was of one kind has no stages.
    """

    corrections: tuple[Correction, ...] = ()
    stages: Mapping[int, tuple[Stage, ...]] | None = None

    def of(self, observation: Observation) -> tuple[Stage, ...]:
        """The chain of one figure."""
        return (self.stages or {}).get(observation.pk, ())


def past_of(series: Series, observations: Sequence[Observation], versions: Versions) -> Past:
    """Every change after the first writing of each figure. Two queries, none where nothing changed."""
    if all(_is_untouched(one) for one in observations):
        return Past()
    history = list(Observation.history.model.objects.filter(series_id=series.pk).order_by("history_id"))
    changed = [(before, after) for before, after in _pairs(history) if before]
    asked = {pk for row in history for pk in (row.history_user_id, row.approved_by_id) if pk}
    people = User.objects.in_bulk(asked)
    periods = {one.pk: str(one.period) for one in observations}

    def shown(row: Any) -> ShownFigure:
        return shown_figure(row, on_day(series.indicator, versions, row.as_of_on))

    found = [_correction(before, after, shown, people, periods) for before, after in changed]
    stages: dict[int, list[Any]] = {}
    for row in history:
        held = stages.setdefault(row.id, [])
        if held and held[-1].quality == row.quality:
            held[-1] = row  # the last figure of a kind is the one that was replaced
        else:
            held.append(row)
    return Past(
        corrections=tuple(one for one in reversed(found) if one.changes or one.reason),
        stages={
            pk: tuple(_stage(row, shown(row), people) for row in rows) for pk, rows in stages.items() if len(rows) > 1
        },
    )


def _stage(row: Any, figure: ShownFigure, people: Mapping[int, User]) -> Stage:
    day = timezone.localdate(row.approved_at) if row.approved_at else row.known_on
    by = str(people.get(row.approved_by_id) or "")
    return Stage(FIGURE_KINDS.get(row.quality, row.quality), figure.text, day, by)


def _is_untouched(observation: Observation) -> bool:
    return observation.version == 1 and observation.status == Observation.Status.IN_FORCE


def _pairs(history: Iterable[Any]) -> Iterable[tuple[Any | None, Any]]:
    last: dict[int, Any] = {}
    for row in history:
        yield last.get(row.id), row
        last[row.id] = row


def _correction(
    before: Any, after: Any, shown: Callable[[Any], ShownFigure], people: Mapping[int, User], periods: Mapping[int, str]
) -> Correction:
    old, new = shown(before), shown(after)
    person = people.get(after.history_user_id)
    is_withdrawn = after.status == Observation.Status.WITHDRAWN
    return Correction(
        at=after.history_date,
        by=str(person or ""),
        summary=f"{'Rút' if is_withdrawn else 'Sửa'} số liệu {periods.get(after.id, '')}".strip(),
        changes=tuple(_changes(before, after, old, new)),
        reason=after.reason or after.history_change_reason or "",
        via=str(Via(after.via).label) if after.via in Via.values else after.via,
    )


def _changes(before: Any, after: Any, old: ShownFigure, new: ShownFigure) -> Iterable[ChangedField]:
    for name, label in CHANGING:
        if getattr(old, name) != getattr(new, name):
            yield ChangedField(label, getattr(old, name), getattr(new, name))
    if before.quality != after.quality:
        yield ChangedField("loại số liệu", *(FIGURE_KINDS.get(row.quality, "") for row in (before, after)))
