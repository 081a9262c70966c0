"""What is asked of a target that takes the place of another, and of its yearly path."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.rules.entries import Finding
from indicators.rules.facts import Comparator, TargetKind
from portal.periods.rules import UnknownDate, partial_end
from portal.vietnamese.dates import write_date
from portal.vietnamese.numbers.writing import write_number

WITHOUT_VALUE = frozenset({Comparator.DONE, Comparator.MAINTAIN, Comparator.QUALITATIVE})
STORED_PLACES = 4
LARGEST = Decimal(10) ** 11


@dataclass(frozen=True, slots=True)
class Terms:
    """What a target asks for, in the words of its document; `path` are yearly values by the year's code."""

    comparator: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str = ""
    kind: str = TargetKind.AT_END
    horizon_from: str = ""
    horizon_to: str = ""
    text: str = ""
    path: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """Around an amendment: the indicator's unit, the document and its term, and what stood before."""

    unit: str
    document: str
    issued_on: date | None
    term_from: str
    term_to: str
    old: Terms
    old_from: date | None


def amendment_faults(new: Terms, starts_on: date, at: Setting) -> tuple[Finding, ...]:
    """Everything that keeps the new terms from taking the place of the old ones on the day."""
    faults = [*terms_faults(new, at.unit), *_day_faults(starts_on, at)]
    if not faults and new == at.old:
        message = "Mục tiêu mới giống hệt mục tiêu đang có. Sửa ít nhất một mục, hoặc quay lại."
        faults.append(Finding("value", "unchanged", message))
    return tuple(faults)


def terms_faults(new: Terms, unit: str) -> Iterator[Finding]:
    """What is wrong with the terms themselves."""
    if not new.text.strip():
        yield Finding("text", "text_missing", "Chưa có lời văn của mục tiêu. Ghi đúng câu trong văn bản.")
    yield from _value_faults(new)
    if new.unit and new.unit != unit:
        message = f"Đơn vị tính “{new.unit}” khác đơn vị tính của chỉ tiêu “{unit}”. Đổi mức ra “{unit}” rồi ghi lại."
        yield Finding("unit_of_measure", "other_unit", message)
    yield from _horizon_faults(new)
    yield from path_faults(new)


def _value_faults(new: Terms) -> Iterator[Finding]:
    if new.value is None and new.comparator not in WITHOUT_VALUE:
        yield Finding("value", "value_missing", "Chưa có mức của mục tiêu. Nhập số, ví dụ 8,5.")
    if new.comparator == Comparator.BETWEEN:
        if new.value_high is None:
            message = "Mục tiêu trong khoảng cần cả hai mức. Nhập mức trên."
            yield Finding("value_high", "value_high_missing", message)
        elif new.value is not None and new.value > new.value_high:
            message = (
                f"Mức dưới {_written(new.value)} lớn hơn mức trên {_written(new.value_high)}. Đổi chỗ hai mức, "
                "hoặc sửa lại mức sai."
            )
            yield Finding("value_high", "ends_out_of_order", message)
    elif new.value_high is not None:
        message = "Mức trên chỉ dùng với mục tiêu trong khoảng. Xóa mức trên, hoặc chọn “trong khoảng”."
        yield Finding("value_high", "value_high_unused", message)
    for field, number in (("value", new.value), ("value_high", new.value_high)):
        if number is not None and not _can_be_stored(number):
            yield Finding(field, "too_long", _too_long(number))


def _can_be_stored(number: Decimal) -> bool:
    return abs(number) < LARGEST and number == round(number, STORED_PLACES)


def _too_long(number: Decimal) -> str:
    return f"{_written(number)} có quá 11 chữ số phần nguyên hoặc 4 chữ số thập phân. Kiểm tra đơn vị tính và ghi lại."


def _horizon_faults(new: Terms) -> Iterator[Finding]:
    ends = {}
    for field, text in (("horizon_from", new.horizon_from), ("horizon_to", new.horizon_to)):
        try:
            ends[field] = partial_end(text) if text else None
        except UnknownDate as unknown:
            yield Finding(field, "horizon_unreadable", str(unknown))
    first, last = ends.get("horizon_from"), ends.get("horizon_to")
    if first and last and first > last:
        message = f"Thời hạn từ {new.horizon_from} lại sau {new.horizon_to}. Đổi chỗ, hoặc sửa lại năm sai."
        yield Finding("horizon_to", "horizon_out_of_order", message)


def path_faults(new: Terms) -> Iterator[Finding]:
    """What is wrong with the yearly values: one for each year at most, within the horizon, of a target with a value."""
    if not new.path:
        return
    if new.value is None or new.comparator == Comparator.DONE:
        message = "Mục tiêu không có mức bằng số thì không có lộ trình từng năm. Xóa lộ trình, hoặc nhập mức."
        yield Finding("path", "path_without_value", message)
    years = [year for year, _ in new.path]
    for year in sorted({year for year in years if years.count(year) > 1}):
        yield Finding("path", "year_twice", f"Năm {year} được ghi hai lần. Giữ một mức cho mỗi năm.")
    for year, value in new.path:
        if (new.horizon_from and year < new.horizon_from[:4]) or (new.horizon_to and year > new.horizon_to[:4]):
            horizon = f"{new.horizon_from or '…'}–{new.horizon_to or '…'}"
            message = f"Năm {year} nằm ngoài thời hạn {horizon} của mục tiêu. Bỏ năm này, hoặc sửa thời hạn."
            yield Finding("path", "year_outside_horizon", message)
        if not _can_be_stored(value):
            yield Finding("path", "too_long", f"Năm {year}: {_too_long(value)}")


def _day_faults(starts_on: date, at: Setting) -> Iterator[Finding]:
    if at.old_from and starts_on <= at.old_from:
        since = write_date(at.old_from)
        message = (
            f"Ngày {write_date(starts_on)} không sau ngày mục tiêu cũ có hiệu lực ({since}). Ghi một ngày sau {since}."
        )
        yield Finding("in_force_from", "before_the_old", message)
    if at.issued_on and at.issued_on > starts_on:
        issued = write_date(at.issued_on)
        message = (
            f"Văn bản {at.document} ban hành ngày {issued}, sau ngày có hiệu lực {write_date(starts_on)}. "
            f"Ghi ngày có hiệu lực từ {issued} trở đi, hoặc chọn văn bản khác."
        )
        yield Finding("in_force_from", "document_issued_later", message)


def amendment_warnings(new: Terms, at: Setting) -> Iterator[str]:
    """What is odd about the new terms; nothing is refused for it."""
    begins, ends = _end(at.term_from), _end(at.term_to)
    wanted = _end(new.horizon_to)
    if wanted and ((ends and wanted > ends) or (begins and wanted < begins)):
        term = f"{at.term_from or '…'}–{at.term_to or '…'}"
        yield f"Thời hạn đến {new.horizon_to} nằm ngoài giai đoạn {term} của văn bản {at.document}. Kiểm tra lại."
    last = dict(new.path).get(new.horizon_to[:4]) if new.horizon_to else None
    if last is not None and last != new.value:
        yield (
            f"Mức của năm cuối trong lộ trình ({_written(last)}) khác mức của mục tiêu ({_written(new.value)}). "
            "Đến hạn, hệ thống so với mức của mục tiêu."
        )


def _end(text: str) -> date | None:
    try:
        return partial_end(text) if text else None
    except UnknownDate:
        return None


def _written(number: Decimal) -> str:
    return write_number(number.normalize())
