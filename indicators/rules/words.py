"""What people read of a verdict: symbols, words, looks and rules as tables."""

from collections import Counter
from collections.abc import Iterable, Mapping

from indicators.rules.facts import Code, Reason

# Symbol and word of each verdict (domain.md section 6); the symbol tells them apart in print and to the colour-blind.
WORDS: Mapping[str, tuple[str, str]] = {
    Code.EXCEEDED: ("▲", "Vượt"),
    Code.MET: ("✓", "Đạt"),
    Code.ON_TRACK: ("✓", "Đúng tiến độ"),
    Code.REPORTED_MET: ("✓", "Đạt (theo báo cáo của đơn vị)"),
    Code.BEHIND: ("!", "Chậm tiến độ"),
    Code.OFF_TRACK: ("✕", "Có nguy cơ không đạt"),
    Code.NOT_MET: ("✕", "Chưa đạt"),
    Code.REPORTED_NOT_MET: ("✕", "Thấp hơn mục tiêu (theo báo cáo của đơn vị)"),
    Code.NO_REPORT: ("–", "Chưa có báo cáo"),
    Code.STALE: ("–", "Chưa cập nhật"),
    Code.NO_TARGET: ("·", "Chưa có mục tiêu định lượng"),
    Code.NOT_DUE: ("○", "Chưa đến kỳ đánh giá"),
    Code.NOT_APPLICABLE: ("∅", "Không áp dụng"),
}
NOT_MET_AT_TERM_END = "Không đạt"
REPORTED_NOT_MET_DOWNWARD = "Chưa đạt mục tiêu (theo báo cáo của đơn vị)"
# A unit that answered "không phát sinh" has reported; the word must not say otherwise.
ANSWERED_WITHOUT_FIGURE: Mapping[str, str] = {
    Reason.NONE_OCCURRED: "Không phát sinh",
    Reason.NOT_COLLECTED: "Không thu thập",
}

# The six looks of ux.md D1, suffixes of CSS classes. A figure without a target is plain: only what is missing has the
# dashed border.
_LOOKS: Mapping[str, str] = {
    Code.EXCEEDED: "exceeded",
    Code.MET: "met",
    Code.ON_TRACK: "met",
    Code.REPORTED_MET: "met",
    Code.BEHIND: "behind",
    Code.OFF_TRACK: "missed",
    Code.NOT_MET: "missed",
    Code.REPORTED_NOT_MET: "missed",
    Code.NO_REPORT: "missing",
    Code.STALE: "missing",
    Code.NO_TARGET: "plain",
    Code.NOT_DUE: "plain",
    Code.NOT_APPLICABLE: "plain",
}

COMPARATORS: Mapping[str, str] = {
    "at_least": "từ {value} trở lên",
    "more_than": "trên {value}",
    "at_most": "không quá {value}",
    "less_than": "dưới {value}",
    "equal": "bằng {value}",
    "between": "từ {value} đến {high}",
    "maintain": "duy trì {value}",
    "done": "hoàn thành",
    "qualitative": "định tính",
}

FIGURE_KINDS: Mapping[str, str] = {
    "official": "số chính thức",
    "preliminary": "số sơ bộ",
    "estimate": "số ước thực hiện",
}

QUALIFIERS: Mapping[str, str] = {
    "lt": "dưới",
    "le": "không quá",
    "gt": "trên",
    "more_than": "hơn",
    "ge": "ít nhất",
    "about": "khoảng",
    "estimate": "ước",
    "almost": "gần",
}

RULES: Mapping[str, str] = {
    Reason.COMPARATOR_HOLDS: "Kỳ của mục tiêu đã kết thúc và số liệu cuối kỳ bảo đảm mục tiêu.",
    Reason.COMPARATOR_FAILS: "Kỳ của mục tiêu đã kết thúc và số liệu cuối kỳ không bảo đảm mục tiêu.",
    Reason.REACHED_FOR_GOOD: "Mục tiêu đã hoàn thành và giữ nguyên kết quả, không cần chờ đến hạn.",
    Reason.HOLDS_WITHOUT_DUE_DATE: "Văn bản không nêu thời hạn; số liệu mới nhất bảo đảm mục tiêu.",
    Reason.DUE_DATE_UNKNOWN: "Văn bản không nêu thời hạn nên chưa thể kết luận là chậm hay không đạt.",
    Reason.AVERAGE_BELOW_TO_DATE: "Mục tiêu là mức bình quân cả giai đoạn; mức bình quân đến nay thấp hơn mục tiêu.",
    Reason.AVERAGE_ABOVE_TO_DATE: "Mục tiêu là mức bình quân cả giai đoạn; mức bình quân đến nay cao hơn mục tiêu.",
    Reason.REACHED_EARLY: "Chưa đến hạn; số liệu mới nhất đã bảo đảm mục tiêu.",
    Reason.ON_PATH: "Chưa đến hạn; số liệu bằng hoặc tốt hơn mức phải đạt theo lộ trình.",
    Reason.BEHIND_PATH: "Chưa đến hạn; kém mức phải đạt theo lộ trình nhưng còn trong mức chậm cho phép.",
    Reason.FAR_BEHIND_PATH: "Chưa đến hạn; kém mức phải đạt theo lộ trình quá mức chậm cho phép.",
    Reason.REGRESSION: "Chưa đến hạn; số liệu kém hơn mức gốc.",
    Reason.NOT_STARTED: "Kỳ của mục tiêu chưa bắt đầu.",
    Reason.ONLY_END_IS_JUDGED: "Không có mức gốc và mục tiêu từng năm nên chỉ đánh giá khi hết kỳ.",
    Reason.OTHER_PERIOD: "Số liệu mới nhất thuộc kỳ khác, chưa có số liệu trong kỳ của mục tiêu.",
    Reason.FINAL_FIGURE_MISSING: "Kỳ của mục tiêu đã kết thúc nhưng chưa có số liệu cuối kỳ.",
    Reason.OLDER_THAN_FREQUENCY: "Số liệu mới nhất cũ hơn tần suất báo cáo cộng thời gian chờ.",
    Reason.REPORT_NOT_DUE: "Chưa đến hạn báo cáo và chưa có số liệu.",
    Reason.NOT_REPORTED: "Đã đến hạn nhưng chưa có số liệu; không tính là 0.",
    Reason.NO_DATA: "Đơn vị báo chưa có số liệu; không tính là 0.",
    Reason.NONE_OCCURRED: "Đơn vị báo không phát sinh; không tính là 0 và không so với mục tiêu.",
    Reason.NOT_COLLECTED: "Đơn vị báo không thu thập số liệu này; không tính là 0.",
    Reason.NOT_APPLICABLE: "Chỉ tiêu không áp dụng cho đơn vị.",
    Reason.STATED_BY_SOURCE: "Nguồn tự đánh giá mà không nêu mục tiêu bằng số; hệ thống ghi lại, không tính.",
    Reason.TARGET_HAS_NO_NUMBER: "Mục tiêu không có số để so sánh.",
    Reason.TARGET_OF_OTHER_UNIT: "Mục tiêu ghi theo đơn vị tính khác với số liệu nên không so sánh.",
    Reason.NO_TARGET: "Chưa có văn bản nào giao mục tiêu cho chỉ tiêu này.",
}


def looks(code: str) -> str:
    """Which of the six looks a verdict has: exceeded, met, behind, missed, missing (dashed) or plain."""
    return _LOOKS[code]


def verdict_counts(codes: Iterable[str]) -> dict[Code, int]:
    """How many of each verdict, best first and only those that occur: a unit's overall line, never a mean.

    Raises ValueError for a code that is no verdict.
    """
    counts = Counter(Code(code) for code in codes)
    return {code: counts[code] for code in Code if counts[code]}
