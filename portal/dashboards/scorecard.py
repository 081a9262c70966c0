"""The scorecard of a unit on a day, as a machine reads it: contract.md, row scorecard."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from indicators.lines import Line, lines
from indicators.rules import half_up
from portal.dashboards.groups import GroupTotal, group_totals
from portal.dashboards.inheritance import Inheritance, inheritance_of
from portal.dashboards.remarks import Remarks, remarks_of
from portal.units.models import AdminUnit
from projects.models import Project
from resolutions.models import Document


@dataclass(frozen=True)
class Scorecard:
    """Where the indicators and projects of a unit stood on a day, as known at its end.

    At most twenty-two queries: lines 8, what the unit took over 13, projects 1.
    """

    unit: AdminUnit
    on: date
    period_code: str
    lines: tuple[Line, ...]
    remarks: dict[int, Remarks]
    groups: tuple[GroupTotal, ...]
    projects: tuple[dict[str, Any], ...]
    inheritance: Inheritance

    def as_json(self) -> dict[str, Any]:
        """The keys of the contract, `inherits` for a unit that came from others; figures are Decimals, days are ISO."""
        inherited = self.inheritance.as_json()
        return {
            "unit": self.unit.slug,
            "on": self.on.isoformat(),
            "period": self.period_code or None,
            "indicators": [self._indicator(line) for line in self.lines],
            "groups": [_group(total) for total in self.groups],
            "projects": [_project(row) for row in self.projects],
            **({"inherits": inherited} if inherited else {}),
        }

    def _indicator(self, line: Line) -> dict[str, Any]:
        figure, remarks, places = line.figure, self.remarks[line.series_id], line.indicator.precision
        return {
            "code": line.code,
            "name": line.indicator.name,
            "unit": line.indicator.unit_of_measure,
            "period": figure.period_code if figure else None,
            "value": value_of(line),
            "numerator": figure.numerator if figure else None,
            "denominator": figure.denominator if figure else None,
            "computed": remarks.growth if line.computed is None else half_up(line.computed, places),
            "as_reported": line.as_reported,
            "qualifier": (figure.qualifier or None) if figure else None,
            "previous": {"period": line.previous[0], "value": line.previous[1]} if line.previous else None,
            "target": _target(line),
            "gap": None if line.verdict.gap is None else half_up(line.verdict.gap, places),
            "verdict": str(line.verdict.code),
            "reason": str(line.verdict.reason),
            "notes": [*remarks.all, *self.inheritance.notes.get(line.indicator.pk, ())],
            "parts": {"reported": line.parts[0], "of": line.parts[1]} if line.parts else None,
            "inherits": self.inheritance.refs,
        }


def scorecard(unit: AdminUnit, *, on: date, period_code: str = "", document: Document | None = None) -> Scorecard:
    """The unit's scorecard as known at the end of the day; `document` is the one whose targets are judged by."""
    known_on = on if on < timezone.localdate() else None  # nothing is known later than today: standings will do
    found = lines(
        [unit.pk],
        on=on,
        known_on=known_on,
        document_id=document.pk if document else None,
        period_code=period_code,
    )
    return Scorecard(
        unit=unit,
        on=on,
        period_code=period_code,
        lines=tuple(found),
        remarks=remarks_of(found, on),
        groups=tuple(group_totals(found)),
        projects=tuple(Project.objects.within(unit, on).by_kind_and_stage()),
        inheritance=inheritance_of(unit, found, on=on, known_on=known_on),
    )


def value_of(line: Line) -> Decimal | None:
    """Computed and rounded where both parts stand, else the figure as it was entered."""
    if line.computed is None:
        return line.value
    return half_up(line.computed, line.indicator.precision)


def _target(line: Line) -> dict[str, Any] | None:
    if line.target is None:
        return None
    return {
        "comparator": line.target.facts.comparator,
        "value": line.target.facts.value,
        "document": line.target.document_code,
    }


def _group(total: GroupTotal) -> dict[str, Any]:
    return {
        "code": total.code,
        "numerator": total.numerator,
        "denominator": total.denominator,
        "value": total.value,
    }


def _project(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "stage": row["stage"],
        "count": row["total"],
        "capacity_mw": row["capacity"],
        "capacity_known": row["capacity_known"],
    }
