"""One figure out of a text, read as Vietnamese: a dot groups thousands, a comma starts the decimals."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from portal.vietnamese.characters import has_fullwidth, look_alike, plain
from portal.vietnamese.errors import ReadingError, quoted
from portal.vietnamese.numbers.units import same_unit
from portal.vietnamese.numbers.writing import write_number

# Digits with separators between them; a blank only before a full group of three.
FIGURE = r"[-+]?\s?[0-9]+(?:[.,][0-9]+|\s[0-9]{3}(?![0-9]))*"
# What the columns hold: 11 digits before the comma and 4 behind it.
WHOLE_DIGITS, DECIMAL_DIGITS = 11, 4
LONGEST_ENTRY = 80

_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_COMMAED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_ALONE = re.compile(rf"(?P<open>\(\s*)?(?P<figure>{FIGURE})\s*(?P<unit>[^\s()0-9.,][^()]*?)?\s*(?P<close>\))?")
_EXCEL_ERROR = re.compile(r"#(?:[A-Z][A-Z0-9/_]*[!?]?|#+)|(?:Err|Lỗi):\s?[0-9]+", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[-+]?[0-9][0-9.,]*[eE][-+]?[0-9]+")
_EXAMPLE = "Hãy gõ số theo kiểu Việt Nam, ví dụ 84.053 hoặc 12.411,986."


@dataclass(frozen=True)
class ReadNumber:
    """A figure with what was odd about it; `choices` are the readings the text allows, likeliest first."""

    value: Decimal
    warnings: tuple[str, ...] = ()
    choices: tuple[Decimal, ...] = ()


class AmbiguousNumber(ReadingError):
    """A text such as 1.241 that is two numbers: `choices` the thousands first, `written` the same as text."""

    def __init__(self, text: str, choices: tuple[Decimal, Decimal]) -> None:
        self.choices = choices
        self.written = (write_number(choices[0]), write_number(choices[1]))
        super().__init__(
            "ambiguous",
            f"{quoted(text)} có hai cách đọc: {self.written[0]} (dấu chấm phân cách hàng nghìn) "
            f"hoặc {self.written[1]} (dấu phẩy thập phân). Hãy chọn một cách.",
        )


def read_decimal(text: str, *, decimals: int | None = None, unit: str = "") -> ReadNumber:
    """The one figure of a form cell; `decimals` and `unit` are those the indicator declares, None = no indicator.

    Raises AmbiguousNumber for 1.241 where decimals are declared, ReadingError for whatever is no figure.
    """
    tidy = plain(text).removeprefix("'")
    if not tidy:
        raise ReadingError("empty", "Ô còn trống. Hãy nhập số liệu hoặc chọn lý do chưa có số liệu.")
    refuse_excel_error(tidy)
    readable = len(tidy) <= LONGEST_ENTRY and look_alike(tidy) is None and not is_scientific(tidy)
    found = _ALONE.fullmatch(tidy) if readable else None
    if found is None or bool(found["open"]) != bool(found["close"]):
        refuse_figure(tidy)
    _check_unit(found["unit"], unit, tidy)
    number = read_figure(found["figure"], decimals=decimals, negative=bool(found["open"]))
    _check_size(number.value, tidy)
    warnings = (("fullwidth",) if has_fullwidth(text) else ()) + number.warnings
    return ReadNumber(number.value, warnings, number.choices)


def read_figure(token: str, *, decimals: int | None = None, negative: bool = False) -> ReadNumber:
    """The number of a token that holds only sign, digits and separators; `negative` = it stood in parentheses."""
    body = token.lstrip("+-").strip()
    if negative and body != token.strip():
        refuse_figure(f"({token})")
    spaced = " " in body
    if spaced and not _SPACED.fullmatch(body):
        refuse_figure(token)
    read = _read_separators(body.replace(" ", ""), token, spaced=spaced)
    sign = -1 if negative or token.startswith("-") else 1
    choices = tuple(choice * sign for choice in read.choices)
    if "." in body and choices:
        if decimals:
            raise AmbiguousNumber(token, choices)
        choices = choices if decimals is None else ()
    # Adding 0 turns the -0 of Decimal into 0.
    return ReadNumber(read.value * sign + 0, (("space_grouping",) if spaced else ()) + read.warnings, choices)


def _read_separators(body: str, token: str, *, spaced: bool) -> ReadNumber:
    commas, dots = body.count(","), body.count(".")
    if commas and dots:
        return _read_both(body, token)
    if commas + dots == 0:
        return ReadNumber(Decimal(body))
    if commas + dots > 1:
        grouped = _COMMAED if commas else _DOTTED
        if not grouped.fullmatch(body):
            refuse_figure(token)
        return ReadNumber(Decimal(re.sub("[.,]", "", body)), ("en_style",) if commas else ())
    # Blanks already group the thousands, so the one separator left starts the decimals.
    return _read_comma(body, spaced) if commas else _read_dot(body, token, spaced)


def _read_both(body: str, token: str) -> ReadNumber:
    """Both separators: the last one starts the decimals, the other must group properly."""
    english = body.rfind(".") > body.rfind(",")
    whole, _, fraction = body.rpartition("." if english else ",")
    if not (_COMMAED if english else _DOTTED).fullmatch(whole):
        refuse_figure(token)
    return ReadNumber(Decimal(f"{re.sub('[.,]', '', whole)}.{fraction}"), ("en_style",) if english else ())


def _read_comma(body: str, spaced: bool) -> ReadNumber:
    """One comma: decimals; three of them may be thousands typed the English way."""
    value = Decimal(body.replace(",", "."))
    if spaced or not _COMMAED.fullmatch(body):
        return ReadNumber(value)
    return ReadNumber(value, ("ambiguous_three_decimals",), (value, Decimal(body.replace(",", ""))))


def _read_dot(body: str, token: str, spaced: bool) -> ReadNumber:
    """One dot: thousands when exactly three digits follow, decimals otherwise (47.78, 0.125, 12411.986)."""
    whole, _, fraction = body.partition(".")
    if spaced or len(fraction) != 3 or len(whole) > 3 or whole == "0":
        return ReadNumber(Decimal(body), ("dot_decimal",))
    if whole.startswith("0"):
        refuse_figure(token)  # 012.345 is neither
    thousands = Decimal(whole + fraction)
    return ReadNumber(thousands, (), (thousands, Decimal(body)))


def refuse_excel_error(text: str) -> None:
    """Raises for the error values of a spreadsheet, which people copy along with the figures."""
    if _EXCEL_ERROR.fullmatch(text):
        raise ReadingError(
            "excel_error", f"Ô chứa lỗi công thức Excel {quoted(text)}. Hãy sửa công thức trong tệp gốc rồi nhập lại."
        )


def refuse_figure(text: str) -> NoReturn:
    """Raises the error that says best why the text is no figure."""
    alike = look_alike(text)
    if alike:
        reason = f"Trong {quoted(text)} có chữ cái “{alike[0]}” lẫn giữa các chữ số; có phải là số {alike[1]}?"
        raise ReadingError("bad_number", f"{reason} Hãy gõ lại bằng chữ số.")
    if _SCIENTIFIC.fullmatch(text):
        raise ReadingError("bad_number", f"{quoted(text)} là cách viết số mũ của Excel. Hãy gõ đủ các chữ số.")
    raise ReadingError("bad_number", f"Không đọc được {quoted(text)} thành một con số. {_EXAMPLE}")


def is_scientific(text: str) -> bool:
    """Whether the text is a number with an exponent (1,5E+10), whose digits Excel has already dropped."""
    return _SCIENTIFIC.fullmatch(text) is not None


def _check_unit(written: str | None, declared: str, text: str) -> None:
    """A blank, the declared unit or, where none or a rate is declared, a percent sign may stand behind the figure."""
    if not written or same_unit(written, declared) or (written == "%" and declared[:1] in ("", "%")):
        return
    if not written[0].isalpha() and written[0] not in "%‰":
        refuse_figure(text)
    wanted = f"Ô này tính bằng {quoted(declared)}" if declared else "Ô này chỉ nhận con số"
    raise ReadingError("unit_mismatch", f"{wanted}, không phải {quoted(written)}. Hãy đổi số liệu rồi nhập lại.")


def _check_size(value: Decimal, text: str) -> None:
    digits = f"{abs(value):f}"
    whole, _, fraction = digits.partition(".")
    if len(whole.lstrip("0")) > WHOLE_DIGITS or len(fraction.rstrip("0")) > DECIMAL_DIGITS:
        raise ReadingError(
            "too_many_digits",
            f"{quoted(text)} có quá nhiều chữ số: tối đa {WHOLE_DIGITS} chữ số phần nguyên và "
            f"{DECIMAL_DIGITS} chữ số thập phân. Hãy kiểm tra đơn vị tính hoặc làm tròn.",
        )
