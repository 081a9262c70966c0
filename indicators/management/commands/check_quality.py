"""`manage.py check_quality`: looks at every figure with the quality rules; to be run daily."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators.actions import refresh_findings
from indicators.models import Finding
from indicators.rules.quality import RULES


class Command(BaseCommand):
    """Prints how many findings stand, by rule, and what changed; twice on a day it writes nothing."""

    help = "Kiểm tra chất lượng mọi số liệu đã duyệt; phát hiện hết nguyên nhân được đóng, không xóa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares --json."""
        parser.add_argument("--json", action="store_true", help="In kết quả dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Checks as of today."""
        done = refresh_findings(on=timezone.localdate())
        counts = Counter(Finding.objects.lasting().values_list("rule", flat=True))
        unanswered = Finding.objects.unanswered().count()
        if options["json"]:
            by_rule = {rule.code: counts[rule.code] for rule in RULES}
            self.stdout.write(json.dumps({**asdict(done), "unanswered": unanswered, "by_rule": by_rule}))
            return
        for rule in RULES:
            if counts[rule.code]:
                self.stdout.write(f"{counts[rule.code]:>6}  {rule.title}")
        self.stdout.write(
            f"{done.lasting} phát hiện ({unanswered} chưa giải trình): {done.new} mới, {done.closed} hết nguyên nhân, "
            f"{done.reopened} trở lại."
        )
