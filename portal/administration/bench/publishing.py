"""Figures put in force with all that follows, beside the bare writing of the two tables they go into."""

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from indicators.actions import ReportedFigure, record_reported
from indicators.models import Observation
from portal.administration.bench import clocks, goals
from portal.administration.bench.province import ADDED_FROM, Province, figures, months
from portal.administration.bench.sizes import Sizes

MONTHS = 6  # of each series in one workbook
RAW_IDS = -(10**9)  # where neither engine goes on counting from
HISTORY_COLUMNS = ("history_date", "history_type", "history_user_id", "history_change_reason")
Rows = list[tuple[Any, ...]]


def measure(province: Province, sizes: Sizes) -> goals.Result:
    """New figures through the door, in times the bare writing of as many rows with their history."""
    pairs = _pairs(province, sizes)
    clocks.ratio_of_pairs(iter([next(pairs)]))
    return goals.PUBLISHING.result(clocks.ratio_of_pairs(pairs))


def _pairs(province: Province, sizes: Sizes) -> Iterator[tuple[clocks.Work, clocks.Work]]:
    for number in range(sizes.pairs + 1):
        own = _of_year(province, ADDED_FROM + 10 + 2 * number, sizes.imported_rows)
        raw = _of_year(province, ADDED_FROM + 11 + 2 * number, sizes.imported_rows)
        write = _raw_writer(raw, RAW_IDS + number * sizes.imported_rows)
        yield lambda own=own: record_reported(own, reason="Số liệu thử nghiệm"), write


def _of_year(province: Province, year: int, count: int) -> list[ReportedFigure]:
    """Figures of one year: MONTHS for each series, so that of the indicators as many are there as the count asks."""
    indicators = -(-count // (MONTHS * len(province.communes)))
    return list(islice(figures(province, months(year, MONTHS), indicators), count))


def _raw_writer(wanted: Sequence[ReportedFigure], first_id: int) -> clocks.Work:
    """The fastest plain way of the engine, its rows made ready beforehand."""
    plain, past = _tables(wanted, first_id)
    columns = [field.column for field in Observation._meta.concrete_fields]
    history = Observation.history.model._meta.db_table
    work = [(Observation._meta.db_table, columns, plain), (history, [*columns, *HISTORY_COLUMNS], past)]
    if connection.vendor == "postgresql":
        return _copying([(table, names, _as_text(rows)) for table, names, rows in work])
    return _inserting(work)


def _tables(wanted: Sequence[ReportedFigure], first_id: int) -> tuple[Rows, Rows]:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    plain = [_row(_observation(figure, first_id + n)) for n, figure in enumerate(wanted)]
    return plain, [(*row, now, "+", None, "Số liệu thử nghiệm") for row in plain]


def _observation(figure: ReportedFigure, pk: int) -> Observation:
    return Observation(
        id=pk, series_id=figure.series_id, period_id=figure.period_id, numerator=figure.numerator,
        denominator=figure.denominator, value=figure.value, as_of_on=figure.as_of_on, known_on=figure.known_on,
        via="report", event_id=pk,
    )  # fmt: skip


def _row(instance: models.Model) -> tuple[Any, ...]:
    return tuple(
        field.get_db_prep_save(getattr(instance, field.attname), connection) for field in instance._meta.concrete_fields
    )


def _as_text(rows: Rows) -> str:
    return "".join("\t".join("\\N" if value is None else str(value) for value in row) + "\n" for row in rows)


def _copying(work: Sequence[tuple[str, list[str], str]]) -> clocks.Work:
    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns, text in work:
                cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", StringIO(text))

    return write


def _inserting(work: Sequence[tuple[str, list[str], Rows]]) -> clocks.Work:
    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns, rows in work:
                places = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    return write
