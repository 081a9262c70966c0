"""What a dashboard asks first: where the ledger stands, the latest day with figures, and the unit of the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, Subquery, Value

from indicators.models import Observation
from portal.dashboards.shown_day import needs_latest
from portal.history.models import Event
from portal.units.models import AdminUnit, Ancestry


@dataclass(frozen=True)
class Fact:
    """A fact about a unit that is text, not a figure."""

    topic: str
    text: str


@dataclass(frozen=True)
class Opening:
    """The ledger's position, read before everything else; the latest day is None where nobody asks for it.

    A page of the province has no unit here: which one it is follows from the day.
    """

    position: int
    latest: date | None
    unit: AdminUnit | None = None
    facts: tuple[Fact, ...] = ()


def open_unit(slug: str, params: Mapping[str, str], user: Any) -> Opening | None:
    """The unit of an address with its facts; None where there is none. One query, and one for the person's units."""
    rows = list(
        AdminUnit.objects.visible_to(user)
        .with_slug(slug)
        .annotate(
            position=Subquery(Event.objects.positions()[:1]),
            latest=_latest(params, user),
            topic=F("facts__topic"),
            text=F("facts__text"),
        )
        .order_by("facts__source_key", "facts__id")
    )
    if not rows:
        return None
    facts = tuple(Fact(row.topic, row.text) for row in rows if row.topic is not None)
    return Opening(rows[0].position or 0, rows[0].latest, rows[0], facts)


def open_province(params: Mapping[str, str], user: Any) -> Opening:
    """The same without a unit. One query, and one for the person's units."""
    row = Event.objects.positions().annotate(latest=_latest(params, user)).values_list("position", "latest").first()
    return Opening(*row) if row else Opening(0, None)


def _latest(params: Mapping[str, str], user: Any) -> Any:
    if not needs_latest(params):
        return Value(None, output_field=DateField())
    return Subquery(Observation.objects.by_cut_off(unit_ids=scope_of(user)).values("as_of_on")[:1])


def scope_of(user: Any) -> Any:
    """Units whose figures open the person's pages: None for the whole province, else the own ones and all below."""
    if user.is_province_wide:
        return None
    return Ancestry.objects.filter(ancestor__in=user.home_unit_ids).values("descendant")
