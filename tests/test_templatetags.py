"""What people read in templates: numbers, dates, codes, verdicts."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Engine

ENGINE = Engine(builtins=["portal.templatetags.portal"])


@dataclass(frozen=True)
class Verdict:
    code: str
    symbol: str
    word: str
    look: str


BEHIND = Verdict("behind", "!", "Chậm tiến độ", "behind")


class TaskForm(forms.Form):
    title = forms.CharField(label="Tên", widget=forms.TextInput(attrs={"class": "wide"}))
    due_on = forms.DateField(label="Hạn")


def render(source: str, **context: object) -> str:
    return ENGINE.from_string(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ value|figure }}", Decimal("12411.986"), "12.411,986"),
        ("{{ value|figure }}", 84053, "84.053"),
        ("{{ value|figure:2 }}", Decimal("91.375"), "91,38"),
        ("{{ value|figure }}", None, "–"),
        ("{{ value|figure }}", Decimal(0), "0"),
        ("{{ value|percent }}", Decimal("91.37"), "91,37%"),
        ("{{ value|percent:1 }}", Decimal("38.1"), "38,1%"),
        ("{{ value|percent }}", None, "–"),
        ("{{ value|vndate }}", dt.date(2021, 8, 19), "19/8/2021"),
        ("{{ value|vndate }}", None, "–"),
        ("{{ value|vndate_padded }}", dt.date(2021, 8, 19), "19/08/2021"),
        ("{{ value|vndate_padded }}", None, "–"),
        ("{{ value|vndatetime }}", dt.datetime(2026, 11, 22, 7, 5, tzinfo=dt.UTC), "14:05 22/11/2026"),
        ("{{ value|vndatetime }}", dt.datetime(2026, 11, 22, 17, 5, tzinfo=dt.UTC), "00:05 23/11/2026"),
        ("{{ value|vndatetime }}", None, "–"),
        ("{{ value|period_label }}", "2023-Q3", "Quý III/2023"),
        ("{{ value|period_label }}", None, "–"),
        ("{{ value|code_nbsp }}", "05-NQ/TU", '<span class="nowrap">05-NQ/TU</span>'),
        ("{{ value|code_nbsp }}", "", "–"),
    ],
)
def test_figures_days_and_codes_read_as_offices_write_them(source: str, value: object, written: str) -> None:
    assert render(source, value=value) == written


def test_a_chip_shows_symbol_and_word_beside_its_colour() -> None:
    assert render("{% verdict_chip v %}", v=BEHIND) == (
        '<span class="chip look-behind"><b aria-hidden="true">!</b> Chậm tiến độ</span>'
    )
    assert render("{% verdict_chip v %}", v=None) == ""


def test_a_cell_of_the_matrix_keeps_the_word_for_those_who_only_hear_it() -> None:
    cell = render("{% verdict_cell v '51,33' '/chi-tieu/' %}", v=BEHIND)
    assert cell.startswith('<td class="cell look-behind"><a href="/chi-tieu/">')
    assert '51,33<span class="visually-hidden"> Chậm tiến độ</span>' in cell
    assert "<a " not in render("{% verdict_cell v %}", v=BEHIND)


def test_an_unknown_look_is_drawn_plain() -> None:
    strange = Verdict("x", "?", "Lạ", 'x" onclick="')
    assert 'class="chip look-plain"' in render("{% verdict_chip v %}", v=strange)


@pytest.mark.parametrize(
    "source",
    ["{% verdict_chip v %}", "{% verdict_cell v v.word v.word %}", "{{ v.word|code_nbsp }}"],
)
def test_what_people_typed_is_never_markup(source: str) -> None:
    typed = Verdict("x", "<i>", '"><script>alert(1)</script>', "met")
    assert "<script>" not in render(source, v=typed)


def test_a_wide_table_scrolls_in_a_named_box_that_takes_the_focus() -> None:
    box = render("{% scroll label=name %}<table></table>{% endscroll %}", name="Bảng <xã>")
    assert box == ('<div class="scroll" tabindex="0" role="region" aria-label="Bảng &lt;xã&gt;"><table></table></div>')


def test_what_stands_in_a_scroll_box_stays_escaped() -> None:
    assert "<script>" not in render('{% scroll label="x" %}{{ v }}{% endscroll %}', v="<script>")


def test_a_class_is_added_to_those_the_field_has() -> None:
    assert 'class="wide text"' in render("{{ form.title|add_class:'text' }}", form=TaskForm())


def test_errors_are_counted_over_all_fields() -> None:
    assert render("{{ form|error_count }}", form=TaskForm({"due_on": "31/31/2023"})) == "2"


def test_long_lists_offer_few_pages() -> None:
    page = Paginator(range(1510), 50).page(15)
    numbers = render("{% for n in page|elided_pages %}{{ n }} {% endfor %}", page=page).split()
    assert numbers == ["1", "…", "13", "14", "15", "16", "17", "…", "31"]
