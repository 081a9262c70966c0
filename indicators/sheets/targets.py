"""Checking and writing the sheet `targets`: what documents demand of the series of units."""

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from indicators.derive import write_standings
from indicators.models import Series, Target
from indicators.sheets.columns import TargetResource
from portal.units.registers import RecordRow, Register
from portal.vietnamese.names import fold
from resolutions.models import Document
from resolutions.sheets import ordered_terms

IN_WORDS = (Target.Comparator.DONE, Target.Comparator.QUALITATIVE)
ASSIGN = "Giao chỉ tiêu cho đơn vị ở cột “Giao cho” của bảng Danh mục chỉ tiêu trước."


class TargetRegister(Register):
    """Targets, known by unit, indicator, document, way of judging and span; without an indicator by their words."""

    resource = TargetResource
    verb = "import_targets"
    title = "Mục tiêu của văn bản"
    needed = ("unit", "document", "comparator")
    first = ("document",)

    @classmethod
    def for_export(cls) -> Any:
        """Targets with unit, indicator and document."""
        named = Target.objects.select_related("unit", "document", "series__indicator")
        return named.defer("document__text").order_by("unit", "document", "id")

    def day_of(self, row: RecordRow) -> date:
        """Units are those of the day of the document."""
        document = row.values.get("document")
        return (isinstance(document, Document) and document.issued_on) or self.today

    def key_of_row(self, row: RecordRow) -> Hashable:
        """Unit, document, and indicator with way and span or the words."""
        values = row.values
        if not values.get("kind"):
            is_words = values["comparator"] == Target.Comparator.QUALITATIVE
            values["kind"] = Target.Kind.QUALITATIVE if is_words else Target.Kind.AT_END
        indicator = values.get("indicator")
        place = values["unit"].pk, values["document"].pk
        if indicator is None:
            return (*place, fold(values.get("text", "")))
        return (*place, indicator.pk, values["kind"], values.get("horizon_from", ""), values.get("horizon_to", ""))

    def key_of_record(self, record: Target) -> Hashable:
        """The same of a target."""
        place = record.unit_id, record.document_id
        if record.series is None:
            return (*place, fold(record.text))
        return (*place, record.series.indicator_id, record.kind, record.horizon_from, record.horizon_to)

    def complete(self, row: RecordRow) -> None:
        """The words, put together where the sheet leaves them open."""
        if not row.values.get("text") and row.values.get("indicator"):
            row.values["text"] = row.record.text or self._worded(row)

    def _worded(self, row: RecordRow) -> str:
        values, indicator = row.values, row.values["indicator"]
        ends = [self.text_of(name, values.get(name)) for name in ("value", "value_high")]
        amount = " – ".join(end for end in ends if end)
        words = (indicator.name, self.text_of("comparator", values["comparator"]), amount, indicator.unit_of_measure)
        until = f"đến {values['horizon_to']}" if values.get("horizon_to") else ""
        return " ".join(word for word in (*words, until) if word)

    def rules(self, row: RecordRow) -> None:
        """Each comparator has its figures, the lower end below the upper; a span does not end before it begins."""
        values, target = row.values, row.record
        comparator = values["comparator"]
        low, high = (values.get(name, getattr(target, name)) for name in ("value", "value_high"))
        self._rules_of_figures(row, comparator, low, high)
        if comparator in IN_WORDS and (low is not None or high is not None):
            message = f"Mục tiêu “{self.text_of('comparator', comparator)}” không có mức."
            self.note(row, "value", "figure_in_words", message, "Để trống mức, hoặc chọn cách so sánh khác.")
        first, last = values.get("horizon_from", ""), values.get("horizon_to", "")
        if not ordered_terms(first, last):
            self.note(row, "horizon_to", "bad_span", f"Đến {last} trước khi bắt đầu từ {first}.")
        if not values.get("indicator") and not values.get("text"):
            self.note(row, "text", "empty_key", "Mục tiêu không có chỉ tiêu thì cần lời văn.", "Ghi lời văn.")
        self._rules_of_percent(row)

    def _rules_of_figures(self, row: RecordRow, comparator: str, low: Any, high: Any) -> None:
        if comparator not in (*IN_WORDS, Target.Comparator.MAINTAIN):
            if not row.values.get("indicator"):
                message = "Mục tiêu bằng số cần mã chỉ tiêu."
                self.note(row, "indicator", "empty_key", message, "Ghi mã chỉ tiêu, hoặc chọn so sánh “định tính”.")
            if low is None:
                self.note(row, "value", "no_figure", "Mục tiêu bằng số cần mức.", "Ghi mức, ví dụ 95,5.")
        if comparator == Target.Comparator.BETWEEN:
            if high is None:
                self.note(row, "value_high", "no_figure", "Mục tiêu trong khoảng cần mức trên.", "Ghi mức trên.")
            elif low is not None and low > high:
                message = f"Mức {self.text_of('value', low)} lớn hơn mức trên {self.text_of('value_high', high)}."
                self.note(row, "value_high", "bounds_crossed", message, "Đổi chỗ hai mức, hoặc sửa một mức.")
        elif high is not None:
            message = "Chỉ mục tiêu “trong khoảng” có mức trên."
            self.note(row, "value_high", "high_without_span", message, "Để trống mức trên, hoặc chọn “trong khoảng”.")

    def _rules_of_percent(self, row: RecordRow) -> None:
        indicator = row.values.get("indicator")
        for name in ("value", "value_high"):
            given = row.cells.get(name)
            if isinstance(given, str) and given.rstrip().endswith("%") and indicator and not indicator.is_percent:
                message = f"Chỉ tiêu tính bằng {indicator.unit_of_measure}, không phải phần trăm."
                self.note(row, name, "unit_mismatch", message)

    def rules_of_all(self, rows: Sequence[RecordRow]) -> None:
        """A target hangs on a series that there is; one series has one primary target."""
        units = {row.values["unit"].pk for row in rows}
        series = {(one.unit_id, one.indicator_id): one for one in Series.objects.of_units(units)}
        here = {row.record.pk for row in rows if row.record.pk}
        primary = {
            one.series_id: "mục tiêu đã có trong hệ thống"
            for one in Target.objects.of_units(units).numeric() if one.is_primary and one.pk not in here
        }  # fmt: skip
        for row in rows:
            indicator = row.values.get("indicator")
            if indicator is None:
                continue
            found = series.get((row.values["unit"].pk, indicator.pk))
            if found is None:
                message = f"{row.values['unit'].titled} chưa được giao chỉ tiêu {indicator.code}."
                self.note(row, "indicator", "not_assigned", message, ASSIGN)
                continue
            row.record.series = found
            if row.values.get("is_primary", row.record.is_primary):
                first = primary.setdefault(found.pk, f"dòng {row.number}")
                if first != f"dòng {row.number}":
                    message = f"Chỉ tiêu này của đơn vị đã có mục tiêu chính: {first}."
                    self.note(row, "is_primary", "second_primary", message, "Để trống “Mục tiêu chính” ở một dòng.")

    def derive(self, record: Target, row: RecordRow) -> None:
        """A new target is measured as its indicator and holds from the day of its document."""
        if record.pk is None:
            record.unit_of_measure = record.series.indicator.unit_of_measure if record.series else ""
            record.in_force_from = record.document.issued_on
            record.certainty = "stated"

    def finish(self, rows: Sequence[RecordRow], at: Any) -> None:
        """Judge the series again in the same transaction."""
        touched = sorted({row.record.series_id for row in rows if row.record.series_id})
        write_standings(touched, on=timezone.localdate(at))
