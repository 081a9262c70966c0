"""Open the reports of a period for every unit that has indicators to enter."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.actions import Refused, open_reports
from portal.accounts.models import User
from portal.periods.models import Period


class Command(BaseCommand):
    help = "Mở báo cáo của một kỳ cho mọi đơn vị đã được giao chỉ tiêu; báo cáo đã mở giữ nguyên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", help="mã kỳ, ví dụ 2026-Q3; tạo kỳ bằng lệnh make_periods")
        parser.add_argument("--as", dest="person", help="tên đăng nhập của người mở, ghi vào nhật ký")

    def handle(self, *args: Any, **options: Any) -> None:
        period = Period.objects.by_code(options["period"])
        if period is None:
            raise CommandError(f"Chưa có kỳ nào mang mã {options['period']}. Tạo kỳ bằng lệnh make_periods.")
        person = User.objects.by_username(options["person"]) if options["person"] else None
        if options["person"] and person is None:
            raise CommandError(f"Không có tài khoản {options['person']} đang hoạt động.")
        try:
            opened = open_reports(period, by=person)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Đã mở {len(opened)} báo cáo {period}.")
