"""`manage.py close_period CODE --as USER`: closes a period when every report is received or waived."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import User
from portal.history.models import Via
from portal.periods.models import Period
from portal.workflow.actions import close_period
from portal.workflow.rules import IllegalMove


class Command(BaseCommand):
    """Exit 1 with the names of who is missing when the period cannot be closed."""

    help = "Khóa kỳ báo cáo; từ chối và nêu tên khi còn báo cáo chưa được tiếp nhận hoặc miễn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares the period, --as and --json."""
        parser.add_argument("period", help="Mã kỳ, ví dụ 2023-Q3 hoặc SK05-NQTU-2023")
        parser.add_argument("--as", dest="user", required=True, help="Tên đăng nhập của chuyên viên tổng hợp cấp tỉnh")
        parser.add_argument("--json", action="store_true", help="In kết quả dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Closes as that person, with the same checks as the page."""
        period, person = Period.objects.by_code(options["period"]), User.objects.by_username(options["user"])
        if period is None:
            raise CommandError(f"Không có kỳ mang mã “{options['period']}”.")
        if person is None:
            raise CommandError(f"Không có tài khoản đang dùng mang tên “{options['user']}”.")
        try:
            closed = close_period(period, by=person, via=Via.COMMAND)
        except IllegalMove as refusal:
            raise CommandError(str(refusal)) from refusal
        text = json.dumps({"period": closed.code, "closed": True}) if options["json"] else f"Đã khóa kỳ “{closed}”."
        self.stdout.write(text)
