"""Share what was answered about files: remembered layouts of columns and confirmed names, out and in as JSON."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User
from portal.accounts.roles import Permission
from portal.imports.offices.layouts import LayoutsRefused, layouts_as_json, take_layouts


class Command(BaseCommand):
    help = "Xuất, nhập các bố cục cột và tên gọi đã xác nhận (tệp .json)."

    def add_arguments(self, parser: CommandParser) -> None:
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--out", help="tệp đích .json")
        way.add_argument("--in", dest="source", help="tệp .json do lệnh này xuất ra")
        parser.add_argument("--as", dest="person", help="tên đăng nhập của quản trị, cần khi nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["out"]:
                Path(options["out"]).write_text(layouts_as_json(), encoding="utf-8")
                return self.stdout.write(f"Đã ghi {options['out']}.")
            text = Path(options["source"]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Không đọc hoặc ghi được tệp: {error}.") from error
        by = User.objects.by_username(options["person"] or "")
        if by is None or not by.may(Permission.IMPORT):
            raise CommandError("Ghi --as với tên đăng nhập của quản trị.")
        try:
            layouts, names = take_layouts(text, by=by)
        except LayoutsRefused as refused:
            raise CommandError(str(refused)) from refused
        return self.stdout.write(f"Đã nhận {layouts} bố cục, {names} tên gọi.")
