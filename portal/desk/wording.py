"""How a report reads as a line of "Việc của tôi"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from portal.accounts.roles import Role
from portal.periods.rules import overdue_days, partial_end
from portal.vietnamese.dates import write_date
from portal.workflow.models import ReturnedCell, Submission
from portal.workflow.rules import STATE_WORDS, State
from resolutions.models import Task

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Progress:
    """Figures entered out of those expected."""

    entered: int
    expected: int

    @property
    def is_complete(self) -> bool:
        """Whether every figure expected stands."""
        return 0 < self.expected <= self.entered

    def __str__(self) -> str:
        if not self.expected:
            return "chưa có chỉ tiêu nào được giao"
        if self.is_complete:
            return f"đủ {self.entered}/{self.expected} chỉ tiêu; mở để sửa khi cần"
        return f"đã nhập {self.entered}/{self.expected} chỉ tiêu"


@dataclass(frozen=True)
class Line:
    """One line of a list of tasks, as _components/task_row.html shows it; the whole line is the link."""

    url: str
    kind: str  # returned, soon, open, waiting or done
    symbol: str
    word: str
    title: str
    detail: str
    action: str


def describe(
    report: Submission,
    user: Any,
    day: date,
    progress: Progress | None = None,
    cells: Sequence[ReturnedCell] = (),
    unsent: int = 0,
) -> Line:
    """The report as the person sees it on the day; no queries when it was fetched `for_page`.

    With `cells` given back the line leads to the first of them. `unsent` counts tasks and difficulties that it tells
    of and that nobody has handed in.
    """
    kind, symbol, word = _mark(report, user.role, day, progress)
    parts = _details(report, user.role, day, progress)
    if cells:
        parts.insert(1, f"{len(cells)} ô cần sửa")
    if unsent:
        parts.append(f"{unsent} dòng nhiệm vụ, khó khăn: bản nháp chưa nộp")
    return Line(
        url=f"{report.get_absolute_url()}#{cells[0].anchor}" if cells else report.get_absolute_url(),
        kind=kind,
        symbol=symbol,
        word=word,
        title=_title(report, user),
        detail=" – ".join(part for part in parts if part),
        action=_action(report, user.role, progress),
    )


def describe_task(task: Task, day: date, draft_in: Submission | None) -> Line:
    """A task without news, as `TaskQuerySet.silent` finds it; `draft_in` is the report that holds news not handed in.

    The line leads to that report, else to the task.
    """
    due_on = partial_end(task.deadline)
    kind, symbol, word = ("returned", "!", "Quá hạn") if due_on < day else ("soon", "▲", "Sắp hạn")
    news = f"bản nháp chưa nộp ({draft_in.period.short})" if draft_in else "chưa có thông tin"
    return Line(
        url=f"{draft_in.get_absolute_url()}#nhiem-vu" if draft_in else task.get_absolute_url(),
        kind=kind,
        symbol=symbol,
        word=word,
        title=f"Nhiệm vụ: {Truncator(task.text).words(24)}",
        detail=f"{_due(due_on, day)} – {news}",
        action="Nộp báo cáo" if draft_in else "Xem nhiệm vụ",
    )


def _title(report: Submission, user: Any) -> str:
    title = str(report.period) if report.period.name else f"Báo cáo {report.period}"
    if not report.form.is_default:
        title += f", {report.form}"
    return title if report.unit_id == user.unit_id and user.role == Role.CLERK else f"{title} – {report.unit}"


def _mark(report: Submission, role: str, day: date, progress: Progress | None) -> tuple[str, str, str]:
    """Kind, symbol and word at the head of the line."""
    match report.state, role:
        case State.RETURNED, Role.CLERK:
            return "returned", "●", "Bị trả lại"
        case State.DRAFT, Role.CLERK:
            return _mark_of_draft(report.due_on, day, bool(progress and progress.is_complete))
        case State.SUBMITTED, Role.LEADER:
            return "soon", "▲", "Chờ duyệt"
        case State.APPROVED, Role.REVIEWER:
            return "soon", "▲", "Chờ tiếp nhận"
        case State.RETURNED, _:
            return "waiting", "…", "Đã trả lại"
        case ((State.DRAFT | State.SUBMITTED), _):
            return "waiting", "…", "Đang nhập" if report.state == State.DRAFT else "Chờ duyệt"
    return "done", "✓", STATE_WORDS[State(report.state)]


def _mark_of_draft(due_on: date | None, day: date, is_complete: bool) -> tuple[str, str, str]:
    if is_complete:
        return "open", "○", "Đang mở"
    if due_on and due_on < day:
        return "returned", "!", "Quá hạn"
    if due_on and due_on - day <= SOON:
        return "soon", "▲", "Sắp hạn"
    return "open", "○", "Đang mở"


def _details(report: Submission, role: str, day: date, progress: Progress | None) -> list[str]:
    """What the small print says, in its order."""
    match State(report.state):
        case State.DRAFT:
            due = "" if progress and progress.is_complete else _due(report.due_on, day)
            return [due, str(progress or "")]
        case State.RETURNED:
            returned = f"{report.decided_by} trả lại ngày {_day(report.decided_at)}" if report.decided_by else ""
            return [f"“{report.reason}”", returned, _due(report.due_on, day)]
        case State.SUBMITTED:
            return [_submitted(report, day), "" if role == Role.LEADER else "chờ lãnh đạo đơn vị duyệt"]
    decided = f"{report.decided_by} duyệt ngày {_day(report.decided_at)}" if report.decided_by else ""
    return [decided]


def _due(due_on: date | None, day: date) -> str:
    if due_on is None:
        return "chưa có hạn nộp"
    if late := overdue_days(due_on, day):
        return f"hạn {write_date(due_on)} (quá {late} ngày)"
    left = (due_on - day).days
    return f"hạn {write_date(due_on)} (còn {left} ngày)" if left else f"hạn {write_date(due_on)} (hôm nay)"


def _submitted(report: Submission, day: date) -> str:
    if report.submitted_at is None:
        return ""
    waited = max(0, (day - timezone.localdate(report.submitted_at)).days)
    ago = f" ({waited} ngày trước)" if waited else ""
    return f"{report.submitted_by} nộp ngày {_day(report.submitted_at)}{ago}"


def _day(moment: Any) -> str:
    return write_date(timezone.localdate(moment)) if moment else ""


def _action(report: Submission, role: str, progress: Progress | None) -> str:
    match report.state, role:
        case State.RETURNED, Role.CLERK:
            return "Sửa"
        case State.DRAFT, Role.CLERK:
            return "Nhập tiếp" if progress and progress.entered else "Nhập số liệu"
        case State.SUBMITTED, Role.LEADER:
            return "Xem, duyệt"
        case State.APPROVED, Role.REVIEWER:
            return "Xem, tiếp nhận"
    return "Xem"
