"""Indicators with their targets, figures with the sentences they came from, and what was computed from them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from indicators.actions import ReportedFigure, record_reported
from indicators.derive import write_standings
from indicators.models import (
    Comparison,
    ComparisonInput,
    Indicator,
    IndicatorGroup,
    Observation,
    Provenance,
    ReportedVerdict,
    Series,
    Target,
)
from portal.desk.loading.books import Book, Outcome
from portal.desk.loading.reading import Record, named_by, records
from portal.desk.loading.sheets import Sheet, same, unit_on
from portal.periods.models import Period
from portal.units.models import AdminUnit
from portal.vietnamese.names import fold
from resolutions.models import Assessment, Campaign, Document, Obstacle, Task

REASON = "Nạp số liệu từ báo cáo nguồn"
ROADS = {"code": "roads", "name": "Đường giao thông, năm loại (hệ thống tính)"}
# Which records name figures, and the link that says so.
WORK = (
    ("tasks", Task, "tasks", "tasks"),
    ("obstacles", Obstacle, "issues", "issues"),
    ("assessments", Assessment, "issues", "assessments"),
)

INDICATORS = Sheet(
    model=Indicator,
    fields={
        **same("precision", "period_rollup", "frequency", "topic", "formula", "price_basis", "averaging"),
        **same("parts_certainty", "parts_unit", "base_period", "is_money", "search_text", "position"),
        "name": "name_vi",
        "name_en": "name_en",
        "unit_of_measure": "unit",
        "kind": "value_kind",
        "direction": "better",
        "unit_rollup": "rollup",
        "numerator_name": "numerator_vi",
        "denominator_name": "denominator_vi",
        "is_part_of_whole": "part_of_whole",
        "note": "note_vi",
    },
    references=same("source_agency", "compares"),
    key_field="code",
)
TARGETS = Sheet(
    model=Target,
    fields={
        **same("series", "comparator", "value", "horizon_from", "horizon_to", "is_primary", "in_force_from"),
        "unit_of_measure": "unit",
        "kind": "target_kind",
        "text": "text_vi",
    },
    references=same("document"),
)
PROVENANCES = Sheet(
    model=Provenance,
    fields={
        **same("observation", "reported_text", "averaging"),
        "printed": "value_text",
        "remark": "note_vi",
        "is_comparable": "comparable",
    },
    references=same("document", "reported_by", "clause", "adds_to"),
    links={"resolutions": ("reviewed",)},
    certain={"as_of": "as_of_on"},
    note=None,
    unit_day=None,
)
COMPARISONS = Sheet(
    model=Comparison,
    fields={
        **same("intervals", "computed", "places", "numerator", "denominator", "status", "severity", "list_items"),
        "name": "name_vi",
        "operation": "op",
        "unit_of_measure": "unit",
        "is_comparable": "comparable",
        "question": "question_vi",
    },
    references=same("reported"),
)
VERDICTS = Sheet(
    model=ReportedVerdict,
    fields={"verdict": "verdict", "text": "text_vi"},
    references={"figure": "observation", "target": "target"},
    key="observation",
)


def load(book: Book) -> None:
    """Load indicators, targets, figures, comparisons and the verdicts of the sources."""
    observations = records("observations", "observations")
    comparisons = records("observations", "comparisons")
    INDICATORS.load(book, [_described(one, place) for place, one in enumerate(records("indicators", "indicators"), 1)])
    _group_roads(book, observations, comparisons)
    TARGETS.load(book, [_placed_target(book, one) for one in records("indicators", "targets")])
    _load_figures(book, observations)
    _link_work(book)
    _load_comparisons(book, comparisons)
    VERDICTS.load(book, records("observations", "reported_verdicts"))
    _judge_again(book)


def _described(indicator: Record, position: int) -> Record:
    compared = indicator.get("compares") or {}
    return {
        **indicator,
        "position": position,
        "compares": compared.get("indicator"),
        "base_period": compared.get("base_period"),
        "is_money": "đồng" in indicator["unit"],
        "search_text": fold(f"{indicator['id']} {indicator['name_vi']}"),
    }


def _group_roads(book: Book, observations: Iterable[Record], comparisons: Iterable[Record]) -> None:
    """Group the indicators whose numerators and denominators a comparison of the fixture adds up."""
    indicator_of = {one["id"]: one["indicator"] for one in observations}
    for comparison in comparisons:
        if comparison["op"] == "sum_ratio_pct":
            group = book.keep(
                IndicatorGroup, {"code": ROADS["code"]}, {"name": ROADS["name"], "note": comparison["note_vi"]}
            )
            for figure in comparison["inputs"]:
                book.keep(Indicator, {"code": indicator_of[figure]}, {"group": group, "is_part_of_whole": True})


def series_of(book: Book, unit: AdminUnit, indicator: Indicator) -> Series:
    """The series of a unit and indicator; a new one is in the hands of the source agency where that is the unit's."""
    agency = indicator.source_agency
    owner = agency if agency and agency.unit_id == unit.pk else None
    # A series made by a roll-up from below becomes one that is entered.
    return book.keep(Series, {"unit": unit, "indicator": indicator}, {"is_derived": False}, initial={"owner": owner})


def _placed_target(book: Book, target: Record) -> Record:
    indicator = book.named(Indicator, target["indicator"])
    series = series_of(book, unit_on(book, target["unit_code"]), indicator) if indicator else None
    return {
        **target,
        "series": series,
        "is_primary": series is not None,  # the only target with a number
        "in_force_from": book.named(Document, target["document"]).issued_on,
    }


def _load_figures(book: Book, observations: list[Record]) -> None:
    """Hand over the figures that were never read before, then keep the sentences of all of them.

    A figure read before is left alone: it may have been corrected since, with a reason.
    """
    known = book.shelf(Provenance, "source_key")
    figures = {one["id"]: _figure(book, one) for one in observations}
    unread = [figure for key, figure in figures.items() if (key,) not in known]
    record_reported(unread, reason=REASON)
    stands = _standing_at(unread)
    for record in observations:
        read = known.get((record["id"],))
        record["observation"] = read.observation_id if read else stands[_place(figures[record["id"]])]
        book.mark(Observation, record["observation"], Outcome.UNCHANGED if read else Outcome.NEW)
        record |= _reviewed(record)
    PROVENANCES.load(book, observations)


def _figure(book: Book, record: Record) -> ReportedFigure:
    unit, indicator = unit_on(book, record["unit_code"]), book.named(Indicator, record["indicator"])
    period, document = book.named(Period, record["period"]), book.named(Document, record["document"])
    as_of = record["as_of"] and date.fromisoformat(record["as_of"])
    printed = Decimal(record["value"])
    has_parts = record.get("numerator") is not None
    return ReportedFigure(
        series_id=series_of(book, unit, indicator).pk,
        period_id=period.pk,
        numerator=record.get("numerator"),
        denominator=record.get("denominator"),
        value=None if has_parts else printed,
        as_reported=printed,
        qualifier=record["qualifier"] or "",
        source_text=document.headline[:300],
        as_of_on=as_of or period.as_of_on,
        known_on=as_of or _review_day(book, document),
        is_partial=bool(record.get("partial")),
    )


def _review_day(book: Book, document: Document) -> date:
    """The day of the review that the document reports: a figure without a day of its own was known by then."""
    for campaign in book.shelf(Campaign, "source_key").values():
        if campaign.report_id == document.pk:
            return campaign.period.as_of_on
    raise LookupError(f"Không rõ ngày chốt số liệu của văn bản {document}.")


def _place(figure: ReportedFigure) -> tuple[int, int]:
    return figure.series_id, figure.period_id


def _standing_at(figures: Iterable[ReportedFigure]) -> dict[tuple[int, int], int]:
    """Ids of the observations of the series by series and period. One query."""
    found = Observation.objects.filter(series__in={figure.series_id for figure in figures})
    return {(series, period): pk for series, period, pk in found.values_list("series_id", "period_id", "pk")}


def _reviewed(record: Record) -> Record:
    """The resolutions whose review the figure stands in; how surely is said of each."""
    reviewed = record["resolutions"]
    return {
        "reviewed": [one["document"] for one in reviewed],
        **{f"resolutions:{one['document']}_certainty": one["certainty"] for one in reviewed},
    }


def _link_work(book: Book) -> None:
    """Link figures with the tasks, obstacles and assessments that name them."""
    for field, model, file, naming in WORK:
        named = named_by(records(file, naming), "observations")
        for (key,), figure in book.shelf(Provenance, "source_key").items():
            book.link(figure, field, [book.named(model, one) for one in named.get(key, [])])


def _load_comparisons(book: Book, comparisons: list[Record]) -> None:
    COMPARISONS.load(book, comparisons)
    things = [*records("projects", "projects"), *records("projects", "facilities_and_firms")]
    names = {one["id"]: one["name_vi"] for one in things}
    for record in comparisons:
        inputs = [_input(book, name, names) | {"position": place} for place, name in enumerate(record["inputs"], 1)]
        book.keep_parts(book.named(Comparison, record["id"]), ComparisonInput, "comparison", "position", inputs)


def _input(book: Book, name: str, names: Mapping[str, str]) -> dict[str, Any]:
    """An operand: a figure, a target, or the name of one thing that was counted."""
    figure = book.shelf(Provenance, "source_key").get((name,))
    target = book.shelf(Target, "source_key").get((name,))
    return {"figure": figure, "target": target, "text": None if figure or target else names.get(name, name)}


def _judge_again(book: Book) -> None:
    """Judge the series again: their targets and the verdicts of the sources are known only now."""
    if book.has_written(Target, ReportedVerdict, Observation):
        write_standings(sorted(book.tallies[Series]), on=localdate())
