"""Planning what becomes of offices and bodies: renamed, merged or dissolved from a day on; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.units.planning.changes import OPEN_END


@dataclass(frozen=True)
class Body:
    """An agency as it stands before."""

    id: int
    name: str
    unit: int | None
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class BodyChange:
    """Agencies that end: `name` begins a new one, `into` is one that exists, with neither they are dissolved."""

    agencies: tuple[int, ...]
    name: str = ""
    short_name: str = ""
    into: int | None = None

    @property
    def kind(self) -> str:
        """renamed, merged or dissolved."""
        if not self.name and self.into is None:
            return "dissolved"
        return "renamed" if self.name and len(self.agencies) == 1 else "merged"


@dataclass(frozen=True)
class BodyPlan:
    """What will be written; with faults nothing is."""

    changes: tuple[BodyChange, ...]
    effective_on: date
    legal_basis: str
    touched: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()


def body_row(change: BodyChange) -> dict[str, Any]:
    """The change as JSON keeps it."""
    return asdict(change)


def body_change(row: Mapping[str, Any]) -> BodyChange:
    """The change that `body_row` kept."""
    return BodyChange(**{**row, "agencies": tuple(row["agencies"])})


def plan_bodies(
    changes: Iterable[BodyChange], bodies: Mapping[int, Body], *, effective_on: date, legal_basis: str
) -> BodyPlan:
    """The plan of the changes, with a sentence for everything that forbids it."""
    changes = tuple(changes)
    ended = [pk for change in changes for pk in change.agencies]
    faults = [] if legal_basis.strip() else ["Thiếu căn cứ: ghi số, ký hiệu văn bản quyết định việc sắp xếp."]
    if len(legal_basis) > 60:
        faults.append("Căn cứ dài quá 60 ký tự: chỉ ghi số, ký hiệu văn bản.")
    if not ended:
        faults.append("Chưa chọn cơ quan nào để sắp xếp.")
    for pk in ended:
        faults += _end_faults(bodies.get(pk), pk, effective_on, twice=ended.count(pk) > 1)
    for change in changes:
        faults += _target_faults(change, bodies, ended, effective_on)
    touched = [*ended, *(change.into for change in changes if change.into is not None)]
    once = tuple(dict.fromkeys(faults))
    return BodyPlan(changes, effective_on, legal_basis.strip(), () if once else tuple(touched), once)


def _end_faults(body: Body | None, pk: int, day: date, *, twice: bool) -> list[str]:
    if body is None:
        return [f"Không có cơ quan nào mang số hiệu {pk} trong hệ thống."]
    if twice:
        return [f"{body.name} xuất hiện hai lần trong cùng một lần sắp xếp."]
    if day <= body.valid_from:
        return [f"{body.name} chỉ hoạt động từ ngày {_on(body.valid_from)}, sau ngày hiệu lực {_on(day)}."]
    if body.valid_to != OPEN_END:
        return [f"{body.name} đã kết thúc hoạt động từ ngày {_on(body.valid_to)}, không sắp xếp thêm được."]
    return []


def _target_faults(change: BodyChange, bodies: Mapping[int, Body], ended: list[int], day: date) -> list[str]:
    if change.into is not None:
        into = bodies.get(change.into)
        if into is None or not into.valid_from <= day < into.valid_to:
            name = into.name if into else f"Cơ quan số hiệu {change.into}"
            return [f"{name} không tồn tại vào ngày {_on(day)}."]
        return [f"{into.name} cũng kết thúc trong lần sắp xếp này."] if change.into in ended else []
    if not change.name:
        return []
    if len(change.name) > 200:
        return ["Tên cơ quan dài tối đa 200 ký tự."]
    units = {bodies[pk].unit for pk in change.agencies if pk in bodies}
    taken = [
        one
        for one in bodies.values()
        if one.name == change.name and one.unit in units and one.id not in ended and one.valid_to > day
    ]
    if taken:
        return [f"Đã có cơ quan mang tên {change.name} hoạt động vào ngày {_on(day)}."]
    if [bodies[pk].name for pk in change.agencies if pk in bodies] == [change.name]:
        return [f"{change.name}: tên mới giống hệt tên cũ."]
    return []


def _on(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
