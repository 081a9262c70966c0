"""`manage.py make_periods`: the periods of a year, or one period with days of its own."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.periods.actions import OWN_KINDS, PeriodRefused, fill_holidays, generate_periods, open_period
from portal.periods.models import Period
from portal.periods.rules import BY_CODE, Calendar, UnknownPeriod, label, span_of


class Command(BaseCommand):
    """Prints the periods with their days by the calendar; twice it makes nothing."""

    help = "Sinh kỳ báo cáo của một năm (tháng, quý, 6 tháng, 9 tháng, năm), hoặc tạo một kỳ có ngày riêng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares the options."""
        parser.add_argument("--year", type=int, help="Năm cần sinh kỳ")
        parser.add_argument(
            "--calendar",
            choices=[one.value for one in Calendar],
            default=BY_CODE[0].value,
            help="Lịch để in ngày chốt số liệu: statistical (dương lịch) hoặc administrative (Nghị định 09/2019)",
        )
        parser.add_argument("--code", help="Mã của kỳ có ngày riêng")
        parser.add_argument("--kind", choices=[str(kind) for kind in OWN_KINDS], default="campaign", help="Loại kỳ")
        parser.add_argument("--name", default="", help="Tên kỳ")
        parser.add_argument("--from", dest="starts_on", type=_day, help="Từ ngày, dạng 2026-01-31")
        parser.add_argument("--to", dest="ends_on", type=_day, help="Đến ngày")
        parser.add_argument("--as-of", dest="as_of_on", type=_day, help="Ngày chốt số liệu; không ghi là đến ngày")
        parser.add_argument("--json", action="store_true", help="In kết quả dưới dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes what is asked for."""
        try:
            found = self._one(options) if options["code"] else self._year(options)
        except (PeriodRefused, UnknownPeriod) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for row in found["periods"]:
            first, last = (_written(row[end]) for end in ("from", "as_of"))
            self.stdout.write(f"{row['code']:<24} {row['name']}: {first} – {last}")
        self.stdout.write(f"Đã tạo {found['new']} kỳ, {found['unchanged']} kỳ đã có từ trước.")

    def _year(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["year"] is None:
            raise CommandError("Cho biết --year, hoặc --code cùng --to của một kỳ có ngày riêng.")
        made = generate_periods(options["year"], options["calendar"])
        # a December figure is due in January: the year after has its days off, too
        days_off = fill_holidays([options["year"], options["year"] + 1])
        return {
            "year": options["year"],
            "calendar": options["calendar"],
            "new": len(made.new),
            "unchanged": len(made.periods) - len(made.new),
            "holidays": days_off,
            "periods": [_row(one, options["calendar"]) for one in made.periods],
        }

    def _one(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["ends_on"] is None:
            raise CommandError("Kỳ có ngày riêng cần --to.")
        names = ("code", "kind", "name", "starts_on", "ends_on", "as_of_on")
        made = open_period(**{name: options[name] for name in names})
        days = {"from": made.starts_on and str(made.starts_on), "to": str(made.ends_on), "as_of": str(made.as_of_on)}
        return {"new": 1, "unchanged": 0, "periods": [{"code": made.code, "name": str(made), **days}]}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _written(text: str | None) -> str:
    day = date.fromisoformat(text) if text else None
    return f"{day.day}/{day.month}/{day.year}" if day else "…"


def _row(period: Period, calendar: str) -> dict[str, str]:
    span = span_of(calendar, period.code)
    return {
        "code": period.code,
        "name": label(period.code),
        "from": str(span.starts_on),
        "to": str(span.ends_on),
        "as_of": str(span.as_of_on),
    }
