"""Dates and reporting periods: reading them as officials write them, writing them the same way."""

import re
from datetime import date

from portal.vietnamese.characters import plain
from portal.vietnamese.errors import ReadingError, quoted

NO_FULL_DATE = "no full date"
BAD_MONTH_OF_DATE = "month must be in 1..12"
BAD_DAY_OF_DATE = "day is out of range for month"

_PLACE = r"(?:(?:[^\W\d_]|[\s,.:'’-])*\b(?:ngày|mùng|mồng)\s+)?"
_NUMERIC = re.compile(
    rf"{_PLACE}(?P<day>[0-9]{{1,2}})\s?(?P<mark>[./-])\s?(?P<month>[0-9]{{1,2}})\s?(?P=mark)\s?(?P<year>[0-9]{{4}})\.?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"{_PLACE}(?P<day>[0-9]{{1,2}}) tháng (?P<month>[0-9]{{1,2}})(?:,? năm |, ?|/)(?P<year>[0-9]{{4}})\.?",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(rf"{_PLACE}(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})/(?P<year>[0-9]{{2}})", re.IGNORECASE)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_DATES = (_NUMERIC, _WORDED, _SHORT_YEAR, _ISO)

_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH_CODE = rf"{_YEAR}-(?:0[1-9]|1[0-2])"
_OF_YEAR = rf"(?:\s?[/-]\s?|\s+năm\s+|\s+)(?P<year>{_YEAR})"
_CODE = re.compile(rf"{_YEAR}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]|9M))?", re.IGNORECASE)
_MONTH = re.compile(rf"(?:tháng\s+|t)(?P<month>[0-9]{{1,2}}){_OF_YEAR}|(?P<bare>0?[1-9]|1[0-2])[/-](?P<of>{_YEAR})")
_QUARTER = re.compile(rf"(?:quý\s+|q)(?P<quarter>[0-9]{{1,2}}|[ivx]{{1,4}}){_OF_YEAR}")
_HALF = re.compile(rf"(?:0?6|sáu) tháng(?: (?P<half>đầu|cuối))?{_OF_YEAR}")
_NINE = re.compile(rf"(?:0?9|chín) tháng(?: đầu)?{_OF_YEAR}")
_WHOLE = re.compile(rf"(?:(?:cả )?năm |12 tháng năm )(?P<year>{_YEAR})")
_SPAN = re.compile(
    rf"(?:(?:giai đoạn|nhiệm kỳ)\s+)?(?:từ\s+)?(?:năm\s+)?(?P<first>{_YEAR})\s?(?:-|đến)\s?(?:năm\s+)?(?P<last>{_YEAR})"
)
_MONTH_CODES = re.compile(rf"(?P<first>{_MONTH_CODE})\.\.(?P<last>{_MONTH_CODE})")
_MONTHS = re.compile(rf"từ (?P<first>tháng [0-9]{{1,2}}{_OF_YEAR}) đến (?:hết )?(?P<last>tháng .+)")
_NO_YEAR = re.compile(r"tháng [0-9]{1,2}|quý (?:[0-9]|[ivx]{1,4})|(?:0?[69]|sáu|chín) tháng (?:đầu|cuối) năm")

_ROMAN = ("I", "II", "III", "IV")
_QUARTERS = {name.lower(): number for number, name in enumerate(_ROMAN, 1)} | {str(n): n for n in range(1, 5)}
_EXAMPLES = "Ví dụ: Tháng 8/2023, Quý III/2023, 6 tháng đầu năm 2023, 9 tháng/2023, Năm 2022, Giai đoạn 2021–2025."


def read_date(text: str) -> date:
    """The day a text names in full, day before month, optionally after "ngày" or "Gia Nghĩa, ngày".

    Raises ReadingError with code "empty", "no full date", "month must be in 1..12" or "day is out of range for month".
    """
    tidy = plain(text)
    if not tidy:
        raise ReadingError("empty", "Chưa có ngày. Hãy nhập ngày/tháng/năm, ví dụ 19/8/2021.")
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(tidy))), None)
    if found is None:
        reason = f"{quoted(tidy)} chưa đủ ngày, tháng, năm. Hãy nhập đủ, ví dụ 19/8/2021."
        raise ReadingError(NO_FULL_DATE, reason)
    day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
    if found.re is _SHORT_YEAR:
        year += 1900 if year >= 69 else 2000  # the rule of %y, which the forms use
    return _existing_day(day, month, year, tidy)


def _existing_day(day: int, month: int, year: int, text: str) -> date:
    if not 1 <= month <= 12:
        reason = f"Tháng {month} trong {quoted(text)} không có: tháng từ 1 đến 12 và đứng sau ngày. Hãy nhập lại."
        raise ReadingError(BAD_MONTH_OF_DATE, reason)
    try:
        return date(year, month, day)
    except ValueError as error:
        if year == 0:
            raise ReadingError(NO_FULL_DATE, f"Năm trong {quoted(text)} không đúng. Hãy nhập lại.") from error
        reason = f"Tháng {month}/{year} không có ngày {day}. Hãy kiểm tra lại {quoted(text)}."
        raise ReadingError(BAD_DAY_OF_DATE, reason) from error


def read_period(text: str) -> str:
    """The code of the period a text names: 2023-08, 2023-Q3, 2023-H1, 2023-9M, 2023, 2018-2022, 2021-01..2023-08.

    Raises ReadingError with code "empty", "bad_month", "bad_quarter", "no_year" or "bad_period".
    """
    tidy = plain(text)
    if not tidy:
        raise ReadingError("empty", f"Chưa có kỳ báo cáo. {_EXAMPLES}")
    lowered = tidy.lower().rstrip(".;,")
    code = _coded(tidy) or _month(lowered) or _quarter(lowered) or _months_of_year(lowered) or _span(lowered)
    if code:
        return code
    if _NO_YEAR.fullmatch(lowered):
        raise ReadingError("no_year", f"{quoted(tidy)} thiếu năm. {_EXAMPLES}")
    raise ReadingError("bad_period", f"Không đọc được kỳ báo cáo {quoted(tidy)}. {_EXAMPLES}")


def _coded(text: str) -> str | None:
    if _CODE.fullmatch(text):
        return text.upper()
    months = _MONTH_CODES.fullmatch(text)
    return _ordered(months["first"], months["last"], "..", text) if months else None


def _month(text: str) -> str | None:
    found = _MONTH.fullmatch(text)
    if not found:
        return None
    month = int(found["month"] or found["bare"])
    if not 1 <= month <= 12:
        raise ReadingError("bad_month", f"Không có tháng {month}: tháng từ 1 đến 12. Hãy kiểm tra lại {quoted(text)}.")
    return f"{found['year'] or found['of']}-{month:02d}"


def _quarter(text: str) -> str | None:
    found = _QUARTER.fullmatch(text)
    if not found:
        return None
    quarter = _QUARTERS.get(found["quarter"].removeprefix("0"))
    if quarter is None:
        named = found["quarter"].upper()
        raise ReadingError("bad_quarter", f"Không có quý {named}: quý từ I đến IV. Hãy kiểm tra lại {quoted(text)}.")
    return f"{found['year']}-Q{quarter}"


def _months_of_year(text: str) -> str | None:
    """Halves, nine months and whole years; "6 tháng năm 2023" without more is the first half."""
    half = _HALF.fullmatch(text)
    if half:
        return f"{half['year']}-H{2 if half['half'] == 'cuối' else 1}"
    nine = _NINE.fullmatch(text)
    if nine:
        return f"{nine['year']}-9M"
    whole = _WHOLE.fullmatch(text)
    return whole["year"] if whole else None


def _span(text: str) -> str | None:
    years = _SPAN.fullmatch(text)
    if years:
        return _ordered(years["first"], years["last"], "-", text)
    months = _MONTHS.fullmatch(text)
    first, last = (_month(months["first"]), _month(months["last"])) if months else (None, None)
    return _ordered(first, last, "..", text) if first and last else None


def _ordered(first: str, last: str, mark: str, text: str) -> str:
    if first >= last:
        raise ReadingError("bad_period", f"Trong {quoted(text)} mốc đầu phải trước mốc cuối. Hãy kiểm tra lại.")
    return f"{first}{mark}{last}"


def write_date(day: date) -> str:
    """The day as in running text: 19/8/2021."""
    return f"{day.day}/{day.month}/{day.year}"


def write_date_padded(day: date) -> str:
    """The day as in tables, where digits stand under each other: 19/08/2021."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def write_date_nd30(day: date) -> str:
    """The day as on a letterhead: Nghị định 30/2020/NĐ-CP puts a 0 before days below 10 and months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def write_period(code: str) -> str:
    """The name of a period by its code; a code of another kind (a campaign's) unchanged."""
    year, _, part = code.partition("-")
    if _MONTH_CODES.fullmatch(code):
        first, last = code.split("..")
        return f"Từ {write_period(first).lower()} đến {write_period(last).lower()}"
    if re.fullmatch(rf"{_YEAR}-{_YEAR}", code):
        return f"Giai đoạn {year}–{part}"
    if not _CODE.fullmatch(code) or code != code.upper():
        return code
    return _write_part(year, part)


def _write_part(year: str, part: str) -> str:
    if not part:
        return f"Năm {year}"
    if part.startswith("Q"):
        return f"Quý {_ROMAN[int(part[1]) - 1]}/{year}"
    named = {"H1": "6 tháng đầu năm", "H2": "6 tháng cuối năm", "9M": "9 tháng năm"}.get(part)
    return f"{named} {year}" if named else f"Tháng {int(part)}/{year}"
