"""Naming units, describing them, and deriving who is above whom."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from portal.units.models import AdminUnit, Ancestry, Placement
from portal.units.rules import Span, closure
from portal.vietnamese.names import fold, sort_key


class UnitNotFound(LookupError):
    """No unit has the code, or several had it and no day decides. The message is for people."""


def resolve(reference: str, on: date | None = None) -> AdminUnit:
    """The unit named by `CODE` or `CODE@DAY`: valid on that day, else on `on`, else the only one that ever had it.

    Raises UnitNotFound with the candidates. One query.
    """
    code, _, day_text = reference.strip().partition("@")
    candidates = list(AdminUnit.objects.with_code(code))
    if not candidates:
        raise UnitNotFound(f"Không có đơn vị nào mang mã {code}.")
    day = date.fromisoformat(day_text) if day_text else on
    if day:
        for unit in candidates:
            if unit.is_valid_on(day):
                return unit
    if len(candidates) == 1 and not day_text:
        return candidates[0]
    listed = "; ".join(f"{unit.slug} ({unit.titled})" for unit in candidates)
    raise UnitNotFound(f"Mã {code} cần ghi rõ ngày, ví dụ {code}@{candidates[-1].valid_from}. Các đơn vị: {listed}.")


def describe(unit: AdminUnit, *, reused: bool) -> AdminUnit:
    """Fill the derived columns of a unit; `reused` says that an older unit had the same code."""
    unit.slug = f"{unit.code}@{unit.valid_from}" if reused else unit.code
    unit.search_text = fold(" ".join([unit.code, unit.name, *unit.aliases]))[:300]
    unit.sort_text = sort_key(unit.name)[:300]
    return unit


def rebuild_ancestry() -> int:
    """Derive Ancestry from Placement again; returns how many rows changed. Call it inside the changing action."""
    units = AdminUnit.objects.values_list("id", "valid_from", "valid_to")
    spans = [Span(*row) for row in Placement.objects.values_list("parent_id", "unit_id", "valid_from", "valid_to")]
    wanted = {tuple(row) for row in closure(units, spans)}
    columns = ("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to")
    with transaction.atomic():
        present = {row[1:]: row[0] for row in Ancestry.objects.values_list("id", *columns)}
        surplus = [pk for row, pk in present.items() if row not in wanted]
        missing = [Ancestry(**dict(zip(columns, row, strict=True))) for row in sorted(wanted - set(present))]
        Ancestry.objects.filter(id__in=surplus).delete()
        Ancestry.objects.bulk_create(missing, batch_size=2000)
    return len(surplus) + len(missing)


def names_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Names of units by id. One query."""
    return dict(AdminUnit.objects.filter(id__in=ids).values_list("id", "name"))
