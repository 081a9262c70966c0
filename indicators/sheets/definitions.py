"""Checking and writing the sheet `indicators`: definitions, and the series of the units they are assigned to."""

import re
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Max, Prefetch

from indicators.actions.opening import ensure_series
from indicators.models import Indicator, Series
from indicators.sheets.columns import IndicatorResource
from portal.units.registers import RecordRow, Register
from portal.vietnamese.names import fold

CODE = re.compile(r"[A-Za-z0-9_-]+")
# What a signed figure means; it does not change under the figure.
MEANING = ("unit_of_measure", "kind", "direction", "unit_rollup", "period_rollup", "parts_unit")
NEW_CODE = "Tạo chỉ tiêu mới với mã khác; chỉ tiêu cũ giữ số liệu đã ký."


class IndicatorRegister(Register):
    """Indicators, known by their code."""

    resource = IndicatorResource
    verb = "import_indicators"
    title = "Danh mục chỉ tiêu"
    needed = ("code", "name", "unit_of_measure", "kind", "topic")
    additive = frozenset({"assigned"})

    @classmethod
    def for_export(cls) -> Any:
        """Indicators with group, agency and the units they are assigned to."""
        named = Indicator.objects.select_related("group", "source_agency", "source_agency__unit")
        return named.prefetch_related(Prefetch("series", Series.objects.select_related("unit")))

    @cached_property
    def with_figures(self) -> frozenset[int]:
        """Ids of indicators that figures hang on, approved or being entered. Two queries."""
        entered = Series.objects.filter(entries__isnull=False).order_by().values_list("indicator_id", flat=True)
        approved = Series.objects.filter(observations__isnull=False).order_by().values_list("indicator_id", flat=True)
        return frozenset(entered.distinct()) | frozenset(approved.distinct())

    def key_of_row(self, row: RecordRow) -> Hashable:
        """The code."""
        return row.values["code"]

    def key_of_record(self, record: Indicator) -> Hashable:
        """The same of an indicator."""
        return record.code

    def complete(self, row: RecordRow) -> None:
        """What the sheet leaves open of a new indicator: neither better way nor roll-up."""
        if row.record.pk is None:
            for name in ("direction", "unit_rollup", "period_rollup"):
                row.values.setdefault(name, "none")

    def rules(self, row: RecordRow) -> None:
        """A code for addresses; both parts or none, and of a ratio only."""
        values, indicator = row.values, row.record
        if not CODE.fullmatch(values["code"]):
            message = "Mã chỉ tiêu chỉ gồm chữ không dấu, chữ số, dấu _ và -."
            self.note(row, "code", "bad_code", message, "Đặt lại mã, ví dụ duong_xa_nhua_hoa.")
        parts = [values.get(name, getattr(indicator, name)) for name in ("numerator_name", "denominator_name")]
        if any(parts) and not all(parts):
            name = "denominator_name" if parts[0] else "numerator_name"
            self.note(row, name, "parts_incomplete", "Tử số và mẫu số phải có cả hai.", "Ghi tên phần còn thiếu.")
        if any(parts) and values["kind"] != Indicator.Kind.RATIO and "numerator_name" in values:
            message = "Chỉ chỉ tiêu loại “tỷ lệ” có tử số, mẫu số."
            self.note(row, "numerator_name", "parts_of_no_ratio", message, "Đổi loại, hoặc để trống tử, mẫu số.")

    def rules_of_change(self, row: RecordRow) -> None:
        """What a signed figure means does not change under it."""
        if row.record.pk not in self.with_figures:
            return
        shown = dict(zip(self.columns, row.before, strict=True))
        names = [name for name in MEANING if name in row.changed]
        has_parts = bool(row.record.numerator_name)
        if "numerator_name" in row.changed and bool(row.values["numerator_name"]) != has_parts:
            names.append("numerator_name")
        for name in names:
            header = self.sheet.fields[name].column_name
            message = f"Chỉ tiêu {row.record.code} đã có số liệu nên không đổi “{header}” ({shown[name] or 'trống'})."
            self.note(row, name, "has_figures", message, NEW_CODE)

    def derive(self, record: Indicator, row: RecordRow) -> None:
        """Group, order and the words to search by."""
        if record.group and record.group.pk is None:
            record.group.save()
        record.group = record.group
        if record.pk is None:
            record.position = (Indicator.objects.aggregate(last=Max("position"))["last"] or 0) + 1
        record.is_money = "đồng" in record.unit_of_measure
        record.search_text = fold(f"{record.code} {record.name}")[:600]

    def finish(self, rows: Sequence[RecordRow], at: Any) -> None:
        """Assign the indicators: one series for each unit, in the hands of the unit's own source agency."""
        places, owners = set(), {}
        for row in rows:
            agency = row.record.source_agency
            for unit in row.values.get("assigned", ()) if "assigned" in row.changed else ():
                place = unit.pk, row.record.pk
                places.add(place)
                if agency and agency.unit_id == unit.pk:
                    owners[place] = agency.pk
        if places:
            ensure_series(places, by=self.by, owners=owners)
