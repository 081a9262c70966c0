"""Units with their places, what they became, facts about them, and the bodies that belong to them."""

from collections.abc import Iterable
from datetime import date, timedelta

from portal.desk.loading.books import Book
from portal.desk.loading.reading import Record, records
from portal.desk.loading.sheets import SOURCE_DAY, Sheet, same, unit_on
from portal.units.actions import describe, rebuild_ancestry
from portal.units.models import (
    UNKNOWN_START,
    AdminUnit,
    Agency,
    GroundHeir,
    Placement,
    UnitFact,
    UnitSuccession,
)

ONE_DAY = timedelta(days=1)


def day_after(last_day: str | None) -> date | None:
    """The half-open end of a span whose last valid day the fixture gives; None while it is open."""
    return date.fromisoformat(last_day) + ONE_DAY if last_day else None


def agency_day(record: Record) -> date:
    """The day on which the unit code of a body is read: a successor of outside the sources has a first day."""
    return date.fromisoformat(record["valid_from"]) if record.get("valid_from") else SOURCE_DAY


FACTS = Sheet(model=UnitFact, fields={"topic": "topic_vi", "text": "text_vi"})

AGENCIES = Sheet(
    model=Agency,
    fields={
        **same("kind", "valid_from", "valid_to"),
        "name": "name_vi",
        "short_name": "short_vi",
        "is_group": "group",
    },
    references=same("parent", "successor"),
    unit_day=agency_day,
)


def load(book: Book) -> None:
    """Load areas, successions, unit facts and agencies; derive who is above whom."""
    areas = records("areas", "areas")
    _load_units(book, areas)
    _load_placements(book, areas)
    if book.has_written(AdminUnit, Placement):
        rebuild_ancestry()
    _load_successions(book, records("areas", "successions"))
    FACTS.load(book, records("areas", "unit_facts"))
    AGENCIES.load(book, [{**one, "valid_to": day_after(one["valid_to"])} for one in records("agencies", "agencies")])


def _first_day(area: Record) -> date:
    return date.fromisoformat(area["valid_from"]) if area["valid_from"] else UNKNOWN_START


def _load_units(book: Book, areas: Iterable[Record]) -> None:
    seen: set[str] = set()
    for area in sorted(areas, key=_first_day):
        key = {"code": area["code"], "valid_from": _first_day(area)}
        named = {"name": area["name"], "aliases": area.get("aliases", [])}
        described = describe(AdminUnit(**key, **named), reused=area["code"] in seen)
        seen.add(area["code"])
        values = {
            "level": area["level"],
            "valid_to": day_after(area["valid_to"]),
            "legal_basis": area.get("legal_basis"),
            "note": area.get("note_vi"),
            **{name: getattr(described, name) for name in ("slug", "search_text", "sort_text")},
        }
        book.keep(AdminUnit, key, {**named, **values})


def _load_placements(book: Book, areas: Iterable[Record]) -> None:
    for area in areas:
        if area["parent"]:
            unit = book.shelf(AdminUnit, "code", "valid_from")[area["code"], _first_day(area)]
            parent = unit_on(book, area["parent"], unit.last_day or unit.valid_from)
            book.keep(
                Placement,
                {"unit": unit, "valid_from": max(unit.valid_from, parent.valid_from)},
                {"parent": parent, "valid_to": min(unit.valid_to, parent.valid_to)},
            )


def _load_successions(book: Book, successions: Iterable[Record]) -> None:
    for record in successions:
        became = record["to"]
        last_day = date.fromisoformat(record["from_"]["until"])
        succession = book.keep(
            UnitSuccession,
            {
                "predecessor": unit_on(book, record["from_"]["code"], last_day),
                "successor": _since(book, became) if became else None,
                "effective_on": last_day + ONE_DAY,
            },
            {name: record.get(name) for name in ("kind", "share", "legal_basis", "legal_basis_certainty")},
        )
        heirs = [{"unit": _since(book, heir), "wholly": heir["wholly"]} for heir in record.get("heirs", [])]
        book.keep_parts(succession, GroundHeir, "succession", "unit", heirs)


def _since(book: Book, unit: Record) -> AdminUnit | None:
    return unit_on(book, unit["code"], date.fromisoformat(unit["since"]))
