"""Ten times the rows of the demo data, for pages whose number of queries must not grow with them."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from django.db.models import Model

from indicators.models import Indicator, Observation, Series, Standing
from portal.evidence.models import Attachment, EvidenceFile
from portal.periods.actions import ensure_period
from portal.units.actions import resolve
from portal.workflow.models import ReportingForm, Submission
from portal.workflow.rules import State
from projects.models import Facility, Project
from resolutions.models import Document, Task
from tests.builders import make_unit, place

TIMES = 10
ON = date(2023, 8, 30)
_numbers = count(1)


def tenfold(model: type[Model], rows: Any = None, **unique: Callable[[int], Any]) -> list[tuple[int, Model]]:
    """Nine copies of each row with its many-to-many links; `unique` makes the columns that must differ.

    Pairs of the original's id and the copy.
    """
    made = []
    for original in list(model._base_manager.all() if rows is None else rows):
        for _ in range(TIMES - 1):
            values = {field.attname: getattr(original, field.attname) for field in model._meta.concrete_fields}
            values |= {name: make(next(_numbers)) for name, make in unique.items()}
            made.append((original.pk, model(**{**values, model._meta.pk.attname: None})))
    model._base_manager.bulk_create([copy for _, copy in made])
    for field in model._meta.local_many_to_many:
        _copy_links(field, made)
    return made


def _copy_links(field: Any, made: list[tuple[int, Model]]) -> None:
    through, column = field.remote_field.through, field.m2m_column_name()
    links: dict[int, list[dict[str, Any]]] = {}
    for link in through._base_manager.values():
        links.setdefault(link[column], []).append(link)
    copies = [
        through(**{**link, "id": None, column: copy.pk}) for original, copy in made for link in links.get(original, ())
    ]
    through._base_manager.bulk_create(copies)


def documents() -> None:
    """Ten times the documents."""
    tenfold(Document, slug=lambda number: f"ban-sao-{number}", code=lambda number: f"{number}-BS", source_key=_no_key)


def tasks() -> None:
    """Ten times the tasks, with their agencies and documents."""
    tenfold(Task, source_key=_no_key)


def projects() -> None:
    """Ten times the projects, in the same places."""
    tenfold(Project, source_key=_no_key)


def facilities() -> None:
    """Ten times the facilities, in the same places."""
    tenfold(Facility, source_key=_no_key)


def indicators() -> None:
    """Ten times the indicators, all held by Đắk Song with a figure."""
    made = tenfold(Indicator, code=lambda number: f"ban_sao_{number}")
    unit, period = resolve("665", on=ON), ensure_period("2022")
    held = Series.objects.bulk_create([Series(unit=unit, indicator=indicator) for _, indicator in made])
    _give_figures([(series, period) for series in held])


def evidence() -> None:
    """Ten times the files that stand beside reports."""
    made = tenfold(EvidenceFile, stored_as=lambda number: f"{number:032x}", sha256=lambda number: f"{number:064x}")
    beside = Attachment.objects.first()
    kept = {name: getattr(beside, name) for name in ("submission", "attached_by", "attached_at")}
    Attachment.objects.bulk_create([Attachment(file=copy, **kept) for _, copy in made])


def figures() -> None:
    """Figures of twenty more years of every indicator of Đắk Song."""
    periods = [ensure_period(str(year)) for year in range(1990, 2010)]
    held = list(Series.objects.filter(unit__code="665", is_derived=False))
    _give_figures([(series, period) for series in held for period in periods])


def units() -> None:
    """Thirty more communes below Đắk Song, each with its roads."""
    above = resolve("665", on=ON)
    below = [make_unit(f"8{next(_numbers):04}", "commune", f"Xã thử {number}") for number in range(30)]
    for unit in below:
        place(unit, above)
    roads = Indicator.objects.get(code="road_paved_commune")
    held = Series.objects.bulk_create([Series(unit=unit, indicator=roads) for unit in below])
    _give_figures([(series, ensure_period("2022")) for series in held])


def reports() -> None:
    """Reports of Đắk Song for thirty more periods, ten of each state that somebody works on."""
    unit, form = resolve("665", on=ON), ReportingForm.objects.get(is_default=True)
    periods = [ensure_period(f"{year}-{month:02}") for year in (2021, 2022) for month in range(1, 13)]
    periods += [ensure_period(f"2023-{month:02}") for month in range(1, 7)]
    states = (State.DRAFT, State.SUBMITTED, State.APPROVED)
    Submission.objects.bulk_create(
        Submission(unit=unit, period=period, form=form, state=states[number % len(states)])
        for number, period in enumerate(periods)
    )


def _give_figures(cells: list[tuple[Series, Any]]) -> None:
    fixed = {"value": 7, "known_on": ON, "via": "report", "event_id": 0}
    Observation.objects.bulk_create(
        Observation(series=series, period=period, as_of_on=period.as_of_on, **fixed) for series, period in cells
    )
    standing = {series.pk: period for series, period in cells}
    known = set(Standing.objects.filter(series__in=standing).values_list("series_id", flat=True))
    Standing.objects.bulk_create(
        Standing(series_id=pk, period=period, as_of_on=period.as_of_on, value=7, judged_on=ON, verdict="no_target")
        for pk, period in standing.items()
        if pk not in known
    )


def _no_key(number: int) -> None:
    return None


GROWTH: dict[str, Callable[[], None]] = {
    "documents": documents,
    "tasks": tasks,
    "projects": projects,
    "facilities": facilities,
    "indicators": indicators,
    "figures": figures,
    "units": units,
    "reports": reports,
    "evidence": evidence,
}
