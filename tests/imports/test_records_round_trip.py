"""What goes out of the demo as a sheet of records comes back in without a change, as workbook and as text."""

from pathlib import Path

import pytest

from portal.history.models import Event
from portal.imports.catalogue import KINDS
from tests.imports.filling import bring_in, take_out

pytestmark = pytest.mark.usefixtures("demo")
RECORDS = [code for code, kind in KINDS.items() if not kind.holds_figures]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", RECORDS)
def test_an_export_of_the_demo_comes_back_unchanged(kind: str, suffix: str, tmp_path: Path) -> None:
    events = Event.objects.count()
    outcome = bring_in(kind, take_out(kind, tmp_path / f"{kind}.{suffix}"))
    assert outcome["errors"] == []
    assert (outcome["state"], outcome["new"], outcome["changed"]) == ("unchanged", 0, 0)
    assert outcome["unchanged"] == KINDS[kind].figures().count() > 0
    assert outcome["skipped"] == []
    assert Event.objects.count() == events
