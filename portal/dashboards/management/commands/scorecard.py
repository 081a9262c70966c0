"""`manage.py scorecard`: where the indicators and projects of a unit stood on a day."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.lines import Line
from portal.dashboards.badges import badge
from portal.dashboards.scorecard import Scorecard, scorecard
from portal.dashboards.wording import parts_text, period_text, target_text, value_text, write_parts
from portal.periods.models import Period
from portal.periods.rules import UnknownPeriod, parse
from portal.units.actions import UnitNotFound, resolve
from portal.units.models import AdminUnit
from portal.vietnamese.dates import write_date
from portal.vietnamese.numbers import write_number
from projects.models import Project
from resolutions.models import Document


class Command(BaseCommand):
    """Prints the scorecard as a table for people, or as JSON with exact decimals."""

    help = "In bảng chỉ tiêu của một đơn vị tại một ngày, theo những gì đã biết đến hết ngày đó."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares the options."""
        parser.add_argument(
            "--unit", required=True, metavar="MÃ[@NGÀY]", help="đơn vị, ví dụ 665 hoặc 24722@2025-07-01"
        )
        parser.add_argument("--on", required=True, metavar="NGÀY", help="ngày xem, ví dụ 2023-08-30")
        parser.add_argument("--period", default="", metavar="KỲ", help="chỉ lấy số liệu của một kỳ")
        parser.add_argument("--document", default="", metavar="SỐ[@NGÀY]", help="văn bản giao mục tiêu")
        parser.add_argument("--json", action="store_true", help="in dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints, or says in Vietnamese what is not known."""
        on = _day(options["on"])
        card = scorecard(
            _unit(options["unit"], on),
            on=on,
            period_code=_period(options["period"]),
            document=_document(options["document"]),
        )
        self.stdout.write(as_text(card.as_json()) if options["json"] else as_table(card))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"Không hiểu ngày “{text}”. Hãy viết như 2023-08-30.") from None


def _unit(reference: str, on: date) -> AdminUnit:
    _, _, day = reference.partition("@")
    if day:
        _day(day)
    try:
        return resolve(reference, on)
    except UnitNotFound as error:
        raise CommandError(str(error)) from error


def _period(code: str) -> str:
    if code and Period.objects.by_code(code) is None:
        try:
            parse(code)
        except UnknownPeriod as error:
            raise CommandError(str(error)) from error
    return code


def _document(reference: str) -> Document | None:
    if not reference:
        return None
    code, _, day = reference.partition("@")
    found = list(Document.objects.with_code(code, _day(day) if day else None).for_list())
    if not found:
        found = list(Document.objects.with_slug(reference).for_list())
    if not found:
        raise CommandError(f"Không có văn bản nào mang số, ký hiệu {reference}.")
    if len(found) > 1:
        listed = "; ".join(f"{one.code}@{one.issued_on} {one.issuer_name}".strip() for one in found)
        raise CommandError(f"Số, ký hiệu {code} cần ghi rõ ngày. Các văn bản: {listed}.")
    return found[0]


def as_text(value: Any, depth: int = 0) -> str:
    """JSON with every Decimal written digit by digit, never by way of a binary fraction."""
    pad, inner = "  " * depth, "  " * (depth + 1)
    match value:
        case Decimal():
            digits = f"{value:f}"
            return digits.rstrip("0").rstrip(".") if "." in digits else digits
        case dict() if value:
            lines = ",\n".join(f"{inner}{json.dumps(key)}: {as_text(one, depth + 1)}" for key, one in value.items())
            return f"{{\n{lines}\n{pad}}}"
        case list() if value:
            lines = ",\n".join(inner + as_text(one, depth + 1) for one in value)
            return f"[\n{lines}\n{pad}]"
    return json.dumps(value, ensure_ascii=False)


def as_table(card: Scorecard) -> str:
    """The scorecard for people at a terminal."""
    head = f"{card.unit.titled} – tính đến {write_date(card.on)}"
    rows = [("Chỉ tiêu", "Giá trị", "Tử số/mẫu số", "Kỳ", "Mục tiêu", "Đánh giá")]
    rows += [_row(line) for line in card.lines]
    parts = [head, _columns(rows)]
    for total in card.groups:
        sums = write_parts(total.numerator, total.denominator)
        parts.append(f"{total.group.name}: {write_number(total.value)}% ({sums})")
    projects = [_project_row(row) for row in card.projects]
    parts += [_columns([("Dự án", "Giai đoạn", "Số dự án", "Có số liệu công suất"), *projects])] if projects else []
    notes = [f"– {line.indicator.name}: {note}" for line in card.lines for note in card.remarks[line.series_id].all]
    return "\n\n".join([*parts, *(["Lưu ý\n" + "\n".join(notes)] if notes else [])])


def _row(line: Line) -> tuple[str, ...]:
    found = badge(line)
    return (
        line.indicator.name,
        value_text(line),
        parts_text(line),
        period_text(line),
        target_text(line),
        f"{found.symbol} {found.word}",
    )


def _project_row(row: dict[str, Any]) -> tuple[str, ...]:
    kind, stage = Project.Kind(row["kind"]).label, Project.Stage(row["stage"]).label
    return str(kind), str(stage), str(row["total"]), f"{row['capacity_known']}/{row['total']}"


def _columns(rows: Iterable[tuple[str, ...]]) -> str:
    found = list(rows)
    widths = [max(map(len, column)) for column in zip(*found, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in found
    )
