"""Sizes and names: files, functions and templates stay small, and no file is called a drawer."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import TEMPLATE_ENDINGS, Source

FILE_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 120
DRAWERS = ("utils", "util", "helpers", "helper", "common", "misc", "signals")


def findings(sources: Iterable[Source]) -> list[Finding]:
    """What is too long or badly named, of Python files, templates and assets alike."""
    return [finding for source in sources for finding in _of_one(source)]


def _of_one(source: Source) -> Iterator[Finding]:
    yield from _file_length(source)
    yield from _drawer_name(source)
    if source.path.endswith(".py"):
        yield from _function_lengths(source)


def _file_length(source: Source) -> Iterator[Finding]:
    template = source.path.endswith(TEMPLATE_ENDINGS) and "templates" in source.parts
    limit = TEMPLATE_LINES if template else FILE_LINES
    if source.line_count > limit:
        yield Finding(source.path, limit + 1, "size", f"{source.line_count} lines, at most {limit}")


def _function_lengths(source: Source) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield Finding(
                    source.path, node.lineno, "size", f"{node.name}() has {lines} lines, at most {FUNCTION_LINES}"
                )


def _drawer_name(source: Source) -> Iterator[Finding]:
    for part in source.parts:
        name = part.split(".")[0].strip("_")
        if name in DRAWERS:
            yield Finding(source.path, 1, "name", f"{part} says nothing about what is inside")
