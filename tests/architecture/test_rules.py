"""Each house rule of Python files fails on a deliberate violation and leaves its lawful neighbour alone."""

import pytest

from tests.architecture.guards import sql
from tests.architecture.guards.rules import RULES
from tests.architecture.guards.sources import Source

VIEW, FORM, MODEL, ACTION = "projects/views.py", "projects/forms.py", "projects/models.py", "projects/actions.py"

BROKEN = [
    ("lookup", VIEW, "Task.objects.filter(code=1)"),
    ("lookup", VIEW, "rows.exclude(code=1)"),
    ("lookup", VIEW, "Task.objects.get(pk=1)"),
    ("lookup", VIEW, "Task.objects.visible_to(user).get(pk=1)"),
    ("lookup", VIEW, "task.steps.get(code='x')"),
    ("lookup", VIEW, "self.get_queryset().get(x)"),
    ("lookup", VIEW, "queryset = Task.objects.all()"),
    ("lookup", VIEW, "task.steps.all()"),
    ("lookup", VIEW, "Task.objects.create(code=1)"),
    ("lookup", VIEW, "Task.objects.overdue().update(code=1)"),
    ("lookup", VIEW, "task.step_set.delete()"),
    ("lookup", VIEW, "tasks.annotate(n=1)"),
    ("lookup", VIEW, "tasks.aggregate(n=1)"),
    ("lookup", VIEW, "Task.objects.raw('…')"),
    ("lookup", VIEW, "get_object_or_404(Task, pk=1)"),
    ("lookup", VIEW, "get_object_or_404(models.Task.objects, pk=1)"),
    ("lookup", "projects/views/detail.py", "Task.objects.filter(code=1)"),
    ("lookup", FORM, "Task.objects.filter(code=1)"),
    ("lookup", "portal/accounts/password_views.py", "User.objects.get(pk=1)"),
    ("float", ACTION, "float('1.5')"),
    ("float", MODEL, "models.FloatField()"),
    ("mark-safe", ACTION, "from django.utils.safestring import mark_safe"),
    ("mark-safe", ACTION, "safestring.mark_safe(text)"),
    ("mark-safe", ACTION, "SafeString(text)"),
    ("marker", ACTION, "x = 1  # TODO later"),
    ("marker", ACTION, "# FIXME"),
    ("marker", ACTION, "# XXX"),
    ("markup", ACTION, "x = '<input type=\"number\">'"),
    ("markup", FORM, "TextInput(attrs={'type': 'number'})"),
    ("markup", FORM, "forms.NumberInput()"),
    ("markup", ACTION, "format_html('<td style=\"color: red\">{}</td>', x)"),
    ("markup", ACTION, "format_html('<a onclick=\"go()\">{}</a>', x)"),
    ("markup", ACTION, "x = f'<script>{code}</script>'"),
    ("markup", ACTION, "x = '<th>Đơn vị</th>'"),
    ("print", ACTION, "print('x')"),
    ("save", MODEL, "class A(models.Model):\n    def save(self): ..."),
    ("save", "projects/models/stage.py", "class A(Dated):\n    async def asave(self): ..."),
    ("save", ACTION, "class A(Model):\n    def save(self): ..."),
    ("signal", ACTION, "from django.dispatch import receiver"),
    ("signal", ACTION, "from django.db.models.signals import post_save"),
    ("signal", ACTION, "from django.db.models import signals"),
    ("signal", "projects/apps.py", "import django.contrib.auth.signals"),
    ("clock", ACTION, "datetime.now()"),
    ("clock", ACTION, "datetime.datetime.now(tz)"),
    ("clock", ACTION, "datetime.utcnow()"),
    ("clock", ACTION, "date.today()"),
    ("clock", ACTION, "datetime.date.today()"),
    ("clock", ACTION, "from datetime import date as Day\nDay.today()"),
    ("clock", ACTION, "timezone.now().date()"),
    ("docstring", ACTION, "x = 1"),
    ("docstring", ACTION, '"""A."""\ndef approve() -> None: ...'),
    ("docstring", MODEL, '"""A."""\nclass Task:\n    def is_late(self) -> bool: ...'),
    ("docstring", ACTION, '"""A."""\ndef clean() -> None: ...'),
    ("hint", ACTION, "def approve(task) -> None: ..."),
    ("hint", ACTION, "def approve(task: int): ..."),
    ("hint", ACTION, "def approve(*, by) -> None: ..."),
    ("hint", ACTION, "def approve(**more) -> None: ..."),
    ("hint", ACTION, "def _inner(task) -> None: ..."),
    ("hint", VIEW, "class A:\n    def get_context_data(self, **kwargs): ..."),
    ("hint", VIEW, "class A:\n    @staticmethod\n    def of(task) -> None: ..."),
    ("driver", ACTION, "import psycopg2"),
    ("driver", ACTION, "from psycopg2.extras import Json"),
    ("driver", ACTION, "def f():\n    import sqlite3"),
    ("raw-sql", ACTION, "connection.cursor()"),
    ("raw-sql", ACTION, "Task.objects.raw('…')"),
    ("raw-sql", ACTION, "RawSQL('…', [])"),
    ("raw-sql", "projects/migrations/0002_x.py", "migrations.RunSQL('…')"),
    ("raw-sql", "indicators/derived.py", "connection.cursor()"),
    ("raw-sql", "portal/administration/backup.py", "connection.cursor()"),
]

LAWFUL = [
    ("lookup", VIEW, "request.GET.get('page')"),
    ("lookup", VIEW, "self.kwargs.get('code', '')"),
    ("lookup", VIEW, "context.update(title='x')"),
    ("lookup", VIEW, "all(task.is_late for task in tasks)"),
    ("lookup", VIEW, "filter(None, names)"),
    ("lookup", VIEW, "Task.objects.visible_to(user).overdue(on=day)"),
    ("lookup", VIEW, "get_object_or_404(Task.objects.visible_to(user), pk=1)"),
    ("lookup", FORM, "ModelChoiceField(queryset=Unit.objects.none())"),
    ("lookup", "projects/querysets.py", "self.filter(code=1)"),
    ("float", ACTION, "Decimal('1.5')"),
    ("mark-safe", ACTION, "format_html('<b>{}</b>', x)"),
    ("mark-safe", ACTION, "from django.utils.safestring import SafeString\ndef f() -> SafeString: ..."),
    ("marker", ACTION, "x = 'XXXII'"),
    ("markup", ACTION, 'format_html(\'<td class="late">{}</td><th scope="row">{}</th>\', x, y)'),
    ("markup", ACTION, '"""Why there is no <th> here."""'),
    ("markup", FORM, "TextInput(attrs={'type': 'text', 'inputmode': 'decimal'})"),
    ("print", ACTION, "self.stdout.write('x')"),
    ("save", FORM, "class A(forms.ModelForm):\n    def save(self): ..."),
    ("signal", ACTION, "import signal"),
    ("clock", ACTION, "timezone.now()\ntimezone.localdate()"),
    ("clock", ACTION, "entry.today()"),
    ("docstring", "projects/__init__.py", ""),
    ("docstring", ACTION, '"""A."""\ndef _inner() -> None: ...'),
    ("docstring", VIEW, '"""A."""\nclass A:\n    def form_valid(self) -> None: ...'),
    ("docstring", FORM, '"""A."""\nclass A:\n    def clean_code(self) -> None: ...'),
    ("docstring", VIEW, '"""A."""\nclass _Cell:\n    def shown(self) -> str: ...'),
    ("hint", ACTION, "def approve(task: int, *rest: int, by: str, **more: int) -> None: ..."),
    ("hint", VIEW, "class A:\n    def f(self) -> None: ...\n    @classmethod\n    def g(cls) -> None: ..."),
    ("driver", ACTION, "from django.db import connection"),
    ("raw-sql", "indicators/derive.py", "connection.cursor()"),
    ("raw-sql", "indicators/bulk/rows.py", "connection.cursor()"),
    ("raw-sql", "portal/history/migrations/0002_triggers.py", "migrations.RunSQL('…')"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_breaking_a_rule_is_caught(rule: str, path: str, text: str) -> None:
    findings = list(RULES[rule](Source(path, text)))
    assert findings
    assert findings[0].path == path


@pytest.mark.parametrize(("rule", "path", "text"), LAWFUL)
def test_what_is_lawful_is_left_alone(rule: str, path: str, text: str) -> None:
    assert list(RULES[rule](Source(path, text))) == []


def test_every_rule_has_been_seen_to_fail_and_to_pass() -> None:
    assert {rule for rule, _, _ in BROKEN} == {rule for rule, _, _ in LAWFUL} == set(RULES)


def test_a_finding_stands_at_its_line() -> None:
    (finding,) = RULES["float"](Source(ACTION, "a = 1\n\nb = float(a)\n"))
    assert finding.line == 3


def test_every_place_for_sql_has_a_reason() -> None:
    assert [place for place, reason in sql.PLACES.items() if not reason] == []
