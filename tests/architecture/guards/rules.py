"""House rules of Python files, each a function from one source to its findings; RULES names them all."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.guards import lookups, markup, signatures, sql
from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import Source, strings

Rule = Callable[[Source], Iterator[Finding]]

SIGNAL_MODULE = re.compile(r"(^|\.)signals$|^django\.dispatch")
LOCAL_CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
SAFE_TYPES = frozenset({"SafeString", "SafeText"})  # what format_html returns: lawful as a type, not as a call
SAVES = frozenset({"save", "asave", "save_base"})


def calls(rule: str, names: frozenset[str], instead: str) -> Rule:
    """A rule against calling a builtin, or naming an imported thing, of these names."""

    def check(source: Source) -> Iterator[Finding]:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield Finding(source.path, node.lineno, rule, f"{node.func.id}(: {instead}")

    return check


def floats(source: Source) -> Iterator[Finding]:
    """Figures are Decimal: float() and FloatField lose digits."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id="float")):
                yield Finding(source.path, node.lineno, "float", "float(: figures are Decimal")
            case ast.Attribute(attr="FloatField") | ast.Name(id="FloatField"):
                yield Finding(source.path, node.lineno, "float", "FloatField: figures are Decimal")


def unsafe_text(source: Source) -> Iterator[Finding]:
    """Markup is made by format_html and templates, never declared safe."""
    for node in ast.walk(source.tree):
        named = {"mark_safe"} & set(_names(node))
        called = SAFE_TYPES & set(_names(node.func)) if isinstance(node, ast.Call) else set()
        for name in sorted(named | called):
            yield Finding(source.path, node.lineno, "mark-safe", f"{name}: use format_html or a template")


def markers(source: Source) -> Iterator[Finding]:
    """Unfinished work is an issue, not a comment."""
    for match in markup.MARKER.finditer(source.text):
        yield Finding(source.path, source.line_at(match.start()), "marker", match[0])


def saves(source: Source) -> Iterator[Finding]:
    """Models do not override save(): a change is an action."""
    for owner in ast.walk(source.tree):
        if isinstance(owner, ast.ClassDef) and (source.belongs_to("models") or _is_model(owner)):
            for node in owner.body:
                if isinstance(node, signatures.Function) and node.name in SAVES:
                    what = f"{owner.name}.{node.name}(): a change is an action"
                    yield Finding(source.path, node.lineno, "save", what)


def signals(source: Source) -> Iterator[Finding]:
    """No receivers: what an action does stands in the action."""
    for node in ast.walk(source.tree):
        for name in _imported(node):
            if SIGNAL_MODULE.search(name) or SIGNAL_MODULE.search(name.rpartition(".")[0]):
                yield Finding(source.path, node.lineno, "signal", f"imports {name}: call it in the action")


def local_clock(source: Source) -> Iterator[Finding]:
    """The day is Việt Nam's: timezone.localdate(), never the machine's date nor the day in UTC."""
    aliases = _aliases(source.tree)
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="date", value=ast.Call(func=ast.Attribute(attr="now")))):
                yield Finding(source.path, node.lineno, "clock", "now().date() is the day in UTC: use localdate()")
            case ast.Call(func=ast.Attribute(attr=verb, value=ast.Name(id=name) | ast.Attribute(attr=name))):
                if (aliases.get(name, name), verb) in LOCAL_CLOCK:
                    yield Finding(source.path, node.lineno, "clock", f"{name}.{verb}(): use timezone.now or localdate")


def markup_in_texts(source: Source) -> Iterator[Finding]:
    """Markup written in Python obeys the rules of templates; number inputs have a class of Django's."""
    for node in strings(source.tree):
        for rule, what in markup.faults_of_fragment(node.value):
            yield Finding(source.path, node.lineno, rule, what)
    for node in ast.walk(source.tree):
        match node:
            case ast.Name(id="NumberInput") | ast.Attribute(attr="NumberInput"):
                yield Finding(source.path, node.lineno, "number-input", 'NumberInput: text with inputmode="decimal"')
            case ast.Dict(keys=keys, values=values):
                yield from _number_attributes(source, zip(keys, values, strict=True))


def _number_attributes(source: Source, items: Iterator[tuple[ast.expr | None, ast.expr]]) -> Iterator[Finding]:
    for key, value in items:
        match (key, value):
            case (ast.Constant(value="type" | "input_type"), ast.Constant(value="number")):
                yield Finding(source.path, value.lineno, "number-input", 'text with inputmode="decimal"')


def _is_model(owner: ast.ClassDef) -> bool:
    bases = [base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in owner.bases]
    return any(base in ("Model", "AbstractUser", "AbstractBaseUser") for base in bases)


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name]
        case ast.ImportFrom(names=names):
            return [alias.name for alias in names]
    return []


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names):
            return [f"{module or ''}.{alias.name}" for alias in names]
    return []


def _aliases(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
        if alias.asname
    }


RULES: dict[str, Rule] = {
    "lookup": lookups.findings,
    "float": floats,
    "mark-safe": unsafe_text,
    "marker": markers,
    "markup": markup_in_texts,
    "print": calls("print", frozenset({"print"}), "write to the command's stdout or a logger"),
    "save": saves,
    "signal": signals,
    "clock": local_clock,
    "docstring": signatures.docstrings,
    "hint": signatures.hints,
    "driver": sql.drivers,
    "raw-sql": sql.raw_sql,
}
