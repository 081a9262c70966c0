"""Views and forms ask the database only through queryset methods with domain names."""

import ast
from collections.abc import Iterator

from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import Source

PLACES = ("views", "forms")
ALWAYS = frozenset(
    {"filter", "exclude", "annotate", "aggregate", "get_or_create", "update_or_create", "select_for_update"}
)
ON_QUERYSETS = frozenset({"get", "all", "create", "update", "delete", "bulk_create", "bulk_update", "raw", "extra"})
QUERYSET_NAMES = frozenset(
    {"objects", "_default_manager", "_base_manager", "queryset", "get_queryset", "qs", "visible_to", "editable_by"}
)
QUERYSET_ENDINGS = ("_queryset", "_qs", "_set")
SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"})


def findings(source: Source) -> Iterator[Finding]:
    """The lookups that a view or form spells itself; `request.GET.get("x")` and dictionaries are none."""
    if not source.belongs_to(*PLACES):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            what = _fault(node)
            if what:
                yield Finding(source.path, node.lineno, "lookup", what)


def _fault(call: ast.Call) -> str | None:
    match call.func:
        case ast.Attribute(attr=verb, value=value) if verb in ALWAYS or _is_lookup(verb, value, call):
            return f".{verb}( is a lookup: give the question a name in querysets.py"
        case ast.Name(id=name) if name in SHORTCUTS and call.args and not _is_narrowed(call.args[0]):
            return f"{name}() on a whole model: fetch from .visible_to(user) or .editable_by(user)"
    return None


def _is_lookup(verb: str, value: ast.expr, call: ast.Call) -> bool:
    if verb not in ON_QUERYSETS:
        return False
    if verb == "all":  # only managers and querysets have it
        return True
    # A dictionary's get() takes neither keywords nor nothing.
    return (verb == "get" and bool(call.keywords or not call.args)) or _is_queryset(value)


def _is_queryset(value: ast.expr) -> bool:
    return any(name in QUERYSET_NAMES or name.endswith(QUERYSET_ENDINGS) for name in _chain(value))


def _is_narrowed(target: ast.expr) -> bool:
    name = next(_chain(target), "")
    return name != "objects" and not name[:1].isupper()


def _chain(node: ast.expr) -> Iterator[str]:
    """The names of `a.b(…).c[…]`, the last one first."""
    while True:
        match node:
            case ast.Attribute(attr=name, value=inner):
                yield name
                node = inner
            case ast.Call(func=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.Name(id=name):
                yield name
                return
            case _:
                return
