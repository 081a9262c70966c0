"""How an action says no: a Vietnamese sentence, with the line it is about where there is one.

Not the classes of `indicators.refusals`: those name cells, and a page must not take one kind of fault for the other.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LineFault:
    """What is wrong with one line: its name on the page, the field, and a sentence with the remedy."""

    line: str
    field: str
    message: str


class Refused(Exception):
    """The action is refused and nothing was written; `faults` names the lines, where it is about lines."""

    def __init__(self, message: str, faults: tuple[LineFault, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = faults


class NotAllowed(Refused):
    """The person may not do this here."""
