"""Import a workbook through the same check, preview and door as the page."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User
from portal.imports.actions import NotConfirmed, check_file, confirm
from portal.imports.catalogue import UnknownKind
from portal.imports.models import ImportBatch
from portal.imports.refusals import FileRefused


class Command(BaseCommand):
    help = "Nhập tệp .xlsx, .xls, .ods hoặc .csv; còn một lỗi thì không ghi dòng nào."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="loại dữ liệu, ví dụ observations")
        parser.add_argument("file")
        parser.add_argument("--as", dest="person", required=True, help="tên đăng nhập của người nhập")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--reason", default="", help="lý do nhập, ghi vào nhật ký")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.by_username(options["person"])
        if person is None:
            raise CommandError(f"Không có tài khoản {options['person']} đang hoạt động.")
        outcome = self._import(person, options)
        if options["json"]:
            self.stdout.write(json.dumps(outcome, ensure_ascii=False))
        else:
            self._tell(outcome)
        if outcome["errors"]:
            raise SystemExit(1)

    def _import(self, person: User, options: dict[str, Any]) -> dict[str, Any]:
        path = Path(options["file"])
        try:
            batch = check_file(path, path.name, kind=options["kind"], by=person)
            if batch.state == ImportBatch.State.CHECKED and not options["dry_run"]:
                batch = confirm(batch, token=batch.token, by=person, reason=options["reason"])
        except UnknownKind as error:
            raise CommandError(str(error)) from error
        except FileRefused as refusal:
            return _nothing(refusal.code, refusal.message, refusal.remedy)
        except OSError as error:
            return _nothing("unreadable", f"Không mở được tệp {path.name}.", str(error.strerror or ""))
        except NotConfirmed as refusal:
            return _nothing("not_confirmed", str(refusal), "")
        return outcome_of(batch)

    def _tell(self, outcome: dict[str, Any]) -> None:
        for error in outcome["errors"]:
            place = f"{error['sheet']}, dòng {error['row']}, cột {error['column'] or '–'} ({error['header']})"
            given = f"“{error['value']}”" if error["value"] else "ô trống"
            shown = f"{place}, {given}: " if error["row"] else ""
            self.stdout.write(f"{shown}{error['message']} {error['remedy']}")
        for one in outcome.get("issued", ()):
            self.stdout.write(f"{one['username']}  {one['full_name']}  mật khẩu dùng một lần: {one['password']}")
        self.stdout.write(
            f"{outcome['state']}: mới {outcome['new']}, sửa {outcome['changed']}, không đổi {outcome['unchanged']}, "
            f"lỗi {outcome['refused']}."
        )


def outcome_of(batch: ImportBatch) -> dict[str, Any]:
    """What the contract prints of a batch; `issued` only where new accounts have their passwords shown, this once."""
    issued = [asdict(one) for one in getattr(batch, "issued", ())]
    return {
        "state": batch.state,
        "batch": batch.pk,
        "new": batch.new,
        "changed": batch.changed,
        "unchanged": batch.unchanged,
        "refused": batch.rows_refused,
        "skipped": batch.skipped,
        "errors": batch.faults,
        "warnings": batch.warnings,
        **({"issued": issued} if issued else {}),
    }


def _nothing(code: str, message: str, remedy: str) -> dict[str, Any]:
    error = {"sheet": "", "row": None, "column": "", "header": "", "value": "", "code": code, "message": message}
    return {
        "state": "refused", "batch": None, "new": 0, "changed": 0, "unchanged": 0, "refused": 0, "skipped": [],
        "errors": [{**error, "remedy": remedy}], "warnings": [],
    }  # fmt: skip
