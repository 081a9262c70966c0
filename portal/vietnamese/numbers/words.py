"""Words that stand in a cell instead of a figure, or before one."""

import re

# Compared in lower case with accents: "đất" is not "đạt".
MISSING = {
    "none_occurred": ("-", "--", "---", "kps", "không phát sinh", "không có phát sinh", "chưa phát sinh"),
    "not_applicable": ("x", "không áp dụng", "không thuộc đối tượng áp dụng"),
    "no_data": ("chưa có số liệu", "chưa có số liệu báo cáo", "không có số liệu"),
    # General Statistics Office: three dots = it occurred, but no figure was collected.
    "not_collected": ("...", "…", "không thu thập", "không thu thập được", "không thu thập được số liệu"),
}
STATUS = {
    "met": ("đạt", "đã đạt", "đạt chỉ tiêu", "đạt mục tiêu", "đạt kế hoạch", "hoàn thành", "đã hoàn thành"),
    "not_met": ("chưa đạt", "không đạt", "chưa đạt chỉ tiêu", "không đạt chỉ tiêu", "chưa đạt kế hoạch",
                "không đạt kế hoạch", "chưa đạt mục tiêu", "không đạt mục tiêu", "chưa hoàn thành", "không hoàn thành"),
    "exceeded": ("vượt", "vượt chỉ tiêu", "vượt kế hoạch", "vượt mục tiêu"),
}  # fmt: skip

# What the warnings of a reading mean, for people; those that mend a code are among them.
WARNINGS = {
    "ambiguous_three_decimals": "dấu phẩy và ba chữ số: đọc là phần thập phân",
    "dot_decimal": "dấu chấm được đọc là dấu thập phân",
    "en_style": "số viết theo kiểu Anh",
    "space_grouping": "dấu cách được đọc là phân cách hàng nghìn",
    "fullwidth": "có ký tự toàn chiều rộng",
    "scale_without_unit": "thiếu danh từ sau nghìn, triệu, tỷ",
    "status_word": "có chữ “đạt” trước con số",
    "over_100: actual/target, not part/whole?": "trên 100%: có phải thực hiện/kế hoạch?",
    "reported_differs": "tỷ lệ báo cáo khác tỷ lệ tính lại",
    "normalised": "đã bỏ chữ và dấu cách thừa",
    "missing hyphen": "thiếu dấu gạch nối",
    "missing slash": "thiếu dấu gạch chéo",
    "party code in non-party order": "ký hiệu của Đảng viết theo thứ tự của Nhà nước",
    "state code in party order": "ký hiệu của Nhà nước viết theo thứ tự của Đảng",
}

# The first row that fits wins: "không quá" before "quá", "gần đạt" before "gần".
_BEFORE = (
    ("le", "không quá|không vượt quá|không vượt|không trên|không lớn hơn|tối đa|nhiều nhất|<=|≤"),
    ("ge", "không dưới|không thấp hơn|không ít hơn|không nhỏ hơn|ít nhất|tối thiểu|>=|≥"),
    ("lt", "dưới|chưa đến|chưa tới|nhỏ hơn|<"),
    ("gt", "trên|lớn hơn|>"),
    ("more_than", "hơn"),
    ("estimate", "ước thực hiện|ước tính|ước đạt|ước khoảng|ước"),
    ("about", "khoảng|xấp xỉ|chừng|~|≈"),
    ("almost", "gần đạt|gần bằng|gần"),
)
_BEHIND = {"trở lên": "ge", "trở xuống": "le"}
_VERB = re.compile(r"(?:(?P<verdict>đạt)|chiếm|có)\s+(?:t[ỷỉ] lệ\s+)?(?!\()", re.IGNORECASE)
_PATTERNS = tuple((code, re.compile(rf"(?:{words})\s*(?=[-+(\d])", re.IGNORECASE)) for code, words in _BEFORE)
_TAIL = re.compile(rf"(?:từ\s+)?(?P<rest>.+?)\s+(?P<word>{'|'.join(_BEHIND)})", re.IGNORECASE)


def word_code(text: str, table: dict[str, tuple[str, ...]]) -> str | None:
    """The code of a table whose words are exactly the text."""
    lowered = text.lower().rstrip(".;,") or text
    return next((code for code, words in table.items() if lowered in words or text in words), None)


def describe_warning(code: str) -> str:
    """The warning as a person reads it."""
    return WARNINGS.get(code, code)


def split_qualifier(text: str) -> tuple[str | None, str, bool]:
    """The qualifier's code, the text without it, and whether a verdict's word ("đạt") stood before the figure."""
    verb = _VERB.match(text)
    verdict = verb is not None and verb["verdict"] is not None
    rest = text[verb.end() :] if verb else text
    for code, pattern in _PATTERNS:
        found = pattern.match(rest)
        if found:
            return code, rest[found.end() :], verdict
    behind = _TAIL.fullmatch(rest)
    if behind:
        return _BEHIND[behind["word"].lower()], behind["rest"], verdict
    return None, rest, verdict
