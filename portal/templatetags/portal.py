"""How templates write numbers, dates, periods and verdicts; a builtin of every template."""

import datetime as dt
import secrets
from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.periods import rules as periods
from portal.vietnamese.dates import write_date, write_date_padded
from portal.vietnamese.numbers import write_number, write_percent

register = template.Library()

MISSING = "–"
LOOKS = frozenset({"exceeded", "met", "behind", "missed", "missing", "plain"})


class Verdict(Protocol):
    """What a badge needs to know; ``look`` is one of LOOKS."""

    code: str
    symbol: str
    word: str
    look: str


@register.filter
def figure(value: Decimal | int | None, places: int | None = None) -> str:
    """12411.986 → "12.411,986"; nothing → "–", never 0."""
    return MISSING if value is None else write_number(value, places)


@register.filter
def percent(value: Decimal | int | None, places: int | None = None) -> str:
    """91.37 → "91,37%", without a space, as offices write it."""
    return MISSING if value is None else write_percent(value, places)


@register.filter
def vndate(day: dt.date | None) -> str:
    """A day in running text: 19/8/2021."""
    return MISSING if day is None else write_date(day)


@register.filter
def vndate_padded(day: dt.date | None) -> str:
    """A day in a table, where days stand below each other: 19/08/2021."""
    return MISSING if day is None else write_date_padded(day)


@register.filter
def vndatetime(moment: dt.datetime | None) -> str:
    """An instant on the clock of the portal: 14:05 22/11/2026."""
    if moment is None:
        return MISSING
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {write_date(local.date())}"


@register.filter
def period_label(code: str | None) -> str:
    """2023-Q3 → "Quý III/2023"."""
    return periods.label(code) if code else MISSING


@register.filter
def code_nbsp(code: str | None) -> str:
    """A document's number that no line end breaks; plain characters inside, so that it can be found and copied."""
    return format_html('<span class="nowrap">{}</span>', code) if code else MISSING


@register.simple_tag
def verdict_chip(verdict: Verdict | None) -> str:
    """The verdict in a list or a card: light tint, dark text, symbol and word."""
    if verdict is None:
        return ""
    return format_html(
        '<span class="chip look-{}"><b aria-hidden="true">{}</b> {}</span>',
        _look(verdict),
        verdict.symbol,
        verdict.word,
    )


@register.simple_tag
def verdict_cell(verdict: Verdict, text: str = "", url: str = "") -> SafeString:
    """The verdict as a cell of a matrix: full colour, symbol, the figure, and the word for those who only hear it."""
    inside = format_html(
        '<b aria-hidden="true">{}</b> {}<span class="visually-hidden"> {}</span>', verdict.symbol, text, verdict.word
    )
    held = format_html('<a href="{}">{}</a>', url, inside) if url else format_html("<span>{}</span>", inside)
    return format_html('<td class="cell look-{}">{}</td>', _look(verdict), held)


@register.simple_tag
def once() -> SafeString:
    """The hidden token of a form that must have one effect, however often it is sent (portal.workflow.receipts)."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_hex(16))


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """A box in which a wide table scrolls, so that the page never does; it takes the focus, hence needs a name."""
    return format_html('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content)


@register.filter
def add_class(field: BoundField, name: str) -> SafeString:
    """The input of the field with one more CSS class."""
    kept = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{kept} {name}".strip()})


@register.filter
def error_count(form: BaseForm) -> int:
    """How many things the person has to mend, over all fields."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def elided_pages(page: Page) -> Iterator[int | str]:
    """The page numbers worth offering, with an ellipsis for the rest."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


def _look(verdict: Verdict) -> str:
    return verdict.look if verdict.look in LOOKS else "plain"
