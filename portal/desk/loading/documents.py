"""Periods, documents with their relations and clauses, and the campaigns and meetings that review them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.desk.loading.books import Book, Outcome
from portal.desk.loading.reading import Record, records, source_text
from portal.desk.loading.sheets import Sheet, same
from portal.periods.actions import ensure_campaign, ensure_period, position
from portal.periods.models import Period
from portal.vietnamese.names import fold
from resolutions.models import Campaign, Clause, Document, DocumentLink, Meeting

# The two source texts are documents of the register themselves, and the only ones whose full text is at hand.
FULL_TEXTS = {
    "bc-soket-05nq-daksong": "000_bdc26016c08f0357.txt",
    "bv-bkttw-2023": "001_e548639f707dd1fd.txt",
}

DOCUMENTS = Sheet(
    model=Document,
    fields={
        **same("slug", "code", "number", "kind", "system", "level", "orientation_to", "cited_as", "search_text"),
        **same("text_file", "text"),
        "type_name": "type_vi",
        "type_code": "type_abbr",
        "issuer_name": "issuer_vi",
        "issued_on": "date",
        "title": "title_vi",
        "term_from": "period_from",
        "term_to": "period_to",
        "is_group": "group",
        "author_name": "author_vi",
    },
    references=same("issuer"),
)
RELATIONS = Sheet(model=DocumentLink, fields=same("relation"), references={"source": "from_", "target": "to"})
CLAUSES = Sheet(
    model=Clause, fields={"kind": "kind", "position": "order", "text": "text_vi"}, references=same("document")
)
CAMPAIGNS = Sheet(
    model=Campaign,
    fields={"name": "name_vi"},
    references={**same("report", "reported_by"), "period": "code"},
    links={"documents": ("documents",)},
    key="code",
)
MEETINGS = Sheet(
    model=Meeting,
    fields={**same("held_on", "people"), "name": "name_vi"},
    references=same("campaign", "before"),
    links={"documents": ("documents",), "agencies": ("agencies",)},
    certain={"date": "held_on"},
)


def load(book: Book) -> None:
    """Load periods, documents, relations, clauses, campaigns and meetings."""
    campaigns = records("campaigns", "campaigns")
    load_periods(book, records("campaigns", "periods"), {one["code"]: one for one in campaigns})
    DOCUMENTS.load(book, [_enriched(one) for one in records("documents", "documents")])
    relations = records("documents", "relations")
    RELATIONS.load(book, [{**one, "id": f"{one['from_']} {one['relation']} {one['to']}"} for one in relations])
    CLAUSES.load(book, records("documents", "clauses"))
    CAMPAIGNS.load(book, campaigns)
    MEETINGS.load(book, records("campaigns", "events"))


def load_periods(book: Book, periods: Iterable[Record], campaigns: dict[str, Record]) -> None:
    """Make the periods that do not exist, through the door of periods, and keep the days of campaigns."""
    shelf = book.shelf(Period, "code")
    for record in periods:
        code = record["code"]
        days = _campaign_days(campaigns[code]) if code in campaigns else {}
        is_new = (code,) not in shelf
        if is_new:
            shelf[code,] = ensure_campaign(code=code, **days) if days else ensure_period(code)
        rank = {"position": position(Period.Kind.CAMPAIGN, days["as_of_on"])} if days else {}
        period = book.keep(Period, {"code": code}, {**days, **rank})
        if is_new:
            book.mark(Period, period.pk, Outcome.NEW)


def _campaign_days(campaign: Record) -> dict[str, Any]:
    days = {"starts_on": "from", "ends_on": "to", "as_of_on": "as_of"}
    return {
        "name": campaign["name_vi"],
        **{name: campaign[key] and date.fromisoformat(campaign[key]) for name, key in days.items()},
    }


def _enriched(document: Record) -> Record:
    named = (document["code"], document["title_vi"], document["issuer_vi"], *document["cited_as"])
    text_file = FULL_TEXTS.get(document["id"])
    return {
        **document,
        "slug": _slug(document),
        "search_text": fold(" ".join(text for text in named if text)),
        "text_file": text_file,
        "text": source_text(text_file) if text_file else None,
    }


def _slug(document: Record) -> str:
    """Code and year, as 05-nq-tu-2021; the id where a document has no code."""
    if not document["code"]:
        return document["id"]
    year = (document["date"] or "")[:4]
    return fold(f"{document['code']} {year}").replace(" ", "-")
