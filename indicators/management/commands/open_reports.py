"""`manage.py open_reports`: the reports of a form for a period, as the page opens them."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.actions import open_reports
from indicators.refusals import Refused
from portal.accounts.models import User
from portal.history.models import Via
from portal.periods.models import Period
from portal.workflow.models import ReportingForm


class Command(BaseCommand):
    """Opens the reports; a second time there is nothing to open."""

    help = "Mở báo cáo của một kỳ cho mọi đơn vị báo cáo biểu; chạy lại thì không mở thêm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares form, period and person."""
        parser.add_argument("form", help="Mã biểu; bản của năm của kỳ được dùng")
        parser.add_argument("period", help="Mã kỳ, ví dụ 2026-03")
        parser.add_argument("--as", dest="user", required=True, help="Tên đăng nhập của quản trị")
        parser.add_argument("--json", action="store_true", help="In kết quả dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Opens as that person, with the same checks as the page."""
        period, person = Period.objects.by_code(options["period"]), User.objects.by_username(options["user"])
        if period is None:
            raise CommandError(f"Không có kỳ mang mã “{options['period']}”.")
        if person is None:
            raise CommandError(f"Không có tài khoản đang dùng mang tên “{options['user']}”.")
        form = ReportingForm.objects.holding_in(options["form"], period.ends_on.year)
        if form is None:
            raise CommandError(f"Không có biểu mang mã “{options['form']}” cho năm {period.ends_on.year}.")
        try:
            found = open_reports(form, period, by=person, via=Via.COMMAND)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            left = [{"unit": one.unit.code, "reason": one.reason} for one in found.left_out]
            answer = {"form": form.code, "period": period.code, "new": len(found.new), "new_series": found.new_series}
            self.stdout.write(
                json.dumps({**answer, "standing": len(found.standing), "left_out": left}, ensure_ascii=False)
            )
            return
        for one in found.left_out:
            self.stdout.write(f"Không mở: {one.unit}, {one.reason}.")
        self.stdout.write(f"Đã mở {len(found.new)} báo cáo mới, {len(found.standing)} báo cáo đã mở từ trước.")
