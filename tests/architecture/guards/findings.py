"""What a guard reports, and the argued exemptions from it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One place that breaks one rule."""

    path: str
    line: int
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.what}"


@dataclass(frozen=True)
class Exemption:
    """A rule that one file may break, with the reason; `about` narrows it to findings that mention it."""

    rule: str
    path: str
    reason: str
    about: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether this exemption speaks of the finding."""
        return finding.rule == self.rule and finding.path == self.path and self.about in finding.what


def unexcused(findings: Iterable[Finding], exemptions: Iterable[Exemption]) -> list[Finding]:
    """The findings that no exemption covers, in the order of the files."""
    argued = tuple(exemptions)
    return sorted(finding for finding in findings if not any(one.covers(finding) for one in argued))


def needless(findings: Iterable[Finding], exemptions: Iterable[Exemption]) -> list[Exemption]:
    """The exemptions that cover nothing any more and have to go."""
    found = tuple(findings)
    return [one for one in exemptions if not any(one.covers(finding) for finding in found)]


def listing(findings: Iterable[Finding]) -> str:
    """The findings as lines that an editor can jump to."""
    return "\n".join(["", *map(str, findings)])
