"""Write figures as a workbook or CSV that `import_sheet` takes back unchanged."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.imports.catalogue import UnknownKind, kind_of
from portal.imports.exporting import as_file
from portal.periods.models import Period
from portal.units.actions import UnitNotFound, resolve


class Command(BaseCommand):
    help = "Xuất số liệu ra tệp .xlsx hoặc .csv; tệp xuất nhập lại được nguyên vẹn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="loại dữ liệu, ví dụ observations")
        parser.add_argument("--unit", help="mã đơn vị, hoặc MÃ@NGÀY")
        parser.add_argument("--period", help="mã kỳ")
        parser.add_argument("-o", "--output", required=True, help="tệp đích .xlsx hoặc .csv")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["output"])
        if target.suffix not in (".xlsx", ".csv"):
            raise CommandError("Tệp đích phải có đuôi .xlsx hoặc .csv.")
        try:
            kind = kind_of(options["kind"])
            unit = resolve(options["unit"]) if options["unit"] else None
        except (UnknownKind, UnitNotFound) as error:
            raise CommandError(str(error)) from error
        figures = kind.chosen(unit=unit, period=_period(options["period"]) if options["period"] else None)
        try:
            target.write_bytes(as_file(kind, figures, suffix=target.suffix))
        except OSError as error:
            raise CommandError(f"Không ghi được {target}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {figures.count()} dòng vào {target}.")


def _period(code: str) -> Period:
    found = Period.objects.by_code(code)
    if found is None:
        raise CommandError(f"Không có kỳ nào mang mã {code}.")
    return found
