"""How an action says no: always a Vietnamese sentence, with the cell it is about where there is one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one cell: the series, the field, a stable code and a sentence with the remedy."""

    series_id: int
    field: str
    code: str
    message: str


class Refused(Exception):
    """The action is refused and nothing was written; `faults` names the cells, where it is about cells."""

    def __init__(self, message: str, faults: tuple[RowFault, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = faults


class NotAllowed(Refused):
    """The person may not do this here."""
