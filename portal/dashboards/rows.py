"""Lines of figures as the dashboards show them: texts, badge, notes and the link to where each comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from indicators.lines import Line
from indicators.rules import Code, looks, verdict_counts
from indicators.rules.words import WORDS
from indicators.shown import shown_figure
from indicators.topics import TOPICS, topic_name
from portal import charts
from portal.dashboards.badges import Badge, badge
from portal.dashboards.groups import GroupTotal
from portal.dashboards.remarks import Remarks
from portal.dashboards.wording import (
    approval_text,
    gap_text,
    parts_text,
    period_text,
    previous_text,
    target_text,
    value_text,
    write_parts,
)
from portal.vietnamese.numbers import write_number, write_percent


@dataclass(frozen=True)
class Row:
    """An indicator of a unit, ready to print."""

    line: Line
    url: str
    number: str
    unit: str
    parts: str
    recomputed: str
    period: str
    target: str
    gap: str
    previous: str
    approval: str
    badge: Badge
    remarks: Remarks
    kind: str = ""  # "ước", "sơ bộ"; empty for an official figure

    @property
    def name(self) -> str:
        """Name of the indicator."""
        return self.line.indicator.name

    @property
    def why(self) -> tuple[str, ...]:
        """The lines behind "vì sao", with what is to be known of the figure and who answers for it."""
        return self.line.verdict.explanation + self.remarks.notes + ((self.approval,) if self.approval else ())

    @property
    def quiet_word(self) -> str:
        """The verdict where there is nothing to colour; a column full of them needs few letters."""
        return "chưa có mục tiêu" if self.badge.code == Code.NO_TARGET else self.badge.word.lower()

    @property
    def is_judged(self) -> bool:
        """Whether there is anything to colour: a figure without a target has no verdict to shout."""
        return self.badge.look != "plain"


@dataclass(frozen=True)
class Topic:
    """Rows of one field."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class BulletRow:
    """One class of a group: bar, figures, and what is still to do."""

    row: Row
    bullet: charts.Bullet
    note: str


@dataclass(frozen=True)
class Bullets:
    """A group of indicators as bars on one scale, with the total that the system adds up."""

    title: str
    total: str
    sums: str
    note: str
    bars: tuple[BulletRow, ...]


def series_address(code: str, slug: str, query: str) -> str:
    """Where the figures of an indicator in a unit come from, on the same day."""
    return f"{reverse('indicators:series', args=[code, slug])}?{query}"


def row_of(line: Line, *, slug: str, query: str, remarks: Remarks | None = None) -> Row:
    """The line of the unit with this address. No query."""
    figure, known = shown_figure(line.figure, line.indicator), remarks or Remarks()
    recomputed = figure.recomputed or (write_percent(known.growth) if known.growth is not None else "")
    number = f"{figure.qualifier} {figure.number}".strip() if figure.number else ""
    return Row(
        line=line,
        url=series_address(line.code, slug, query),
        number=number,
        unit=line.indicator.unit_of_measure,
        parts=parts_text(line),
        recomputed=recomputed,
        period=period_text(line),
        target=target_text(line),
        gap=gap_text(line),
        previous=previous_text(line),
        approval=approval_text(line),
        badge=badge(line),
        remarks=known,
        kind=figure.kind,
    )


def rows_of(lines: Iterable[Line], *, slug: str, query: str, remarks: Mapping[int, Remarks]) -> tuple[Row, ...]:
    """Rows of the lines of one unit."""
    return tuple(row_of(line, slug=slug, query=query, remarks=remarks.get(line.series_id)) for line in lines)


def by_topic(rows: Iterable[Row]) -> tuple[Topic, ...]:
    """Rows by field, in the order in which people name the fields."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.line.indicator.topic, []).append(row)
    order = [*TOPICS, *(code for code in found if code not in TOPICS)]
    return tuple(Topic(topic_name(code), tuple(found[code])) for code in order if code in found)


def bullets_of(totals: Iterable[GroupTotal], rows: Sequence[Row]) -> tuple[Bullets, ...]:
    """Bars of the groups; the lowest class says what is left."""
    by_series = {row.line.series_id: row for row in rows}
    return tuple(_bullets(total, by_series) for total in totals)


def _bullets(total: GroupTotal, rows: Mapping[int, Row]) -> Bullets:
    lowest = min(total.lines, key=lambda line: line.computed)
    measure = total.lines[0].indicator.parts_unit
    return Bullets(
        title=total.group.name,
        total=write_percent(total.value),
        sums=write_parts(total.numerator, total.denominator, measure),
        note=total.group.note,
        bars=tuple(_bar(line, rows[line.series_id], is_lowest=line is lowest) for line in total.lines),
    )


def _bar(line: Line, row: Row, *, is_lowest: bool) -> BulletRow:
    target = line.target.facts.value if line.target else None
    notes = [f"tính lại {row.recomputed}"] if row.recomputed else []
    left = line.figure.denominator - line.figure.numerator
    if is_lowest and left > 0:
        notes.append(f"còn {write_number(left.normalize())} {line.indicator.parts_unit}".strip())
    return BulletRow(row, charts.bullet(line.computed, target), " · ".join(notes))


def counts_of(rows: Iterable[Row]) -> tuple[tuple[Badge, int], ...]:
    """How many of each verdict, best first: the unit's overall line, never a mean."""
    counted = verdict_counts(row.line.verdict.code for row in rows)
    return tuple((Badge(code, *WORDS[code], looks(code)), count) for code, count in counted.items())


def card_of(row: Row) -> dict[str, object]:
    """The row as a card for _components/card.html."""
    line = row.line
    trend = charts.sparkline(line.points) if len([point for point in line.points if point is not None]) > 1 else None
    details = [row.period, row.previous and f"trước đó {row.previous}", row.target and f"mục tiêu {row.target}"]
    is_percent = line.indicator.is_percent
    return {
        "title": line.indicator.name,
        "url": row.url,
        "value": row.number,
        "kind": row.kind,
        "unit": "" if is_percent else row.unit,
        "absent": value_text(line),
        "detail": " · ".join(part for part in details if part),
        "verdict": row.badge if row.is_judged else None,
        "sparkline": trend,
        "note": " ".join(f"{one.rstrip('.')}." for one in row.remarks.warnings),
    }
