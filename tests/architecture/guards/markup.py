"""House rules of templates, style sheets and scripts."""

import re
from collections.abc import Callable, Iterable, Iterator

from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import Source

# One tag of markup in which template tags may stand, even those with a ">". Each piece can be read in one way only:
# a second one would double the work with every template tag of the file.
TAG = r"(?:\{%(?:(?!%\}).)*%\}|\{\{(?:(?!\}\}).)*\}\}|\"[^\"]*\"|'[^']*'|[^<>\"'{]|\{(?![%{]))*"
INLINE = {
    re.compile(r"<[a-z]" + TAG + r"\sstyle\s*=", re.IGNORECASE | re.DOTALL): "style= : a class of static/css",
    re.compile(r"<[a-z]" + TAG + r"\son[a-z]+\s*=", re.IGNORECASE | re.DOTALL): "on…= : a module of static/js",
    re.compile(r"<style\b", re.IGNORECASE): "<style>: a file of static/css",
    re.compile(r"javascript:", re.IGNORECASE): "javascript: address",
    re.compile(
        r"<script(?!" + TAG + r"\ssrc\s*=)(?!" + TAG + r"type=[\"']application/json)\b", re.IGNORECASE | re.DOTALL
    ): "<script> without src",
}
EXTERNAL = re.compile(r"https?://(?!www\.w3\.org/)[^\s\"'<>)]+|(?:src|href)\s*=\s*[\"']//|url\(\s*[\"']?//")
NUMBER_INPUT = re.compile(r"(?<![-\w])type\s*=\s*\\?[\"']?number\b", re.IGNORECASE)
SAFE = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")
ARITHMETIC = re.compile(
    r"\{%\s*widthratio\b|\|\s*(?:mul|multiply|times|div|divide|divided_by|sub|subtract|minus|mod|modulo|percent_of)\b"
)
QUERY = re.compile(r"\.(?:objects|all|[a-z_]+_set)\b(?=[^{}]*[%}]\})")
# Words of unfinished work, here and in the tests of the guards as examples; for Python, too (rules.py).
MARKER = re.compile(r"\b(TODO|FIXME|XXX)\b")
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)
TABLE = re.compile(r"<table\b.*?(?:</table>|\Z)", re.IGNORECASE | re.DOTALL)
HEADER_CELL = re.compile(r"<th\b(" + TAG + r")>", re.IGNORECASE | re.DOTALL)

Place = tuple[int, str]  # offset, what is wrong there


def inline(text: str) -> Iterator[Place]:
    """Styles, handlers and scripts inside markup: the Content-Security-Policy would refuse them."""
    for pattern, what in INLINE.items():
        yield from ((match.start(), what) for match in pattern.finditer(text))


def table_captions(text: str) -> Iterator[Place]:
    """Tables without a caption."""
    for match in TABLE.finditer(text):
        if "<caption" not in match[0].lower():
            yield match.start(), "<table> without <caption>"


def header_scopes(text: str) -> Iterator[Place]:
    """Header cells that do not say whether they head a row or a column."""
    for match in HEADER_CELL.finditer(text):
        if not re.search(r"\bscope\s*=", match[1]):
            yield match.start(), "<th> without scope"


def matches(pattern: re.Pattern[str], what: str) -> Callable[[str], Iterator[Place]]:
    """A rule against everything that a pattern finds."""
    return lambda text: ((match.start(), f"{what}: {match[0].strip()}") for match in pattern.finditer(text))


ALL_FILES = {
    "external-host": matches(EXTERNAL, "from another host"),
    "marker": matches(MARKER, "unfinished"),
}
FRAGMENT_RULES = {
    "inline": inline,
    "number-input": matches(NUMBER_INPUT, 'text with inputmode="decimal"'),
    "scope": header_scopes,
}
TEMPLATE_RULES = {
    **ALL_FILES,
    **FRAGMENT_RULES,
    "caption": table_captions,
    "safe-filter": matches(SAFE, "escaping is switched off"),
    "arithmetic": matches(ARITHMETIC, "calculated in a template"),
    "query": matches(QUERY, "asked of the database in a template"),
}


def findings(sources: Iterable[Source]) -> list[Finding]:
    """What templates and assets break."""
    return [finding for source in sources for finding in _of_one(source)]


def faults_of_fragment(text: str) -> Iterator[tuple[str, str]]:
    """Rule and fault of a piece of markup that Python code writes."""
    for rule, check in FRAGMENT_RULES.items():
        yield from ((rule, what) for _, what in check(text))


def faults_of_page(html: str) -> list[str]:
    """What a page that was sent breaks; so that markup made by widgets and libraries is looked at as well."""
    rules = {**FRAGMENT_RULES, "caption": table_captions}
    return [f"{what} ({html[offset : offset + 80]!r})" for check in rules.values() for offset, what in check(html)]


def _of_one(source: Source) -> Iterator[Finding]:
    is_asset = source.path.endswith((".css", ".js", ".mjs")) or source.parts[0] == "static"
    for rule, check in (ALL_FILES if is_asset else TEMPLATE_RULES).items():
        text = source.text if is_asset or rule == "marker" else COMMENT.sub(_blank, source.text)
        for offset, what in check(text):
            yield Finding(source.path, source.line_at(offset), rule, what)


def _blank(comment: re.Match[str]) -> str:
    """As many characters and lines as the comment had, so that lines stay countable."""
    return "".join(character if character == "\n" else " " for character in comment[0])
