"""The forms that describe an arrangement: codes are read on the day they are meant for, names are for people."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from portal.units import actions
from portal.units.models import AdminUnit, Agency
from portal.units.planning import BodyChange, BodyPlan, Dissolve, Merge, Move, NewUnit, Plan, Rename
from portal.units.planning.changes import Change
from portal.vietnamese.dates import read_date
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.names import clean

NAMED = 3  # units in a title; the rest is counted
LEVELS = [("", "– Chọn cấp –"), *((code, label.capitalize()) for code, label in AdminUnit.Level.choices)]
CODES_HELP = "Mã đơn vị, cách nhau bằng dấu phẩy hoặc xuống dòng. Ví dụ: 24718, 24719."
CODE_HELP = "Mã đơn vị, ví dụ 24718; xem mã ở trang Đơn vị hành chính."


class DayField(forms.CharField):
    """A day as people write it: 1/7/2025."""

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_date(text)
        except ReadingError as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


class ArrangementForm(forms.Form):
    """What every arrangement states: the day from which it holds, and its legal basis."""

    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""

    effective_on = DayField(
        label="Có hiệu lực từ ngày",
        help_text="Ngày đầu tiên theo cách sắp xếp mới, ví dụ 1/7/2025.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    legal_basis = forms.CharField(
        label="Căn cứ", max_length=60, help_text="Số, ký hiệu văn bản quyết định việc sắp xếp, ví dụ 1671/NQ-UBTVQH15."
    )

    plan: Plan | BodyPlan | None = None
    named: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self.plan = self.planned()
            for fault in self.plan.faults if self.plan else ():
                self.add_error(None, fault)
        return cleaned

    def planned(self) -> Plan | BodyPlan | None:
        """The plan of what was filled in; None where a code could not be read, which is noted as an error."""
        raise NotImplementedError

    @property
    def heading(self) -> str:
        """What the arrangement is called: "Sáp nhập: Xã Đắk Môl, Xã Đắk Hòa"."""
        rest = len(self.named) - NAMED
        more = f" và {rest} đơn vị khác" if rest > 0 else ""
        return f"{self.title}: {', '.join(self.named[:NAMED])}{more}"


class UnitForm(ArrangementForm):
    """An arrangement of units, written with their codes."""

    def planned(self) -> Plan | None:
        """The plan of the units' changes. Three queries and one for each code."""
        changes = self.changes()
        if self.errors:
            return None
        return actions.plan_reorganisation(changes, self.cleaned_data["effective_on"], self.cleaned_data["legal_basis"])

    def changes(self) -> list[Change]:
        """What was filled in, as changes."""
        raise NotImplementedError

    def ending(self, field: str) -> list[int]:
        """Units that end on the day: their codes are those of the day before."""
        found = self.units(field, self.cleaned_data["effective_on"] - timedelta(days=1))
        self.named = tuple(unit.name for unit in found)
        return [unit.pk for unit in found]

    def standing(self, field: str) -> int | None:
        """The unit with the code on the day itself; None where the field is empty."""
        found = self.units(field, self.cleaned_data["effective_on"])
        return found[0].pk if found else None

    def units(self, field: str, day: date) -> list[AdminUnit]:
        """Units with the codes written in the field, on the day; what cannot be read becomes an error."""
        found = []
        for code in self.cleaned_data.get(field, "").replace(",", " ").replace(";", " ").split():
            try:
                found.append(actions.resolve(code, on=day))
            except (actions.UnitNotFound, ValueError) as missing:
                self.add_error(field, str(missing))
        return found


def _codes(label: str, **options: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, widget=box, **{"help_text": CODES_HELP, **options})


def _code(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=24, **{"help_text": CODE_HELP, **options})


def _name(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, **options)


class RenameForm(UnitForm):
    """One unit goes on under another name, code or level."""

    title = "Đổi tên"
    lead = "Đơn vị cũ giữ nguyên trong lịch sử; đơn vị mới bắt đầu từ ngày hiệu lực, số liệu cũ vẫn của đơn vị cũ."

    unit = _code("Đơn vị đổi tên")
    name = _name("Tên mới")
    code = _code("Mã mới", required=False, help_text="Để trống nếu giữ mã cũ.")
    level = forms.ChoiceField(
        label="Cấp mới", choices=[("", "Giữ cấp cũ"), *LEVELS[1:]], required=False, help_text="Để trống nếu giữ cấp cũ."
    )
    field_order = ("unit", "name", "code", "level", "effective_on", "legal_basis")

    def changes(self) -> list[Change]:
        """One renaming."""
        ending = self.ending("unit")
        given = self.cleaned_data
        return [Rename(pk, clean(given["name"]), given["code"], given["level"]) for pk in ending[:1]]


class MergeForm(UnitForm):
    """Several units become one, a new one or one that exists."""

    title = "Sáp nhập"
    lead = "Các đơn vị kết thúc vào ngày hiệu lực; nhập vào một đơn vị đã có, hoặc thành một đơn vị mới."

    units_ = _codes("Các đơn vị sáp nhập")
    into = _code("Nhập vào đơn vị đã có", required=False, help_text="Để trống nếu lập đơn vị mới.")
    name = _name("Tên đơn vị mới", required=False)
    code = _code("Mã đơn vị mới", required=False, help_text="Có thể dùng lại mã của một đơn vị kết thúc cùng ngày.")
    level = forms.ChoiceField(label="Cấp của đơn vị mới", choices=LEVELS, required=False)
    parent = _code("Đơn vị cấp trên của đơn vị mới", required=False)
    field_order = ("units_", "into", "name", "code", "level", "parent", "effective_on", "legal_basis")

    def changes(self) -> list[Change]:
        """One merger, into an existing unit or a new one."""
        ending, into, given = tuple(self.ending("units_")), self.standing("into"), self.cleaned_data
        if into is not None and given["name"]:
            self.add_error("into", "Chỉ chọn một: nhập vào đơn vị đã có, hoặc lập đơn vị mới.")
        if into is None and not given["name"] and not self.has_error("into"):
            self.add_error("name", "Ghi tên đơn vị mới, hoặc mã của đơn vị đã có để nhập vào.")
        if self.errors:
            return []
        new = NewUnit(given["code"], clean(given["name"]), given["level"], self.standing("parent"))
        return [Merge(ending, new if into is None else into)]


class DissolveForm(UnitForm):
    """One unit ends without a successor."""

    title = "Kết thúc hoạt động"
    lead = "Không đơn vị nào nhận số liệu của đơn vị này; các đơn vị trên địa bàn cũ chỉ để tra cứu."

    unit = _code("Đơn vị kết thúc hoạt động")
    heirs = _codes("Các đơn vị trên địa bàn cũ", required=False)
    below_to = _code(
        "Chuyển các đơn vị trực thuộc về", required=False, help_text="Cần khi còn đơn vị trực thuộc đang hoạt động."
    )
    field_order = ("unit", "heirs", "below_to", "effective_on", "legal_basis")

    def changes(self) -> list[Change]:
        """One dissolution with the units on the ground."""
        heirs = tuple((unit.pk, False) for unit in self.units("heirs", self.cleaned_data["effective_on"]))
        below = self.standing("below_to")
        return [Dissolve(pk, heirs, below) for pk in self.ending("unit")[:1]]


class MoveForm(UnitForm):
    """Units go on under another parent."""

    title = "Điều chuyển"
    lead = "Đơn vị giữ nguyên tên, mã và số liệu, chỉ đổi đơn vị cấp trên từ ngày hiệu lực."

    units_ = _codes("Các đơn vị điều chuyển")
    parent = _code("Về trực thuộc")
    field_order = ("units_", "parent", "effective_on", "legal_basis")

    def changes(self) -> list[Change]:
        """A move for each unit."""
        ending, parent = self.ending("units_"), self.standing("parent")
        return [] if parent is None else [Move(pk, parent) for pk in ending]


class AgencyForm(ArrangementForm):
    """Agencies are renamed, merged or dissolved."""

    title = "Sắp xếp cơ quan"
    lead = "Một cơ quan và tên mới: đổi tên. Nhiều cơ quan: hợp nhất. Không ghi cơ quan tiếp nhận: kết thúc hoạt động."

    agencies = forms.ModelMultipleChoiceField(
        label="Các cơ quan kết thúc", queryset=Agency.objects.none(), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    into = forms.ModelChoiceField(
        label="Nhập vào cơ quan đã có", queryset=Agency.objects.none(), required=False, empty_label="Không"
    )
    name = forms.CharField(label="Tên cơ quan mới", max_length=200, required=False)
    short_name = forms.CharField(label="Tên tắt", max_length=120, required=False)
    field_order = ("agencies", "into", "name", "short_name", "effective_on", "legal_basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agencies", "into"):
            self.fields[name].queryset = Agency.objects.open_ended()
            self.fields[name].label_from_instance = _with_unit

    def planned(self) -> BodyPlan | None:
        """The plan of the agencies' change. Two queries."""
        given = self.cleaned_data
        if given["into"] and given["name"]:
            self.add_error("into", "Chỉ chọn một: nhập vào cơ quan đã có, hoặc lập cơ quan mới.")
            return None
        self.named = tuple(one.name for one in given["agencies"])
        into = given["into"].pk if given["into"] else None
        change = BodyChange(
            tuple(one.pk for one in given["agencies"]), clean(given["name"]), clean(given["short_name"]), into
        )
        return actions.plan_bodies_reorganisation([change], given["effective_on"], given["legal_basis"])


def _with_unit(agency: Agency) -> str:
    return f"{agency.name} ({agency.unit.name})" if agency.unit else agency.name


FORMS: dict[str, type[ArrangementForm]] = {
    "doi-ten": RenameForm,
    "sap-nhap": MergeForm,
    "ket-thuc": DissolveForm,
    "dieu-chuyen": MoveForm,
    "co-quan": AgencyForm,
}
