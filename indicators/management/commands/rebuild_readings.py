"""`manage.py rebuild_readings`: compares everything derived with the figures it follows from, and repairs it."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from indicators.rebuild import compare, rebuild


class Command(BaseCommand):
    """Prints how many readings and standings were compared and how many differ."""

    help = "Tính lại số tổng hợp và tình hình thực hiện từ số liệu đã duyệt; --check chỉ so sánh, không sửa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares --check and --json."""
        parser.add_argument("--check", action="store_true", help="Chỉ so sánh; có khác biệt thì kết thúc với mã 1")
        parser.add_argument("--json", action="store_true", help="In kết quả dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compares, and without --check repairs."""
        found = compare() if options["check"] else rebuild()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found)))
        else:
            what = "khác" if options["check"] else "khác, đã tính lại"
            self.stdout.write(f"Đã so sánh {found.checked} dòng, {found.different} dòng {what}.")
        if options["check"] and found.different:
            sys.exit(1)
