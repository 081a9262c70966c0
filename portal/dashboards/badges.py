"""Verdicts as the dashboards draw them."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.lines import Line
from indicators.rules import WORDS, Code, looks


@dataclass(frozen=True)
class Badge:
    """Symbol, word and look of a verdict or a state; `code` tells it apart."""

    code: str
    symbol: str
    word: str
    look: str


NOT_REPORTED = Badge("no_report", "–", "Chưa báo cáo", "missing")
HAS_FIGURES = Badge("has_figures", "✓", "Có số liệu", "plain")


def badge(line: Line) -> Badge:
    """The verdict of a line on the shown day."""
    verdict = line.verdict
    return Badge(verdict.code, verdict.symbol, verdict.word, verdict.look)


def legend(badges: Iterable[Badge]) -> tuple[Badge, ...]:
    """The verdicts that occur, best first, each with its general word."""
    seen = {one.code for one in badges}
    return tuple(
        NOT_REPORTED if code == Code.NO_REPORT else Badge(code, *WORDS[code], looks(code))
        for code in Code
        if code in seen
    )
