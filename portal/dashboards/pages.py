"""Everything that the dashboard of a unit and the dashboard of the province show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.lines import Line, lines
from portal.dashboards.badges import Badge
from portal.dashboards.documents import Resolutions, resolutions_of
from portal.dashboards.groups import group_totals
from portal.dashboards.headline import headlines
from portal.dashboards.matrix import Matrix, matrix_of
from portal.dashboards.opening import Fact, Opening
from portal.dashboards.places import Arrangement, Places, changes_of, places_of
from portal.dashboards.registers import Register, register_of
from portal.dashboards.remarks import remarks_of
from portal.dashboards.reports import Reporting, reporting_of
from portal.dashboards.rows import Bullets, Row, Topic, bullets_of, by_topic, card_of, counts_of, rows_of
from portal.dashboards.shown_day import ShownDay
from portal.dashboards.work import ObstacleKind, Tasks, obstacles_of, tasks_of
from portal.units.models import AdminUnit
from projects.models import Project
from projects.within import FacilityRow, lying_in
from resolutions.models import Document


@dataclass(frozen=True)
class UnitPage:
    """The dashboard of one unit at any level.

    Seven queries whatever the number of units and indicators: places 1, resolutions 1, lines 2, projects and
    facilities 1, tasks 1, obstacles 1. At most three more: for figures of a day before the latest 1, for what the unit
    came from or became 1, for reports where the person may see any 1. Those of the view come beside: the opening 1.
    """

    unit: AdminUnit
    places: Places
    day: ShownDay
    resolutions: Resolutions
    newest_on: date | None
    counts: tuple[tuple[Badge, int], ...]
    cards: tuple[dict[str, object], ...]
    bullets: tuple[Bullets, ...]
    topics: tuple[Topic, ...]
    matrix: Matrix
    reporting: Reporting
    register: Register
    tasks: Tasks
    obstacles: tuple[ObstacleKind, ...]
    facilities: tuple[FacilityRow, ...]
    facts: tuple[Fact, ...]
    arrangements: tuple[Arrangement, ...]
    origins: tuple[AdminUnit, ...]
    simulated: bool


@dataclass(frozen=True)
class OwnGroup:
    """The province's own indicators that one resolution is reviewed by; None for those of no resolution."""

    document: Document | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ProvincePage:
    """The dashboard over all units of a province.

    Six queries whatever the number of units and indicators: resolutions 1, lines 2, tasks 1, projects 1, obstacles 1.
    At most three more, as for a unit. Those of the view come beside: the opening 1, the province and its units 1.
    """

    unit: AdminUnit
    places: Places
    day: ShownDay
    resolutions: Resolutions
    newest_on: date | None
    reporting: Reporting
    matrix: Matrix
    own: tuple[OwnGroup, ...]
    counts: tuple[tuple[Badge, int], ...]
    tasks: Tasks
    register: Register
    obstacles: tuple[ObstacleKind, ...]
    origins: tuple[AdminUnit, ...]
    simulated: bool


def unit_page(opening: Opening, *, user: Any, day: ShownDay, resolution: str = "") -> UnitPage:
    """What the person sees of the unit on the day, judged by the resolution with this address where one is chosen."""
    unit = opening.unit
    places, changes = places_of(unit, day.on), changes_of(unit, day.on)
    resolutions = resolutions_of(_nearest(places), user=user, on=day.on, slug=resolution)
    found = lines(places.unit_ids, on=day.on, document_id=_chosen(resolutions))
    own = [line for line in found if line.unit_id == unit.pk]
    rows = rows_of(own, slug=unit.slug, query=day.query, remarks=remarks_of(own, day.on))
    within = lying_in(unit, places.day, user=user)
    register = register_of(within.projects)
    other_cards = bool(register.total) + bool(places.below)
    return UnitPage(
        unit=unit,
        places=places,
        day=day,
        resolutions=resolutions,
        newest_on=_newest(own),
        counts=counts_of(rows),
        cards=tuple(card_of(row) for row in headlines(rows, beside=other_cards)),
        bullets=bullets_of(group_totals(own), rows),
        topics=by_topic(rows),
        matrix=matrix_of(places.below, found, over=unit, query=day.query),
        reporting=reporting_of((unit, *places.below), found, user=user, on=day.on),
        register=register,
        tasks=tasks_of([unit.pk], user=user, on=day.on),
        obstacles=obstacles_of([unit.pk], user=user),
        facilities=within.facilities,
        facts=opening.facts,
        arrangements=changes.arrangements,
        origins=changes.origins,
        simulated=_is_simulated(found),
    )


def province_page(places: Places, *, user: Any, day: ShownDay, resolution: str = "") -> ProvincePage:
    """What the person sees of the province and the units directly below it on the day."""
    unit = places.unit
    resolutions = resolutions_of([unit.pk], user=user, on=day.on, slug=resolution)
    found = lines(places.unit_ids, on=day.on, document_id=_chosen(resolutions))
    own = [line for line in found if line.unit_id == unit.pk and not line.is_rolled_up]
    rows = rows_of(own, slug=unit.slug, query=day.query, remarks=remarks_of(own, day.on))
    return ProvincePage(
        unit=unit,
        places=places,
        day=day,
        resolutions=resolutions,
        newest_on=_newest(own),
        reporting=reporting_of(places.below, found, user=user, on=day.on),
        matrix=matrix_of(places.below, found, over=unit, query=day.query),
        own=_by_resolution(rows, resolutions),
        counts=counts_of(rows),
        tasks=tasks_of(places.unit_ids, user=user, on=day.on),
        register=register_of(list(Project.objects.visible_to(user).within(unit, places.day).by_kind_and_stage())),
        obstacles=obstacles_of([unit.pk], user=user),
        origins=changes_of(unit, day.on).origins,
        simulated=_is_simulated(found),
    )


def _nearest(places: Places) -> list[int]:
    """The unit, then those over it from the nearest: whose review is shown."""
    return [places.unit.pk, *(one.pk for one in reversed(places.above))]


def _chosen(resolutions: Resolutions) -> int | None:
    return resolutions.chosen.pk if resolutions.chosen else None


def _newest(found: Iterable[Line]) -> date | None:
    return max((line.figure.as_of_on for line in found if line.figure), default=None)


def _is_simulated(found: Iterable[Line]) -> bool:
    return any(line.figure.is_simulated for line in found if line.figure)


def _by_resolution(rows: Sequence[Row], resolutions: Resolutions) -> tuple[OwnGroup, ...]:
    """Each row once, under the first of its resolutions as they are listed, the oldest first; the rest last."""
    listed = {one.pk: one for one in reversed(resolutions.choices)}
    grouped: dict[int | None, list[Row]] = {pk: [] for pk in listed} | {None: []}
    for row in rows:
        mine = row.line.backing.resolutions if row.line.backing else ()
        grouped[next((pk for pk in listed if pk in mine), None)].append(row)
    return tuple(OwnGroup(listed.get(pk), tuple(found)) for pk, found in grouped.items() if found)
