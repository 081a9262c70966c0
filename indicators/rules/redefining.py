"""What is asked of a definition that takes the place of another, and what it means for comparing figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indicators.rules.entries import Finding
from portal.vietnamese.dates import write_date


@dataclass(frozen=True, slots=True)
class Definition:
    """What figures of an indicator mean; when any of it changes, figures before and after are not compared."""

    name: str
    unit_of_measure: str
    numerator_name: str = ""
    denominator_name: str = ""
    method: str = ""
    price_basis: str = ""


DEFINITION_LABELS = {
    "name": "Tên chỉ tiêu",
    "unit_of_measure": "Đơn vị tính",
    "numerator_name": "Tử số",
    "denominator_name": "Mẫu số",
    "method": "Cách tính",
    "price_basis": "Giá",
}


def definition_changes(old: Definition, new: Definition) -> tuple[tuple[str, str, str], ...]:
    """Label, text before and text after of each part that changed."""
    return tuple(
        (label, getattr(old, name), getattr(new, name))
        for name, label in DEFINITION_LABELS.items()
        if getattr(old, name) != getattr(new, name)
    )


def redefinition_faults(
    old: Definition, new: Definition, *, starts_on: date, since: date | None, today: date, reason: str
) -> Iterator[Finding]:
    """What keeps the new definition from taking the place of the old one, which is valid `since` a day."""
    if not new.name.strip():
        yield Finding("name", "name_missing", "Chưa có tên chỉ tiêu. Ghi tên theo văn bản.")
    if not new.unit_of_measure.strip():
        yield Finding("unit_of_measure", "unit_missing", "Chưa có đơn vị tính. Ghi đơn vị tính, ví dụ “%” hoặc “km”.")
    if bool(old.numerator_name) != bool(new.numerator_name):
        message = "Chỉ tiêu có tử số, mẫu số thì không bỏ được, không có thì không thêm được. Lập chỉ tiêu mới."
        yield Finding("numerator_name", "parts_come_or_go", message)
    if old.unit_of_measure.startswith("%") != new.unit_of_measure.startswith("%"):
        message = (
            f"Không đổi được từ “{old.unit_of_measure}” sang “{new.unit_of_measure}”: tỷ lệ và số tuyệt đối là hai "
            "chỉ tiêu khác nhau. Lập chỉ tiêu mới."
        )
        yield Finding("unit_of_measure", "ratio_or_amount", message)
    if not definition_changes(old, new):
        yield Finding("name", "unchanged", "Định nghĩa mới giống hệt định nghĩa đang có. Sửa ít nhất một mục.")
    if since and starts_on <= since:
        message = (
            f"Ngày {write_date(starts_on)} không sau ngày của định nghĩa đang có ({write_date(since)}). "
            f"Ghi một ngày sau {write_date(since)}."
        )
        yield Finding("valid_from", "before_the_last", message)
    if starts_on > today:
        message = (
            f"Ngày {write_date(starts_on)} chưa đến. Định nghĩa mới ghi từ ngày áp dụng trở đi, "
            f"muộn nhất là hôm nay {write_date(today)}."
        )
        yield Finding("valid_from", "in_the_future", message)
    if not reason.strip():
        yield Finding("reason", "reason_missing", "Chưa có lý do đổi định nghĩa. Ghi lý do để người xem số liệu hiểu.")


def break_between(since: date | None, then: date | None, now: date | None) -> date | None:
    """The day on which the definition changed between two figures; None where they may be compared."""
    return since if since and then and now and then < since <= now else None


def break_note(since: date) -> str:
    """Why figures before and after the day are not compared."""
    return f"định nghĩa đổi từ {write_date(since)}, không so trực tiếp"
