"""`manage.py send_mail_outbox`: sends the letters that wait, by the server that EMAIL_URL names."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.notices.reminding import send_letters


class Command(BaseCommand):
    """Prints how many letters went out; exit 1 when some failed, they are tried again with the next run."""

    help = "Gửi các thư đang chờ qua máy chủ thư của EMAIL_URL; khi chạy thử (DEBUG=1) thư được ghi thành tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares --json."""
        parser.add_argument("--json", action="store_true", help="In kết quả dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sends once; letters of a real installation must not end as files that nobody reads."""
        if not settings.DEBUG and not settings.EMAIL_URL:
            raise CommandError("Chưa đặt EMAIL_URL (ví dụ smtp+tls://tài-khoản:mật-khẩu@máy-chủ:587); thư chờ gửi.")
        done = send_letters()
        if options["json"]:
            self.stdout.write(json.dumps({"sent": done.sent, "failed": done.failed}))
        else:
            self.stdout.write(f"Đã gửi {done.sent} thư, {done.failed} thư lỗi.")
        if done.failed:
            raise SystemExit(1)
