"""The sheet `units`: the national list of units, with the codes that each unit comes from; one class for both ways."""

from import_export import resources

from portal.units.columns import BriefWidget, DayWidget, SheetField, TextWidget
from portal.units.models import OPEN_END, UNKNOWN_START, AdminUnit
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
