"""`manage.py load_demo`: brings the demo data of fixtures/ into the database, as often as one likes."""

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.desk.loading import simulation
from portal.desk.loading.accounts import Issued
from portal.desk.loading.books import Book, Outcome
from portal.desk.loading.demo import Demo, load_demo

REFUSAL = (
    "Đây không phải môi trường dùng thử (DEBUG tắt): lệnh này nạp dữ liệu minh họa và tạo các tài khoản dùng thử. "
    "Nếu thật sự muốn nạp vào cơ sở dữ liệu này, hãy chạy lại với --force."
)
HEADINGS = ("Loại dữ liệu", "Trong tệp", "Mới", "Thay đổi", "Giữ nguyên")


class Command(BaseCommand):
    """Prints what it found and did per kind of record, the extras of the demo apart, and the accounts."""

    help = "Nạp dữ liệu minh họa và tài khoản dùng thử; chạy lại nhiều lần không làm thay đổi thêm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares the options."""
        parser.add_argument("--simulated", action="store_true", help="Thêm số liệu giả lập cho các đơn vị khác")
        parser.add_argument("--remove-simulated", action="store_true", help="Chỉ xóa số liệu giả lập")
        parser.add_argument("--force", action="store_true", help="Nạp cả khi DEBUG tắt")
        parser.add_argument("--json", action="store_true", help="In số lượng dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, or takes the made-up figures out again."""
        if not (settings.DEBUG or options["force"]):
            raise CommandError(REFUSAL)
        if options["remove_simulated"]:
            self._remove_simulated(as_json=options["json"])
            return
        demo = load_demo(password=os.environ.get("DEMO_PASSWORD") or None, simulated=options["simulated"])
        if options["json"]:
            self.stdout.write(json.dumps(counts(demo), ensure_ascii=False, indent=2))
        else:
            self._write_tables(demo)
        # In JSON the passwords would stand in a file for ever; they are said on the other channel.
        self._write_accounts(demo.accounts, self.stderr if options["json"] else self.stdout)

    def _remove_simulated(self, *, as_json: bool) -> None:
        removed = simulation.remove()
        self.stdout.write(json.dumps({"removed": removed}) if as_json else f"Đã xóa {removed} số liệu giả lập.")

    def _write_tables(self, demo: Demo) -> None:
        for title, book in (("Dữ liệu từ tệp minh họa", demo.facts), ("Phần thêm để dùng thử", demo.extras)):
            self.stdout.write(f"\n{title}")
            self.stdout.write(columns([HEADINGS, *_lines(book)]))
        checked = demo.checked
        self.stdout.write(f"\nKiểm tra chất lượng: {checked.lasting} phát hiện, {checked.changes} thay đổi.")

    def _write_accounts(self, accounts: Iterable[Issued], out: Any) -> None:
        rows = [(one.user.username, one.user.get_role_display(), one.user.place, one.password) for one in accounts]
        out.write("\nTài khoản dùng thử")
        out.write(columns([("Tên đăng nhập", "Vai trò", "Nơi làm việc", "Mật khẩu"), *rows]))


def counts(demo: Demo) -> dict[str, dict[str, int]]:
    """Rows by label of their model; those of the extras under "demo <label>"."""
    found = {
        f"{mark}{model._meta.label}": {
            "records": tally.records,
            "new": tally.count(Outcome.NEW),
            "changed": tally.count(Outcome.CHANGED),
        }
        for mark, book in (("", demo.facts), ("demo ", demo.extras))
        for model, tally in book.tallies.items()
    }
    checked = demo.checked
    changed = checked.closed + checked.reopened
    return {**found, "demo indicators.Finding": {"records": checked.lasting, "new": checked.new, "changed": changed}}


def columns(rows: Iterable[Iterable[Any]]) -> str:
    """The rows as text, columns aligned."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts
    )


def _lines(book: Book) -> Iterable[tuple[Any, ...]]:
    for model, tally in book.tallies.items():
        name = str(model._meta.verbose_name)
        yield (
            f"{name[:1].upper()}{name[1:]}",
            tally.records,
            *(tally.count(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)),
        )
