"""Undo a written batch through the same door as the page."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User
from portal.imports.models import ImportBatch
from portal.imports.undoing import NotUndone, undo


class Command(BaseCommand):
    help = "Hoàn tác một đợt nhập số liệu trong 30 ngày; ô đã sửa sau đó được giữ và nêu tên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, help="số đợt nhập")
        parser.add_argument("--as", dest="person", required=True, help="tên đăng nhập của người hoàn tác")
        parser.add_argument("--reason", default="", help="lý do, ghi vào nhật ký")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.by_username(options["person"])
        if person is None:
            raise CommandError(f"Không có tài khoản {options['person']} đang hoạt động.")
        batch = ImportBatch.objects.visible_to(person).with_id(options["batch"]).first()
        if batch is None:
            raise CommandError(f"Không có đợt nhập số {options['batch']} trong phạm vi của {options['person']}.")
        outcome, message = self._undo(batch, person, options["reason"])
        if options["json"]:
            self.stdout.write(json.dumps({**outcome, "message": message}, ensure_ascii=False))
        else:
            for one in outcome["left"]:
                self.stdout.write(f"Giữ nguyên {one['cell']}: {one['why']}.")
            self.stdout.write(message)
        if outcome["state"] != ImportBatch.State.UNDONE or not outcome["undone"]:
            raise SystemExit(1)

    def _undo(self, batch: ImportBatch, person: User, reason: str) -> tuple[dict[str, Any], str]:
        try:
            done = undo(batch, by=person, reason=reason)
        except NotUndone as refused:
            batch.refresh_from_db()
            left = [{"cell": cell, "why": why} for cell, why in refused.left]
            return {"state": batch.state, "batch": batch.pk, "undone": 0, "left": left}, str(refused)
        told = f"Đã hoàn tác {done.undone_rows} ô, giữ nguyên {len(done.left)} ô."
        return {"state": done.state, "batch": done.pk, "undone": done.undone_rows, "left": done.left}, told
