"""Each house rule of templates, style sheets and scripts fails on a deliberate violation."""

import pytest

from tests.architecture.guards import markup
from tests.architecture.guards.sources import Source

TEMPLATE, STYLE, SCRIPT = "templates/units/unit_detail.html", "static/css/base.css", "static/js/grid.js"


def broken(path: str, text: str) -> list[str]:
    return [finding.rule for finding in markup.findings([Source(path, text)])]


BROKEN = [
    ("inline", TEMPLATE, '<p style="color: red">'),
    ("inline", TEMPLATE, '<p {% if a > b %}class="x"{% endif %} style="color: red">'),
    ("inline", TEMPLATE, '<button\n  onclick="go()">'),
    ("inline", TEMPLATE, "<style>p {}</style>"),
    ("inline", TEMPLATE, "<script>go()</script>"),
    ("inline", TEMPLATE, '<script type="module">go()</script>'),
    ("inline", TEMPLATE, '<a href="javascript:go()">'),
    ("external-host", TEMPLATE, '<img src="https://example.com/x.png">'),
    ("external-host", TEMPLATE, '<script src="//cdn.example.com/x.js"></script>'),
    ("external-host", STYLE, '@import url("https://fonts.example.com/x");'),
    ("external-host", STYLE, "body { background: url(//example.com/x) }"),
    ("external-host", SCRIPT, 'fetch("http://example.com/")'),
    ("number-input", TEMPLATE, '<input type="number">'),
    ("number-input", TEMPLATE, "<input type=number>"),
    ("marker", TEMPLATE, "{# TODO later #}"),
    ("marker", STYLE, "/* FIXME */"),
    ("marker", SCRIPT, "// XXX"),
    ("safe-filter", TEMPLATE, "{{ note|safe }}"),
    ("safe-filter", TEMPLATE, "{{ notes | safeseq }}"),
    ("safe-filter", TEMPLATE, "{% autoescape off %}"),
    ("arithmetic", TEMPLATE, "{% widthratio done total 100 %}"),
    ("arithmetic", TEMPLATE, "{{ done|div:total }}"),
    ("arithmetic", TEMPLATE, "{{ done|multiply:100 }}"),
    ("query", TEMPLATE, "{% for step in task.steps.all %}"),
    ("query", TEMPLATE, "{{ task.step_set.count }}"),
    ("caption", TEMPLATE, '<table><tr><th scope="col">x</th></tr></table>'),
    ("caption", TEMPLATE, "<table><caption>x</caption></table><table></table>"),
    ("scope", TEMPLATE, "<table><caption>x</caption><tr><th>x</th></tr></table>"),
    ("scope", TEMPLATE, '<th class="{% if a > b %}x{% endif %}">'),
]

LAWFUL = [
    (TEMPLATE, '<p class="late" data-type="number" data-style="x" data-once="x">'),
    (TEMPLATE, '<script type="module" src="{% static "js/grid.js" %}"></script>'),
    (TEMPLATE, '<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    (TEMPLATE, '<a href="{% url "units:detail" unit.code %}">{{ unit.name }}</a>'),
    (TEMPLATE, "{{ forloop.counter|add:1 }} {{ totals.allowed }}"),
    (TEMPLATE, '{# Why not <th> and style="" here. #}'),
    (TEMPLATE, "{% comment %}<script>x</script>{% endcomment %}"),
    (TEMPLATE, '<table><caption>x</caption><thead><tr><th scope="col">x</th></tr></thead></table>'),
    (TEMPLATE, '<th {% if a > b %}class="x"{% endif %} scope="row">x</th>'),
    (TEMPLATE, '<input type="text" inputmode="decimal">'),
    (STYLE, "body { background: url(../img/x.svg) }"),
    (SCRIPT, 'import { draw } from "./chart.js"; // cells.all'),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_breaking_a_rule_of_markup_is_caught(rule: str, path: str, text: str) -> None:
    assert rule in broken(path, text)


@pytest.mark.parametrize(("path", "text"), LAWFUL)
def test_lawful_markup_is_left_alone(path: str, text: str) -> None:
    assert broken(path, text) == []


def test_every_rule_of_markup_has_been_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(markup.TEMPLATE_RULES)


def test_a_finding_keeps_its_line_behind_a_comment() -> None:
    text = "{# one\ntwo #}\n{% comment %}\nx\n{% endcomment %}\n<th>x</th>\n"
    (finding,) = markup.findings([Source(TEMPLATE, text)])
    assert (finding.rule, finding.line) == ("scope", 6)


def test_a_page_that_was_sent_is_looked_at_too() -> None:
    (fault,) = markup.faults_of_page('<form><input type="number" name="id"></form>')
    assert "inputmode" in fault
    assert markup.faults_of_page('<table><caption>x</caption></table><script type="application/json">1</script>') == []
