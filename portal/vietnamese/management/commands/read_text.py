"""`manage.py read_text`: reads cells, document codes or dates from standard input, one a line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand

from portal.vietnamese.codes import read_code
from portal.vietnamese.dates import read_date, write_date_nd30, write_period
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.numbers import describe_warning, read_cell, write_number

Reading = dict[str, Any]


class Command(BaseCommand):
    """Prints one reading a line; it needs no database and no other room."""

    help = "Đọc từng dòng từ đầu vào chuẩn: ô số liệu, số ký hiệu văn bản hoặc ngày tháng."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares --as and --json."""
        parser.add_argument("--as", dest="subject", choices=sorted(SUBJECTS), required=True, help="Đọc dòng như")
        parser.add_argument("--json", action="store_true", help="In mỗi dòng một đối tượng JSON")

    def handle(self, *args: Any, subject: str, json: bool, **options: Any) -> None:
        """Reads standard input to its end."""
        reconfigure = getattr(self.stdout._out, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")  # the C locale of a cron job would refuse every accent
        for line in input_lines(sys.stdin.buffer):
            self.stdout.write(json_line(subject, line) if json else spoken_line(subject, line))


def input_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines without their line ends and without the mark that Windows puts before the first."""
    for number, line in enumerate(stream):
        text = line.removesuffix(b"\n").removesuffix(b"\r")
        yield text.removeprefix(b"\xef\xbb\xbf") if number == 0 else text


def json_line(subject: str, line: bytes) -> str:
    """The reading of a line as JSON, {"error": code} where it cannot be read."""
    try:
        return as_json(SUBJECTS[subject](_decoded(line)))
    except ReadingError as error:
        return as_json({"error": error.code})


def spoken_line(subject: str, line: bytes) -> str:
    """The reading of a line as a sentence for people."""
    try:
        read = SUBJECTS[subject](_decoded(line))
    except ReadingError as error:
        return error.message
    known = {key: value for key, value in read.items() if key in _LABELS and value is not None}
    words = "; ".join(f"{_LABELS[key]}: {_spoken(key, value)}" for key, value in known.items())
    notes = ", ".join(map(describe_warning, read.get("warnings", ())))
    return f"{words} (lưu ý: {notes})" if notes else words


def as_json(read: Reading) -> str:
    """One JSON object; Decimals become numbers digit by digit, never by way of a float."""
    return "{" + ", ".join(f"{json.dumps(key)}: {_json_value(value)}" for key, value in read.items()) + "}"


def _json_value(value: Any) -> str:
    if isinstance(value, Decimal):
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return json.dumps(value, ensure_ascii=False)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadingError("bad_encoding", "Dòng không phải UTF-8. Hãy lưu tệp với bảng mã UTF-8.") from error


def _spoken(key: str, value: Any) -> str:
    if isinstance(value, Decimal):
        return write_number(value)
    if key in ("date", "iso"):
        return write_date_nd30(date.fromisoformat(value))
    if key == "period":
        return write_period(value)
    return _WORDS.get(value, str(value))


SUBJECTS = {
    "cell": lambda text: read_cell(text).as_json(),
    "code": lambda text: read_code(text).as_json(),
    "date": lambda text: {"iso": read_date(text).isoformat()},
}
_LABELS = {
    "value": "Giá trị", "numerator": "Tử số", "denominator": "Mẫu số", "percent": "Tỷ lệ (%)", "low": "Từ",
    "high": "Đến", "unit": "Đơn vị tính", "shown": "Ghi trong văn bản", "qualifier": "Mức",
    "reported": "Tỷ lệ đã báo cáo (%)", "reason": "Chưa có số liệu", "status": "Kết quả", "date": "Ngày",
    "period": "Kỳ", "iso": "Ngày", "canonical": "Số, ký hiệu", "system": "Hệ thống văn bản", "type": "Loại",
    "issuer": "Cơ quan ban hành", "year": "Năm",
}  # fmt: skip
_WORDS = {
    "none_occurred": "không phát sinh", "not_applicable": "không áp dụng", "no_data": "chưa có số liệu",
    "not_collected": "không thu thập", "met": "đạt", "not_met": "chưa đạt", "exceeded": "vượt",
    "lt": "dưới", "le": "không quá", "gt": "trên", "more_than": "hơn", "ge": "ít nhất", "about": "khoảng",
    "estimate": "ước", "almost": "gần", "party": "Đảng", "state": "Nhà nước",
}  # fmt: skip
