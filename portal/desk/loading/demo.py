"""The whole demo as one transaction with one event."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from indicators.actions import Refreshed, refresh_findings
from portal.desk.loading import accounts, documents, figures, projects, reporting, simulation, systems, units, work
from portal.desk.loading.accounts import Issued
from portal.desk.loading.books import Book
from portal.history.actions import recorded
from portal.history.models import Via

# In the order in which records name each other.
SUBJECTS = (units, documents, work, figures, projects, systems)


@dataclass
class Demo:
    """What one load found and did: rows of the fixtures, the extras to work with, and the accounts."""

    facts: Book = field(default_factory=Book)
    extras: Book = field(default_factory=Book)
    accounts: list[Issued] = field(default_factory=list)
    checked: Refreshed = Refreshed()

    @property
    def writes(self) -> int:
        """How many rows are new or changed."""
        return self.facts.writes + self.extras.writes + self.checked.changes


@transaction.atomic
def load_demo(*, password: str | None = None, simulated: bool = False) -> Demo:
    """Bring the database to the state of the fixtures; a second time nothing is written and no event recorded."""
    demo = Demo()
    for subject in SUBJECTS:
        subject.load(demo.facts)
    demo.accounts = accounts.issue(demo.extras, password)
    reporting.load(demo.extras)
    if simulated:
        simulation.simulate(demo.extras)
    if demo.writes:
        with recorded("load_demo", "desk.Demo", via=Via.COMMAND, subject_text="Dữ liệu minh họa") as event:
            event.rows = demo.writes
    demo.checked = refresh_findings(on=timezone.localdate())
    return demo
