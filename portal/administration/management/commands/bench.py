"""Measure the portal on this machine, in a database of its own."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.administration.bench import SCALES, Result, run
from portal.administration.bench.scratch import NoScratch

PLANNED = ("small", "province", "national")


class Command(BaseCommand):
    help = "Đo tốc độ trên một cơ sở dữ liệu tạm, so với mốc đo trong cùng lần chạy; dữ liệu đang dùng không đổi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=PLANNED, default="small", help="quy mô")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] not in SCALES:
            raise CommandError(f"Chưa đo được ở quy mô “{options['scale']}”. Quy mô đã có: {', '.join(SCALES)}.")
        try:
            results = run(SCALES[options["scale"]], self.stderr.write)
        except NoScratch as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps([result.as_json() for result in results], ensure_ascii=False))
        else:
            self._table(results)

    def _table(self, results: list[Result]) -> None:
        for result in results:
            sign = "≥" if result.goal.at_least else "≤"
            verdict = "đạt" if result.holds else "CHƯA ĐẠT"
            limit = f"{sign} {result.limit:<6g} {result.goal.unit:<5}"
            self.stdout.write(f"{result.measured:>9.2f}  {limit} {verdict:<9} {result.goal.text}")
