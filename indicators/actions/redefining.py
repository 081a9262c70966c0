"""Definitions in time: a change makes a version, so that the figures before it keep what they meant."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators import bulk, derive
from indicators.models import Indicator, IndicatorVersion, Series
from indicators.refusals import NotAllowed, Refused, RowFault
from indicators.rules import Finding
from indicators.rules.redefining import Definition, redefinition_faults
from portal.accounts.roles import Permission
from portal.history.actions import recorded, take_write_lock
from portal.history.models import Via
from portal.vietnamese.names import fold
from resolutions.models import Document

PLAIN = ("name", "unit_of_measure", "numerator_name", "denominator_name", "price_basis")
LONGEST_SEARCH = 600


@dataclass(frozen=True)
class Redefinition:
    """What an indicator means from a day on, by which document and why."""

    definition: Definition
    valid_from: date
    reason: str
    document: Document | None = None


def definition_of(indicator: Indicator) -> Definition:
    """What the indicator means now."""
    return Definition(**{name: getattr(indicator, name) for name in PLAIN}, method=indicator.formula)


def review_redefinition(indicator: Indicator, change: Redefinition) -> list[Finding]:
    """What keeps the change from being written. No query."""
    return list(
        redefinition_faults(
            definition_of(indicator), change.definition, starts_on=change.valid_from, since=indicator.defined_from,
            today=timezone.localdate(), reason=change.reason,
        )
    )  # fmt: skip


def redefine(indicator: Indicator, change: Redefinition, *, by: Any, via: str = Via.FORM) -> IndicatorVersion:
    """Give the indicator another definition from the day on; the one before is kept as a version of its own.

    Raises NotAllowed for whoever does not administer, Refused with the faults by field. The standings of all its
    series are judged anew, because nothing is compared across the change. One transaction, one event.
    """
    if not by.may(Permission.ADMINISTER):
        raise NotAllowed("Chỉ quản trị đổi định nghĩa chỉ tiêu. Liên hệ quản trị hệ thống để sửa.")
    with transaction.atomic():
        bulk.lock_rows(Indicator, [indicator.pk])
        indicator.refresh_from_db()
        faults = review_redefinition(indicator, change)
        if faults:
            rows = tuple(RowFault(0, one.field, one.code, one.message) for one in faults)
            raise Refused(faults[0].message, rows)
        with recorded(
            "redefine", "indicators.Indicator", by=by, via=via, reason=change.reason, subject_id=indicator.pk,
            subject_text=str(indicator), rows=1, values=[[indicator.pk, change.valid_from.isoformat()]],
        ):  # fmt: skip
            if indicator.defined_from is None:
                _save(_version(indicator, definition_of(indicator)), by, "")
            made = _version(
                indicator, change.definition,
                valid_from=change.valid_from, document=change.document, reason=change.reason.strip(),
            )  # fmt: skip
            _save(made, by, change.reason)
            _apply(indicator, change, by)
            series = Series.objects.of_indicators([indicator.pk]).order_by("id").values_list("id", flat=True)
            derive.write_standings(list(series), on=timezone.localdate(take_write_lock()))
    return made


def _version(indicator: Indicator, definition: Definition, **change: Any) -> IndicatorVersion:
    words = {name: getattr(definition, name).strip() for name in Definition.__slots__}
    return IndicatorVersion(indicator=indicator, **words, **change)


def _apply(indicator: Indicator, change: Redefinition, by: Any) -> None:
    for name in PLAIN:
        setattr(indicator, name, getattr(change.definition, name).strip())
    indicator.formula = change.definition.method.strip()
    indicator.defined_from = change.valid_from
    known = f"{indicator.search_text} {fold(indicator.name)}" if indicator.search_text else fold(indicator.name)
    indicator.search_text = " ".join(dict.fromkeys(known.split()))[:LONGEST_SEARCH]  # found by its old name too
    _save(indicator, by, change.reason)


def _save(row: Any, by: Any, reason: str) -> None:
    row._history_user, row._change_reason = by, reason
    row.save()
