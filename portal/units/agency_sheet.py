"""The sheet `agencies`: offices and bodies, known by name, unit and first day."""

from collections.abc import Hashable
from typing import Any

from portal.units.models import OPEN_END, UNKNOWN_START, Agency
from portal.units.registers import RecordRow, Register
from portal.units.resources import AgencyResource
from portal.vietnamese.dates import write_date
from portal.vietnamese.names import fold

ARRANGE = "Kết thúc, đổi tên, sáp nhập cơ quan bằng trang Sắp xếp đơn vị, cơ quan; ở đây giữ ngày đã ghi."


class AgencyRegister(Register):
    """Agencies. Ending, renaming and merging one is an arrangement, not a row of a sheet."""

    resource = AgencyResource
    verb = "import_agencies"
    title = "Danh mục cơ quan"
    needed = ("name", "kind")
    late = ("parent",)

    @classmethod
    def for_export(cls) -> Any:
        """The agencies with unit and parent."""
        return Agency.objects.with_places()

    def key_of_row(self, row: RecordRow) -> Hashable:
        """Name, unit and first day."""
        unit = row.values.get("unit")
        return fold(row.values["name"]), unit.pk if unit else None, row.values.get("valid_from", UNKNOWN_START)

    def key_of_record(self, record: Agency) -> Hashable:
        """The same of an agency."""
        return fold(record.name), record.unit_id, record.valid_from

    def rules(self, row: RecordRow) -> None:
        """A span has a day; only central bodies belong to no unit; a body is not above itself."""
        agency = row.record
        end = row.values.get("valid_to", agency.valid_to)
        if agency.valid_from >= end:
            message = f"Ngày hết hiệu lực {write_date(end)} không sau ngày hiệu lực."
            self.note(row, "valid_to", "bad_span", message)
        kind = row.values.get("kind", agency.kind)
        if agency.unit is None and kind != Agency.Kind.CENTRAL:
            message = "Thiếu mã đơn vị: chỉ cơ quan trung ương không thuộc đơn vị nào."
            self.note(row, "unit", "no_unit", message, "Ghi mã đơn vị mà cơ quan thuộc về.")
        if row.values.get("parent") is agency or (agency.pk and row.values.get("parent") == agency):
            self.note(row, "parent", "own_parent", "Cơ quan không thể là cấp trên của chính mình.")
        if row.status == "new":
            self._require_free_name(row, agency, end)

    def _require_free_name(self, row: RecordRow, agency: Agency, end: Any) -> None:
        """Two bodies of one unit do not have one name on the same day."""
        for other in self.sheet.fields["parent"].widget.candidates(agency.name):
            alike = other.pk and fold(other.name) == fold(agency.name) and other.unit_id == agency.unit_id
            if alike and other.valid_from < end and agency.valid_from < other.valid_to:
                since = "" if other.valid_from == UNKNOWN_START else f" từ {write_date(other.valid_from)}"
                message = f"Đơn vị đã có cơ quan {other.name}{since}."
                remedy = "Ghi đúng ngày “Hiệu lực từ” của cơ quan đang có, hoặc bỏ dòng này."
                self.note(row, "name", "name_taken", message, remedy)
                return

    def rules_of_change(self, row: RecordRow) -> None:
        """The end of a body moves with an arrangement only."""
        if "valid_to" in row.changed:
            held = "chưa kết thúc" if row.record.valid_to == OPEN_END else f"đến {write_date(row.record.last_day)}"
            self.note(row, "valid_to", "differs", f"Cơ quan {row.record.name} trong hệ thống {held}.", ARRANGE)
