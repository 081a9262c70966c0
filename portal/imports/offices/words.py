"""What the words of a header or a title say: roles of columns, periods, units of measure."""

import re
from decimal import Decimal
from functools import lru_cache

from portal.vietnamese.dates import read_period
from portal.vietnamese.errors import ReadingError
from portal.vietnamese.names import clean, fold
from portal.vietnamese.numbers.units import read_unit

UNIT, UNIT_CODE, INDICATOR, INDICATOR_CODE, PERIOD, MEASURE, NOTE, IGNORED = (
    "unit", "unit_code", "indicator", "indicator_code", "period", "measure", "note", "ignored",
)  # fmt: skip
ROLE_WORDS = {
    UNIT: "don vi|ten don vi|ten don vi hanh chinh|don vi hanh chinh|dia phuong|dia ban|ten xa|ten huyen|huyen|xa|"
    "xa phuong|xa thi tran|xa phuong thi tran|ten xa phuong|huyen thanh pho|don vi bao cao|ten dia phuong",
    UNIT_CODE: "ma don vi|ma dvhc|ma don vi hanh chinh|ma xa|ma huyen",
    INDICATOR: "chi tieu|ten chi tieu|noi dung|noi dung chi tieu|danh muc chi tieu|ten chi tieu bao cao",
    INDICATOR_CODE: "ma chi tieu",
    PERIOD: "ky|ky bao cao|ky so lieu|nam|thoi gian|thang|quy",
    MEASURE: "dvt|don vi tinh|don vi do",
    NOTE: "ghi chu|giai trinh|thuyet minh",
    IGNORED: "stt|tt|so tt|so thu tu|ke hoach|kh|muc tieu|chi tieu giao|so sanh|tang giam|ty le th kh|th kh",
}
ROLES = {word: role for role, words in ROLE_WORDS.items() for word in words.split("|")}
PART_WORDS = {
    "value": "gia tri|so lieu|thuc hien|ket qua|ket qua thuc hien|th|so thuc hien|tong so|uoc thuc hien",
    "numerator": "tu so|tu",
    "denominator": "mau so|mau",
    "as_reported": "ty le|theo bao cao|ty le dat|ty le theo bao cao",
}
PARTS = {word: part for part, words in PART_WORDS.items() for word in words.split("|")}
# The same headers are looked at under every depth, and words come again on every row.
_cached = lru_cache(maxsize=8192)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MEASURED = re.compile(r"(?:đvt|đơn vị tính|đơn vị)\s*[:：]\s*([^;|)]+)", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:quý\s+(?:iv|iii|ii|i|[1-4])|(?:0?[369]|sáu|chín|ba)\s+tháng(?:\s+(?:đầu|cuối))?|tháng\s+\d{1,2})"
    r"(?:\s*/\s*|\s*[,-]?\s*(?:năm\s+)?)\d{4}|(?:giai đoạn|năm)\s+\d{4}(?:\s*[-–]\s*\d{4})?",
    re.IGNORECASE,
)


@_cached
def without_brackets(text: str) -> str:
    """The text without what stands in brackets."""
    return clean(_BRACKETS.sub(" ", text))


@_cached
def measure_in(text: str) -> str:
    """The unit of measure in brackets or alone ("(km)", "tỷ đồng"), "" where there is none."""
    for inside in reversed(_BRACKETS.findall(text)):
        if _is_measure(clean(inside)):
            return clean(inside)
    return ""


def _is_measure(text: str) -> bool:
    if not text or len(text) > 40 or re.search(r"\d\s*[=/:x×]|[=]", text):
        return False
    try:
        return read_unit(text) is not None
    except ValueError:
        return False


@_cached
def measure_of_title(text: str) -> str:
    """What "Đơn vị tính: tỷ đồng" or "ĐVT: km" says in a line above the table."""
    found = _MEASURED.search(clean(text))
    measure = found[1].strip(" .") if found else ""
    return measure if found and (_is_measure(measure) and not found[0].lower().startswith("đơn vị:")) else ""


@_cached
def period_of(text: str) -> str:
    """The code of the period that a header names and nothing else; "" where it names none."""
    try:
        return read_period(clean(text))
    except ReadingError:
        return ""


@_cached
def period_in(text: str) -> str:
    """The code of the one period that a line of text mentions; of several none is chosen."""
    said = {code for found in _PERIOD.findall(clean(text)) if (code := period_of(found))}
    return said.pop() if len(said) == 1 else ""


@_cached
def role_of(text: str) -> str:
    """The role of a column by its header, "" where the header is none of them."""
    return ROLES.get(fold(without_brackets(text)), "") or ROLES.get(fold(text), "")


@_cached
def part_of(text: str) -> str:
    """The part of a figure that a header names: value, numerator, denominator or as_reported."""
    return PARTS.get(fold(without_brackets(text)), "")


def scale_between(measure: str, declared: str) -> Decimal | None:
    """What a number in `measure` is multiplied by to be in the `declared` one; None where they do not fit."""
    try:
        given, wanted = read_unit(measure), read_unit(declared)
    except ValueError:
        return None
    if given is None or wanted is None or fold(given.name) != fold(wanted.name):
        return None
    return given.scale / wanted.scale


@_cached
def split_period(text: str) -> tuple[str, str]:
    """The period that a header names, and the rest of its words: "Thực hiện năm 2023" is 2023 and "Thực hiện"."""
    whole = period_of(text)
    if whole:
        return whole, ""
    code = period_in(text)
    return (code, clean(_PERIOD.sub(" ", text)).strip(" ,-–")) if code else ("", clean(text))
