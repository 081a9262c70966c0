"""The sentences that a record was read from, and where each can be read in its text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

UNNAMED_TEXT = "Văn bản nguồn"
QUOTE_PARAMETER = "trich"


@dataclass(frozen=True)
class Sentence:
    """A quote, the text that it stands in (`file` is what people call it), its line, and the address of that line."""

    file: str
    line: int | None
    quote: str
    url: str


def sentences(sources: Iterable[Mapping[str, Any]], names: Mapping[str, str] | None = None) -> tuple[Sentence, ...]:
    """The `sources` of a record with their addresses; `names` tells what people call a file. No query."""
    called = names or {}
    return tuple(
        Sentence(
            file=called.get(source["file"], UNNAMED_TEXT),
            line=source.get("line"),
            quote=source.get("quote", ""),
            url=sentence_address(source),
        )
        for source in sources
    )


def sentence_address(source: Mapping[str, Any]) -> str:
    """Where the sentence stands marked in the full text: the browser carries the line over the redirect."""
    address = reverse("resolutions:source", args=[source["file"]])
    quote = source.get("quote", "")
    query = f"?{urlencode({QUOTE_PARAMETER: quote})}" if quote else ""
    return f"{address}{query}#{line_anchor(source['line'])}" if source.get("line") else f"{address}{query}"


def line_anchor(line: int) -> str:
    """The anchor of a line of a full text."""
    return f"dong-{line}"
