"""The sheets `units` and `agencies`: their columns, one class for both ways."""

from import_export import resources

from portal.units.columns import BriefWidget, DayWidget, SheetField, TextWidget, WordWidget, YesWidget
from portal.units.models import OPEN_END, UNKNOWN_START, AdminUnit, Agency
from portal.units.references import AgencyWidget, UnitWidget
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.names import fold

LEVEL_WORDS = {
    **{fold(label): code for code, label in AdminUnit.Level.choices},
    **{fold(label.removeprefix("cấp ")): code for code, label in AdminUnit.Level.choices},
    "thanh pho": "district",
    "phuong": "commune",
    "thi tran": "commune",
    "dac khu": "commune",
}


class LevelWidget(TextWidget):
    """A level in words: "cấp xã", "xã", "phường"."""

    def clean(self, value: object, row: object = None, **kwargs: object) -> str:
        text = super().clean(value)
        if fold(text) not in LEVEL_WORDS:
            raise ReadingError("unknown_word", f"{quoted(text)} không phải một cấp. Dùng: cấp tỉnh, cấp huyện, cấp xã.")
        return LEVEL_WORDS[fold(text)]

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        """The level in words."""
        return AdminUnit.Level(value).label if value else ""


class UnitResource(resources.ModelResource):
    """Units, one row each; "Hết hiệu lực từ" is the first day on which the unit is no more."""

    code = SheetField("Mã", "code", BriefWidget(10), aliases=("Mã đơn vị", "Mã ĐVHC"), required=True)
    name = SheetField("Tên", "name", BriefWidget(120), aliases=("Tên đơn vị", "Tên ĐVHC"), required=True)
    level = SheetField("Cấp", "level", LevelWidget(), required=True)
    parent = SheetField("Mã cấp trên", "parent_code", BriefWidget(24), aliases=("Mã đơn vị cấp trên",))
    valid_from = SheetField("Hiệu lực từ", "valid_from", DayWidget(UNKNOWN_START), aliases=("Có hiệu lực từ",))
    valid_to = SheetField("Hết hiệu lực từ", "valid_to", DayWidget(OPEN_END), aliases=("Hết hiệu lực",))
    legal_basis = SheetField("Căn cứ", "legal_basis", BriefWidget(60))
    predecessors = SheetField("Mã đơn vị cũ", "predecessor_codes", BriefWidget(200), aliases=("Hình thành từ",))

    class Meta:
        model = AdminUnit
        fields = ("code", "name", "level", "parent", "valid_from", "valid_to", "legal_basis", "predecessors")
        export_order = fields


class AgencyResource(resources.ModelResource):
    """Offices and bodies; "Hết hiệu lực từ" is the first day on which the body is no more."""

    name = SheetField("Tên cơ quan", "name", BriefWidget(200), aliases=("Tên", "Cơ quan"), required=True)
    short_name = SheetField("Tên tắt", "short_name", BriefWidget(120), aliases=("Tên ngắn", "Viết tắt"))
    kind = SheetField("Loại cơ quan", "kind", WordWidget(Agency.Kind), aliases=("Loại",), required=True)
    unit = SheetField("Mã đơn vị", "unit", UnitWidget(), aliases=("Thuộc đơn vị", "Đơn vị"))
    parent = SheetField("Cơ quan cấp trên", "parent", AgencyWidget(), aliases=("Thuộc cơ quan",))
    valid_from = SheetField("Hiệu lực từ", "valid_from", DayWidget(UNKNOWN_START), aliases=("Có hiệu lực từ",))
    valid_to = SheetField("Hết hiệu lực từ", "valid_to", DayWidget(OPEN_END), aliases=("Hết hiệu lực",))
    is_group = SheetField("Nhiều cơ quan", "is_group", YesWidget(), aliases=("Nhóm cơ quan",))

    class Meta:
        model = Agency
        fields = ("name", "short_name", "kind", "unit", "parent", "valid_from", "valid_to", "is_group")
        export_order = fields
