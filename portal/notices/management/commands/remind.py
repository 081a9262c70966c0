"""`manage.py remind`: reminders of deadlines and digests of the day; to be run daily at 07:30, by cron or a timer."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.notices.reminding import remind, write_digests
from portal.workflow.actions import lapse_reopenings


class Command(BaseCommand):
    """Prints what was new; twice on a day nothing is."""

    help = "Nhắc hạn nộp (T−7, T−3, T−1, T+1), khóa lại báo cáo hết hạn mở lại, lập thư tổng hợp trong ngày."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares --on and --json."""
        parser.add_argument("--on", help="Ngày tính (2026-11-24); mặc định hôm nay")
        parser.add_argument("--json", action="store_true", help="In kết quả dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Locks first, then reminds: what is locked again is nobody's to hand in."""
        day = _day(options["on"])
        done = {"locked_again": lapse_reopenings(on=day), "reminders": remind(day), "digests": write_digests(day)}
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        self.stdout.write(
            f"{done['reminders']} lời nhắc mới, {done['digests']} thư tổng hợp, "
            f"{done['locked_again']} báo cáo khóa trở lại."
        )


def _day(text: str | None) -> date:
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"Ngày “{text}” không đúng. Viết năm-tháng-ngày, ví dụ 2026-11-24.") from error
