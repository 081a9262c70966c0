"""Imports point down: every way a module can name another one, against the floor plan."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.architecture.guards import floors
from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import Source

LOADERS = frozenset({"import_module", "__import__", "import_string", "find_spec"})
LABEL_READERS = frozenset({"get_model", "get_registered_model", "get_app_config"})
RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})
USER_ROOM = "portal.accounts"
COMPUTED = "?"


@dataclass(frozen=True)
class Reference:
    """Something that a module names: a dotted module, or COMPUTED where only running it would tell."""

    target: str
    line: int


def references(source: Source) -> Iterator[Reference]:
    """Everything the module imports or loads, wherever in the file it does so."""
    for node in ast.walk(source.tree):
        for target in _targets(node, source.package):
            yield Reference(target, node.lineno)


def imports(source: Source) -> Iterator[Reference]:
    """The import statements alone: what running the module runs as well."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (Reference(target, node.lineno) for target in _targets(node, source.package))


def findings(sources: Iterable[Source]) -> list[Finding]:
    """The references of all sources that look upward, sideways or off the plan."""
    return [finding for source in sources for finding in _of_one(source)]


def _of_one(source: Source) -> Iterator[Finding]:
    if source.module == "portal":
        yield from _unless_empty(source)
        return
    room = floors.room_of(source.module) or source.module
    for reference in references(source):
        what = _fault(room, reference.target)
        if what:
            yield Finding(source.path, reference.line, "layers", what)


def _unless_empty(source: Source) -> Iterator[Finding]:
    for index, node in enumerate(source.tree.body):
        if index or ast.get_docstring(source.tree) is None:
            yield Finding(source.path, node.lineno, "layers", "portal/__init__.py stays empty apart from its docstring")


def _fault(room: str, target: str) -> str | None:
    if room in floors.IMPORTS_NOTHING:
        return f"{room} imports nothing, here it imports {target}"
    if target == COMPUTED:
        return "the name of the module to load is computed: write it out, or import it"
    seen = floors.room_of(target)
    return floors.why_not(room, seen) if seen else None


def _targets(node: ast.AST, package: str) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            base = _absolute(module or "", level, package)
            yield from (f"{base}.{alias.name}" for alias in names)
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            yield from _loaded(name, node)
        case ast.Attribute(attr="AUTH_USER_MODEL"):
            yield USER_ROOM


def _absolute(module: str, level: int, package: str) -> str:
    if not level:
        return module
    parts = package.split(".")
    base = ".".join(parts[: len(parts) - level + 1])
    return f"{base}.{module}" if module else base


def _loaded(name: str, call: ast.Call) -> Iterator[str]:
    if name == "get_user_model":
        yield USER_ROOM
    elif name in LOADERS:
        text = _first_text(call)
        yield COMPUTED if text is None else text
    elif name in LABEL_READERS | RELATIONS or name == "include":
        text = _first_text(call)
        if text and name == "include":
            yield text
        elif text and (name in LABEL_READERS or "." in text):
            yield floors.ROOM_OF_LABEL.get(text.split(".")[0], "")


def _first_text(call: ast.Call) -> str | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("to", "name", "app_label", "dotted_path")]
    first = next(iter([*call.args, *named]), None)
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
