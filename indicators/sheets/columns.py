"""The sheets `indicators` and `targets`: their columns, one class for both ways."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.text import slugify
from import_export import resources

from indicators.catalogue import FREQUENCIES
from indicators.models import Indicator, IndicatorGroup, Target
from indicators.topics import TOPICS
from portal.units.columns import (
    BriefWidget,
    Cell,
    CountWidget,
    FigureWidget,
    HorizonWidget,
    SheetField,
    TextWidget,
    WordWidget,
    YesWidget,
)
from portal.units.models import AdminUnit
from portal.units.references import AgencyWidget, ManyWidget, ReferenceWidget, UnitWidget
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import fold
from resolutions.resources import DocumentWidget

EVERY_UNIT = {f"moi don vi {fold(label)}": level for level, label in AdminUnit.Level.choices}
GROUP_TO_COME = " (nhóm mới)"


class IndicatorWidget(ReferenceWidget):
    """An indicator by code, or by its name where only one has it."""

    explained = ("Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính")

    @cached_property
    def by_word(self) -> dict[str, list[Indicator]]:
        """Indicators by code and folded name. One query."""
        found: dict[str, list[Indicator]] = {}
        for indicator in Indicator.objects.all():
            for word in {indicator.code, fold(indicator.name)}:
                found.setdefault(word, []).append(indicator)
        return found

    def found(self, text: str, *, on: date, unit: AdminUnit | None = None) -> Indicator | None:
        """The indicator of the code or name."""
        if not text:
            return None
        indicators = self.by_word.get(text) or self.by_word.get(fold(text), [])
        if len(indicators) == 1:
            return indicators[0]
        if not indicators:
            message = f"Không có chỉ tiêu nào mang mã hoặc tên {quoted(text)}."
            raise ReadingError("unknown_indicator", f"{message} Chọn mã trong danh mục, hoặc nhập chỉ tiêu trước.")
        listed = ", ".join(one.code for one in indicators)
        raise ReadingError("ambiguous_indicator", f"{quoted(text)} có nhiều chỉ tiêu. Ghi một mã: {listed}.")

    def render(self, value: Indicator | None, obj: Any = None, **kwargs: Any) -> str:
        """The code."""
        return value.code if value else ""

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """The catalogue."""
        return tuple((row.code, row.name, row.unit_of_measure) for row in Indicator.objects.all())


class GroupWidget(ReferenceWidget):
    """A group by name or code; one that is not there yet is made, and the preview says so."""

    explained = ("Nhóm",)

    @cached_property
    def by_word(self) -> dict[str, IndicatorGroup]:
        """Groups by code and folded name. One query."""
        groups = list(IndicatorGroup.objects.all())
        return {group.code: group for group in groups} | {fold(group.name): group for group in groups}

    def found(self, text: str, *, on: date, unit: AdminUnit | None = None) -> IndicatorGroup | None:
        """The group; a new one is the same for all rows that name it."""
        if not text:
            return None
        name = text.removesuffix(GROUP_TO_COME)
        known = self.by_word.get(name) or self.by_word.get(fold(name))
        if known is None:
            code = slugify(fold(name))[:40].strip("-")
            if not code or code in self.by_word or len(name) > 200:
                raise ReadingError("bad_group", f"{quoted(name)} không đặt tên nhóm được. Đổi tên nhóm.")
            known = self.by_word[fold(name)] = self.by_word[code] = IndicatorGroup(name=name, code=code)
        return known

    def render(self, value: IndicatorGroup | None, obj: Any = None, **kwargs: Any) -> str:
        """The name."""
        return "" if value is None else value.name + ("" if value.pk else GROUP_TO_COME)

    def offered(self) -> tuple[tuple[str, ...], ...]:
        """The groups there are."""
        return tuple((group.name,) for group in IndicatorGroup.objects.all())


class AssignedWidget(ManyWidget):
    """Units by code, parted by semicolons, or "mọi đơn vị cấp xã": all of the level that exist today."""

    def found(self, texts: Iterable[str], *, on: date, unit: AdminUnit | None = None) -> list[AdminUnit]:
        """The units named, each once."""
        found: dict[int, AdminUnit] = {}
        for text in texts:
            level = EVERY_UNIT.get(fold(text))
            units = AdminUnit.objects.of_level(level).valid_on(on) if level else [self.of.found(text, on=on)]
            found |= {one.pk: one for one in units}
        return list(found.values())


def assigned(indicator: Indicator) -> list[AdminUnit]:
    """Units that enter the indicator. No query for indicators fetched `for_sheet()`."""
    return [one.unit for one in indicator.series.all() if not one.is_derived] if indicator.pk else []


class IndicatorResource(resources.ModelResource):
    """The catalogue of indicators, and the units that each is assigned to."""

    code = SheetField("Mã", "code", BriefWidget(60), aliases=("Mã chỉ tiêu",), required=True)
    name = SheetField("Tên", "name", BriefWidget(250), aliases=("Tên chỉ tiêu", "Chỉ tiêu"), required=True)
    unit_of_measure = SheetField("ĐVT", "unit_of_measure", BriefWidget(40), aliases=("Đơn vị tính",), required=True)
    kind = SheetField("Loại", "kind", WordWidget(Indicator.Kind), aliases=("Loại chỉ tiêu",), required=True)
    precision = SheetField(
        "Số chữ số thập phân", "precision", CountWidget(0, 4, blank=0), aliases=("Số lẻ", "Chữ số thập phân")
    )
    direction = SheetField("Chiều tốt", "direction", WordWidget(Indicator.Direction, blank="none"), aliases=("Chiều",))
    unit_rollup = SheetField("Tổng hợp theo đơn vị", "unit_rollup", WordWidget(Indicator.UnitRollup, blank="none"))
    period_rollup = SheetField("Tổng hợp theo kỳ", "period_rollup", WordWidget(Indicator.PeriodRollup, blank="none"))
    frequency = SheetField("Tần suất", "frequency", WordWidget(FREQUENCIES), aliases=("Kỳ báo cáo",))
    topic = SheetField("Lĩnh vực", "topic", WordWidget(TOPICS), required=True)
    group = SheetField("Nhóm", "group", GroupWidget(), aliases=("Nhóm chỉ tiêu",))
    numerator_name = SheetField("Tử số", "numerator_name", BriefWidget(200), aliases=("Tên tử số",))
    denominator_name = SheetField("Mẫu số", "denominator_name", BriefWidget(200), aliases=("Tên mẫu số",))
    parts_unit = SheetField(
        "ĐVT tử mẫu", "parts_unit", BriefWidget(40), aliases=("ĐVT tử, mẫu", "Đơn vị tính tử, mẫu số")
    )
    is_part_of_whole = SheetField(
        "Tử là phần của mẫu", "is_part_of_whole", YesWidget(), aliases=("Tử số là một phần của mẫu số",)
    )
    source_agency = SheetField("Cơ quan cung cấp", "source_agency", AgencyWidget(), aliases=("Nguồn", "Cơ quan"))
    assigned = SheetField("Giao cho", assigned, AssignedWidget(UnitWidget()), aliases=("Đơn vị báo cáo",))

    class Meta:
        model = Indicator
        fields = (
            "code", "name", "unit_of_measure", "kind", "precision", "direction", "unit_rollup", "period_rollup",
            "frequency", "topic", "group", "numerator_name", "denominator_name", "parts_unit", "is_part_of_whole",
            "source_agency", "assigned",
        )  # fmt: skip
        export_order = fields


class LevelOfTarget(FigureWidget):
    """A figure of a target; "95%" is 95, the rules say whether the indicator is in percent."""

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        return super().clean(value.rstrip().removesuffix("%") if isinstance(value, str) else value)


class TargetResource(resources.ModelResource):
    """What documents demand of the series of units; a target in words has no indicator."""

    unit = SheetField("Mã đơn vị", "unit", UnitWidget(), aliases=("Đơn vị",), required=True)
    indicator = SheetField("Mã chỉ tiêu", "series__indicator", IndicatorWidget(), aliases=("Chỉ tiêu",))
    document = SheetField("Văn bản", "document", DocumentWidget(), aliases=("Văn bản giao",), required=True)
    comparator = SheetField("So sánh", "comparator", WordWidget(Target.Comparator), required=True)
    value = SheetField("Mức", "value", LevelOfTarget(), aliases=("Mức dưới", "Mục tiêu"))
    value_high = SheetField("Mức trên", "value_high", LevelOfTarget())
    horizon_from = SheetField("Từ", "horizon_from", HorizonWidget(), aliases=("Từ năm",))
    horizon_to = SheetField("Đến", "horizon_to", HorizonWidget(), aliases=("Đến năm",))
    kind = SheetField("Cách đánh giá", "kind", WordWidget(Target.Kind))
    is_primary = SheetField("Mục tiêu chính", "is_primary", YesWidget(), aliases=("Chính",))
    text = SheetField("Lời văn", "text", TextWidget(), aliases=("Nội dung",))

    class Meta:
        model = Target
        fields = (
            "unit", "indicator", "document", "comparator", "value", "value_high", "horizon_from", "horizon_to",
            "kind", "is_primary", "text",
        )  # fmt: skip
        export_order = fields
