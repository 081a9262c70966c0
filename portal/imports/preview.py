"""What the preview of a batch shows: its tabs, and one page of rows or messages at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator

from indicators.models import Figure, Indicator
from indicators.rules import ratio
from indicators.sheets import COMPARED
from portal.imports.catalogue import kind_of
from portal.imports.models import ImportBatch
from portal.imports.payload import PreviewRow, preview_rows, unpacked
from portal.imports.places import spans
from portal.periods.models import Period
from portal.periods.rules import label
from portal.units.models import AdminUnit
from portal.vietnamese.numbers import half_up, write_number, write_percent

PER_PAGE = 100
FAULTS, WARNINGS = "loi", "canh-bao"
STATUSES = {"moi": "new", "sua": "changed", "khong-doi": "unchanged"}
NAMES = {
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "value": "Giá trị",
    "as_reported": "Theo báo cáo",
    "quality": "Loại số liệu",
    "missing_reason": "Lý do chưa có số liệu",
}
WORDS = {"quality": dict(Figure.Quality.choices), "missing_reason": dict(Figure.Missing.choices)}


@dataclass(frozen=True)
class Tab:
    """A tab of the preview: its word in the address, its name and how many lines stand behind it."""

    word: str
    name: str
    count: int


@dataclass(frozen=True)
class Part:
    """One number or word of a figure; `before` where it changes, "" where there was none."""

    name: str
    now: str
    before: str | None = None


@dataclass(frozen=True)
class ShownRow:
    """A row of the file as the portal understood it."""

    number: int
    unit: str
    indicator: str
    measure: str
    period: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ShownRecord:
    """A row of a sheet of records: what names it, and what it says or changes."""

    number: int
    name: str
    parts: tuple[Part, ...]


def tabs(batch: ImportBatch) -> tuple[Tab, ...]:
    """All tabs, in the order people ask: what is wrong, what will be written, what stays."""
    return (
        Tab(FAULTS, "Lỗi", len(batch.faults)),
        Tab("moi", "Mới", batch.new),
        Tab("sua", "Sửa", batch.changed),
        Tab("khong-doi", "Không đổi", batch.unchanged),
        Tab(WARNINGS, "Cảnh báo", len(batch.warnings)),
    )


def chosen(word: str, offered: Sequence[Tab]) -> str:
    """The tab in the address, else the first that holds something."""
    if word in {tab.word for tab in offered}:
        return word
    return next((tab.word for tab in offered if tab.count), offered[0].word)


def skipped_in_words(batch: ImportBatch) -> list[tuple[str, str]]:
    """Each reason for leaving rows out, with the rows: ("dòng trống", "3–5, 9")."""
    rows: dict[str, list[int]] = {}
    for one in batch.skipped:
        rows.setdefault(one["reason"], []).append(one["row"])
    return [(reason, spans(numbers)) for reason, numbers in rows.items()]


def page_of(batch: ImportBatch, word: str, number: str) -> Page:
    """One page of a tab: messages as they were kept, rows as ShownRow. At most three queries."""
    if word in STATUSES:
        found = Paginator(preview_rows(batch.payload, STATUSES[word]), PER_PAGE).get_page(number)
        rows = [unpacked(row) for row in found.object_list]
        found.object_list = list(_shown(rows) if kind_of(batch.kind).holds_figures else _records(rows, batch))
        return found
    return Paginator(batch.faults if word == FAULTS else batch.warnings, PER_PAGE).get_page(number)


def _records(rows: Sequence[PreviewRow], batch: ImportBatch) -> Iterator[ShownRecord]:
    """Records as their sheet writes them; of a changed one only what changes."""
    headers = [column.column_name for column in kind_of(batch.kind).columns.values()]
    for row in rows:
        old = row.before or [None] * len(row.now)
        first, *rest = zip(headers, row.now, old, strict=True)
        parts = tuple(
            Part(header, now or "–", before if before is None else before or "–")
            for header, now, before in ((first, *rest) if row.before else rest)
            if now != before and (now or before)
        )
        yield ShownRecord(row.number, row.now[0] or row.now[1], parts)


def _shown(rows: Sequence[PreviewRow]) -> Iterator[ShownRow]:
    units = AdminUnit.objects.in_bulk({row.unit_id for row in rows})
    indicators = Indicator.objects.in_bulk({row.indicator_id for row in rows})
    periods = Period.objects.in_bulk({row.period_code for row in rows}, field_name="code")
    for row in rows:
        indicator = indicators[row.indicator_id]
        yield ShownRow(
            row.number,
            units[row.unit_id].titled,
            indicator.name,
            indicator.unit_of_measure,
            periods[row.period_code].short if row.period_code in periods else label(row.period_code),
            tuple(_parts(row, indicator)),
        )


def _parts(row: PreviewRow, indicator: Indicator) -> Iterator[Part]:
    """Of a changed row only what changes, of others all that stands there; a ratio is computed beside its parts."""
    before = row.before or [None] * len(COMPARED)
    for name, now, old in zip(COMPARED, row.now, before, strict=True):
        if row.before is not None:
            if now != old and not (name == "as_reported" and now is None):
                yield Part(NAMES[name], _word(name, now) or "–", _word(name, old) or "–")
        elif now not in (None, "") and not (name == "quality" and now == Figure.Quality.OFFICIAL):
            yield Part(NAMES[name], _word(name, now))
    computed = _ratio(row.now, indicator)
    if computed:
        old = _ratio(before, indicator)
        yield Part("Tính ra", computed, old if old and old != computed else None)


def _word(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    # the columns keep four decimals, people wrote fewer; adding 0 turns 5E+4 back into 50000
    return WORDS[name].get(value, value) if name in WORDS else write_number(value.normalize() + 0)


def _ratio(figure: Sequence[Any], indicator: Indicator) -> str:
    numerator, denominator = figure[:2]
    found: Decimal | None = ratio(numerator, denominator, percent=indicator.is_percent)
    if found is None:
        return ""
    rounded = half_up(found, indicator.precision)
    return write_percent(rounded) if indicator.is_percent else write_number(rounded)
